"""Looking at the site as somebody else: it begins with a reason, changes nothing, and is ended from any page."""

from flask import Blueprint, flash, redirect, request, url_for
from werkzeug.wrappers import Response

from lms.domain.people.administering import end_looking, look_as
from lms.domain.people.permissions import Permission
from lms.domain.people.rules import Looking, Refusal
from lms.kernel.refusals import Refused
from lms.platform.database import end_reading, unit_of_work
from lms.web.admin.person import get_account, may_look_as, not_so
from lms.web.admin.person_forms import LookForm
from lms.web.admin.sure import sure
from lms.web.shell.guards import ask_to_sign_in, lookers_may, may, public
from lms.web.shell.visitors import keep_signed_in, now, visitor
from lms.web.shell.words import gettext as _

blueprint = Blueprint("looking", __name__)


@blueprint.post("/admin/people/<string(length=32):person>/look")
@may(Permission.ADMINISTER)
@sure()
def begin(person: str) -> Response | tuple[str, int]:
    """Let the administrator look at the site as this person from now on, for half an hour at most."""
    account, form, who = get_account(person), LookForm(request.form), visitor()
    if not may_look_as(account):
        raise Refused(Refusal.NOBODY_TO_LOOK_AS)  # before the reason is asked for: the page has no place for it either
    if not form.validate() or who is None:
        return not_so(account, look=form)
    end_reading()
    with unit_of_work():
        token = look_as(account.id, Looking(form.reason.data), by=who, agent=request.user_agent.string, now=now())
    response = redirect(url_for("learner.my_learning"), 303)
    keep_signed_in(response, token)
    return response


@blueprint.post("/admin/looking/end")
@public
@lookers_may
def end() -> Response:
    """Give the administrator a sign-in of their own again, and lead back to the person as whom they have looked."""
    who = visitor()
    if who is None:
        return ask_to_sign_in()
    if not who.is_looked_at:
        return redirect(url_for("admin.start"), 303)
    with unit_of_work():
        token = end_looking(who, agent=request.user_agent.string, now=now())
    flash(_("You have stopped looking as %(name)s.", name=who.name))
    response = redirect(url_for("person.page", person=who.uid), 303)
    keep_signed_in(response, token)
    return response

"""One account: everything about it, and what administrators do with it."""

from dataclasses import dataclass
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from lms.domain.certificates.queries import list_claims
from lms.domain.courses.teaching import list_courses_taught
from lms.domain.people import administering
from lms.domain.people.directory import Account, find_account, list_sign_ins
from lms.domain.people.permissions import Permission
from lms.domain.people.rules import may_be_looked_as
from lms.domain.records.learning import list_followed
from lms.domain.records.queries import list_acts_on
from lms.kernel.refusals import Missing
from lms.platform.database import end_reading, unit_of_work
from lms.web.account.sealing import link_of
from lms.web.account.security import browser_in_words
from lms.web.admin.acting import acting
from lms.web.admin.person_forms import EnrolForm, LookForm, NameForm, RoleForm, TeachForm
from lms.web.admin.said import ROLES, STATES, ActLine, act_in_words
from lms.web.admin.standing import standing_of
from lms.web.admin.sure import sure
from lms.web.admin.titles import titles
from lms.web.reports.forms import STAGES
from lms.web.shell.guards import may
from lms.web.shell.languages import own_name, ui_language
from lms.web.shell.visitors import now, visitor
from lms.web.shell.words import gettext as _

blueprint = Blueprint("person", __name__)

Page = str | tuple[str, int] | Response
MOST_ACTS = 8
FOLLOWING = ("enrolled", "in progress", "completed")


@dataclass(frozen=True)
class Forms:
    """The forms of the page; whichever was filled in wrongly comes back as it was sent."""

    name: NameForm
    role: RoleForm
    look: LookForm
    enrol: EnrolForm
    teach: TeachForm


def get_account(uid: str) -> Account:
    """Return the account with this uid; guests have none."""
    account = find_account(uid)
    if account is None:
        raise Missing("account")
    return account


@blueprint.get("/admin/people/<string(length=32):person>/")
@may(Permission.ADMINISTER)
def page(person: str) -> str:
    """Show everything about one account."""
    return show(get_account(person))


def show(account: Account, **sent: Any) -> str:
    """Return the page of an account; ``sent`` holds a form by its name that was not filled in as it should be."""
    followed = list_followed(account.id)
    known = titles()
    free = {key: str(title) for key, title in known.items() if key not in {each.course for each in followed if each.stage in FOLLOWING}}
    taught = list_courses_taught(account.id)
    untaught = {key: str(title) for key, title in known.items() if key not in taught}
    usual: dict[str, Any] = {
        "name": NameForm(name=account.name),
        "role": RoleForm(role=account.role),
        "look": LookForm(),
        "enrol": EnrolForm(None, free),
        "teach": TeachForm(None, untaught),
    }
    return render_template(
        "admin/person.html",
        account=account,
        forms=Forms(**usual | sent),
        role=_(ROLES[account.role]),
        state=_(STATES[account.state]),
        language=own_name(account.language) if account.language else "",
        is_own=_is_own(account),
        may_look=may_look_as(account),
        sign_ins=[(browser_in_words(each.agent), each) for each in list_sign_ins(account.id)],
        followed=[(each, each.title.in_(ui_language()), STAGES[each.stage]) for each in followed],
        can_enrol=bool(free) or "enrol" in sent,
        taught=[(key, known[key]) for key in taught if key in known],
        can_teach=bool(untaught) or "teach" in sent,
        certificates=[(each, known.get(each.course_key, each.course_key), standing_of(each)) for each in list_claims(person_id=account.id)],
        acts=_acts(account),
    )


def may_look_as(account: Account) -> bool:
    """Tell whether this administrator may look at the site as somebody."""
    return may_be_looked_as(account.role, is_own=_is_own(account), is_suspended=account.suspended_at is not None)


def not_so(account: Account, **sent: Any) -> tuple[str, int]:
    """Return the page of an account once more, with what was sent and what is wrong with it."""
    return show(account, **sent), 422


def _is_own(account: Account) -> bool:
    who = visitor()
    return who is not None and who.id == account.id


def _acts(account: Account) -> list[ActLine]:
    return [act_in_words(each) for each in list_acts_on(account.id, most=MOST_ACTS)]


def back_to(account: Account) -> Response:
    """Lead to the page of an account."""
    return redirect(url_for("person.page", person=account.uid), 303)


@blueprint.post("/admin/people/<string(length=32):person>/name")
@may(Permission.ADMINISTER)
def rename(person: str) -> Page:
    """Change the name of an account."""
    account, form = get_account(person), NameForm(request.form)
    if not form.validate():
        return not_so(account, name=form)
    end_reading()
    with unit_of_work():
        changed = administering.rename(account.id, form.name.data, by=acting(), now=now())
    flash(_("The name was changed.") if changed else _("Nothing was changed."))
    return back_to(account)


@blueprint.post("/admin/people/<string(length=32):person>/role")
@may(Permission.ADMINISTER)
@sure()
def change_role(person: str) -> Page:
    """Give an account another role, which ends its sign-ins."""
    account, form = get_account(person), RoleForm(request.form)
    if not form.validate():
        return not_so(account, role=form)
    end_reading()
    with unit_of_work():
        changed = administering.change_role(account.id, form.role.data, by=acting(), now=now())
    flash(_("The role was changed, and the sign-ins of this account were ended.") if changed else _("Nothing was changed."))
    return back_to(account)


@blueprint.post("/admin/people/<string(length=32):person>/link")
@may(Permission.ADMINISTER)
@sure()
def make_link(person: str) -> Page:
    """Show a link by which somebody chooses their first password, once: it is kept nowhere."""
    account = get_account(person)
    end_reading()
    with unit_of_work():
        asked = administering.begin_first_password(account.id, by=acting(), now=now())
    return render_template("admin/password_link.html", account=account, link=link_of(asked))


@blueprint.get("/admin/people/<string(length=32):person>/suspension")
@may(Permission.ADMINISTER)
def ask_to_suspend(person: str) -> str:
    """Ask whether an account is really to be suspended."""
    return render_template("admin/suspend.html", account=get_account(person))


@blueprint.post("/admin/people/<string(length=32):person>/suspension")
@may(Permission.ADMINISTER)
@sure()
def suspend(person: str) -> Page:
    """Let nobody sign in to an account from now on."""
    account = get_account(person)
    end_reading()
    with unit_of_work():
        administering.suspend(account.id, by=acting(), now=now())
    flash(_("The account is suspended, and its sign-ins were ended."))
    return back_to(account)


@blueprint.post("/admin/people/<string(length=32):person>/suspension/end")
@may(Permission.ADMINISTER)
@sure()
def lift(person: str) -> Page:
    """Let an account be signed in to again."""
    account = get_account(person)
    end_reading()
    with unit_of_work():
        administering.lift_suspension(account.id, by=acting(), now=now())
    flash(_("The suspension was lifted."))
    return back_to(account)


@blueprint.post("/admin/people/<string(length=32):person>/sign-ins/end")
@may(Permission.ADMINISTER)
def end_sign_ins(person: str) -> Page:
    """End every sign-in of an account."""
    account = get_account(person)
    end_reading()
    with unit_of_work():
        ended = administering.end_sign_ins(account.id, by=acting(), now=now())
    flash(_("All sign-ins were ended.") if ended else _("Nothing was changed."))
    return back_to(account)


@blueprint.post("/admin/people/<string(length=32):person>/sign-ins/<string(length=32):sign_in>/end")
@may(Permission.ADMINISTER)
def end_sign_in(person: str, sign_in: str) -> Page:
    """End one sign-in of an account; one that has ended already stays so."""
    account = get_account(person)
    end_reading()
    with unit_of_work():
        ended = administering.end_sign_in(account.id, sign_in, by=acting(), now=now())
    flash(_("The sign-in was ended.") if ended else _("Nothing was changed."))
    return back_to(account)

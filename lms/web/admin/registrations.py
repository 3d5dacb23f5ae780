"""Registrations that wait for their letters: an administrator who knows the person can confirm them by hand."""

from dataclasses import dataclass

from flask import Blueprint, flash, redirect, render_template, url_for
from sqlalchemy.exc import IntegrityError
from werkzeug.wrappers import Response

from lms.domain.people import confirmations, registering
from lms.domain.people.confirmations import Asked
from lms.domain.people.permissions import Permission, Relation
from lms.domain.people.queries import Visitor, count_demo_people, find_account
from lms.domain.people.rules import REGISTER, Refusal
from lms.domain.people.waiting import MOST_SHOWN, list_waiting_registrations
from lms.kernel.refusals import Missing, Refused
from lms.platform.database import end_reading, unit_of_work
from lms.web.mail import watch
from lms.web.shell.guards import may
from lms.web.shell.visitors import now, visitor
from lms.web.shell.words import gettext as _

blueprint = Blueprint("registrations", __name__, template_folder="templates")

WAITING = "/admin/registrations/<string(length=32):uid>"


@dataclass(frozen=True)
class Waiting:
    """A registration that waits; who may do something with it is a matter of the role alone."""

    asked: Asked
    relations: frozenset[Relation] = frozenset()


def load_waiting(_found: Visitor, uid: str) -> Waiting:
    """Return a registration that nobody has confirmed."""
    asked = confirmations.find_by_uid(uid)
    if asked is None or asked.purpose != REGISTER or asked.used_at is not None:
        raise Missing(f"registration {uid}")
    return Waiting(asked)


@blueprint.get("/admin/registrations")
@may(Permission.ADMINISTER)
def page() -> str:
    """Show who has registered and not come back."""
    return render_template("admin/registrations.html", waiting=list_waiting_registrations(), most=MOST_SHOWN, now=now(), mail=watch.state())


@blueprint.post(f"{WAITING}/confirm")
@may(Permission.ADMINISTER, of=load_waiting)
def confirm(found: Waiting) -> Response:
    """Make the account with the password that was chosen."""
    administrator, is_demo = visitor(), bool(count_demo_people())
    assert administrator is not None, "a stranger administers"
    end_reading()
    try:
        with unit_of_work():
            confirmations.hold(found.asked.email_key, person_id=None)
            if not confirmations.use_by_hand(found.asked, now=now()):
                raise Missing(f"registration {found.asked.uid}")
            registering.register_by_hand(found.asked, actor_id=administrator.id, is_demo=is_demo, now=now())
    except IntegrityError:
        assert find_account(email=found.asked.email) is not None, "no account can be made, although nobody has the address"
        raise Refused(Refusal.EMAIL_TAKEN, email=found.asked.email) from None
    flash(_("%(name)s can sign in now, with the password that they chose.", name=found.asked.name))
    return redirect(url_for("registrations.page"), 303)


@blueprint.post(f"{WAITING}/remove")
@may(Permission.ADMINISTER, of=load_waiting)
def remove(found: Waiting) -> Response:
    """Remove a registration; the letter about it counts no more."""
    administrator = visitor()
    assert administrator is not None, "a stranger administers"
    with unit_of_work():
        registering.remove_registration(found.asked, actor_id=administrator.id, now=now())
    flash(_("The registration has been removed."))
    return redirect(url_for("registrations.page"), 303)

"""What follows once an address is confirmed, by the code or by the button behind the link."""

from flask import flash, redirect, request, session, url_for
from sqlalchemy.exc import IntegrityError
from werkzeug.wrappers import Response

from lms.domain.people import confirmations, registering, service
from lms.domain.people.confirmations import Asked
from lms.domain.people.passwords import hash_password
from lms.domain.people.queries import Account, count_demo_people, find_account, read_profile
from lms.domain.people.rules import EMAIL, REGISTER, RESET, email_key, registration_may_reset
from lms.platform.database import end_reading, unit_of_work
from lms.web.account.begun import forget, is_here, way_on
from lms.web.account.letters import post_notice
from lms.web.account.sealing import path_of
from lms.web.account.tries import know_browser
from lms.web.shell.guards import safe_next
from lms.web.shell.site import site
from lms.web.shell.visitors import keep_signed_in, now, somebody
from lms.web.shell.words import gettext as _


def what_it_does(asked: Asked) -> str:
    """Return what a confirmation leads to now: what it was begun for, or "" where it leads to nothing any more.

    A registration whose address has an account leads to a new password for that one, as long as a reset would.
    """
    if not asked.counts(now()) or not asked.tries_left:
        return ""
    if asked.purpose == EMAIL:
        return EMAIL
    person = find_account(email=asked.email)
    if asked.purpose == REGISTER and person is None:
        return REGISTER
    may_reset = asked.purpose == RESET or registration_may_reset(made_at=asked.made_at, now=now())
    return RESET if person and person.suspended_at is None and may_reset else ""


def finish(asked: Asked) -> Response | None:
    """Do what can be done at once, and lead on; a new password is asked for on the page behind the link.

    None where it leads to nothing any more, or somebody was faster.
    """
    match what_it_does(asked):
        case "register":
            return make_account(asked)
        case "email":
            return take_address(asked)
        case "reset":
            return redirect(path_of(asked), 303)
    return None


def make_account(asked: Asked) -> Response | None:
    """Make the account, sign its owner in and lead them to where they wanted to go.

    Who may register was asked when it was begun. Where registration has been closed since, it is still finished: a letter
    has promised it. An administrator who does not want that removes it in /admin/registrations.
    """
    here, is_demo = somebody(), bool(count_demo_people())
    guest_here = here.id if here and here.is_guest else None
    end_reading()
    try:
        with unit_of_work():
            confirmations.hold(asked.email_key, person_id=None)
            if not confirmations.use(asked, now=now()):
                return None
            person_id = registering.register(asked, guest_here=guest_here, is_demo=is_demo, now=now())
            token = service.sign_in(person_id, instead_of=here, agent=request.user_agent.string, now=now())
    except IntegrityError:
        return _after_a_faster_one(asked)
    return _signed_in(asked, token, _("Welcome! Your account is ready, and you are signed in."))


def _after_a_faster_one(asked: Asked) -> Response:
    """Lead to the page where a new password is chosen: the address got an account in this very moment."""
    assert find_account(email=asked.email) is not None, "no account can be made, although nobody has the address"
    return redirect(path_of(asked), 303)


def choose_password(asked: Asked, person: Account, password: str) -> Response | None:
    """Give the account another password, sign its owner in and have them told; every other sign-in ends."""
    here = somebody()
    end_reading()
    kept = hash_password(password)
    with unit_of_work():
        confirmations.hold(asked.email_key, person_id=person.id)
        if not confirmations.use(asked, now=now()) or not registering.reset_password(asked, person.id, kept, now=now()):
            return None
        if here and here.is_guest:
            service.know_guest(here.id, person.id, now=now())
        token = service.sign_in(person.id, instead_of=here, agent=request.user_agent.string, now=now())
        post_notice("password-changed", asked.uid, {"person": person.id}, now=now())
    return _signed_in(asked, token, _("Your password has been changed, and you are signed in. Every other sign-in has been ended."))


def take_address(asked: Asked) -> Response | None:
    """Give the account the address that was confirmed, and have its former address told."""
    assert asked.person_id is not None, "an address for nobody"
    former = read_profile(asked.person_id).email
    end_reading()
    try:
        with unit_of_work():
            confirmations.hold(asked.email_key, email_key(former), person_id=asked.person_id)
            kept = registering.change_address(asked, former, now=now()) if confirmations.use(asked, now=now()) else None
            if kept is None:
                return None
            post_notice("address-changed", kept.uid, {"confirmation": kept.id}, now=now())
    except IntegrityError:
        assert find_account(email=asked.email) is not None, "the address cannot be taken, although nobody has it"
        return None
    flash(_("Your e-mail address has been changed. From now on you sign in with the new one."))
    response = redirect(url_for("security.page"), 303)
    forget(response)
    return response


def about(person: Account) -> tuple[str, ...]:
    """Return what everybody knows of somebody, and must not be their password."""
    return person.name, person.email, site().site_name


def _signed_in(asked: Asked, token: str, told: str) -> Response:
    way = (way_on() if is_here(asked) else "") or url_for("learner.my_learning")
    session.clear()  # the forms of a stranger are not those of whoever signs in after them
    flash(told)
    response = redirect(safe_next(way), 303)
    keep_signed_in(response, token)
    know_browser(response, asked.email)
    forget(response)
    return response

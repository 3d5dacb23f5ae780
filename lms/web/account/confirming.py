"""Confirming an address: by the code where it began, or by a button behind the link. Opening the link changes nothing."""

from typing import Any

from flask import Blueprint, abort, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from lms.domain.people import confirmations, service
from lms.domain.people.confirmations import Asked
from lms.domain.people.passwords import password_matches
from lms.domain.people.queries import find_account
from lms.domain.people.rules import EMAIL, REGISTER, RESET
from lms.kernel.refusals import Refused
from lms.platform.database import end_reading, unit_of_work
from lms.web.account import finishing
from lms.web.account.asking import ask_again
from lms.web.account.begun import begun_here, is_here, way_on
from lms.web.account.forms import ButtonForm, ChosenPasswordForm, CodeForm, NewPasswordForm, refuse
from lms.web.account.limits import CODES
from lms.web.account.sealing import is_right_code, is_sealed
from lms.web.account.waiting import outbox
from lms.web.shell.guards import public
from lms.web.shell.headers import secret_address
from lms.web.shell.limits import client_address, within
from lms.web.shell.visitors import now, visitor
from lms.web.shell.words import gettext as _
from lms.web.shell.words import ngettext

blueprint = Blueprint("confirming", __name__, template_folder="templates")

Page = str | tuple[str, int] | Response
LINK = "/account/confirm/<string(length=32):uid>-<string(length=32):seal>"
GONE = 410


@blueprint.get("/account/confirm")
@public
def page() -> Page:
    """Ask for the six digits of the letter, and say what to do when none comes."""
    asked = begun_here()
    return _show(asked, CodeForm(formdata=None)) if asked else render_template("account/nothing_begun.html")


@blueprint.post("/account/confirm")
@public
def code() -> Page:
    """Take the six digits: in the browser where it began they are as good as the link."""
    asked, form = begun_here(), CodeForm()
    if asked is None:
        return render_template("account/nothing_begun.html"), 422
    if not form.validate():
        return _show(asked, form), 422
    if not within(CODES, client_address()):
        form.form_errors.append(_("Many codes have been typed in your network in the last hour. Please try again in an hour."))
        return _show(asked, form), 429
    wrong = _try(asked, is_right_code(asked, form.digits))
    done = None if wrong else finishing.finish(asked)
    if done is None:
        form.code.errors = [wrong or _too_late()]
        return _show(asked, form), 422
    return done


@blueprint.post("/account/confirm/again")
@public
def again() -> Page:
    """Have another letter sent; from then on only the newest counts."""
    asked = begun_here()
    if asked is None:
        return render_template("account/nothing_begun.html"), 422
    return ask_again(asked, back=way_on())


@blueprint.get(LINK)
@public
@secret_address
def link(uid: str, seal: str) -> Page:
    """Show what the button does; nothing is changed by looking, whoever looks."""
    asked = _load(uid, seal)
    return _show_link(asked, finishing.what_it_does(asked))


@blueprint.post(LINK)
@public
@secret_address
def press(uid: str, seal: str) -> Page:
    """Do what the letter was sent for."""
    asked = _load(uid, seal)
    match finishing.what_it_does(asked):
        case "register":
            return _press_to_register(asked)
        case "reset":
            return _press_to_reset(asked)
        case "email" if not _is_owner(asked):
            return redirect(url_for("account.sign_in_form", next=request.path), 303)
        case "email":
            return finishing.take_address(asked) or _show_link(asked, "")
    return _show_link(asked, "")


def _press_to_register(asked: Asked) -> Page:
    if is_here(asked):
        return finishing.finish(asked) or _show_link(asked, "")
    form = ChosenPasswordForm()
    if not form.validate():
        return _show_link(asked, REGISTER, form, 422)
    end_reading()
    wrong = _try(asked, password_matches(form.chosen.data or "", asked.password_hash), is_code=False)
    if wrong:
        form.chosen.errors = [wrong]
        return _show_link(asked, REGISTER, form, 422)
    return finishing.finish(asked) or _show_link(asked, "")


def _press_to_reset(asked: Asked) -> Page:
    form, person = NewPasswordForm(), find_account(email=asked.email)
    assert person is not None, "a new password for nobody"
    if form.validate():
        try:
            service.check_password(form.new.data or "", finishing.about(person), on_demo=person.is_demo)
        except Refused as refused:
            refuse(form.new, refused)
    if form.errors:
        return _show_link(asked, RESET, form, 422)
    return finishing.choose_password(asked, person, form.new.data or "") or _show_link(asked, "")


def _try(asked: Asked, is_right: bool, *, is_code: bool = True) -> str:
    """Count an attempt; return what is wrong with it, or nothing where it is right and may be used."""
    with unit_of_work():
        may = confirmations.take_try(asked)
        if may and is_right:
            confirmations.give_back_try(asked)
    if not may:
        return _("This has been tried too often and does not count any more. Have a new letter sent, or begin again.")
    if not is_right:
        left = asked.tries_left - 1
        wrong = _("These are not the digits from the newest letter.") if is_code else _("This is not the password that you chose.")
        return wrong + " " + ngettext("You can try once more.", "You can try %(num)s more times.", left) if left else wrong
    return "" if asked.counts(now()) else _too_late()


def _too_late() -> str:
    return _("This letter does not count any more: it has run out, or it has been used. Have a new letter sent.")


def _load(uid: str, seal: str) -> Asked:
    asked = confirmations.find_by_uid(uid)
    if asked is None or not is_sealed(asked, seal):
        abort(404)
    return asked


def _is_owner(asked: Asked) -> bool:
    found = visitor()
    return found is not None and not found.is_looked_at and found.id == asked.person_id


def _show(asked: Asked, form: CodeForm) -> str:
    return render_template("account/confirm.html", asked=asked, form=form, outbox=outbox())


def _show_link(asked: Asked, what: str, form: Any = None, status: int = 200) -> Page:
    if not what:
        return render_template("account/link_gone.html"), GONE
    kinds: dict[str, Any] = {REGISTER: ButtonForm if is_here(asked) else ChosenPasswordForm, RESET: NewPasswordForm, EMAIL: ButtonForm}
    return render_template(
        "account/link.html", asked=asked, what=what, form=form or kinds[what](formdata=None), is_owner=_is_owner(asked)
    ), status

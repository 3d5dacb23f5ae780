"""Registering, and what people do who have forgotten their password: the two forms that strangers may send."""

from collections.abc import Callable

from flask import Blueprint, redirect, render_template, request
from werkzeug.wrappers import Response
from wtforms import Field

from lms.domain.people import rules, service
from lms.domain.people.confirmations import Wanted
from lms.domain.people.passwords import hash_password
from lms.domain.people.queries import count_demo_people
from lms.domain.people.rules import REGISTER, RESET
from lms.kernel.refusals import Refused
from lms.platform.database import end_reading
from lms.web.account.asking import ask
from lms.web.account.begun import begun_here
from lms.web.account.forms import ForgottenForm, RegisterForm, refuse
from lms.web.account.limits import FORGOTTEN, REGISTRATIONS
from lms.web.shell.guards import public, safe_next
from lms.web.shell.languages import ui_language
from lms.web.shell.limits import client_address, within
from lms.web.shell.site import site
from lms.web.shell.visitors import guest, visitor
from lms.web.shell.who_sees import who_sees
from lms.web.shell.words import gettext as _

blueprint = Blueprint("registration", __name__, template_folder="templates")

LEARNER = "learner"
Page = str | tuple[str, int] | Response


@blueprint.get("/account/register")
@public
def form() -> Page:
    """Show the form; what was begun in this browser stands in it, so that an address can be corrected."""
    if visitor():
        return redirect(safe_next(request.args.get("next", "")))
    begun = begun_here()
    known = {"name": begun.name, "email": begun.email} if begun and begun.purpose == REGISTER else {}
    return _show_register(RegisterForm(formdata=None, data=known))


@blueprint.post("/account/register")
@public
def register() -> Page:
    """Write down who wants an account and have a letter sent; the answer is the same whether the address has one."""
    form = RegisterForm()
    form.validate()
    if not _may_register(form):  # asked in any case, so that all that is wrong is said at once
        return _show_register(form), 422
    if not within(REGISTRATIONS, client_address()):
        form.form_errors.append(_("Many people have registered from your network in the last hour. Please try again in an hour."))
        return _show_register(form), 429
    here = guest()
    end_reading()
    wanted = Wanted(
        purpose=REGISTER,
        email=form.email.data or "",
        guest_id=here.id if here else None,
        name=form.name.data,
        password_hash=hash_password(form.password.data or ""),
        language=ui_language(),
    )
    return ask(wanted, back=_next())


@blueprint.get("/account/forgotten")
@public
def forgotten_form() -> Page:
    """Show the form for a forgotten password."""
    return render_template("account/forgotten.html", form=ForgottenForm(formdata=None))


@blueprint.post("/account/forgotten")
@public
def forgotten() -> Page:
    """Have a letter sent to the address, if it has an account; the answer is the same if not."""
    form = ForgottenForm()
    if not (form.validate() and _is_address(form)):
        return render_template("account/forgotten.html", form=form), 422
    if not within(FORGOTTEN, client_address()):
        form.form_errors.append(_("Many letters have been asked for from your network in the last hour. Please try again in an hour."))
        return render_template("account/forgotten.html", form=form), 429
    return ask(Wanted(purpose=RESET, email=form.email.data or "", language=ui_language()), back=_next())


def _may_register(form: RegisterForm) -> bool:
    """Tell whether an account could be made of this; what is wrong stands beside its field."""
    name, email = form.name.data or "", form.email.data or ""
    on_demo = bool(count_demo_people())
    about = name, email, site().site_name
    _check(form.email, lambda: _check_registration(email))
    _check(form.email, lambda: service.check_person("-", email, LEARNER))
    _check(form.name, lambda: service.check_person(name, "a@b", LEARNER))
    _check(form.password, lambda: service.check_password(form.password.data or "", about, on_demo=on_demo))
    return not form.errors


def _check(field: Field, check: Callable[[], None]) -> None:
    """Put beside a field why it is refused, if nothing is said there already."""
    try:
        check()
    except Refused as refused:
        if not field.errors:
            refuse(field, refused)


def _check_registration(email: str) -> None:
    here = site()
    reason = rules.why_not_register(email, is_open=here.registration_open, domains=here.mail_domains)
    if reason:
        raise Refused(reason, domains=", ".join(here.mail_domains))


def _is_address(form: ForgottenForm) -> bool:
    _check(form.email, lambda: service.check_person("-", form.email.data or "", LEARNER))
    return not form.errors


def _next() -> str:
    asked = request.form.get("next", "")
    return safe_next(asked) if asked else ""


def _show_register(form: RegisterForm) -> str:
    asked = request.form.get("next") or request.args.get("next") or ""
    return render_template(
        "account/register.html",
        form=form,
        next=safe_next(asked) if asked else "",
        domains=site().mail_domains,
        who_sees=who_sees(),
    )

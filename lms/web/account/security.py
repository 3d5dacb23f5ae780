"""The keys of an account: its password, its address, and the browsers in which it is signed in."""

from dataclasses import dataclass
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, session, url_for
from werkzeug.wrappers import Response

from lms.domain.people import queries, rules, service
from lms.domain.people.confirmations import Wanted
from lms.domain.people.passwords import hash_password, password_matches
from lms.domain.people.permissions import Permission, Relation
from lms.domain.people.queries import Visitor, read_profile
from lms.domain.people.rules import EMAIL, Refusal
from lms.kernel.refusals import Missing, Refused
from lms.platform.database import end_reading, unit_of_work
from lms.web.account.agents import describe
from lms.web.account.asking import ask
from lms.web.account.forms import ChangeEmailForm, ChangePasswordForm, refuse
from lms.web.account.letters import post_notice
from lms.web.account.limits import ADDRESS_CHANGES, PRESENT_PASSWORDS
from lms.web.shell.guards import may
from lms.web.shell.languages import ui_language
from lms.web.shell.limits import within
from lms.web.shell.site import site
from lms.web.shell.visitors import keep_signed_in, now, visitor
from lms.web.shell.words import gettext as _
from lms.web.shell.words import ngettext

blueprint = Blueprint("security", __name__, template_folder="templates")

Page = str | tuple[str, int] | Response


@dataclass(frozen=True)
class OwnSignIn:
    """A sign-in of the person who asks for it."""

    uid: str
    relations: frozenset[Relation]


def load_own_sign_in(found: Visitor, uid: str) -> OwnSignIn:
    """Return a sign-in, which is there for its owner alone."""
    if found.is_guest or found.is_looked_at or queries.find_sign_in_owner(uid) != found.id:
        raise Missing(f"sign-in {uid}")
    return OwnSignIn(uid, frozenset({Relation.OWNER}))


@blueprint.get("/account/security")
@may(Permission.KEEP_OWN_ACCOUNT)
def page() -> Page:
    """Show the keys of one's own account."""
    return _show()


@blueprint.post("/account/security/password")
@may(Permission.KEEP_OWN_ACCOUNT)
def change_password() -> Page:
    """Change the password: this browser goes on with a new sign-in, every other one ends."""
    form, me = ChangePasswordForm(prefix="password"), _me()
    if not (form.validate() and _may_be_password(form, me) and _is_present(form.present, me)):
        return _show(password=form), 422
    end_reading()
    kept = hash_password(form.new.data or "")
    with unit_of_work():
        service.set_password(me.id, kept, by="owner", now=now(), actor_id=me.id)
        token = service.sign_in(me.id, instead_of=None, agent=request.user_agent.string, now=now())
        post_notice("password-changed", queries.token_digest(token)[:32], {"person": me.id}, now=now())
    session.clear()
    flash(_("Your password has been changed. Every other sign-in has been ended."))
    response = redirect(url_for("security.page"), 303)
    keep_signed_in(response, token)
    return response


@blueprint.post("/account/security/email")
@may(Permission.KEEP_OWN_ACCOUNT)
def change_email() -> Page:
    """Have a letter sent to a new address; nothing is changed before it has come back."""
    form, me = ChangeEmailForm(prefix="email"), _me()
    if not (form.validate() and _may_be_address(form, me) and _is_present(form.password, me)):
        return _show(email=form), 422
    if not within(ADDRESS_CHANGES, me.uid):
        form.form_errors.append(_("This has been asked for very often in the last hour. Please try again later."))
        return _show(email=form), 429
    return ask(Wanted(purpose=EMAIL, email=form.email.data or "", person_id=me.id, language=ui_language()))


@blueprint.post("/account/security/sign-ins/<string(length=32):uid>/end")
@may(Permission.END_SIGN_IN, of=load_own_sign_in)
def end(sign_in: OwnSignIn) -> Response:
    """End one sign-in of one's own."""
    with unit_of_work():
        service.end_sign_ins(_me(), sign_in.uid, now=now())
    flash(_("The sign-in has been ended."))
    return redirect(url_for("security.page"), 303)


@blueprint.post("/account/security/sign-ins/end-others")
@may(Permission.KEEP_OWN_ACCOUNT)
def end_others() -> Response:
    """End every sign-in of one's own but this one."""
    with unit_of_work():
        ended = service.end_sign_ins(_me(), None, now=now())
    flash(ngettext("One other sign-in has been ended.", "%(num)s other sign-ins have been ended.", ended))
    return redirect(url_for("security.page"), 303)


def _me() -> Visitor:
    found = visitor()
    assert found is not None, "nobody is signed in, although the guard let them pass"
    return found


def _address(me: Visitor) -> str:
    return read_profile(me.id).email


def _is_present(field: Any, me: Visitor) -> bool:
    """Tell whether the present password was typed; only so often in an hour."""
    kept = read_profile(me.id).password_hash
    end_reading()
    if not within(PRESENT_PASSWORDS, me.uid):
        field.errors = [_("This has been tried very often in the last hour. Please try again in an hour.")]
    elif not password_matches(field.data or "", kept):
        refuse(field, Refused(Refusal.WRONG_PASSWORD))
    return not field.errors


def _may_be_password(form: ChangePasswordForm, me: Visitor) -> bool:
    about = me.name, _address(me), site().site_name
    try:
        service.check_password(form.new.data or "", about, on_demo=bool(queries.count_demo_people()))
    except Refused as refused:
        refuse(form.new, refused)
    return not form.errors


def _may_be_address(form: ChangeEmailForm, me: Visitor) -> bool:
    email = form.email.data or ""
    try:
        service.check_person(me.name, email, "learner")
        if rules.email_key(email) == rules.email_key(_address(me)):
            raise Refused(Refusal.SAME_EMAIL)
    except Refused as refused:
        refuse(form.email, refused)
    return not form.errors


def browser_in_words(agent: str | None) -> str:
    """Return a browser as people know it."""
    found = describe(agent)
    if found.browser and found.system:
        return _("%(browser)s on %(system)s", browser=found.browser, system=found.system)
    return found.browser or found.system or _("A browser that does not say what it is")


def _show(*, password: ChangePasswordForm | None = None, email: ChangeEmailForm | None = None) -> str:
    me = _me()
    sign_ins = [(browser_in_words(each.agent), each) for each in queries.list_sign_ins(me, now())]
    return render_template(
        "account/security.html",
        address=_address(me),
        password=password or ChangePasswordForm(formdata=None, prefix="password"),
        email=email or ChangeEmailForm(formdata=None, prefix="email"),
        sign_ins=sign_ins,
        others=sum(not each.is_here for _words, each in sign_ins),
    )

"""Signing in and out."""

from collections.abc import Sequence

from flask import Blueprint, current_app, make_response, redirect, render_template, request, session, url_for
from werkzeug.wrappers import Response

from lms.domain.people import queries, service
from lms.platform.database import unit_of_work
from lms.settings import Settings
from lms.web.account.forms import SignInForm
from lms.web.account.tries import Denied, know_browser, who_tries
from lms.web.shell.guards import SignedOut, public, safe_next, typed
from lms.web.shell.kept_pages import page_for_strangers
from lms.web.shell.visitors import forget_sign_in, keep_signed_in, now, recognise, somebody, visitor

blueprint = Blueprint("account", __name__, template_folder="templates")

CARRIED = "kept-"  # before the name of a field that belongs to another form

Page = str | tuple[str, int] | tuple[str, int, dict[str, str]] | Response


@blueprint.get("/account/sign-in")
@public
def sign_in_form() -> Page:
    """Show the form; whoever is signed in already goes on."""
    if visitor():
        return redirect(safe_next(request.args.get("next", "")))
    is_demo = _is_demo()
    return page_for_strangers(lambda: _show(SignInForm(formdata=None), is_demo=is_demo), str(is_demo))


@blueprint.post("/account/sign-in")
@public
def sign_in() -> Page:
    """Begin a sign-in if the address and the password belong together; the answer never tells which was wrong."""
    form = SignInForm()
    if not form.validate():
        return _show(form), 422
    email = form.email.data or ""
    try:
        person_id = who_tries(email, form.password.data or "")
    except Denied as denied:
        form.form_errors.append(denied.sentence)
        return _show(form), denied.status, denied.headers
    with unit_of_work():
        service.remove_old_sign_ins(now=now())
        here = somebody()
        if here and here.is_guest:
            service.know_guest(here.id, person_id, now=now())
        token = service.sign_in(person_id, instead_of=here, agent=request.user_agent.string, now=now())
    session.clear()  # the forms of a stranger are not those of whoever signs in after them
    back = safe_next(request.form.get("next", "") or url_for("learner.my_learning"))
    response = _once_more(token, back) if _carried() else redirect(back, 303)
    keep_signed_in(response, token)
    know_browser(response, email)
    return response


@blueprint.app_errorhandler(SignedOut)
def signed_out(_error: SignedOut) -> Page:
    """Ask whoever was signed out over a form to sign in; what they filled in waits on the same page."""
    return _show(SignInForm(formdata=None), asked=request.full_path.rstrip("?"), carried=typed() or []), 401


def _once_more(token: str, address: str) -> Response:
    """Show the form that has waited while its writer signed in, to be sent again."""
    recognise(token)
    return make_response(render_template("errors/stale_form.html", typed=_carried(), address=address))


def _carried() -> list[tuple[str, str]]:
    """Return the fields of another form that the one for signing in carries along."""
    fields = request.form.items(multi=True)
    return [(name.removeprefix(CARRIED), value) for name, value in fields if name.startswith(CARRIED)]


@blueprint.post("/account/sign-out")
@public
def sign_out() -> Response:
    """End the sign-in of this browser, here and in the table."""
    found = somebody()
    if found:
        with unit_of_work():
            service.sign_out(found)
    session.clear()
    response = redirect(url_for("public.home"), 303)
    forget_sign_in(response)
    response.headers["Clear-Site-Data"] = '"cache"'  # not "storage": what others have not sent yet waits there, sealed (unsent.py)
    return response


def _is_demo() -> bool:
    settings: Settings = current_app.extensions["settings"]
    return settings.is_loopback and queries.has_demo_people()


def _show(form: SignInForm, *, asked: str = "", carried: Sequence[tuple[str, str]] = (), is_demo: bool | None = None) -> str:
    asked = asked or request.form.get("next") or request.args.get("next") or ""
    return render_template(
        "account/sign_in.html",
        form=form,
        next=safe_next(asked) if asked else "",
        carried=[(f"{CARRIED}{name}", value) for name, value in carried or _carried()],
        is_demo=_is_demo() if is_demo is None else is_demo,
    )

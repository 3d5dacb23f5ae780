"""Something grave asks once more who it is: whoever signed in a while ago types their password, and goes on.

What was being done waits in the page and is done in the same request, so nothing is lost and nothing is done twice.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

from flask import Response, abort, after_this_request, g, make_response, render_template, request
from wtforms import Form, PasswordField
from wtforms.validators import Length

from lms.domain.people.passwords import password_matches
from lms.domain.people.queries import Visitor, password_of
from lms.domain.people.rules import LONGEST_PASSWORD, is_sure
from lms.domain.people.service import sign_in
from lms.platform.database import end_reading, unit_of_work
from lms.platform.limits import Rule
from lms.web.shell.guards import typed, wants_json
from lms.web.shell.limits import within
from lms.web.shell.visitors import keep_signed_in, now, recognise, visitor
from lms.web.shell.words import gettext as _

View = TypeVar("View", bound=Callable[..., Any])
TRIES = Rule("own-password", "5/15 minutes; 50/day")


class SureForm(Form):
    """The password of whoever asks; it is called as on the sign-in page, so no form ever carries it on."""

    password = PasswordField(validators=[Length(max=LONGEST_PASSWORD)])


def always() -> bool:
    """Say that an address is always grave."""
    return True


def sure(when: Callable[[], bool] = always) -> Callable[[View], View]:
    """Let an address that changes something grave be used only by whoever typed their password lately."""

    def declare(view: View) -> View:
        @wraps(view)
        def asked(**address: Any) -> Any:
            who = visitor()
            if who is None or not when() or is_sure(began_at=who.began_at, now=now()):
                return view(**address)
            return _prove(who, lambda: view(**address))

        return asked  # type: ignore[return-value]

    return declare


def _prove(who: Visitor, go_on: Callable[[], Any]) -> Any:
    """Ask for the password, or look at the one that was typed; the right one begins a sign-in anew and goes on."""
    if wants_json():
        abort(401)
    form = SureForm(request.form)
    if "password" not in request.form:
        return _ask(form, 401)
    if not within(TRIES, who.uid):
        form.password.errors = [_("That was wrong too often. Wait a quarter of an hour and try again.")]
        return _ask(form, 429)
    kept = password_of(who.id)
    end_reading()
    if not form.validate() or not password_matches(form.password.data or "", kept):
        form.password.errors = [_("This is not your password.")]
        return _ask(form, 422)
    with unit_of_work():
        token = sign_in(who.id, instead_of=who, agent=request.user_agent.string, now=now())
    recognise(token)
    after_this_request(lambda response: _keep(response, token))
    return go_on()


def _keep(response: Response, token: str) -> Response:
    """Put the new sign-in into the browser, unless what was done has put another there."""
    if not g.get("signed_out"):
        keep_signed_in(response, token)
    return response


def _ask(form: SureForm, status: int) -> Response:
    form.password.label.text = _("Your own password")
    fields = typed() or []
    page = render_template("admin/sure.html", form=form, typed=fields, address=request.full_path.rstrip("?"))
    return make_response(page, status)

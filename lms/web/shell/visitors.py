"""Who is asking: the cookie of a sign-in, and the person behind it."""

from datetime import datetime, timedelta
from typing import Any

from flask import Flask, Request, Response, current_app, g
from flask_login import AnonymousUserMixin, LoginManager, UserMixin, current_user
from sqlalchemy.exc import OperationalError
from werkzeug.wrappers import Response as BaseResponse

from lms.domain.people import queries, service
from lms.domain.people.queries import Visitor
from lms.domain.people.rules import GUEST, LOOKING, SEEN_EVERY, SIGN_IN_LASTS, sign_in_is_alive
from lms.platform.database import is_busy, unit_of_work

COOKIE = "sid"
USER = "_login_user"  # under which Flask-Login keeps whom it has found


class SignedIn(UserMixin):
    """Somebody whom the cookie names, as Flask-Login wants to see them; a guest is no ``visitor``."""

    def __init__(self, found: Visitor) -> None:
        self.found = found
        self.visitor = None if found.is_guest else found

    def get_id(self) -> str:
        """Return the uid of the person."""
        return self.found.uid


class Stranger(AnonymousUserMixin):
    """Somebody who is not signed in."""

    found = visitor = None


def now() -> datetime:
    """Return the present instant by the site's clock, aware and in UTC."""
    moment: datetime = current_app.extensions["clock"].now()
    return moment


def visitor() -> Visitor | None:
    """Return who is signed in, or None."""
    found: Visitor | None = _user().visitor
    return found


def somebody() -> Visitor | None:
    """Return who is signed in, or the guest who has left something here from this browser; None for a stranger."""
    found: Visitor | None = _user().found
    return found


def _user() -> Any:
    """Return Flask-Login's user; once it is found, without the proxy's way to it, for every page asks some ten times."""
    return g.get(USER) or current_user


def guest() -> Visitor | None:
    """Return the guest who has left something here from this browser, or None; nobody who is signed in is one."""
    found = somebody()
    return found if found and found.is_guest else None


def cookie_name(name: str = COOKIE) -> str:
    """Return the name under which a cookie is set; over https its prefix makes browsers insist on this host alone."""
    return f"__Host-{name}" if current_app.config["SESSION_COOKIE_SECURE"] else name


def welcome_visitors(app: Flask) -> None:
    """Make Flask-Login find the visitor in our own table of sign-ins, which can be ended from here."""
    manager = LoginManager()
    manager.init_app(app, add_context_processor=False)  # templates know ``person``
    manager.session_protection = None  # Flask's signed cookie holds no identity, so there is nothing to protect
    manager.anonymous_user = Stranger
    manager.request_loader(_load)
    app.after_request(_note_visit)
    app.after_request(_send_guests_cookie)


def _load(request: Request) -> SignedIn | None:
    token = request.cookies.get(cookie_name())
    found = queries.find_visitor(token) if token else None
    if found is None or not sign_in_is_alive(_role_that_counts(found), began_at=found.began_at, last_seen=found.last_seen, now=now()):
        return None
    return SignedIn(found)


def _role_that_counts(found: Visitor) -> str:
    """Return the role by which a sign-in lasts: to look as somebody else takes half an hour at most."""
    return LOOKING if found.is_looked_at else found.role


def _note_visit(response: Response) -> Response:
    user = g.get(USER)
    found = getattr(user, "found", None)
    if found and not g.get("signed_out") and now() - found.last_seen >= SEEN_EVERY and response.status_code < 500:
        _try_to_note(found)
    return response


def _try_to_note(found: Visitor) -> None:
    """Write down the visit, unless the database is too busy: a page that is ready is never lost for that."""
    try:
        with unit_of_work():
            service.note_visit(found, now=now())
    except OperationalError as error:
        if not is_busy(error):
            raise


def recognise(token: str) -> None:
    """See somebody in the rest of this request whose sign-in began in it."""
    found = queries.find_visitor(token)
    assert found is not None, "nobody has just signed in"
    setattr(g, USER, SignedIn(found))
    for known in ("visitor", "wishes", "ui_language", "words", "csrf_token", "csrf_field"):
        g.pop(known, None)  # what this request has found out about a stranger


def keep_signed_in(response: BaseResponse, token: str, *, lasts: timedelta | None = None) -> None:
    """Put the token of a new sign-in into the browser's cookie, until the browser is closed or for as long as is said."""
    g.signed_out = True  # what this request began with has ended
    keep_cookie(response, COOKIE, token, lasts=lasts)


def keep_cookie(response: BaseResponse, name: str, value: str | None, *, lasts: timedelta | None = None) -> None:
    """Put a cookie that no script reads into the browser, or take it out (None)."""
    secure = current_app.config["SESSION_COOKIE_SECURE"]
    if value is None:
        response.delete_cookie(cookie_name(name), httponly=True, secure=secure, samesite="Lax")
    else:
        response.set_cookie(cookie_name(name), value, max_age=lasts, httponly=True, secure=secure, samesite="Lax", path="/")


def keep_guest(token: str) -> None:
    """Let the answer to this request tell the browser that somebody without an account has left something here."""
    g.guest_token = token


def _send_guests_cookie(response: Response) -> Response:
    token: str | None = g.get("guest_token")
    if token:
        keep_signed_in(response, token, lasts=SIGN_IN_LASTS[GUEST][1])
    return response


def forget_sign_in(response: BaseResponse) -> None:
    """Take the cookie out of the browser."""
    g.signed_out = True
    keep_cookie(response, COOKIE, None)

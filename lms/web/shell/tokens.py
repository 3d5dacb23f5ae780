"""The token by which our own forms are known: a cookie holds it, every form and every script sends it back (security.md 6.2).

Flask's signed cookie and Flask-WTF's check do the work; here they are only kept from doing the same work twice.
"""

from typing import Any

from flask import Flask, Request, Response, current_app, g, request, session
from flask.sessions import SecureCookieSession, SecureCookieSessionInterface, SessionMixin
from flask_wtf import CSRFProtect
from flask_wtf.csrf import generate_csrf
from itsdangerous import BadSignature, URLSafeTimedSerializer
from markupsafe import Markup

from lms.kernel.digest import digest_of
from lms.platform.cache import Shelf

HEADER = "X-CSRFToken"
UNSAFE = ("POST", "PUT", "PATCH", "DELETE")
COOKIES_KEPT = 2048
# Where the token goes in a page that is kept; what is quoted on a page is escaped, so nobody can write this.
TOKEN_HERE = Markup("<!--token-->")


def protect_forms(app: Flask) -> None:
    """Refuse whatever would change something and does not carry the token of one of our own pages."""
    app.session_interface = FormsCookie()
    app.extensions["form_tokens"] = tokens = FormTokens(app)
    app.jinja_env.globals["csrf_field"] = tokens.field


class FormsCookie(SecureCookieSessionInterface):
    """Flask's signed cookie, whose signature is checked once and not each time that a browser sends the same one.

    It holds the token and nothing else, so its age does not matter. Only what we have signed ourselves is kept.
    """

    def __init__(self) -> None:
        self._opened: Shelf[dict[str, Any]] = Shelf(COOKIES_KEPT)
        self._signer: URLSafeTimedSerializer | None = None

    def get_signing_serializer(self, app: Flask) -> URLSafeTimedSerializer | None:
        """Return what signs the cookie; made once, for the key of a site never changes while it runs."""
        if self._signer is None:
            self._signer = super().get_signing_serializer(app)
        return self._signer

    def open_session(self, app: Flask, request: Request) -> SecureCookieSession:
        """Return what the cookie says; nothing where there is none or where it is not ours."""
        value = request.cookies.get(self.get_cookie_name(app), "")
        try:
            return self.session_class(self._opened.get(value, lambda: self._read(app, value)))
        except BadSignature:
            return self.session_class()

    def save_session(self, app: Flask, session: SessionMixin, response: Response) -> None:
        """Send the cookie when it says something new; that answers depend on cookies stands on each of them (headers.py)."""
        if session.modified:
            super().save_session(app, session, response)

    def _read(self, app: Flask, value: str) -> dict[str, Any]:
        signer = self.get_signing_serializer(app)
        assert signer is not None, "an application without a secret key"
        said: dict[str, Any] = signer.loads(value, max_age=int(app.permanent_session_lifetime.total_seconds()))
        return said


class FormTokens(CSRFProtect):
    """Flask-WTF's tokens and their check, made once for each cookie and token: without a time limit neither ever changes.

    It looks at the header first: a script sends no form in which to search for the token.
    """

    def __init__(self, app: Flask) -> None:
        assert app.config["WTF_CSRF_TIME_LIMIT"] is None, "a token that can grow old must be checked each time"
        self._good: Shelf[bool] = Shelf(COOKIES_KEPT)
        self._fields: Shelf[Markup] = Shelf(COOKIES_KEPT)
        super().__init__(app)

    def field(self) -> Markup:
        """Return the hidden field that every form carries: signed once for each cookie, not once for each page."""
        field: Markup | None = g.get("csrf_field")
        if field is None:
            known: str | None = session.get("csrf_token")
            field = g.csrf_field = self._fields.get(known, self._sign) if known else self._sign()
        return field

    def _sign(self) -> Markup:
        return Markup('<input type="hidden" name="csrf_token" value="{}">').format(generate_csrf())

    def protect(self, apply_exemptions: bool = False) -> None:
        """Refuse the request with a CSRFError unless it carries the token that belongs to its cookie."""
        if request.endpoint and request.method in UNSAFE:
            cookie, token = request.cookies.get(current_app.config["SESSION_COOKIE_NAME"], ""), self._get_csrf_token() or ""
            g.csrf_valid = self._good.get(digest_of(cookie, token), lambda: self._check(apply_exemptions))

    def _check(self, apply_exemptions: bool) -> bool:
        super().protect(apply_exemptions)
        return True

    def _get_csrf_token(self) -> str | None:
        said: str | None = request.headers.get(HEADER) or super()._get_csrf_token()
        return said

"""What was begun in this browser: a cookie holds the token without which a code from a letter is worth nothing.

With it goes the address to which its owner wanted to go on; neither is in any address or page.
"""

from urllib.parse import quote, unquote

from flask import current_app, request
from werkzeug.wrappers import Response

from lms.domain.people.confirmations import Asked, find_of_browser
from lms.domain.people.queries import token_digest
from lms.web.shell.guards import safe_next

COOKIE = "begun"
A_DAY = 24 * 3600
LONGEST_WAY = 1000  # a cookie holds 4 KB


def cookie_name() -> str:
    """Return the name of the cookie; over https its prefix makes browsers insist on this host alone."""
    return f"__Host-{COOKIE}" if current_app.config["SESSION_COOKIE_SECURE"] else COOKIE


def remember(response: Response, token: str, back: str) -> None:
    """Let this browser be the one where it began, and know where its owner wanted to go."""
    way = quote(back, safe="/") if back else ""
    value = f"{token}:{way if len(way) <= LONGEST_WAY else ''}"
    secure = current_app.config["SESSION_COOKIE_SECURE"]
    response.set_cookie(cookie_name(), value, max_age=A_DAY, httponly=True, secure=secure, samesite="Lax", path="/")


def forget(response: Response) -> None:
    """Take the cookie out of the browser: what was begun is done."""
    response.delete_cookie(cookie_name(), httponly=True, secure=current_app.config["SESSION_COOKIE_SECURE"], samesite="Lax", path="/")


def digest_here() -> str:
    """Return the digest of the token that this browser holds, or nothing."""
    token = _parts()[0]
    return token_digest(token) if token else ""


def begun_here() -> Asked | None:
    """Return what was begun last in this browser and is not done yet."""
    digest = digest_here()
    asked = find_of_browser(digest) if digest else None
    return asked if asked and asked.used_at is None else None


def is_here(asked: Asked) -> bool:
    """Tell whether this is the browser where it began."""
    return digest_here() == asked.browser_digest != ""


def way_on() -> str:
    """Return where the owner of this browser wanted to go, or nothing."""
    way = unquote(_parts()[1])
    return safe_next(way) if way else ""


def _parts() -> tuple[str, str]:
    token, _, way = request.cookies.get(cookie_name(), "").partition(":")
    return token, way

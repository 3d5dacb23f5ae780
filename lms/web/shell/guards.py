"""Every address says who may use it, where it is declared; one that says nothing keeps the program from starting.

``@public`` opens an address to everybody; ``@may(PERMISSION, of=loader)`` loads the thing asked for, finds out how the
visitor stands to it, and lets them pass or not. The view receives the loaded thing, never a raw id.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any, Protocol, TypeVar
from urllib.parse import urlencode, urlsplit

from flask import Flask, abort, redirect, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from lms.domain.people.permissions import HIDDEN, PERMISSIONS, Permission, Relation
from lms.domain.people.permissions import may as permitted
from lms.domain.people.queries import Visitor
from lms.web.shell.visitors import somebody

View = TypeVar("View", bound=Callable[..., Any])
LONGEST_NEXT = 2000
READING = ("GET", "HEAD", "OPTIONS")
MOST_KEPT = 250_000  # signs of a form, as they travel, that are carried over a sign-in or a new token: all but what a form takes
OPEN_TO_STRANGERS = frozenset({Relation.ANYBODY, Relation.MAY_SEE_COURSE, Relation.READS_OPEN, Relation.HAS_ADDRESS})
OPEN_TO_GUESTS = OPEN_TO_STRANGERS | {Relation.GUEST, Relation.ENROLLED, Relation.OWNER}


class Thing(Protocol):
    """Something that an address is about; it knows how the visitor for whom it was loaded stands to it."""

    @property
    def relations(self) -> frozenset[Relation]:
        """The relations of that visitor to this thing."""
        ...


Loader = Callable[..., Thing]


@dataclass(frozen=True)
class Guard:
    """What an address declares: None for everybody, else the permission that it takes, and those to what it shows besides."""

    permission: Permission | None
    shows: tuple[Permission, ...] = ()


def public(view: View) -> View:
    """Open an address to everybody."""
    view.guard = Guard(None)  # type: ignore[attr-defined]
    return view


def may(permission: Permission, of: Loader | None = None, *, shows: tuple[Permission, ...] = ()) -> Callable[[View], View]:
    """Let only those pass who may do this with the thing that ``of(visitor, **address)`` loads, and see all that it ``shows``.

    Strangers and guests are sent to sign in, before anything is loaded if none of them may ever pass. Others get 403, or
    404 where the existence of the thing is nobody's business.
    """
    granting = PERMISSIONS[permission]

    def declare(view: View) -> View:
        @wraps(view)
        def guarded(**address: Any) -> Any:
            asking = somebody()
            if asking is None or asking.is_guest:
                open_to = OPEN_TO_STRANGERS if asking is None else OPEN_TO_GUESTS
                if granting.isdisjoint(open_to):
                    return ask_to_sign_in()
            thing = of(asking, **address) if of else None
            relations = _relations(asking) | (thing.relations if thing else frozenset())
            if not all(permitted(each, relations) for each in (permission, *shows)):
                return _refuse(permission, asking)
            return view(thing) if of else view(**address)

        guarded.guard = Guard(permission, shows)  # type: ignore[attr-defined]
        return guarded  # type: ignore[return-value]

    return declare


def _relations(asking: Visitor | None) -> frozenset[Relation]:
    if asking is None:
        return frozenset({Relation.ANYBODY})
    if asking.is_guest:
        return frozenset({Relation.ANYBODY, Relation.GUEST})
    administrator = {Relation.ADMINISTRATOR} if asking.is_admin else set()
    themselves = set() if asking.is_looked_at else {Relation.SELF}
    return frozenset({Relation.ANYBODY, Relation.SIGNED_IN} | administrator | themselves)


def _refuse(permission: Permission, asking: Visitor | None) -> BaseResponse:
    if permission in HIDDEN:
        abort(404)
    if asking is None or asking.is_guest:
        return ask_to_sign_in()
    abort(403)


def wants_json() -> bool:
    """Tell whether a program asks, and wants a problem in JSON rather than a page."""
    return request.is_json or request.accept_mimetypes.best_match(("text/html", "application/json"), "text/html") == "application/json"


class OnlyLooking(Exception):
    """An administrator who looks at the site as somebody else tried to change something."""


def lookers_may(view: View) -> View:
    """Let an administrator who looks at the site as somebody else use an address that changes something."""
    view.lookers_may = True  # type: ignore[attr-defined]
    return view


def keep_lookers_from_changing(app: Flask) -> None:
    """Refuse, before any view runs, whatever would be changed in the name of somebody who is only looked at."""

    @app.before_request
    def refuse() -> None:
        if request.method in READING or request.endpoint is None:
            return
        found = somebody()
        if found and found.is_looked_at and not hasattr(app.view_functions[request.endpoint], "lookers_may"):
            raise OnlyLooking


class SignedOut(Exception):
    """Somebody filled in a form and is not signed in any more."""


def typed() -> list[tuple[str, str]] | None:
    """Return what was filled into the form that was sent, without its token and a password; None where it is too much."""
    fields = [(name, value) for name, value in request.form.items(multi=True) if name not in ("csrf_token", "password")]
    return fields if len(urlencode(fields)) <= MOST_KEPT else None


def ask_to_sign_in() -> BaseResponse:
    """Send a stranger to the sign-in page and from there back; tell a program 401.

    Raises SignedOut where a form would be lost on that way.
    """
    if wants_json():
        abort(401)
    if fields := typed():
        raise SignedOut
    if fields is None:
        abort(401)  # more than can be carried: their browser's "back" still has it, and would not after a redirect
    back = request.full_path.rstrip("?") if request.method == "GET" else safe_next(urlsplit(request.referrer or "").path)
    return redirect(url_for("account.sign_in_form", next=back), 302)


def safe_next(address: str) -> str:
    """Return ``address`` if it is a path of this very site, else the start page (security.md 6.10)."""
    parts = urlsplit(address)
    plain = all(sign > " " and sign not in "\\\x7f" for sign in address)
    if plain and not parts.scheme and not parts.netloc and address.startswith("/") and not address.startswith("//") and len(address) <= LONGEST_NEXT:
        return address
    return url_for("public.home")


def check_every_address(app: Flask) -> None:
    """Refuse to start a program in which an address does not say who may use it."""
    silent = [rule.rule for rule in app.url_map.iter_rules() if not hasattr(app.view_functions[rule.endpoint], "guard")]
    if silent:
        raise RuntimeError(f"these addresses do not say who may use them: {', '.join(silent)}")

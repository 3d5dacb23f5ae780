"""What a letter about an address holds: a link and six digits, made from the key of the site and kept nowhere."""

from flask import current_app

from lms.domain.people.confirmations import Asked
from lms.platform.seals import Seals, is_same
from lms.settings import Settings

SERVED_AT = "http://127.0.0.1:8000"  # where the site is served where nothing else is said


def code_of(asked: Asked) -> str:
    """Return the six digits that count in the browser where it began."""
    return _seals().code(f"confirm {asked.purpose}", *_bound_to(asked))


def path_of(asked: Asked) -> str:
    """Return the path of the page on which a button finishes it."""
    return f"/account/confirm/{asked.uid}-{_seal_of(asked)}"


def link_of(asked: Asked) -> str:
    """Return the whole address of that page: under the name of the site, never under that of a request."""
    settings: Settings = current_app.extensions["settings"]
    return f"{settings.base_url or SERVED_AT}{path_of(asked)}"


def is_right_code(asked: Asked, typed: str) -> bool:
    """Tell whether these are the digits of the letter."""
    return is_same(code_of(asked), typed)


def is_sealed(asked: Asked, seal: str) -> bool:
    """Tell whether this is the seal of the link in the letter."""
    return is_same(_seal_of(asked), seal)


def _seal_of(asked: Asked) -> str:
    return _seals().seal(f"confirm {asked.purpose}", *_bound_to(asked))


def _bound_to(asked: Asked) -> tuple[str, ...]:
    return asked.uid, str(asked.person_id or ""), asked.email_key


def _seals() -> Seals:
    settings: Settings = current_app.extensions["settings"]
    return Seals(settings.secret_key)

"""Trying a password: whether it may be tried now, and the cookie of a browser that has signed in to an account before.

The cookie opens nothing. It holds a random name of the browser and keyed digests of accounts, signed, so that an owner
keeps tries of their own on whatever a stranger does (``people/tries.py``).
"""

import re
from hashlib import blake2b
from math import ceil
from secrets import token_hex

from flask import current_app, request
from itsdangerous import BadSignature, Signer
from werkzeug.wrappers import Response

from lms.domain.people.passwords import TooManyHashes, password_matches
from lms.domain.people.phrases import SENTENCES
from lms.domain.people.queries import find_person_by_email
from lms.domain.people.rules import Refusal, email_key
from lms.domain.people.tries import budgets, ends_with_success
from lms.platform.database import end_reading
from lms.platform.limits import Turn
from lms.web.shell.errors import BUSY_SECONDS
from lms.web.shell.limits import client_address, in_words, limits
from lms.web.shell.visitors import cookie_name
from lms.web.shell.words import gettext as _

COOKIE = "known"
A_YEAR = 365 * 24 * 3600
MOST_ACCOUNTS = 10  # of one browser, as at a desk that many share; the latest are kept
SAID = re.compile(r"[0-9a-f]{16}(\.[0-9a-f]{16}){1,10}")


class Denied(Exception):
    """Nobody is signed in by this try; the sentence says why, and never whether there is such an account."""

    def __init__(self, status: int, sentence: str, *, wait: int = 0) -> None:
        super().__init__(sentence)
        self.status, self.sentence = status, sentence
        self.headers = {"Retry-After": str(wait)} if wait else {}


def who_tries(email: str, password: str) -> int:
    """Return whose account it is, if the address and the password belong together.

    Raises Denied. A try is counted before the password is looked at, so that many at once cannot slip through together.
    """
    turn = limits().take(*budgets(email_key(email), client_address(), _browser_known_to(email)))
    if turn.wait:
        wait = ceil(turn.wait)
        raise Denied(429, _("There were too many tries. Please wait %(time)s, then try again.", time=in_words(wait)), wait=wait)
    person = find_person_by_email(email)
    end_reading()
    kept = person.password_hash if person and person.suspended_at is None else None
    if not _matches(password, kept, turn) or person is None:
        raise Denied(422, _(SENTENCES[Refusal.NOT_SIGNED_IN]))
    _make_good(turn)
    return person.id


def _matches(password: str, kept: str | None, turn: Turn) -> bool:
    try:
        return password_matches(password, kept)
    except TooManyHashes:
        limits().give_back(turn, *turn.budgets)  # it was no try: nobody has looked at the password
        raise Denied(503, _("Many people are signing in at this moment. Please try again in a few seconds."), wait=BUSY_SECONDS) from None


def _make_good(turn: Turn) -> None:
    """Forget what was counted on the way to a right password; on what others share, this one try."""
    mine = [budget for budget in turn.budgets if ends_with_success(budget)]
    limits().clear(*mine)
    limits().give_back(turn, *(budget for budget in turn.budgets if budget not in mine))


def know_browser(response: Response, email: str) -> None:
    """Let this browser be known to the account, to which somebody has just signed in with it."""
    browser, accounts = _said()
    mine = _digest(email)
    kept = [mine, *(each for each in accounts if each != mine)][:MOST_ACCOUNTS]
    value = _signer().sign(".".join([browser or token_hex(8), *kept])).decode()
    secure = current_app.config["SESSION_COOKIE_SECURE"]
    response.set_cookie(cookie_name(COOKIE), value, max_age=A_YEAR, httponly=True, secure=secure, samesite="Lax", path="/")


def _browser_known_to(email: str) -> str | None:
    browser, accounts = _said()
    return browser if _digest(email) in accounts else None


def _said() -> tuple[str, list[str]]:
    """Return what the cookie says: the name of the browser and its accounts; nothing where it is not ours."""
    try:
        said = _signer().unsign(request.cookies.get(cookie_name(COOKIE), "").encode()).decode()
    except (BadSignature, UnicodeError):
        return "", []
    browser, *accounts = said.split(".")
    return (browser, accounts) if SAID.fullmatch(said) else ("", [])


def _digest(email: str) -> str:
    return blake2b(email_key(email).encode("utf-8", "surrogatepass"), key=_key()[:64], digest_size=8).hexdigest()


def _signer() -> Signer:
    return Signer(_key(), salt="known-browser")


def _key() -> bytes:
    return str(current_app.secret_key).encode()

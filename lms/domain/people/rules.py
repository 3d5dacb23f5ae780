"""Decisions about people, told the facts and the time."""

import unicodedata
from collections.abc import Collection
from datetime import datetime, timedelta
from enum import StrEnum

ROLES = ("learner", "trainer", "admin")  # that somebody with an account can have
GUEST, ADMINISTRATOR = "guest", "admin"
LOOKING = "looking"  # an administrator who looks at the site as somebody else, as far as the length of a sign-in goes
SHORTEST_PASSWORD = 15
LONGEST_PASSWORD = 128
LONGEST_NAME = 200
LONGEST_EMAIL = 254
LONGEST_AGENT = 300
SEEN_EVERY = timedelta(seconds=60)
GUESTS_AT_ONCE = 200  # that are removed in one transaction
SURE_FOR = timedelta(minutes=10)  # after a password was typed, nobody is asked again whether it is they (security.md 6.1)

# What an address is confirmed for, and how long the letter about it counts.
REGISTER, RESET, EMAIL = "register", "reset", "email"
HOUR = timedelta(hours=1)
CONFIRMATION_LASTS = {REGISTER: timedelta(hours=24), RESET: HOUR, EMAIL: HOUR}
CONFIRMATIONS_KEPT = timedelta(days=7)  # after they ran out: an administrator may still confirm somebody by hand
MOST_TRIES = 5

# How long a sign-in lasts without a visit, and altogether (security.md 6.1); a guest's browser is their only key.
SIGN_IN_LASTS = {
    "learner": (timedelta(hours=4), timedelta(days=14)),
    "trainer": (timedelta(hours=2), timedelta(hours=24)),
    "admin": (timedelta(minutes=30), timedelta(hours=12)),
    GUEST: (timedelta(days=30), timedelta(days=90)),
    LOOKING: (timedelta(minutes=30), timedelta(minutes=30)),
}


class Looking(StrEnum):
    """Why an administrator looks at the site as somebody else: a closed list, for free text could name somebody."""

    HELP = "help"
    FAULT = "fault"
    ACCESS = "access"


class Refusal(StrEnum):
    """Why something about a person is refused."""

    NO_NAME = "no-name"
    NAME_TOO_LONG = "name-too-long"
    NO_EMAIL = "no-email"
    PASSWORD_TOO_SHORT = "password-too-short"
    PASSWORD_TOO_LONG = "password-too-long"
    UNKNOWN_ROLE = "unknown-role"
    NO_SUCH_PERSON = "no-such-person"
    NOT_SIGNED_IN = "not-signed-in"
    PASSWORD_GUESSABLE = "password-guessable"
    WRONG_PASSWORD = "wrong-password"
    SAME_EMAIL = "same-email"
    REGISTRATION_CLOSED = "registration-closed"
    OTHER_DOMAIN = "other-domain"
    EMAIL_TAKEN = "email-taken"
    OWN_ACCOUNT = "own-account"
    LAST_ADMINISTRATOR = "last-administrator"
    NO_LONGER_ADMINISTRATOR = "no-longer-administrator"
    NOBODY_TO_LOOK_AS = "nobody-to-look-as"
    ALREADY_SUSPENDED = "already-suspended"
    NOT_SUSPENDED = "not-suspended"
    HAS_PASSWORD = "has-password"


def email_key(email: str) -> str:
    """Return the address as it is compared: NFKC and case folded, so that two spellings are one account."""
    return unicodedata.normalize("NFKC", email.strip()).casefold()


def mailbox_key(email: str) -> str:
    """Return what letters to an address are counted by: what stands after a plus sign, and stops, reach the same mailbox."""
    local, _, domain = email_key(email).partition("@")
    return f"{local.split('+')[0].replace('.', '')}@{domain}"


def why_not_register(email: str, *, is_open: bool, domains: Collection[str]) -> Refusal | None:
    """Return why nobody can register with this address here, or None; without ``domains`` every domain will do."""
    if not is_open:
        return Refusal.REGISTRATION_CLOSED
    domain = email_key(email).rpartition("@")[2]
    return None if not domains or domain in {email_key(each) for each in domains} else Refusal.OTHER_DOMAIN


def clean_name(name: str) -> str:
    """Return the name in NFC, with blanks and control characters collapsed to single blanks."""
    visible = "".join(" " if unicodedata.category(sign) in ("Cc", "Zl", "Zp") else sign for sign in name)
    return unicodedata.normalize("NFC", " ".join(visible.split()))


def why_not_name(name: str) -> Refusal | None:
    """Return why this cannot be somebody's name, or None; ``name`` is clean."""
    if not any(unicodedata.category(sign)[0] not in "CZ" for sign in name):
        return Refusal.NO_NAME
    return Refusal.NAME_TOO_LONG if len(name) > LONGEST_NAME else None


def why_not_person(name: str, email: str, role: str) -> Refusal | None:
    """Return why no account can be made from this, or None when it can."""
    if reason := why_not_name(name):
        return reason
    local, at, domain = email.strip().partition("@")
    if not (local and at and domain) or len(email) > LONGEST_EMAIL or any(sign.isspace() for sign in email.strip()):
        return Refusal.NO_EMAIL
    if "@" in domain or any(unicodedata.category(sign).startswith("C") for sign in email):
        return Refusal.NO_EMAIL
    return None if role in ROLES else Refusal.UNKNOWN_ROLE


def why_not_password(password: str) -> Refusal | None:
    """Return why this cannot be a password, or None. Length is asked for, never a mixture of signs (NIST 800-63B-4)."""
    if len(password) < SHORTEST_PASSWORD:
        return Refusal.PASSWORD_TOO_SHORT
    return Refusal.PASSWORD_TOO_LONG if len(password) > LONGEST_PASSWORD else None


def clean_agent(agent: str) -> str:
    """Return what a browser says of itself, as much of it as is kept."""
    return "".join(sign for sign in agent if sign.isprintable())[:LONGEST_AGENT]


def sign_in_is_alive(role: str, *, began_at: datetime, last_seen: datetime, now: datetime) -> bool:
    """Tell whether a sign-in still counts: visited lately enough, and not older than its role allows."""
    idle, altogether = SIGN_IN_LASTS[role]
    return now - last_seen < idle and now - began_at < altogether


def confirmation_counts(*, used_at: datetime | None, expires_at: datetime, now: datetime) -> bool:
    """Tell whether what a letter holds still counts: neither used, nor set aside for a newer one, nor run out."""
    return used_at is None and now < expires_at


def registration_may_reset(*, made_at: datetime, now: datetime) -> bool:
    """Tell whether a registration whose address has an account may lead to a new password: as long as a reset might."""
    return now < made_at + CONFIRMATION_LASTS[RESET]


def is_sure(*, began_at: datetime, now: datetime) -> bool:
    """Tell whether somebody signed in so lately that they need not say again who they are before something grave."""
    return now - began_at < SURE_FOR


def why_not_demote(*, is_own: bool, others: int) -> Refusal | None:
    """Return why an administrator cannot be made something else or be suspended, or None.

    ``others`` counts the administrators besides them who can sign in: a site is never left without one.
    """
    if is_own:
        return Refusal.OWN_ACCOUNT
    return None if others else Refusal.LAST_ADMINISTRATOR


def may_be_looked_as(role: str, *, is_own: bool, is_suspended: bool) -> bool:
    """Tell whether an administrator may look at the site as somebody: never as another administrator or as themselves."""
    return role in ROLES and role != ADMINISTRATOR and not is_own and not is_suspended

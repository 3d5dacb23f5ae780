"""Reading about people: each one statement."""

import hashlib
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, bindparam, exists, func, or_, select
from sqlalchemy.orm import InstrumentedAttribute, aliased

from lms.domain.people.models import Person, SignIn
from lms.domain.people.rules import ADMINISTRATOR, GUEST, email_key
from lms.kernel.keys import is_uid
from lms.platform.database import db, read
from lms.platform.searching import holds


@dataclass(frozen=True)
class Visitor:
    """The person who is asking, as far as every page needs to know them.

    ``looker_id`` and ``looker`` are the administrator who looks at the site as this person and may change nothing; None
    and "" where it is the person themselves.
    """

    id: int
    uid: str
    name: str
    role: str
    language: str | None
    zone: str | None
    token_digest: str
    sign_in: str
    began_at: datetime
    last_seen: datetime
    looker_id: int | None
    looker: str

    @property
    def is_admin(self) -> bool:
        """Whether this is an administrator of the site."""
        return self.role == ADMINISTRATOR

    @property
    def is_guest(self) -> bool:
        """Whether this is somebody without an account who has left something in an open module."""
        return self.role == GUEST

    @property
    def is_looked_at(self) -> bool:
        """Whether an administrator looks at the site as this person."""
        return self.looker_id is not None


# Statements that nearly every request asks stand ready: putting one together takes longer than running it.
_Holder = aliased(Person)  # whose sign-in it is; the same person, but where an administrator looks as somebody else
_VISITOR = (
    select(
        Person.id,
        Person.uid,
        Person.name,
        Person.role,
        Person.language,
        Person.zone,
        SignIn.token_digest,
        SignIn.uid,
        SignIn.began_at,
        SignIn.last_seen,
        SignIn.seen_as_id,
        SignIn.person_id,
        _Holder.name,
        _Holder.role,
    )
    .join(_Holder, _Holder.id == SignIn.person_id)
    .join(Person, Person.id == func.coalesce(SignIn.seen_as_id, SignIn.person_id))
    .where(SignIn.token_digest == bindparam("digest"), Person.suspended_at.is_(None), _Holder.suspended_at.is_(None))
)


def token_digest(token: str) -> str:
    """Return the form in which a token is kept: SHA-256, 64 hex digits."""
    return hashlib.sha256(token.encode()).hexdigest()


def find_visitor(token: str) -> Visitor | None:
    """Return who is signed in with this token, unless they have been suspended; None when nobody is."""
    row = read(_VISITOR, digest=token_digest(token)).first()
    if row is None:
        return None
    seen, (seen_as, holder_id, holder, holders_role) = row[:10], row[10:]
    if seen_as is None:
        return Visitor(*seen, looker_id=None, looker="")
    looking = Visitor(*seen, looker_id=holder_id, looker=holder)
    return looking if holders_role == ADMINISTRATOR and not looking.is_admin else None


def find_person_by_email(email: str) -> Person | None:
    """Return the person with this address, however it is spelled, or None."""
    return db.session.scalar(select(Person).where(Person.email_key == email_key(email)))


def password_of(person_id: int) -> str | None:
    """Return the hash of somebody's password, or None."""
    return db.session.scalar(select(Person.password_hash).where(Person.id == person_id))


@dataclass(frozen=True)
class Invited:
    """Somebody who has an account and has not chosen a password yet."""

    name: str
    email: str
    language: str | None


def find_invited(person_id: int) -> Invited | None:
    """Return somebody who waits to choose a password; None where they have one, are suspended or are not there."""
    waiting = (Person.email.is_not(None), Person.password_hash.is_(None), Person.suspended_at.is_(None))
    row = read(select(Person.name, Person.email, Person.language).where(Person.id == person_id, *waiting)).first()
    return Invited(row.name, str(row.email), row.language) if row else None


def has_people() -> bool:
    """Tell whether anybody has an account here."""
    return bool(db.session.scalar(select(exists().where(Person.role != GUEST))))


def has_real_people() -> bool:
    """Tell whether anybody has an account who was not made up for a demonstration."""
    return bool(db.session.scalar(select(exists().where(Person.is_demo.is_(False), Person.role != GUEST))))


def has_administrator() -> bool:
    """Tell whether there is an administrator who can sign in."""
    found = exists().where(Person.role == ADMINISTRATOR, Person.password_hash.is_not(None), Person.suspended_at.is_(None))
    return bool(db.session.scalar(select(found)))


def count_demo_people() -> int:
    """Return how many people were made up for a demonstration."""
    return db.session.scalar(select(func.count()).select_from(Person).where(Person.is_demo)) or 0


def named(text: str, *, person: Any = Person) -> ColumnElement[bool]:
    """Return whether a person's name or address holds the text, however it is capitalised, or the text is their uid."""
    if is_uid(text):
        return person.uid == text
    name: InstrumentedAttribute[str] = person.name
    return or_(person.email_key.contains(email_key(text), autoescape=True), holds(name, text))

"""Reading about people: each one statement."""

import hashlib
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, exists, func, select

from lms.domain.people.models import Person, SignIn
from lms.domain.people.rules import email_key
from lms.platform.database import db, read


@dataclass(frozen=True)
class Visitor:
    """The person who is asking, as far as every page needs to know them."""

    id: int
    uid: str
    name: str
    role: str
    language: str | None
    zone: str | None
    token_digest: str
    began_at: datetime
    last_seen: datetime

    @property
    def is_admin(self) -> bool:
        """Whether this is an administrator of the site."""
        return self.role == "admin"


# Statements that nearly every request asks stand ready: putting one together takes longer than running it.
_VISITOR = (
    select(
        Person.id, Person.uid, Person.name, Person.role, Person.language, Person.zone, SignIn.token_digest, SignIn.began_at, SignIn.last_seen
    )
    .join(SignIn, SignIn.person_id == Person.id)
    .where(SignIn.token_digest == bindparam("digest"), Person.suspended_at.is_(None))
)


def token_digest(token: str) -> str:
    """Return the form in which a token is kept: SHA-256, 64 hex digits."""
    return hashlib.sha256(token.encode()).hexdigest()


def find_visitor(token: str) -> Visitor | None:
    """Return who is signed in with this token, unless they have been suspended; None when nobody is."""
    row = read(_VISITOR, digest=token_digest(token)).first()
    return Visitor(*row) if row else None


def find_person_by_email(email: str) -> Person | None:
    """Return the person with this address, however it is spelled, or None."""
    return db.session.scalar(select(Person).where(Person.email_key == email_key(email)))


def has_people() -> bool:
    """Tell whether anybody has an account here."""
    return bool(db.session.scalar(select(exists().where(Person.id.is_not(None)))))


def has_real_people() -> bool:
    """Tell whether anybody has an account who was not made up for a demonstration."""
    return bool(db.session.scalar(select(exists().where(Person.is_demo.is_(False)))))


def has_administrator() -> bool:
    """Tell whether there is an administrator who can sign in."""
    found = exists().where(Person.role == "admin", Person.password_hash.is_not(None), Person.suspended_at.is_(None))
    return bool(db.session.scalar(select(found)))


def count_demo_people() -> int:
    """Return how many people were made up for a demonstration."""
    return db.session.scalar(select(func.count()).select_from(Person).where(Person.is_demo)) or 0

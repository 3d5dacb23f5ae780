"""Reading about people: each one statement."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, exists, func, select
from sqlalchemy.orm import aliased

from lms.domain.people.models import Person, SignIn
from lms.domain.people.rules import ADMINISTRATOR, GUEST, email_key
from lms.platform.database import db, read


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
    return Visitor(*seen, looker_id=holder_id, looker=holder) if holders_role == ADMINISTRATOR else None


def find_person_by_email(email: str) -> Person | None:
    """Return the person with this address, however it is spelled, or None."""
    return db.session.scalar(select(Person).where(Person.email_key == email_key(email)))


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


def list_administrators() -> list[tuple[int, str, str | None]]:
    """Return the id, the address and the language of every administrator who can sign in."""
    able = Person.role == ADMINISTRATOR, Person.password_hash.is_not(None), Person.suspended_at.is_(None)
    rows = db.session.execute(select(Person.id, Person.email, Person.language).where(*able).order_by(Person.id))
    return [(row.id, row.email or "", row.language) for row in rows]


def names_of(people: Iterable[int]) -> dict[int, tuple[str, str]]:
    """Return the name and the address of these people, by their ids."""
    rows = db.session.execute(select(Person.id, Person.name, Person.email).where(Person.id.in_(set(people))))
    return {row.id: (row.name, row.email or "") for row in rows}


def count_demo_people() -> int:
    """Return how many people were made up for a demonstration."""
    return db.session.scalar(select(func.count()).select_from(Person).where(Person.is_demo)) or 0

"""Reading about people: each one statement."""

import hashlib
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, bindparam, exists, func, or_, select
from sqlalchemy.orm import InstrumentedAttribute, aliased

from lms.domain.people.models import Person, SignIn
from lms.domain.people.rules import ADMINISTRATOR, GUEST, email_key, sign_in_is_alive
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
    extra_time: int
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


@dataclass(frozen=True)
class Addressee:
    """Somebody to whom a letter can be sent."""

    id: int
    name: str
    email: str
    language: str | None
    zone: str | None


# Statements that nearly every request asks stand ready: putting one together takes longer than running it.
_Holder = aliased(Person)  # whose sign-in it is; the same person, but where an administrator looks as somebody else
_VISITOR: Select[*tuple[Any, ...]] = (
    select(
        Person.id,
        Person.uid,
        Person.name,
        Person.role,
        Person.language,
        Person.zone,
        Person.extra_time,
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


_DEMO = select(Person.id).where(Person.is_demo).limit(1)


def token_digest(token: str) -> str:
    """Return the form in which a token is kept: SHA-256, 64 hex digits."""
    return hashlib.sha256(token.encode()).hexdigest()


def find_visitor(token: str) -> Visitor | None:
    """Return who is signed in with this token, unless they have been suspended; None when nobody is."""
    row = read(_VISITOR, digest=token_digest(token)).first()
    if row is None:
        return None
    *seen, seen_as, holder_id, holder, holders_role = tuple(row)
    if seen_as is None:
        return Visitor(*(*seen, None, ""))
    looking = Visitor(*(*seen, holder_id, holder))
    return looking if holders_role == ADMINISTRATOR and not looking.is_admin else None


def find_person_by_email(email: str) -> Person | None:
    """Return the person with this address, however it is spelled, or None."""
    return db.session.scalar(select(Person).where(Person.email_key == email_key(email)))


_ADDRESSEE = select(Person.id, Person.name, Person.email, Person.language, Person.zone).where(
    Person.email.is_not(None), Person.suspended_at.is_(None), Person.role != GUEST
)


def find_addressee(person_id: int) -> Addressee | None:
    """Return somebody with an account as letters need to know them; None where they are suspended or gone."""
    row = read(_ADDRESSEE.where(Person.id == person_id)).first()
    return None if row is None else Addressee(row.id, row.name, str(row.email), row.language, row.zone)


def list_addressees(person_ids: Collection[int]) -> dict[int, Addressee]:
    """Return those of these people to whom a letter can be sent, by their ids."""
    rows = read(_ADDRESSEE.where(Person.id.in_(sorted(set(person_ids))))) if person_ids else ()
    return {row.id: Addressee(row.id, row.name, str(row.email), row.language, row.zone) for row in rows}
class OpenSignIn(NamedTuple):
    """One browser in which somebody is signed in, as they are shown it."""

    uid: str
    agent: str | None
    began_at: datetime
    last_seen: datetime
    seen_as_id: int | None
    is_here: bool


def list_sign_ins(visitor: Visitor, now: datetime) -> list[OpenSignIn]:
    """Return where somebody is signed in, this browser first and then by the last visit."""
    asked = select(SignIn.uid, SignIn.agent, SignIn.began_at, SignIn.last_seen, SignIn.seen_as_id, SignIn.token_digest == visitor.token_digest)
    rows = [OpenSignIn(*row) for row in read(asked.where(SignIn.person_id == visitor.id))]
    alive = [each for each in rows if sign_in_is_alive(visitor.role, began_at=each.began_at, last_seen=each.last_seen, now=now)]
    return sorted(alive, key=lambda each: (each.is_here, each.last_seen), reverse=True)


def find_sign_in_owner(uid: str) -> int | None:
    """Return whose sign-in this is."""
    return read(select(SignIn.person_id).where(SignIn.uid == uid)).scalar()


class Profile(NamedTuple):
    """What somebody may change about themselves."""

    name: str
    certificate_name: str | None
    language: str | None
    zone: str | None
    extra_time: int
    email: str
    password_hash: str | None


def read_profile(person_id: int) -> Profile:
    """Return what somebody may change about themselves."""
    columns = (Person.name, Person.certificate_name, Person.language, Person.zone, Person.extra_time, Person.email, Person.password_hash)
    return Profile(*read(select(*columns).where(Person.id == person_id)).one())  # type: ignore[arg-type]


class Account(NamedTuple):
    """Somebody with an account, as far as letters and links about it need to know them."""

    id: int
    name: str
    email: str
    language: str | None
    is_demo: bool
    suspended_at: datetime | None


_ACCOUNT = select(Person.id, Person.name, Person.email, Person.language, Person.is_demo, Person.suspended_at).where(Person.email.is_not(None))


def find_account(*, email: str = "", person_id: int | None = None) -> Account | None:
    """Return the account with this address, however it is spelled, or with this number."""
    wanted = Person.id == person_id if person_id is not None else Person.email_key == email_key(email)
    row = read(_ACCOUNT.where(wanted)).first()
    return Account(*row) if row else None  # type: ignore[arg-type]


def password_of(person_id: int) -> str | None:
    """Return the hash of somebody's password, or None."""
    return db.session.scalar(select(Person.password_hash).where(Person.id == person_id))


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


def has_demo_people() -> bool:
    """Tell whether anybody has an account who was made up for a demonstration."""
    return read(_DEMO).first() is not None


def list_administrators() -> list[int]:
    """Return the ids of the administrators who can sign in."""
    able = Person.role == ADMINISTRATOR, Person.password_hash.is_not(None), Person.suspended_at.is_(None)
    return list(db.session.scalars(select(Person.id).where(*able).order_by(Person.id)))


def count_demo_people() -> int:
    """Return how many people were made up for a demonstration."""
    return db.session.scalar(select(func.count()).select_from(Person).where(Person.is_demo)) or 0


def named(text: str, *, person: Any = Person) -> ColumnElement[bool]:
    """Return whether a person's name or address holds the text, however it is capitalised, or the text is their uid."""
    if is_uid(text):
        return person.uid == text
    name: InstrumentedAttribute[str] = person.name
    return or_(person.email_key.contains(email_key(text), autoescape=True), holds(name, text))

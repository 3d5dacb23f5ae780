"""Who has an account, for administrators: the list, one account, and where it is signed in. Guests are nobody here."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Select, case, func, select

from lms.domain.people.models import Person, SignIn
from lms.domain.people.queries import named
from lms.domain.people.rules import GUEST, LONGEST_EMAIL, clean_name
from lms.platform.database import db


class State(StrEnum):
    """What is the matter with an account."""

    ACTIVE = "active"
    NEVER = "never"
    SUSPENDED = "suspended"


class Sort(StrEnum):
    """The orders in which the list can be had."""

    NAME = "name"
    EMAIL = "email"
    ROLE = "role"
    NEWEST = "newest"
    SEEN = "seen"


@dataclass(frozen=True, kw_only=True)
class PeopleFilters:
    """Which accounts are asked for, and in which order; None and an empty text let everybody pass."""

    text: str = ""
    role: str | None = None
    state: State | None = None
    sort: Sort = Sort.NAME


@dataclass(frozen=True)
class Listed:
    """An account as the list shows it."""

    uid: str
    name: str
    email: str
    role: str
    state: State
    created_at: datetime
    last_seen: datetime | None


@dataclass(frozen=True)
class PeoplePage:
    """A page of the list: its rows, how many there are on all pages, which page this is and of how many."""

    rows: tuple[Listed, ...]
    total: int
    page: int
    pages: int


@dataclass(frozen=True)
class Account:
    """One account, as far as administrators may know it."""

    id: int
    uid: str
    name: str
    email: str
    role: str
    state: State
    created_at: datetime
    last_seen: datetime | None
    suspended_at: datetime | None
    language: str | None
    certificate_name: str | None
    has_password: bool


@dataclass(frozen=True)
class SignedInAt:
    """A browser in which somebody is signed in; ``looks`` where an administrator looks from it as somebody else."""

    uid: str
    agent: str
    began_at: datetime
    last_seen: datetime
    looks: bool


_state = case(
    (Person.suspended_at.is_not(None), State.SUSPENDED.value),
    (Person.signed_in_at.is_(None), State.NEVER.value),
    else_=State.ACTIVE.value,
)
_LATEST = select(func.max(SignIn.last_seen)).where(SignIn.person_id == Person.id).correlate(Person).scalar_subquery()
_LAST_SEEN = func.coalesce(_LATEST, Person.signed_in_at)
_ORDER: dict[Sort, tuple[ColumnElement[Any], ...]] = {
    Sort.NAME: (func.lower(Person.name),),
    Sort.EMAIL: (Person.email_key.expression,),
    Sort.ROLE: (Person.role.expression, func.lower(Person.name)),
    Sort.NEWEST: (Person.created_at.desc(),),
    Sort.SEEN: (_LAST_SEEN.desc().nulls_last(),),
}


def list_people(filters: PeopleFilters, *, page: int = 1, per_page: int = 50) -> PeoplePage:
    """Return a page of the list in two statements; a page beyond the last is the last."""
    total = db.session.scalar(_wanted(select(func.count(Person.id)), filters)) or 0
    pages = max(1, -(-total // per_page))
    page = min(max(page, 1), pages)
    columns = (Person.uid, Person.name, Person.email, Person.role, _state, Person.created_at, _LAST_SEEN)
    ordered = _wanted(select(*columns), filters).order_by(*_ORDER[filters.sort], Person.id)
    found = db.session.execute(ordered.limit(per_page).offset((page - 1) * per_page))
    rows = tuple(Listed(uid, name, email or "", role, State(state), *rest) for uid, name, email, role, state, *rest in found)
    return PeoplePage(rows, total, page, pages)


def _wanted(statement: "Select[*tuple[Any, ...]]", filters: PeopleFilters) -> "Select[*tuple[Any, ...]]":
    statement = statement.where(Person.role != GUEST)
    if filters.role is not None:
        statement = statement.where(Person.role == filters.role)
    if filters.state is not None:
        statement = statement.where(_state == filters.state.value)
    text = clean_name(filters.text)[:LONGEST_EMAIL]
    return statement.where(named(text)) if text else statement


def find_account(uid: str) -> Account | None:
    """Return the account with this uid, or None."""
    return _account(Person.uid == uid)


def find_account_by_id(person_id: int) -> Account | None:
    """Return the account with this number, or None."""
    return _account(Person.id == person_id)


def _account(which: ColumnElement[bool]) -> Account | None:
    columns = (
        *(Person.id, Person.uid, Person.name, Person.email, Person.role, _state, Person.created_at, _LAST_SEEN),
        *(Person.suspended_at, Person.language, Person.certificate_name, Person.password_hash.is_not(None)),
    )
    row = db.session.execute(select(*columns).where(which, Person.role != GUEST)).first()
    if row is None:
        return None
    number, uid, name, email, role, state, *rest = row
    return Account(number, uid, name, email or "", role, State(state), *rest)


def list_sign_ins(person_id: int) -> list[SignedInAt]:
    """Return where somebody is signed in, the one that was used last first."""
    columns = (SignIn.uid, func.coalesce(SignIn.agent, ""), SignIn.began_at, SignIn.last_seen, SignIn.seen_as_id.is_not(None))
    found = select(*columns).where(SignIn.person_id == person_id).order_by(SignIn.last_seen.desc(), SignIn.uid)
    return [SignedInAt(*row) for row in db.session.execute(found)]


@dataclass(frozen=True)
class Invited:
    """Somebody who has an account and has not chosen a password yet."""

    name: str
    email: str
    language: str | None


def find_invited(person_id: int) -> Invited | None:
    """Return somebody who waits to choose a password; None where they have one, are suspended or are not there."""
    waiting = (Person.email.is_not(None), Person.password_hash.is_(None), Person.suspended_at.is_(None))
    row = db.session.execute(select(Person.name, Person.email, Person.language).where(Person.id == person_id, *waiting)).first()
    return Invited(row.name, str(row.email), row.language) if row else None

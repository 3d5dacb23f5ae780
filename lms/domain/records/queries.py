"""Reading the audit log: by pages, and whether it still is as it was sealed."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, Select, func, select
from sqlalchemy.orm import aliased

from lms.domain.people.models import Person
from lms.domain.people.queries import named
from lms.domain.people.rules import LONGEST_EMAIL, clean_name
from lms.domain.records.models import Audit, AuditSeal
from lms.domain.records.rules import FIRST, Entry, chained
from lms.platform.database import db

AT_ONCE = 500


@dataclass(frozen=True, kw_only=True)
class AuditFilters:
    """Which acts are asked for; None and an empty text let everything pass. ``until`` itself is outside."""

    person: str = ""
    actor: str = ""
    action: str | None = None
    since: datetime | None = None
    until: datetime | None = None


@dataclass(frozen=True)
class Somebody:
    """A person as the log names them now; both are empty where the account was erased."""

    uid: str
    name: str
    email: str


@dataclass(frozen=True)
class Done:
    """An act with the names of today: ``actor`` is None on the command line, ``person`` where it was done to nobody."""

    id: int
    at: datetime
    actor: Somebody | None
    person: Somebody | None
    action: str
    object: str
    changes: Any


@dataclass(frozen=True)
class AuditPage:
    """A page of the log: its acts, how many there are on all pages, which page this is and of how many."""

    rows: tuple[Done, ...]
    total: int
    page: int
    pages: int


_Actor, _Whom = aliased(Person), aliased(Person)


def audit_page(filters: AuditFilters, *, page: int = 1, per_page: int = 50) -> AuditPage:
    """Return a page of the audit log, newest first; a page beyond the last is the last."""
    total = db.session.scalar(_wanted(select(func.count(Audit.id)), filters)) or 0
    pages = max(1, -(-total // per_page))
    page = min(max(page, 1), pages)
    found = db.session.execute(_acts(filters).limit(per_page).offset((page - 1) * per_page))
    return AuditPage(tuple(map(_done, found)), total, page, pages)


def every_act(filters: AuditFilters) -> Iterator[Done]:
    """Yield all acts that are asked for, newest first."""
    before: int | None = None
    while True:
        wanted = _acts(filters).limit(AT_ONCE)
        found = db.session.execute(wanted if before is None else wanted.where(Audit.id < before)).all()
        yield from map(_done, found)
        if len(found) < AT_ONCE:
            return
        before = found[-1][0]


def list_acts_on(person_id: int, *, most: int) -> list[Done]:
    """Return what was done to one account lately, newest first."""
    return list(map(_done, db.session.execute(_acts(AuditFilters()).where(Audit.person_id == person_id).limit(most))))


def _wanted(statement: "Select[*tuple[Any, ...]]", filters: AuditFilters) -> "Select[*tuple[Any, ...]]":
    """Return the statement about those acts that the filters let pass."""
    statement = statement.select_from(Audit)
    statement = statement.outerjoin(_Actor, _Actor.id == Audit.actor_id).outerjoin(_Whom, _Whom.id == Audit.person_id)
    for text, whom in ((filters.person, _Whom), (filters.actor, _Actor)):
        tidy = clean_name(text)[:LONGEST_EMAIL]
        if tidy:
            statement = statement.where(named(tidy, person=whom))
    if filters.action is not None:
        statement = statement.where(Audit.action == filters.action)
    if filters.since is not None:
        statement = statement.where(Audit.at >= filters.since)
    if filters.until is not None:
        statement = statement.where(Audit.at < filters.until)
    return statement


def _acts(filters: AuditFilters) -> "Select[*tuple[Any, ...]]":
    of_actor = (_Actor.uid, _Actor.name, _Actor.email)
    of_person = (_Whom.uid, _Whom.name, _Whom.email)
    columns = (Audit.id, Audit.at, *of_actor, *of_person, Audit.action, Audit.object, Audit.changes)
    return _wanted(select(*columns), filters).order_by(Audit.id.desc())


def _done(row: Row[*tuple[Any, ...]]) -> Done:
    number, at, *people, action, about, changes = row
    actor, person = (_somebody(*people[start : start + 3]) for start in (0, 3))
    return Done(number, at, actor, person, action, about, changes)


def _somebody(uid: str | None, name: str | None, email: str | None) -> Somebody | None:
    return None if uid is None else Somebody(uid, name or "", email or "")


def entries_after(number: int) -> Iterator[Entry]:
    """Yield the rows of the audit log with higher numbers, in their order."""
    columns = (Audit.id, Audit.at, Audit.actor_id, Audit.person_id, Audit.action, Audit.object, Audit.changes)
    while True:
        found = db.session.execute(select(*columns).where(Audit.id > number).order_by(Audit.id).limit(AT_ONCE)).all()
        yield from (Entry(*row) for row in found)
        if len(found) < AT_ONCE:
            return
        number = found[-1].id


def last_seal() -> tuple[int, str]:
    """Return up to which row the audit log is sealed, and the digest of it all."""
    row = db.session.execute(select(AuditSeal.up_to, AuditSeal.digest).order_by(AuditSeal.up_to.desc()).limit(1)).first()
    return (row.up_to, row.digest) if row else (0, FIRST)


@dataclass(frozen=True)
class Chain:
    """How the seals and the rows of the audit log fit: how many do, the last digest, and the first number that does not."""

    sealed: int
    digest: str
    unfit: int | None


def check_chain() -> Chain:
    """Return whether every sealed row is as it was sealed, none is missing and none was put among them."""
    seals = {row.up_to: row.digest for row in db.session.execute(select(AuditSeal.up_to, AuditSeal.digest))}
    last, before, fitting = max(seals, default=0), FIRST, 0
    open_seals = iter(sorted(seals))
    for entry in entries_after(0):
        if entry.id > last:
            break
        expected = next(open_seals)
        digest = chained(before, entry)
        if entry.id != expected or seals[expected] != digest:
            return Chain(fitting, before, min(entry.id, expected))
        before, fitting = digest, fitting + 1
    missing = next(open_seals, None)
    return Chain(fitting, before, missing)

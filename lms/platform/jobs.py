"""What is done afterwards, mail above all: a row written with its cause, done by a worker, at least once.

A job waits, is taken by one worker for as long as its lease lasts, and is then done, postponed or given up. Nothing is
held in the database meanwhile. Whoever dies over a job loses the lease in time, and somebody else takes it.
"""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import JSON, ColumnElement, Index, Integer, String, Text, and_, delete, or_, select, update
from sqlalchemy.orm import Mapped, mapped_column

from lms.kernel.digest import digest_of
from lms.platform.database import Base, Instant, change, change_each, connection, insert_missing, read

LEASE = timedelta(minutes=5)
KEPT = timedelta(days=30)  # what is done, and what failed and nobody has cared for
PAUSES = tuple(timedelta(minutes=minutes) for minutes in (1, 2, 5, 10, 20, 40, 60))  # then every hour
PATIENCE = timedelta(days=2)
MOST_TRIES = len(PAUSES) + int((PATIENCE - sum(PAUSES, timedelta())) / PAUSES[-1])
LONGEST_ERROR = 600
KEY = re.compile(r"[A-Za-z0-9][A-Za-z0-9:._-]{0,99}")  # it stands in addresses


class Job(Base):
    """Something to be done once ``due_at`` has come; ``key`` names it, so that asking twice for the same is asking once.

    Whoever takes it holds it until ``lease_until``. ``failed_at`` says that it was given up, ``error`` what was wrong;
    with ``done_at`` as well, somebody has put it aside. ``body`` is emptied when nothing is to be done any more.
    """

    __tablename__ = "job"
    __table_args__ = (Index("ix_job_done_at_failed_at_due_at", "done_at", "failed_at", "due_at"),)

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    key: Mapped[str] = mapped_column(String(100), unique=True)
    kind: Mapped[str] = mapped_column(String(40))
    body: Mapped[Any] = mapped_column(JSON)
    made_at: Mapped[datetime] = mapped_column(Instant)
    due_at: Mapped[datetime] = mapped_column(Instant)
    lease_until: Mapped[datetime | None] = mapped_column(Instant)
    tries: Mapped[int] = mapped_column(default=0)
    done_at: Mapped[datetime | None] = mapped_column(Instant)
    failed_at: Mapped[datetime | None] = mapped_column(Instant)
    error: Mapped[str | None] = mapped_column(Text)


WAITING = and_(Job.done_at.is_(None), Job.failed_at.is_(None))
FAILED = and_(Job.done_at.is_(None), Job.failed_at.is_not(None))


@dataclass(frozen=True)
class Task:
    """A job that a worker has taken; ``tries`` counts this time, and so tells it from every other time."""

    id: int
    key: str
    kind: str
    body: dict[str, Any]
    made_at: datetime
    tries: int


def add_job(kind: str, key: str, body: dict[str, Any], *, now: datetime, due: datetime | None = None) -> bool:
    """Write down inside a unit of work that something is to be done; tell whether it was not written down before."""
    return add_jobs(kind, {key: body}, now=now, due=due) == 1


def add_jobs(kind: str, bodies: Mapping[str, dict[str, Any]], *, now: datetime, due: datetime | None = None) -> int:
    """Write down many by their keys, which go to the database together; return how many were not written down before."""
    for key in bodies:
        if not KEY.fullmatch(key):
            raise ValueError(f"no key of a job: {key!r}")
    same = {"kind": kind, "made_at": now, "due_at": due or now, "tries": 0}
    return change_each(insert_missing(Job), [{**same, "key": key, "body": body} for key, body in bodies.items()])


def _is_free(kinds: Collection[str], now: datetime) -> ColumnElement[bool]:
    """The jobs of these kinds that are due and that nobody holds."""
    unheld = or_(Job.lease_until.is_(None), Job.lease_until <= now)
    return and_(WAITING, Job.due_at <= now, unheld, Job.kind.in_(sorted(kinds)))


def is_any_due(kinds: Collection[str], *, now: datetime) -> bool:
    """Tell whether there is something to take: one cheap statement, for whoever asks every few seconds."""
    return read(select(Job.id).where(_is_free(kinds, now)).limit(1)).first() is not None


def take(kinds: Collection[str], *, now: datetime) -> Task | None:
    """Take the job that has been due for longest, inside a unit of work; None where there is none.

    PostgreSQL skips a row that another worker is just taking; SQLite lets one at a time in. The guard stands in the
    update as well, so nobody takes what is held.
    """
    free = _is_free(kinds, now)
    as_indexed = (Job.done_at, Job.failed_at, Job.due_at)  # the first two are NULL: named, they spare a sort of all that waits
    found = read(select(Job.id).where(free).order_by(*as_indexed).limit(1).with_for_update(skip_locked=True)).first()
    if found is None:
        return None
    held = update(Job).where(Job.id == found.id, free).values(lease_until=now + LEASE, tries=Job.tries + 1)
    row = connection().execute(held.returning(Job.id, Job.key, Job.kind, Job.body, Job.made_at, Job.tries)).first()
    return None if row is None else Task(*row)


def finish(task: Task, *, now: datetime) -> None:
    """Write down inside a unit of work that a job is done, whoever may hold it by now: what has been sent is sent."""
    emptied: dict[str, Any] = {"failed_at": None, "error": None, "lease_until": None, "body": {}}
    change(update(Job).where(Job.id == task.id).values(done_at=now, **emptied))


def postpone(task: Task, error: str, *, now: datetime) -> None:
    """Let a job be tried again after a pause that grows each time, or give it up after about two days."""
    if task.tries > MOST_TRIES:
        park(task, error, now=now)
        return
    values = {"due_at": now + pause_after(task.tries, task.key), "lease_until": None, "error": error[:LONGEST_ERROR]}
    change(update(Job).where(*_this_time(task)).values(values))


def park(task: Task, error: str, *, now: datetime) -> None:
    """Give up a job that cannot succeed; it stays in the list of those that failed."""
    change(update(Job).where(*_this_time(task)).values(failed_at=now, lease_until=None, error=error[:LONGEST_ERROR]))


def _this_time(task: Task) -> tuple[ColumnElement[bool], ...]:
    """The job, as long as nobody else has taken it since."""
    return Job.id == task.id, Job.tries == task.tries, WAITING


def pause_after(tries: int, key: str) -> timedelta:
    """Return how long to wait after so many tries: longer each time, and not the same for all, so that they spread out."""
    pause = PAUSES[min(tries, len(PAUSES)) - 1]
    part = int(digest_of(key, str(tries))[:4], 16) / 0xFFFF
    return pause * (0.9 + 0.2 * part)


def try_again(key: str, *, now: datetime) -> int | None:
    """Let a job that failed, or waits for its next try, be tried at once; return its id, None where it is neither."""
    at_rest = and_(Job.done_at.is_(None), or_(Job.failed_at.is_not(None), Job.lease_until.is_(None), Job.lease_until <= now))
    return _change_one(key, at_rest, {"failed_at": None, "due_at": now, "tries": 0, "lease_until": None})


def give_up(key: str, *, now: datetime) -> int | None:
    """Put aside a job that is not done; return its id, None where it is done or put aside already."""
    return _change_one(key, Job.done_at.is_(None), {"done_at": now, "failed_at": now, "lease_until": None, "body": {}})


def _change_one(key: str, where: ColumnElement[bool], values: dict[str, Any]) -> int | None:
    row = connection().execute(update(Job).where(Job.key == key, where).values(values).returning(Job.id)).first()
    return None if row is None else int(row.id)


def try_failed_again(kind: str, *, now: datetime) -> int:
    """Let every job of a kind that failed be tried again; return how many."""
    return change(update(Job).where(FAILED, Job.kind == kind).values(failed_at=None, due_at=now, tries=0, lease_until=None))


def sweep_jobs(*, now: datetime) -> int:
    """Remove what was done or has failed a month ago; return how many jobs that was."""
    return change(delete(Job).where(or_(Job.done_at < now - KEPT, and_(Job.done_at.is_(None), Job.failed_at < now - KEPT))))

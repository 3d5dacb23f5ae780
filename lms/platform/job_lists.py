"""Reading about jobs, for those who watch over them: what waits, what failed, and whether anything is amiss."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, func, select

from lms.platform.database import read
from lms.platform.jobs import FAILED, WAITING, Job

LATE = timedelta(minutes=10)
SEVERAL = 3  # failures in a row, with nothing done in between


@dataclass(frozen=True)
class JobRow:
    """A job as it stands: what it is about, how often it was tried, and what was wrong."""

    key: str
    body: dict[str, Any]
    made_at: datetime
    due_at: datetime
    lease_until: datetime | None
    tries: int
    failed_at: datetime | None
    error: str | None


@dataclass(frozen=True)
class JobPage:
    """One page of a list of jobs, and how many there are on all of them."""

    rows: tuple[JobRow, ...]
    total: int
    page: int
    pages: int


@dataclass(frozen=True)
class Standing:
    """How the jobs of a kind stand: since when the oldest of them should have been done, and how many failed in a row."""

    waiting: int
    failed: int
    late_since: datetime | None
    failed_in_a_row: int

    @property
    def is_failing(self) -> bool:
        """Whether so many failed one after the other that something must be wrong with all of them."""
        return self.failed_in_a_row >= SEVERAL


def list_waiting(kind: str, *, page: int, per_page: int) -> JobPage:
    """Return the jobs of a kind that are not done yet, the oldest first."""
    return _list(WAITING, Job.made_at.asc(), kind, page, per_page)


def list_failed(kind: str, *, page: int, per_page: int) -> JobPage:
    """Return the jobs of a kind that were given up, the latest first."""
    return _list(FAILED, Job.failed_at.desc(), kind, page, per_page)


def _list(state: ColumnElement[bool], order: Any, kind: str, page: int, per_page: int) -> JobPage:
    here = (state, Job.kind == kind)
    total = read(select(func.count()).select_from(Job).where(*here)).scalar_one()
    pages = max(1, -(-total // per_page))
    page = min(max(1, page), pages)
    columns = (Job.key, Job.body, Job.made_at, Job.due_at, Job.lease_until, Job.tries, Job.failed_at, Job.error)
    rows = read(select(*columns).where(*here).order_by(order, Job.id).limit(per_page).offset((page - 1) * per_page))
    return JobPage(tuple(JobRow(*row) for row in rows), total, page, pages)


def standing(kind: str, *, now: datetime) -> Standing:
    """Return how the jobs of a kind stand, in one statement.

    A job is late that was made or last put off ten minutes ago and waits, or that was tried in vain and is as old.
    """
    waiting = select(func.count()).where(WAITING, Job.kind == kind).scalar_subquery()
    failed = select(func.count()).where(FAILED, Job.kind == kind).scalar_subquery()
    late = select(func.min(Job.made_at)).where(
        WAITING, Job.kind == kind, Job.made_at < now - LATE, (Job.due_at < now - LATE) | (Job.tries > 0)
    )
    done = select(func.max(Job.done_at)).where(Job.failed_at.is_(None), Job.kind == kind).scalar_subquery()
    in_a_row = select(func.count()).where(FAILED, Job.kind == kind, Job.failed_at > func.coalesce(done, Job.made_at))
    row = read(select(waiting, failed, late.scalar_subquery(), in_a_row.scalar_subquery())).one()
    return Standing(*row)

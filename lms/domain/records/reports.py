"""Who has got how far: one row per enrolment, in a constant number of statements for a page however long it is.

A course that was completed is measured by the edition with which it was completed, every other by the head of its line:
a later edition takes nothing away from what was reached.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import StrEnum
from fractions import Fraction
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, and_, case, func, or_, select
from sqlalchemy.orm import aliased

from lms.domain.certificates.models import Certificate
from lms.domain.courses.models import Course, Edition, Line
from lms.domain.courses.outline import Outline
from lms.domain.courses.queries import get_outline
from lms.domain.enrolment.models import Enrolment
from lms.domain.people.models import Person
from lms.domain.people.queries import named
from lms.domain.people.rules import GUEST, LONGEST_EMAIL, clean_name
from lms.domain.progress import rules
from lms.domain.progress.models import ActivityState
from lms.domain.progress.queries import standings_of
from lms.domain.progress.rules import Standings
from lms.kernel.localtext import LocalText
from lms.platform.database import db

Rows = Select[*tuple[Any, ...]]
AT_ONCE = 500  # enrolments whose standings are read by one statement
COLUMNS = (
    "name",
    "email",
    "course",
    "state",
    "progress",
    "score",
    "last_activity",
    "certificate",
    "done",
    "total",
)


class Stage(StrEnum):
    """How far somebody is with a course, as reports say it."""

    ENROLLED = "enrolled"
    IN_PROGRESS = "in progress"
    COMPLETED = "completed"
    WITHDRAWN = "withdrawn"


class Sort(StrEnum):
    """The orders in which a report can be had."""

    NAME = "name"
    EMAIL = "email"
    COURSE = "course"
    STATE = "state"
    LATEST = "latest"
    OLDEST = "oldest"


@dataclass(frozen=True, kw_only=True)
class ReportFilters:
    """Which enrolments are asked for, and in which order; None and an empty text let everything pass."""

    course: str | None = None
    state: Stage | None = None
    text: str = ""
    has_certificate: bool | None = None
    sort: Sort = Sort.NAME


@dataclass(frozen=True)
class ProgressRow:
    """One enrolment of ``person`` (their uid): ``progress`` in whole percent of the ``total`` activities that the course asks for, ``done`` of them.

    ``score`` is in whole percent, None where no quiz counts or none was taken; ``certificate`` the uid of the one that
    is neither revoked nor replaced.
    """

    person: str
    name: str
    email: str
    course: str
    title: LocalText = field(repr=False)
    state: Stage
    progress: int
    done: int
    total: int
    score: int | None
    last_activity: datetime
    certificate: str | None


@dataclass(frozen=True)
class ProgressPage:
    """A page of a report: its rows, how many there are on all pages, which page this is and of how many."""

    rows: tuple[ProgressRow, ...]
    total: int
    page: int
    pages: int


def progress_rows(filters: ReportFilters, *, page: int = 1, per_page: int = 50) -> ProgressPage:
    """Return a page of the report; a page beyond the last is the last."""
    total = db.session.scalar(_wanted(select(func.count(Enrolment.id)), filters)) or 0
    pages = max(1, -(-total // per_page))
    page = min(max(page, 1), pages)
    found = db.session.execute(_rows(filters).limit(per_page).offset((page - 1) * per_page)).all()
    return ProgressPage(tuple(_measured(found)), total, page, pages)


def every_row(filters: ReportFilters) -> Iterator[ProgressRow]:
    """Yield all rows of the report, the same and in the same order as its pages."""
    found = db.session.execute(_rows(filters)).all()
    for start in range(0, len(found), AT_ONCE):
        yield from _measured(found[start : start + AT_ONCE])


def as_record(row: ProgressRow) -> dict[str, str | int | None]:
    """Return a row as files have it, by the names of ``COLUMNS``; moments as RFC 3339 in UTC."""
    record: dict[str, str | int | None] = {name: getattr(row, name) for name in COLUMNS}
    at = row.last_activity.astimezone(UTC).replace(microsecond=0, tzinfo=None)
    return record | {"state": row.state.value, "last_activity": f"{at.isoformat()}Z"}


def stage_column() -> ColumnElement[str]:
    """Return how far an enrolment is, as a column of a statement about enrolments."""
    touched = select(ActivityState.key).where(ActivityState.enrolment_id == Enrolment.id).exists()
    return case(
        (Enrolment.state == "withdrawn", Stage.WITHDRAWN.value),
        (Enrolment.completed_at.is_not(None), Stage.COMPLETED.value),
        (or_(Enrolment.last_activity_at > Enrolment.began_at, touched), Stage.IN_PROGRESS.value),
        else_=Stage.ENROLLED.value,
    )


def _holds(certificate: type[Certificate]) -> ColumnElement[bool]:
    return and_(
        certificate.enrolment_id == Enrolment.id,
        certificate.revoked_at.is_(None),
        certificate.replaced_by_id.is_(None),
    )


def _wanted(statement: Rows, filters: ReportFilters) -> Rows:
    """Return the statement about those enrolments that the filters let pass."""
    people = (Person.id == Enrolment.person_id) & (Person.role != GUEST)
    statement = statement.join(Person, people).join(Course, Course.id == Enrolment.course_id)
    if filters.course is not None:
        statement = statement.where(Course.key == filters.course)
    if filters.state is not None:
        statement = statement.where(stage_column() == filters.state.value)
    if filters.has_certificate is not None:
        other = aliased(Certificate)
        held = select(other.id).where(_holds(other)).correlate(Enrolment).exists()
        statement = statement.where(held if filters.has_certificate else ~held)
    text = clean_name(filters.text)[:LONGEST_EMAIL]
    return statement.where(named(text)) if text else statement


def _rows(filters: ReportFilters) -> Rows:
    reached = aliased(Edition)
    columns = (
        Enrolment.id,
        Person.uid,
        Person.name,
        Person.email,
        Course.key,
        stage_column(),
        Enrolment.last_activity_at,
        Certificate.uid,
        func.coalesce(reached.map_digest, Edition.map_digest),
    )
    return (
        _wanted(select(*columns), filters)
        .join(Line, Line.id == Enrolment.line_id)
        .join(Edition, (Edition.line_id == Line.id) & (Edition.number == Line.head))
        .outerjoin(reached, reached.id == Enrolment.completed_edition_id)
        .outerjoin(Certificate, _holds(Certificate))
        .order_by(*_order(filters.sort), Enrolment.id)
    )


def _order(sort: Sort) -> tuple[ColumnElement[Any], ...]:
    name = func.lower(Person.name)
    return {
        Sort.NAME: (name,),
        Sort.EMAIL: (Person.email_key.expression,),
        Sort.COURSE: (Course.key.expression, name),
        Sort.STATE: (stage_column(), name),
        Sort.LATEST: (Enrolment.last_activity_at.desc(),),
        Sort.OLDEST: (Enrolment.last_activity_at.asc(),),
    }[sort]


def _measured(found: Sequence[Row[*tuple[Any, ...]]]) -> Iterator[ProgressRow]:
    standings = standings_of([row[0] for row in found]) if found else {}
    for enrolment_id, person, name, email, course, stage, last_activity, certificate, digest in found:
        outline = get_outline(digest)
        done, total, score = measure(outline, standings.get(enrolment_id, {}))
        progress = rules.percent(Fraction(done, total)) if total else 100 * (stage == Stage.COMPLETED)
        yield ProgressRow(
            person,
            name,
            email,
            course,
            outline.title,
            Stage(stage),
            progress,
            done,
            total,
            score,
            last_activity,
            certificate,
        )


def measure(outline: Outline, standings: Standings) -> tuple[int, int, int | None]:
    """Return how many of the needed activities are done, how many there are, and the score in whole percent."""
    needed = rules.activities_needed(outline)
    score = rules.course_score(outline, standings)
    return (
        sum(rules.standing_of(each, standings).is_done for each in needed),
        len(needed),
        None if score is None else rules.percent(score),
    )

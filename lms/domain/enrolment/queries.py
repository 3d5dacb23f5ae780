"""Reading enrolments: each one statement."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, bindparam, func, select
from sqlalchemy.orm import aliased

from lms.domain.courses.models import Course, Edition, Line
from lms.domain.enrolment.models import Enrolment
from lms.domain.people.models import Person
from lms.domain.people.rules import GUEST, email_key
from lms.kernel.refusals import Missing
from lms.platform.database import db, read
from lms.platform.rows import moment, rows_of


@dataclass(frozen=True)
class Learning:
    """One person following a course: the latest enrolment, and the edition at the head of its line.

    ``notices`` is the digest of what is told to everybody who reads the course.
    """

    enrolment_id: int
    person_id: int
    course_id: int
    course_key: str
    state: str
    place: str | None
    began_at: datetime
    completed_at: datetime | None
    edition_id: int
    map_digest: str
    line_id: int = 0
    line: int = 1
    number: int = 1
    newest_line: int = 1
    notices: str = ""

    @property
    def edition(self) -> str:
        """The name of the edition that is read, for people."""
        return f"{self.line}.{self.number}"

    @property
    def has_newer(self) -> bool:
        """Whether a line has begun since to which this person may move."""
        return self.newest_line > self.line


_ANY_LINE = aliased(Line)
_NEWEST = select(func.max(_ANY_LINE.number)).where(_ANY_LINE.course_id == Enrolment.course_id).scalar_subquery()
_ENROLMENTS: Select[*tuple[Any, ...]] = (
    select(
        Enrolment.id,
        Enrolment.person_id,
        Enrolment.course_id,
        Course.key,
        Enrolment.state,
        Enrolment.place,
        Enrolment.began_at,
        Enrolment.completed_at,
        Edition.id,
        Edition.map_digest,
        Line.id,
        Line.number,
        Edition.number,
        _NEWEST,
        Course.notices,
    )
    .select_from(Enrolment)
    .join(Course, Course.id == Enrolment.course_id)
    .join(Line, Line.id == Enrolment.line_id)
    .join(Edition, (Edition.line_id == Line.id) & (Edition.number == Line.head))
)
_ONE = _ENROLMENTS.where(Enrolment.id == bindparam("enrolment"))
_SEVERAL = _ENROLMENTS.where(Enrolment.id.in_(bindparam("enrolments", expanding=True))).order_by(Enrolment.id)
_OF_A_LINE = _ENROLMENTS.where(Enrolment.line_id == bindparam("line")).order_by(Enrolment.id)
_LEARNING = _ENROLMENTS.where(Enrolment.person_id == bindparam("person"), Enrolment.state != "withdrawn")
_OF_ONE_COURSE = _LEARNING.where(Course.key == bindparam("course")).order_by(Enrolment.nth.desc()).limit(1)
_OF_ALL_COURSES = _LEARNING.order_by(Enrolment.last_activity_at.desc(), Enrolment.id)


def with_columns(*columns: ColumnElement[Any]) -> Select[*tuple[Any, ...]]:
    """Return the select by which ``find_learning`` finds an enrolment (``person``, ``course``), with more columns after its own."""
    return _OF_ONE_COURSE.add_columns(*columns)


def followed_column() -> ColumnElement[Any]:
    """Return a column that holds an enrolment (``enrolment``) as ``get_followed`` returns it; ``read_followed`` reads it."""
    return rows_of(_ONE)


def read_followed(rows: Sequence[Sequence[Any]]) -> Learning:
    """Return the enrolment in such a column."""
    found = Learning(*rows[0])
    ended = found.completed_at
    return replace(found, began_at=moment(str(found.began_at)), completed_at=None if ended is None else moment(str(ended)))


def find_learning(person_id: int, course_key: str) -> Learning | None:
    """Return how a person follows a course, or None when they do not."""
    row = read(_OF_ONE_COURSE, person=person_id, course=course_key).first()
    return Learning(*row) if row else None


def list_learning(person_id: int) -> list[Learning]:
    """Return every course that a person follows or has completed, the one they touched last first."""
    return [Learning(*row) for row in read(_OF_ALL_COURSES, person=person_id)]


def get_followed(enrolment_id: int) -> Learning:
    """Return an enrolment with the edition at the head of the line that it follows now, whatever its state."""
    row = read(_ONE, enrolment=enrolment_id).first()
    if row is None:
        raise Missing(f"enrolment {enrolment_id}")
    return Learning(*row)


def list_followed(enrolment_ids: Collection[int]) -> list[Learning]:
    """Return several enrolments as ``get_followed`` returns one."""
    return [Learning(*row) for row in read(_SEVERAL, enrolments=sorted(enrolment_ids))]


def list_followers(line_id: int) -> list[Learning]:
    """Return every enrolment that follows a line, whatever its state."""
    return [Learning(*row) for row in read(_OF_A_LINE, line=line_id)]


def list_people_in(course_id: int) -> list[int]:
    """Return who is on the way through a course and has an account."""
    found = select(Enrolment.person_id).where(Enrolment.course_id == course_id, Enrolment.state == "active").distinct()
    return list(db.session.scalars(found.join(Person, Person.id == Enrolment.person_id).where(Person.role != GUEST).order_by(Enrolment.person_id)))


def find_follower(email: str, course_id: int) -> int | None:
    """Return the latest enrolment in a course, not ended, of whoever has this address; None where there is none."""
    found = (
        select(Enrolment.id)
        .join(Person, Person.id == Enrolment.person_id)
        .where(Person.email_key == email_key(email), Enrolment.course_id == course_id, Enrolment.state != "withdrawn")
    )
    return db.session.scalar(found.order_by(Enrolment.nth.desc()).limit(1))


def follows_any(person_id: int, course_ids: Collection[int]) -> bool:
    """Tell whether a person follows, or has completed, any of these courses."""
    found = select(Enrolment.id).where(Enrolment.person_id == person_id, Enrolment.course_id.in_(course_ids), Enrolment.state != "withdrawn")
    return db.session.scalar(found.limit(1)) is not None


def list_followed_twice(guest_id: int, person_id: int) -> list[tuple[int, int]]:
    """Return where a guest and an account follow the same course: the guest's enrolment and the account's latest."""
    theirs, other = aliased(Enrolment), aliased(Enrolment)
    latest = select(func.max(other.nth)).where(other.person_id == person_id, other.course_id == Enrolment.course_id).scalar_subquery()
    both = (
        select(Enrolment.id, theirs.id)
        .join(theirs, (theirs.course_id == Enrolment.course_id) & (theirs.person_id == person_id) & (theirs.nth == latest))
        .where(Enrolment.person_id == guest_id)
    )
    return [(guests, accounts) for guests, accounts in db.session.execute(both)]

"""Reading enrolments: each one statement."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, Select, select

from lms.domain.courses.models import Course, Edition, Line
from lms.domain.enrolment.models import Enrolment
from lms.platform.database import db


@dataclass(frozen=True)
class Learning:
    """One person following a course: the latest enrolment, and the edition at the head of its line."""

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


def _learning() -> Select[*tuple[Any, ...]]:
    return (
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
        )
        .select_from(Enrolment)
        .join(Course, Course.id == Enrolment.course_id)
        .join(Line, Line.id == Enrolment.line_id)
        .join(Edition, (Edition.line_id == Line.id) & (Edition.number == Line.head))
    )


def _from_row(row: Row[*tuple[Any, ...]]) -> Learning:
    return Learning(*row)


def find_learning(person_id: int, course_key: str) -> Learning | None:
    """Return how a person follows a course, or None when they do not."""
    row = db.session.execute(
        _learning()
        .where(Enrolment.person_id == person_id, Course.key == course_key, Enrolment.state != "withdrawn")
        .order_by(Enrolment.nth.desc())
        .limit(1)
    ).first()
    return _from_row(row) if row else None


def list_learning(person_id: int) -> list[Learning]:
    """Return every course that a person follows or has completed, the one they touched last first."""
    rows = db.session.execute(
        _learning().where(Enrolment.person_id == person_id, Enrolment.state != "withdrawn").order_by(Enrolment.last_activity_at.desc(), Enrolment.id)
    )
    return [_from_row(row) for row in rows]


def follows_any(person_id: int, course_ids: Collection[int]) -> bool:
    """Tell whether a person follows, or has completed, any of these courses."""
    found = select(Enrolment.id).where(Enrolment.person_id == person_id, Enrolment.course_id.in_(course_ids), Enrolment.state != "withdrawn")
    return db.session.scalar(found.limit(1)) is not None

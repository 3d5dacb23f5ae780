"""Who teaches a course: given and taken by administrators; power over a course comes from nothing else."""

from datetime import datetime

from sqlalchemy import delete, select

from lms.domain.courses.facts import TeachingEnded, TeachingGiven
from lms.domain.courses.models import Course, Staff
from lms.kernel.facts import announce
from lms.platform.database import change, insert_missing, read

TEACHER = "teacher"


def give(person_id: int, course_id: int, course_key: str, *, by: int | None, now: datetime) -> bool:
    """Let somebody teach a course, and tell whether they did not before."""
    given = change(insert_missing(Staff).values(course_id=course_id, person_id=person_id, part=TEACHER))
    if given:
        announce(TeachingGiven(at=now, person_id=person_id, actor_id=by, object=course_key))
    return bool(given)


def take(person_id: int, course_id: int, course_key: str, *, by: int | None, now: datetime) -> bool:
    """Let somebody teach a course no more, and tell whether they did before."""
    taken = change(delete(Staff).where(Staff.course_id == course_id, Staff.person_id == person_id))
    if taken:
        announce(TeachingEnded(at=now, person_id=person_id, actor_id=by, object=course_key))
    return bool(taken)


def list_courses_taught(person_id: int) -> list[str]:
    """Return the keys of the courses that somebody teaches or edits."""
    wanted = select(Course.key).join(Staff, Staff.course_id == Course.id).where(Staff.person_id == person_id).distinct().order_by(Course.key)
    return list(read(wanted).scalars())

"""Attempts beyond those that a quiz allows: asked for, decided by whoever teaches the course or administers, or simply given.

Nobody is left at a dead end: who asks is answered by people who are reminded, and in the end by the administrators.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Select, func, or_, select, update

from lms.domain.courses.models import Course, Edition, Line, Staff
from lms.domain.courses.outline import Activity
from lms.domain.enrolment.models import Enrolment
from lms.domain.people.models import Person
from lms.domain.people.rules import ADMINISTRATOR
from lms.domain.quizzes import rules
from lms.domain.quizzes.facts import FurtherAttemptAsked, FurtherAttemptDecided
from lms.domain.quizzes.models import FurtherAttempt
from lms.domain.quizzes.queries import count_further, list_tries
from lms.domain.quizzes.rules import Refusal
from lms.kernel.facts import announce
from lms.kernel.keys import new_uid
from lms.kernel.refusals import Missing, Refused
from lms.platform.database import change, db, insert_missing, read

LONGEST_WORDS = 2000
REMINDED_AFTER = timedelta(days=3)  # then the administrators are asked as well
AT_ONCE = 100


@dataclass(frozen=True)
class Request:
    """A further attempt that was asked for, or given; ``map_digest`` is that of the edition its learner reads."""

    uid: str
    enrolment_id: int
    person_id: int
    name: str
    email: str
    course_id: int
    course_key: str
    quiz_key: str
    map_digest: str
    words: str
    made_at: datetime
    reminded_at: datetime | None
    decided_at: datetime | None
    is_granted: bool | None
    reason: str


_REQUESTS: Select[*tuple[object, ...]] = (
    select(
        FurtherAttempt.uid,
        FurtherAttempt.enrolment_id,
        Enrolment.person_id,
        Person.name,
        Person.email,
        Course.id,
        Course.key,
        FurtherAttempt.quiz_key,
        Edition.map_digest,
        FurtherAttempt.words,
        FurtherAttempt.made_at,
        FurtherAttempt.reminded_at,
        FurtherAttempt.decided_at,
        FurtherAttempt.is_granted,
        FurtherAttempt.reason,
    )
    .join(Enrolment, Enrolment.id == FurtherAttempt.enrolment_id)
    .join(Person, Person.id == Enrolment.person_id)
    .join(Course, Course.id == Enrolment.course_id)
    .join(Line, Line.id == Enrolment.line_id)
    .join(Edition, (Edition.line_id == Line.id) & (Edition.number == Line.head))
)


def ask(enrolment_id: int, activity: Activity, words: str, *, now: datetime) -> None:
    """Ask for another attempt at a quiz whose attempts are used up; asked twice is asked once. Raises Refused."""
    assert activity.quiz is not None
    tries, further = list_tries(enrolment_id, activity.key), count_further(enrolment_id, activity.key)
    has_open = any(each.submitted_at is None for each in tries)
    if has_open or rules.why_not_start(activity.quiz, submitted=len(tries), further=further) is None:
        raise Refused(Refusal.NOT_THE_LAST)
    uid = new_uid()
    values = {"uid": uid, "enrolment_id": enrolment_id, "quiz_key": activity.key, "words": words.strip()[:LONGEST_WORDS], "made_at": now, "reason": ""}
    if not change(insert_missing(FurtherAttempt).values(values)):
        raise Refused(Refusal.ASKED_ALREADY)
    asked = get_request(uid)
    announce(FurtherAttemptAsked(at=now, person_id=asked.person_id, enrolment_id=enrolment_id, object=activity.key, result={"request": uid}))


def decide(uid: str, *, granted: bool, reason: str, by: int, now: datetime) -> bool:
    """Give another attempt or say why not, and tell whether that was still open; what was decided first stays."""
    values = {"decided_at": now, "decided_by": by, "is_granted": granted, "reason": reason.strip()[:LONGEST_WORDS]}
    if not change(update(FurtherAttempt).where(FurtherAttempt.uid == uid, FurtherAttempt.decided_at.is_(None)).values(values)):
        return False
    _tell(get_request(uid), by=by, now=now)
    return True


def give(enrolment_id: int, quiz_key: str, reason: str, *, by: int, now: datetime) -> None:
    """Give another attempt without being asked; where somebody has asked, that is the answer."""
    asked = find_latest(enrolment_id, quiz_key)
    if asked and asked.decided_at is None and decide(asked.uid, granted=True, reason=reason, by=by, now=now):
        return
    uid = new_uid()
    same = {"uid": uid, "enrolment_id": enrolment_id, "quiz_key": quiz_key, "words": "", "made_at": now}
    change(insert_missing(FurtherAttempt).values(**same, decided_at=now, decided_by=by, is_granted=True, reason=reason.strip()[:LONGEST_WORDS]))
    _tell(get_request(uid), by=by, now=now)


def _tell(request: Request, *, by: int, now: datetime) -> None:
    announce(
        FurtherAttemptDecided(
            at=now,
            person_id=request.person_id,
            enrolment_id=request.enrolment_id,
            object=request.quiz_key,
            result={"request": request.uid, "granted": bool(request.is_granted), "by": by},
        )
    )


def remind(*, now: datetime) -> int:
    """Ask again about what has waited for days, the administrators as well, and return how many requests that were."""
    waits = (FurtherAttempt.decided_at.is_(None), FurtherAttempt.reminded_at.is_(None), FurtherAttempt.made_at <= now - REMINDED_AFTER)
    late = list(db.session.scalars(select(FurtherAttempt.uid).where(*waits).order_by(FurtherAttempt.id).limit(AT_ONCE)))
    for uid in late:
        change(update(FurtherAttempt).where(FurtherAttempt.uid == uid, FurtherAttempt.decided_at.is_(None)).values(reminded_at=now))
        asked = get_request(uid)
        result = {"request": uid, "again": True}
        announce(FurtherAttemptAsked(at=now, person_id=asked.person_id, enrolment_id=asked.enrolment_id, object=asked.quiz_key, result=result))
    return len(late)


def find_request(uid: str) -> Request | None:
    """Return a request, or None."""
    row = read(_REQUESTS.where(FurtherAttempt.uid == uid)).first()
    return None if row is None else Request(*row)  # type: ignore[arg-type]


def get_request(uid: str) -> Request:
    """Return a request. Raises Missing."""
    found = find_request(uid)
    if found is None:
        raise Missing(f"request {uid}")
    return found


def find_latest(enrolment_id: int, quiz_key: str) -> Request | None:
    """Return what somebody asked for last at a quiz, or was given; None where there is nothing."""
    here = (FurtherAttempt.enrolment_id == enrolment_id, FurtherAttempt.quiz_key == quiz_key)
    row = read(_REQUESTS.where(*here).order_by(FurtherAttempt.id.desc()).limit(1)).first()
    return None if row is None else Request(*row)  # type: ignore[arg-type]


def list_requests(course_ids: Collection[int] | None, *, decided_since: datetime) -> list[Request]:
    """Return what waits in these courses, or in all of them, the oldest first, and what was decided since a moment."""
    wanted = _REQUESTS.where(or_(FurtherAttempt.decided_at.is_(None), FurtherAttempt.decided_at >= decided_since))
    if course_ids is not None:
        wanted = wanted.where(Course.id.in_(course_ids))
    return [Request(*row) for row in read(wanted.order_by(FurtherAttempt.id))]  # type: ignore[arg-type]


def list_deciders(course_id: int, *, again: bool) -> list[int]:
    """Return who is written to about a request: those who teach the course; administrators where nobody does, or when it has waited."""
    alive = (Person.suspended_at.is_(None), Person.email.is_not(None))
    teaching = select(Person.id).join(Staff, Staff.person_id == Person.id).where(Staff.course_id == course_id, *alive)
    found = set(db.session.scalars(teaching))
    if again or not found:
        found |= set(db.session.scalars(select(Person.id).where(Person.role == ADMINISTRATOR, *alive)))
    return sorted(found)


def count_waiting(course_ids: Collection[int] | None) -> int:
    """Return how many requests wait in these courses, or in all of them."""
    wanted = select(func.count()).select_from(FurtherAttempt).join(Enrolment, Enrolment.id == FurtherAttempt.enrolment_id).where(FurtherAttempt.decided_at.is_(None))
    if course_ids is not None:
        wanted = wanted.where(Enrolment.course_id.in_(course_ids))
    return int(read(wanted).scalar_one())

"""Reading what regrades did to marks: as learners are told it, and as whoever mended a key sees it afterwards."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from typing import Any

from sqlalchemy import Select, bindparam, func, select

from lms.domain.enrolment.models import Enrolment
from lms.domain.people.models import Person
from lms.domain.quizzes.models import Attempt, Regrade, Regraded
from lms.domain.quizzes.regrading_rules import digest_of_changes
from lms.platform.database import db, read


@dataclass(frozen=True)
class Told:
    """A mark that a regrade changed, from what to what, when and why."""

    uid: str
    person_id: int
    quiz_key: str
    nth: int
    edition_id: int
    old: Fraction
    new: Fraction
    at: datetime
    reason: str


@dataclass(frozen=True)
class Done:
    """What a regrade did: the marks that it changed, and how many people completed the course by it."""

    uid: str
    told: tuple[Told, ...]
    completed: int

    @property
    def digest(self) -> str:
        """What tells these changes from others, as the preview has it."""
        return digest_of_changes((each.uid, each.old, each.new) for each in self.told)


_TOLD: Select[*tuple[Any, ...]] = (
    select(
        Attempt.uid,
        Enrolment.person_id,
        Attempt.quiz_key,
        Attempt.nth,
        Attempt.edition_id,
        Regraded.old_num,
        Regraded.old_den,
        Regraded.new_num,
        Regraded.new_den,
        Regrade.at,
        Regrade.reason,
    )
    .select_from(Regraded)
    .join(Regrade, Regrade.id == Regraded.regrade_id)
    .join(Attempt, Attempt.id == Regraded.attempt_id)
    .join(Enrolment, Enrolment.id == Attempt.enrolment_id)
    .order_by(Regrade.id, Regraded.attempt_id)
)
_OF_ATTEMPTS = _TOLD.where(Regraded.attempt_id.in_(bindparam("attempts", expanding=True)))
_OF_A_PERSON = _TOLD.where(Regrade.uid == bindparam("regrade"), Enrolment.person_id == bindparam("person"))
_OF_A_REGRADE = _TOLD.where(Regrade.id == bindparam("regrade"))


def _told(statement: Select[*tuple[Any, ...]], **values: Any) -> list[Told]:
    found = []
    for uid, person, quiz, nth, edition, old_num, old_den, new_num, new_den, at, reason in read(statement, **values):
        found.append(Told(uid, person, quiz, nth, edition, Fraction(old_num, old_den), Fraction(new_num, new_den), at, reason))
    return found


def list_told(attempt_ids: Collection[int]) -> dict[str, list[Told]]:
    """Return what regrades did to these attempts, by the uid of the attempt, the first one first."""
    found: dict[str, list[Told]] = {}
    for each in _told(_OF_ATTEMPTS, attempts=sorted(attempt_ids)) if attempt_ids else ():
        found.setdefault(each.uid, []).append(each)
    return found


def list_told_to(regrade_uid: str, person_id: int) -> list[Told]:
    """Return what one regrade did to the marks of one person."""
    return _told(_OF_A_PERSON, regrade=regrade_uid, person=person_id)


def find_done(edition_id: int) -> Done | None:
    """Return what the regrade of a key fix did; None where no mark changed."""
    found = db.session.execute(select(Regrade.id, Regrade.uid, Regrade.at, Regrade.course_id).where(Regrade.edition_id == edition_id)).first()
    if found is None:
        return None
    told = _told(_OF_A_REGRADE, regrade=found.id)
    in_it = select(Attempt.enrolment_id).join(Regraded, Regraded.attempt_id == Attempt.id).where(Regraded.regrade_id == found.id)
    completed = select(func.count()).select_from(Enrolment).where(Enrolment.completed_at == found.at, Enrolment.id.in_(in_it))
    return Done(found.uid, tuple(told), db.session.scalars(completed).one())


def list_names(person_ids: Collection[int]) -> dict[int, str]:
    """Return what people are called, by their ids; for those who may see the results of others."""
    ids: Sequence[int] = sorted(set(person_ids))
    return dict(db.session.execute(select(Person.id, Person.name).where(Person.id.in_(ids))).all())


def list_whom_to_write(regrade_uid: str) -> list[int]:
    """Return whose marks a regrade changed."""
    found = (
        select(Enrolment.person_id)
        .distinct()
        .join(Attempt, Attempt.enrolment_id == Enrolment.id)
        .join(Regraded, Regraded.attempt_id == Attempt.id)
        .join(Regrade, Regrade.id == Regraded.regrade_id)
        .where(Regrade.uid == regrade_uid)
    )
    return list(db.session.scalars(found.order_by(Enrolment.person_id)))

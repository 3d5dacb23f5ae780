"""What is done with enrolments; called inside a unit of work."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import ColumnElement, Update, bindparam, case, delete, select, update
from sqlalchemy.exc import IntegrityError

from lms.domain.courses.models import Course, Edition, Line
from lms.domain.courses.queries import get_outline
from lms.domain.enrolment import rules
from lms.domain.enrolment.facts import EnrolledByOther, PersonEnrolled, PersonWithdrew, WithdrawnByOther
from lms.domain.enrolment.models import Enrolment
from lms.domain.people.facts import GuestGone, GuestKnown
from lms.domain.people.models import Person
from lms.domain.people.rules import GUEST
from lms.kernel.facts import announce
from lms.kernel.keys import new_uid
from lms.kernel.refusals import Missing, Refused
from lms.platform.database import change, db

_NOW = bindparam("now", type_=Enrolment.last_activity_at.type)
_NOTED = update(Enrolment).where(Enrolment.id == bindparam("of_enrolment")).values(place=bindparam("at_place"), last_activity_at=_NOW)
_WITH_ACCOUNT = select(Person.id).where(Person.role != GUEST)


def enrol(person_id: int, course_id: int, *, now: datetime, signed_in: bool = True, invited: bool = False) -> Enrolment:
    """Let a person follow the newest line of a course from now on; two at once are one, by the table's constraint.

    A guest is not signed in. Who is invited needs not see the course beforehand.
    """
    course = db.session.get_one(Course, course_id)
    last = db.session.scalars(
        select(Enrolment).where(Enrolment.person_id == person_id, Enrolment.course_id == course_id).order_by(Enrolment.nth.desc()).limit(1)
    ).first()
    line = db.session.execute(
        select(Line.id, Edition.id.label("head_id"), Edition.map_digest)
        .join(Edition, (Edition.line_id == Line.id) & (Edition.number == Line.head))
        .where(Line.course_id == course_id)
        .order_by(Line.number.desc())
        .limit(1)
    ).first()
    visibility = "public" if invited else course.visibility
    is_guide = line is not None and get_outline(line.map_digest).is_guide
    state = last.state if last else None
    reason = rules.why_not_enrol(visibility, is_published=line is not None, signed_in=signed_in, state=state, is_guide=is_guide)
    if reason or line is None:
        raise Refused(reason or rules.Refusal.NOT_PUBLISHED, course=course.key)
    enrolment = Enrolment(
        uid=new_uid(),
        person_id=person_id,
        course_id=course_id,
        nth=last.nth + 1 if last else 1,
        line_id=line.id,
        state="active",
        began_at=now,
        last_activity_at=now,
    )
    db.session.add(enrolment)
    try:
        db.session.flush()
    except IntegrityError as error:  # the other of two clicks was faster
        raise Refused(rules.Refusal.ALREADY_ENROLLED, course=course.key) from error
    announce(PersonEnrolled(at=now, person_id=person_id, enrolment_id=enrolment.id, edition_id=line.head_id, object=course.key))
    return enrolment


def enrol_other(person_id: int, course_id: int, *, by: int | None, now: datetime) -> Enrolment:
    """Enrol somebody else in a course, whoever may see it."""
    enrolment = enrol(person_id, course_id, now=now, invited=True)
    key = db.session.get_one(Course, course_id).key
    announce(EnrolledByOther(at=now, person_id=person_id, enrolment_id=enrolment.id, actor_id=by, object=key))
    return enrolment


def withdraw_other(person_id: int, uid: str, *, by: int | None, now: datetime) -> None:
    """End an enrolment that somebody has not completed; what they have done stays, and they may begin again."""
    row = db.session.execute(
        select(Enrolment.id, Course.key).join(Course, Course.id == Enrolment.course_id).where(Enrolment.uid == uid, Enrolment.person_id == person_id)
    ).first()
    if row is None:
        raise Missing("enrolment")
    ended = change(update(Enrolment).where(Enrolment.id == row.id, Enrolment.state == "active").values(state="withdrawn"))
    if not ended:
        raise Refused(rules.Refusal.NOTHING_TO_WITHDRAW)
    announce(PersonWithdrew(at=now, person_id=person_id, enrolment_id=row.id, object=row.key))
    announce(WithdrawnByOther(at=now, person_id=person_id, enrolment_id=row.id, actor_id=by, object=row.key))


def follow_line(enrolment_id: int, line_id: int) -> bool:
    """Let an enrolment follow another line of its course from now on; tell whether it followed another one before."""
    moved = change(update(Enrolment).where(Enrolment.id == enrolment_id, Enrolment.line_id != line_id).values(line_id=line_id))
    return moved == 1


def hold(enrolment_ids: Collection[int]) -> None:
    """Let whoever else changes these enrolments wait until this unit of work has ended, or this one wait for them."""
    ids = sorted(enrolment_ids)
    db.session.execute(select(Enrolment.id).where(Enrolment.id.in_(ids)).order_by(Enrolment.id).with_for_update(key_share=True))


def note_place(enrolment_id: int, key: str, *, now: datetime) -> None:
    """Keep where a person left off, so that any device can take them there."""
    change(_NOTED, of_enrolment=enrolment_id, at_place=key, now=now)


def noting_of(found: ColumnElement[int]) -> Update:
    """Return the update that keeps where somebody left off (``at_place``, ``now``) in the enrolment that a subquery finds.

    Their place stays where it is if they follow another line than ``on_line`` by now.
    """
    place = case((Enrolment.line_id == bindparam("on_line"), bindparam("at_place")), else_=Enrolment.place)
    return update(Enrolment).where(Enrolment.id == found).values(place=place, last_activity_at=_NOW)


def complete(enrolment_id: int, edition_id: int, *, now: datetime) -> bool:
    """Mark an enrolment as completed; tell whether this call was the one that did it. It happens once (the latch).

    A guest completes nothing: what they have done counts as soon as they have an account.
    """
    done = change(
        update(Enrolment)
        .where(Enrolment.id == enrolment_id, Enrolment.completed_at.is_(None), Enrolment.person_id.in_(_WITH_ACCOUNT))
        .values(completed_at=now, completed_edition_id=edition_id, state="completed")
    )
    return done == 1


def follow_guest(fact: GuestKnown) -> None:
    """Give an account the enrolments of a guest, but in courses that it follows already (follows people)."""
    for enrolment in db.session.scalars(select(Enrolment).where(Enrolment.person_id == fact.guest_id)).all():
        last = db.session.execute(
            select(Enrolment.nth, Enrolment.state)
            .where(Enrolment.person_id == fact.person_id, Enrolment.course_id == enrolment.course_id)
            .order_by(Enrolment.nth.desc())
            .limit(1)
        ).first()
        if last is None or last.state == "withdrawn":
            change(
                update(Enrolment)
                .where(Enrolment.id == enrolment.id)
                .values(person_id=fact.person_id, nth=last.nth + 1 if last else 1)
            )


def follow_merged(fact: GuestKnown) -> None:
    """Remove the enrolments of a guest whose content has gone into those of an account (follows people, last)."""
    change(delete(Enrolment).where(Enrolment.person_id == fact.guest_id))


def follow_gone(fact: GuestGone) -> None:
    """Remove the enrolments of a guest who is removed (follows people, last)."""
    change(delete(Enrolment).where(Enrolment.person_id == fact.person_id))

"""What becomes of a guest's attempts: they go to the account that the guest turned out to have, or are removed with them."""

from sqlalchemy import delete, func, select, update

from lms.domain.enrolment.models import Enrolment
from lms.domain.enrolment.queries import list_followed_twice
from lms.domain.people.facts import GuestGone, GuestKnown
from lms.domain.quizzes.models import Attempt, QuestionMark, Response
from lms.domain.quizzes.service import submit_as_it_stands
from lms.platform.database import change, db


def follow_guest(fact: GuestKnown) -> None:
    """Let an account go on with the guest's attempts in courses that both follow (follows people).

    Where both have one open at the same quiz the guest's is closed as it stands: there can be one only.
    """
    for guests, accounts in list_followed_twice(fact.guest_id, fact.person_id or 0):
        held = {
            key: (count, is_open)
            for key, count, is_open in db.session.execute(
                select(Attempt.quiz_key, func.max(Attempt.nth), func.count().filter(Attempt.submitted_at.is_(None)))
                .where(Attempt.enrolment_id == accounts)
                .group_by(Attempt.quiz_key)
            )
        }
        for attempt in db.session.execute(
            select(Attempt.id, Attempt.uid, Attempt.quiz_key, Attempt.nth, Attempt.submitted_at).where(Attempt.enrolment_id == guests).order_by(Attempt.nth)
        ).all():
            before, is_open = held.get(attempt.quiz_key, (0, 0))
            if is_open and attempt.submitted_at is None:
                submit_as_it_stands(attempt.uid, now=fact.at)
            change(update(Attempt).where(Attempt.id == attempt.id).values(enrolment_id=accounts, nth=before + attempt.nth))


def follow_gone(fact: GuestGone) -> None:
    """Remove the attempts and answers of a guest who is removed (follows people)."""
    attempts = select(Attempt.id).join(Enrolment, Enrolment.id == Attempt.enrolment_id).where(Enrolment.person_id == fact.person_id)
    gone = list(db.session.scalars(attempts))
    change(delete(QuestionMark).where(QuestionMark.attempt_id.in_(gone)))
    change(delete(Response).where(Response.attempt_id.in_(gone)))
    change(delete(Attempt).where(Attempt.id.in_(gone)))

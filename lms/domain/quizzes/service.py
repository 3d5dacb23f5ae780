"""What is done with attempts; called inside a unit of work.

The server owns the attempt: it draws, orders, keeps the time and marks. Two clicks, two tabs and two devices come to the
same attempt; what was submitted is marked once.
"""

from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from functools import cache
from typing import Any

from sqlalchemy import Insert, bindparam, select, update

from lms.domain.courses.outline import Activity
from lms.domain.courses.questionnaires import Questionnaire
from lms.domain.questions.marking import Given as Answer
from lms.domain.quizzes import rules
from lms.domain.quizzes.facts import AttemptProgressed, QuizStarted, QuizSubmitted
from lms.domain.quizzes.keys import newest_key
from lms.domain.quizzes.models import Attempt, Response
from lms.domain.quizzes.queries import Binding, Given, Try, find_try, list_given, list_tries, next_number
from lms.domain.quizzes.rules import Refusal
from lms.kernel.facts import announce
from lms.kernel.keys import new_uid
from lms.kernel.refusals import Missing, Refused
from lms.platform.database import change, db, insert_missing

# The client under which a form sent without script numbers its answers; the server counts for it.
FORM = "form"


@dataclass(frozen=True)
class Said:
    """An answer as it reaches us: ``seq`` None lets the server number it, as for a form sent without script."""

    question_key: str
    body: Any
    language: str
    client: str = FORM
    seq: int | None = None


def start(person_id: int, enrolment_id: int, edition_id: int, activity: Activity, *, now: datetime) -> str:
    """Begin an attempt and return its uid; where one is open already, return that one's."""
    assert activity.quiz is not None
    tries = list_tries(enrolment_id, activity.key)
    going = next((each for each in tries if each.submitted_at is None), None)
    if going:
        return going.uid
    reason = rules.why_not_start(activity.quiz, submitted=len(tries))
    if reason:
        raise Refused(reason)
    uid = new_uid()
    begun = change(
        insert_missing(Attempt).values(
            uid=uid,
            enrolment_id=enrolment_id,
            quiz_key=activity.key,
            nth=len(tries) + 1,
            edition_id=edition_id,
            seed=new_uid(),
            began_at=now,
            closes_at=rules.closing_time(activity.quiz, began_at=now),
        )
    )
    if not begun:  # the other of two clicks was faster
        return list_tries(enrolment_id, activity.key)[-1].uid
    announce(QuizStarted(at=now, person_id=person_id, enrolment_id=enrolment_id, edition_id=edition_id, object=f"{activity.key}/{uid}"))
    return uid


def save(attempt: Binding, said: Said, *, now: datetime) -> None:
    """Store an answer. The same answer sent again changes nothing; one that comes too late is refused.

    That the attempt still exists and takes answers is decided by the statement that stores it, so nothing can come in
    between. It writes once and alone where the client has numbered its answer. Raises Refused, or Missing.
    """
    seq = said.seq if said.seq is not None else next_number(attempt.id, said.client)
    stored = change(
        _storing(db.engine.dialect.name),
        to_attempt=attempt.uid,
        of_question=said.question_key,
        by_client=said.client,
        as_number=seq,
        said=said.body,
        in_language=said.language,
        now=now,
    )
    if not stored and not _is_stored(attempt, said, seq):
        raise _why_not_stored(attempt, now)


def _why_not_stored(attempt: Binding, now: datetime) -> Refused | Missing:
    found = find_try(attempt.uid)
    if found is None:
        return Missing(f"attempt {attempt.uid}")
    return Refused(rules.why_not_answer(submitted_at=found.submitted_at, closes_at=found.closes_at, now=now) or Refusal.SUBMITTED)


@cache
def _storing(_dialect: str) -> Insert:
    """Return the insert of one answer as a database of this kind wants it, put together once: it runs at every answer."""
    values = {
        "attempt_id": Attempt.id,
        "question_key": bindparam("of_question", type_=Response.question_key.type),
        "client": bindparam("by_client", type_=Response.client.type),
        "seq": bindparam("as_number", type_=Response.seq.type),
        "body": bindparam("said", type_=Response.body.type),
        "language": bindparam("in_language", type_=Response.language.type),
        "at": bindparam("now", type_=Response.at.type),
    }
    is_in_time = Attempt.closes_at.is_(None) | (Attempt.closes_at > bindparam("now", type_=Attempt.closes_at.type))
    # By its uid, which nothing else ever has: on SQLite the number of an attempt that is gone may be given again.
    takes_answers = (Attempt.uid == bindparam("to_attempt"), Attempt.submitted_at.is_(None), is_in_time)
    # On PostgreSQL the lock makes a submission wait for this answer, or this answer see the submission.
    source = select(*values.values()).where(*takes_answers).with_for_update(read=True)
    return insert_missing(Response).from_select(list(values), source)


def _is_stored(attempt: Binding, said: Said, seq: int) -> bool:
    """Tell whether this very answer came before; another one under the same number is not it."""
    here = (
        select(Response.question_key, Response.body)
        .join(Attempt, Attempt.id == Response.attempt_id)
        .where(Attempt.uid == attempt.uid, Response.client == said.client, Response.seq == seq)
    )
    kept = db.session.execute(here).first()
    return kept is not None and (kept.question_key, kept.body) == (said.question_key, said.body)


def save_form(attempt: Binding, answers: list[Said], *, now: datetime) -> None:
    """Store those answers of a form that differ from what is stored; two forms at once wait for each other.

    Where the page's script has numbered them they are stored in any case: an older answer of the same client may still be
    on its way, and only a higher number keeps it from counting.
    """
    db.session.execute(select(Attempt.id).where(Attempt.uid == attempt.uid).with_for_update())
    given = list_given(attempt.id)
    for said in answers:
        kept = given.get(said.question_key)
        if said.seq is not None or said.body != (kept.body if kept else None):
            save(attempt, said, now=now)


def submit(attempt: Binding, questionnaire: Questionnaire, activity: Activity, *, now: datetime) -> None:
    """Close an attempt and mark it; submitting it again changes nothing."""
    closed = change(update(Attempt).where(Attempt.uid == attempt.uid, Attempt.submitted_at.is_(None)).values(submitted_at=now))
    if not closed:
        return
    questionnaire, key_of = newest_key(attempt, questionnaire, activity)
    share = questionnaire.share(attempt.seed, {key: Answer(each.body, each.language) for key, each in list_given(attempt.id).items()})
    change(
        update(Attempt)
        .where(Attempt.id == attempt.id)
        .values(mark_num=share.numerator, mark_den=share.denominator, marked_edition_id=key_of)
    )
    announce(
        QuizSubmitted(
            at=now,
            person_id=attempt.person_id,
            enrolment_id=attempt.enrolment_id,
            edition_id=attempt.edition_id,
            object=f"{activity.key}/{attempt.uid}",
            result={"num": share.numerator, "den": share.denominator},
        )
    )
    tell_progress(attempt, questionnaire, activity, now=now)


def tell_progress(attempt: Binding, questionnaire: Questionnaire, activity: Activity, *, now: datetime) -> None:
    """Announce what the attempts at a quiz amount to now."""
    assert activity.quiz is not None
    shares = [each.share for each in list_tries(attempt.enrolment_id, activity.key) if each.share is not None]
    unanswered = count_unanswered(questionnaire, attempt.seed, list_given(attempt.id))
    is_practice = activity.quiz.mode == "practice"
    announce(
        AttemptProgressed(
            at=now,
            person_id=attempt.person_id,
            enrolment_id=attempt.enrolment_id,
            edition_id=attempt.edition_id,
            object=activity.key,
            score=None if is_practice else rules.score(activity.quiz.grading, shares),
            best=max(shares, default=None),
            submitted=len(shares),
            unanswered=unanswered,
        )
    )


def note_practice(attempt: Binding, questionnaire: Questionnaire, activity: Activity, *, now: datetime) -> None:
    """Announce that a practice has been answered throughout, if it has: that is when it is done, without being sent in."""
    if count_unanswered(questionnaire, attempt.seed, list_given(attempt.id)) == 0:
        tell_progress(attempt, questionnaire, activity, now=now)


def count_unanswered(questionnaire: Questionnaire, seed: str, given: dict[str, Given]) -> int:
    """Return how many of the questions that an attempt met have no answer."""
    return sum(key not in given or given[key].body is None for key in questionnaire.drawn(seed))


def best_share(tries: list[Try]) -> Fraction | None:
    """Return the best share of the submitted attempts among these, or None."""
    return max((each.share for each in tries if each.share is not None), default=None)


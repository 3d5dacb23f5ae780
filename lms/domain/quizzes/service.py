"""What is done with attempts; called inside a unit of work.

The server owns the attempt: it draws, orders, keeps the time and marks. Two clicks, two tabs and two devices come to the
same attempt; what was submitted is marked once.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from fractions import Fraction
from functools import cache
from typing import Any

from sqlalchemy import (
    Insert,
    bindparam,
    delete,
    exists,
    func,
    literal,
    select,
)

from lms.domain.courses.outline import Activity
from lms.domain.courses.queries import get_outline_of
from lms.domain.courses.questionnaires import Questionnaire, get_questionnaire
from lms.domain.enrolment.service import note_place
from lms.domain.questions.marking import Given as Answer
from lms.domain.questions.marking import Marked, score
from lms.domain.quizzes import rules
from lms.domain.quizzes.closing import close, hold, keeping
from lms.domain.quizzes.facts import AttemptProgressed, QuizStarted, QuizSubmitted
from lms.domain.quizzes.keys import with_key_of
from lms.domain.quizzes.models import Attempt, Flag, Response
from lms.domain.quizzes.queries import (
    Answers,
    Binding,
    Given,
    Try,
    count_further,
    find_try,
    get_fresh_binding,
    list_given,
    list_sent,
    list_tries,
    next_number,
)
from lms.domain.quizzes.rules import Refusal
from lms.kernel.facts import announce
from lms.kernel.keys import new_uid
from lms.kernel.refusals import Missing, Refused
from lms.platform.database import change, change_each, db, insert_missing
from lms.platform.jobs import add_job

# The kind of the jobs that send in attempts whose time is over, and how long they wait: an answer that reached us in time
# may still be on its way to the database.
CLOSING = "attempt-ends"
GRACE = timedelta(seconds=5)
NO_LIMIT = 2**31 - 1
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


def start(person_id: int, enrolment_id: int, edition_id: int, activity: Activity, *, extra_time: int = 0, now: datetime) -> str:
    """Begin an attempt and return its uid; where one is open already, return that one's.

    ``extra_time`` is how much more time this learner has, in percent. One that is open and whose time is over is sent in
    first, as the worker would have done a little later.
    """
    assert activity.quiz is not None
    uid, closes_at = new_uid(), rules.closing_time(activity.quiz, began_at=now, extra_time=extra_time)
    values = {
        "as_uid": uid,
        "of_enrolment": enrolment_id,
        "of_quiz": activity.key,
        "of_edition": edition_id,
        "by_seed": new_uid(),
        "now": now,
        "until": closes_at,
        "more_time": extra_time if closes_at else 0,
    }
    # Most begin what anybody may begin, so nothing is asked beforehand.
    if not change(_starting(db.engine.dialect.name), **values, most=NO_LIMIT if activity.quiz.attempts is None else activity.quiz.attempts):
        tries = list_tries(enrolment_id, activity.key)
        going = next((each for each in tries if each.submitted_at is None), None)
        if going and rules.why_not_answer(submitted_at=None, closes_at=going.closes_at, now=now) is None:
            return going.uid
        if going:
            submit_as_it_stands(going.uid, now=now)
        further = count_further(enrolment_id, activity.key)
        reason = rules.why_not_start(activity.quiz, submitted=len(tries), further=further)
        if reason:
            raise Refused(reason)
        if not change(_starting(db.engine.dialect.name), **values, most=len(tries) + 1):  # the other of two clicks was faster
            return list_tries(enrolment_id, activity.key)[-1].uid
    if closes_at:
        add_job(CLOSING, f"{CLOSING}:{uid}", {"attempt": uid}, now=now, due=closes_at + GRACE)
    announce(QuizStarted(at=now, person_id=person_id, enrolment_id=enrolment_id, edition_id=edition_id, object=f"{activity.key}/{uid}"))
    return uid


@cache
def _starting(_dialect: str) -> Insert:
    """Return the insert of an attempt where none is open and fewer than ``most`` were begun; put together once."""
    moment = Attempt.began_at.type
    here = (Attempt.enrolment_id == bindparam("of_enrolment"), Attempt.quiz_key == bindparam("of_quiz"))
    begun = select(func.count()).select_from(Attempt).where(*here).scalar_subquery()
    values: dict[str, Any] = {
        "uid": bindparam("as_uid", type_=Attempt.uid.type),
        "enrolment_id": bindparam("of_enrolment", type_=Attempt.enrolment_id.type),
        "quiz_key": bindparam("of_quiz", type_=Attempt.quiz_key.type),
        "nth": begun + 1,
        "edition_id": bindparam("of_edition", type_=Attempt.edition_id.type),
        "seed": bindparam("by_seed", type_=Attempt.seed.type),
        "began_at": bindparam("now", type_=moment),
        "closes_at": bindparam("until", type_=moment),
        "extra_time": bindparam("more_time", type_=Attempt.extra_time.type),
    }
    source = select(*values.values()).where(begun < bindparam("most", type_=Attempt.nth.type), ~exists().where(*here, Attempt.submitted_at.is_(None)))
    return insert_missing(Attempt).from_select(list(values), source)


def save(attempt: Binding, said: Said, *, now: datetime) -> datetime:
    """Store an answer and return when it was stored. The same answer sent again changes nothing; one that comes too late is refused.

    That the attempt still exists and takes answers is decided by the statement that stores it, so nothing can come in
    between. It writes once and alone where the client has numbered its answer. Raises Refused, or Missing.
    """
    seq = said.seq if said.seq is not None else next_number(attempt.id, said.client)
    stored = change(_storing(db.engine.dialect.name), **_row(attempt, said, seq, now))
    if stored:
        return now
    before = _stored_at(attempt, said, seq)
    if before is None:
        raise _why_not_stored(attempt, now)
    return before


def _why_not_stored(attempt: Binding, now: datetime) -> Refused | Missing:
    found = find_try(attempt.uid)
    if found is None:
        return Missing(f"attempt {attempt.uid}")
    return Refused(rules.why_not_answer(submitted_at=found.submitted_at, closes_at=found.closes_at, now=now) or Refusal.SUBMITTED)


def _row(attempt: Binding, said: Said, seq: int, now: datetime) -> dict[str, Any]:
    return {
        "to_attempt": attempt.uid,
        "of_question": said.question_key,
        "by_client": said.client,
        "as_number": seq,
        "said": said.body,
        "in_language": said.language,
        "now": now,
    }


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


def _stored_at(attempt: Binding, said: Said, seq: int) -> datetime | None:
    """Return when this very answer came before, or None; another one under the same number is not it."""
    here = (
        select(Response.question_key, Response.body, Response.at)
        .join(Attempt, Attempt.id == Response.attempt_id)
        .where(Attempt.uid == attempt.uid, Response.client == said.client, Response.seq == seq)
    )
    kept = db.session.execute(here).first()
    is_it = kept is not None and (kept.question_key, kept.body) == (said.question_key, said.body)
    return kept.at if kept is not None and is_it else None


def save_form(attempt: Binding, answers: list[Said], *, now: datetime) -> None:
    """Store those answers of a form that differ from what is stored; two forms at once wait for each other.

    Where the page's script has numbered them they are stored in any case: an older answer of the same client may still be
    on its way, and only a higher number keeps it from counting.
    """
    db.session.execute(select(Attempt.id).where(Attempt.uid == attempt.uid).with_for_update())
    given = list_given(attempt.id)
    changed = [said for said in answers if said.seq is not None or said.body != (given[said.question_key].body if said.question_key in given else None)]
    numbered = [said for said in changed if said.seq is not None]
    unnumbered = [said for said in changed if said.seq is None]
    number = next_number(attempt.id, FORM) if unnumbered else 0
    numbered += [replace(said, client=FORM, seq=number + place) for place, said in enumerate(unnumbered)]
    # All sent together; where not all of them are new, each is looked at by itself.
    rows = [_row(attempt, said, said.seq or 0, now) for said in numbered]
    if change_each(_storing(db.engine.dialect.name), rows) < len(rows):
        for said in numbered:
            save(attempt, said, now=now)


def set_flag(attempt: Binding, question_key: str, *, flagged: bool) -> None:
    """Note that the learner of an attempt wants to come back to a question, or no more; nothing changes once it is sent in."""
    is_open = select(Attempt.id, literal(question_key)).where(Attempt.uid == attempt.uid, Attempt.submitted_at.is_(None))
    if flagged:
        change(insert_missing(Flag).from_select(["attempt_id", "question_key"], is_open))
    else:
        change(delete(Flag).where(Flag.attempt_id == attempt.id, Flag.question_key == question_key, exists(is_open.where(Attempt.id == Flag.attempt_id))))


def submit(attempt: Binding, questionnaire: Questionnaire, activity: Activity, *, now: datetime) -> None:
    """Close an attempt and mark it; submitting it again changes nothing.

    One whose time is over ended then, whenever it is sent in. As long as a person must mark something of it, it has no mark.
    """
    closing = hold(attempt, now=now)
    if closing is None:
        return
    is_its_own = closing.head_id == attempt.edition_id
    marking = questionnaire if is_its_own else with_key_of(questionnaire, activity, closing.head_digest)
    marked = marking.marked(attempt.seed, answers_of(closing.answers.given))
    if activity.quiz is not None and activity.quiz.mode == "practice":  # nobody marks what was written for oneself
        marked = tuple(each for each in marked if each.share is not None)
    whole = score(marked)
    share = None if whole.waiting else whole.share
    ended, ender = rules.ending(closes_at=attempt.closes_at, now=now)
    mark = {} if share is None else {"num": share.numerator, "den": share.denominator}
    values = {"ended": ended, "ender": ender, "as_receipt": rules.receipt_of(attempt.uid), "key_of": closing.head_id, "mark": mark.get("num"), "of": mark.get("den")}
    close(attempt, values, _mark_rows(attempt, marked, closing.answers))
    announce(
        QuizSubmitted(
            at=now,
            person_id=attempt.person_id,
            enrolment_id=attempt.enrolment_id,
            edition_id=attempt.edition_id,
            object=f"{activity.key}/{attempt.uid}",
            result=mark,
        )
    )
    shares = (*closing.others[: closing.before], share, *closing.others[closing.before :])
    tell_progress(attempt, activity, shares, unanswered=count_unanswered(questionnaire, attempt.seed, closing.answers.given), now=now)


def submit_as_it_stands(uid: str, *, now: datetime) -> None:
    """Send in an attempt that nobody has before them: its time is over, or a guest's goes on as another's."""
    binding = get_fresh_binding(uid)
    outline = get_outline_of(binding.edition_id)
    activity = outline.find(binding.quiz_key)
    assert activity is not None, "an attempt at a quiz of its edition"
    submit(binding, get_questionnaire(outline, activity), activity, now=now)


def answers_of(given: Mapping[str, Given]) -> dict[str, Answer]:
    """Return the answers of an attempt as they are marked, by question."""
    return {key: Answer(each.body, each.language) for key, each in given.items()}


def keep_marks(attempt: Binding, marked: Sequence[Marked], answers: Answers) -> None:
    """Write down what each question of an attempt was worth, with the answer that counted, in one statement."""
    change_each(keeping(db.engine.dialect.name), _mark_rows(attempt, marked, answers))


def _mark_rows(attempt: Binding, marked: Sequence[Marked], answers: Answers) -> list[dict[str, Any]]:
    seconds = rules.seconds_by_question(answers.events, began_at=attempt.began_at)
    return [
        {
            "attempt_id": attempt.id,
            "question_key": each.key,
            "response_id": answers.given[each.key].id if each.answered else None,
            "num": None if each.share is None else each.share.numerator,
            "den": None if each.share is None else each.share.denominator,
            "seconds": seconds.get(each.key),
        }
        for each in marked
    ]


def tell_progress(attempt: Binding, activity: Activity, sent: Sequence[Fraction | None], *, unanswered: int, now: datetime) -> None:
    """Announce what the attempts at a quiz amount to now; the caller has changed or held its enrolment.

    ``sent`` are the shares of those that were sent in, in their order, None while one waits to be marked; ``unanswered`` is
    how many questions of this one have no answer.
    """
    assert activity.quiz is not None
    shares = [share for share in sent if share is not None]
    is_practice = activity.quiz.mode == "practice"
    announce(
        AttemptProgressed(
            at=now,
            person_id=attempt.person_id,
            enrolment_id=attempt.enrolment_id,
            edition_id=attempt.edition_id,
            object=activity.key,
            map_digest=attempt.map_digest,
            line_id=attempt.line_id,
            score=None if is_practice else rules.score(activity.quiz.grading, shares),
            best=max(shares, default=None),
            submitted=len(sent),
            unanswered=unanswered,
        )
    )


def note_practice(attempt: Binding, questionnaire: Questionnaire, activity: Activity, *, now: datetime) -> None:
    """Announce that a practice has been answered throughout, if it has: that is when it is done, without being sent in."""
    if count_unanswered(questionnaire, attempt.seed, list_given(attempt.id)) == 0:
        note_place(attempt.enrolment_id, activity.key, now=now)
        tell_progress(attempt, activity, list_sent(attempt.enrolment_id, activity.key), unanswered=0, now=now)


def count_unanswered(questionnaire: Questionnaire, seed: str, given: Mapping[str, Given]) -> int:
    """Return how many of the questions that an attempt met have no answer."""
    return sum(key not in given or given[key].body is None for key in questionnaire.drawn(seed))


def best_share(tries: list[Try]) -> Fraction | None:
    """Return the best share of the submitted attempts among these, or None."""
    return max((each.share for each in tries if each.share is not None), default=None)


"""What is done with progress; called inside a unit of work, with the outline of the learner's edition at hand."""

from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from functools import cache
from typing import Any

from sqlalchemy import Insert, bindparam, delete, func, select, update

from lms.domain.courses.outline import Activity, Outline
from lms.domain.courses.queries import get_outline
from lms.domain.courses.scenarios import endings_of
from lms.domain.enrolment import service as enrolment_service
from lms.domain.enrolment.models import Enrolment
from lms.domain.enrolment.queries import Learning, list_followed_twice, list_learning
from lms.domain.people.facts import GuestGone, GuestKnown, Registered
from lms.domain.progress import rules
from lms.domain.progress.carried_states import carry_over
from lms.domain.progress.facts import ActivityDone, ActivityKnown, ActivityUndone, CourseCompleted
from lms.domain.progress.models import ActivityState
from lms.domain.progress.queries import FOLLOWED_AND_STANDINGS, list_standings, read_followed_and_standings
from lms.domain.progress.rules import State
from lms.domain.quizzes import surveys
from lms.domain.quizzes.facts import AttemptProgressed, QuizStarted
from lms.domain.quizzes.surveys import Sheet
from lms.kernel.facts import announce
from lms.platform.database import change, change_and_read, db, insert_missing, insert_or_change


@dataclass(frozen=True)
class Follower:
    """Somebody following a course, as far as their progress is concerned."""

    person_id: int
    enrolment_id: int
    edition_id: int
    outline: Outline


def mark_done(follower: Follower, activity: Activity, *, now: datetime) -> None:
    """Mark a lesson or a scenario as done by its reader; complete the course if that was the last thing missing."""
    enrolment_service.note_place(follower.enrolment_id, activity.key, now=now)  # first, as everywhere: else two could wait for each other
    _set_state(follower, activity.key, State.DONE, now=now)
    check_completion(follower, now=now)


def reach_ending(follower: Follower, activity: Activity, scene: str, *, now: datetime) -> None:
    """Mark a scenario as done by somebody who has come to one of its endings; it stays done."""
    rules.check_is_ending(endings_of(activity), scene)
    mark_done(follower, activity, now=now)


def send_survey(follower: Follower, activity: Activity, sheet: Sheet, *, now: datetime) -> bool:
    """Mark a survey as done and keep its answers, in which nothing names who gave them; tell whether it was not sent before.

    Of two that are sent at once, one turns the state, and the other waits for it on PostgreSQL and finds it turned.
    """
    enrolment_service.note_place(follower.enrolment_id, activity.key, now=now)
    if not _set_state(follower, activity.key, State.DONE, now=now):
        return False
    surveys.keep(sheet, now=now)
    check_completion(follower, now=now)
    return True


def undo_done(follower: Follower, activity: Activity, *, now: datetime) -> None:
    """Take back that a lesson is done; a course that was completed stays completed."""
    taken = change(
        delete(ActivityState).where(
            ActivityState.enrolment_id == follower.enrolment_id,
            # With its former keys, else a later move would carry it over again.
            ActivityState.key.in_((activity.key, *activity.formerly)),
            ActivityState.enrolment_id.in_(select(Enrolment.id).where(Enrolment.completed_at.is_(None))),
        )
    )
    if taken:
        announce(ActivityUndone(at=now, person_id=follower.person_id, enrolment_id=follower.enrolment_id, edition_id=follower.edition_id, object=activity.key))


def follow_start(fact: QuizStarted) -> None:
    """Note that a quiz has been begun, and that its taker is there (follows quizzes)."""
    key = fact.object.partition("/")[0]
    enrolment_service.note_place(fact.enrolment_id or 0, key, now=fact.at)
    change(_begun(db.engine.dialect.name), of_enrolment=fact.enrolment_id, of_key=key, as_state=State.BEGUN.value)


def follow_attempt(fact: AttemptProgressed) -> None:
    """Keep the standing of a quiz in step with its attempts (follows quizzes)."""
    began = Follower(fact.person_id or 0, fact.enrolment_id or 0, fact.edition_id or 0, get_outline(fact.map_digest))
    activity = began.outline.find(fact.object)
    if activity is None or activity.quiz is None:
        return
    is_done = rules.quiz_is_done(activity.quiz, best=fact.best, submitted=fact.submitted, unanswered=fact.unanswered)
    score = with_carried(list_standings(began.enrolment_id) if activity.formerly else {}, activity, fact.score)
    turned, learning, standings = _write_and_read(began, activity.key, score, is_done=is_done, now=fact.at)
    known = _mark_known(began, activity, standings, now=fact.at) if turned else 0
    is_behind = fact.line_id != learning.line_id  # they moved on while the attempt was open
    if is_behind:
        carry_over(learning)
    check_completion(follower_of(learning), None if known or is_behind else standings, now=fact.at)


def _write_and_read(began: Follower, key: str, score: Fraction | None, *, is_done: bool, now: datetime) -> tuple[bool, Learning, rules.Standings]:
    """Write the standing of a quiz, and tell whether this finished it, what its learner follows now, and how everything stands.

    One statement, but where the quiz was done before.
    """
    written = {
        "of_enrolment": began.enrolment_id,
        "enrolment": began.enrolment_id,
        "of_key": key,
        "num": None if score is None else score.numerator,
        "den": None if score is None else score.denominator,
    }
    turning, keeping = _attempted(db.engine.dialect.name)
    row = change_and_read(turning, **written, as_state=State.DONE.value, now=now) if is_done else None
    turned = row is not None
    if turned:
        _tell_done(began, key, now=now)
    else:
        row = change_and_read(keeping, **written, as_state=State.BEGUN.value, now=None)
    assert row is not None, "a row is there or has been made"
    learning, standings = read_followed_and_standings(row[0], row[1])
    # On PostgreSQL a statement does not see what it writes itself.
    was = standings.get(key, rules.Standing(State.BEGUN, None))
    state = State.DONE if turned else was.state
    return turned, learning, {**standings, key: rules.Standing(state, was.score if score is None else score)}


@cache
def _begun(_dialect: str) -> Insert:
    values: dict[str, Any] = {"enrolment_id": bindparam("of_enrolment"), "key": bindparam("of_key"), "state": bindparam("as_state")}
    return insert_missing(ActivityState).values(values)


@cache
def _attempted(_dialect: str) -> tuple[Insert, Insert]:
    """Return what finishes a quiz that was not done, and what keeps its score whether it was or not; both read along."""
    moment, number = ActivityState.done_at.type, ActivityState.score_num.type
    values = {
        "enrolment_id": bindparam("of_enrolment"),
        "key": bindparam("of_key"),
        "state": bindparam("as_state"),
        "score_num": bindparam("num", type_=number),
        "score_den": bindparam("den", type_=number),
        "done_at": bindparam("now", type_=moment),
    }
    new = insert_or_change(ActivityState).values(values)
    score = {each: func.coalesce(new.excluded[each], getattr(ActivityState, each)) for each in ("score_num", "score_den")}
    here = ["enrolment_id", "key"]
    done = {"state": new.excluded["state"], "done_at": new.excluded["done_at"]}
    turning = new.on_conflict_do_update(index_elements=here, set_={**score, **done}, where=ActivityState.done_at.is_(None))
    keeping = new.on_conflict_do_update(index_elements=here, set_=score)
    return turning.returning(*FOLLOWED_AND_STANDINGS), keeping.returning(*FOLLOWED_AND_STANDINGS)


def _mark_known(follower: Follower, quiz: Activity, standings: rules.Standings, *, now: datetime) -> int:
    """Mark what is left to read of a module as known, when its check has just been passed, and return how much that was.

    Later attempts change nothing.
    """
    if follower.outline.module_of(quiz.key).check_first != quiz.key:
        return 0
    known = rules.known_by_passing(follower.outline, standings, quiz)
    for each in known:
        _set_state(follower, each.key, State.KNOWN, by=quiz.key, now=now)
    return len(known)


def check_completion(follower: Follower, standings: rules.Standings | None = None, *, now: datetime) -> None:
    """Complete the course if everything is there, once however often this is asked (the latch).

    The caller has touched the enrolment's row before, so that on PostgreSQL two last steps taken at once wait for each
    other here, and the later one sees both. ``standings`` is how everything stands, where that was read since.
    """
    if not rules.is_complete(follower.outline, list_standings(follower.enrolment_id) if standings is None else standings):
        return
    if enrolment_service.complete(follower.enrolment_id, follower.edition_id, now=now):
        announce(
            CourseCompleted(
                at=now,
                person_id=follower.person_id,
                enrolment_id=follower.enrolment_id,
                edition_id=follower.edition_id,
                object=follower.outline.key,
            )
        )


def finish_quiz(follower: Follower, activity: Activity, *, now: datetime) -> None:
    """Mark a quiz as done that was passed just now, without its learner's doing; and what they know by it."""
    if _set_state(follower, activity.key, State.DONE, now=now):
        _mark_known(follower, activity, list_standings(follower.enrolment_id), now=now)


def with_carried(kept: rules.Standings, activity: Activity, score: Fraction | None) -> Fraction | None:
    """Return the score of a quiz that had another key: what was carried over from there is never lowered."""
    if score is None or not activity.formerly:
        return score
    was = kept.get(activity.key)
    is_carried = any(key in kept for key in activity.formerly)
    return max(score, was.score) if is_carried and was and was.score is not None else score


def _set_state(follower: Follower, key: str, state: State, *, score: Fraction | None = None, by: str | None = None, now: datetime) -> bool:
    """Write the standing of an activity, and tell whether this finished it; what is done stays done, whatever comes after.

    ``by`` is the check by which it is known.
    """
    change(insert_missing(ActivityState).values(enrolment_id=follower.enrolment_id, key=key, state=State.BEGUN.value))
    here = (ActivityState.enrolment_id == follower.enrolment_id, ActivityState.key == key)
    if score is not None:
        change(update(ActivityState).where(*here).values(score_num=score.numerator, score_den=score.denominator))
    if state is State.BEGUN:
        return False
    turned = change(update(ActivityState).where(*here, ActivityState.done_at.is_(None)).values(state=state.value, done_at=now))
    if turned:
        _tell_done(follower, key, by=by, now=now)
    return bool(turned)


def _tell_done(follower: Follower, key: str, *, by: str | None = None, now: datetime) -> None:
    told: dict[str, Any] = {"at": now, "person_id": follower.person_id, "enrolment_id": follower.enrolment_id, "edition_id": follower.edition_id, "object": key}
    announce(ActivityDone(**told) if by is None else ActivityKnown(**told, result={"by": by}))


def follow_guest(fact: GuestKnown) -> None:
    """Let what a guest has done count for their account, in courses that both follow (follows people)."""
    person_id = fact.person_id or 0
    followed = {learning.enrolment_id: learning for learning in list_learning(person_id)}
    for guests, accounts in list_followed_twice(fact.guest_id, person_id):
        if accounts in followed:
            follower = follower_of(followed[accounts])
            for key, standing in list_standings(guests).items():
                _set_state(follower, key, State.DONE if standing.is_done else State.BEGUN, now=fact.at)
            carry_over(followed[accounts])  # a guest may have read an older edition
        change(delete(ActivityState).where(ActivityState.enrolment_id == guests))
    check_completions(person_id, now=fact.at)


def follow_registration(fact: Registered) -> None:
    """Complete what somebody had done already as a guest when they made an account (follows people)."""
    check_completions(fact.person_id or 0, now=fact.at)


def check_completions(person_id: int, *, now: datetime) -> None:
    """Complete what somebody had done already as a guest, now that they have an account."""
    for learning in list_learning(person_id):
        if learning.completed_at is None:
            check_completion(follower_of(learning), now=now)


def follow_gone(fact: GuestGone) -> None:
    """Remove the progress of a guest who is removed (follows people)."""
    theirs = select(Enrolment.id).where(Enrolment.person_id == fact.person_id)
    change(delete(ActivityState).where(ActivityState.enrolment_id.in_(theirs)))


def follower_of(learning: Learning) -> Follower:
    """Return somebody as progress knows them, in the edition that they follow now."""
    return Follower(learning.person_id, learning.enrolment_id, learning.edition_id, get_outline(learning.map_digest))

"""What is done with progress; called inside a unit of work, with the outline of the learner's edition at hand."""

from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from typing import Any

from sqlalchemy import delete, select, update

from lms.domain.courses.outline import Activity, Outline
from lms.domain.courses.queries import get_line_of, get_outline, get_outline_of
from lms.domain.courses.scenarios import endings_of
from lms.domain.enrolment import service as enrolment_service
from lms.domain.enrolment.models import Enrolment
from lms.domain.enrolment.queries import Learning, get_followed, list_followed_twice, list_learning
from lms.domain.people.facts import GuestGone, GuestKnown, Registered
from lms.domain.progress import rules
from lms.domain.progress.carried_states import carry_over
from lms.domain.progress.facts import ActivityDone, ActivityKnown, ActivityUndone, CourseCompleted
from lms.domain.progress.models import ActivityState
from lms.domain.progress.queries import list_standings
from lms.domain.progress.rules import State
from lms.domain.quizzes import surveys
from lms.domain.quizzes.facts import AttemptProgressed, QuizStarted
from lms.domain.quizzes.surveys import Sheet
from lms.kernel.facts import announce
from lms.platform.database import change, insert_missing


@dataclass(frozen=True)
class Follower:
    """Somebody following a course, as far as their progress is concerned."""

    person_id: int
    enrolment_id: int
    edition_id: int
    outline: Outline


def mark_done(follower: Follower, activity: Activity, *, now: datetime) -> None:
    """Mark a lesson or a scenario as done by its reader; complete the course if that was the last thing missing."""
    _set_state(follower, activity.key, State.DONE, now=now)
    enrolment_service.note_place(follower.enrolment_id, activity.key, now=now)
    check_completion(follower, now=now)


def reach_ending(follower: Follower, activity: Activity, scene: str, *, now: datetime) -> None:
    """Mark a scenario as done by somebody who has come to one of its endings; it stays done."""
    rules.check_is_ending(endings_of(activity), scene)
    mark_done(follower, activity, now=now)


def send_survey(follower: Follower, activity: Activity, sheet: Sheet, *, now: datetime) -> bool:
    """Mark a survey as done and keep its answers, in which nothing names who gave them; tell whether it was not sent before.

    Of two that are sent at once, one turns the state, and the other waits for it on PostgreSQL and finds it turned.
    """
    if not _set_state(follower, activity.key, State.DONE, now=now):
        return False
    surveys.keep(sheet, now=now)
    enrolment_service.note_place(follower.enrolment_id, activity.key, now=now)
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
    _set_state(Follower(fact.person_id or 0, fact.enrolment_id or 0, fact.edition_id or 0, get_outline_of(fact.edition_id or 0)), key, State.BEGUN, now=fact.at)
    enrolment_service.note_place(fact.enrolment_id or 0, key, now=fact.at)


def follow_attempt(fact: AttemptProgressed) -> None:
    """Keep the standing of a quiz in step with its attempts (follows quizzes)."""
    began = Follower(fact.person_id or 0, fact.enrolment_id or 0, fact.edition_id or 0, get_outline_of(fact.edition_id or 0))
    activity = began.outline.find(fact.object)
    if activity is None or activity.quiz is None:
        return
    done = rules.quiz_is_done(activity.quiz, best=fact.best, submitted=fact.submitted, unanswered=fact.unanswered)
    score = with_carried(list_standings(began.enrolment_id) if activity.formerly else {}, activity, fact.score)
    if _set_state(began, activity.key, State.DONE if done else State.BEGUN, score=score, now=fact.at):
        _mark_known(began, activity, now=fact.at)
    learning = get_followed(began.enrolment_id)
    if get_line_of(began.edition_id) != learning.line_id:  # they moved on while the attempt was open
        carry_over(learning)
    if get_outline(learning.map_digest).find(activity.key):
        enrolment_service.note_place(began.enrolment_id, activity.key, now=fact.at)
    check_completion(follower_of(learning), now=fact.at)


def _mark_known(follower: Follower, quiz: Activity, *, now: datetime) -> None:
    """Mark what is left to read of a module as known, when its check has just been passed; later attempts change nothing."""
    if follower.outline.module_of(quiz.key).check_first == quiz.key:
        for each in rules.known_by_passing(follower.outline, list_standings(follower.enrolment_id), quiz):
            _set_state(follower, each.key, State.KNOWN, by=quiz.key, now=now)


def check_completion(follower: Follower, *, now: datetime) -> None:
    """Complete the course if everything is there, once however often this is asked (the latch).

    The caller has touched the enrolment's row before, so that on PostgreSQL two last steps taken at once wait for each
    other here, and the later one sees both.
    """
    if not rules.is_complete(follower.outline, list_standings(follower.enrolment_id)):
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
        _mark_known(follower, activity, now=now)


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
        told: dict[str, Any] = {"at": now, "person_id": follower.person_id, "enrolment_id": follower.enrolment_id, "edition_id": follower.edition_id, "object": key}
        announce(ActivityDone(**told) if by is None else ActivityKnown(**told, result={"by": by}))
    return bool(turned)


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

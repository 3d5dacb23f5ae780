"""Keeps standings in step with marks that changed for many at once, behind their backs: they were not there just now."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, update

from lms.domain.courses.outline import Outline
from lms.domain.courses.queries import get_outline
from lms.domain.enrolment import service as enrolment_service
from lms.domain.enrolment.queries import Learning, list_followed
from lms.domain.progress import rules
from lms.domain.progress.carried_states import carry_over
from lms.domain.progress.models import ActivityState
from lms.domain.progress.queries import standings_of
from lms.domain.progress.rules import Standings, standing_of
from lms.domain.progress.service import (
    Follower,
    check_completion,
    finish_quiz,
    follow_attempt,
    follower_of,
    with_carried,
)
from lms.domain.quizzes.facts import AttemptProgressed
from lms.platform.database import change_each

AT_ONCE = 500  # enrolments that are looked at together


def follow_attempts(facts: Sequence[AttemptProgressed]) -> None:
    """Keep the standings of a quiz in step with the attempts of many (follows quizzes).

    Only who passes or completes by it costs statements of their own. Where they left off is not touched.
    """
    for fact in facts:
        if fact.is_learners:
            follow_attempt(fact)
    for edition_id in sorted({fact.edition_id or 0 for fact in facts}):
        behind = [fact for fact in facts if fact.edition_id == edition_id and not fact.is_learners]
        for begin in range(0, len(behind), AT_ONCE):
            some = behind[begin : begin + AT_ONCE]
            _Edition(edition_id, get_outline(some[0].map_digest), some[0].line_id).follow(some)


@dataclass(frozen=True)
class _Edition:
    """The edition by which marks were counted anew."""

    id: int
    outline: Outline
    line_id: int

    def follow(self, facts: Sequence[AttemptProgressed]) -> None:
        """Write the standings of some enrolments at once, and see who passes or completes."""
        ids = sorted({fact.enrolment_id or 0 for fact in facts})
        enrolment_service.hold(ids)
        kept = standings_of(ids)
        _write_scores([row for fact in facts if (row := self._score_row(fact, kept.get(fact.enrolment_id or 0, {})))])
        followed = {learning.enrolment_id: learning for learning in list_followed(ids)}
        for fact in facts:
            self._finish(fact, kept.get(fact.enrolment_id or 0, {}), followed[fact.enrolment_id or 0])
        _complete([each for each in followed.values() if each.state == "active"], now=facts[0].at)

    def _score_row(self, fact: AttemptProgressed, kept: Standings) -> dict[str, Any] | None:
        activity = self.outline.find(fact.object)
        score = None if activity is None else with_carried(kept, activity, fact.score)
        return None if score is None else {"of_enrolment": fact.enrolment_id, "of_key": fact.object, "num": score.numerator, "den": score.denominator}

    def _finish(self, fact: AttemptProgressed, kept: Standings, learning: Learning) -> None:
        """Mark the quiz as done where it is passed by this; whoever has moved on takes that along."""
        activity = self.outline.find(fact.object)
        if activity is None or activity.quiz is None:
            return
        is_done = rules.quiz_is_done(activity.quiz, best=fact.best, submitted=fact.submitted, unanswered=fact.unanswered)
        if is_done and not standing_of(activity, kept).is_done:
            finish_quiz(Follower(learning.person_id, learning.enrolment_id, self.id, self.outline), activity, now=fact.at)
        if self.line_id != learning.line_id:
            carry_over(learning)


def _write_scores(rows: Sequence[dict[str, Any]]) -> None:
    here = (ActivityState.enrolment_id == bindparam("of_enrolment"), ActivityState.key == bindparam("of_key"))
    values: dict[str, Any] = {"score_num": bindparam("num"), "score_den": bindparam("den")}
    change_each(update(ActivityState.__table__).where(*here).values(values), rows)  # type: ignore[arg-type]


def _complete(followed: Sequence[Learning], *, now: datetime) -> None:
    standings = standings_of([learning.enrolment_id for learning in followed]) if followed else {}
    for learning in followed:
        if rules.is_complete(get_outline(learning.map_digest), standings.get(learning.enrolment_id, {})):
            check_completion(follower_of(learning), now=now)

"""An attempt that an address is about, with the edition to which it is bound."""

import json
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from flask import g

from lms.domain.courses.outline import Activity, Outline, QuizTerms
from lms.domain.courses.queries import get_outline
from lms.domain.courses.questionnaires import Questionnaire, get_questionnaire
from lms.domain.courses.rules import which_edition
from lms.domain.people.permissions import Relation
from lms.domain.people.queries import Visitor
from lms.domain.questions.marking import Given as Answer
from lms.domain.quizzes.queries import (
    Binding,
    Given,
    Try,
    get_binding,
    get_fresh_binding,
    list_flagged,
    list_given,
    list_tries,
)
from lms.domain.quizzes.service import answers_of
from lms.kernel.digest import digest_of
from lms.kernel.refusals import Missing
from lms.web.shell.languages import course_language


@dataclass(frozen=True)
class Going:
    """An attempt with the edition to which it is bound, for the person who asks."""

    attempt: Binding
    outline: Outline
    activity: Activity
    relations: frozenset[Relation]

    @cached_property
    def questionnaire(self) -> Questionnaire:
        """The quiz as the attempt's edition has it."""
        return get_questionnaire(self.outline, self.activity)

    @cached_property
    def lang(self) -> str:
        """The language in which this visitor reads the quiz."""
        language = course_language(self.outline.languages, self.outline.source)
        g.course_languages, g.course_language = self.outline.languages, language
        return language

    @cached_property
    def tries(self) -> list[Try]:
        """Every attempt of its learner at this quiz, first to last; read once."""
        return list_tries(self.attempt.enrolment_id, self.attempt.quiz_key)

    @cached_property
    def state(self) -> Try:
        """The attempt as it stands; read once, by those who need it. Raises Missing where it is gone."""
        found = next((each for each in self.tries if each.uid == self.attempt.uid), None)
        if found is None:
            raise Missing(f"attempt {self.attempt.uid}")
        return found

    @cached_property
    def given(self) -> dict[str, Given]:
        """The answers that count so far; read once."""
        return list_given(self.attempt.id)

    @cached_property
    def flagged(self) -> frozenset[str]:
        """The questions to which the learner wants to come back; read once."""
        return list_flagged(self.attempt.id)

    def sign(self, key: str, body: Any) -> str:
        """Return a sign for an answer as a form shows it, by which the form later tells whether it was changed there.

        A form that has been open for long must not undo what was answered in another tab since. The seed keeps the sign
        from telling under which number the author wrote an answer.
        """
        return digest_of(self.attempt.seed, "shown", key, json.dumps(body, sort_keys=True))[:16]

    @property
    def signs(self) -> dict[str, str]:
        """A sign for what the site holds of each question, by key."""
        return {key: self.sign(key, self.given[key].body if key in self.given else None) for key in self.questionnaire.drawn(self.attempt.seed)}

    @property
    def sent_by(self) -> dict[str, str]:
        """Which window sent the answer that counts, and under which number, by question."""
        return {key: f"{given.client} {given.seq}" for key, given in self.given.items()}

    @property
    def terms(self) -> QuizTerms:
        """What the quiz asks for."""
        assert self.activity.quiz is not None
        return self.activity.quiz

    @property
    def address(self) -> dict[str, Any]:
        """The parts of this attempt's address."""
        return {"course": self.attempt.course_key, "activity": self.activity.key, "uid": self.attempt.uid}

    @property
    def answers(self) -> dict[str, Answer]:
        """The answers as they are marked, by question."""
        return answers_of(self.given)


def load_attempt(asking: Visitor, course: str, activity: str, uid: str) -> Going:
    """Return an attempt, if it belongs to this very course and quiz."""
    attempt = get_binding(uid)
    if attempt.person_id != asking.id or attempt.course_key != course:  # a guest has an account now, or the course another key
        attempt = get_fresh_binding(uid)
    outline = get_outline(which_edition(newest=None, attempt=attempt.map_digest))
    if course not in (attempt.course_key, outline.key) or attempt.quiz_key != activity:
        raise Missing(f"attempt {uid}")
    found = outline.find(activity)
    if found is None or found.quiz is None:
        raise Missing(f"quiz {activity} of attempt {uid}")
    # Answers are their owner's alone: an administrator who looks as somebody else does not stand in their place here.
    owner = frozenset({Relation.OWNER}) if attempt.person_id == asking.id and not asking.is_looked_at else frozenset()
    return Going(attempt, outline, found, owner)

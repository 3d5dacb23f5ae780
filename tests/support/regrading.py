"""Attempts that were submitted, a mended key, and what came of it: for the tests of regrading."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from sqlalchemy import insert, select

from lms.domain.courses import publication
from lms.domain.courses import service as courses
from lms.domain.courses.models import Edition, Line
from lms.domain.courses.publication import Plan
from lms.domain.courses.queries import find_published, get_outline
from lms.domain.courses.questionnaires import get_questionnaire
from lms.domain.courses.service import Outcome
from lms.domain.enrolment.models import Enrolment
from lms.domain.enrolment.queries import get_followed
from lms.domain.questions.marking import Given
from lms.domain.quizzes import service as quizzes
from lms.domain.quizzes.keys import with_key_of
from lms.domain.quizzes.models import Attempt, QuestionMark
from lms.domain.quizzes.queries import find_try, list_given
from lms.kernel.problems import Problems
from lms.platform.database import db, unit_of_work
from tests.makers import Makers
from tests.support.answer_keys import QUIZ, Key, files_of

REASON = "The key was wrong."


@dataclass(eq=False)
class School:
    """A course with the test of ``answer_keys``, its people and their attempts."""

    make: Makers
    key: str
    number: int
    completes: bool = True

    def plan(self, key: Key, word: str | None = None, *, wording: str = "") -> Plan:
        """Return what publishing the course with this key will be."""
        problems = Problems()
        files = files_of(self.key, self.number, key, wording=wording, completes=self.completes)
        ready = publication.prepare(self.key, files, problems, self.make.now.date())
        assert ready is not None, [str(problem) for problem in problems.found]
        return publication.plan(ready, word)

    def publish(self, key: Key, word: str | None = None, *, wording: str = "", note: str = REASON, may_lower: bool = False, by: int | None = None) -> Outcome:
        """Publish the course with this key."""
        with self.make.app.app_context():
            planned = self.plan(key, word, wording=wording)
            with unit_of_work():
                return courses.publish([planned], by=by, now=self.make.now, note=note, may_lower=may_lower)[0]

    def enrol(self, **traits: Any) -> Enrolment:
        """Return the enrolment of a new person."""
        with self.make.app.app_context():
            found = find_published(self.key)
        assert found is not None
        return self.make.enrolment(self.make.person(**traits), found)

    def begin(self, enrolment: Enrolment, said: Mapping[str, Any], language: str = "en") -> str:
        """Begin an attempt and answer what it asks of this; return its uid."""
        with self.make.app.app_context():
            learning = get_followed(enrolment.id)
            outline = get_outline(learning.map_digest)
            activity = outline.find(QUIZ)
            assert activity is not None
            with unit_of_work():
                uid = quizzes.start(enrolment.person_id, enrolment.id, learning.edition_id, activity, now=self.make.now)
            attempt = find_try(uid)
            assert attempt is not None
            drawn = get_questionnaire(outline, activity).drawn(attempt.seed)
            with unit_of_work():
                quizzes.save_form(attempt, [quizzes.Said(each, said[each], language) for each in drawn if each in said], now=self.make.now)
        return uid

    def submit(self, uid: str) -> None:
        """Submit an attempt."""
        with self.make.app.app_context():
            attempt = find_try(uid)
            assert attempt is not None
            outline = get_outline(attempt.map_digest)
            activity = outline.find(attempt.quiz_key)
            assert activity is not None
            questionnaire = get_questionnaire(outline, activity)
            with unit_of_work():
                quizzes.submit(attempt, questionnaire, activity, now=self.make.now)
                keep_marks(uid)

    def take(self, enrolment: Enrolment, said: Mapping[str, Any], language: str = "en") -> str:
        """Let somebody take the test with these answers; return the uid of the attempt."""
        uid = self.begin(enrolment, said, language)
        self.submit(uid)
        return uid

    def drawn(self, uid: str) -> tuple[str, ...]:
        """Return the questions that an attempt met."""
        with self.make.app.app_context():
            attempt = find_try(uid)
            assert attempt is not None
            outline = get_outline(attempt.map_digest)
            activity = outline.find(attempt.quiz_key)
            assert activity is not None
            return get_questionnaire(outline, activity).drawn(attempt.seed)

    def marks(self) -> dict[str, Fraction | None]:
        """Return the mark of every attempt at the test of this course, by uid."""
        return {uid: each.share for uid in self.uids() if (each := self.attempt(uid))}

    def uids(self) -> list[str]:
        """Return the uids of all attempts of this course."""
        here = select(Attempt.uid).join(Enrolment, Enrolment.id == Attempt.enrolment_id).where(Enrolment.course_id == self.course_id)
        return [row.uid for row in self.make.rows(here)]

    def attempt(self, uid: str) -> Any:
        """Return an attempt as it stands."""
        with self.make.app.app_context():
            return find_try(uid)

    @property
    def course_id(self) -> int:
        """The id of the course."""
        with self.make.app.app_context():
            found = find_published(self.key)
        assert found is not None
        return found.course_id

    def question_marks(self, uid: str) -> dict[str, Fraction]:
        """Return the marks of the questions of an attempt as they are kept."""
        rows = self.make.rows(select(QuestionMark).join(Attempt, Attempt.id == QuestionMark.attempt_id).where(Attempt.uid == uid))
        return {row.QuestionMark.question_key: Fraction(row.QuestionMark.num, row.QuestionMark.den) for row in rows}


def keep_marks(uid: str) -> None:
    """Keep the mark of each question of an attempt that was submitted, where submitting it has not done so."""
    attempt = find_try(uid)
    assert attempt is not None
    if db.session.scalars(select(QuestionMark.attempt_id).where(QuestionMark.attempt_id == attempt.id)).first():
        return
    outline = get_outline(attempt.map_digest)
    activity = outline.find(attempt.quiz_key)
    assert activity is not None
    newest = db.session.scalars(select(Edition.map_digest).join(Line, Line.id == Edition.line_id).where(Line.id == attempt.line_id, Edition.number == Line.head)).one()
    questionnaire = with_key_of(get_questionnaire(outline, activity), activity, newest)
    answers = {key: Given(each.body, each.language) for key, each in list_given(attempt.id).items()}
    marked = questionnaire.marked(attempt.seed, answers)
    rows = [
        {"attempt_id": attempt.id, "question_key": each.key, "num": each.share.numerator, "den": each.share.denominator}
        for each in marked
        if each.share is not None
    ]
    db.session.execute(insert(QuestionMark), rows)

"""Rows of submitted attempts with what each question was worth, put in as a submission puts them."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from fractions import Fraction
from typing import Any

from sqlalchemy import insert

from lms.domain.courses.queries import Published
from lms.domain.courses.questionnaires import get_questionnaire
from lms.domain.enrolment.models import Enrolment
from lms.domain.people.models import Person
from lms.domain.questions.marking import Given, mark_question, score, twins_of
from lms.domain.quizzes.models import Attempt, QuestionMark, Response
from lms.kernel.keys import new_uid
from lms.platform.database import unit_of_work
from tests.makers import Makers

Answers = Mapping[str, Any]


def make_attempts(
    make: Makers,
    course: Published,
    quiz: str,
    sheets: Sequence[Answers],
    *,
    role: str = "learner",
    nth: int = 1,
    submitted: bool = True,
    language: str = "en",
    seconds: int | None = 20,
    of: Sequence[Enrolment] | None = None,
) -> list[Enrolment]:
    """Let a new person each answer a quiz so and send it in; a question that is not in their sheet they did not meet.

    None is a question that was met and not answered. ``of`` are the enrolments of people who try again.
    """
    outline = make.outline(course.key)
    activity = outline.find(quiz)
    assert activity is not None, f"{course.key} has no {quiz}"
    with make.app.app_context():
        questionnaire = get_questionnaire(outline, activity)
        with unit_of_work() as session:
            enrolled = [*(of or []), *(_enrol(session, make, course, role) for _sheet in sheets[len(of or []) :])]
            for mine, sheet in zip(enrolled, sheets, strict=True):
                given = {key: None if body is None else Given(body, language) for key, body in sheet.items()}
                asked = {key: questionnaire.quiz.by_key[key] for key in sheet}
                marks = {key: mark_question(each, given[key], twins_of(each, questionnaire.translations)) for key, each in asked.items()}
                whole = score(marks.values()).share
                attempt = Attempt(
                    uid=new_uid(), enrolment_id=mine.id, quiz_key=quiz, nth=nth, edition_id=course.edition_id, seed=new_uid(),
                    began_at=make.now, submitted_at=make.now + timedelta(minutes=5) if submitted else None,
                    mark_num=whole.numerator if submitted else None, mark_den=whole.denominator if submitted else None,
                    marked_edition_id=course.edition_id if submitted else None,
                )  # fmt: skip
                session.add(attempt)
                session.flush()
                for seq, key in enumerate(sheet, 1):
                    _answer(session, make, attempt, seq, key, given[key], marks[key].share or Fraction(0), seconds)
    return enrolled


def _enrol(session: Any, make: Makers, course: Published, role: str) -> Enrolment:
    person = Person(uid=new_uid(), name="" if role == "guest" else "Petra Zzname", role=role, created_at=make.now)
    session.add(person)
    session.flush()
    mine = Enrolment(
        uid=new_uid(), person_id=person.id, course_id=course.course_id, nth=1, line_id=course.line_id,
        state="active", began_at=make.now, last_activity_at=make.now,
    )  # fmt: skip
    session.add(mine)
    session.flush()
    return mine


def _answer(session: Any, make: Makers, attempt: Attempt, seq: int, key: str, given: Given | None, share: Fraction, seconds: int | None) -> None:
    response = None
    if given is not None:
        response = Response(attempt_id=attempt.id, question_key=key, client="form", seq=seq, body=given.body, language=given.language, at=make.now)
        session.add(response)
        session.flush()
    session.execute(
        insert(QuestionMark).values(
            attempt_id=attempt.id, question_key=key, response_id=response.id if response else None,
            num=share.numerator, den=share.denominator, seconds=seconds,
        )
    )  # fmt: skip

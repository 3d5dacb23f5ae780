"""Reading what was answered and what it was worth, for item analysis: each one statement, and nothing that names a person.

What counts is the first attempt of each person at a quiz, once it was sent in: item analysis takes every attempt for another
person's, and somebody who tries again has seen the questions (decision 39). Guests do not count: they come and go. A mark is
that of the edition whose key gave it last.
"""

import typing
from collections.abc import Collection, Iterable
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, Text, cast, exists, func, null, select

from lms.domain.enrolment.models import Enrolment
from lms.domain.people.models import Person
from lms.domain.quizzes.models import Attempt, QuestionMark, Response
from lms.platform.database import read

MARKED_BY = func.coalesce(Attempt.marked_edition_id, Attempt.edition_id)


class Cell(NamedTuple):
    """One question of one attempt: what it was worth, how long it took, and the answer that counted as JSON; None for none."""

    attempt: int
    edition: int
    quiz: str
    key: str
    num: int | None
    den: int | None
    seconds: int | None
    body: str | None
    language: str | None


class Heap(NamedTuple):
    """The attempts at a quiz of which the marks are of one edition: how many, and the mean of those that are marked."""

    quiz: str
    edition: int
    attempts: int
    mean: float | None


def _counts(course_id: int) -> tuple[ColumnElement[bool], ...]:
    return (
        Enrolment.course_id == course_id,
        Enrolment.nth == 1,
        Attempt.nth == 1,
        Attempt.submitted_at.is_not(None),
        Person.role != "guest",
    )


def _of_people(statement: Select[*tuple[Any, ...]]) -> Select[*tuple[Any, ...]]:
    return statement.join(Enrolment, Enrolment.id == Attempt.enrolment_id).join(Person, Person.id == Enrolment.person_id)


def list_heaps(course_id: int, quiz: str | None = None) -> list[Heap]:
    """Return how many attempts there are at each quiz of a course, or at one, by the edition that marked them."""
    mean = func.avg(Attempt.mark_num * 1.0 / Attempt.mark_den)
    has_marks = exists().where(QuestionMark.attempt_id == Attempt.id)  # what was sent in before marks were kept by question has none
    statement = _of_people(select(Attempt.quiz_key, MARKED_BY, func.count(), mean).select_from(Attempt)).where(*_counts(course_id), has_marks)
    if quiz is not None:
        statement = statement.where(Attempt.quiz_key == quiz)
    rows = read(statement.group_by(Attempt.quiz_key, MARKED_BY))
    return [Heap(key, edition, attempts, None if mean is None else float(mean)) for key, edition, attempts, mean in rows]


def each_cell(course_id: int, quizzes: Collection[str], *, edition: int | None = None, answers: bool = True) -> Iterable[Cell]:
    """Return every question of every attempt at these quizzes, of one edition or of all, in no order; ``answers`` reads these too.

    There may be hundreds of thousands, so each is given as it comes from the database.
    """
    said = (cast(Response.body, Text), Response.language) if answers else (null(), null())
    statement: Select[*tuple[Any, ...]] = select(
        Attempt.id.label("attempt"),
        MARKED_BY.label("edition"),
        Attempt.quiz_key.label("quiz"),
        QuestionMark.question_key.label("key"),
        QuestionMark.num,
        QuestionMark.den,
        QuestionMark.seconds,
        said[0].label("body"),
        said[1].label("language"),
    ).select_from(Attempt)
    statement = _of_people(statement).join(QuestionMark, QuestionMark.attempt_id == Attempt.id)
    if answers:
        statement = statement.outerjoin(Response, Response.id == QuestionMark.response_id)
    statement = statement.where(*_counts(course_id), Attempt.quiz_key.in_(quizzes))
    if edition is not None:
        statement = statement.where(MARKED_BY.in_([edition]))
    return typing.cast("Iterable[Cell]", read(statement))

"""What all who answered a survey said together: question by question, from five answers on, and nothing that leads to anybody.

Where fewer than five answered a question, nothing of their answers leaves this file, not even how many there are.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from statistics import median
from typing import Any

from sqlalchemy import Select, Text, bindparam, cast, select

from lms.domain.courses.queries import Past
from lms.domain.courses.questionnaires import Questionnaire
from lms.domain.questions.counting import AnswerCount, Counted
from lms.domain.questions.marking import accepted, count_answers, twins_of
from lms.domain.questions.model import Question
from lms.domain.questions.typed import OF_SOME_LENGTH, typed_number
from lms.domain.quizzes.analysis import FEWEST, questionnaires, same_questions
from lms.domain.quizzes.models import SurveyAnswer
from lms.platform.database import read

# By the random name of each answer, so that the order says nothing of when it was given or of what else was answered with it.
_SAID: Select[*tuple[Any, ...]] = (
    select(SurveyAnswer.edition_id, SurveyAnswer.question_key, cast(SurveyAnswer.body, Text), SurveyAnswer.language)
    .where(SurveyAnswer.course_id == bindparam("course"), SurveyAnswer.quiz_key == bindparam("quiz"))
    .order_by(SurveyAnswer.uid)
)


@dataclass(frozen=True)
class Numbers:
    """The middle one of the numbers that were typed, the least and the greatest."""

    middle: Fraction
    least: Fraction
    most: Fraction


@dataclass(frozen=True)
class ItemPlace:
    """An item of an order: its number, its mean place, and how many put it first."""

    number: int
    mean: float
    firsts: int


@dataclass(frozen=True)
class Result:
    """What was said to a question; nothing but the question where fewer than five people answered it.

    ``texts`` are what was written at some length, each with its language, in an order that says nothing.
    """

    question: Question
    answered: int = 0
    rows: tuple[AnswerCount, ...] = ()
    texts: tuple[tuple[str, str], ...] = ()
    numbers: Numbers | None = None
    places: tuple[ItemPlace, ...] = ()

    @property
    def is_hidden(self) -> bool:
        """Whether too few people answered the question for anything to be told."""
        return self.answered < FEWEST


def results_of(history: Sequence[Past], course_id: int, survey: str, newest: Questionnaire) -> tuple[Result, ...]:
    """Return what was said to each question of a survey, in every edition that asked the same; by one statement."""
    said = [tuple(row) for row in read(_SAID, course=course_id, quiz=survey)]
    same = same_questions(newest, questionnaires(history, survey, {edition for edition, *_rest in said}))
    given: dict[str, list[Counted]] = {}
    for edition, key, body, language in said:
        if key in same.get(edition, ()):
            given.setdefault(key, []).append(Counted(json.loads(body), language, 1))
    return tuple(result_of(question, given.get(question.key, ()), newest) for question in newest.quiz.questions if question.is_marked)


def result_of(question: Question, given: Iterable[Counted], questionnaire: Questionnaire) -> Result:
    """Return what was said to a question, as far as five people have said something."""
    understood = [each for each in given if accepted(question, each.body) is not None]
    if len(understood) < FEWEST:
        return Result(question)
    rows, answered = count_answers(question, understood, twins_of(question, questionnaire.translations))
    match question.kind:
        case "number":
            return Result(question, answered, numbers=_numbers(understood))
        case "ordering":
            return Result(question, answered, places=_places(question, understood))
        case kind if kind in OF_SOME_LENGTH:
            return Result(question, answered, texts=tuple((each.body, each.language) for each in understood))
    return Result(question, answered, rows)


def _numbers(given: Sequence[Counted]) -> Numbers | None:
    """Return what is known of the numbers, each read by the habits of the language in which it was typed."""
    values = [value for each in given if (value := typed_number(each.body, each.language)) is not None]
    return Numbers(Fraction(median(values)), min(values), max(values)) if len(values) >= FEWEST else None


def _places(question: Question, given: Sequence[Counted]) -> tuple[ItemPlace, ...]:
    """Return the items by their mean place, as far as they were given one; what nobody placed comes last and has none."""
    places: Mapping[int, list[int]] = {answer.number: [] for answer in question.answers}
    for each in given:
        for place, number in enumerate(each.body, 1):
            if number is not None:
                places[number].append(place)
    found = [ItemPlace(number, sum(mine) / len(mine) if mine else 0.0, mine.count(1)) for number, mine in places.items()]
    return tuple(sorted(found, key=lambda item: (item.mean or len(found) + 1, item.number)))

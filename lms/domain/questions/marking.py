"""What responses are worth: single questions and whole quizzes, in exact fractions (course-format G10).

A share in [0, 1] times the points of the question gives its mark; the percent of a quiz is the sum of marks ÷ the sum
of points of the drawn questions. It is compared as fractions and shown rounded down, so that nobody reads 70 % and
has not reached 70.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from math import floor
from typing import Any, NamedTuple

from lms.domain.questions.counting import AnswerCount, Counted, total
from lms.domain.questions.kind import NONE, Unfit
from lms.domain.questions.kinds import KINDS
from lms.domain.questions.model import Question, Quiz, Response


class Given(NamedTuple):
    """A response as data (G13) and the language in which it was typed."""

    body: Any
    language: str


@dataclass(frozen=True)
class Marked:
    """What a response to one question is worth. ``share`` is None where a person must mark."""

    key: str
    kind: str
    points: Fraction
    share: Fraction | None
    answered: bool

    @property
    def mark(self) -> Fraction | None:
        """The share of the points, in points."""
        return None if self.share is None else self.share * self.points


@dataclass(frozen=True)
class Score:
    """The marks of the drawn questions and all that could be had; ``waiting`` says that a person must mark first."""

    mark: Fraction
    points: Fraction
    waiting: bool = False

    @property
    def share(self) -> Fraction:
        """The share of all points in [0, 1]; 0 where there are none."""
        return self.mark / self.points if self.points else NONE

    @property
    def percent(self) -> int:
        """The share in percent, rounded down, for people."""
        return floor(self.share * 100)

    def reaches(self, pass_mark: int) -> bool:
        """Tell whether the share is at least ``pass_mark`` percent, exactly."""
        return self.share * 100 >= pass_mark


def accepted(question: Question, body: Any) -> Response:
    """Return data as a response to ``question``, None where it is none or nothing was answered."""
    try:
        return KINDS[question.kind].accept(question, body)
    except Unfit:
        return None


def twins_of(question: Question, translations: Mapping[str, Quiz]) -> dict[str, Question]:
    """Return the same question in other languages, by language, under the settings and points of the source (T5)."""
    twins = {language: quiz.by_key.get(question.key) for language, quiz in translations.items()}
    return {
        language: replace(twin, points=question.points, settings=question.settings)
        for language, twin in twins.items()
        if twin is not None and twin.kind == question.kind
    }


def mark_question(question: Question, given: Given | None, twins: Mapping[str, Question]) -> Marked:
    """Return what a response to one question of the source is worth; nothing given is 0."""
    response = accepted(question, given.body) if given else None
    share: Fraction | None = NONE
    if given and response is not None:
        share = KINDS[question.kind].mark(question, response, given.language, twins)
    return Marked(question.key, question.kind, question.points, share, response is not None)


def count_answers(question: Question, given: Iterable[Counted], twins: Mapping[str, Question]) -> tuple[tuple[AnswerCount, ...], int]:
    """Return how often each answer to a question of the source was given, and how many gave one at all."""
    said = [(accepted(question, each.body), each) for each in given]
    understood = [replace(each, body=body) for body, each in said if body is not None]
    return KINDS[question.kind].analyse(question, understood, twins), total(understood)


def mark_quiz(
    quiz: Quiz, drawn: Iterable[str], given: Mapping[str, Given], translations: Mapping[str, Quiz]
) -> tuple[Marked, ...]:
    """Return what the responses to the questions drawn are worth, in the order of ``drawn``; information is left out.

    ``quiz`` is the source, ``drawn`` and ``given`` go by the key of the question.
    """
    questions = (quiz.by_key[key] for key in drawn)
    return tuple(
        mark_question(question, given.get(question.key), twins_of(question, translations))
        for question in questions
        if question.is_marked
    )


def score(marked: Iterable[Marked]) -> Score:
    """Return the sum of marks and points."""
    marked = tuple(marked)
    return Score(
        sum((each.mark or NONE for each in marked), NONE),
        sum((each.points for each in marked), NONE),
        any(each.mark is None for each in marked),
    )

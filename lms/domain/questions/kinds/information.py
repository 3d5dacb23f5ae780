"""A text between questions: nothing to answer, nothing to mark."""

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from lms.domain.questions.findings import Findings
from lms.domain.questions.kind import NONE, Difference, Fields, Pieces, Rank, Review, Unfit
from lms.domain.questions.model import Answer, Question, Response
from lms.domain.questions.views import Asked, Controls

forms = frozenset({"text"})
settings: frozenset[str] = frozenset()


def read(answers: tuple[Answer, ...], line: int, findings: Findings) -> tuple[Answer, ...]:
    """Return no answers."""
    return ()


def check(question: Question, findings: Findings) -> None:
    """Note nothing: a text is in order."""


def compare(source: Question, twin: Question) -> Difference | None:
    """Return nothing: there is nothing to compare but the kind."""
    return None


def order(question: Question, *, shuffle: bool, rank: Rank) -> tuple[int, ...]:
    """Return nothing: there is nothing to arrange."""
    return ()


def ask(question: Question, order: tuple[int, ...]) -> Asked:
    """Return the text's key; it asks nothing."""
    return Asked(question.key, question.kind, NONE)


def take(question: Question, fields: Fields, order: tuple[int, ...]) -> Response:
    """Return None."""
    return None


def accept(question: Question, body: Any) -> Response:
    """Return None; anything else is no response to a text."""
    if body is not None:
        raise Unfit(question.key)
    return None


def mark(question: Question, response: Response, language: str, twins: Mapping[str, Question]) -> Fraction:
    """Return nothing."""
    return NONE


def explain(
    question: Question, response: Response, language: str, twins: Mapping[str, Question]
) -> tuple[int, ...]:
    """Return nothing."""
    return ()


def view(asked: Asked, pieces: Pieces, response: Response, lang: str) -> Controls:
    """Return no controls."""
    return Controls()


def review(
    question: Question, response: Response, order: tuple[int, ...], *, reveal: bool, lang: str, twins: Mapping[str, Question]
) -> Review:
    """Return nothing."""
    return Review()

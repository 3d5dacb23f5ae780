"""A text between questions: nothing to answer, nothing to mark."""

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from lms.domain.questions.answerless import (
    analyse,
    check,
    compare,
    explain,
    forms,
    order,
    read,
    review,
    settings,
)
from lms.domain.questions.kind import NONE, Fields, Pieces, Unfit
from lms.domain.questions.model import Question, Response
from lms.domain.questions.views import Asked, Controls

__all__ = ["accept", "analyse", "ask", "check", "compare", "explain", "forms", "mark", "order", "read", "review", "settings", "take", "view"]


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


def view(asked: Asked, pieces: Pieces, response: Response, lang: str) -> Controls:
    """Return no controls."""
    return Controls()

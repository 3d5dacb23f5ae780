"""A thought to be written down for oneself: it is never marked, and having written something counts as an answer."""

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from lms.domain.questions import typed
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
from lms.domain.questions.kind import NONE, ONE, Fields, Pieces, Unfit, first
from lms.domain.questions.model import Question, Response
from lms.domain.questions.views import Asked, Controls

__all__ = ["accept", "analyse", "ask", "check", "compare", "explain", "forms", "mark", "order", "read", "review", "settings", "take", "view"]


def ask(question: Question, order: tuple[int, ...]) -> Asked:
    """Return the question, which is worth nothing."""
    return Asked(question.key, question.kind, NONE)


def take(question: Question, fields: Fields, order: tuple[int, ...]) -> Response:
    """Return the text as written."""
    return typed.cleaned(first(fields, f"q-{question.key}"), longest=typed.LONGEST_TEXT) or None


def accept(question: Question, body: Any) -> Response:
    """Return a text that is not blank."""
    if body is None:
        return None
    if not isinstance(body, str):
        raise Unfit(question.key)
    return typed.cleaned(body, longest=typed.LONGEST_TEXT) or None


def mark(question: Question, response: Response, language: str, twins: Mapping[str, Question]) -> Fraction:
    """Return that it was answered; of no points this is no mark."""
    return ONE


def view(asked: Asked, pieces: Pieces, response: Response, lang: str) -> Controls:
    """Return the text written so far."""
    return Controls(value=response or "")

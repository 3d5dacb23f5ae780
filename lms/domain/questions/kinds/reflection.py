"""A thought to be written down for oneself: it is never marked, and having written something counts as an answer."""

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from lms.domain.questions import typed
from lms.domain.questions.findings import Findings
from lms.domain.questions.kind import NONE, ONE, Difference, Fields, Pieces, Rank, Review, Unfit, first
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


def explain(question: Question, response: Response, language: str, twins: Mapping[str, Question]) -> tuple[int, ...]:
    """Return nothing: there are no answers with feedback of their own."""
    return ()


def view(asked: Asked, pieces: Pieces, response: Response, lang: str) -> Controls:
    """Return the text written so far."""
    return Controls(value=response or "")


def review(
    question: Question, response: Response, order: tuple[int, ...], *, reveal: bool, lang: str, twins: Mapping[str, Question]
) -> Review:
    """Return nothing: nothing is right or wrong."""
    return Review()

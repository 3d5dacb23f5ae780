"""Several choices out of several; a response is the list of the numbers ticked, as written, from 1."""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

from lms.domain.questions import choices
from lms.domain.questions.counting import AnswerCount, Counted
from lms.domain.questions.findings import Findings
from lms.domain.questions.kind import NONE, ONE, Fields, Pieces, Review, Unfit, clamped, is_number_of, place
from lms.domain.questions.model import Answer, Question, Response
from lms.domain.questions.views import Asked, Controls
from lms.kernel.words import N_

forms = frozenset({"square"})
settings = frozenset({"marking"})

compare = choices.compare
order = choices.order
ask = choices.ask


def read(answers: tuple[Answer, ...], line: int, findings: Findings) -> tuple[Answer, ...]:
    """Return the choices as written."""
    return answers


def check(question: Question, findings: Findings) -> None:
    """Note that no choice is right, or that all right ones together are not worth the points."""
    good = sum((answer.share for answer in question.answers if answer.share > 0), NONE)
    if not good:
        findings.error(
            question.line,
            "no-right-answer",
            N_("question %(key)s: no answer is marked right, with [x]"),
            key=question.key,
        )
    elif good < 1:
        findings.warning(
            question.line,
            "full-marks-unreachable",
            N_("question %(key)s: its right answers together are worth less than 100%%"),
            key=question.key,
        )
    choices.check(question, findings)


def take(question: Question, fields: Fields, order: tuple[int, ...]) -> Response:
    """Return the numbers of the choices whose places the form names."""
    named = (place(value, len(order)) for value in fields.get(f"q-{question.key}") or ())
    return sorted({order[chosen - 1] for chosen in named if chosen}) or None


def accept(question: Question, body: Any) -> Response:
    """Return the numbers of choices, each once and in order."""
    if body is None:
        return None
    if not isinstance(body, list) or not all(is_number_of(question, number) for number in body):
        raise Unfit(question.key)
    return sorted(set(body)) or None


def mark(question: Question, response: Response, language: str, twins: Mapping[str, Question]) -> Fraction:
    """Return max(0, r/R - w/W): ticked right ones by all right ones, less ticked wrong ones by all wrong ones.

    With percentages it is their sum, brought into [0, 1]; with ``marking=all`` all or nothing (course-format §7).
    """
    ticked = set(response)
    right = {answer.number for answer in question.answers if answer.share > 0}
    if question.settings.get("marking") == "all":
        return ONE if ticked == right else NONE
    if any(answer.percent for answer in question.answers):
        return clamped(sum((question.answer(number).share for number in ticked), NONE))
    wrong = len(question.answers) - len(right)
    lost = Fraction(len(ticked - right), wrong) if wrong else NONE
    return clamped(Fraction(len(ticked & right), len(right)) - lost)


def explain(
    question: Question, response: Response, language: str, twins: Mapping[str, Question]
) -> tuple[int, ...]:
    """Return the ticked answers."""
    return tuple(response or ())


def view(asked: Asked, pieces: Pieces, response: Response, lang: str) -> Controls:
    """Return the choices, those ticked marked."""
    return choices.view(asked, pieces, response or (), lang)


def review(
    question: Question, response: Response, order: tuple[int, ...], *, reveal: bool, lang: str, twins: Mapping[str, Question]
) -> Review:
    """Return which choices are right, if that may be told."""
    return Review(
        choices.flags(question, order, response or (), reveal=reveal, one_only=False),
        at={number: value for value, number in enumerate(order, 1)},
    )


def analyse(question: Question, given: Sequence[Counted], twins: Mapping[str, Question]) -> tuple[AnswerCount, ...]:
    """Return how often each choice was ticked."""
    return choices.counts(question, ((number, each.count) for each in given for number in each.body))

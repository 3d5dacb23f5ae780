"""One choice out of several; a response is the number of the choice, as written, from 1."""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

from lms.domain.questions import choices
from lms.domain.questions.counting import AnswerCount, Counted
from lms.domain.questions.findings import Findings
from lms.domain.questions.kind import Fields, Pieces, Review, Unfit, clamped, first, is_number_of, place
from lms.domain.questions.model import Answer, Question, Response
from lms.domain.questions.views import Asked, Controls
from lms.kernel.words import N_

forms = frozenset({"round"})
settings: frozenset[str] = frozenset()

compare = choices.compare
order = choices.order
ask = choices.ask


def read(answers: tuple[Answer, ...], line: int, findings: Findings) -> tuple[Answer, ...]:
    """Return the choices as written."""
    return answers


def check(question: Question, findings: Findings) -> None:
    """Note that no choice is right, or that one of several is enough where all may be meant; a percentage says so itself."""
    right = sum(answer.share == 1 and not answer.percent for answer in question.answers)
    if 1 < right < len(question.answers):
        findings.warning(
            question.line,
            "several-right",
            N_("question %(key)s: %(count)s answers are right, and one of them is enough; write [x] and [ ] where all must be chosen"),
            key=question.key,
            count=right,
        )
    if max(answer.share for answer in question.answers) < 1:
        findings.error(
            question.line,
            "no-right-answer",
            N_("question %(key)s: no answer is marked right, with (x)"),
            key=question.key,
        )
    choices.check(question, findings)


def take(question: Question, fields: Fields, order: tuple[int, ...]) -> Response:
    """Return the number of the choice whose place the form names."""
    chosen = place(first(fields, f"q-{question.key}"), len(order))
    return order[chosen - 1] if chosen else None


def accept(question: Question, body: Any) -> Response:
    """Return the number of a choice."""
    if body is None or is_number_of(question, body):
        return body
    raise Unfit(question.key)


def mark(question: Question, response: Response, language: str, twins: Mapping[str, Question]) -> Fraction:
    """Return the share of the chosen answer."""
    return clamped(question.answer(response).share)


def explain(
    question: Question, response: Response, language: str, twins: Mapping[str, Question]
) -> tuple[int, ...]:
    """Return the chosen answer."""
    return () if response is None else (response,)


def view(asked: Asked, pieces: Pieces, response: Response, lang: str) -> Controls:
    """Return the choices, the chosen one marked."""
    return choices.view(asked, pieces, () if response is None else (response,), lang)


def review(
    question: Question, response: Response, order: tuple[int, ...], *, reveal: bool, lang: str, twins: Mapping[str, Question]
) -> Review:
    """Return which choices are right; without ``reveal`` only of the chosen one, which the verdict tells anyway."""
    chosen = () if response is None else (response,)
    return Review(
        choices.flags(question, order, chosen, reveal=reveal, one_only=True),
        at={number: value for value, number in enumerate(order, 1)},
    )


def analyse(question: Question, given: Sequence[Counted], twins: Mapping[str, Question]) -> tuple[AnswerCount, ...]:
    """Return how often each choice was made."""
    return choices.counts(question, ((each.body, each.count) for each in given))

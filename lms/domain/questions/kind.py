"""What a kind of question must offer; each module of ``kinds`` does, and a template of the same name draws it."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any, Protocol

from lms.domain.questions.counting import AnswerCount, Counted
from lms.domain.questions.findings import Findings
from lms.domain.questions.model import Answer, Question, Response
from lms.domain.questions.views import Asked, Controls, OptionFeedback

Fields = Mapping[str, Sequence[str]]
Pieces = Mapping[str, str]
Rank = Callable[[int], str]

ONE = Fraction(1)
NONE = Fraction(0)


class Unfit(ValueError):
    """Data that cannot be a response to this question."""


@dataclass(frozen=True)
class Difference:
    """Something in which a translation's question differs from its source (T4), with the line of the translation."""

    line: int
    code: str
    text: str
    facts: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Review:
    """What the key says about a response: by option (their values), and the right answer in words or empty.

    ``at`` says beside which option the feedback of an answer stands; what is missing there stands below. ``nearly`` are the
    gaps in which a right text is misspelled, 0 where the response as a whole is one; it is told in practice alone.
    """

    options: Mapping[int, OptionFeedback] = field(default_factory=dict)
    answer: str = ""
    at: Mapping[int, int] = field(default_factory=dict)
    nearly: frozenset[int] = frozenset()


class Kind(Protocol):
    """One way to ask. ``forms`` are the spellings of its answers, ``settings`` those that only some kinds know."""

    forms: frozenset[str]
    settings: frozenset[str]

    def read(self, answers: tuple[Answer, ...], line: int, findings: Findings) -> tuple[Answer, ...]:
        """Return the answers as this kind understands them; what it cannot read is noted."""
        ...

    def check(self, question: Question, findings: Findings) -> None:
        """Note what is wrong with a question that could be read."""
        ...

    def compare(self, source: Question, twin: Question) -> Difference | None:
        """Return how the answers of a translation differ from the source's in a way that marks would show (T4)."""
        ...

    def order(self, question: Question, *, shuffle: bool, rank: Rank) -> tuple[int, ...]:
        """Return the numbers of what is shown in the order in which one attempt sees them."""
        ...

    def ask(self, question: Question, order: tuple[int, ...]) -> Asked:
        """Return the question without anything that says which answers are right."""
        ...

    def take(self, question: Question, fields: Fields, order: tuple[int, ...]) -> Response:
        """Return the response that a form holds (G13), None where nothing was answered or nothing made sense."""
        ...

    def accept(self, question: Question, body: Any) -> Response:
        """Return data of anybody's as a response (G13), None where nothing was answered; else ``Unfit``."""
        ...

    def mark(
        self, question: Question, response: Response, language: str, twins: Mapping[str, Question]
    ) -> Fraction | None:
        """Return the share of the points in [0, 1], None where a person must say; ``twins`` are the same question in other
        languages."""
        ...

    def explain(
        self, question: Question, response: Response, language: str, twins: Mapping[str, Question]
    ) -> tuple[int, ...]:
        """Return the numbers of the answers whose feedback is shown, in the order shown."""
        ...

    def view(self, asked: Asked, pieces: Pieces, response: Response, lang: str) -> Controls:
        """Return what a learner fills in, with what was filled in so far."""
        ...

    def review(
        self, question: Question, response: Response, order: tuple[int, ...], *, reveal: bool, lang: str, twins: Mapping[str, Question]
    ) -> Review:
        """Return what the key says about a response; right answers only with ``reveal``."""
        ...

    def analyse(self, question: Question, given: Sequence[Counted], twins: Mapping[str, Question]) -> tuple[AnswerCount, ...]:
        """Return how often each answer was given, for those who teach; answers that an author wrote also where nobody gave them.

        Where what is written is nobody's business but its writer's, or a person must read it, there is nothing.
        """
        ...


def first(fields: Fields, name: str) -> str:
    """Return the first value of a field, empty where it is absent."""
    values = fields.get(name) or [""]
    return values[0]


def place(value: str, most: int) -> int | None:
    """Return a place from 1 to ``most`` that a form names; None for anything else."""
    if re.fullmatch(r"[0-9]{1,4}", value) and 1 <= int(value) <= most:
        return int(value)
    return None


def is_number_of(question: Question, value: Any) -> bool:
    """Tell whether ``value`` is the number of one of the answers (a true or false is none)."""
    return type(value) is int and 1 <= value <= len(question.answers)


def clamped(share: Fraction) -> Fraction:
    """Return ``share`` brought into [0, 1] (G10)."""
    return min(max(share, NONE), ONE)

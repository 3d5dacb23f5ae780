"""What the kinds have in common that hold no answers: there is nothing to read, arrange, compare, explain or reveal."""

from collections.abc import Mapping, Sequence

from lms.domain.questions.counting import AnswerCount, Counted
from lms.domain.questions.findings import Findings
from lms.domain.questions.kind import Difference, Rank, Review
from lms.domain.questions.model import Answer, Question, Response

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


def explain(question: Question, response: Response, language: str, twins: Mapping[str, Question]) -> tuple[int, ...]:
    """Return nothing: there are no answers with feedback of their own."""
    return ()


def review(
    question: Question, response: Response, order: tuple[int, ...], *, reveal: bool, lang: str, twins: Mapping[str, Question]
) -> Review:
    """Return nothing: nothing is right or wrong."""
    return Review()


def analyse(question: Question, given: Sequence[Counted], twins: Mapping[str, Question]) -> tuple[AnswerCount, ...]:
    """Return nothing: there is no answer, or only its writer reads it."""
    return ()

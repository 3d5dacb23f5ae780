"""True or false; a response is ``true`` or ``false``. In forms 1 stands for true and 2 for false."""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

from lms.domain.questions.counting import AnswerCount, Counted, total
from lms.domain.questions.findings import Findings
from lms.domain.questions.kind import (
    NONE,
    ONE,
    Difference,
    Fields,
    Pieces,
    Rank,
    Review,
    Unfit,
    first,
    place,
)
from lms.domain.questions.model import Answer, Question, Response
from lms.domain.questions.views import Asked, Controls, OptionFeedback, OptionView
from lms.kernel.words import N_

forms = frozenset({"equals"})
settings: frozenset[str] = frozenset()

VALUES = {1: True, 2: False}
WORDS = {"true": True, "false": False}


def is_written_so(answers: tuple[Answer, ...]) -> bool:
    """Tell whether answers are one line ``= true`` or ``= false`` (G8)."""
    return len(answers) == 1 and answers[0].plain in WORDS and not answers[0].percent


def read(answers: tuple[Answer, ...], line: int, findings: Findings) -> tuple[Answer, ...]:
    """Return the one answer; note anything else."""
    if not is_written_so(answers):
        findings.error(
            answers[0].line if answers else line,
            "bad-truth",
            N_("true or false has one answer line, “= true” or “= false”, in every language"),
        )
        return ()
    return answers


def check(question: Question, findings: Findings) -> None:
    """Note nothing: what could be read is in order."""


def compare(source: Question, twin: Question) -> Difference | None:
    """Return that one language says true and the other false, if so."""
    if source.answers[0].plain == twin.answers[0].plain:
        return None
    return Difference(
        twin.answers[0].line,
        "value-differs",
        N_("question %(key)s is %(mine)s here, but %(theirs)s in %(language)s (line %(there)s)"),
        {"mine": twin.answers[0].plain, "theirs": source.answers[0].plain, "there": source.answers[0].line},
    )


def order(question: Question, *, shuffle: bool, rank: Rank) -> tuple[int, ...]:
    """Return nothing: true always comes first."""
    return ()


def ask(question: Question, order: tuple[int, ...]) -> Asked:
    """Return the question without its answer."""
    return Asked(question.key, question.kind, question.points)


def take(question: Question, fields: Fields, order: tuple[int, ...]) -> Response:
    """Return whether the form says true."""
    chosen = place(first(fields, f"q-{question.key}"), len(VALUES))
    return VALUES[chosen] if chosen else None


def accept(question: Question, body: Any) -> Response:
    """Return true or false."""
    if body is None or isinstance(body, bool):
        return body
    raise Unfit(question.key)


def mark(question: Question, response: Response, language: str, twins: Mapping[str, Question]) -> Fraction:
    """Return all or nothing."""
    return ONE if response == WORDS[question.answers[0].plain] else NONE


def explain(
    question: Question, response: Response, language: str, twins: Mapping[str, Question]
) -> tuple[int, ...]:
    """Return the answer as written, if it is what was answered."""
    return (1,) if response is WORDS[question.answers[0].plain] else ()


def view(asked: Asked, pieces: Pieces, response: Response, lang: str) -> Controls:
    """Return the two choices; their words are the page's."""
    return Controls(tuple(OptionView(value, chosen=response is said) for value, said in VALUES.items()))


def review(
    question: Question, response: Response, order: tuple[int, ...], *, reveal: bool, lang: str, twins: Mapping[str, Question]
) -> Review:
    """Return which of the two is right; without ``reveal`` only of the chosen one, which the verdict tells anyway."""
    true = WORDS[question.answers[0].plain]
    options = {
        value: OptionFeedback(said is true if reveal or said is response else None)
        for value, said in VALUES.items()
    }
    return Review(options, at={1: 1 if true else 2})


def analyse(question: Question, given: Sequence[Counted], twins: Mapping[str, Question]) -> tuple[AnswerCount, ...]:
    """Return how often true and false were said; true is answer 1 and false 2, as in forms."""
    true = WORDS[question.answers[0].plain]
    return tuple(
        AnswerCount(total(each for each in given if each.body is said), ONE if said is true else NONE, (value,)) for value, said in VALUES.items()
    )

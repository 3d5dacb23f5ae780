"""What responses to a quiz would score: for authors and their tests, outside any attempt.

Every question of the quiz is asked, in its order. Points are rounded here and nowhere else.
"""

from collections.abc import Callable, Iterator, Mapping
from fractions import Fraction
from math import floor
from typing import Any, TypedDict

from lms.domain.questions.kind import Unfit
from lms.domain.questions.kinds import KINDS
from lms.domain.questions.marking import Given, accepted, mark_question, twins_of
from lms.domain.questions.model import Question, Quiz, feedback_id, pieces

Plain = Callable[[str], str]


class Row(TypedDict):
    """What one response would score; ``mark`` in points, None where a person must mark."""

    key: str
    kind: str
    points: int | float
    mark: int | float | None
    feedback: list[str]


def mark_responses(
    quiz: Quiz,
    twins: Mapping[str, Quiz],
    responses: Mapping[str, Any],
    language: str,
    *,
    plain: Plain,
    shown: Quiz | None = None,
) -> list[Row]:
    """Return what ``responses`` (G13, by key) would score, in the quiz's order; information is no question.

    ``quiz`` is the source, ``twins`` its translations by language, ``language`` that in which the answers were typed.
    Feedback is in the words of ``shown``, one of the twins, where it has the question, else of the source; ``plain``
    makes plain text of its Markdown.
    """
    return [
        _row(
            question,
            quiz,
            twins_of(question, twins),
            Given(responses.get(question.key), language),
            shown or quiz,
            plain,
        )
        for question in quiz.questions
        if question.is_marked
    ]


def misfits(quiz: Quiz, responses: Mapping[str, Any]) -> Iterator[str]:
    """Yield the keys of responses that belong to no question, or are none for it; they score nothing."""
    for key, body in responses.items():
        question = quiz.by_key.get(key)
        if question is None:
            yield key
            continue
        try:
            KINDS[question.kind].accept(question, body)
        except Unfit:
            yield key


def _row(
    question: Question, quiz: Quiz, twins: Mapping[str, Question], given: Given, shown: Quiz, plain: Plain
) -> Row:
    marked = mark_question(question, given, twins)
    return {
        "key": question.key,
        "kind": question.kind,
        "points": _rounded(question.points),
        "mark": None if marked.mark is None else _rounded(marked.mark),
        "feedback": [plain(text) for text in _feedback(question, quiz, twins, given, shown) if text],
    }


def _feedback(
    question: Question, quiz: Quiz, twins: Mapping[str, Question], given: Given, shown: Quiz
) -> Iterator[str]:
    """Yield the Markdown of what is said about a response, in the order shown."""
    worded = twins_of(question, {"": shown}).get("")
    words, texts = (worded, pieces(shown)) if worded else (question, pieces(quiz))
    response = accepted(question, given.body)
    others = {"": question, **twins}
    for number in KINDS[question.kind].explain(words, response, given.language, others):
        yield texts.get(feedback_id(question.key, number), "")
    yield texts.get(feedback_id(question.key), "")


def _rounded(points: Fraction) -> int | float:
    """Return points rounded half up to four places, whole ones as whole numbers."""
    whole = floor(points * 10_000 + Fraction(1, 2))
    return whole // 10_000 if whole % 10_000 == 0 else whole / 10_000

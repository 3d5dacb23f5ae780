"""What responses to a quiz would score: for authors and their tests, outside any attempt.

Every question of the quiz is asked, in its order. Points are rounded here and nowhere else.
"""

from collections.abc import Iterator, Mapping
from fractions import Fraction
from math import floor
from typing import Any, TypedDict

from lms.domain.questions.kind import Unfit
from lms.domain.questions.kinds import KINDS
from lms.domain.questions.marking import Given, accepted, mark_question, twins_of
from lms.domain.questions.model import Question, Quiz, feedback_id, pieces
from lms.platform.markdown import render


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
    shown: Quiz | None = None,
) -> list[Row]:
    """Return what ``responses`` (G13, by key) would score, in the quiz's order; information is no question.

    ``quiz`` is the source, ``twins`` its translations by language, ``language`` that in which the answers were typed.
    Feedback is in the words of ``shown``, one of the twins, where it has the question; else of the source.
    """
    return [
        _row(question, quiz, twins, responses.get(question.key), language, shown or quiz)
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
    question: Question, quiz: Quiz, translations: Mapping[str, Quiz], body: Any, language: str, shown: Quiz
) -> Row:
    twins = twins_of(question, translations)
    marked = mark_question(question, Given(body, language), twins)
    worded = twins_of(question, {"": shown}).get("") if shown is not quiz else question
    words, origin = (worded, shown) if worded else (question, quiz)
    others = {"": question, **twins}
    explained = KINDS[question.kind].explain(words, accepted(question, body), language, others)
    texts = pieces(origin)
    said = [texts.get(feedback_id(question.key, number)) for number in explained]
    said.append(texts.get(feedback_id(question.key)))
    return {
        "key": question.key,
        "kind": question.kind,
        "points": _rounded(question.points),
        "mark": None if marked.mark is None else _rounded(marked.mark),
        "feedback": [_plain(text) for text in said if text],
    }


def _rounded(points: Fraction) -> int | float:
    """Return points rounded half up to four places, whole ones as whole numbers."""
    whole = floor(points * 10_000 + Fraction(1, 2))
    return whole // 10_000 if whole % 10_000 == 0 else whole / 10_000


def _plain(markdown: str) -> str:
    return render(markdown, document="feedback").text

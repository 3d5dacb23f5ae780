"""A text that a person marks, by a rubric if there is one: its criteria are the answers, each worth ``low`` to ``high``.

The points of the criteria are scaled to those of the question.
"""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

from lms.domain.questions import typed
from lms.domain.questions.choices import check_texts, difference_in_number
from lms.domain.questions.counting import AnswerCount, Counted
from lms.domain.questions.findings import Findings
from lms.domain.questions.kind import Difference, Fields, Pieces, Rank, Review, Unfit, first
from lms.domain.questions.model import Answer, Question, Response, answer_id
from lms.domain.questions.views import Asked, Controls, OptionView
from lms.kernel.words import N_

forms = frozenset({"text", "rubric"})
settings = frozenset({"words"})


def read(answers: tuple[Answer, ...], line: int, findings: Findings) -> tuple[Answer, ...]:
    """Return the criteria; those whose points run backwards, or that can give none, are noted."""
    for answer in answers:
        if (answer.low or 0) > (answer.high or 0):
            findings.error(answer.line, "bad-rubric", N_("the points of a criterion run upwards, like (0-4)"))
        elif not answer.high:
            findings.error(answer.line, "rubric-without-points", N_("this criterion can give no points: write (0-4) or more"))
    return answers


def check(question: Question, findings: Findings) -> None:
    """Warn of a criterion that stands twice, or that gives everybody the same."""
    check_texts(question, question.answers, findings)
    for answer in question.answers:
        if answer.low == answer.high:
            sentence = N_("this criterion gives everybody the same points: write (0-%(most)s)")
            findings.warning(answer.line, "same-points", sentence, most=typed.number_text(answer.high or Fraction(0), "en"))


def compare(source: Question, twin: Question) -> Difference | None:
    """Return where the number of criteria or their points differ from the source's."""
    number = difference_in_number(source, twin)
    if number:
        return number
    for mine, theirs in zip(twin.answers, source.answers, strict=True):
        if (mine.low, mine.high) != (theirs.low, theirs.high):
            sentence = N_("question %(key)s: criterion %(answer)s has other points than in %(language)s (line %(there)s)")
            return Difference(mine.line, "key-differs", sentence, {"answer": mine.number, "there": theirs.line})
    return None


def order(question: Question, *, shuffle: bool, rank: Rank) -> tuple[int, ...]:
    """Return nothing: there is nothing to arrange."""
    return ()


def ask(question: Question, order: tuple[int, ...]) -> Asked:
    """Return the question with its criteria, which whoever writes may know."""
    return Asked(question.key, question.kind, question.points, options=tuple(each.number for each in question.answers))


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


def mark(question: Question, response: Response, language: str, twins: Mapping[str, Question]) -> Fraction | None:
    """Return None: a person must mark it."""
    return None


def share_of(question: Question, given: Sequence[Fraction]) -> Fraction:
    """Return the share of the points that a person's points are worth: for each criterion of the rubric its own, in their
    order; where there is no rubric one number out of the points of the question. Raises Unfit."""
    most = most_points(question)
    if len(given) != len(most) or any(not low <= points <= high for points, (low, high) in zip(given, most, strict=False)):
        raise Unfit(question.key)
    return sum(given, Fraction(0)) / sum((high for _low, high in most), Fraction(0))


def most_points(question: Question) -> tuple[tuple[Fraction, Fraction], ...]:
    """Return the fewest and the most points that a person can give, for each criterion or for the whole."""
    if question.answers:
        return tuple((answer.low or Fraction(0), answer.high or Fraction(0)) for answer in question.answers)
    return ((Fraction(0), question.points or Fraction(1)),)


def explain(question: Question, response: Response, language: str, twins: Mapping[str, Question]) -> tuple[int, ...]:
    """Return nothing: what is said of a criterion is said by whoever marks."""
    return ()


def view(asked: Asked, pieces: Pieces, response: Response, lang: str) -> Controls:
    """Return the text written so far, and the criteria."""
    criteria = (OptionView(number, pieces.get(answer_id(asked.key, number), ""), lang) for number in asked.options)
    return Controls(tuple(criteria), value=response or "")


def review(
    question: Question, response: Response, order: tuple[int, ...], *, reveal: bool, lang: str, twins: Mapping[str, Question]
) -> Review:
    """Return nothing: no key says what is right."""
    return Review()


def analyse(question: Question, given: Sequence[Counted], twins: Mapping[str, Question]) -> tuple[AnswerCount, ...]:
    """Return nothing: what was written is read by whoever marks, one by one."""
    return ()

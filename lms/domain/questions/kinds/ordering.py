"""Items to be put in order; a response lists the items' numbers, as written, in the learner's order: ``[2, 3, 1]``.

The author writes the right order. A place that is still empty is None.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from fractions import Fraction
from itertools import pairwise
from typing import Any

from lms.domain.questions import choices
from lms.domain.questions.counting import AnswerCount, Counted
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
    is_number_of,
    place,
)
from lms.domain.questions.model import Answer, Question, Response, answer_id
from lms.domain.questions.views import Asked, Controls, OptionFeedback, OptionView
from lms.kernel.words import N_

forms = frozenset({"numbers"})
settings = frozenset({"marking"})

ask = choices.ask


def read(answers: tuple[Answer, ...], line: int, findings: Findings) -> tuple[Answer, ...]:
    """Return the items as written."""
    return answers


def check(question: Question, findings: Findings) -> None:
    """Note that there are not enough items to have an order, or that two are the same."""
    if len(question.answers) < 2:
        findings.error(
            question.line,
            "too-few-items",
            N_("question %(key)s: an order has two items or more"),
            key=question.key,
        )
    choices.check_texts(question, question.answers, findings)


def compare(source: Question, twin: Question) -> Difference | None:
    """Return that there are more or fewer items than in the source, if so."""
    return choices.difference_in_number(source, twin)


def order(question: Question, *, shuffle: bool, rank: Rank) -> tuple[int, ...]:
    """Return the numbers of the items, always mixed: as written they would be the solution."""
    return tuple(sorted((answer.number for answer in question.answers), key=rank))


def take(question: Question, fields: Fields, order: tuple[int, ...]) -> Response:
    """Return the items by the places that the form gives them; two items on one place are on none."""
    wanted: dict[int, list[int]] = {}
    for value, number in enumerate(order, 1):
        chosen = place(first(fields, f"q-{question.key}.{value}"), len(order))
        if chosen:
            wanted.setdefault(chosen, []).append(number)
    taken = {chosen: items[0] for chosen, items in wanted.items() if len(items) == 1}
    return [taken.get(position) for position in range(1, len(order) + 1)] if taken else None


def accept(question: Question, body: Any) -> Response:
    """Return items by place, each at most once."""
    if body is None:
        return None
    if not isinstance(body, list) or len(body) > len(question.answers):
        raise Unfit(question.key)
    items = [item for item in body if item is not None]
    if not all(is_number_of(question, item) for item in items) or len(set(items)) < len(items):
        raise Unfit(question.key)
    return body + [None] * (len(question.answers) - len(body)) if items else None


def mark(question: Question, response: Response, language: str, twins: Mapping[str, Question]) -> Fraction:
    """Return neighbours in right order ÷ (n - 1): how many items are followed at once by the one that should follow.

    With ``marking=all`` all or nothing (course-format §7).
    """
    kept = sum(None not in pair and pair[1] == pair[0] + 1 for pair in pairwise(response))
    share = Fraction(kept, len(question.answers) - 1)
    if question.settings.get("marking") == "all":
        return ONE if share == 1 else NONE
    return share


def explain(
    question: Question, response: Response, language: str, twins: Mapping[str, Question]
) -> tuple[int, ...]:
    """Return the items that were placed, in the order in which they were written."""
    return tuple(sorted(item for item in response or () if item is not None))


def view(asked: Asked, pieces: Pieces, response: Response, lang: str) -> Controls:
    """Return the items in the order shown, each with the place that the learner gave it."""
    places = {item: position for position, item in enumerate(response or (), 1) if item is not None}
    options = (
        OptionView(
            value, pieces.get(answer_id(asked.key, number), ""), lang, number in places, places.get(number)
        )
        for value, number in enumerate(asked.options, 1)
    )
    return Controls(tuple(options))


def review(
    question: Question, response: Response, order: tuple[int, ...], *, reveal: bool, lang: str, twins: Mapping[str, Question]
) -> Review:
    """Return for each item whether its place is right, and which place is, if that may be told."""
    places = {item: position for position, item in enumerate(response or (), 1)}
    options = {
        value: OptionFeedback(places.get(number) == number, answer=str(number))
        for value, number in enumerate(order, 1)
        if reveal
    }
    return Review(options, at={number: value for value, number in enumerate(order, 1)})


def analyse(question: Question, given: Sequence[Counted], twins: Mapping[str, Question]) -> tuple[AnswerCount, ...]:
    """Return the orders that were made, most frequent first."""
    counts = Counter[tuple[int | None, ...]]()
    for each in given:
        counts[tuple(each.body)] += each.count
    rows = (AnswerCount(count, mark(question, order, "", twins), order) for order, count in counts.items())
    return tuple(sorted(rows, key=lambda row: (-row.count, [item or 0 for item in row.numbers])))

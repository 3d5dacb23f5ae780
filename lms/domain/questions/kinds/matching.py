"""Pairs to be made; a response gives for the number of a left side that of a right side, ``{"1": 2}``.

Answers with an empty left side are distractors. Right sides with the same text are the same answer.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

from lms.domain.questions import choices, typed
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

forms = frozenset({"pairs"})
settings: frozenset[str] = frozenset()


def lefts(question: Question) -> tuple[Answer, ...]:
    """Return the answers that have a left side."""
    return tuple(answer for answer in question.answers if answer.text)


def right_side(answer: Answer) -> str:
    """Return the right side of a pair as people read it."""
    return " ".join(typed.unescaped(answer.plain).split())


def read(answers: tuple[Answer, ...], line: int, findings: Findings) -> tuple[Answer, ...]:
    """Return the pairs as written."""
    return answers


def check(question: Question, findings: Findings) -> None:
    """Note that there is nothing to match, or that pairs can hardly be meant so."""
    paired = lefts(question)
    if not paired:
        findings.error(
            question.line,
            "no-lefts",
            N_("question %(key)s: every line is a distractor; write “- left => right”"),
            key=question.key,
        )
    elif len({right_side(answer) for answer in question.answers}) == 1:
        findings.warning(
            question.line, "all-right", N_("question %(key)s: there is only one right side"), key=question.key
        )
    choices.check_texts(question, paired, findings)
    taken = {right_side(answer): answer for answer in paired}
    for answer in question.answers:
        if not answer.text and right_side(answer) in taken:
            findings.warning(
                answer.line,
                "same-answer",
                N_("question %(key)s: this distractor is also the right side of line %(first)s"),
                key=question.key,
                first=taken[right_side(answer)].line,
            )


def compare(source: Question, twin: Question) -> Difference | None:
    """Return where pairs and distractors, or right sides that are the same, differ from the source's."""
    number = choices.difference_in_number(source, twin)
    if number:
        return number
    groups, theirs = _groups(source), _groups(twin)
    for mine, other in zip(twin.answers, source.answers, strict=True):
        place = mine.number - 1
        if bool(mine.text) != bool(other.text) or theirs[place] != groups[place]:
            return Difference(
                mine.line,
                "key-differs",
                N_(
                    "question %(key)s: pair %(answer)s does not go together as in %(language)s (line %(there)s)"
                ),
                {"answer": mine.number, "there": other.line},
            )
    return None


def _groups(question: Question) -> list[int]:
    """Return for each answer the number of the first one with the same right side."""
    firsts: dict[str, int] = {}
    return [firsts.setdefault(right_side(answer), answer.number) for answer in question.answers]


def order(question: Question, *, shuffle: bool, rank: Rank) -> tuple[int, ...]:
    """Return the numbers of the different right sides, always mixed: as written they would be the solution."""
    return tuple(sorted(dict.fromkeys(_groups(question)), key=rank))


def ask(question: Question, order: tuple[int, ...]) -> Asked:
    """Return left sides as written and right sides in the order given."""
    return Asked(
        question.key,
        question.kind,
        question.points,
        options=order,
        lefts=tuple(answer.number for answer in lefts(question)),
        rights=tuple((number, right_side(question.answer(number))) for number in order),
    )


def take(question: Question, fields: Fields, order: tuple[int, ...]) -> Response:
    """Return the pairs that the form makes; the fields count left and right sides by their places on the page."""
    pairs = {}
    for value, left in enumerate(lefts(question), 1):
        chosen = place(first(fields, f"q-{question.key}.{value}"), len(order))
        if chosen:
            pairs[str(left.number)] = order[chosen - 1]
    return pairs or None


def accept(question: Question, body: Any) -> Response:
    """Return pairs of numbers, of equal right sides the first one's; a left side without a right one is left out."""
    if body is None:
        return None
    numbers = {str(answer.number) for answer in lefts(question)}
    if not isinstance(body, dict) or not set(body) <= numbers:
        raise Unfit(question.key)
    if not all(right is None or is_number_of(question, right) for right in body.values()):
        raise Unfit(question.key)
    groups = _groups(question)
    return {left: groups[body[left] - 1] for left in sorted(body, key=int) if body[left] is not None} or None


def _is_right(question: Question, left: Answer, response: Response) -> bool:
    chosen = (response or {}).get(str(left.number))
    return chosen is not None and right_side(question.answer(chosen)) == right_side(left)


def mark(question: Question, response: Response, language: str, twins: Mapping[str, Question]) -> Fraction:
    """Return right pairs ÷ left sides."""
    paired = lefts(question)
    return Fraction(sum(_is_right(question, left, response) for left in paired), len(paired))


def explain(
    question: Question, response: Response, language: str, twins: Mapping[str, Question]
) -> tuple[int, ...]:
    """Return the left sides that were paired, and then the distractors that were chosen."""
    given = response or {}
    chosen = {right_side(question.answer(number)) for number in given.values()}
    return (
        *(answer.number for answer in lefts(question) if str(answer.number) in given),
        *(answer.number for answer in question.answers if not answer.text and right_side(answer) in chosen),
    )


def view(asked: Asked, pieces: Pieces, response: Response, lang: str) -> Controls:
    """Return the left sides, each with the place of the right side chosen for it."""
    texts = dict(asked.rights)
    given = response or {}
    options = []
    for value, number in enumerate(asked.lefts, 1):
        chosen = asked.place_of(given.get(str(number)))
        options.append(
            OptionView(value, pieces.get(answer_id(asked.key, number), ""), lang, chosen is not None, chosen)
        )
    return Controls(
        tuple(options), tuple((asked.place_of(number) or 0, text) for number, text in texts.items())
    )


def review(
    question: Question, response: Response, order: tuple[int, ...], *, reveal: bool, lang: str, twins: Mapping[str, Question]
) -> Review:
    """Return for each left side whether its pair is right, and which right side it should have, if that may be told."""
    options, at = {}, {}
    for value, left in enumerate(lefts(question), 1):
        at[left.number] = value
        if reveal:
            options[value] = OptionFeedback(_is_right(question, left, response), answer=right_side(left))
    return Review(options, at=at)


def analyse(question: Question, given: Sequence[Counted], twins: Mapping[str, Question]) -> tuple[AnswerCount, ...]:
    """Return for each left side how often each right side was chosen for it; the right one also where nobody did."""
    groups = _groups(question)
    found = []
    for left in lefts(question):
        counts = Counter({groups[left.number - 1]: 0})
        for each in given:
            if str(left.number) in each.body:
                counts[each.body[str(left.number)]] += each.count
        right = groups[left.number - 1]
        found += [AnswerCount(counts[number], ONE if number == right else NONE, (left.number, number)) for number in sorted(counts)]
    return tuple(found)

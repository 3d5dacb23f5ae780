"""A number to be typed; a response is the number as typed, read by the habits of the language it was typed in (G12)."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from typing import Any

from lms.domain.questions import typed
from lms.domain.questions.choices import difference_in_number
from lms.domain.questions.counting import AnswerCount, Counted, as_typed
from lms.domain.questions.findings import Findings
from lms.domain.questions.kind import (
    NONE,
    Difference,
    Fields,
    Pieces,
    Rank,
    Review,
    Unfit,
    clamped,
    first,
)
from lms.domain.questions.model import Answer, Question, Response
from lms.domain.questions.views import Asked, Controls
from lms.kernel.words import N_

forms = frozenset({"equals"})
settings: frozenset[str] = frozenset()

RANGE = re.compile(r"(.+?)\s*\.\.\s*(.+)")
TOLERANCE = re.compile(r"(.+?)\s*(?:±|\+-)\s*(.+)")


def ends(plain: str) -> tuple[Fraction, Fraction] | None:
    """Return both ends of a number as it is spelled in a file (``720``, ``3.14 ± 0.01``, ``10..20``), else None."""
    between, around = RANGE.fullmatch(plain), TOLERANCE.fullmatch(plain)
    parts = between or around
    low, high = (typed.plain_number(part) for part in (parts.groups() if parts else (plain, plain)))
    if low is None or high is None:
        return None
    return (low - high, low + high) if around and not between else (low, high)


def is_written_so(answers: tuple[Answer, ...]) -> bool:
    """Tell whether all answers are numbers (G8)."""
    return all(ends(answer.plain) for answer in answers)


def read(answers: tuple[Answer, ...], line: int, findings: Findings) -> tuple[Answer, ...]:
    """Return the answers with both ends; note what is no number or runs backwards."""
    understood = []
    for answer in answers:
        found = ends(answer.plain)
        if found is None:
            findings.error(
                answer.line,
                "not-a-number",
                N_("“%(said)s” is no number: write 720, 3.14 ± 0.01 or 10..20, with a decimal point"),
                said=answer.plain,
            )
            continue
        if found[0] > found[1]:
            findings.error(
                answer.line,
                "range-backwards",
                N_("“%(said)s” has its limits the wrong way round: nothing lies between them"),
                said=answer.plain,
            )
        understood.append(replace(answer, low=found[0], high=found[1]))
    return tuple(understood)


def check(question: Question, findings: Findings) -> None:
    """Note that no number is right, or that one can never be reached."""
    if max(answer.share for answer in question.answers) < 1:
        findings.error(
            question.line,
            "no-right-answer",
            N_("question %(key)s: no number is worth all points; write “= 720”"),
            key=question.key,
        )
    if len(question.answers) > 1 and all(answer.share == 1 for answer in question.answers):
        _suspect_errors(question, findings)
    both = [_ends(answer) for answer in question.answers]
    ranks = {end: rank for rank, end in enumerate(sorted({end for ends in both for end in ends}))}
    ranked = [(ranks[low], ranks[high]) for low, high in both]  # all are compared with all, and fractions compare slowly
    for position, answer in enumerate(question.answers):
        low, high = ranked[position]
        for earlier, (lower, higher) in zip(question.answers[:position], ranked, strict=False):
            if lower <= low and high <= higher:
                findings.warning(
                    answer.line,
                    "unreachable-answer",
                    N_(
                        "question %(key)s: line %(first)s already takes this number, and the first match wins"
                    ),
                    key=question.key,
                    first=earlier.line,
                )
                break


def _suspect_errors(question: Question, findings: Findings) -> None:
    """Warn of a number that is worth all points like the others, but has feedback of its own: it may be meant as an error."""
    for answer in question.answers[1:]:
        if answer.feedback:
            findings.warning(
                answer.line,
                "all-right",
                N_(
                    "question %(key)s: %(said)s is worth all points too; for a common error write “=0%% %(said)s”"
                ),
                key=question.key,
                said=answer.plain,
            )


def _ends(answer: Answer) -> tuple[Fraction, Fraction]:
    assert answer.low is not None, "read() gives every number its ends"
    assert answer.high is not None, "read() gives every number its ends"
    return answer.low, answer.high


def compare(source: Question, twin: Question) -> Difference | None:
    """Return where a value or its share differs from the source's."""
    for mine, theirs in zip(twin.answers, source.answers, strict=False):
        if (mine.low, mine.high, mine.share) != (theirs.low, theirs.high, theirs.share):
            return Difference(
                mine.line,
                "value-differs",
                N_("question %(key)s has %(mine)s here, but %(theirs)s in %(language)s (line %(there)s)"),
                {"mine": mine.plain, "theirs": theirs.plain, "there": theirs.line},
            )
    return difference_in_number(source, twin)


def order(question: Question, *, shuffle: bool, rank: Rank) -> tuple[int, ...]:
    """Return nothing: there is nothing to arrange."""
    return ()


def ask(question: Question, order: tuple[int, ...]) -> Asked:
    """Return the question without its numbers."""
    return Asked(question.key, question.kind, question.points)


def take(question: Question, fields: Fields, order: tuple[int, ...]) -> Response:
    """Return the number as typed."""
    return typed.cleaned(first(fields, f"q-{question.key}")) or None


def accept(question: Question, body: Any) -> Response:
    """Return a text that is not blank."""
    if body is None:
        return None
    if not isinstance(body, str):
        raise Unfit(question.key)
    return typed.cleaned(body) or None


def mark(question: Question, response: Response, language: str, twins: Mapping[str, Question]) -> Fraction:
    """Return the share of the first number that the response meets."""
    matched = match(question, response, language)
    return clamped(matched.share) if matched else NONE


def explain(
    question: Question, response: Response, language: str, twins: Mapping[str, Question]
) -> tuple[int, ...]:
    """Return the number that the response met."""
    matched = None if response is None else match(question, response, language)
    return (matched.number,) if matched else ()


def match(question: Question, response: str, language: str) -> Answer | None:
    """Return the first answer between whose ends, both included, the response lies."""
    value = typed.typed_number(response, language)
    if value is None:
        return None
    for answer in question.answers:
        low, high = _ends(answer)
        if low <= value <= high:
            return answer
    return None


def view(asked: Asked, pieces: Pieces, response: Response, lang: str) -> Controls:
    """Return the number typed so far."""
    return Controls(value=response or "")


def review(
    question: Question, response: Response, order: tuple[int, ...], *, reveal: bool, lang: str, twins: Mapping[str, Question]
) -> Review:
    """Return the first number that is worth all points, as people who read ``lang`` spell it."""
    right = next((answer for answer in question.answers if answer.share == 1), None)
    if not reveal or right is None:
        return Review()
    low, high = (typed.number_text(end, lang) for end in _ends(right))
    return Review(answer=low if low == high else f"{low} … {high}")


def analyse(question: Question, given: Sequence[Counted], twins: Mapping[str, Question]) -> tuple[AnswerCount, ...]:
    """Return what was typed; the same number is one answer, however it was spelled."""

    def alike(each: Counted) -> Fraction | str:
        value = typed.typed_number(each.body, each.language)
        return typed.normalised(each.body) if value is None else value

    return as_typed(given, alike=alike, worth=lambda each: mark(question, each.body, each.language, twins))

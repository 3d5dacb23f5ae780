"""A text to be typed; a response is the text. It is marked against the accepted texts of all languages (G12)."""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

from lms.domain.questions import typed
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
settings = frozenset({"case"})


def read(answers: tuple[Answer, ...], line: int, findings: Findings) -> tuple[Answer, ...]:
    """Return the accepted texts as written."""
    return answers


def check(question: Question, findings: Findings) -> None:
    """Note that no text is right, that one can never be reached, or that a number was spelled by a language's habits."""
    if max(answer.share for answer in question.answers) < 1:
        findings.error(
            question.line,
            "no-right-answer",
            N_("question %(key)s: no text is worth all points; write “= text”"),
            key=question.key,
        )
    _check_length(question, findings)
    _check_reach(question, findings)
    if "kind" not in question.settings:
        _check_looks(question, findings)


def _check_length(question: Question, findings: Findings) -> None:
    for answer in question.answers:
        if len(typed.shown(answer.plain)) > typed.LONGEST:
            findings.warning(
                answer.line,
                "too-long-to-type",
                N_("nobody can type this: an answer has %(most)s characters at most"),
                most=typed.LONGEST,
            )


def _check_reach(question: Question, findings: Findings) -> None:
    case = question.settings.get("case") == "yes"
    parts = [typed.parts_of(answer.plain, case=case) for answer in question.answers]  # once: all are compared with all
    for place, answer in enumerate(question.answers):
        if len(parts[place]) > 1:
            continue
        literal = typed.normalised(typed.unescaped(answer.plain), case=case)
        for earlier, accepted in zip(question.answers[:place], parts, strict=False):
            if typed.fits(accepted, literal):
                findings.warning(
                    answer.line,
                    "unreachable-answer",
                    N_("question %(key)s: line %(first)s already takes this text, and the first match wins"),
                    key=question.key,
                    first=earlier.line,
                )
                break


def _check_looks(question: Question, findings: Findings) -> None:
    if len(question.answers) == 1 and question.answers[0].plain.lower() in ("true", "false"):
        findings.warning(
            question.answers[0].line,
            "looks-like-truth",
            N_("this is a text to be typed; for a true-or-false question write “= true” or “= false”"),
        )
    for answer in question.answers:
        if typed.plain_number(answer.plain) is None and typed.typed_number(answer.plain, "en") is not None:
            findings.warning(
                answer.line,
                "looks-like-number",
                N_(
                    "“%(said)s” is read as a text: write numbers with a decimal point and without groups, or state {kind=short}"
                ),
                said=answer.plain,
            )


def compare(source: Question, twin: Question) -> Difference | None:
    """Return nothing: accepted texts may differ between languages, in number too (T4)."""
    return None


def order(question: Question, *, shuffle: bool, rank: Rank) -> tuple[int, ...]:
    """Return nothing: there is nothing to arrange."""
    return ()


def ask(question: Question, order: tuple[int, ...]) -> Asked:
    """Return the question without its accepted texts."""
    return Asked(question.key, question.kind, question.points)


def take(question: Question, fields: Fields, order: tuple[int, ...]) -> Response:
    """Return the text as typed."""
    return typed.cleaned(first(fields, f"q-{question.key}")) or None


def accept(question: Question, body: Any) -> Response:
    """Return a text that is not blank."""
    if body is None:
        return None
    if not isinstance(body, str):
        raise Unfit(question.key)
    return typed.cleaned(body) or None


def mark(question: Question, response: Response, language: str, twins: Mapping[str, Question]) -> Fraction:
    """Return the best share that any language gives; within a language the first match wins.

    The best, because a language may end its list with ``=0% *``, which would swallow what another accepts.
    """
    matched = (match(each, response) for each in (question, *twins.values()))
    return max((clamped(answer.share) for answer in matched if answer), default=NONE)


def explain(
    question: Question, response: Response, language: str, twins: Mapping[str, Question]
) -> tuple[int, ...]:
    """Return the text that matched, unless another language knows better."""
    if response is None:
        return ()
    matched = match(question, response)
    if matched is None or clamped(matched.share) < mark(question, response, language, twins):
        return ()
    return (matched.number,)


def match(question: Question, response: str) -> Answer | None:
    """Return the first accepted text of one language that the response matches."""
    return next((answer for answer in question.answers if _accepts(question, answer, response)), None)


def _accepts(question: Question, answer: Answer, response: str) -> bool:
    return typed.matches(answer.plain, response, case=question.settings.get("case") == "yes")


def view(asked: Asked, pieces: Pieces, response: Response, lang: str) -> Controls:
    """Return the text typed so far."""
    return Controls(value=response or "")


def review(
    question: Question, response: Response, order: tuple[int, ...], *, reveal: bool, lang: str, twins: Mapping[str, Question]
) -> Review:
    """Return the first text that is worth all points, its stars as dots."""
    right = next((answer for answer in question.answers if answer.share == 1), None)
    nearly = frozenset({0}) if response is not None and _is_nearly(question, response, twins) else frozenset()
    return Review(answer=typed.shown(right.plain) if reveal and right else "", nearly=nearly)


def _is_nearly(question: Question, response: str, twins: Mapping[str, Question]) -> bool:
    """Tell whether a response that is not wholly right would be so but for its spelling; a text that an author lists is meant."""
    for each in (question, *twins.values()):
        matched = match(each, response)
        if matched and (matched.share == 1 or not typed.has_star(matched.plain)):
            return False
    answers = (answer for each in (question, *twins.values()) for answer in each.answers)
    return any(answer.share == 1 and typed.is_nearly(answer.plain, response) for answer in answers)


def analyse(question: Question, given: Sequence[Counted], twins: Mapping[str, Question]) -> tuple[AnswerCount, ...]:
    """Return what was typed; what is compared as the same text is one answer."""
    case = question.settings.get("case") == "yes"
    return as_typed(
        given,
        alike=lambda each: typed.normalised(each.body, case=case),
        worth=lambda each: mark(question, each.body, each.language, twins),
    )

"""Attempts: who may start, what still counts, what is scored and what may be shown. Pure, told the facts and the time.

The server owns the attempt. An answer that reached us in time counts; nothing that comes later does.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from enum import StrEnum
from fractions import Fraction

from lms.domain.courses.outline import QuizTerms


class Refusal(StrEnum):
    """Why something about an attempt is refused."""

    NO_ATTEMPTS_LEFT = "no-attempts-left"
    SUBMITTED = "already-submitted"
    TIME_IS_UP = "time-is-up"
    NOT_AN_ANSWER = "not-an-answer"
    NO_REASON = "regrade-without-a-reason"
    OTHER_MARKS = "other-marks-than-shown"
    NOTHING_CHOSEN = "no-answer-chosen"


def why_not_start(terms: QuizTerms, *, submitted: int) -> Refusal | None:
    """Return why no further attempt may be started after ``submitted`` ones, or None when one may."""
    if terms.attempts is not None and submitted >= terms.attempts:
        return Refusal.NO_ATTEMPTS_LEFT
    return None


def attempts_left(terms: QuizTerms, *, submitted: int) -> int | None:
    """Return how many further attempts may be started after ``submitted`` ones, or None where there is no limit."""
    return None if terms.attempts is None else max(0, terms.attempts - submitted)


def closing_time(terms: QuizTerms, *, began_at: datetime) -> datetime | None:
    """Return the instant after which no answer counts, or None where there is no limit."""
    return None if terms.minutes is None else began_at + timedelta(minutes=terms.minutes)


def why_not_answer(*, submitted_at: datetime | None, closes_at: datetime | None, now: datetime) -> Refusal | None:
    """Return why an answer that reaches us now does not count, or None when it does."""
    if submitted_at is not None:
        return Refusal.SUBMITTED
    return Refusal.TIME_IS_UP if closes_at is not None and now >= closes_at else None


def score(grading: str, shares: Sequence[Fraction]) -> Fraction | None:
    """Return the score of a quiz from the shares of its submitted attempts in their order, by its ``grading``."""
    if not shares:
        return None
    match grading:
        case "latest":
            return shares[-1]
        case "first":
            return shares[0]
        case "average":
            return sum(shares, Fraction(0)) / len(shares)
    return max(shares)


def has_passed(terms: QuizTerms, best: Fraction | None) -> bool:
    """Tell whether the pass mark was reached; a quiz without one cannot be passed."""
    return terms.pass_mark is not None and best is not None and best >= Fraction(terms.pass_mark, 100)


def may_see_answers(terms: QuizTerms, *, is_submitted: bool, submitted: int, best: Fraction | None) -> bool:
    """Tell whether the right answers of an attempt may be shown to the person whose it is (``show_answers``).

    ``is_submitted`` is about this attempt, ``submitted`` and ``best`` about all attempts of the person at this quiz.
    """
    match terms.show_answers:
        case "after-each":
            return True
        case "after-attempt":
            return is_submitted
        case "after-pass":
            return is_submitted and has_passed(terms, best)
        case "after-last":
            return is_submitted and terms.attempts is not None and submitted >= terms.attempts
    return False

"""Attempts: who may start, what still counts, what is scored and what may be shown. Pure, told the facts and the time.

The server owns the attempt. An answer that reached us in time counts; nothing that comes later does.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from enum import StrEnum
from fractions import Fraction

from lms.domain.courses.outline import QuizTerms
from lms.kernel.digest import digest_of

# How much more time people may take for themselves in tests, in percent; none of them has to say why.
EXTRA_TIMES = (0, 25, 50, 100)
# As Crockford's base 32 has it: no letter that is taken for a digit or another letter.
SIGNS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


class Refusal(StrEnum):
    """Why something about an attempt is refused."""

    NO_ATTEMPTS_LEFT = "no-attempts-left"
    SUBMITTED = "already-submitted"
    TIME_IS_UP = "time-is-up"
    NOT_AN_ANSWER = "not-an-answer"
    NOT_THE_LAST = "attempts-are-left"
    ASKED_ALREADY = "asked-already"
    HELD_BY_ANOTHER = "held-by-another"
    MARKED_ALREADY = "marked-already"
    NOT_THESE_POINTS = "not-these-points"
    TOO_LONG = "too-long"
    NO_REASON = "regrade-without-a-reason"
    OTHER_MARKS = "other-marks-than-shown"
    NOTHING_CHOSEN = "no-answer-chosen"
    NOT_A_NUMBER = "not-a-number"
    NOT_ASKED = "not-asked-here"


def why_not_start(terms: QuizTerms, *, submitted: int, further: int = 0) -> Refusal | None:
    """Return why no other attempt may be started after ``submitted`` ones, or None when one may.

    ``further`` is how many somebody gave to this learner beyond those that the quiz allows.
    """
    if attempts_left(terms, submitted=submitted, further=further) == 0:
        return Refusal.NO_ATTEMPTS_LEFT
    return None


def attempts_left(terms: QuizTerms, *, submitted: int, further: int = 0) -> int | None:
    """Return how many other attempts may be started after ``submitted`` ones, or None where there is no limit."""
    return None if terms.attempts is None else max(0, terms.attempts + further - submitted)


def granted_time(percent: int, *, why_not: str) -> int:
    """Return how much more time a learner has in a test who needs ``percent`` more: that, unless the test says why not."""
    return 0 if why_not else percent


def closing_time(terms: QuizTerms, *, began_at: datetime, extra_time: int = 0) -> datetime | None:
    """Return the instant after which no answer counts, or None where there is no limit; ``extra_time`` is in percent."""
    if terms.minutes is None:
        return None
    return began_at + timedelta(minutes=terms.minutes) * (100 + extra_time) / 100


def why_not_answer(*, submitted_at: datetime | None, closes_at: datetime | None, now: datetime) -> Refusal | None:
    """Return why an answer that reaches us now does not count, or None when it does."""
    if submitted_at is not None:
        return Refusal.SUBMITTED
    return Refusal.TIME_IS_UP if closes_at is not None and now >= closes_at else None


def ending(*, closes_at: datetime | None, now: datetime) -> tuple[datetime, str]:
    """Return when an attempt ended that is sent in now, and what ended it: one whose time is over ended then."""
    return (closes_at, "time") if closes_at is not None and closes_at <= now else (now, "learner")


def receipt_of(uid: str) -> str:
    """Return the number under which the learner of an attempt can ask after it, as people read it aloud.

    Sixty bits of a digest, so that it tells nothing and two attempts never share one.
    """
    number = int(digest_of("receipt", uid)[:15], 16)
    signs = "".join(SIGNS[number >> shift & 31] for shift in range(55, -1, -5))
    return "-".join(signs[place : place + 4] for place in (0, 4, 8))


def seconds_by_question(events: Iterable[tuple[str, datetime]], *, began_at: datetime) -> dict[str, int]:
    """Return how long each question took, as far as its answers tell: the time since the answer before, added up.

    ``events`` are the keys and instants of all answers in the order in which they came. Several that came at the same
    instant, as from a form sent as a whole, say nothing about each of them.
    """
    moments: dict[datetime, set[str]] = {}
    for key, at in events:
        moments.setdefault(at, set()).add(key)
    seconds: dict[str, timedelta] = {}
    before = began_at
    for at in sorted(moments):
        if len(moments[at]) == 1:
            (key,) = moments[at]
            seconds[key] = seconds.get(key, timedelta()) + max(at - before, timedelta())
        before = at
    return {key: round(spent.total_seconds()) for key, spent in seconds.items()}


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

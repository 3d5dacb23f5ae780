"""Who may start an attempt, what still counts, what it is worth, and what may be shown of it."""

from datetime import UTC, datetime, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.domain.courses.outline import QuizTerms
from lms.domain.quizzes.rules import (
    Refusal,
    attempts_left,
    closing_time,
    has_passed,
    may_see_answers,
    score,
    why_not_answer,
    why_not_start,
)
from tests.support.outlines import terms

BEGAN = datetime(2026, 11, 21, 10, 42, 7, tzinfo=UTC)
CLOSES = BEGAN + timedelta(minutes=20)
MOMENT = timedelta(microseconds=1)
GRADINGS = ("best", "latest", "first", "average")
shares_of_attempts = st.lists(st.fractions(0, 1), min_size=1, max_size=6)


@pytest.mark.parametrize(
    ("attempts", "submitted", "expected"),
    [
        pytest.param(None, 0, None, id="unlimited, the first"),
        pytest.param(None, 1000, None, id="unlimited, the thousand and first"),
        pytest.param(3, 2, None, id="the last of three"),
        pytest.param(3, 3, Refusal.NO_ATTEMPTS_LEFT, id="three of three used"),
        pytest.param(1, 4, Refusal.NO_ATTEMPTS_LEFT, id="more used than there are now"),
    ],
)
def test_who_may_start_another_attempt(
    attempts: int | None, submitted: int, expected: Refusal | None
) -> None:
    assert why_not_start(terms(attempts=attempts), submitted=submitted) == expected


@pytest.mark.parametrize(
    ("minutes", "expected"),
    [pytest.param(None, None, id="no limit"), pytest.param(20, CLOSES, id="twenty minutes")],
)
def test_when_an_attempt_closes(minutes: int | None, expected: datetime | None) -> None:
    assert closing_time(terms(minutes=minutes), began_at=BEGAN) == expected


@pytest.mark.parametrize(
    ("submitted_at", "closes_at", "now", "expected"),
    [
        pytest.param(None, None, CLOSES + timedelta(days=99), None, id="no limit, after months"),
        pytest.param(None, CLOSES, CLOSES - MOMENT, None, id="in the last moment"),
        pytest.param(None, CLOSES, CLOSES, Refusal.TIME_IS_UP, id="when the time is up"),
        pytest.param(BEGAN, None, BEGAN + MOMENT, Refusal.SUBMITTED, id="after it was sent in"),
        pytest.param(BEGAN, CLOSES, CLOSES + MOMENT, Refusal.SUBMITTED, id="sent in and out of time"),
    ],
)
def test_which_answers_count(
    submitted_at: datetime | None, closes_at: datetime | None, now: datetime, expected: Refusal | None
) -> None:
    assert why_not_answer(submitted_at=submitted_at, closes_at=closes_at, now=now) == expected


@pytest.mark.parametrize(
    ("grading", "expected"),
    [
        pytest.param("best", Fraction(9, 10), id="best"),
        pytest.param("latest", Fraction(1, 2), id="latest"),
        pytest.param("first", Fraction(1, 3), id="first"),
        pytest.param("average", Fraction(26, 45), id="average, exactly"),
    ],
)
def test_the_score_follows_the_grading(grading: str, expected: Fraction) -> None:
    assert score(grading, [Fraction(1, 3), Fraction(9, 10), Fraction(1, 2)]) == expected


@pytest.mark.parametrize("grading", GRADINGS)
def test_without_attempts_there_is_no_score(grading: str) -> None:
    assert score(grading, []) is None


@given(st.sampled_from(GRADINGS), shares_of_attempts)
def test_a_score_lies_between_the_worst_and_the_best_attempt(grading: str, shares: list[Fraction]) -> None:
    found = score(grading, shares)
    assert found is not None
    assert min(shares) <= found <= max(shares)


@given(shares_of_attempts, st.fractions(0, 1))
def test_the_best_score_never_falls(shares: list[Fraction], later: Fraction) -> None:
    before, after = score("best", shares), score("best", [*shares, later])
    assert before is not None
    assert after is not None
    assert after >= before


@pytest.mark.parametrize(
    ("pass_mark", "best", "expected"),
    [
        pytest.param(70, Fraction(7, 10), True, id="exactly"),
        pytest.param(70, Fraction(699, 1000), False, id="by a hair"),
        pytest.param(70, None, False, id="never taken"),
        pytest.param(None, Fraction(1), False, id="nothing to pass"),
    ],
)
def test_who_has_passed(pass_mark: int | None, best: Fraction | None, expected: bool) -> None:
    assert has_passed(terms(pass_mark=pass_mark), best) is expected


PASSED, FAILED = Fraction(1), Fraction(0)


@pytest.mark.parametrize(
    ("show", "attempts", "is_submitted", "submitted", "best", "expected"),
    [
        pytest.param("after-each", None, False, 0, None, True, id="after each answer, at once"),
        pytest.param(
            "after-attempt", None, False, 1, PASSED, False, id="after the attempt, not while it goes on"
        ),
        pytest.param("after-attempt", None, True, 1, FAILED, True, id="after the attempt, even when failed"),
        pytest.param("after-pass", None, True, 1, FAILED, False, id="after passing, not when failed"),
        pytest.param("after-pass", None, True, 2, PASSED, True, id="after passing, earlier attempts too"),
        pytest.param(
            "after-pass", 3, True, 3, FAILED, False, id="after passing, never without, even at the end"
        ),
        pytest.param(
            "after-pass", None, False, 1, PASSED, False, id="after passing, not in a new attempt that goes on"
        ),
        pytest.param("after-last", 2, True, 1, PASSED, False, id="after the last, not after the first"),
        pytest.param("after-last", 2, True, 2, FAILED, True, id="after the last"),
        pytest.param("after-last", None, True, 99, PASSED, False, id="after the last of unlimited: never"),
        pytest.param("never", 1, True, 1, PASSED, False, id="never"),
        pytest.param("some-day", 1, True, 1, PASSED, False, id="a word that nobody knows shows nothing"),
    ],
)
def test_when_right_answers_are_shown(
    show: str, attempts: int | None, is_submitted: bool, submitted: int, best: Fraction | None, expected: bool
) -> None:
    quiz = terms(show_answers=show, attempts=attempts)
    assert may_see_answers(quiz, is_submitted=is_submitted, submitted=submitted, best=best) is expected


@given(
    st.builds(
        lambda show, attempts: terms(show_answers=show, attempts=attempts),
        st.sampled_from(["after-attempt", "after-pass", "after-last", "never"]),
        st.none() | st.integers(1, 5),
    ),
    st.integers(0, 9),
    st.none() | st.fractions(0, 1),
)
def test_a_test_never_shows_its_answers_while_it_goes_on(
    quiz: QuizTerms, submitted: int, best: Fraction | None
) -> None:
    assert not may_see_answers(quiz, is_submitted=False, submitted=submitted, best=best)


@pytest.mark.parametrize(
    ("attempts", "submitted", "left"), [(None, 5, None), (3, 0, 3), (3, 2, 1), (3, 3, 0), (3, 4, 0)]
)
def test_how_many_attempts_are_left(attempts: int | None, submitted: int, left: int | None) -> None:
    assert attempts_left(terms(attempts=attempts), submitted=submitted) == left

"""When an activity is done, what a course still needs, and where somebody goes on (course-format §3)."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.domain.courses.outline import Activity, Outline, QuizTerms
from lms.domain.progress.rules import (
    Standing,
    Standings,
    State,
    activities_needed,
    course_score,
    is_complete,
    minutes_left,
    passing_is_enough,
    percent,
    quiz_is_done,
    quizzes_weighed,
    standing_of,
    what_is_next,
)
from tests.support.outlines import activity, outline, terms

DONE, KNOWN, BEGUN = Standing(State.DONE), Standing(State.KNOWN), Standing(State.BEGUN)
HALF, THIRD = Fraction(1, 2), Fraction(1, 3)


def passed(share: Fraction | int) -> Standing:
    return Standing(State.DONE, Fraction(share))


def tried(share: Fraction | int) -> Standing:
    return Standing(State.BEGUN, Fraction(share))


PRACTICE = terms(mode="practice", pass_mark=None)
OPEN_TEST = terms(pass_mark=None)


@pytest.mark.parametrize(
    ("quiz", "best", "submitted", "unanswered", "expected"),
    [
        pytest.param(terms(), None, 0, 10, False, id="a test never taken"),
        pytest.param(terms(), Fraction(7, 10), 1, 0, True, id="the pass mark reached exactly"),
        pytest.param(terms(), Fraction(69_999, 100_000), 1, 0, False, id="the pass mark missed by a hair"),
        pytest.param(terms(), Fraction(1), 1, 10, True, id="passed, whatever was left open"),
        pytest.param(terms(pass_mark=67), Fraction(2, 3), 1, 0, False, id="two thirds are not 67 percent"),
        pytest.param(
            terms(pass_mark=66), Fraction(2, 3), 1, 0, True, id="two thirds are more than 66 percent"
        ),
        pytest.param(
            terms(pass_mark=0), None, 0, 10, False, id="a pass mark of nothing still wants an attempt"
        ),
        pytest.param(OPEN_TEST, Fraction(0), 1, 10, True, id="without a pass mark, sent in is done"),
        pytest.param(OPEN_TEST, None, 0, 0, False, id="without a pass mark, not sent in"),
        pytest.param(PRACTICE, None, 0, 0, True, id="a practice answered throughout"),
        pytest.param(PRACTICE, Fraction(1), 3, 1, False, id="a practice with one question open"),
    ],
)
def test_when_a_quiz_is_done(
    quiz: QuizTerms, best: Fraction | None, submitted: int, unanswered: int, expected: bool
) -> None:
    assert quiz_is_done(quiz, best=best, submitted=submitted, unanswered=unanswered) is expected


@given(st.fractions(0, 1), st.fractions(0, 1), st.integers(1, 100))
def test_a_quiz_that_is_done_stays_done_whatever_comes_after(
    best: Fraction, later: Fraction, pass_mark: int
) -> None:
    quiz = terms(pass_mark=pass_mark)
    before = quiz_is_done(quiz, best=best, submitted=1, unanswered=0)
    after = quiz_is_done(quiz, best=max(best, later), submitted=2, unanswered=0)
    assert after or not before


@pytest.mark.parametrize(
    ("standings", "expected"),
    [
        pytest.param({}, Standing(), id="never touched"),
        pytest.param({"bench": DONE}, DONE, id="under its own name"),
        pytest.param({"seat": DONE}, Standing(), id="under its former name, which is carried over when it gets its new one"),
        pytest.param({"tree": DONE}, Standing(), id="under the name of another"),
    ],
)
def test_an_activity_stands_as_what_is_kept_under_its_key(standings: Standings, expected: Standing) -> None:
    assert standing_of(activity("bench", formerly=("seat", "stool")), standings) == expected


LESSON, EXTRA = activity("lesson"), activity("extra", required=False)
TEST = activity("test", quiz=terms())
CHECK = activity("check", quiz=PRACTICE)


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        pytest.param("required", ["lesson", "test"], id="what is required"),
        pytest.param("all", ["lesson", "extra", "test"], id="everything"),
        pytest.param(("extra", "test"), ["extra", "test"], id="a list"),
        pytest.param((), [], id="an empty list"),
    ],
)
def test_which_activities_completion_asks_for(asked: str | tuple[str, ...], expected: list[str]) -> None:
    assert [each.key for each in activities_needed(outline(LESSON, EXTRA, TEST, asked=asked))] == expected


def test_without_a_word_every_quiz_with_a_pass_mark_counts_once() -> None:
    course = outline(LESSON, CHECK, TEST, activity("open", quiz=OPEN_TEST), activity("more", quiz=terms()))
    assert quizzes_weighed(course) == {"test": 1, "more": 1}


def test_named_quizzes_count_by_their_weights() -> None:
    assert quizzes_weighed(outline(CHECK, TEST, quizzes={"test": 3, "check": 1})) == {"test": 3, "check": 1}


@pytest.mark.parametrize(
    ("standings", "expected"),
    [
        pytest.param({}, None, id="nothing taken"),
        pytest.param({"first": tried(1)}, HALF, id="one of two, the other counts as nothing"),
        pytest.param({"first": tried(1), "second": tried(HALF)}, Fraction(3, 4), id="both"),
        pytest.param({"first": tried(0)}, Fraction(0), id="taken and all wrong"),
        pytest.param({"old": tried(1), "second": tried(1)}, HALF, id="one under a former name counts once it is carried over"),
        pytest.param({"first": BEGUN}, None, id="begun but without a mark"),
    ],
)
def test_the_score_of_a_course_is_the_mean_of_its_quizzes(
    standings: Standings, expected: Fraction | None
) -> None:
    course = outline(activity("first", quiz=terms(), formerly=("old",)), activity("second", quiz=terms()))
    assert course_score(course, standings) == expected


def test_weights_count() -> None:
    course = outline(
        activity("first", quiz=terms()), activity("second", quiz=terms()), quizzes={"first": 3, "second": 1}
    )
    assert course_score(course, {"first": tried(THIRD), "second": tried(1)}) == HALF


def test_a_course_without_quizzes_has_no_score() -> None:
    assert course_score(outline(LESSON), {"lesson": DONE}) is None


@pytest.mark.parametrize(
    ("course", "standings", "expected"),
    [
        pytest.param(outline(LESSON, EXTRA), {"lesson": DONE}, True, id="all required done"),
        pytest.param(outline(LESSON, EXTRA), {"lesson": KNOWN}, True, id="known counts as done"),
        pytest.param(outline(LESSON, EXTRA), {"lesson": BEGUN}, False, id="begun does not"),
        pytest.param(outline(LESSON, EXTRA), {"extra": DONE}, False, id="something else done"),
        pytest.param(outline(LESSON, EXTRA, asked="all"), {"lesson": DONE}, False, id="all are asked for"),
        pytest.param(outline(LESSON, TEST, score=70), {"lesson": DONE, "test": passed(Fraction(7, 10))}, True, id="score reached exactly"),
        pytest.param(outline(LESSON, TEST, score=71), {"lesson": DONE, "test": passed(Fraction(7, 10))}, False, id="score missed"),
        pytest.param(outline(LESSON, TEST, score=70), {"lesson": BEGUN, "test": passed(1)}, False, id="score alone is not enough"),
        pytest.param(outline(LESSON, score=70), {"lesson": DONE}, True, id="a score without any quiz asks for nothing"),
        pytest.param(outline(LESSON, CHECK, score=70, quizzes={"check": 1}), {"lesson": DONE, "check": DONE}, False, id="a quiz without a mark counts as nothing"),
        pytest.param(outline(asked=()), {}, False, id="nothing is asked for"),
    ],
)  # fmt: skip
def test_when_a_course_is_complete(course: Outline, standings: Standings, expected: bool) -> None:
    assert is_complete(course, standings) is expected


KEYS = ("a", "b", "c", "d")
standings_of_keys = st.dictionaries(
    st.sampled_from(KEYS), st.builds(Standing, st.sampled_from(State), st.none() | st.fractions(0, 1))
)
courses = st.builds(
    lambda kinds, asked, score: outline(
        *(
            activity(key, quiz=terms(pass_mark=50) if quiz else None, required=needed)
            for key, (quiz, needed) in zip(KEYS, kinds, strict=True)
        ),
        asked=asked,
        score=score,
    ),
    st.tuples(*(st.tuples(st.booleans(), st.booleans()) for _ in KEYS)),
    st.sampled_from(["required", "all", ("a", "c")]),
    st.none() | st.integers(1, 100),
)


@given(courses, standings_of_keys, st.sampled_from(KEYS))
def test_doing_more_never_makes_a_course_less_complete(
    course: Outline, standings: Standings, key: str
) -> None:
    before = standings.get(key, Standing())
    more = {**standings, key: Standing(State.DONE, before.score)}
    assert is_complete(course, more) or not is_complete(course, standings)


@given(courses, standings_of_keys, st.sampled_from(KEYS), st.fractions(0, 1))
def test_a_better_mark_never_makes_a_score_worse(
    course: Outline, standings: Standings, key: str, share: Fraction
) -> None:
    before = standings.get(key, Standing())
    better = {**standings, key: Standing(before.state, max(share, before.score or Fraction(0)))}
    assert (course_score(course, better) or Fraction(0)) >= (course_score(course, standings) or Fraction(0))
    assert is_complete(course, better) or not is_complete(course, standings)


@given(courses, standings_of_keys)
def test_a_score_is_a_share(course: Outline, standings: Standings) -> None:
    found = course_score(course, standings)
    assert found is None or 0 <= found <= 1


@given(courses, standings_of_keys)
def test_a_complete_course_needs_nothing_more(course: Outline, standings: Standings) -> None:
    if is_complete(course, standings):
        assert minutes_left(course, standings) == 0
        following = what_is_next(course, standings, None)
        assert following is None or following.key not in {each.key for each in activities_needed(course)}


PATH = (activity("one"), activity("two"), activity("extra", required=False), activity("three"))


@pytest.mark.parametrize(
    ("standings", "place", "expected"),
    [
        pytest.param({}, None, "one", id="from the start"),
        pytest.param({"one": DONE}, "two", "two", id="where somebody left off"),
        pytest.param({"one": DONE, "two": DONE}, "two", "three", id="over what is optional"),
        pytest.param({"two": DONE, "three": DONE}, "three", "one", id="round to what was left out"),
        pytest.param({"one": DONE, "two": DONE, "three": DONE}, "three", "extra", id="then what is optional"),
        pytest.param(
            dict.fromkeys(("one", "two", "three", "extra"), DONE), "one", None, id="nothing is left"
        ),
        pytest.param({"one": DONE}, "gone", "two", id="the place is no longer in the course"),
        pytest.param({"one": BEGUN}, None, "one", id="what was begun goes on"),
    ],
)
def test_where_somebody_goes_on(standings: Standings, place: str | None, expected: str | None) -> None:
    found: Activity | None = what_is_next(outline(*PATH), standings, place)
    assert (found.key if found else None) == expected


@pytest.mark.parametrize(
    ("standings", "expected"),
    [
        pytest.param({}, 30, id="all that is needed"),
        pytest.param({"two": DONE, "extra": DONE}, 20, id="less what is done"),
        pytest.param({"one": BEGUN}, 30, id="what was begun still counts whole"),
    ],
)
def test_how_many_minutes_are_left(standings: Standings, expected: int) -> None:
    assert minutes_left(outline(*PATH), standings) == expected


def test_an_activity_without_an_estimate_takes_no_time() -> None:
    assert minutes_left(outline(activity("one", minutes=None)), {}) == 0


@pytest.mark.parametrize(
    ("share", "expected"),
    [
        pytest.param(Fraction(0), 0, id="nothing"),
        pytest.param(Fraction(1), 100, id="all"),
        pytest.param(Fraction(2, 3), 66, id="rounded down"),
        pytest.param(Fraction(699_999, 1_000_000), 69, id="down even by a hair"),
        pytest.param(Fraction(7, 10), 70, id="exactly"),
    ],
)
def test_percent_are_rounded_down(share: Fraction, expected: int) -> None:
    assert percent(share) == expected


@given(st.fractions(0, 1), st.integers(1, 100))
def test_nobody_sees_a_pass_mark_that_was_not_reached(share: Fraction, pass_mark: int) -> None:
    assert (percent(share) >= pass_mark) is (share >= Fraction(pass_mark, 100))


TEST_OF_70 = activity("test", quiz=terms(pass_mark=70))


@pytest.mark.parametrize(
    ("course", "expected"),
    [
        pytest.param(outline(TEST_OF_70, score=None), True, id="no score is asked for"),
        pytest.param(outline(TEST_OF_70, score=70), True, id="the one test asks for as much"),
        pytest.param(outline(TEST_OF_70, score=71), False, id="the course asks for more than its test"),
        pytest.param(
            outline(TEST_OF_70, activity("other", quiz=terms(pass_mark=60)), score=70), False, id="one test asks for less"
        ),
        pytest.param(
            outline(activity("test", quiz=terms(pass_mark=70, grading="latest")), score=70), False, id="a later attempt may lower it"
        ),
        pytest.param(
            outline(activity("test", quiz=terms(pass_mark=70), required=False), score=70), False, id="the test is optional"
        ),
        pytest.param(outline(LESSON, score=70), True, id="no quiz counts"),
    ],
)  # fmt: skip
def test_a_score_that_follows_from_passing_need_not_be_named(course: Outline, expected: bool) -> None:
    assert passing_is_enough(course) is expected

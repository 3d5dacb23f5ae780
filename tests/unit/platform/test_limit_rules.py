"""What a limit decides, told the moments that were counted and the present: a table of paper and pencil."""

import pytest

from lms.domain.people.tries import OF_ACCOUNT, OF_ALL
from lms.platform.limit_rules import Pace, Rule, Window, shared_among, wait_for

TWO_LIMITS = Rule("two", "2/10 seconds; 3/minute")
GROWING = Rule("growing", pace=Pace(free=2, within=100, first=10, longest=40))
SLOWED = Rule("slowed", pace=Pace(free=3, within=60, first=2, longest=2))
MINUTE, HOUR, DAY = 60, 3600, 86_400


@pytest.mark.parametrize(
    ("rule", "times", "now", "wait"),
    [
        pytest.param(TWO_LIMITS, [], 0, 0, id="nothing was counted"),
        pytest.param(TWO_LIMITS, [0], 0, 0, id="one of two"),
        pytest.param(TWO_LIMITS, [0, 4], 5, 5, id="two of two, until the first is ten seconds old"),
        pytest.param(TWO_LIMITS, [0, 4], 10, 0, id="the first is ten seconds old"),
        pytest.param(TWO_LIMITS, [0, 10, 20], 21, 39, id="the longer limit, until the first is a minute old"),
        pytest.param(TWO_LIMITS, [0, 55, 56], 57, 8, id="the longer wait of two counts"),
        pytest.param(TWO_LIMITS, [90, 91], 50, 10, id="the clock was set back: never longer than the limit itself"),
        pytest.param(GROWING, [0], 0, 0, id="free"),
        pytest.param(GROWING, [0, 1], 1, 10, id="the first wait"),
        pytest.param(GROWING, [0, 1], 6, 5, id="half of the first wait is over"),
        pytest.param(GROWING, [0, 1], 11, 0, id="the first wait is over"),
        pytest.param(GROWING, [0, 1, 11], 11, 20, id="twice as long"),
        pytest.param(GROWING, [0, 1, 11, 31], 31, 40, id="twice as long again"),
        pytest.param(GROWING, [0, 1, 11, 31, 71], 71, 40, id="as long as it gets"),
        pytest.param(GROWING, [0, 1, 11], 101, 0, id="only the last still counts"),
        pytest.param(GROWING, [0, 95], 99, 6, id="two that lie far apart"),
        pytest.param(SLOWED, [0, 0], 0, 0, id="slowed: free"),
        pytest.param(SLOWED, [0, 0, 0], 1, 1, id="slowed: two seconds"),
        pytest.param(SLOWED, [0, 0, 0, 2, 4], 4, 2, id="slowed: never longer"),
    ],
)
def test_how_long_the_next_one_waits(rule: Rule, times: list[float], now: float, wait: float) -> None:
    assert wait_for(rule, times, now) == wait


@pytest.mark.parametrize(
    ("wrong", "wait"),
    [(4, 0), (5, 1), (6, 2), (7, 4), (8, 8), (9, 15), (10, 15), (49, 15), (50, DAY // MINUTE)],
)
def test_an_account_is_given_five_tries_and_then_longer_and_longer_waits(wrong: int, wait: int) -> None:
    assert wait_for(OF_ACCOUNT, [0.0] * wrong, 0) == wait * MINUTE


def test_nobody_waits_who_errs_once_in_a_quarter_of_an_hour() -> None:
    times = [quarter * 900.0 for quarter in range(49)]
    assert wait_for(OF_ACCOUNT, times, times[-1] + 900) == 0


def test_nobody_waits_for_ever() -> None:
    times = [0.0] * 50
    assert (wait_for(OF_ACCOUNT, times, DAY - 1), wait_for(OF_ACCOUNT, times, DAY)) == (1, 0)


@pytest.mark.parametrize(("wrong", "wait"), [(1999, 0), (2000, 2), (2001, 2)])
def test_a_flood_is_slowed_down_and_shuts_nobody_out(wrong: int, wait: int) -> None:
    assert wait_for(OF_ALL, [0.0] * wrong, 0) == wait


@pytest.mark.parametrize(
    ("text", "windows"),
    [
        pytest.param("5/15 minutes; 50/day", (Window(5, 900), Window(50, DAY)), id="two"),
        pytest.param("60/minute", (Window(60, 60),), id="one minute"),
        pytest.param("1 / 2 hours", (Window(1, 2 * HOUR),), id="with blanks"),
        pytest.param("3/second", (Window(3, 1),), id="a second"),
        pytest.param("", (), id="none"),
    ],
)
def test_limits_are_written_as_people_say_them(text: str, windows: tuple[Window, ...]) -> None:
    assert Rule("any", text).windows == windows


@pytest.mark.parametrize("text", ["5", "five/minute", "5/fortnight", "5 in 15 minutes", "5/minute, 6/hour"])
def test_what_is_no_limit_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="not a limit"):
        _ = Rule("any", text).windows


@pytest.mark.parametrize(
    ("rule", "keeps", "lasts"),
    [
        pytest.param(TWO_LIMITS, 3, 60, id="two limits"),
        pytest.param(GROWING, 4, 100, id="a growing wait"),
        pytest.param(SLOWED, 3, 60, id="the same wait again and again"),
        pytest.param(OF_ACCOUNT, 50, DAY, id="both"),
    ],
)
def test_no_more_is_kept_than_decides(rule: Rule, keeps: int, lasts: int) -> None:
    assert (rule.keeps, rule.lasts) == (keeps, lasts)


@pytest.mark.parametrize(
    ("processes", "windows", "free"),
    [
        pytest.param(1, (Window(10, 300),), 5, id="alone"),
        pytest.param(2, (Window(5, 300),), 3, id="two"),
        pytest.param(4, (Window(3, 300),), 2, id="four"),
        pytest.param(100, (Window(2, 300),), 2, id="a hundred"),
    ],
)
def test_one_of_several_processes_allows_its_share(processes: int, windows: tuple[Window, ...], free: int) -> None:
    rule = shared_among(Rule("any", "10/5 minutes", OF_ACCOUNT.pace), processes)
    assert (rule.windows, rule.pace and rule.pace.free) == (windows, free)


def test_what_may_be_done_once_stays_so_in_each_process() -> None:
    assert shared_among(Rule("any", "1/hour"), 4).windows == (Window(1, HOUR),)

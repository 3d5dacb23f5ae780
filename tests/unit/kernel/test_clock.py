"""Time is aware, in UTC, and moves only as it is told."""

from datetime import UTC, datetime, timedelta

from lms.kernel.clock import SetClock, SystemClock

NOON = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)


def test_a_set_clock_stands_where_it_was_set() -> None:
    clock = SetClock(NOON)
    assert (clock.now(), clock.now()) == (NOON, NOON)


def test_a_set_clock_moves_when_it_is_told() -> None:
    clock = SetClock(NOON)
    assert clock.move(timedelta(hours=-1)) == NOON - timedelta(hours=1)
    assert clock.now() == NOON - timedelta(hours=1)


def test_the_systems_clock_says_its_zone() -> None:
    assert SystemClock().now().utcoffset() == timedelta(0)

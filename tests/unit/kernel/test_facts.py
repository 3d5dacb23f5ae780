"""Facts reach those who follow them, in order, and what goes wrong there goes wrong here."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from lms.foundation import FOLLOWERS
from lms.kernel.facts import Fact, announce, follow

NOON = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)


class Sung(Fact):
    """Somebody sang."""


class SungTwice(Sung):
    """Somebody sang twice."""


class Silent(Fact):
    """Nobody sang."""


@pytest.fixture(autouse=True)
def _followers_of_the_program() -> Iterator[None]:
    """Put back, afterwards, those who follow facts in the program itself."""
    yield
    follow(FOLLOWERS)


def test_followers_are_told_in_the_order_in_which_they_are_listed() -> None:
    heard: list[str] = []
    follow(
        [
            (Sung, lambda fact: heard.append(f"first {fact.object}")),
            (Sung, lambda fact: heard.append(f"second {fact.object}")),
        ]
    )
    announce(Sung(at=NOON, person_id=7, object="la"))
    assert heard == ["first la", "second la"]


def test_only_those_who_follow_a_kind_are_told() -> None:
    heard: list[str] = []
    follow([(Silent, lambda fact: heard.append("silence")), (Fact, lambda fact: heard.append("anything"))])
    announce(Sung(at=NOON, person_id=7))
    assert heard == ["anything"]


def test_whoever_follows_a_kind_follows_the_kinds_of_it() -> None:
    heard: list[str] = []
    follow([(Sung, lambda fact: heard.append(type(fact).__name__))])
    announce(SungTwice(at=NOON, person_id=7))
    assert heard == ["SungTwice"]


def test_a_new_list_of_followers_takes_the_place_of_the_old() -> None:
    heard: list[str] = []
    follow([(Sung, lambda fact: heard.append("old"))])
    follow([(Sung, lambda fact: heard.append("new"))])
    announce(Sung(at=NOON, person_id=7))
    assert heard == ["new"]


def test_what_a_follower_raises_is_raised_to_whoever_announced() -> None:
    def refuse(fact: Sung) -> None:
        raise ValueError("out of tune")

    follow([(Sung, refuse)])
    with pytest.raises(ValueError, match="out of tune"):
        announce(Sung(at=NOON, person_id=7))

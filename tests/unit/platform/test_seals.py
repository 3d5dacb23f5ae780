"""Seals: the same for the same texts and key, another for everything else."""

import re

import pytest

from lms.platform.seals import Seals, is_same

KEY = "a secret that only the tests know, 2026"
SEALS = Seals(KEY)
SEAL, CODE = "187ae37d0ca25145376f25dc72b169fa", "185217"


def test_a_seal_and_a_code_look_as_links_and_letters_need_them() -> None:
    assert re.fullmatch("[0-9a-f]{32}", SEALS.seal("reset", "a", "b"))
    assert re.fullmatch("[0-9]{6}", SEALS.code("reset", "a", "b"))


def test_seals_stay_what_they_are() -> None:
    """Else every letter that is under way would be worth nothing after an upgrade."""
    assert (Seals(KEY).seal("reset", "a", "b"), Seals(KEY).code("reset", "a", "b")) == (SEAL, CODE)


@pytest.mark.parametrize(
    "other",
    [
        pytest.param(Seals(KEY + "!").seal("reset", "a", "b"), id="another key"),
        pytest.param(SEALS.seal("register", "a", "b"), id="another purpose"),
        pytest.param(SEALS.seal("reset", "a", "c"), id="another text"),
        pytest.param(SEALS.seal("reset", "ab", ""), id="the same signs in other parts"),
        pytest.param(SEALS.seal("reset", "a", "b", ""), id="an empty part more"),
        pytest.param(SEALS.seal("reset", "b", "a"), id="another order"),
    ],
)
def test_what_differs_has_another_seal(other: str) -> None:
    assert not is_same(SEALS.seal("reset", "a", "b"), other)


def test_a_code_does_not_give_a_link_away() -> None:
    seal, code = SEALS.seal("reset", "a"), SEALS.code("reset", "a")
    assert f"{int(seal[:16], 16) % 10**6:06d}" != code


def test_codes_are_spread_evenly() -> None:
    first_digits = [SEALS.code("reset", str(number))[0] for number in range(2000)]
    assert sorted(set(first_digits)) == list("0123456789")
    assert all(150 < first_digits.count(digit) < 250 for digit in "0123456789")


def test_a_key_is_of_256_bits_and_no_part_of_a_seal() -> None:
    key = SEALS.key("unsent", "a")
    assert re.fullmatch("[0-9a-f]{64}", key)
    assert [SEALS.seal("unsent", "a") in key, key == SEALS.key("unsent", "b"), key == Seals(KEY + "!").key("unsent", "a")] == [False] * 3

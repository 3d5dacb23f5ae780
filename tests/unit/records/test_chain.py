"""A row of the audit log and everything before it have one digest, which the smallest change makes another."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest

from lms.domain.records.rules import FIRST, Entry, chained

AT = datetime(2026, 11, 27, 9, 30, 0, 125, tzinfo=UTC)
ENTRY = Entry(7, AT, 1, 2, "role-changed", "", {"role": ["learner", "trainer"]})


def test_the_digest_of_a_row_is_the_one_that_every_site_has_sealed() -> None:
    """Typed by hand from what sha256sum says of the line; it never changes."""
    assert chained(FIRST, ENTRY) == "ae8c3d3c2fd4dfe11e5ae2abc171cff1c8134e5c38f27e7701e6ccf79bc3406e"


@pytest.mark.parametrize(
    "changed",
    [
        pytest.param({"id": 8}, id="number"),
        pytest.param({"at": AT + timedelta(microseconds=1)}, id="moment"),
        pytest.param({"actor_id": None}, id="who did it"),
        pytest.param({"person_id": 3}, id="to whom"),
        pytest.param({"action": "role-change"}, id="what was done"),
        pytest.param({"object": " "}, id="what it was about"),
        pytest.param({"changes": {"role": ["trainer", "learner"]}}, id="what it changed"),
    ],
)
def test_whatever_is_changed_in_a_row_shows(changed: dict[str, Any]) -> None:
    assert chained(FIRST, replace(ENTRY, **changed)) != chained(FIRST, ENTRY)


def test_a_row_is_bound_to_those_before_it() -> None:
    assert chained("1" * 64, ENTRY) != chained(FIRST, ENTRY)


def test_the_same_moment_in_another_zone_is_the_same() -> None:
    elsewhere = ENTRY.at.astimezone(timezone(timedelta(hours=2)))
    assert chained(FIRST, replace(ENTRY, at=elsewhere)) == chained(FIRST, ENTRY)

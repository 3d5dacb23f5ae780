"""Modules that come first: they lock what nobody has begun, and nothing else."""

from dataclasses import replace

import pytest

from lms.domain.courses.outline import Module, Outline
from lms.domain.progress.rules import Standing, Standings, State, what_comes_first, what_is_next
from lms.kernel.localtext import LocalText
from tests.support.outlines import activity, outline

DONE, BEGUN = Standing(State.DONE), Standing(State.BEGUN)


def two_modules(*, required: bool = True) -> Outline:
    """Return a course whose second module (last) comes after its first (first, extra)."""
    text = LocalText({"en": "A module"})
    one = Module("one", 1, text, {}, (), (activity("first"), activity("extra", required=not required)))
    two = Module("two", 2, text, {}, ("one",), (activity("last"),))
    return replace(outline(), modules=(one, two))


@pytest.mark.parametrize(
    ("standings", "expected"),
    [
        pytest.param({}, "one", id="nothing done"),
        pytest.param({"first": BEGUN}, "one", id="only begun"),
        pytest.param({"first": DONE}, None, id="what was required is done"),
        pytest.param({"last": BEGUN}, None, id="begun before the rule came"),
        pytest.param({"last": DONE}, None, id="done before the rule came"),
    ],
)
def test_a_module_is_locked_until_those_before_it_are_finished(standings: Standings, expected: str | None) -> None:
    course = two_modules()
    last = course.find("last")
    assert last is not None
    first = what_comes_first(course, standings, last)
    assert (first and first.key) == expected


def test_a_module_that_comes_after_nothing_is_open() -> None:
    course = two_modules()
    first = course.find("first")
    assert first is not None
    assert what_comes_first(course, {}, first) is None


def test_what_is_next_never_leads_to_a_locked_door() -> None:
    course = two_modules()
    following = what_is_next(course, {}, "last")
    assert following is not None
    assert following.key == "first"

"""The check of a module: what is known by passing it, and to whom it is offered."""

from dataclasses import replace

import pytest

from lms.domain.courses.outline import Module, Outline
from lms.domain.progress.rules import Standing, Standings, State, check_to_offer, known_by_passing
from lms.kernel.localtext import LocalText
from tests.support.outlines import activity, outline, terms

DONE, KNOWN, BEGUN = Standing(State.DONE), Standing(State.KNOWN), Standing(State.BEGUN)


def course(*, check: str | None = "check", after: tuple[str, ...] = ()) -> Outline:
    """Return a course of two modules; the second has a lesson, a scenario, an optional lesson and two quizzes."""
    text = LocalText({"en": "A module"})
    parts = (
        activity("lesson", formerly=("older",)),
        replace(activity("scene"), kind="scenario"),
        activity("extra", required=False),
        activity("check", quiz=terms()),
        activity("other", quiz=terms()),
    )
    one = Module("one", 1, text, {}, (), (activity("first"),))
    return replace(outline(), modules=(one, Module("two", 2, text, {}, after, parts, check)))


@pytest.mark.parametrize(
    ("quiz", "standings", "expected"),
    [
        pytest.param("check", {}, ["lesson", "scene", "extra"], id="everything that is read"),
        pytest.param("check", {"lesson": DONE}, ["scene", "extra"], id="but what is done"),
        pytest.param("check", {"extra": KNOWN}, ["lesson", "scene"], id="but what is known"),
        pytest.param("check", {"scene": BEGUN}, ["lesson", "scene", "extra"], id="also what was begun"),
        pytest.param("other", {}, [], id="nothing by another quiz"),
    ],
)
def test_what_is_known_by_passing_a_quiz(quiz: str, standings: Standings, expected: list[str]) -> None:
    outlined = course()
    taken = outlined.find(quiz)
    assert taken is not None
    assert [each.key for each in known_by_passing(outlined, standings, taken)] == expected


@pytest.mark.parametrize(
    ("outlined", "standings", "expected"),
    [
        pytest.param(course(), {}, "check", id="nothing begun"),
        pytest.param(course(), {"check": BEGUN}, "check", id="the check itself begun"),
        pytest.param(course(), {"other": DONE}, "check", id="another quiz done"),
        pytest.param(course(), {"check": DONE}, None, id="passed"),
        pytest.param(course(), {"scene": BEGUN}, None, id="something begun"),
        pytest.param(course(check=None), {}, None, id="no check"),
        pytest.param(course(check="gone"), {}, None, id="a check that is not there"),
        pytest.param(course(after=("one",)), {}, None, id="locked"),
        pytest.param(course(after=("one",)), {"first": DONE}, "check", id="open"),
    ],
)
def test_when_a_check_is_offered(outlined: Outline, standings: Standings, expected: str | None) -> None:
    offered = check_to_offer(outlined, standings, outlined.modules[1])
    assert (offered and offered.key) == expected


def test_a_module_with_nothing_to_read_offers_no_check() -> None:
    outlined = course()
    quizzes = tuple(each for each in outlined.modules[1].activities if each.quiz)
    assert check_to_offer(outlined, {}, replace(outlined.modules[1], activities=quizzes)) is None

"""What was done keeps counting from edition to edition, by its key or by the keys that list it as a former one (N2, §9)."""

from datetime import UTC, datetime
from fractions import Fraction

import pytest

from lms.domain.courses.lineage import ancestors, origins
from lms.domain.courses.outline import Outline
from lms.domain.progress.carrying import Kept, carried
from lms.domain.progress.rules import State
from tests.support.outlines import activity, outline, terms

FIRST, LATER = datetime(2026, 3, 1, tzinfo=UTC), datetime(2026, 4, 1, tzinfo=UTC)
DONE, DONE_LATER = Kept(State.DONE, None, FIRST), Kept(State.DONE, None, LATER)
KNOWN, BEGUN = Kept(State.KNOWN, None, FIRST), Kept(State.BEGUN)
Formerly = dict[str, tuple[str, ...]]


def passed(num: int, den: int, at: datetime = FIRST) -> Kept:
    return Kept(State.DONE, Fraction(num, den), at)


def editions(*said: Formerly) -> list[Outline]:
    """Return editions of a course: for each the keys of its activities with their former ones."""
    return [outline(*(activity(key, formerly=formerly, quiz=terms()) for key, formerly in each.items())) for each in said]


RENAMED = editions({"a": ()}, {"b": ("a",)})
RENAMED_TWICE = editions({"a": ()}, {"b": ("a",)}, {"c": ("b", "a")})
RENAMED_TWICE_FORGETFUL = editions({"a": ()}, {"b": ("a",)}, {"c": ("b",)})
MERGED = editions({"a": (), "b": ()}, {"c": ("a", "b")})
SPLIT = editions({"a": ()}, {"b": ("a",), "c": ("a",)})
MERGED_AND_RENAMED = editions({"a": (), "b": ()}, {"b": (), "c": ("a",)}, {"d": ("c", "b", "a")})
REMOVED = editions({"a": (), "b": ()}, {"b": ()})
MENDED_LATER = editions({"a": (), "b": ()}, {"b": (), "c": ()}, {"b": (), "c": ("a",)})

CASES = [
    ("nothing was done", RENAMED, {}, {}),
    ("renamed", RENAMED, {"a": DONE}, {"b": DONE}),
    ("renamed while it was begun", RENAMED, {"a": BEGUN}, {"b": BEGUN}),
    ("renamed, and known", RENAMED, {"a": KNOWN}, {"b": KNOWN}),
    ("renamed, done before and begun again", RENAMED, {"a": DONE, "b": BEGUN}, {"b": DONE}),
    ("renamed, done under its new key", RENAMED, {"a": BEGUN, "b": DONE}, {}),
    ("renamed with a score that is better", RENAMED, {"a": passed(4, 5), "b": passed(3, 5)}, {"b": passed(4, 5)}),
    ("renamed, its score not reached", RENAMED, {"a": Kept(State.BEGUN, Fraction(2, 5))}, {"b": Kept(State.BEGUN, Fraction(2, 5))}),
    ("renamed twice", RENAMED_TWICE, {"a": DONE}, {"b": DONE, "c": DONE}),
    ("renamed twice by somebody who forgot the oldest key", RENAMED_TWICE_FORGETFUL, {"a": DONE}, {"b": DONE, "c": DONE}),
    ("merged, both done", MERGED, {"a": DONE, "b": DONE_LATER}, {"c": DONE_LATER}),
    ("merged, one done", MERGED, {"a": DONE}, {"c": BEGUN}),
    ("merged, one done and one begun", MERGED, {"a": DONE, "b": BEGUN}, {"c": BEGUN}),
    ("merged with scores", MERGED, {"a": passed(1, 1), "b": passed(1, 2, LATER)}, {"c": passed(3, 4, LATER)}),
    ("merged, one without a score", MERGED, {"a": passed(1, 1), "b": DONE_LATER}, {"c": passed(1, 2, LATER)}),
    ("merged, one passed: its score is not that of the whole", MERGED, {"a": passed(1, 1)}, {"c": BEGUN}),
    ("split, done", SPLIT, {"a": DONE}, {"b": DONE, "c": DONE}),
    ("split, one part done again", SPLIT, {"a": BEGUN, "b": DONE}, {"c": BEGUN}),
    ("renamed and then merged, all done", MERGED_AND_RENAMED, {"a": DONE, "b": DONE}, {"c": DONE, "d": DONE}),
    ("renamed and then merged, one done", MERGED_AND_RENAMED, {"a": DONE}, {"c": DONE, "d": BEGUN}),
    ("removed", REMOVED, {"a": DONE}, {}),
    ("a former key that a correction names later", MENDED_LATER, {"a": DONE}, {"c": DONE}),
]


@pytest.mark.parametrize(("chain", "kept", "more"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_what_was_done_is_carried_over(chain: list[Outline], kept: dict[str, Kept], more: dict[str, Kept]) -> None:
    assert carried(chain, kept) == more


@pytest.mark.parametrize(("chain", "kept", "more"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_carrying_over_twice_is_carrying_over_once(chain: list[Outline], kept: dict[str, Kept], more: dict[str, Kept]) -> None:
    assert carried(chain, {**kept, **more}) == {}


def test_the_origins_of_an_activity_are_the_former_keys_that_stood_beside_each_other() -> None:
    assert [origins(MERGED_AND_RENAMED, place) for place in (1, 2)] == [{"c": ("a",)}, {"d": ("c", "b")}]


@pytest.mark.parametrize(
    ("chain", "expected"),
    [
        pytest.param(RENAMED_TWICE, {"c": {"a"}}, id="renamed twice"),
        pytest.param(MERGED, {"c": {"a", "b"}}, id="merged"),
        pytest.param(SPLIT, {"b": {"a"}, "c": {"a"}}, id="split"),
        pytest.param(MENDED_LATER, {"b": {"b"}, "c": {"a"}}, id="mended later"),
        pytest.param(editions({"a": ()}, {"a": (), "n": ()}), {"a": {"a"}, "n": set()}, id="new"),
    ],
)
def test_what_an_activity_goes_on_from(chain: list[Outline], expected: dict[str, set[str]]) -> None:
    assert ancestors(chain) == expected

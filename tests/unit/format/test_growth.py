"""Every structure of the growth sweep, at a small size: it raises nothing, and its problems stand in its lines.

That none of them grows too fast is measured by ``python -m tests.support.growth_sweep``; those that did are kept in
``test_strange_files`` and ``test_markdown_limits``.
"""

from collections import Counter
from random import Random

import pytest

from lms.platform.markdown_limits import TooMuch
from tests.support.course_fuzz import check, faults_in_course, faults_in_text
from tests.support.growth_sweep import WAYS, Way, grown

SEED = 31
SIZES = (40, 400, 2000)
EACH = 50
LIMITS = {each.value for each in TooMuch} | {"too-large", "front-matter-too-large", "too-deep", "too-many-answers", "too-many-questions"}


@pytest.mark.parametrize("way", [way for way in WAYS.values() if way.path], ids=[name for name, way in WAYS.items() if way.path])
def test_no_structure_of_the_sweep_raises_and_all_problems_stand_in_lines(way: Way) -> None:
    structures = way.structures()
    chance, met = Random(SEED), Counter[str]()
    for name in chance.sample(sorted(structures), min(EACH, len(structures))):
        files = way.files(structures[name](chance.choice(SIZES)))
        assert faults_in_course(files, lambda files=files: check(files)) == [], name  # type: ignore[misc]
        codes = {each.code for each in check(files).found if each.file == way.path}
        met["refused as too much" if codes & LIMITS else "found fault with" if codes else "accepted"] += 1
    print(f"seed {SEED}: {dict(met)}")  # noqa: T201
    assert met.total() - met["accepted"] >= 5


def test_no_structure_of_the_sweep_makes_html_that_is_not_whole() -> None:
    structures = WAYS["render"].structures()
    chance, met = Random(SEED), Counter[str]()
    for name in chance.sample(sorted(structures), 2 * EACH):
        text = structures[name](chance.choice(SIZES))
        assert faults_in_text(text) == [], name
        met["with signs" if set(text) & set("[]*_`$<{|") else "plain"] += 1
    print(f"seed {SEED}: {dict(met)}")  # noqa: T201
    assert met["with signs"] >= EACH


def test_the_sweep_measures_larger_sizes_only_where_they_could_matter() -> None:
    asked: list[int] = []
    assert len(grown(lambda size: "a" * size, lambda text: asked.append(len(text)))) == len(asked) == 1


def test_structures_are_as_large_as_they_are_meant_to_be() -> None:
    """Or nearly: a text that falls far short would show no growth."""
    for name in ("lesson", "quiz", "course"):
        made = WAYS[name].structures()
        short = [each for each in Random(SEED).sample(sorted(made), 40) if len(made[each](4_000).encode("utf-8", "surrogatepass")) < 1_500]
        assert short == [], name

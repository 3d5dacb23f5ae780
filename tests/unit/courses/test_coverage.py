"""How much of a course there is in each language is told from its outline alone (course-format T3)."""

from dataclasses import replace

import pytest

from lms.domain.courses.coverage import Coverage, coverage
from lms.domain.courses.outline import Document, from_json, to_json
from tests.support.outlines import activity, outline, terms

SOURCE = Document("f", "p", "current")
STATES = {
    "current": SOURCE,
    "three blocks behind": Document("f", "p", "stale", 3),
    "behind as a whole": Document("f", "p", "stale", 5, whole=True),
    "behind in its title": Document("f", "p", "stale"),
    "by a machine": Document("f", "p", "current", machine=True),
    "by a machine, and behind": Document("f", "p", "stale", 1, machine=True),
}


def found(*states: str) -> list[Coverage]:
    activities = (replace(activity(f"a{number}"), documents={"en": SOURCE} | ({"bg": STATES[state]} if state else {})) for number, state in enumerate(states))
    return list(coverage(replace(outline(*activities), languages=("en", "bg"))))


@pytest.mark.parametrize(
    ("states", "there", "behind", "machine"),
    [
        (("current", "current"), 2, 0, 0),
        (("current", ""), 1, 0, 0),
        (("", ""), 0, 0, 0),
        (("three blocks behind", "behind as a whole", "behind in its title"), 3, 2, 0),
        (("by a machine", "by a machine, and behind", "current"), 3, 1, 2),
    ],
    ids=["all of it", "one missing", "nothing", "out of date", "by a machine"],
)
def test_activities_are_counted_by_language(states: tuple[str, ...], there: int, behind: int, machine: int) -> None:
    total = len(states)
    assert found(*states) == [Coverage("en", total, total, 0, 0), Coverage("bg", total, there, behind, machine)]
    assert found(*states)[1].is_complete == (there == total)


@pytest.mark.parametrize("state", STATES)
def test_the_outline_keeps_how_a_translation_stands(state: str) -> None:
    made = outline(replace(activity("a", quiz=terms()), documents={"en": SOURCE, "bg": STATES[state]}))
    assert from_json(to_json(made)) == made


def test_a_document_without_these_fields_is_up_to_date() -> None:
    body = to_json(outline(replace(activity("a"), documents={"en": SOURCE})))
    older = body.replace('"changed":0,', "").replace('"machine":false,', "").replace(',"whole":false', "")
    assert [name for name in ("changed", "machine", "whole") if name in older] == []
    assert from_json(older).activities[0].documents["en"] == SOURCE

"""Courses in the words of schema.org say what the course says, and nothing of what it does not."""

from datetime import UTC, datetime

import pytest

from lms.exchange.schema_org import Part, Provider, Shown, course, duration, part, trail
from tests.support.outlines import activity, outline

SITE = Provider("School", "https://learn.example.org/")
MADE = datetime(2026, 11, 21, tzinfo=UTC)


@pytest.mark.parametrize(
    ("hours", "written"),
    [(4, "PT4H"), (1.5, "PT1H30M"), (0.25, "PT15M"), (0, "PT0M"), (40, "PT40H"), (1 / 3, "PT20M")],
)
def test_a_time_is_written_as_iso_8601_wants_it(hours: float, written: str) -> None:
    assert duration(hours) == written


def test_what_a_course_does_not_say_is_left_out() -> None:
    bare = course(Shown(outline(activity("one")), "en", "https://learn.example.org/courses/x/", "", MADE), SITE)
    assert sorted(bare) == sorted(
        "@type @id url name description inLanguage audience hasCourseInstance isAccessibleForFree offers dateModified provider".split()
    )
    assert bare["hasCourseInstance"] == {"@type": "CourseInstance", "courseMode": "Online", "inLanguage": ["en"]}


def test_a_lesson_is_a_part_of_its_course() -> None:
    one = activity("one", minutes=20)
    said = part(Part(outline(one), "one", "en", "https://learn.example.org/learn/x/one/", 20), "https://learn.example.org/courses/x/", SITE)
    assert (said["name"], said["timeRequired"]) == ("one", "PT20M")
    assert said["isPartOf"] == {
        "@type": "Course",
        "@id": "https://learn.example.org/courses/x/#course",
        "name": "A course",
        "url": "https://learn.example.org/courses/x/",
    }


def test_a_trail_counts_from_one() -> None:
    assert trail([("Courses", "a"), ("X", "b")])["itemListElement"] == [
        {"@type": "ListItem", "position": 1, "name": "Courses", "item": "a"},
        {"@type": "ListItem", "position": 2, "name": "X", "item": "b"},
    ]

"""A page that was to be reviewed by a day says so when that day has passed, and not before (course-format §4)."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from lms.kernel.clock import SetClock
from tests.makers import COURSE, LESSONS, Makers, files_of
from tests.support import a_guide
from tests.support.a_guide import FILES, FIRST, GUIDE
from tests.support.client import PageClient

LESSON = f"content/{COURSE}/en/{LESSONS[0]}.md"
OPENING = f"content/{GUIDE}/en/{FIRST}.md"
LINE = "This page was to be reviewed by 30 November 2026; details may have changed."
READING = f"/guides/{GUIDE}/{FIRST}/"
BULGARIAN_DAY = "30 ноември 2026"


def with_review(text: str, review: str = "2026-11-30") -> str:
    return text.replace("---\n", f"---\nreview: {review}\n", 1)


def learner_of_lesson(make: Makers, clock: SetClock, now: datetime) -> tuple[PageClient, str]:
    course = make.course(changed={LESSON: with_review(files_of()[LESSON].decode())})
    clock.at = now
    return make.learner(course), f"/learn/{COURSE}/{LESSONS[0]}/"


def reader_of_guide(make: Makers, clock: SetClock, now: datetime) -> tuple[PageClient, str]:
    a_guide.publish(make, {OPENING: with_review(FILES[OPENING])})
    clock.at = now
    return make.client(), READING


@pytest.mark.parametrize("reader", [learner_of_lesson, reader_of_guide])
@pytest.mark.parametrize(
    ("now", "is_said"),
    [
        pytest.param(datetime(2026, 11, 30, 12, tzinfo=UTC), False, id="on the day"),
        pytest.param(datetime(2026, 11, 30, 22, 59, tzinfo=UTC), False, id="in its last minute in Brussels"),
        pytest.param(datetime(2026, 11, 30, 23, 0, tzinfo=UTC), True, id="the day after in Brussels"),
    ],
)
def test_the_line_is_there_once_the_day_has_passed(
    make: Makers, clock: SetClock, reader: Callable[[Makers, SetClock, datetime], tuple[PageClient, str]], now: datetime, is_said: bool
) -> None:
    browser, path = reader(make, clock, now)
    assert (LINE in browser.page(path).text) is is_said


def test_the_day_is_that_of_the_source_in_every_language(make: Makers, clock: SetClock) -> None:
    browser, path = reader_of_guide(make, clock, datetime(2026, 12, 24, tzinfo=UTC))
    assert BULGARIAN_DAY in browser.page(path, language="bg").text


def test_a_guide_says_when_a_page_is_to_be_reviewed(make: Makers, clock: SetClock) -> None:
    browser, path = reader_of_guide(make, clock, clock.at)
    assert "facts checked on 1 November 2026, to be reviewed by 30 November 2026" in " ".join(browser.page(path).text.split())


def test_a_page_without_a_day_says_nothing(make: Makers, clock: SetClock) -> None:
    a_guide.publish(make)
    clock.at = datetime(2030, 1, 1, tzinfo=UTC)
    assert "reviewed by" not in make.client().page(READING).text

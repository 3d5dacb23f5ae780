"""Whoever passes the check of a module first need not read it: its lessons are known (course-format §3)."""

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager

import pytest
from sqlalchemy import select

from lms.domain.certificates.models import Certificate
from lms.domain.courses.queries import Published
from lms.domain.enrolment.models import Enrolment
from lms.domain.progress.models import ActivityState
from lms.domain.progress.service import Follower
from lms.domain.records.models import Record
from tests.makers import COURSE, LESSONS, OPTIONAL_LESSON, PRACTICE, TEST, Makers, files_of
from tests.support.client import PageClient
from tests.support.pages import Page

Queries = Callable[[int], AbstractContextManager[None]]

ANSWERING = f"modules/{COURSE}/answering.yaml"
CHECKED = files_of()[ANSWERING].decode().replace("activities:", "check_first: last-test\nactivities:")
HOME, OFFER = f"/learn/{COURSE}/", "Know this already?"
BEFORE, LESSON, TEST_PAGE = (f"{HOME}{key}/" for key in (LESSONS[0], LESSONS[1], TEST))


def begin(make: Makers, changed: Mapping[str, str] | None = None) -> tuple[Published, Enrolment, PageClient]:
    """Return a course whose second module has a check, and somebody who follows it."""
    course = make.course(changed={ANSWERING: CHECKED} | dict(changed or {}))
    person = make.person()
    return course, make.enrolment(person, course), make.client(person)


def states(make: Makers, made: Enrolment) -> dict[str, str]:
    """Return how everything stands that an enrolment has touched."""
    rows = make.rows(select(ActivityState.key, ActivityState.state).where(ActivityState.enrolment_id == made.id))
    return dict(tuple(row) for row in rows)


def offers(page: Page) -> list[str]:
    """Return where a page leads those who know a module already."""
    return [url for text, url in page.links().items() if text.startswith("Take the check first")]


def test_passing_the_check_makes_the_lessons_of_its_module_known(make: Makers) -> None:
    course, made, _browser = begin(make)
    make.take_quiz(made, course, TEST)
    assert states(make, made) == {TEST: "done", LESSONS[1]: "known", OPTIONAL_LESSON: "known"}
    rows = make.rows(select(Record.verb, Record.object, Record.result).where(Record.enrolment_id == made.id).order_by(Record.id))
    assert [(row.verb, row.object.partition("/")[0]) for row in rows] == [
        ("enrolled", COURSE), ("started", TEST), ("submitted", TEST), ("done", TEST), ("known", LESSONS[1]), ("known", OPTIONAL_LESSON),
    ]  # fmt: skip
    assert [row.result for row in rows[-3:]] == [{}, {"by": TEST}, {"by": TEST}]


def test_what_was_read_before_stays_done(make: Makers) -> None:
    course, made, _browser = begin(make)
    make.done(made, course, LESSONS[1])
    make.take_quiz(made, course, TEST)
    assert states(make, made) == {LESSONS[1]: "done", TEST: "done", OPTIONAL_LESSON: "known"}


def test_failing_the_check_makes_nothing_known(make: Makers) -> None:
    course, made, _browser = begin(make)
    outline = make.outline()
    test = outline.find(TEST)
    assert test is not None
    make.take(Follower(made.person_id, made.id, course.edition_id, outline), test, right=False)
    assert states(make, made) == {TEST: "begun"}


def test_a_quiz_that_is_no_check_makes_nothing_known(make: Makers) -> None:
    course = make.course()
    made = make.enrolment(make.person(), course)
    make.take_quiz(made, course, TEST)
    assert states(make, made) == {TEST: "done"}


def test_the_course_is_complete_with_what_is_known(make: Makers) -> None:
    course, made, _browser = begin(make)
    make.done(made, course, LESSONS[0])
    make.take_quiz(made, course, PRACTICE)
    assert make.rows(select(Certificate.id)) == []
    make.take_quiz(made, course, TEST)
    assert len(make.rows(select(Certificate.id).where(Certificate.enrolment_id == made.id))) == 1


def test_what_is_known_is_said_in_words_and_may_be_taken_back_for_good(make: Makers) -> None:
    course, made, browser = begin(make)
    make.take_quiz(made, course, TEST)
    home = browser.page(HOME)
    assert [node.text for node in home.all("span", class_="activity-state")] == ["not begun", "not begun", "known already", "known already", "done"]
    lesson = browser.page(LESSON)
    assert [("You have shown that you know this already." in lesson.text), ("You are done with this lesson." in lesson.text)] == [True, False]
    assert "How to answer Lesson, 6 min, known already" in " ".join(browser.page(BEFORE).text.split())

    browser.send(f"{LESSON}done", {"done": "no"})
    make.take_quiz(made, course, TEST)
    assert states(make, made) == {TEST: "done", OPTIONAL_LESSON: "known"}
    browser.send(f"{LESSON}done", {"done": "yes"})
    assert states(make, made) == {TEST: "done", OPTIONAL_LESSON: "known", LESSONS[1]: "done"}


def test_the_check_is_offered_until_the_module_is_begun(make: Makers) -> None:
    course, made, browser = begin(make)
    assert offers(browser.page(HOME)) == [TEST_PAGE]
    assert offers(browser.page(BEFORE)) == [TEST_PAGE]
    assert "If you pass, whatever you have not read of this part yet counts as known." in browser.page(TEST_PAGE).text
    make.done(made, course, LESSONS[1])
    assert [offers(browser.page(path)) for path in (HOME, BEFORE)] == [[], []]


def test_a_module_without_a_check_offers_none(make: Makers) -> None:
    browser = make.learner(make.course())
    assert offers(browser.page(HOME)) == []
    assert "counts as known" not in browser.page(TEST_PAGE).text


def test_the_check_of_a_locked_module_stays_locked(make: Makers) -> None:
    _course, _made, browser = begin(make, {ANSWERING: CHECKED.replace("activities:", "after: [asking]\nactivities:")})
    assert offers(browser.page(HOME)) == []
    assert browser.send(f"{TEST_PAGE}attempts").status_code == 409


def test_whoever_is_not_let_into_a_module_is_offered_no_check(make: Makers) -> None:
    text = files_of()[f"modules/{COURSE}/course.yaml"].decode()
    make.course(changed={ANSWERING: CHECKED, f"modules/{COURSE}/course.yaml": text.replace("modules: [", "open: [asking]\nmodules: [")})
    assert offers(make.client().page(BEFORE)) == []


@pytest.mark.parametrize("path", [HOME, BEFORE])
def test_offering_a_check_asks_the_database_nothing_more(make: Makers, queries: Queries, path: str) -> None:
    _course, _made, browser = begin(make)
    browser.page(path)
    with queries(2):
        browser.page(path)

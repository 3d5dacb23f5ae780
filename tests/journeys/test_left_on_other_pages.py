"""With one question a page, what a browser still holds of another page is saved by whichever page of the attempt opens first."""

import pytest
from playwright.sync_api import Route, expect
from sqlalchemy import select

from lms.domain.people.models import Person
from lms.domain.quizzes.models import Attempt
from tests.journeys.answers import given
from tests.journeys.attempts import (
    DISCONNECTED,
    NOT_YET,
    ONE_WAITS,
    SAVED,
    choose,
    place,
    rows,
    says,
    until,
    waits,
    writes,
)
from tests.journeys.conftest import OpenBrowser
from tests.journeys.storage import NOTHING_WHILE_LEAVING, break_down, kept_in
from tests.journeys.visitors import Visitor
from tests.makers import COURSE, TEST, Makers, files_of

pytestmark = [pytest.mark.browser, pytest.mark.server, pytest.mark.slow]

QUIZ = f"quizzes/{COURSE}/en/{TEST}.md"
# Page 1 has the question `choose`, page 2 `tick`, page 4 `short`.
ONE = {QUIZ: files_of()[QUIZ].decode().replace("attempts: 2", "attempts: 2\npage: one").replace("shuffle: [questions, answers]\n", "")}
SAVES = "**/responses*"
ELSEWHERE = "In this browser is another answer of yours to question %(number)s, which was not sent. Go to that question and choose."
MISSING = "If you send in your answers now, what waits is not among them."
SEND = "Send the answers as they are"
LEFT = "A text of page four"

Begun = tuple[Visitor, str]


@pytest.fixture
def person(make: Makers) -> Person:
    """Return somebody who is enrolled in the small course, whose test shows one question a page."""
    found = make.person()
    make.enrolment(found, make.course(changed=ONE))
    return found


@pytest.fixture
def begun(open_browser: OpenBrowser, person: Person) -> Begun:
    """Return that person, and the address of their attempt."""
    learner = open_browser(person=person).goes_to(f"/learn/{COURSE}/{TEST}/").presses("Start now")
    return learner, learner.path


def leave_behind(learner: Visitor, begun: str) -> None:
    """Write on page 4 what only the browser gets to know, and let the tab break down."""
    learner.watch.expect(DISCONNECTED)
    learner.goes_to(f"{begun}?page=4").page.evaluate(NOTHING_WHILE_LEAVING)
    learner.context.set_offline(True)
    writes(learner, LEFT)
    expect(says(learner, "short")).to_have_text(NOT_YET)
    until(learner.page, lambda: len(kept_in(learner.page)) == 1)
    break_down(learner)
    learner.context.set_offline(False)


def attempt(make: Makers) -> Attempt:
    (found,) = make.rows(select(Attempt))
    return found[0]


def refuse(route: Route) -> None:
    route.abort()


def refuse_scripts(route: Route) -> None:
    if "json" in route.request.headers.get("content-type", ""):
        route.abort()
    else:
        route.continue_()


def test_another_page_of_the_attempt_saves_it(make: Makers, begun: Begun) -> None:
    learner, where = begun
    leave_behind(learner, where)
    back = learner.opens_a_tab(f"{where}?page=2")
    until(back.page, lambda: rows(make) == [("short", LEFT)] and kept_in(back.page) == [])
    expect(back.page.locator("[data-map=short]")).to_contain_text(", answered")
    expect(back.page.locator("[data-answered]")).to_contain_text("1 of ")
    assert (given(back.page), waits(back).inner_text()) == ({}, "")
    back.presses("Next question").presses("Next question")
    assert given(back.page) == {"short": [LEFT]}


def test_the_page_before_sending_saves_it_and_says_what_the_site_has_then(make: Makers, begun: Begun) -> None:
    learner, where = begun
    leave_behind(learner, where)
    back = learner.opens_a_tab(f"{where}summary")
    expect(back.page.locator("[data-map=short]")).to_contain_text("answered, saved")
    assert (rows(make), kept_in(back.page)) == ([("short", LEFT)], [])
    back.presses(SEND)
    assert attempt(make).submitted_at is not None


def test_what_the_site_has_already_is_not_sent_twice(make: Makers, begun: Begun) -> None:
    """The reply was lost, so the browser does not know; the page that opens does."""
    learner, where = begun
    held: list[Route] = []

    def hold(route: Route) -> None:
        route.fetch()
        held.append(route)

    learner.goes_to(f"{where}?page=4").page.route(SAVES, hold)
    writes(learner, LEFT)
    until(learner.page, lambda: bool(held))
    break_down(learner)
    sent: list[str] = []
    learner.context.on("request", lambda request: sent.append(request.url) if request.method == "POST" else None)
    back = learner.opens_a_tab(f"{where}summary")
    until(back.page, lambda: kept_in(back.page) == [])
    assert (sent, rows(make)) == ([], [("short", LEFT)])


def test_what_cannot_be_saved_is_counted_and_nothing_is_sent_in_before_that_was_said(make: Makers, begun: Begun) -> None:
    learner, where = begun
    leave_behind(learner, where)
    learner.watch.expect("net::ERR_FAILED")
    back = learner.opens_a_tab("/learn/")
    back.page.route(SAVES, refuse)
    back.goes_to(f"{where}summary")
    expect(waits(back)).to_have_text(ONE_WAITS)
    back.button(SEND).click()
    expect(waits(back)).to_have_text(f"{ONE_WAITS} {MISSING}")
    assert (attempt(make).submitted_at, rows(make)) == (None, [])
    back.page.unroute(SAVES)
    back.page.evaluate("window.dispatchEvent(new Event('online'))")
    expect(back.page.locator("[data-map=short]")).to_contain_text("answered, saved")
    expect(waits(back)).to_have_text("")
    assert (rows(make), kept_in(back.page)) == ([("short", LEFT)], [])


def test_who_sends_in_at_once_has_sent_what_was_left_as_well(make: Makers, begun: Begun) -> None:
    """The button is pressed while the answer is on its way: it waits for the reply."""
    learner, where = begun
    leave_behind(learner, where)
    back = learner.opens_a_tab("/learn/")
    held: list[Route] = []
    back.page.route(SAVES, lambda route: held.append(route))
    back.goes_to(f"{where}summary")
    until(back.page, lambda: bool(held))
    back.button(SEND).click()
    with back.page.expect_navigation(url="**/review/"):
        held[0].continue_()
    assert (rows(make), kept_in(back.page), attempt(make).submitted_at is not None) == ([("short", LEFT)], [], True)


def test_who_insists_sends_in_without_it(make: Makers, begun: Begun) -> None:
    learner, where = begun
    leave_behind(learner, where)
    learner.watch.expect("net::ERR_FAILED")
    back = learner.opens_a_tab("/learn/")
    back.page.route(SAVES, refuse)
    back.goes_to(f"{where}summary")
    expect(waits(back)).to_have_text(ONE_WAITS)
    back.button(SEND).click()
    expect(waits(back)).to_contain_text(MISSING)
    back.presses(SEND)
    assert (attempt(make).submitted_at is not None, rows(make), len(kept_in(back.page))) == (True, [], 1)


def test_what_was_answered_elsewhere_since_is_overwritten_from_no_page(make: Makers, open_browser: OpenBrowser, person: Person, begun: Begun) -> None:
    learner, where = begun
    leave_behind(learner, where)
    phone = open_browser(person=person).goes_to(f"{where}?page=4")
    writes(phone, "From the phone")
    expect(says(phone, "short")).to_have_text(SAVED)

    back = learner.opens_a_tab(f"{where}?page=2")
    expect(waits(back)).to_have_text(ELSEWHERE % {"number": 4})
    back.goes_to(f"{where}summary")
    expect(waits(back)).to_have_text(ELSEWHERE % {"number": 4})
    back.button(SEND).click()
    expect(waits(back)).to_have_text(f"{ELSEWHERE % {'number': 4}} {MISSING}")
    assert (rows(make), attempt(make).submitted_at) == ([("short", "From the phone")], None)

    back.follows("Change answer %(number)s", number=4)
    back.button("Use it").click()
    expect(place(back, "short").get_by_role("textbox")).to_have_value(LEFT)
    expect(says(back, "short")).to_have_text(SAVED)
    until(back.page, lambda: kept_in(back.page) == [])
    back.goes_to(f"{where}summary")
    assert (rows(make)[1:], waits(back).inner_text()) == ([("short", LEFT)], "")


def test_a_form_that_goes_its_way_carries_only_what_it_shows(make: Makers, begun: Begun) -> None:
    """What was left on another page is not in the form, so the site must not be taken to have it."""
    learner, where = begun
    leave_behind(learner, where)
    learner.watch.expect("net::ERR_FAILED")
    back = learner.opens_a_tab("/learn/")
    back.page.route(SAVES, refuse_scripts)
    back.goes_to(where)
    choose(back, "choose", "The council")
    expect(says(back, "choose")).to_have_text(NOT_YET)
    expect(waits(back)).to_contain_text("2 answers wait in this browser")
    back.button("Next question").click()
    back.page.wait_for_timeout(200)
    back.presses("Next question")
    expect(waits(back)).to_have_text(ONE_WAITS)
    assert rows(make) == [("choose", 1)]
    back.page.unroute(SAVES)
    back.page.evaluate("window.dispatchEvent(new Event('online'))")
    until(back.page, lambda: rows(make) == [("choose", 1), ("short", LEFT)] and kept_in(back.page) == [])

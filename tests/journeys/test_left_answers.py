"""What a browser still holds of an attempt is nobody else's, overwrites nothing, and can be kept in any browser."""

import pytest
from playwright.sync_api import expect
from sqlalchemy import select

from lms.domain.people.models import Person
from lms.domain.quizzes.models import Attempt
from lms.web.shell.visitors import COOKIE
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
from tests.journeys.conftest import OpenBrowser, token_of
from tests.journeys.storage import REFUSED, WITHOUT_SEALS, break_down, kept_in, whole_store
from tests.journeys.visitors import Visitor
from tests.makers import COURSE, LESSONS, PASSAGE, PASSWORD, TEST, Makers

pytestmark = [pytest.mark.browser, pytest.mark.server, pytest.mark.slow]

EMAIL = "asta@example.org"
SECRET = "Only Asta knows this"
LEFT = "In this browser is an answer of yours that was not sent: %(answer)s"
LEAVING = "An answer is not saved yet. If you sign out once more now, what has not been saved is lost."
NOT_KEPT = "This browser keeps nothing of what is not saved yet. Please leave this page open until everything is saved."
ELSEWHERE = "Not saved yet – whoever is signed in now has no such attempt. Sign in as yourself again; your answers are still here."
OVER = "This attempt takes no more answers. What you wrote stays on this page, so that you can copy it."


@pytest.fixture
def person(make: Makers) -> Person:
    """Return somebody who is enrolled in the small course."""
    found = make.person(email=EMAIL, password=PASSWORD)
    make.enrolment(found, make.course())
    return found


@pytest.fixture
def learner(open_browser: OpenBrowser, person: Person) -> Visitor:
    """Return that person in the test of the course."""
    return open_browser(person=person).goes_to(f"/learn/{COURSE}/{TEST}/").presses("Start now")


def is_left_behind(learner: Visitor) -> None:
    """Give one answer that only the browser has, and let its tab break down."""
    learner.watch.expect(DISCONNECTED)
    learner.context.set_offline(True)
    writes(learner, SECRET)
    expect(says(learner, "short")).to_have_text(NOT_YET)
    until(learner.page, lambda: len(kept_in(learner.page)) == 1)
    break_down(learner)
    learner.context.set_offline(False)


def sits_down(make: Makers, learner: Visitor, who: Person) -> None:
    """Let somebody sign in at the computer of somebody else."""
    learner.context.clear_cookies(name=COOKIE)
    learner.context.add_cookies([{"name": COOKIE, "value": token_of(make, who), "url": learner.address}])


def test_the_second_person_at_a_computer_finds_nothing_of_the_first(make: Makers, learner: Visitor, person: Person) -> None:
    begun = learner.path
    lesson = learner.opens_a_tab(f"/learn/{COURSE}/{LESSONS[1]}/")
    is_left_behind(learner)
    lesson.context.set_offline(True)
    lesson.page.locator(f"#note-{PASSAGE} textarea").fill(f"{SECRET} too")
    until(lesson.page, lambda: len(kept_in(lesson.page)) == 2)
    break_down(lesson)
    lesson.context.set_offline(False)

    other = make.person()
    make.enrolment(other, make.course())
    sits_down(make, learner, other)
    second = learner.opens_a_tab(f"/learn/{COURSE}/{LESSONS[1]}/")
    expect(second.page.locator(f"#note-{PASSAGE} textarea")).to_have_value("")
    second.goes_to(f"/learn/{COURSE}/{TEST}/").presses("Start now")
    expect(waits(second)).to_have_text("")
    assert (given(second.page), rows(make), len(kept_in(second.page))) == ({}, [], 2)
    uid = begun.split("/")[-2]
    told = whole_store(second.page)
    assert [sign for sign in (SECRET, "Asta", "short", EMAIL, person.uid, person.name, uid, COURSE, TEST, PASSAGE) if sign in told] == []

    second.presses("Sign out")
    sits_down(make, learner, person)
    first = learner.opens_a_tab(begun)
    expect(says(first, "short")).to_have_text(SAVED)
    assert (rows(make), given(first.page)) == ([("short", SECRET)], {"short": [SECRET]})
    first.goes_to(f"/learn/{COURSE}/{LESSONS[1]}/")
    expect(first.page.locator(f"#note-{PASSAGE} textarea")).to_have_value(f"{SECRET} too")
    expect(first.page.locator(f"#note-{PASSAGE} [data-saved]")).to_contain_text("Saved")
    assert kept_in(first.page) == []


@pytest.mark.parametrize(("button", "counts"), [("Use it", SECRET), ("Leave it", "From the phone")])
def test_what_was_answered_elsewhere_since_is_overwritten_by_nobody_but_its_writer(
    make: Makers, open_browser: OpenBrowser, person: Person, learner: Visitor, button: str, counts: str
) -> None:
    begun = learner.path
    is_left_behind(learner)
    phone = open_browser(person=person).goes_to(begun)
    writes(phone, "From the phone")
    expect(says(phone, "short")).to_have_text(SAVED)

    back = learner.opens_a_tab(begun)
    back.reads(LEFT, answer=SECRET)
    expect(back.page.locator("[data-voice]")).to_contain_text(back.say(LEFT, answer=SECRET))
    assert (given(back.page), rows(make)) == ({"short": ["From the phone"]}, [("short", "From the phone")])
    back.button(button).click()
    back.does_not_see(SECRET)
    expect(place(back, "short").get_by_role("textbox")).to_have_value(counts)
    expect(place(back, "short").get_by_role("textbox")).to_be_focused()
    expect(says(back, "short")).to_have_text(SAVED)
    until(back.page, lambda: kept_in(back.page) == [])
    assert rows(make)[1:] == ([("short", SECRET)] if button == "Use it" else [])
    back.page.reload()
    expect(place(back, "short").get_by_role("textbox")).to_have_value(counts)
    back.does_not_see("In this browser is an answer")


def test_signing_out_saves_first_and_leaves_no_answer_in_the_browser(make: Makers, learner: Visitor) -> None:
    writes(learner, "Before I go.")
    learner.presses("Sign out")
    assert (rows(make), kept_in(learner.page)) == ([("short", "Before I go.")], [])


def test_signing_out_over_an_answer_that_cannot_be_saved_asks_once_more(make: Makers, learner: Visitor) -> None:
    learner.watch.expect("net::ERR_FAILED")
    learner.page.route("**/responses", lambda route: route.abort())
    writes(learner, "Before I go.")
    learner.button("Sign out").click()
    expect(waits(learner)).to_have_text(LEAVING)
    learner.presses("Sign out")
    assert (rows(make), kept_in(learner.page)) == ([], [])


def test_an_attempt_that_is_over_says_so_and_what_was_written_stays_to_be_copied(make: Makers, learner: Visitor) -> None:
    learner.watch.expect(409)
    learner.opens_a_tab(f"{learner.path}summary").presses("Send the answers as they are").page.close()
    writes(learner, "A thought that came late")
    expect(waits(learner)).to_have_text(OVER)
    expect(says(learner, "short")).to_contain_text("Not saved – ")
    field = place(learner, "short").get_by_role("textbox")
    expect(field).to_have_value("A thought that came late")
    expect(field).to_have_js_property("readOnly", True)
    assert (rows(make), len(make.rows(select(Attempt.id)))) == ([], 1)


def test_where_a_browser_seals_nothing_what_is_kept_lasts_as_long_as_its_tab(
    make: Makers, open_browser: OpenBrowser, person: Person
) -> None:
    learner = open_browser(person=person)
    learner.context.add_init_script(WITHOUT_SEALS)
    learner.goes_to(f"/learn/{COURSE}/{TEST}/").presses("Start now")
    learner.watch.expect("net::ERR_FAILED")
    learner.page.route("**/responses", lambda route: route.abort())
    writes(learner, SECRET)
    expect(waits(learner)).to_have_text(ONE_WAITS)
    assert (learner.page.evaluate("localStorage.length"), len(kept_in(learner.page))) == (0, 1)
    other = learner.opens_a_tab(learner.path)
    assert (given(other.page), kept_in(other.page)) == ({}, [])
    learner.page.unroute("**/responses")
    learner.page.reload()
    expect(says(learner, "short")).to_have_text(SAVED)
    assert (rows(make), kept_in(learner.page)) == ([("short", SECRET)], [])


def test_where_a_browser_keeps_nothing_it_says_so_and_warns_on_leaving(make: Makers, open_browser: OpenBrowser, person: Person) -> None:
    learner = open_browser(person=person)
    learner.context.add_init_script(REFUSED)
    learner.goes_to(f"/learn/{COURSE}/{TEST}/").presses("Start now")
    learner.watch.expect("net::ERR_FAILED")
    learner.page.route("**/responses", lambda route: route.abort())
    with learner.page.expect_event("requestfailed"):
        writes(learner, SECRET)
    expect(waits(learner)).to_have_text(NOT_KEPT)
    asked: list[str] = []
    learner.page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    learner.follows("Courses")
    assert asked == ["beforeunload"]


def test_answers_are_saved_where_a_browser_keeps_nothing(make: Makers, open_browser: OpenBrowser, person: Person) -> None:
    learner = open_browser(person=person)
    learner.context.add_init_script(REFUSED)
    learner.goes_to(f"/learn/{COURSE}/{TEST}/").presses("Start now")
    choose(learner, "choose", "The council")
    expect(says(learner, "choose")).to_have_text(SAVED)
    assert rows(make) == [("choose", 1)]


def test_somebody_else_who_is_signed_in_by_now_ends_nothing(make: Makers, learner: Visitor, person: Person) -> None:
    """Their computer must not tell the one whose attempt it is that it is over."""
    learner.watch.expect(404)
    other = make.person()
    sits_down(make, learner, other)
    writes(learner, SECRET)
    expect(says(learner, "short")).to_have_text(ELSEWHERE)
    sits_down(make, learner, person)
    learner.page.evaluate("window.dispatchEvent(new Event('focus'))")
    expect(says(learner, "short")).to_have_text(SAVED)
    assert rows(make) == [("short", SECRET)]


def test_what_was_left_in_an_attempt_that_has_ended_is_told_with_its_result(make: Makers, learner: Visitor, person: Person) -> None:
    attempt = learner.path
    is_left_behind(learner)
    elsewhere = make.client(person)
    elsewhere.send(f"{attempt}submission")
    learner.page = learner.context.new_page()
    learner.goes_to(attempt)
    box = learner.page.locator(".left-behind")
    expect(box.get_by_role("heading")).to_have_text("Answers that came too late")
    number = learner.page.locator("[data-map=short]").get_attribute("data-number")
    expect(box.get_by_role("listitem")).to_have_text([f"Question {number}: {SECRET}"])
    assert rows(make) == []
    box.get_by_role("button", name="Throw them away").click()
    expect(box).to_be_hidden()
    assert kept_in(learner.page) == []


def test_what_the_site_has_is_not_told_as_left(make: Makers, learner: Visitor, person: Person) -> None:
    """The answer arrived and its acknowledgement did not, so the browser still holds it."""
    attempt = learner.path
    learner.watch.expect("net::ERR_FAILED")
    learner.page.route("**/responses", lambda route: (route.fetch(), route.abort()))
    writes(learner, SECRET)
    until(learner.page, lambda: rows(make) == [("short", SECRET)])
    until(learner.page, lambda: len(kept_in(learner.page)) == 1)
    break_down(learner)
    make.client(person).send(f"{attempt}submission")
    learner.page = learner.context.new_page()
    learner.goes_to(attempt)
    until(learner.page, lambda: kept_in(learner.page) == [])
    expect(learner.page.locator(".left-behind")).to_be_hidden()

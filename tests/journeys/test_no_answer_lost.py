"""No answer is lost: not without a network, not with a tab that breaks down, not with a reply that never arrives."""

import re
from typing import Any

import pytest
from playwright.sync_api import Error, Route, expect
from sqlalchemy import delete, select

from lms.domain.people.models import Person, SignIn
from lms.domain.quizzes.models import Response
from lms.platform.database import unit_of_work
from tests.journeys.answers import given
from tests.journeys.attempts import (
    ALL_SAVED,
    DISCONNECTED,
    NOT_YET,
    ONE_WAITS,
    SAVED,
    WAIT,
    choose,
    place,
    rows,
    says,
    until,
    waits,
    writes,
)
from tests.journeys.conftest import OpenBrowser
from tests.journeys.storage import NOTHING_WHILE_LEAVING, break_down, kept_in, whole_store
from tests.journeys.visitors import Visitor
from tests.makers import COURSE, PASSWORD, TEST, Makers

pytestmark = [pytest.mark.browser, pytest.mark.server, pytest.mark.slow]

EMAIL = "asta@example.org"
SAVES = "**/responses"


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


def numbers(make: Makers) -> list[tuple[str, int]]:
    return [(row.client, row.seq) for row in make.rows(select(Response.client, Response.seq).order_by(Response.id))]


def reload_in_vain(visitor: Visitor) -> None:
    with pytest.raises(Error, match=DISCONNECTED):
        visitor.page.reload()


def test_what_was_answered_without_a_network_outlives_a_reload(make: Makers, learner: Visitor) -> None:
    learner.watch.expect(DISCONNECTED)
    begun = learner.path
    learner.page.evaluate(NOTHING_WHILE_LEAVING)
    choose(learner, "choose", "The bench")
    expect(says(learner, "choose")).to_have_text(SAVED)
    learner.context.set_offline(True)
    choose(learner, "choose", "The council")
    expect(waits(learner)).to_have_text(ONE_WAITS)
    choose(learner, "truth", "True")
    writes(learner, "Linden Square")
    expect(waits(learner)).to_have_text(WAIT.replace("%(count)s", "3"))
    before = given(learner.page)
    until(learner.page, lambda: len(kept_in(learner.page)) == 3)
    reload_in_vain(learner)
    assert rows(make) == [("choose", 2)]

    learner.context.set_offline(False)
    learner.goes_to(begun)
    for question in ("choose", "truth", "short"):
        expect(says(learner, question)).to_have_text(SAVED)
    assert given(learner.page) == before
    assert rows(make) == [("choose", 2), ("choose", 1), ("truth", True), ("short", "Linden Square")]
    assert kept_in(learner.page) == []


def test_an_answer_is_sent_under_the_number_that_it_had_before_its_tab_broke_down(make: Makers, learner: Visitor) -> None:
    """The site has it already, but nobody has heard the reply: so it must not come a second time."""
    begun = learner.path
    held: list[Route] = []

    def hold(route: Route) -> None:
        route.fetch()
        held.append(route)

    learner.page.route(SAVES, hold)
    choose(learner, "choose", "The council")
    until(learner.page, lambda: bool(held))
    choose(learner, "truth", "False")
    writes(learner, "Linden Sq")
    until(learner.page, lambda: len(kept_in(learner.page)) == 3)
    assert rows(make) == [("choose", 1)]
    break_down(learner)

    again = learner.opens_a_tab(begun)
    for question in ("choose", "truth", "short"):
        expect(says(again, question)).to_have_text(SAVED)
    assert rows(make) == [("choose", 1), ("truth", False), ("short", "Linden Sq")]
    assert len({client for client, _seq in numbers(make)}) == 1
    assert sorted(given(again.page)) == ["choose", "short", "truth"]
    assert kept_in(again.page) == []


def test_a_change_after_one_whose_reply_was_lost_is_no_other_answer(make: Makers, learner: Visitor) -> None:
    """The site holds what this very tab has sent last but one, which the tab never heard."""
    begun = learner.path
    held: list[Route] = []

    def hold(route: Route) -> None:
        route.fetch()
        held.append(route)

    learner.page.route(SAVES, hold)
    choose(learner, "choose", "The bench")
    until(learner.page, lambda: bool(held))
    choose(learner, "choose", "The council")
    until(learner.page, lambda: says(learner, "choose").inner_text() != "" and len(kept_in(learner.page)) == 1)
    break_down(learner)
    again = learner.opens_a_tab(begun)
    expect(says(again, "choose")).to_have_text(SAVED)
    until(again.page, lambda: rows(make) == [("choose", 2), ("choose", 1)])
    again.does_not_see("In this browser is an answer of yours")


def test_a_reply_that_is_lost_is_asked_for_again(make: Makers, learner: Visitor) -> None:
    learner.watch.expect("net::ERR_FAILED")
    swallowed: list[str | None] = []

    def swallow(route: Route) -> None:
        if len(swallowed) == 2:
            route.continue_()
            return
        route.fetch()
        swallowed.append(route.request.post_data)
        route.abort()

    learner.page.route(SAVES, swallow)
    choose(learner, "choose", "The council")
    expect(says(learner, "choose")).to_have_text(NOT_YET)
    assert "Saved" not in says(learner, "choose").inner_text()
    for _ in swallowed:
        learner.page.evaluate("window.dispatchEvent(new Event('online'))")
    expect(says(learner, "choose")).to_have_text(SAVED)
    expect(waits(learner)).to_have_text(ALL_SAVED)
    assert (rows(make), len(set(swallowed)), kept_in(learner.page)) == ([("choose", 1)], 1, [])


def test_a_reply_about_another_number_is_no_acknowledgement(make: Makers, learner: Visitor) -> None:
    def tell_of_another(route: Route) -> None:
        reply = route.fetch()
        route.fulfill(response=reply, json={**reply.json(), "seq": reply.json()["seq"] + 1})

    learner.page.route(SAVES, tell_of_another)
    choose(learner, "choose", "The council")
    expect(says(learner, "choose")).to_have_text(NOT_YET)
    expect(waits(learner)).to_have_text(ONE_WAITS)
    assert len(kept_in(learner.page)) == 1
    learner.page.unroute(SAVES)
    learner.page.evaluate("window.dispatchEvent(new Event('online'))")
    expect(says(learner, "choose")).to_have_text(SAVED)
    assert rows(make) == [("choose", 1)]


def test_what_is_sent_twice_and_in_another_order_is_stored_once_and_the_last_one_counts(make: Makers, learner: Visitor) -> None:
    sent: list[dict[str, Any]] = []
    learner.page.on("request", lambda request: sent.append({"headers": request.headers, "data": request.post_data}) if request.url.endswith("/responses") else None)
    for answer in ("The bench", "The pigeons", "The council"):
        choose(learner, "choose", answer)
        expect(says(learner, "choose")).to_have_text(SAVED)
        until(learner.page, lambda: kept_in(learner.page) == [])
    before = rows(make)
    address = f"{learner.address}{learner.path}responses"
    headers = {"X-CSRFToken": sent[0]["headers"]["x-csrftoken"], "Content-Type": "application/json", "Accept": "application/json"}
    for each in [*reversed(sent), *sent]:
        assert learner.context.request.post(address, headers=headers, data=each["data"]).status == 200
    assert (rows(make), len(before)) == (before, 3)
    learner.page.reload()
    expect(place(learner, "choose").get_by_label("The council", exact=True)).to_be_checked()


@pytest.mark.parametrize("way", ["by the link", "in another tab"])
def test_whoever_signs_in_again_after_the_sign_in_has_expired_loses_nothing(make: Makers, learner: Visitor, way: str) -> None:
    learner.watch.expect(401)
    begun = learner.path
    with make.app.app_context(), unit_of_work() as session:
        session.execute(delete(SignIn))
    choose(learner, "choose", "The council")
    expect(says(learner, "choose")).to_have_text(re.compile("you are signed out"))
    writes(learner, "Linden Square")
    expect(waits(learner)).to_contain_text(WAIT.replace("%(count)s", "2"))
    if way == "by the link":
        learner.follows("Sign in again").signs_in(EMAIL)
        assert learner.path == begun
    else:
        learner.watch.expect(400)
        learner.opens_a_tab("/account/sign-in").signs_in(EMAIL).page.close()
        learner.page.evaluate("window.dispatchEvent(new Event('focus'))")
    for question in ("choose", "short"):
        expect(says(learner, question)).to_have_text(SAVED)
    until(learner.page, lambda: kept_in(learner.page) == [])
    assert sorted(rows(make)) == [("choose", 1), ("short", "Linden Square")]
    assert sorted(given(learner.page)) == ["choose", "short"]


def test_a_button_saves_first_so_that_nothing_is_left_in_the_browser(make: Makers, learner: Visitor) -> None:
    writes(learner, "Linden Square")
    learner.presses("Next: check before you send")
    assert (rows(make), kept_in(learner.page)) == ([("short", "Linden Square")], [])


def test_nobody_is_led_away_while_the_site_cannot_be_reached(make: Makers, learner: Visitor) -> None:
    learner.watch.expect(DISCONNECTED)
    begun = learner.path
    learner.context.set_offline(True)
    writes(learner, "Linden Square")
    learner.button("Next: check before you send").click()
    expect(waits(learner)).to_have_text(ONE_WAITS)
    assert learner.path == begun
    learner.context.set_offline(False)
    expect(waits(learner)).to_have_text(ALL_SAVED)
    learner.presses("Next: check before you send")
    assert rows(make) == [("short", "Linden Square")]


def test_how_many_wait_is_said_when_it_changes_and_not_with_each_key(learner: Visitor) -> None:
    learner.watch.expect(DISCONNECTED)
    learner.page.evaluate(
        """() => { window.told = []; const line = document.querySelector("[data-waiting] span");
        new MutationObserver(() => window.told.push(line.textContent)).observe(line, { childList: true, characterData: true, subtree: true }); }"""
    )
    learner.context.set_offline(True)
    choose(learner, "choose", "The council")
    expect(waits(learner)).to_have_text(ONE_WAITS)
    place(learner, "short").get_by_role("textbox").press_sequentially("Linden Square, with all its benches")
    expect(says(learner, "short")).to_have_text(NOT_YET)
    assert learner.page.evaluate("window.told") == [ONE_WAITS, WAIT.replace("%(count)s", "2")]
    assert "Linden" not in whole_store(learner.page)

"""Answers are saved as they are given, and the page says so only when it is true."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import APIResponse, Locator, Route, expect
from sqlalchemy import select

from lms.domain.people.models import Person
from lms.domain.quizzes.models import Response
from lms.web.shell.visitors import COOKIE
from tests.journeys.answers import given
from tests.journeys.conftest import OpenBrowser
from tests.journeys.visitors import Visitor
from tests.makers import COURSE, PASSWORD, PRACTICE, TEST, Makers

pytestmark = [pytest.mark.browser, pytest.mark.server, pytest.mark.slow]

SAVED = re.compile(r"^Saved (\d\d:\d\d:\d\d)$")
SAVING = "Not saved yet – saving…"
UNREACHABLE = "Not saved yet – the site cannot be reached. We keep trying; please leave this page open."
SIGNED_OUT = "Not saved yet – you are signed out. Sign in again in another tab and come back; your answers are still here."
FROM_NOW_ON = "From now on you are only told of answers that could not be saved."
SAVES = "**/responses"
# Keeps everything that is put where screen readers listen.
LISTEN = """() => {
  window.heard = [];
  const voice = document.querySelector("[data-voice]");
  new MutationObserver(() => window.heard.push(voice.textContent)).observe(voice, { childList: true, characterData: true, subtree: true });
}"""
EMAIL = "asta@example.org"


@pytest.fixture
def person(make: Makers) -> Person:
    """Return somebody who is enrolled in the small course."""
    found = make.person(email=EMAIL, password=PASSWORD)
    make.enrolment(found, make.course())
    return found


@pytest.fixture
def begin(open_browser: OpenBrowser, person: Person) -> Callable[..., Visitor]:
    """Return what opens a browser in which that person has begun the test of the course."""

    def begin(*, javascript: bool = True) -> Visitor:
        return (
            open_browser(person=person, javascript=javascript)
            .goes_to(f"/learn/{COURSE}/{TEST}/")
            .presses("Start now")
        )

    return begin


def place(visitor: Visitor, question: str) -> Locator:
    return visitor.page.locator(f"#question-{question}")


def says(visitor: Visitor, question: str) -> Locator:
    """Return the line beneath a question that says how its answer stands."""
    return place(visitor, question).locator("[data-saved]")


def choose(visitor: Visitor, question: str, answer: str) -> None:
    place(visitor, question).get_by_label(answer, exact=True).check()


def stored(make: Makers) -> list[tuple[str, object]]:
    """Return every answer that the database holds, in the order in which they came."""
    return [
        tuple(row) for row in make.rows(select(Response.question_key, Response.body).order_by(Response.id))
    ]


def test_nothing_says_saved_before_the_site_has_replied(make: Makers, begin: Callable[..., Visitor]) -> None:
    learner = begin()
    held: list[tuple[Route, APIResponse]] = []
    learner.page.route(SAVES, lambda route: held.append((route, route.fetch())))

    choose(learner, "choose", "The council")
    expect(says(learner, "choose")).to_have_text(SAVING)
    wait_until(learner, lambda: bool(held))
    assert stored(make) == [("choose", 1)]
    assert re.findall(r"Saved", learner.page.locator("body").inner_text()) == []
    learner.reads("%(done)s of %(total)s answered", done=0, total=9)

    route, reply = held.pop()
    route.fulfill(response=reply)
    expect(says(learner, "choose")).to_have_text(SAVED)
    assert says(learner, "choose").inner_text() == f"Saved {reply.json()['saved']}"
    learner.reads("%(done)s of %(total)s answered", done=1, total=9)
    expect(learner.page.locator("[data-voice]")).to_have_text(
        f"Question {number(learner, 'choose')}: Saved {reply.json()['saved']}. {FROM_NOW_ON}"
    )


def number(visitor: Visitor, question: str) -> str | None:
    return place(visitor, question).get_attribute("data-number")


def wait_until(visitor: Visitor, is_so: Callable[[], bool]) -> None:
    """Let the browser go on until something is so."""
    for _ in range(600):
        if is_so():
            return
        visitor.page.wait_for_timeout(50)
    raise AssertionError("it never was so")


def test_what_is_changed_without_a_network_is_saved_when_it_is_back(
    make: Makers, begin: Callable[..., Visitor]
) -> None:
    learner = begin()
    learner.watch.expect("net::ERR_INTERNET_DISCONNECTED")
    choose(learner, "choose", "The bench")
    expect(says(learner, "choose")).to_have_text(SAVED)

    learner.context.set_offline(True)
    choose(learner, "choose", "The council")
    expect(says(learner, "choose")).to_have_text(UNREACHABLE)
    choose(learner, "truth", "True")
    expect(says(learner, "truth")).to_have_text(re.compile("^Not saved yet"))
    assert stored(make) == [("choose", 2)]

    learner.context.set_offline(False)
    expect(says(learner, "choose")).to_have_text(SAVED)
    expect(says(learner, "truth")).to_have_text(SAVED)
    assert stored(make) == [("choose", 2), ("choose", 1), ("truth", True)]

    answers = given(learner.page)
    learner.page.reload()
    assert (given(learner.page), sorted(answers)) == (answers, ["choose", "truth"])
    expect(says(learner, "choose")).to_have_text(SAVED)


def test_a_typed_answer_is_saved_when_the_keys_rest(make: Makers, begin: Callable[..., Visitor]) -> None:
    learner = begin()
    place(learner, "short").get_by_role("textbox").press_sequentially("Linden Square")
    expect(says(learner, "short")).to_have_text(SAVED)
    assert stored(make) == [("short", "Linden Square")]


def test_an_answer_taken_back_is_no_answer(make: Makers, begin: Callable[..., Visitor]) -> None:
    learner = begin()
    for answer in ("Neighbours", "Statues"):
        choose(learner, "tick", answer)
    expect(says(learner, "tick")).to_have_text(SAVED)
    for answer in ("Neighbours", "Statues"):
        place(learner, "tick").get_by_label(answer, exact=True).uncheck()
    learner.reads("%(done)s of %(total)s answered", done=0, total=9)
    wait_until(learner, lambda: stored(make)[-1:] == [("tick", None)])


@pytest.mark.parametrize("button", ["Save answers", "Next: check before you send"])
def test_without_javascript_a_button_saves(make: Makers, begin: Callable[..., Visitor], button: str) -> None:
    learner = begin(javascript=False)
    choose(learner, "choose", "The council")
    choose(learner, "truth", "False")
    place(learner, "short").get_by_role("textbox").fill("Linden Square")
    answers, begun = given(learner.page), learner.path
    assert stored(make) == []

    learner.clicks(learner.page.locator(".actions").get_by_role("button", name=button))
    assert sorted(stored(make), key=str) == [("choose", 1), ("short", "Linden Square"), ("truth", False)]

    learner.goes_to(begun)
    assert given(learner.page) == answers
    for question in answers:
        expect(says(learner, question)).to_have_text(SAVED)


def test_whoever_was_signed_out_meanwhile_signs_in_again_and_loses_nothing(
    make: Makers, begin: Callable[..., Visitor]
) -> None:
    learner = begin()
    learner.watch.expect(401, 400)  # nobody is signed in; then somebody is, but the token is an old one
    learner.context.clear_cookies(name=COOKIE)
    choose(learner, "choose", "The council")
    expect(says(learner, "choose")).to_have_text(SIGNED_OUT)
    assert stored(make) == []

    learner.opens_a_tab("/account/sign-in").signs_in(EMAIL).page.close()
    learner.page.evaluate(
        "window.dispatchEvent(new Event('focus'))"
    )  # what a browser does when its tab comes back to the front
    expect(says(learner, "choose")).to_have_text(SAVED)
    assert stored(make) == [("choose", 1)]


def test_an_attempt_that_was_sent_in_elsewhere_says_that_it_takes_no_more_answers(
    make: Makers, begin: Callable[..., Visitor]
) -> None:
    learner = begin()
    learner.watch.expect(409)
    other = learner.opens_a_tab(f"{learner.path}summary").presses("Send the answers as they are")
    other.reads("not passed")

    choose(learner, "choose", "The council")
    expect(says(learner, "choose")).to_contain_text("Not saved – ")
    assert stored(make) == []


def heard(visitor: Visitor) -> list[str]:
    """Return what was said aloud since somebody listens, without the time and the number of the question."""
    said: list[str] = visitor.page.evaluate("window.heard")
    return [re.sub(r"^Question \d+: |\d\d:\d\d:\d\d", "", each) for each in said]


def test_a_save_is_said_once_and_then_only_what_fails_and_that_it_is_mended(begin: Callable[..., Visitor]) -> None:
    learner = begin()
    learner.watch.expect("net::ERR_INTERNET_DISCONNECTED")
    learner.page.evaluate(LISTEN)
    saved = f"Saved . {FROM_NOW_ON}"
    for question, answer in (("choose", "The council"), ("truth", "True"), ("truth", "False"), ("tick", "Statues")):
        choose(learner, question, answer)
        expect(says(learner, question)).to_have_text(SAVED)
        wait_until(learner, lambda: learner.page.evaluate("window.heard.length") == 1)
    assert heard(learner) == [saved]

    learner.context.set_offline(True)
    choose(learner, "choose", "The bench")
    expect(says(learner, "choose")).to_have_text(UNREACHABLE)
    choose(learner, "truth", "True")
    expect(says(learner, "truth")).to_have_text(re.compile("^Not saved yet"))
    assert heard(learner) == [saved, UNREACHABLE]

    learner.context.set_offline(False)
    for question in ("choose", "truth"):
        expect(says(learner, question)).to_have_text(SAVED)
    choose(learner, "choose", "The pigeons")
    expect(says(learner, "choose")).to_have_text(SAVED)
    assert heard(learner) == [saved, UNREACHABLE, saved]


def test_whoever_comes_back_to_an_attempt_is_not_told_again_that_it_saves(begin: Callable[..., Visitor]) -> None:
    learner = begin()
    choose(learner, "choose", "The council")
    expect(says(learner, "choose")).to_have_text(SAVED)
    learner.page.reload()
    learner.page.evaluate(LISTEN)
    choose(learner, "truth", "True")
    expect(says(learner, "truth")).to_have_text(SAVED)
    assert heard(learner) == []


@pytest.mark.parametrize("width", [360, 1280])
def test_nothing_moves_when_it_is_said_that_an_answer_is_saved(open_browser: OpenBrowser, person: Person, width: int) -> None:
    for activity in (PRACTICE, TEST):
        visitor = open_browser(person=person)
        visitor.page.set_viewport_size({"width": width, "height": 800})
        visitor.goes_to(f"/learn/{COURSE}/{activity}/").presses("Start now")
        question = visitor.page.locator("[data-question]").filter(has=visitor.page.get_by_role("radio")).first
        where = "() => { const body = document.body.getBoundingClientRect(); return [...document.querySelectorAll('form button, form input, form select, [data-question]')].filter((each) => each.checkVisibility()).map((each) => { const box = each.getBoundingClientRect(); return [box.x, Math.round(box.y - body.y), box.height]; }); }"
        before = visitor.page.evaluate(where)
        question.get_by_role("radio").first.check()
        expect(question.locator("[data-saved]")).to_have_text(SAVED)
        assert visitor.page.evaluate(where) == before

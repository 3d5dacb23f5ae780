"""Answers on their way: replayed, late, too long, of the wrong shape, somebody else's; and what waits in a browser."""

import re
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from lms.domain.quizzes.models import Response
from lms.kernel.clock import SetClock
from lms.web.shell.guards import MOST_KEPT
from tests.integration.test_attempts import CLIENT, begin, save, stored
from tests.integration.test_written_answers import SMALL
from tests.makers import COURSE, LESSONS, PASSWORD, PRACTICE, TEST, Makers
from tests.support.client import PageClient

EMAIL = "asta@example.org"
LONG = "дълга мисъл " * 1650  # signs of which each travels as six, near to what a note may have
REPORT = {"body": "The third answer cannot be reached.", "page": "", "reply_to": ""}
NAME = "0123456789abcdef" * 2


@pytest.fixture
def browser(make: Makers) -> PageClient:
    """Return the browser of somebody enrolled in the course."""
    return make.learner(make.course())


def test_a_replay_gets_the_reply_of_the_first(browser: PageClient, clock: SetClock) -> None:
    attempt = begin(browser)
    first = save(browser, attempt, 1, "short", {"q-short": ["here"]})
    clock.move(timedelta(minutes=7))
    save(browser, attempt, 2, "short", {"q-short": ["there"]})
    assert save(browser, attempt, 1, "short", {"q-short": ["here"]}).json == first.json


def test_events_that_come_twice_and_in_any_order_leave_the_newest_of_their_client(make: Makers, browser: PageClient) -> None:
    attempt = begin(browser)
    for number in (3, 1, 5, 2, 5, 4, 1, 3):
        assert save(browser, attempt, number, "short", {"q-short": [f"text {number}"]}).status_code == 200
    assert sorted(stored(make)) == [("short", number, f"text {number}") for number in range(1, 6)]
    assert 'value="text 5"' in browser.get(attempt).text


def test_another_answer_under_a_number_that_is_taken_is_refused_and_changes_nothing(make: Makers, browser: PageClient) -> None:
    attempt = begin(browser)
    save(browser, attempt, 1, "short", {"q-short": ["here"]})
    assert save(browser, attempt, 1, "short", {"q-short": ["there"]}).status_code == 409
    assert save(browser, attempt, 1, "number", {"q-number": ["5"]}).status_code == 409
    assert stored(make) == [("short", 1, "here")]


@pytest.mark.parametrize(
    "fields",
    [
        pytest.param({"q-short": "there"}, id="a text and no list"),
        pytest.param({"q-short": [7]}, id="a number and no text"),
        pytest.param({"q-short": [None]}, id="nothing and no text"),
        pytest.param({"q-short": [["there"]]}, id="a list in the list"),
        pytest.param({"q-number": ["5"]}, id="the control of another question"),
        pytest.param({"q-short": ["there"], "q-nowhere": ["5"]}, id="a control of no question"),
        pytest.param({"q-shorter": ["there"]}, id="a name that only begins so"),
        pytest.param([], id="a list of controls"),
    ],
)
def test_what_cannot_be_understood_takes_no_answer_back(make: Makers, browser: PageClient, fields: Any) -> None:
    attempt = begin(browser)
    save(browser, attempt, 1, "short", {"q-short": ["here"]})
    reply = save(browser, attempt, 2, "short", fields)
    assert (reply.status_code, reply.json["reason"], reply.content_type) == (409, "not-an-answer", "application/problem+json")
    assert stored(make) == [("short", 1, "here")]


@pytest.mark.parametrize(("quiz", "question", "most"), [(TEST, "short", 1000), (PRACTICE, "thought", 20_000)])
def test_a_text_is_stored_whole_or_refused_in_words(make: Makers, quiz: str, question: str, most: int) -> None:
    changed = {f"quizzes/{COURSE}/en/{PRACTICE}.md": SMALL, f"quizzes/{COURSE}/bg/{PRACTICE}.md": None}
    browser = make.learner(make.course(changed=changed))
    attempt = begin(browser, quiz)
    fits = save(browser, attempt, 1, question, {f"q-{question}": ["x" * most]})
    longer = save(browser, attempt, 2, question, {f"q-{question}": ["x" * (most + 1)]})
    assert (fits.status_code, longer.status_code, longer.json["reason"]) == (200, 409, "too-long")
    assert longer.json["detail"] == f"This answer is too long: {most} characters are kept at most."
    assert stored(make) == [(question, 1, "x" * most)]


def test_a_million_characters_are_a_clear_problem_and_change_nothing(make: Makers, browser: PageClient) -> None:
    attempt = begin(browser)
    reply = save(browser, attempt, 1, "short", {"q-short": ["x" * 1_000_000]})
    assert (reply.status_code, reply.content_type, stored(make)) == (413, "application/problem+json", [])


def test_an_attempt_is_nobody_elses(make: Makers, browser: PageClient) -> None:
    attempt = begin(browser)
    others = [make.learner(make.course()), make.client(make.person(role="admin"))]
    replies = [save(other, attempt, 1, "short", {"q-short": ["not mine"]}) for other in others]
    assert [(each.status_code, each.content_type) for each in replies] == [(404, "application/problem+json")] * 2
    assert save(make.client(), attempt, 1, "short", {"q-short": ["not mine"]}).status_code == 401
    assert [other.get(attempt).status_code for other in others] == [404, 404]
    assert stored(make) == []


def place_in(page: str) -> list[str]:
    """Return the name and the key of what waits in the browser, as a page tells them."""
    return re.findall(r'data-unsent(?:-key)?="([0-9a-f]+)"', page)


def test_only_its_owner_is_told_where_unsent_answers_wait_and_the_key(make: Makers, browser: PageClient) -> None:
    attempt, lesson = begin(browser), f"/learn/{COURSE}/{LESSONS[1]}/"
    page, other = browser.get(attempt), make.learner(make.course())
    name, key = place_in(page.text)
    assert ([len(name), len(key)], page.headers["Cache-Control"]) == ([32, 64], "no-store")
    assert place_in(browser.get(lesson).text) == [name, key]
    assert not set(place_in(other.get(lesson).text)) & {name, key}
    assert [place_in(each.get("/accessibility/report").text) for each in (browser, make.client())] == [[name, key], []]
    assert place_in(browser.get("/learn/").text) == []


def test_signing_out_takes_nothing_that_others_have_not_sent_yet(make: Makers, browser: PageClient) -> None:
    assert "storage" not in browser.send("/account/sign-out").headers["Clear-Site-Data"]


def test_a_form_that_was_taken_lets_the_browser_forget_it_once(browser: PageClient) -> None:
    report = "/accessibility/report"
    assert "data-accepted" not in browser.send(report, REPORT | {"body": "", "kept_as": NAME}).text
    assert "data-accepted" not in browser.get(report).text
    sent = browser.send(report, REPORT | {"kept_as": NAME})
    assert [sent.status_code, f'data-accepted="{NAME}"' in browser.get(sent.location).text] == [303, True]
    assert "data-accepted" not in browser.get(sent.location).text


@pytest.mark.parametrize("name", ["", "x" * 32, NAME + "0", f'{NAME[:-1]}"'])
def test_a_name_that_is_none_is_told_to_nobody(browser: PageClient, name: str) -> None:
    sent = browser.send("/accessibility/report", REPORT | {"kept_as": name})
    assert "data-accepted" not in browser.get(sent.location).text


def test_a_page_that_all_strangers_get_alike_tells_nobody_of_a_form_that_another_has_sent(make: Makers) -> None:
    one, other = make.client(), make.client()
    one.send("/accessibility/report", REPORT | {"kept_as": NAME})
    assert ["data-accepted" in each.get("/account/sign-in").text for each in (one, other)] == [True, False]


def test_a_long_text_outlasts_an_expired_sign_in_without_a_script(app: Flask, make: Makers) -> None:
    person = make.person(email=EMAIL, password=PASSWORD)
    make.enrolment(person, make.course())
    browser = make.client(person)
    browser.quoted.append(LONG)
    lesson = f"/learn/{COURSE}/{LESSONS[1]}/"
    page = browser.page(lesson)
    browser.delete_cookie("sid")
    told = browser.submit(page, "Save note", {"body": LONG}, status=401)
    assert "it has been kept" in told.text
    again = browser.submit(told, "Sign in", {"email": EMAIL, "password": PASSWORD})
    browser.submit(again, "Send it again")
    assert LONG.strip() in browser.get(f"/learn/{COURSE}/notebook/").text


def test_what_is_too_much_to_be_carried_is_left_to_the_browser(make: Makers, browser: PageClient) -> None:
    """A redirect would take the page away to which one could go back."""
    attempt = begin(browser)
    browser.delete_cookie("sid")
    assert browser.send(f"{attempt}responses", {"q-short": "x" * MOST_KEPT}).status_code == 401


def test_a_form_counts_nothing_twice_that_a_script_has_saved(make: Makers, browser: PageClient) -> None:
    attempt = begin(browser)
    old = browser.page(attempt)
    save(browser, attempt, 1, "short", {"q-short": ["here"]}, client=CLIENT)
    browser.submit(old, "Save answers", {"q-short": "here"})
    assert make.rows(select(func.count()).select_from(Response)) == [(1,)]

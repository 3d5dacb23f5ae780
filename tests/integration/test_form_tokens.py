"""A form counts only with the token of its own browser's cookie, however often either of them was seen before."""

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from tests.contracts.test_access import CHANGING, address, make_world, rules_of
from tests.makers import COURSE, LESSONS, Makers
from tests.support.client import PageClient
from tests.support.statements import changes_in

ADDRESS = f"/learn/{COURSE}/{LESSONS[0]}/done"
STALE, TAKEN, REFUSED = 400, 303, 403


def send(browser: PageClient, token: str) -> TestResponse:
    """Mark a lesson as done with this token."""
    return browser.post(ADDRESS, data={"csrf_token": token, "done": "yes"})


@pytest.fixture
def two(make: Makers) -> tuple[PageClient, PageClient]:
    """Return the browsers of two people who follow the course, each with its token accepted before."""
    course = make.course()
    browsers = make.learner(course), make.learner(course)
    assert [send(browser, browser.token()).status_code for browser in browsers] == [TAKEN, TAKEN]
    return browsers


def test_a_token_is_good_as_often_as_it_is_sent(two: tuple[PageClient, PageClient]) -> None:
    token = two[0].token()
    assert [send(two[0], token).status_code for _ in range(3)] == [TAKEN] * 3


def test_the_token_of_another_browser_is_refused(two: tuple[PageClient, PageClient]) -> None:
    assert send(two[0], two[1].token()).status_code == STALE


def test_a_token_that_was_tampered_with_is_refused(two: tuple[PageClient, PageClient]) -> None:
    token = two[0].token()
    assert [send(two[0], wrong).status_code for wrong in ("", token[:-1], token + "x", "x")] == [STALE] * 4


def test_a_cookie_that_is_not_ours_holds_no_token(two: tuple[PageClient, PageClient]) -> None:
    token = two[0].token()
    cookie = two[0].get_cookie("forms")
    assert cookie is not None
    two[0].set_cookie("forms", cookie.value[:-2] + "xx")
    assert send(two[0], token).status_code == STALE


def test_a_script_sends_the_token_in_a_header(two: tuple[PageClient, PageClient]) -> None:
    mine, yours = two[0].token(), two[1].token()
    sent = [two[0].post(ADDRESS, headers={"X-CSRFToken": token}).status_code for token in (mine, yours)]
    assert sent == [TAKEN, STALE]


def plain(browser: PageClient, where: str, **named: Any) -> TestResponse:
    return browser.post(where, data={"csrf_token": browser.token()}, **named)


# What a page of another site can make somebody's browser send, each with what it is answered.
FORGED: dict[str, tuple[Callable[[PageClient, str, str], TestResponse], int]] = {
    "no token": (lambda browser, where, other: browser.post(where, data={"body": "x"}), STALE),
    "the token of another browser": (lambda browser, where, other: browser.post(where, data={"csrf_token": other}), STALE),
    "its token in the address": (lambda browser, where, other: browser.post(f"{where}?csrf_token={browser.token()}"), STALE),
    "plain text": (lambda browser, where, other: browser.post(where, data=f"csrf_token={browser.token()}", content_type="text/plain"), STALE),
    "JSON without a token": (lambda browser, where, other: browser.post(where, json={"csrf_token": browser.token()}), STALE),
    "another origin": (lambda browser, where, other: plain(browser, where, headers={"Origin": "https://evil.example"}), REFUSED),
    "no origin": (lambda browser, where, other: plain(browser, where, headers={"Origin": "null"}), REFUSED),
    "another site": (lambda browser, where, other: plain(browser, where, headers={"Sec-Fetch-Site": "cross-site"}), REFUSED),
    "a neighbour": (lambda browser, where, other: plain(browser, where, headers={"Sec-Fetch-Site": "same-site"}), REFUSED),
}


@pytest.mark.parametrize(("forge", "status"), FORGED.values(), ids=FORGED)
def test_no_address_does_anything_for_another_site(
    app: Flask, make: Makers, forge: Callable[[PageClient, str, str], TestResponse], status: int
) -> None:
    world = make_world(make)
    other, answers, changed = make.client().token(), {}, []
    for who in ("stranger", "owner", "admin"):
        for method, rule in CHANGING:
            with PageClient.statements.since() as ran:
                answer = forge(world.browsers[who], address(app, world, rules_of(app)[method, rule]), other)
            answers[f"{who}: {rule}"] = answer.status_code
            changed += changes_in(ran)
    assert (set(answers.values()), changed) == ({status}, [])
    assert len(answers) == 3 * len(CHANGING)

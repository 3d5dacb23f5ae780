"""A form counts only with the token of its own browser's cookie, however often either of them was seen before."""

import pytest
from werkzeug.test import TestResponse

from tests.makers import COURSE, LESSONS, Makers
from tests.support.client import PageClient

ADDRESS = f"/learn/{COURSE}/{LESSONS[0]}/done"
STALE, TAKEN = 400, 303


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

"""Signing in and out, and forms that only our own pages may send."""

import re
from datetime import timedelta

import pytest
from argon2 import PasswordHasher
from flask import Flask
from sqlalchemy import func, select, update

from lms.domain.enrolment.models import Enrolment
from lms.domain.people import passwords
from lms.domain.people.models import Person, SignIn
from lms.domain.people.passwords import NOBODYS_HASH
from lms.kernel.clock import SetClock
from lms.platform.database import connection, unit_of_work
from lms.web.shell.guards import safe_next
from lms.web.shell.visitors import COOKIE
from tests.makers import COURSE, LESSONS, PASSWORD, Makers
from tests.support.client import PageClient

SIGN_IN = "/account/sign-in"
LEARN = "/learn/"


def sign_in(browser: PageClient, email: str, password: str = PASSWORD, back: str = "") -> int:
    """Fill in the form and return the status of the answer."""
    return browser.send(f"{SIGN_IN}?next={back}" if back else SIGN_IN, {"email": email, "password": password, "next": back}).status_code


def token_of(browser: PageClient) -> str:
    """Return the token in the cookie of a browser, or nothing."""
    cookie = browser.get_cookie(COOKIE)
    return cookie.value if cookie else ""


def test_the_right_password_lets_in_however_the_address_is_written(make: Makers) -> None:
    make.person(email="Ana.Ilieva@Example.org", password=PASSWORD)
    browser = make.client()
    assert sign_in(browser, "  ana.ilieva@EXAMPLE.org ") == 303
    assert browser.get(LEARN).status_code == 200


@pytest.mark.parametrize(
    ("email", "password"),
    [
        pytest.param("ana@example.org", "another quiet sentence", id="a wrong password"),
        pytest.param("nobody@example.org", PASSWORD, id="no such account"),
        pytest.param("gone@example.org", PASSWORD, id="a suspended account"),
        pytest.param("without@example.org", PASSWORD, id="an account without a password"),
    ],
)
def test_every_wrong_attempt_gets_the_same_answer(make: Makers, email: str, password: str) -> None:
    make.person(email="ana@example.org", password=PASSWORD)
    make.person(email="gone@example.org", password=PASSWORD, suspended=True)
    make.person(email="without@example.org")
    browser = make.client()
    answer = browser.send(SIGN_IN, {"email": email, "password": password})
    assert (answer.status_code, token_of(browser)) == (422, "")
    assert "The e-mail address or the password is not right." in answer.text
    assert password not in answer.text


class Watching:
    """The library's hasher, with a note of what it was asked to verify and whether a transaction was open meanwhile."""

    def __init__(self, hasher: PasswordHasher) -> None:
        self._hasher = hasher
        self.verified: list[tuple[str, bool]] = []

    def verify(self, kept: str, password: str) -> bool:
        self.verified.append((kept, connection().in_transaction()))
        return self._hasher.verify(kept, password)


@pytest.mark.parametrize("email", ["nobody@example.org", "gone@example.org", "without@example.org"])
def test_who_cannot_sign_in_waits_as_long_as_everybody_and_holds_nothing(
    make: Makers, monkeypatch: pytest.MonkeyPatch, email: str
) -> None:
    make.person(email="gone@example.org", password=PASSWORD, suspended=True)
    make.person(email="without@example.org")
    watching = Watching(passwords._hasher)
    monkeypatch.setattr(passwords, "_hasher", watching)
    assert sign_in(make.client(), email) == 422
    assert watching.verified == [(NOBODYS_HASH, False)]


def test_signing_in_begins_anew_and_ends_what_was(make: Makers) -> None:
    make.person(email="ana@example.org", password=PASSWORD)
    browser = make.client()
    sign_in(browser, "ana@example.org")
    first = token_of(browser)
    sign_in(browser, "ana@example.org")
    thief = make.client()
    thief.set_cookie(COOKIE, first)
    assert (first != token_of(browser), thief.get(LEARN).status_code) == (True, 302)


def test_after_signing_out_the_old_cookie_opens_nothing(make: Makers) -> None:
    browser = make.client(make.person())
    token = token_of(browser)
    browser.send("/account/sign-out")
    browser.set_cookie(COOKIE, token)
    assert browser.get(LEARN).status_code == 302
    assert make.rows(select(func.count()).select_from(SignIn)) == [(0,)]


def test_who_is_suspended_is_out_at_the_next_page(app: Flask, make: Makers, clock: SetClock) -> None:
    browser = make.client(make.person())
    assert browser.get(LEARN).status_code == 200
    with app.app_context(), unit_of_work() as session:
        session.execute(update(Person).values(suspended_at=clock.now()))
    assert browser.get(LEARN).status_code == 302


@pytest.mark.parametrize(
    ("role", "idle"),
    [("learner", timedelta(hours=4)), ("trainer", timedelta(hours=2)), ("admin", timedelta(minutes=30))],
)
def test_a_sign_in_ends_when_nobody_comes_for_its_time(make: Makers, clock: SetClock, role: str, idle: timedelta) -> None:
    browser = make.client(make.person(role=role))
    clock.move(idle - timedelta(seconds=1))
    assert browser.get(LEARN).status_code == 200
    clock.move(idle)
    assert browser.get(LEARN).status_code == 302


def test_a_visit_is_noted_at_most_once_a_minute(make: Makers, clock: SetClock) -> None:
    browser = make.client(make.person())
    began = clock.now()
    for seconds, noted in ((59, 0), (1, 60), (30, 60), (30, 120)):
        clock.move(timedelta(seconds=seconds))
        browser.get(LEARN)
        assert make.rows(select(SignIn.last_seen))[0].last_seen - began == timedelta(seconds=noted)


def test_the_cookie_is_out_of_reach_of_scripts_and_other_sites(make: Makers) -> None:
    make.person(email="ana@example.org", password=PASSWORD)
    answer = make.client().send(SIGN_IN, {"email": "ana@example.org", "password": PASSWORD})
    cookie = next(each for each in answer.headers.getlist("Set-Cookie") if each.startswith(f"{COOKIE}="))
    assert {"HttpOnly", "SameSite=Lax", "Path=/"} <= set(cookie.split("; "))


ENROL = f"/courses/{COURSE}/enrolment"


def enrolled(make: Makers) -> int:
    """Return how many enrolments there are."""
    return int(make.rows(select(func.count()).select_from(Enrolment))[0][0])


@pytest.mark.parametrize(
    ("fields", "headers", "status"),
    [
        pytest.param({}, {}, 400, id="no token"),
        pytest.param({"csrf_token": "nonsense"}, {}, 400, id="a token that is none"),
        pytest.param({"csrf_token": "a stranger's"}, {}, 400, id="the token of another browser"),
        pytest.param({"csrf_token": "mine"}, {"Sec-Fetch-Site": "cross-site"}, 403, id="sent by another site"),
        pytest.param({"csrf_token": "mine"}, {"Sec-Fetch-Site": "same-site"}, 403, id="sent by a neighbouring site"),
        pytest.param({"csrf_token": "mine"}, {"Origin": "https://evil.example"}, 403, id="from a foreign origin"),
        pytest.param({"csrf_token": "mine"}, {"Origin": "null"}, 403, id="from nowhere"),
    ],
)
def test_a_form_that_our_page_did_not_send_does_nothing(make: Makers, fields: dict[str, str], headers: dict[str, str], status: int) -> None:
    make.course()
    browser, stranger = make.client(make.person()), make.client()
    tokens = {"mine": browser.token(), "a stranger's": stranger.token()}
    sent = {name: tokens.get(value, value) for name, value in fields.items()}
    assert (browser.post(ENROL, data=sent, headers=headers).status_code, enrolled(make)) == (status, 0)
    assert (browser.send(ENROL).status_code, enrolled(make)) == (303, 1)


def test_a_form_from_yesterday_still_works(make: Makers, clock: SetClock) -> None:
    make.course()
    browser = make.client(make.person())
    page = browser.page(f"/courses/{COURSE}/")
    clock.move(timedelta(hours=3, minutes=59))
    browser.submit(page, "Enrol in this course")
    assert enrolled(make) == 1


def test_a_form_whose_token_is_old_is_offered_again_with_all_that_was_typed(make: Makers) -> None:
    browser = make.learner(make.course())
    browser.quoted = ["what I typed"]
    answer = browser.post(f"/learn/{COURSE}/{LESSONS[0]}/done", data={"csrf_token": "old", "done": "yes", "note": "what I typed", "password": "secret"})
    hidden = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', answer.text))
    assert (answer.status_code, hidden["done"], hidden["note"]) == (400, "yes", "what I typed")
    assert "secret" not in answer.text


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        pytest.param("/learn/", "/learn/", id="a page of ours"),
        pytest.param("/courses/?lang=bg", "/courses/?lang=bg", id="with a question"),
        pytest.param("//evil.example/", "/", id="no scheme"),
        pytest.param("https://evil.example/", "/", id="another site"),
        pytest.param("/\\evil.example", "/", id="a backslash"),
        pytest.param("\\\\evil.example", "/", id="two backslashes"),
        pytest.param("/\t/evil.example", "/", id="a tab"),
        pytest.param("javascript:alert(1)", "/", id="a script"),
        pytest.param("learn/", "/", id="no slash"),
        pytest.param("/" + "a" * 3000, "/", id="too long"),
        pytest.param("", "/", id="nothing"),
    ],
)
def test_signing_in_never_leads_to_another_site(app: Flask, make: Makers, address: str, expected: str) -> None:
    with app.test_request_context():
        assert safe_next(address) == expected
    make.person(email="ana@example.org", password=PASSWORD)
    answer = make.client().send(SIGN_IN, {"email": "ana@example.org", "password": PASSWORD, "next": address})
    assert answer.location == (expected if address else "/learn/")


def test_a_host_that_is_not_ours_is_refused(make: Makers) -> None:
    assert make.client().get("/courses/", headers={"Host": "evil.example"}).status_code == 400

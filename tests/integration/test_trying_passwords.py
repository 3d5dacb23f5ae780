"""How often a password may be tried: never for ever, never a whole office, and never so that a stranger shuts out the owner."""

import logging
import re
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from lms import create_app
from lms.domain.people import passwords
from lms.domain.people.models import SignIn
from lms.domain.people.passwords import TooManyHashes, hash_password, places
from lms.domain.people.tries import budgets
from lms.kernel.clock import SetClock
from lms.platform.database import db
from lms.settings import Settings
from tests.conftest import NOW
from tests.makers import PASSWORD, Makers
from tests.support.client import PageClient, make_client
from tests.support.redis_server import Way, redis_server

SIGN_IN = "/account/sign-in"
ANA, BORIS = "ana@example.org", "boris@example.org"
WRONG = "another quiet sentence"
OFFICE, HOME = "192.0.2.7", "198.51.100.9"
TOO_MANY = "There were too many tries. Please wait"


@pytest.fixture
def ana(make: Makers) -> None:
    """Let Ana have an account."""
    make.person(email=ANA, password=PASSWORD)


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Let the library hash nothing, for tests with hundreds of tries; return what it was asked to look at."""
    looked_at: list[str] = []

    class Quick:
        def verify(self, _kept: str, password: str) -> bool:
            looked_at.append(password)
            return password == PASSWORD

    monkeypatch.setattr(passwords, "_hasher", Quick())
    return looked_at


def attempt(browser: PageClient, email: str, password: str = WRONG, address: str = OFFICE) -> TestResponse:
    return browser.send(SIGN_IN, {"email": email, "password": password}, environ_overrides={"REMOTE_ADDR": address})


def statuses(make: Makers, emails: list[str], addresses: list[str] | None = None, password: str = WRONG) -> list[int]:
    """Try once with each address of an account, each time in a browser that nobody knows."""
    where = addresses or [OFFICE] * len(emails)
    return [attempt(make.client(), email, password, address).status_code for email, address in zip(emails, where, strict=True)]


@pytest.mark.parametrize("email", [ANA, "nobody@example.org", "gone@example.org"], ids=["an account", "no account", "a suspended one"])
def test_the_sixth_try_must_wait_whoever_it_is_about(make: Makers, ana: None, quick: list[str], email: str) -> None:
    make.person(email="gone@example.org", password=PASSWORD, suspended=True)
    assert statuses(make, [email] * 7) == [422] * 5 + [429] * 2
    assert quick == [WRONG] * 5  # what must wait is not even looked at


def test_who_must_wait_is_told_how_long_and_keeps_what_was_typed(make: Makers, ana: None, quick: list[str]) -> None:
    statuses(make, [ANA] * 5)
    browser = make.client()
    page = browser.page(SIGN_IN)
    refused = browser.submit(page, "Sign in", {"email": ANA, "password": PASSWORD}, status=429)
    assert f"{TOO_MANY} 1 minute, then try again." in refused.text
    assert [field.get("value") for field in refused.all("input", name="email")] == [ANA]
    answer = attempt(browser, ANA, PASSWORD)
    assert (answer.headers["Retry-After"], PASSWORD in answer.text) == ("60", False)


def test_each_further_wait_is_longer_and_none_is_for_ever(make: Makers, ana: None, quick: list[str], clock: SetClock) -> None:
    statuses(make, [ANA] * 5)
    waits = []
    for _ in range(6):
        waits.append(int(attempt(make.client(), ANA).headers["Retry-After"]))
        clock.move(timedelta(seconds=waits[-1]))
        assert statuses(make, [ANA]) == [422]
    assert waits == [60, 120, 240, 480, 900, 900]
    clock.move(timedelta(minutes=15))
    assert statuses(make, [ANA], password=PASSWORD) == [303]


def test_there_are_fifty_tries_a_day_and_more_tomorrow(make: Makers, ana: None, quick: list[str], clock: SetClock) -> None:
    said = []
    for _ in range(60):
        said += statuses(make, [ANA])
        clock.move(timedelta(minutes=15))
    assert said == [422] * 50 + [429] * 10
    clock.move(timedelta(hours=9))
    assert statuses(make, [ANA]) == [422]


def test_a_right_password_makes_good_the_wrong_ones(make: Makers, ana: None, quick: list[str]) -> None:
    for _ in range(3):
        assert statuses(make, [ANA] * 4) == [422] * 4
        assert statuses(make, [ANA], password=PASSWORD) == [303]


def test_two_spellings_of_an_address_are_one_account(make: Makers, ana: None, quick: list[str]) -> None:
    assert statuses(make, [ANA, "ANA@example.org", " ana@EXAMPLE.org ", "ａna@example.org", "Ana@Example.Org", "aNa@example.org"]) == [422] * 5 + [429]


def test_what_is_wrong_with_one_account_touches_no_other(make: Makers, ana: None, quick: list[str]) -> None:
    statuses(make, [ANA] * 9)
    assert statuses(make, [BORIS] * 5) == [422] * 5


def test_an_office_signs_in_through_one_address_at_once(make: Makers, ana: None, quick: list[str]) -> None:
    assert statuses(make, [ANA] * 400, password=PASSWORD) == [303] * 400


def test_an_address_from_which_everything_is_wrong_is_stopped_and_no_other(make: Makers, ana: None, quick: list[str], clock: SetClock) -> None:
    assert statuses(make, [f"person-{number}@example.org" for number in range(302)]) == [422] * 300 + [429] * 2
    assert statuses(make, [ANA], [OFFICE], PASSWORD) == [429]
    assert statuses(make, [ANA], [HOME], PASSWORD) == [303]
    clock.move(timedelta(minutes=5))
    assert statuses(make, [ANA], [OFFICE], PASSWORD) == [303]


def test_a_network_of_version_6_is_one_address(make: Makers, quick: list[str]) -> None:
    emails = [f"person-{number}@example.org" for number in range(301)]
    assert statuses(make, emails, [f"2001:db8::{number:x}" for number in range(301)]) == [422] * 300 + [429]
    assert statuses(make, emails[:1], ["2001:db8:0:1::1"]) == [422]


def test_an_owner_who_signs_in_does_not_give_a_guesser_elsewhere_more_tries(make: Makers, ana: None, quick: list[str]) -> None:
    for _ in range(2):
        assert statuses(make, [ANA] * 5, [HOME] * 5) == [422] * 5
        assert statuses(make, [ANA], [OFFICE], PASSWORD) == [429]
        make.app.extensions["limits"].clear(budgets(ANA, OFFICE, None)[0])  # as when she signs in
    assert statuses(make, [ANA], [HOME]) == [429]  # ten from there in five minutes


@pytest.fixture
def hers(make: Makers, ana: None, quick: list[str]) -> PageClient:
    """Return Ana's browser: she has signed in with it, and out again."""
    browser = make.client()
    assert attempt(browser, ANA, PASSWORD).status_code == 303
    browser.send("/account/sign-out")
    return browser


def test_nobody_can_lock_out_an_owner_who_has_been_here_before(make: Makers, hers: PageClient) -> None:
    assert statuses(make, [ANA] * 20)[-1] == 429
    statuses(make, [f"person-{number}@example.org" for number in range(300)])  # and the office's address with her
    assert statuses(make, [ANA], password=PASSWORD) == [429]
    assert attempt(hers, ANA, PASSWORD).status_code == 303


def test_a_known_browser_has_its_own_tries_and_no_more_than_others(make: Makers, hers: PageClient) -> None:
    said = [attempt(hers, ANA).status_code for _ in range(6)]
    assert said == [422] * 5 + [429]
    assert statuses(make, [ANA] * 6) == [422] * 5 + [429]


def test_a_browser_is_known_to_those_alone_who_have_signed_in_with_it(make: Makers, hers: PageClient) -> None:
    make.person(email=BORIS, password=PASSWORD)
    assert statuses(make, [BORIS] * 5) == [422] * 5
    assert attempt(hers, BORIS, PASSWORD).status_code == 429


def test_many_people_at_one_desk_are_all_known(make: Makers, hers: PageClient) -> None:
    people = [f"person-{number}@example.org" for number in range(9)]
    for email in people:
        make.person(email=email, password=PASSWORD)
        attempt(hers, email, PASSWORD)
    for email in (ANA, *people):
        statuses(make, [email] * 5)
        assert attempt(hers, email, PASSWORD).status_code == 303


@pytest.mark.parametrize(
    "change",
    [
        pytest.param(str.upper, id="in capital letters"),
        pytest.param(lambda value: value[:-1], id="cut short"),
        pytest.param(lambda value: value.replace(".", "", 1), id="put together"),
        pytest.param(lambda _value: "x", id="something else"),
    ],
)
def test_a_cookie_that_we_have_not_signed_makes_no_browser_known(make: Makers, hers: PageClient, change: Callable[[str], str]) -> None:
    statuses(make, [ANA] * 5)
    cookie = hers.get_cookie("known")
    assert cookie is not None
    hers.set_cookie("known", change(cookie.value))
    assert attempt(hers, ANA, PASSWORD).status_code == 429


def test_the_cookie_of_a_known_browser_tells_no_address_and_opens_nothing(make: Makers, hers: PageClient) -> None:
    cookie = hers.get_cookie("known")
    assert cookie is not None
    assert re.fullmatch(r"[0-9a-f]{16}\.[0-9a-f]{16}\.[\w-]{27}", cookie.value)
    thief = make.client()
    thief.set_cookie("known", cookie.value)
    assert thief.get("/learn/").status_code == 302


def test_no_try_waits_where_too_many_passwords_are_being_looked_at(make: Makers, ana: None) -> None:
    with ExitStack() as others:
        for _ in range(4):
            others.enter_context(room())
        answers = [attempt(make.client(), email, PASSWORD) for email in (ANA, "nobody@example.org") for _ in range(6)]
    assert [answer.status_code for answer in answers] == [503] * 12  # and none of them was counted
    assert {answer.headers["Retry-After"] for answer in answers} == {"2"}
    assert "Please try again in a few seconds." in answers[0].text
    assert f'value="{ANA}"' in answers[0].text
    assert statuses(make, [ANA], password=PASSWORD) == [303]


def room() -> ExitStack:
    """Take what one more password would take that waits, without hashing anything."""
    stack = ExitStack()
    assert places._room.acquire(blocking=False)
    stack.callback(places._room.release)
    return stack


@pytest.mark.parametrize(("threads", "let_in"), [(1, 1), (2, 1), (8, 4), (16, 8)], ids=str)
def test_passwords_take_half_of_the_threads_at_most(threads: int, let_in: int) -> None:
    some = passwords.Places(threads)
    held = 0
    while some._room.acquire(blocking=False):
        held += 1
    assert held == let_in
    with pytest.raises(TooManyHashes):
        some.do(lambda: None)


def test_a_hash_gives_its_place_back_whatever_happens() -> None:
    for _ in range(6):
        hash_password("a quiet sentence for tests")
        with pytest.raises(ZeroDivisionError):
            places.do(lambda: 1 / 0)
    assert [places._room.acquire(blocking=False) for _ in range(5)] == [True] * 4 + [False]
    for _ in range(4):
        places._room.release()


@pytest.mark.server
@pytest.mark.parametrize("how", ["dark", "slow", "nonsense", "closed"])
def test_without_redis_people_sign_in_and_guessers_do_not(
    settings: Settings, make: Makers, ana: None, quick: list[str], tmp_path: Path, caplog: pytest.LogCaptureFixture, how: str
) -> None:
    with redis_server(tmp_path) as port:
        way = Way(port)
        with served(settings, way) as app:
            before = [attempt(make_client(app), ANA).status_code for _ in range(2)]
            way.turn(how)
            after = [attempt(make_client(app), ANA).status_code for _ in range(4)]
            other = [attempt(make_client(app), email).status_code for email in (BORIS, "nobody@example.org")]
    assert (before, after, other) == ([422] * 2, [422] + [429] * 3, [422] * 2)  # our share of five is three
    assert len([record for record in caplog.records if record.levelno >= logging.WARNING]) == 1


@contextmanager
def served(settings: Settings, way: Way) -> Iterator[Flask]:
    """Give a site whose Redis is at the end of a way that can be broken."""
    app = create_app(replace(settings, redis_url=f"redis://127.0.0.1:{way.port}"), SetClock(NOW))
    app.test_client_class = PageClient
    try:
        yield app
    finally:
        way.end()
        with app.app_context():
            db.engine.dispose()


def test_a_try_that_was_refused_leaves_no_row(make: Makers, ana: None, quick: list[str]) -> None:
    statuses(make, [ANA] * 8)
    assert make.rows(select(func.count()).select_from(SignIn)) == [(0,)]

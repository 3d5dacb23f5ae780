"""The list of people: found in any script, filtered, by pages, in a constant number of statements."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from lms.domain.people.models import Person
from lms.domain.people.service import add_guest
from lms.kernel.clock import SetClock
from lms.platform.database import unit_of_work
from tests.makers import Makers
from tests.support.client import PageClient
from tests.support.pages import Page

Counter = Callable[[int], AbstractContextManager[None]]
PEOPLE = "/admin/people/"
STATEMENTS = 3  # who is asking, how many there are, the rows


@pytest.fixture
def admin(make: Makers) -> PageClient:
    return make.client(make.person(name="Zoe Admin", email="zoe@example.org", role="admin"))


def names(page: Page) -> list[str]:
    lists = page.all("ul", class_="entries")
    return [line.one("a").text for each in lists for line in each.all("li")]


def test_everybody_with_an_account_is_listed_and_no_guest(app: Flask, make: Makers, admin: PageClient) -> None:
    make.person(name="Ana Ilieva")
    with app.app_context(), unit_of_work():
        add_guest(now=make.now)
    page = admin.page(PEOPLE)
    assert names(page) == ["Ana Ilieva", "Zoe Admin"]
    assert "2 accounts" in page.text
    assert len(make.rows(select(Person.id))) == 3


@pytest.mark.parametrize(
    ("text", "found"),
    [
        pytest.param("ана", ["Ана Илиева"], id="Cyrillic, small letters"),
        pytest.param("ИЛИЕВА", ["Ана Илиева"], id="Cyrillic, capitals"),
        pytest.param("ilieva@", ["Ана Илиева"], id="a part of the address"),
        pytest.param("PENKA.ST", ["Penka Stoyanova"], id="the address in capitals"),
        pytest.param("%", [], id="a sign of the database"),
        pytest.param("nobody", [], id="nobody"),
    ],
)
def test_people_are_found_by_name_and_address(make: Makers, admin: PageClient, text: str, found: list[str]) -> None:
    make.person(name="Ана Илиева", email="a.ilieva@example.org")
    make.person(name="Penka Stoyanova", email="Penka.St@example.org")
    assert names(admin.page(PEOPLE, query={"text": text})) == found


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        pytest.param({"role": "trainer"}, ["Trainer"], id="a role"),
        pytest.param({"state": "active"}, ["Trainer", "Zoe Admin"], id="active"),
        pytest.param({"state": "suspended"}, ["Suspended"], id="suspended"),
        pytest.param({"state": "never"}, ["Never"], id="never signed in"),
        pytest.param({"sort": "email"}, ["Never", "Suspended", "Trainer", "Zoe Admin"], id="by address"),
        pytest.param({"sort": "role"}, ["Zoe Admin", "Never", "Suspended", "Trainer"], id="by role"),
        pytest.param({"sort": "newest"}, ["Never", "Suspended", "Trainer", "Zoe Admin"], id="newest first"),
        pytest.param({"sort": "seen"}, ["Trainer", "Zoe Admin", "Suspended", "Never"], id="last seen first"),
    ],
)
def test_people_are_filtered_and_sorted(
    make: Makers, clock: SetClock, admin: PageClient, asked: dict[str, str], found: list[str]
) -> None:
    clock.move(timedelta(minutes=1))
    browser = make.client(make.person(name="Trainer", email="c@example.org", role="trainer"))
    clock.move(timedelta(seconds=1))
    make.person(name="Suspended", email="b@example.org", suspended=True)
    clock.move(timedelta(seconds=1))
    make.person(name="Never", email="a@example.org")
    browser.send("/account/sign-out")
    assert names(admin.page(PEOPLE, query=asked)) == found


def test_who_has_signed_out_again_has_signed_in_once(make: Makers, clock: SetClock, admin: PageClient) -> None:
    person = make.person(name="Ana Ilieva")
    browser = make.client(person)
    browser.send("/account/sign-out")
    page = admin.page(PEOPLE, query={"text": "Ana"})
    assert "Active" in page.one("ul", class_="entries").text
    assert "Last seen on 21 Nov 2026" in page.text


@pytest.mark.parametrize("many", [1, 60])
def test_the_list_takes_as_many_statements_however_many_there_are(
    make: Makers, admin: PageClient, queries: Counter, many: int
) -> None:
    for number in range(many):
        make.person(name=f"Person {number:02}")
    admin.page(PEOPLE)
    with queries(STATEMENTS):
        admin.page(PEOPLE)


def test_fifty_stand_on_a_page_and_the_choices_go_on_to_the_next(make: Makers, admin: PageClient) -> None:
    for number in range(52):
        make.person(name=f"Person {number:02}")
    first = admin.page(PEOPLE, query={"text": "person"})
    assert len(names(first)) == 50
    assert names(admin.follow(first, "Next page")) == ["Person 50", "Person 51"]


NONSENSE: list[Any] = [
    pytest.param({"role": "guest"}, id="the role of guests"),
    pytest.param({"state": "asleep"}, id="no state"),
    pytest.param({"sort": "password_hash"}, id="no order"),
    pytest.param({"text": "a" * 1000}, id="a text without end"),
]


@pytest.mark.parametrize("asked", NONSENSE)
def test_a_question_that_makes_no_sense_shows_nobody_and_says_why(make: Makers, admin: PageClient, asked: dict[str, str]) -> None:
    page = admin.page(PEOPLE, 422, query=asked)
    assert names(page) == []
    assert "There is a problem" in page.text

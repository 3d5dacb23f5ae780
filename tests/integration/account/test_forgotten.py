"""A forgotten password: a new one is chosen by whoever reads the letter, and by nobody else."""

from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select, update

from lms.domain.people.confirmations import find_by_uid
from lms.domain.people.models import Person
from lms.domain.people.passwords import password_matches
from lms.domain.people.registering import reset_password
from lms.domain.records.models import Audit
from lms.kernel.clock import SetClock
from lms.platform.database import unit_of_work
from tests.conftest import NOW
from tests.makers import PASSWORD, Makers
from tests.support.client import PageClient
from tests.support.postbox import attempted, letters, newest, path_of
from tests.support.registering import CHOSEN, EMAIL, NAME, OTHER, forget, register, type_code

HOUR = timedelta(hours=1)


@pytest.fixture
def ivo(make: Makers) -> Person:
    """Return somebody who has an account with the password of the tests."""
    return make.person(name=NAME, email=EMAIL, password=PASSWORD)


def has_password(make: Makers, password: str) -> bool:
    """Tell whether the account has this password."""
    return password_matches(password, make.rows(select(Person.password_hash).where(Person.email == EMAIL))[0][0])


def test_the_six_digits_lead_to_a_new_password_where_they_were_asked_for(app: Flask, make: Makers, ivo: Person, client: PageClient) -> None:
    page = forget(client)
    assert "If ivo@example.org has an account here, a letter is on its way to it." in page.text
    page = type_code(client, newest(app, EMAIL).code)
    assert (page.h1, has_password(make, PASSWORD)) == ("Choose a new password", True)
    page = client.submit(page, "Choose a new password", {"new": OTHER})
    assert page.notices == ["Your password has been changed, and you are signed in. Every other sign-in has been ended."]
    assert (has_password(make, OTHER), client.get("/learn/").status_code) == (True, 200)


def test_the_link_leads_there_in_every_browser(app: Flask, make: Makers, ivo: Person, client: PageClient) -> None:
    forget(client)
    other = make.client()
    other.submit(other.page(path_of(newest(app, EMAIL))), "Choose a new password", {"new": OTHER})
    assert (has_password(make, OTHER), other.get("/learn/").status_code, client.get("/learn/").status_code) == (True, 200, 302)


def test_every_other_sign_in_ends_and_its_owner_is_told(app: Flask, make: Makers, ivo: Person, client: PageClient) -> None:
    thief = make.client(ivo)
    assert thief.get("/learn/").status_code == 200
    forget(client)
    client.send(path_of(newest(app, EMAIL)), {"new": OTHER})
    assert thief.get("/learn/").status_code == 302
    assert newest(app, EMAIL).subject == "Your password was changed"
    rows = make.rows(select(Audit.actor_id, Audit.person_id, Audit.action, Audit.changes))
    assert [tuple(row) for row in rows] == [(ivo.id, ivo.id, "password-changed", {"by": [None, "letter"]})]


@pytest.mark.parametrize(
    ("new", "said"),
    [
        pytest.param("too short", "A password needs at least 15 characters.", id="short"),
        pytest.param("ivo@example.org ivo", "This password is easy to guess.", id="the address"),
        pytest.param("", "Choose a password.", id="none"),
    ],
)
def test_a_password_that_will_not_do_changes_nothing_and_may_be_chosen_again(app: Flask, make: Makers, ivo: Person, client: PageClient, new: str, said: str) -> None:
    forget(client)
    page = client.page(path_of(newest(app, EMAIL)))
    for _ in range(6):
        page = client.submit(page, "Choose a new password", {"new": new}, status=422)
        assert said in page.one("p", class_="error").text
    assert has_password(make, PASSWORD)
    client.submit(page, "Choose a new password", {"new": OTHER})
    assert has_password(make, OTHER)


def test_a_letter_counts_for_an_hour_and_once(app: Flask, make: Makers, ivo: Person, client: PageClient, clock: SetClock) -> None:
    forget(client)
    path = path_of(newest(app, EMAIL))
    clock.move(HOUR)
    assert client.send(path, {"new": OTHER}).status_code == 410
    clock.move(-timedelta(seconds=1))
    assert client.send(path, {"new": OTHER}).status_code == 303
    assert client.send(path, {"new": CHOSEN}).status_code == 410
    assert has_password(make, OTHER)


def test_only_the_newest_letter_counts_wherever_it_was_asked_for(app: Flask, make: Makers, ivo: Person, client: PageClient) -> None:
    forget(client)
    first = path_of(newest(app, EMAIL))
    forget(make.client())
    second = path_of(newest(app, EMAIL))
    assert [make.client().send(path, {"new": OTHER}).status_code for path in (first, second)] == [410, 303]


def test_a_letter_is_worth_nothing_once_the_password_or_the_address_was_changed(app: Flask, make: Makers, ivo: Person, client: PageClient) -> None:
    forget(client)
    path = path_of(newest(app, EMAIL))
    with app.app_context(), unit_of_work() as session:
        session.execute(update(Person).values(email="else@example.org", email_key="else@example.org"))
    assert client.send(path, {"new": OTHER}).status_code == 410
    with app.app_context(), unit_of_work() as session:
        session.execute(update(Person).values(email=EMAIL, email_key=EMAIL))
    owner = make.client(ivo)
    owner.send("/account/security/password", {"password-present": PASSWORD, "password-new": CHOSEN})
    assert client.send(path, {"new": OTHER}).status_code == 410
    assert has_password(make, CHOSEN)


def test_who_is_suspended_gets_no_letter_and_comes_in_by_none(app: Flask, make: Makers, ivo: Person, client: PageClient) -> None:
    forget(client)
    path = path_of(newest(app, EMAIL))
    with app.app_context(), unit_of_work() as session:
        session.execute(update(Person).values(suspended_at=make.now))
    assert attempted(app) == [None]
    assert client.page(path, 410).h1 == "This link does not count any more"
    assert client.send(path, {"new": OTHER}).status_code == 410
    assert has_password(make, PASSWORD)


def test_who_registers_although_they_have_an_account_may_choose_a_new_password(app: Flask, make: Makers, ivo: Person, client: PageClient) -> None:
    register(client, name="Another name")
    letter = newest(app, EMAIL)
    assert letter.subject == "You already have an account on Isegoria"
    page = type_code(client, letter.code)
    client.submit(page, "Choose a new password", {"new": OTHER})
    assert has_password(make, OTHER)
    assert make.rows(select(Person.name)) == [(NAME,)]


def test_such_a_letter_counts_no_longer_than_one_about_a_forgotten_password(app: Flask, make: Makers, ivo: Person, client: PageClient, clock: SetClock) -> None:
    register(client)
    letter = newest(app, EMAIL)
    clock.move(HOUR)
    assert client.send(path_of(letter), {"new": OTHER}).status_code == 410
    type_code(client, letter.code, 422)
    assert attempted(app) == [None]


def test_an_account_that_came_meanwhile_is_not_taken_over_but_found(app: Flask, make: Makers, client: PageClient) -> None:
    register(client)
    code = newest(app, EMAIL).code
    make.person(name="Somebody", email=EMAIL, password=PASSWORD)
    assert type_code(client, code).h1 == "Choose a new password"
    assert has_password(make, PASSWORD)


def test_a_reset_makes_nobody_signed_in_whom_it_does_not_concern(app: Flask, make: Makers, ivo: Person, client: PageClient) -> None:
    other = make.client(make.person())
    forget(client)
    path = path_of(newest(app, EMAIL))
    assert [other.get(path).status_code, other.get("/learn/").status_code] == [200, 200]
    assert len(letters(app)) == 1


@pytest.mark.parametrize(
    "meanwhile",
    [{"suspended_at": NOW}, {"email": "else@example.org", "email_key": "else@example.org"}],
    ids=["suspended", "the address changed"],
)
def test_what_changes_in_the_last_moment_is_seen_in_the_transaction(app: Flask, make: Makers, ivo: Person, client: PageClient, meanwhile: dict[str, Any]) -> None:
    forget(client)
    uid = path_of(newest(app, EMAIL)).rpartition("/")[2].partition("-")[0]
    with app.app_context():
        asked = find_by_uid(uid)
        assert asked is not None
        with unit_of_work() as session:
            session.execute(update(Person).values(**meanwhile))
            assert reset_password(asked, ivo.id, "another hash", now=make.now) is False
    assert password_matches(PASSWORD, make.rows(select(Person.password_hash))[0][0])

"""A guest who makes an account keeps what they did; whoever knew the guest's cookie does not come in with it."""

import pytest
from flask import Flask
from sqlalchemy import func, select

from lms.domain.enrolment.models import Enrolment
from lms.domain.people import service
from lms.domain.people.models import Person, SignIn
from lms.kernel.clock import SetClock
from lms.platform.database import unit_of_work
from lms.web.shell.visitors import COOKIE
from tests.makers import LESSONS, PASSWORD, Makers
from tests.support.client import PageClient
from tests.support.postbox import newest, path_of
from tests.support.registering import CHOSEN, EMAIL, NAME, forget, register, type_code


def make_guest(app: Flask, browser: PageClient, clock: SetClock) -> int:
    """Let somebody without an account leave something here from a browser, and return their id."""
    with app.app_context(), unit_of_work():
        guest = service.add_guest(now=clock.now())
        token = service.sign_in(guest, instead_of=None, now=clock.now())
    browser.set_cookie(COOKIE, token)
    return guest


def learns(make: Makers, guest: int) -> None:
    """Let a guest read a lesson."""
    course = make.course()
    person = Person(id=guest)
    make.done(make.enrolment(person, course), course, LESSONS[0])


def sign_ins(make: Makers) -> int:
    """Return how many sign-ins there are."""
    return int(make.rows(select(func.count()).select_from(SignIn))[0][0])


@pytest.mark.parametrize("when", ["before", "after"], ids=["a guest registers", "somebody becomes a guest while they wait"])
def test_what_a_guest_did_is_theirs_as_a_learner(app: Flask, make: Makers, client: PageClient, clock: SetClock, when: str) -> None:
    guest = make_guest(app, client, clock) if when == "before" else 0
    register(client)
    guest = guest or make_guest(app, client, clock)
    learns(make, guest)
    type_code(client, newest(app, EMAIL).code)
    assert [tuple(row) for row in make.rows(select(Person.id, Person.name, Person.email, Person.role))] == [(guest, NAME, EMAIL, "learner")]
    assert make.rows(select(Enrolment.person_id)) == [(guest,)]
    assert client.get("/learn/town-hall/").status_code == 200


@pytest.mark.parametrize("way", ["code", "link"])
def test_the_cookie_of_a_guest_opens_no_account(app: Flask, make: Makers, client: PageClient, clock: SetClock, way: str) -> None:
    make_guest(app, client, clock)
    planted = client.get_cookie(COOKIE)
    assert planted is not None
    register(client)
    letter, other = newest(app, EMAIL), make.client()
    if way == "code":
        type_code(client, letter.code)
    else:
        other.submit(other.page(path_of(letter)), "Finish registering", {"chosen": CHOSEN})
    stranger = make.client()
    stranger.set_cookie(COOKIE, planted.value)
    assert (stranger.get("/learn/").status_code, sign_ins(make)) == (302, 1)


def test_a_guest_who_has_become_somebody_meanwhile_is_not_made_somebody_else(app: Flask, make: Makers, client: PageClient, clock: SetClock) -> None:
    """A guest registers twice, as two browsers do that hold the same cookie; the first that is confirmed has the row."""
    guest = make_guest(app, client, clock)
    register(client)
    first = client.get_cookie("begun")
    assert first is not None
    client.delete_cookie("begun")
    register(client, email="second@example.org")
    type_code(client, newest(app, "second@example.org").code)
    other = make.client()
    other.set_cookie("begun", first.value)
    type_code(other, newest(app, EMAIL).code)
    people = make.rows(select(Person.id, Person.email).order_by(Person.id))
    assert [row.email for row in people] == ["second@example.org", EMAIL]
    assert people[0].id == guest


def test_a_guest_with_a_forgotten_account_is_known_again(app: Flask, make: Makers, client: PageClient, clock: SetClock) -> None:
    ivo = make.person(email=EMAIL, password=PASSWORD)
    make_guest(app, client, clock)
    forget(client)
    client.send(path_of(newest(app, EMAIL)), {"new": CHOSEN})
    assert make.rows(select(Person.id)) == [(ivo.id,)]
    assert client.get("/learn/").status_code == 200

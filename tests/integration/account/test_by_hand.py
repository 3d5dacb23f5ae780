"""Registrations that wait, as administrators see them: confirmed by hand where a letter does not come, or removed."""

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select, update

from lms.domain.people.confirmations import remove_old_confirmations
from lms.domain.people.models import Confirmation, Person
from lms.domain.people.passwords import password_matches
from lms.domain.records.models import Audit
from lms.kernel.clock import SetClock
from lms.platform.database import unit_of_work
from lms.platform.jobs import Job
from tests.makers import PASSWORD, Makers
from tests.support.client import PageClient
from tests.support.postbox import newest, path_of
from tests.support.registering import (
    CHOSEN,
    EMAIL,
    FIELDS,
    FORGOTTEN,
    NAME,
    REGISTER,
    people,
    register,
    type_code,
)

REGISTRATIONS = "/admin/registrations"


@pytest.fixture
def admin(make: Makers) -> PageClient:
    """Return the browser of an administrator."""
    return make.client(make.person(name="Admin Person", role="admin", email="admin@example.org"))


def test_who_waits_is_listed_with_their_letters(app: Flask, make: Makers, client: PageClient, admin: PageClient) -> None:
    make.person(email="known@example.org", password=PASSWORD)
    client.submit(register(client), "Send another letter")
    make.client().send(REGISTER, FIELDS | {"email": "known@example.org"})
    client.send(FORGOTTEN, {"email": "known@example.org"})
    with app.app_context(), unit_of_work() as session:
        first = session.scalar(select(func.min(Job.id)))
        session.execute(update(Job).where(Job.id == first).values(done_at=make.now))
    page = admin.page(REGISTRATIONS)
    assert [node.text for node in page.main.all("h2")] == [NAME]
    assert EMAIL in page.text
    assert "2 letters, of which sent: 1" in page.text
    assert "known@example.org" not in page.text


def test_confirmed_by_hand_somebody_signs_in_with_the_password_that_they_chose(app: Flask, make: Makers, client: PageClient, admin: PageClient) -> None:
    register(client)
    page = admin.submit(admin.page(REGISTRATIONS), "Confirm by hand")
    assert page.notices[:1] == [f"{NAME} can sign in now, with the password that they chose."]
    assert "Nobody is waiting." in page.text
    assert client.send("/account/sign-in", {"email": EMAIL, "password": CHOSEN}).status_code == 303
    me, them = (make.rows(select(Person.id).where(Person.email == email))[0].id for email in ("admin@example.org", EMAIL))
    rows = make.rows(select(Audit.actor_id, Audit.person_id, Audit.action, Audit.changes))
    assert (me, them, "registration-confirmed", {}) in [tuple(row) for row in rows]


def test_a_letter_that_has_run_out_or_was_tried_too_often_is_no_hindrance(app: Flask, make: Makers, client: PageClient, admin: PageClient, clock: SetClock) -> None:
    register(client)
    for _ in range(5):
        client.send("/account/confirm", {"code": "000000"})
    clock.move(timedelta(days=2))
    browser = make.client(make.person(role="admin"))
    page = browser.page(REGISTRATIONS)
    assert "the letter has run out" in page.text
    browser.submit(page, "Confirm by hand")
    assert people(make)[-1] == (NAME, EMAIL, "learner")
    assert password_matches(CHOSEN, make.rows(select(Person.password_hash).where(Person.email == EMAIL))[0][0])


def test_what_is_removed_counts_no_more(app: Flask, make: Makers, client: PageClient, admin: PageClient) -> None:
    register(client)
    letter = newest(app, EMAIL)
    page = admin.submit(admin.page(REGISTRATIONS), "Remove")
    assert page.notices[:1] == ["The registration has been removed."]
    assert client.get(path_of(letter)).status_code == 404
    assert client.send("/account/confirm", {"code": letter.code}).status_code == 422
    assert [tuple(row) for row in make.rows(select(Audit.person_id, Audit.action))] == [(None, "registration-removed")]


def test_who_has_confirmed_meanwhile_is_confirmed_by_nobody_else(app: Flask, make: Makers, client: PageClient, admin: PageClient) -> None:
    register(client)
    uid = make.rows(select(Confirmation.uid))[0].uid
    type_code(client, newest(app, EMAIL).code)
    assert [admin.send(f"{REGISTRATIONS}/{uid}/{verb}").status_code for verb in ("confirm", "remove")] == [404, 404]
    assert len(people(make)) == 2


def test_an_address_that_has_an_account_meanwhile_gets_no_second_one(app: Flask, make: Makers, client: PageClient, admin: PageClient) -> None:
    register(client)
    uid = make.rows(select(Confirmation.uid))[0].uid
    make.person(email=EMAIL)
    assert "Nobody is waiting." in admin.page(REGISTRATIONS).text
    answer = admin.send(f"{REGISTRATIONS}/{uid}/confirm")
    assert answer.status_code == 409
    assert f"Somebody has an account with the address {EMAIL} already." in answer.text


def test_a_forgotten_password_is_no_registration(make: Makers, client: PageClient, admin: PageClient) -> None:
    client.send(FORGOTTEN, {"email": "admin@example.org"})
    uid = make.rows(select(Confirmation.uid))[0].uid
    assert admin.send(f"{REGISTRATIONS}/{uid}/confirm").status_code == 404


def test_what_ran_out_more_than_a_week_ago_is_swept_away(app: Flask, make: Makers, client: PageClient, clock: SetClock) -> None:
    client.send(REGISTER, FIELDS)
    make.client().send(FORGOTTEN, {"email": EMAIL})
    swept = []
    for step in (timedelta(days=7, hours=1), timedelta(seconds=1), timedelta(hours=22, minutes=59, seconds=59), timedelta(seconds=1)):
        clock.move(step)
        with app.app_context(), unit_of_work():
            swept.append(remove_old_confirmations(now=clock.now()))
    assert swept == [0, 1, 0, 1]


def test_on_a_demonstration_people_who_register_are_part_of_it(app: Flask, make: Makers, client: PageClient) -> None:
    """Else a site with made-up people would have real ones, and be served to nobody but itself with them."""
    make.person(is_demo=True)
    page = register(client)
    assert "no letter leaves this computer. It lies in the folder" in page.text
    assert str(app.extensions["settings"].instance / "outbox") in page.text
    type_code(client, newest(app, EMAIL).code)
    assert make.rows(select(Person.is_demo).where(Person.email == EMAIL)) == [(True,)]


def test_elsewhere_no_folder_is_told(make: Makers, client: PageClient) -> None:
    make.person()
    assert "outbox" not in register(client).text

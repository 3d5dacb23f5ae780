"""The letter to somebody for whom an account was made: in their language, without anything secret, and only while it is of use."""

from dataclasses import replace
from typing import Any
from urllib.parse import urlsplit

import pytest
from flask import Flask
from sqlalchemy import select, update

from lms.assembly import LETTERS
from lms.domain.people.models import Confirmation, Person
from lms.platform.database import unit_of_work
from lms.platform.jobs import Job
from lms.web.mail.letters import Letter
from tests.integration.admin.conftest import Acts
from tests.makers import PASSWORD, Makers
from tests.support.client import PageClient


def letter_to(app: Flask, person: Person) -> Letter | None:
    with app.test_request_context():
        return LETTERS["invited"]({"person": person.id})


def test_it_leads_to_where_a_password_is_chosen_in_the_readers_language(
    app: Flask, make: Makers, monkeypatch: pytest.MonkeyPatch
) -> None:
    reached = replace(app.extensions["settings"], base_url="https://learn.example.org")
    monkeypatch.setitem(app.extensions, "settings", reached)
    letter = letter_to(app, make.person(name="Ана Илиева", email="ana@example.org", language="bg"))
    assert letter is not None
    assert (letter.to, letter.name, letter.language, letter.subject) == ("ana@example.org", "Ана Илиева", "bg", "Имате профил в Isegoria")
    assert (letter.link, letter.link_says, letter.code) == ("https://learn.example.org/account/forgotten", "Избор на парола", "")


@pytest.mark.parametrize("what", ["has a password", "is suspended", "was erased"])
def test_nobody_is_written_to_for_whom_it_is_of_no_use(app: Flask, make: Makers, what: str) -> None:
    person = make.person(password=PASSWORD if what == "has a password" else None, suspended=what == "is suspended")
    if what == "was erased":
        with app.app_context(), unit_of_work() as session:
            session.execute(update(Person).where(Person.id == person.id).values(name="", email=None, email_key=None))
    assert letter_to(app, person) is None


def test_where_letters_do_not_arrive_a_link_is_handed_over_that_counts_once(
    make: Makers, admin: PageClient, boss: Person, acts: Acts
) -> None:
    ana = make.person(name="Ana Ilieva", email="ana@example.org")
    shown = admin.submit(admin.page(f"/admin/people/{ana.uid}/"), "Make a link for the first password")
    link = urlsplit(shown.one("textarea", id="link").text).path
    assert acts() == [(boss.id, "first-password-link-made", ana.id, "", {})]
    assert make.rows(select(Job.id)) == []
    theirs, chosen = make.client(), "an owl, a bench and four quiet rivers"
    page = theirs.submit(theirs.page(link), "Choose a new password", {"new": chosen})
    assert "you are signed in" in page.notices[0]
    assert make.client().page(link, 410).status == 410
    again = admin.page(f"/admin/people/{ana.uid}/")
    assert "Make a link for the first password" not in again.buttons()


@pytest.mark.parametrize("traits", [{"password": PASSWORD}, {"suspended": True}], ids=["has a password", "is suspended"])
def test_no_link_is_made_by_which_an_account_could_be_taken(
    make: Makers, admin: PageClient, acts: Acts, traits: dict[str, Any]
) -> None:
    person = make.person(**traits)
    assert admin.send(f"/admin/people/{person.uid}/link").status_code == 409
    assert (make.rows(select(Confirmation.id)), acts()) == ([], [])

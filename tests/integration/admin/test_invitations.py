"""The letter to somebody for whom an account was made: in their language, without anything secret, and only while it is of use."""

from dataclasses import replace

import pytest
from flask import Flask
from sqlalchemy import update

from lms.assembly import LETTERS
from lms.domain.people.models import Person
from lms.platform.database import unit_of_work
from lms.web.mail.letters import Letter
from tests.makers import PASSWORD, Makers


def letter_to(app: Flask, person: Person) -> Letter | None:
    with app.test_request_context():
        return LETTERS["invited"]({"person_id": person.id})


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

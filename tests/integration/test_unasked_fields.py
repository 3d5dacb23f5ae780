"""Nobody becomes or gets anything by adding fields to a form: each takes what it asks for and nothing else (security.md S25)."""

from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from lms.domain.certificates.models import Certificate
from lms.domain.enrolment.models import Enrolment
from lms.domain.people.models import Person
from lms.domain.quizzes.models import Attempt
from lms.platform.database import Base
from tests.contracts.test_access import World
from tests.integration.test_fuzzed_forms import GOOD, forms_for, send, visits_of, world
from tests.makers import Makers
from tests.support.fuzz import Filling, Form

__all__ = ["world"]  # the school of the fuzzed forms
# What somebody would like to have in a column, by the end of its name; a number is of somebody or something else.
WANTED = {"role": "admin", "is_demo": "1", "_at": "2026-01-01T00:00:00+00:00", "state": "completed", "score": "100", "email": "me@example.org", "visibility": "public", "_id": "1", "uid": "0" * 32}
MORE = ("is_admin", "admin", "user_id", "progress", "passed", "email_verified", "person[role]", "role[]", "__class__")
WHOSE = {"guest": "guest", "learner": "owner", "trainer": "trainer"}


def unasked(form: Form) -> Iterator[tuple[str, str]]:
    """Yield a field for every column of every table that the form does not ask for."""
    names = dict.fromkeys([column.name for table in Base.metadata.sorted_tables for column in table.columns] + [*MORE])
    for name in names:
        if name not in form.names:
            yield name, next((value for ending, value in WANTED.items() if name.endswith(ending)), "1")


def standing(make: Makers, before: int) -> dict[str, list[tuple[Any, ...]]]:
    """Return what everybody who was here before is and has: what no form of theirs can change by itself."""
    people = select(Person.id, Person.uid, Person.role, Person.email, Person.suspended_at, Person.is_demo).where(Person.id <= before)
    asked = {
        "people": people.order_by(Person.id),
        "enrolments": select(Enrolment.id, Enrolment.uid, Enrolment.person_id, Enrolment.completed_at).where(Enrolment.person_id <= before, Enrolment.completed_at.is_not(None)),
        "attempts": select(Attempt.id, Attempt.uid, Attempt.enrolment_id, Attempt.seed, Attempt.began_at).order_by(Attempt.id).limit(2),
        "certificates": select(Certificate.uid, Certificate.enrolment_id, Certificate.revoked_at),
    }
    return {what: [tuple(row) for row in make.rows(statement)] for what, statement in asked.items()}


@pytest.mark.parametrize("who", WHOSE)
def test_a_form_takes_nothing_that_it_does_not_ask_for(app: Flask, make: Makers, world: World, who: str) -> None:
    browser = world.browsers[WHOSE[who]]
    forms = [form for form in forms_for(app, world, WHOSE[who]) if form.method == "POST"]
    last = max(row.id for row in make.rows(select(Person.id)))
    begin_anew, before, taken = visits_of(app, browser), standing(make, last), 0
    for form in forms:
        begin_anew()
        pairs = [(field.name, GOOD.get(field.name) or (field.offered or field.standing or ("",))[0]) for field in form.fields]
        status, faults = send(app, browser, form, Filling((*pairs, *unasked(form)), ()))
        assert (faults, standing(make, last)) == ([], before), form  # before they come in anew, which sets them right
        taken += status < 400
    assert taken > len(forms) // 2

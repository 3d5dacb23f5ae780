"""Letters to many people at once: they go to the database together, each once, with their cause or not at all."""

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import event, func, select

from lms.platform.database import WroteOutsideUnitOfWork, db, unit_of_work
from lms.platform.jobs import Job, add_jobs
from lms.web.mail.letters import post_each
from tests.makers import Makers

MANY = 5000
NAMES = {f"course:{number}": {"person_id": number} for number in range(MANY)}


def test_five_thousand_letters_are_one_step_for_the_database(app: Flask, make: Makers) -> None:
    """One after the other they took PostgreSQL more seconds than a page may take; ``lms bench letters`` measures it."""
    steps: list[bool] = []
    with app.app_context():
        event.listen(db.engine, "before_cursor_execute", lambda *asked: steps.append(asked[-1]) if "INSERT" in asked[2] else None)
        with unit_of_work():
            post_each("test", NAMES, now=make.now)
    assert steps == [True]  # many rows at once
    assert make.rows(select(func.count(Job.id), func.count(func.distinct(Job.key)))) == [(MANY, MANY)]
    assert make.rows(select(Job.body, Job.due_at).where(Job.key == "course:7")) == [({"kind": "test", "person_id": 7}, make.now)]


def test_who_has_been_asked_for_before_gets_no_second_letter(app: Flask, make: Makers) -> None:
    later = make.now + timedelta(hours=1)
    with app.app_context(), unit_of_work():
        first = add_jobs("letter", {"course:1": {}, "course:2": {}}, now=make.now)
        again = add_jobs("letter", {"course:2": {"other": True}, "course:3": {}}, now=later)
        none = add_jobs("letter", {}, now=later)
    assert (first, again, none) == (2, 1, 0)
    assert make.rows(select(Job.key, Job.body, Job.made_at).order_by(Job.key)) == [("course:1", {}, make.now), ("course:2", {}, make.now), ("course:3", {}, later)]


def test_they_go_with_their_cause_or_not_at_all(app: Flask, make: Makers) -> None:
    def fail() -> None:
        with unit_of_work():
            post_each("test", NAMES, now=make.now)
            raise LookupError

    with app.app_context(), pytest.raises(LookupError):
        fail()
    with app.app_context(), pytest.raises(WroteOutsideUnitOfWork):
        post_each("test", NAMES, now=make.now)
    assert make.rows(select(func.count(Job.id))) == [(0,)]


def test_a_name_that_no_job_may_have_lets_none_of_them_in(app: Flask, make: Makers) -> None:
    with app.app_context(), pytest.raises(ValueError, match="no key of a job: 'a key'"), unit_of_work():
        add_jobs("letter", {"good": {}, "a key": {}}, now=make.now)
    assert make.rows(select(func.count(Job.id))) == [(0,)]

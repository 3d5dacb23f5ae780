"""A regrade of thousands asks the database as often as one of a few: only who passes or completes by it costs more."""

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import insert, select, update

from lms.domain.enrolment.models import Enrolment
from lms.domain.people.models import Person
from lms.domain.progress.models import ActivityState
from lms.domain.quizzes.models import Attempt, QuestionMark, Regraded, Response
from lms.domain.records.models import Record
from lms.platform.database import db, unit_of_work
from tests.makers import Makers
from tests.support.answer_keys import QUIZ, Key
from tests.support.client import PageClient
from tests.support.regrading import School

BEFORE = Key()
AFTER = replace(BEFORE, choose=2)
# Wrong but for the choice, which is right by the mended key: 1 of 8, and nobody passes by it.
SAID = {"choose": 2, "tick": [2], "truth": False, "short": "elm", "number": "12", "order": [3, 2, 1], "fill": ["elm", 2], "left": 2, "right": 2}


def school_of(make: Makers, number: int, people: int) -> School:
    """Return a course with so many people who each took the test once; all but the first are copies of the first."""
    school = School(make, f"trees-{number}", number)
    school.publish(BEFORE)
    first = school.enrol()
    uid = school.take(first, SAID)
    with make.app.app_context(), unit_of_work():
        for other in range(1, people):
            copy(uid, first.id, f"{number:04x}{other:04x}")
    return school


def copy(uid: str, enrolment_id: int, name: str) -> None:
    """Make another person with the same enrolment and the same attempt."""
    person = add(Person, db.session.query(Person).join(Enrolment, Enrolment.person_id == Person.id).filter(Enrolment.id == enrolment_id).one(), {"uid": name * 4, "email": f"{name}@example.org", "email_key": f"{name}@example.org"})
    enrolled = add(Enrolment, db.session.get_one(Enrolment, enrolment_id), {"uid": name * 4, "person_id": person})
    attempt = db.session.query(Attempt).filter_by(uid=uid).one()
    made = add(Attempt, attempt, {"receipt": None, "uid": name * 4, "enrolment_id": enrolled})
    for table in (Response, QuestionMark):
        for row in db.session.scalars(select(table).where(table.attempt_id == attempt.id)):
            add(table, row, {"attempt_id": made, **({"response_id": None} if table is QuestionMark else {})})
    for state in db.session.scalars(select(ActivityState).where(ActivityState.enrolment_id == enrolment_id)):
        add(ActivityState, state, {"enrolment_id": enrolled})


def add(table: type, row: object, other: dict[str, object]) -> int:
    columns = [column.key for column in table.__table__.columns if column.key != "id"]
    values = {name: getattr(row, name) for name in columns} | other
    made = db.session.execute(insert(table.__table__).values(**values)).inserted_primary_key
    return int(made[0])


@contextmanager
def counted() -> Iterator[list[str]]:
    with PageClient.statements.since() as ran:
        yield ran


def statements_for(make: Makers, number: int, people: int) -> int:
    school = school_of(make, number, people)
    with counted() as ran:
        began = time.monotonic()
        school.publish(AFTER, "key-fix")
        taken = time.monotonic() - began
    assert len(make.rows(select(Regraded.attempt_id).join(Attempt, Attempt.id == Regraded.attempt_id).join(Enrolment).where(Enrolment.course_id == school.course_id))) == people
    assert len(make.rows(select(Record.id).where(Record.verb == "regraded", Record.object.like(f"{QUIZ}/%")))) >= people
    print(f"{people} attempts: {len(ran)} statements, {taken:.2f} s with reading and rendering")  # noqa: T201 – a figure for people
    return len(ran)


@pytest.mark.slow
def test_many_take_as_many_statements_as_few(make: Makers) -> None:
    many = int(os.environ.get("LMS_MANY", "40"))
    few = statements_for(make, 1, 3)
    further = 5 * ((many - 1) // 500)  # what is read and written five hundred at a time
    assert statements_for(make, 2, many) <= few + 2 * further


def test_nobody_is_said_to_have_been_there(make: Makers) -> None:
    school = school_of(make, 1, 1)
    with make.app.app_context(), unit_of_work() as session:
        session.execute(update(Enrolment).values(place="reading"))
    before = make.rows(select(Enrolment.last_activity_at))[0]
    make.clock.move(timedelta(hours=3))
    school.publish(AFTER, "key-fix")
    assert make.rows(select(Enrolment.place, Enrolment.last_activity_at))[0] == ("reading", *before)

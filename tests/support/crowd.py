"""Many people and what they leave behind, written in a few statements: accounts, sign-ins, entries of the log, letters."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import insert, select

from lms.domain.people.models import Confirmation, Person, SignIn
from lms.domain.people.rules import REGISTER
from lms.domain.records.models import Audit
from lms.domain.site.models import Barrier
from lms.kernel.keys import new_uid
from lms.platform.database import db, unit_of_work
from lms.platform.jobs import Job
from lms.platform.mail import JOB
from tests.makers import Makers


def make_crowd(make: Makers, how_many: int) -> list[Any]:
    """Let so many people be here, with a sign-in, an entry of the log and a barrier each, and as many who wait for a letter.

    Every second letter about that has failed. Returns the rows of the people: id and uid.
    """
    now, numbers = make.now, range(how_many)
    with make.app.app_context(), unit_of_work() as session:
        session.execute(insert(Person), [_person(number, now) for number in numbers])
        people = list(session.execute(select(Person.id, Person.uid).where(Person.email_key.startswith("crowd-")).order_by(Person.id)))
        session.execute(insert(SignIn), [_sign_in(number, people[number].id, now) for number in numbers])
        session.execute(insert(Audit), [_entry(people[number].id, now) for number in numbers])
        session.execute(insert(Barrier), [_barrier(people[number].id, now) for number in numbers])
        session.execute(insert(Confirmation), [_registration(number, now) for number in numbers])
        asked = list(db.session.scalars(select(Confirmation.id).where(Confirmation.email_key.startswith("waits-")).order_by(Confirmation.id)))
        session.execute(insert(Job), [_letter(number, asked[number], now) for number in numbers])
    return people


def _person(number: int, now: datetime) -> dict[str, Any]:
    address = f"crowd-{number}@example.org"
    return {"uid": new_uid(), "name": f"Person {number:04}", "email": address, "email_key": address, "role": "learner", "created_at": now, "is_demo": False}


def _sign_in(number: int, person_id: int, now: datetime) -> dict[str, Any]:
    return {"token_digest": f"{number:064x}", "uid": new_uid(), "person_id": person_id, "began_at": now, "last_seen": now}


def _entry(person_id: int, now: datetime) -> dict[str, Any]:
    return {"at": now, "actor_id": person_id, "person_id": person_id, "action": "name-changed", "object": "", "changes": {}}


def _barrier(person_id: int, now: datetime) -> dict[str, Any]:
    return {"uid": new_uid(), "person_id": person_id, "address": "/courses/", "body": "The list jumps.", "language": "en", "reported_at": now}


def _registration(number: int, now: datetime) -> dict[str, Any]:
    address = f"waits-{number}@example.org"
    times = {"made_at": now, "expires_at": now + timedelta(days=1)}
    return {"uid": new_uid(), "purpose": REGISTER, "email": address, "email_key": address, "name": f"Waits {number}", "browser_digest": "", "tries": 0, **times}


def _letter(number: int, asked_id: int, now: datetime) -> dict[str, Any]:
    body = {"kind": REGISTER, "confirmation": asked_id}
    failed = {"failed_at": now, "error": "Refused."} if number % 2 else {"failed_at": None, "error": None}
    return {"key": f"{REGISTER}:crowd-{number}", "kind": JOB, "body": body, "made_at": now, "due_at": now, "tries": number % 2, **failed}

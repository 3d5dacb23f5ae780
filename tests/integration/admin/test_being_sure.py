"""Something grave asks for one's own password, once more, where the sign-in is older than ten minutes."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from lms.domain.people.models import Person
from lms.domain.records.models import Audit
from lms.kernel.clock import SetClock
from lms.web.shell.visitors import COOKIE
from tests.makers import PASSWORD, Makers
from tests.support.client import PageClient

REASON = "issued to the wrong person"


def token_of(browser: PageClient) -> str:
    cookie = browser.get_cookie(COOKIE)
    return cookie.value if cookie else ""


@pytest.fixture
def graves(make: Makers, ana: Person) -> dict[str, dict[str, str]]:
    """Return every address that is grave, with what its form sends."""
    uid = make.certificate(make.course())
    where = f"/admin/people/{ana.uid}"
    return {
        f"{where}/role": {"role": "trainer"},
        f"{where}/suspension": {},
        f"{where}/suspension/end": {},
        f"{where}/look": {"reason": "help"},
        f"{where}/link": {},
        f"/admin/certificates/{uid}/revocation": {"reason": REASON},
        f"/admin/certificates/{uid}/correction": {"name": "Somebody Else"},
        "/admin/people/new": {"name": "New Admin", "email": "new@example.org", "role": "admin", "language": "en"},
    }


def test_everything_grave_asks_once_more_after_ten_minutes(
    make: Makers, admin: PageClient, clock: SetClock, graves: dict[str, dict[str, str]]
) -> None:
    clock.move(timedelta(minutes=10))
    before = make.rows(select(Audit.id))
    answers = {where: admin.send(where, fields) for where, fields in graves.items()}
    assert {where: answer.status_code for where, answer in answers.items()} == dict.fromkeys(graves, 401)
    assert make.rows(select(Audit.id)) == before
    assert make.rows(select(Person.id).where(Person.email == "new@example.org")) == []


def test_nothing_is_asked_within_ten_minutes(make: Makers, admin: PageClient, clock: SetClock, ana: Person) -> None:
    clock.move(timedelta(minutes=10) - timedelta(seconds=1))
    assert admin.send(f"/admin/people/{ana.uid}/role", {"role": "trainer"}).status_code == 303


def test_an_account_for_a_learner_is_nothing_grave(make: Makers, admin: PageClient, clock: SetClock) -> None:
    clock.move(timedelta(minutes=11))
    fields = {"name": "New", "email": "new@example.org", "role": "learner", "language": "en"}
    assert admin.send("/admin/people/new", fields).status_code == 303


def test_the_right_password_does_what_was_being_done_and_begins_a_new_sign_in(
    make: Makers, admin: PageClient, clock: SetClock, ana: Person
) -> None:
    page = admin.page(f"/admin/people/{ana.uid}/")
    before = token_of(admin)
    clock.move(timedelta(minutes=11))
    asked = admin.submit(page, "Change the role", {"role": "trainer"}, status=401)
    assert asked.h1 == "Confirm that it is you"
    done = admin.submit(asked, "Go on", {"password": PASSWORD})
    assert (done.h1, "Trainer" in done.one("dl").text) == ("Ana Ilieva", True)
    assert token_of(admin) != before
    old = make.client()
    old.set_cookie(COOKIE, before)
    assert old.get("/admin/").status_code == 302
    assert admin.send(f"/admin/people/{ana.uid}/role", {"role": "learner"}).status_code == 303


def test_a_wrong_password_does_nothing_and_keeps_what_was_being_done(
    make: Makers, admin: PageClient, clock: SetClock, ana: Person
) -> None:
    clock.move(timedelta(minutes=11))
    where = f"/admin/people/{ana.uid}/role"
    answer = admin.send(where, {"role": "trainer", "password": "another quiet sentence"})
    assert (answer.status_code, "This is not your password." in answer.text) == (422, True)
    assert make.rows(select(Person.role).where(Person.id == ana.id)) == [("learner",)]
    assert '<input type="hidden" name="role" value="trainer">' in answer.text
    assert "another quiet sentence" not in answer.text


def test_whoever_types_wrong_passwords_has_to_wait_even_with_the_right_one(
    make: Makers, admin: PageClient, clock: SetClock, ana: Person
) -> None:
    make.app.extensions["limits"].forget()
    clock.move(timedelta(minutes=11))
    where = f"/admin/people/{ana.uid}/role"
    tries = [admin.send(where, {"role": "trainer", "password": "another quiet sentence"}).status_code for _ in range(6)]
    right = admin.send(where, {"role": "trainer", "password": PASSWORD}).status_code
    make.app.extensions["limits"].forget()
    assert (tries, right) == ([422] * 5 + [429], 429)
    assert make.rows(select(Person.role).where(Person.id == ana.id)) == [("learner",)]


def test_what_is_refused_after_the_password_leaves_the_administrator_signed_in(
    make: Makers, admin: PageClient, clock: SetClock, ana: Person
) -> None:
    clock.move(timedelta(minutes=11))
    answer = admin.send(f"/admin/people/{ana.uid}/suspension/end", {"password": PASSWORD})
    assert answer.status_code == 409
    assert admin.get("/admin/").status_code == 200


def test_a_program_is_told_401(make: Makers, admin: PageClient, clock: SetClock, ana: Person) -> None:
    clock.move(timedelta(minutes=11))
    answer = admin.send(f"/admin/people/{ana.uid}/suspension", headers={"Accept": "application/json"})
    assert (answer.status_code, answer.mimetype) == (401, "application/problem+json")

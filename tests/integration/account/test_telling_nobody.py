"""No answer tells whether an address has an account, and nobody is flooded with letters through our forms."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from argon2 import PasswordHasher
from flask import Flask
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from lms.domain.people import passwords
from lms.domain.people.models import Confirmation
from lms.kernel.clock import SetClock
from lms.platform.jobs import Job
from lms.web.shell.limits import limits
from tests.makers import PASSWORD, Makers
from tests.support.client import PageClient
from tests.support.postbox import attempted, letters, newest
from tests.support.registering import (
    CHOSEN,
    CONFIRM,
    EMAIL,
    FIELDS,
    FORGOTTEN,
    REGISTER,
    register,
    type_code,
    wrong,
)

ADDRESSES = ("known@example.org", "nobody@example.org", "away@example.org", "closed@example.org")
HEADERS = ("Content-Type", "Cache-Control", "Location", "Referrer-Policy")


@pytest.fixture
def school(make: Makers) -> Makers:
    """Return a school with an account for each kind of address but one."""
    make.person(email="known@example.org", password=PASSWORD, name="Known Person", role="trainer", language="bg")
    make.person(email="away@example.org", password=PASSWORD, suspended=True)
    make.person(email="closed@example.org")
    return make


def without_secrets(text: str, email: str) -> str:
    """Return a page without the token of its form and the address that was typed."""
    return re.sub(r'name="csrf_token" value="[^"]+"', "", text).replace(email, "ADDRESS")


def without_values(answer: TestResponse, email: str) -> tuple[Any, ...]:
    """Return everything about an answer that a stranger could compare, without tokens and the address itself."""
    cookies = [re.sub(r"=[^;]+", "", header, count=1) for header in answer.headers.getlist("Set-Cookie")]
    return (answer.status_code, without_secrets(answer.text, email), [answer.headers.get(name) for name in HEADERS], [each.split("; Expires")[0] for each in cookies])


class Counting(PasswordHasher):
    """The library's hasher with its work counted."""

    def __init__(self) -> None:
        super().__init__(time_cost=2, memory_cost=19_456, parallelism=1)
        self.work: list[str] = []

    def hash(self, *arguments: Any, **named: Any) -> str:
        self.work.append("hash")
        return super().hash(*arguments, **named)

    def verify(self, *arguments: Any, **named: Any) -> Any:
        self.work.append("verify")
        return super().verify(*arguments, **named)


def all_that_happens(make: Makers, monkeypatch: pytest.MonkeyPatch, email: str, steps: Callable[[PageClient, str], list[TestResponse]]) -> Any:
    """Return all that a stranger could see or measure of some requests about an address."""
    browser, counting = make.client(), Counting()
    browser.get(CONFIRM)
    monkeypatch.setattr(passwords, "_hasher", counting)
    with PageClient.statements.since() as ran:
        answers = [without_values(answer, email) for answer in steps(browser, email)]
    return answers, [re.sub(r"\s+", " ", statement) for statement in ran], counting.work


def register_and_guess(browser: PageClient, email: str) -> list[TestResponse]:
    """Register, look at the page that follows, type six digits that are wrong, and have another letter sent."""
    token = browser.token()
    sent = browser.post(REGISTER, data=FIELDS | {"email": email, "csrf_token": token})
    return [sent, *_rest(browser, token)]


def forget_and_guess(browser: PageClient, email: str) -> list[TestResponse]:
    """Ask for a new password, and go on in the same way."""
    token = browser.token()
    return [browser.post(FORGOTTEN, data={"email": email, "csrf_token": token}), *_rest(browser, token)]


def _rest(browser: PageClient, token: str) -> list[TestResponse]:
    tried = [browser.post(CONFIRM, data={"code": "12345", "csrf_token": token}) for _ in range(6)]
    return [browser.get(CONFIRM), *tried, browser.post(f"{CONFIRM}/again", data={"csrf_token": token}), browser.get(CONFIRM)]


@pytest.mark.parametrize("steps", [register_and_guess, forget_and_guess], ids=["registering", "a forgotten password"])
def test_every_address_gets_the_same_answers_by_the_same_work(school: Makers, monkeypatch: pytest.MonkeyPatch, steps: Any) -> None:
    first, *others = [all_that_happens(school, monkeypatch, email, steps) for email in ADDRESSES]
    for other in others:
        assert other == first
    answers, ran, work = first
    assert [answer[0] for answer in answers] == [303, 200, 422, 422, 422, 422, 422, 422, 303, 200]
    assert work == (["hash"] if steps is register_and_guess else [])
    assert len([statement for statement in ran if statement.startswith("INSERT INTO confirmation")]) == 2


@pytest.mark.parametrize("form", [REGISTER, FORGOTTEN])
def test_every_address_leaves_the_same_rows(school: Makers, form: str) -> None:
    for email in ADDRESSES:
        school.client().send(form, FIELDS | {"email": email})
    rows = school.rows(select(Confirmation.purpose, Confirmation.person_id, Confirmation.tries, Confirmation.used_at, Confirmation.expires_at).order_by(Confirmation.id))
    assert (len(rows), len(set(map(tuple, rows)))) == (4, 1)
    jobs = school.rows(select(Job.kind, Job.due_at, Job.made_at).order_by(Job.id))
    assert (len(jobs), len(set(map(tuple, jobs)))) == (4, 1)


def test_who_really_gets_which_letter_is_decided_when_it_is_sent(app: Flask, school: Makers) -> None:
    for email in ADDRESSES:
        school.client().send(REGISTER, FIELDS | {"email": email})
    sent = [letter and (letter.to, letter.language, letter.subject) for letter in attempted(app)]
    assert sent == [
        ("known@example.org", "bg", "Вече имате профил в Isegoria"),
        ("nobody@example.org", "en", "Your registration on Isegoria"),
        None,
        ("closed@example.org", "en", "You already have an account on Isegoria"),
    ]


def test_a_forgotten_password_is_written_about_to_those_alone_who_have_an_account(app: Flask, school: Makers) -> None:
    for email in ADDRESSES:
        school.client().send(FORGOTTEN, {"email": email})
    assert [letter and letter.to for letter in attempted(app)] == ["known@example.org", None, None, "closed@example.org"]


def test_a_letter_goes_to_the_address_of_the_account_and_to_no_other_spelling(app: Flask, make: Makers, client: PageClient) -> None:
    make.person(email="Straße@example.org", password=PASSWORD)
    client.send(FORGOTTEN, {"email": "strasse@EXAMPLE.org"})
    assert [letter.to for letter in letters(app)] == ["Straße@example.org"]


def from_network(number: int) -> dict[str, Any]:
    """Return what makes a request come from one of many network addresses."""
    return {"environ_overrides": {"REMOTE_ADDR": f"203.0.113.{number}"}}


@pytest.mark.parametrize("known", [False, True], ids=["a stranger", "somebody with an account"])
def test_a_hundred_forms_from_a_hundred_networks_are_three_letters(app: Flask, make: Makers, known: bool) -> None:
    if known:
        make.person(email=EMAIL, password=PASSWORD)
    token_holder = make.client()
    answers = set()
    for number in range(100):
        answer = token_holder.send(REGISTER, FIELDS, **from_network(number))
        answers.add((answer.status_code, answer.location))
    assert answers == {(303, "/account/confirm")}
    assert make.rows(select(func.count()).select_from(Job)) == [(3,)]


def test_other_spellings_of_a_mailbox_are_no_way_to_flood_it(make: Makers, client: PageClient) -> None:
    for number, email in enumerate(("ivo@example.org", "i.vo@example.org", "ivo+1@example.org", "IVO+2@example.org", "iv.o+x@Example.org")):
        client.send(REGISTER, FIELDS | {"email": email}, **from_network(number))
    assert make.rows(select(func.count()).select_from(Job)) == [(3,)]


def test_letters_are_counted_in_the_database_as_well(app: Flask, make: Makers, client: PageClient, clock: SetClock) -> None:
    """What is counted in memory is lost when the program is started anew."""
    for _ in range(5):
        client.send(REGISTER, FIELDS)
        with app.app_context():
            limits().forget()
    assert make.rows(select(func.count()).select_from(Job)) == [(3,)]
    clock.move(timedelta(hours=6))
    for _ in range(5):
        client.send(REGISTER, FIELDS)
        with app.app_context():
            limits().forget()
    assert make.rows(select(func.count()).select_from(Job)) == [(5,)]


def test_the_fourth_letter_is_not_sent_and_the_third_still_counts(app: Flask, make: Makers, client: PageClient) -> None:
    page = register(client)
    for _ in range(3):
        page = client.submit(page, "Send another letter")
    assert page.notices == ["No further letter has been sent: too many have gone to this address in the last hours. The last one still counts."]
    type_code(client, newest(app, EMAIL).code)
    assert client.get("/learn/").status_code == 200


def test_where_no_letter_went_nothing_can_be_confirmed(app: Flask, make: Makers) -> None:
    for _ in range(3):
        make.client().send(REGISTER, FIELDS)
    late = make.client()
    page = register(late)
    assert "A letter is on its way to" in page.text
    assert "tried too often" in type_code(late, "000000", 422).text
    assert "tried too often" in type_code(late, newest(app, EMAIL).code, 422).text


def test_an_office_is_not_shut_out_by_one_of_its_people(make: Makers) -> None:
    statuses = [make.client().send(REGISTER, FIELDS | {"email": f"ivo{number}@example.org"}).status_code for number in range(21)]
    assert statuses == [303] * 20 + [429]
    assert make.client().send(REGISTER, FIELDS, **from_network(7)).status_code == 303


def test_what_was_typed_wrongly_does_not_count_as_a_registration(make: Makers) -> None:
    for _ in range(25):
        assert make.client().send(REGISTER, FIELDS | {"password": "short"}).status_code == 422
    assert make.client().send(REGISTER, FIELDS).status_code == 303


def test_codes_are_not_tried_by_the_hundred_from_one_network(make: Makers) -> None:
    statuses = []
    for number in range(13):
        browser = make.client()
        browser.send(REGISTER, FIELDS | {"email": f"ivo{number}@example.org"}, **from_network(number))
        statuses += [browser.send(CONFIRM, {"code": "000001"}).status_code for _ in range(5)]
    assert statuses == [422] * 60 + [429] * 5


def test_at_most_five_codes_are_tried_of_many_at_once_or_one_after_the_other(app: Flask, make: Makers, client: PageClient) -> None:
    register(client)
    code = newest(app, EMAIL).code
    for _ in range(9):
        client.send(CONFIRM, {"code": wrong(code)})
    assert make.rows(select(Confirmation.tries)) == [(5,)]


def test_no_password_that_was_chosen_is_ever_shown(make: Makers, client: PageClient) -> None:
    answers = [client.send(REGISTER, FIELDS | {"email": "x"}), client.send(REGISTER, FIELDS), client.get(CONFIRM)]
    assert [CHOSEN in answer.text for answer in answers] == [False, False, False]

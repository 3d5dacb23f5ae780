"""The progress report on the screen: who may see it, what it shows, and the file beside it."""

import csv
import io
from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest
from flask import Flask

from tests.makers import COURSE, LESSONS, Makers
from tests.support.client import PageClient
from tests.support.pages import Page

PAGE, FILE = "/reports/progress", "/reports/progress.csv"
STATEMENTS = 5  # who asks, which courses there are to choose from, and the three of a page of rows
Counter = Callable[[int], AbstractContextManager[None]]


@pytest.fixture
def admin(make: Makers) -> PageClient:
    """Return the browser of an administrator."""
    return make.client(make.person(role="admin", email="admin@example.org"))


def names_on(page: Page) -> list[str]:
    return [head.one("bdi").text for head in page.one("tbody").all("th")]


def names_in(answer: str) -> list[str]:
    return [row["name"] for row in csv.DictReader(io.StringIO(answer.removeprefix("\ufeff")))]


@pytest.mark.parametrize("address", [PAGE, FILE])
@pytest.mark.parametrize("role", ["learner", "trainer"])
def test_nobody_but_administrators_sees_the_report(make: Makers, role: str, address: str) -> None:
    make.enrolment(make.person(name="Secret Person", email="secret@example.org"), make.course())
    answer = make.client(make.person(role=role)).get(address)
    assert answer.status_code == 403
    assert "secret@example.org" not in answer.text


@pytest.mark.parametrize("address", [PAGE, FILE])
def test_strangers_are_asked_to_sign_in(client: PageClient, address: str) -> None:
    answer = client.get(address)
    assert (answer.status_code, answer.location.split("?")[0]) == (302, "/account/sign-in")


def test_the_page_shows_everybody_with_their_progress(admin: PageClient, make: Makers) -> None:
    course = make.course()
    uid = make.certificate(course, name="Ана Илиева", email="ana@example.org")
    made = make.enrolment(make.person(name="Boris", email="boris@example.org"), course)
    make.done(made, course, LESSONS[0])
    page = admin.page(PAGE, language="en")
    shown = [[cell.text for cell in row.all("th", "td")] for row in page.one("tbody").all("tr")]
    assert shown == [
        [
            "Boris boris@example.org",
            "The town hall asks",
            "In progress",
            "25%",
            "–",
            "21 Nov 2026",
            "–",
        ],
        [
            "Ана Илиева ana@example.org",
            "The town hall asks",
            "Completed",
            "100%",
            "100%",
            "21 Nov 2026",
            "Certificate: Ана Илиева",
        ],
    ]
    assert f"/certificates/{uid}/" in page.link("Certificate : Ана Илиева")


def test_a_name_leads_to_the_page_on_which_an_administrator_ends_an_enrolment(admin: PageClient, make: Makers) -> None:
    make.enrolment(make.person(name="Boris"), make.course())
    page = admin.follow(admin.page(PAGE), "Boris")
    assert (page.h1, [words for words in page.links() if words.startswith("Withdraw")]) == ("Boris", ["Withdraw : The town hall asks"])


def test_the_page_speaks_the_readers_language(admin: PageClient, make: Makers) -> None:
    make.enrolment(make.person(name="Boris"), make.course())
    page = admin.page(PAGE, language="bg")
    assert "Общината пита" in page.text


def test_choices_stand_in_the_address_and_in_the_form(admin: PageClient, make: Makers) -> None:
    course = make.course()
    make.enrolment(make.person(name="Boris"), course)
    make.certificate(course, name="Ана Илиева")
    page = admin.page(PAGE, query={"state": "completed", "course": COURSE, "text": "ана"})
    assert names_on(page) == ["Ана Илиева"]


def test_the_file_has_exactly_the_rows_that_were_asked_for(admin: PageClient, make: Makers) -> None:
    course = make.course()
    make.enrolment(make.person(name="Boris"), course)
    make.certificate(course, name="Ана Илиева")
    everybody = admin.get(FILE)
    assert everybody.content_type == "text/csv; charset=utf-8"
    assert everybody.headers["Content-Disposition"] == 'attachment; filename="progress.csv"'
    assert everybody.headers["Cache-Control"] == "no-store"
    assert names_in(everybody.text) == ["Boris", "Ана Илиева"]
    assert names_in(admin.get(FILE, query_string={"state": "completed"}).text) == ["Ана Илиева"]


def test_the_link_to_the_file_keeps_the_choices(admin: PageClient, make: Makers) -> None:
    make.certificate(make.course(), name="Ана Илиева")
    page = admin.page(PAGE, query={"state": "completed", "course": ""})
    assert page.link("Download these rows as CSV").endswith("/reports/progress.csv?state=completed")


def test_a_page_of_many_leads_to_the_others(admin: PageClient, make: Makers) -> None:
    course = make.course()
    for number in range(51):
        make.enrolment(make.person(name=f"Learner {number:02}"), course)
    first = admin.page(PAGE, query={"sort": "name"})
    assert len(names_on(first)) == 50
    second = admin.follow(first, "Next page")
    assert names_on(second) == ["Learner 50"]
    assert len(names_in(admin.get(FILE).text)) == 51


NONSENSE = {
    "an unknown state": {"state": "asleep"},
    "an unknown course": {"course": "no-such-course"},
    "an unknown order": {"sort": "password_hash"},
    "a text without end": {"text": "a" * 1000},
}


@pytest.mark.parametrize("asked", NONSENSE.values(), ids=NONSENSE.keys())
def test_a_question_that_makes_no_sense_is_answered_with_nobody_and_why(
    admin: PageClient, make: Makers, asked: dict[str, str]
) -> None:
    make.enrolment(make.person(name="Boris", email="boris@example.org"), make.course())
    page = admin.page(PAGE, 422, query=asked)
    assert "boris@example.org" not in page.text
    assert "There is a problem" in page.text
    assert admin.get(FILE, query_string=asked).status_code == 400


@pytest.mark.parametrize("number", ["0", "-1", "99999999999999999999999999", "two", "²", ""])
def test_a_page_number_that_makes_no_sense_is_some_page(admin: PageClient, make: Makers, number: str) -> None:
    make.enrolment(make.person(name="Boris"), make.course())
    assert names_on(admin.page(PAGE, query={"page": number})) == ["Boris"]


@pytest.mark.parametrize("many", [1, 3])
def test_the_page_takes_as_many_statements_however_many_there_are(
    app: Flask, admin: PageClient, make: Makers, queries: Counter, many: int
) -> None:
    course = make.course()
    for _ in range(many):
        make.done(make.enrolment(make.person(), course), course, LESSONS[0])
    admin.page(PAGE)
    with queries(STATEMENTS):
        admin.page(PAGE)

"""Before the first certificate its holder says how their name is to stand; then it is issued, once."""

from typing import Any

import pytest
from sqlalchemy import select

from lms.domain.certificates import service
from lms.domain.certificates.models import Certificate
from lms.domain.people import service as people
from lms.domain.people.models import Person
from lms.domain.records.models import Audit, Record
from lms.kernel.refusals import Refused
from lms.platform.database import unit_of_work
from tests.makers import COURSE, Makers
from tests.support.client import PageClient

NAME = f"/learn/{COURSE}/name"
HOME = f"/learn/{COURSE}/"


def names(make: Makers) -> list[str]:
    return [row.name for row in make.rows(select(Certificate.name).order_by(Certificate.id))]


def verbs(make: Makers, person: Person) -> list[str]:
    rows = make.rows(select(Record.verb).where(Record.person_id == person.id).order_by(Record.id))
    return [row.verb for row in rows if row.verb in ("completed", "certified", "revoked")]


@pytest.fixture
def person(make: Makers) -> Person:
    """Return somebody who made their own account and has completed the course."""
    found = make.person(name="Aleksandra Petrova", knows_certificate_name=False)
    course = make.course()
    make.complete(make.enrolment(found, course), course)
    return found


@pytest.fixture
def holder(make: Makers, person: Person) -> PageClient:
    return make.client(person)


def test_the_certificate_waits_for_the_answer_and_the_completion_does_not(make: Makers, person: Person, holder: PageClient) -> None:
    assert (names(make), verbs(make, person)) == ([], ["completed"])
    home = holder.page(HOME)
    assert "You completed this course on 21 November 2026." in home.text
    page = holder.follow(home, "Get your certificate")
    assert (page.h1, page.one("input", name="name").get("value")) == ("How should your name stand?", "Aleksandra Petrova")
    page = holder.submit(page, "Issue my certificate", {"name": "  Александра\tПетрова "})
    assert page.h1.startswith("Александра Петрова") or "Александра Петрова" in page.text
    assert (names(make), verbs(make, person)) == (["Александра Петрова"], ["completed", "certified"])
    assert [node.text for node in holder.page(HOME).all("a", class_="button")][:2] == ["See your certificate", "Open your notebook"]
    assert holder.get(NAME).location.startswith("/certificates/")


def test_it_is_asked_once(make: Makers, person: Person, holder: PageClient) -> None:
    holder.send(NAME, {"name": "Александра Петрова"})
    holder.send(NAME, {"name": "Somebody Else"})
    other = make.courses(1)[0]
    make.complete(make.enrolment(person, other), other)
    assert names(make) == ["Александра Петрова", "Александра Петрова"]


def test_every_certificate_that_waits_is_issued_with_one_answer(make: Makers, person: Person, holder: PageClient) -> None:
    other = make.courses(1)[0]
    make.complete(make.enrolment(person, other), other)
    assert names(make) == []
    holder.send(NAME, {"name": "Александра Петрова"})
    assert names(make) == ["Александра Петрова", "Александра Петрова"]


def test_whoever_was_given_a_name_is_not_asked(make: Makers) -> None:
    course, given = make.course(), make.person(name="Ana Ilieva")
    make.complete(make.enrolment(given, course), course)
    assert names(make) == ["Ana Ilieva"]
    assert "Get your certificate" not in make.client(given).page(HOME).text


def test_a_revoked_certificate_is_not_issued_again_by_saying_a_name(make: Makers, person: Person, holder: PageClient) -> None:
    holder.send(NAME, {"name": "Александра Петрова"})
    uid = make.rows(select(Certificate.uid))[0].uid
    with make.app.app_context(), unit_of_work():
        service.revoke(uid, "13/2026", now=make.now)
    with make.app.app_context(), unit_of_work():
        service.settle_name(person.id, "Another Name", now=make.now)
    assert (names(make), verbs(make, person)) == (["Александра Петрова"], ["completed", "certified", "revoked"])
    assert "Get your certificate" not in holder.page(HOME).text


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        pytest.param("  \u00ad\u200b ", "Enter your name.", id="nothing that can be seen"),
        pytest.param("я" * 201, "A name can have at most 200 characters.", id="too long"),
    ],
)
def test_a_name_that_cannot_stand_is_told_and_kept_in_the_form(make: Makers, holder: PageClient, said: str, sentence: str) -> None:
    page = holder.submit(holder.page(NAME), "Issue my certificate", {"name": said}, status=422)
    assert page.one("p", class_="error").text == f"Error: {sentence}"
    assert page.one("input", name="name").get("value") == said
    assert names(make) == []


def test_signs_that_cannot_be_printed_are_told_before_it_is_issued(make: Makers, holder: PageClient) -> None:
    page = holder.submit(holder.page(NAME), "Issue my certificate", {"name": "Li 漢字"})
    assert "These signs cannot be printed on the PDF; a □ stands in their place there: 漢 字" in page.text
    assert names(make) == []
    page = holder.submit(page, "Issue it all the same", {"name": "Li 漢"})  # another name than the one that was told
    assert "This sign cannot be printed on the PDF; a □ stands in its place there: 漢" in page.text
    assert names(make) == []
    holder.submit(page, "Issue it all the same")
    assert names(make) == ["Li 漢"]


def test_looking_at_it_issues_nothing(make: Makers, holder: PageClient) -> None:
    page = holder.submit(holder.page(NAME), "See how it looks", {"name": "Александра"})
    assert page.one("span", class_="certificate-name").text == "Александра"
    assert names(make) == []


def test_the_answer_and_the_certificate_are_one_transaction(make: Makers, person: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: Any, **__: Any) -> None:
        raise RuntimeError

    monkeypatch.setattr(service, "_issue", fail)
    with make.app.app_context(), pytest.raises(RuntimeError), unit_of_work():
        service.settle_name(person.id, "Александра Петрова", now=make.now)
    assert make.rows(select(Person.certificate_name).where(Person.id == person.id))[0].certificate_name is None


def test_a_guest_has_no_name_on_a_certificate(make: Makers) -> None:
    with make.app.app_context(), unit_of_work():
        guest = people.add_guest(now=make.now)
        service.settle_name(guest, "Nobody", now=make.now)
    assert make.rows(select(Person.certificate_name).where(Person.id == guest))[0].certificate_name is None


def test_the_audit_log_says_that_it_was_answered_and_not_what(make: Makers, person: Person, holder: PageClient) -> None:
    holder.send(NAME, {"name": "Александра Петрова"})
    rows = make.rows(select(Audit.actor_id, Audit.person_id, Audit.action, Audit.changes))
    assert [tuple(row) for row in rows] == [
        (person.id, person.id, "certificate-name-set", {"certificate_name": ["asked", "known"]})
    ]


def test_nothing_is_asked_while_the_course_goes_on(make: Makers) -> None:
    client = make.learner(make.course())
    assert client.get(NAME).location == HOME
    assert client.send(NAME, {"name": "Ana"}).location == HOME


def test_the_report_shows_a_completion_without_a_certificate_meanwhile(make: Makers, person: Person) -> None:
    rows = make.client(make.person(role="admin")).get("/reports/progress.csv").text.splitlines()
    cells = dict(zip(rows[0].lstrip("\ufeff").split(","), rows[1].split(","), strict=True))
    assert (cells["email"], cells["state"], cells["certificate"]) == (person.email, "completed", "")


def test_a_name_that_is_none_is_refused_wherever_it_is_said(make: Makers, person: Person) -> None:
    with make.app.app_context(), pytest.raises(Refused), unit_of_work():
        service.settle_name(person.id, " ", now=make.now)

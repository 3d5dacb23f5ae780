"""The audit log: read by administrators, changed by nobody, sealed so that a change from outside shows."""

import csv
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import delete, select, text, update
from sqlalchemy.exc import DatabaseError

from lms.domain.certificates.facts import Reissued
from lms.domain.people.facts import AccountSuspended, LookingBegan, NameChanged, RoleChanged
from lms.domain.people.models import Person
from lms.domain.records.models import Audit, AuditSeal
from lms.domain.records.queries import check_chain
from lms.domain.records.rules import FIRST
from lms.domain.records.service import seal_audit
from lms.kernel.clock import SetClock
from lms.kernel.facts import Act, announce
from lms.platform.database import Base, db, unit_of_work
from tests.makers import Makers
from tests.support.client import PageClient
from tests.support.databases import let_the_log_go
from tests.support.pages import Page

Counter = Callable[[int], AbstractContextManager[None]]
LOG, FILE = "/admin/audit", "/admin/audit.csv"


def note(make: Makers, kind: type[Act], *, by: Person | None = None, to: Person | None = None, **about: Any) -> None:
    """Let something happen that the log keeps."""
    with make.app.app_context(), unit_of_work():
        announce(kind(at=make.now, actor_id=by.id if by else None, person_id=to.id if to else None, **about))


def lines(page: Page) -> list[str]:
    return [line.text for each in page.all("ul", class_="entries") for line in each.all("li")]


def test_an_entry_says_who_did_what_to_whom_and_what_it_changed(
    make: Makers, admin: PageClient, boss: Person, ana: Person
) -> None:
    note(make, RoleChanged, by=boss, to=ana, result={"role": ["learner", "trainer"]})
    page = admin.page(LOG)
    assert lines(page) == [
        "21 November 2026, 11:42 (Europe/Brussels) Changed the role Role: was Learner, is now Trainer"
        " Done to Ana Ilieva Done by Zoe Admin"
    ]
    links = [link.get("href") for link in page.one("ul", class_="entries").all("a")]
    assert links == [f"/admin/people/{each.uid}/" for each in (ana, boss)]


def test_both_names_and_the_reason_of_looking_are_told(make: Makers, admin: PageClient, boss: Person, ana: Person) -> None:
    note(make, LookingBegan, by=boss, to=ana, result={"reason": [None, "fault"]})
    assert lines(admin.page(LOG))[0].endswith(
        "Began to look at the site as this person Reason: To find a fault that was reported Done to Ana Ilieva Done by Zoe Admin"
    )


def test_names_are_those_of_today_and_whoever_was_erased_has_none(app: Flask, make: Makers, admin: PageClient, ana: Person) -> None:
    note(make, NameChanged, to=ana)
    with app.app_context(), unit_of_work():
        db.session.execute(update(Person).where(Person.id == ana.id).values(name="", email=None, email_key=None))
    assert lines(admin.page(LOG))[0].endswith("Done to Somebody whose account was erased Done by the command line")


FILTERS: list[Any] = [
    pytest.param({}, ["Certificate", "Suspended", "Role"], id="all, newest first"),
    pytest.param({"person": "илиев"}, ["Suspended", "Role"], id="a name in Cyrillic"),
    pytest.param({"person": "ANA@"}, ["Suspended", "Role"], id="an address"),
    pytest.param({"actor": "zoe"}, ["Certificate", "Role"], id="who did it"),
    pytest.param({"action": "role-changed"}, ["Role"], id="what was done"),
    pytest.param({"since": "2026-11-23"}, ["Certificate", "Suspended"], id="from a day"),
    pytest.param({"until": "2026-11-23"}, ["Suspended", "Role"], id="to a day, itself as well"),
    pytest.param({"since": "2026-11-23", "until": "2026-11-23"}, ["Suspended"], id="on a day"),
    pytest.param({"person": "nobody"}, [], id="nobody"),
]
BEGINNINGS = {"Role": "Changed the role", "Suspended": "Suspended the account", "Certificate": "Issued a certificate once more"}


@pytest.mark.parametrize(("asked", "found"), FILTERS)
def test_entries_are_found(
    make: Makers, clock: SetClock, boss: Person, asked: dict[str, str], found: list[str]
) -> None:
    """The second entry is of 22 November 23:30 in UTC, which is 23 November in Brussels."""
    ana, other = make.person(name="Ана Илиева", email="ana@example.org"), make.person(name="Boris")
    note(make, RoleChanged, by=boss, to=ana, result={"role": ["learner", "trainer"]})
    clock.at = clock.at.replace(day=22, hour=23, minute=30)
    note(make, AccountSuspended, by=other, to=ana)
    clock.at = clock.at.replace(day=24)
    note(make, Reissued, by=boss, to=other, object="b" * 32, result={"certificate": ["a" * 32, "b" * 32]})
    admin = make.client(boss)
    shown = lines(admin.page(LOG, query=asked))
    assert [name for line in shown for name, words in BEGINNINGS.items() if words in line] == found
    rows = list(csv.reader(admin.get(FILE, query_string=asked).text.removeprefix("\ufeff").splitlines()))
    assert len(rows) - 1 == len(found)


def test_the_file_holds_the_same_and_no_formula(make: Makers, admin: PageClient, boss: Person) -> None:
    ana = make.person(name="=HYPERLINK(1)", email="ana@example.org")
    note(make, RoleChanged, by=boss, to=ana, result={"role": ["learner", "trainer"]})
    answer = admin.get(FILE)
    assert answer.headers["Content-Disposition"] == 'attachment; filename="audit.csv"'
    number = make.rows(select(Audit.id))[0].id
    assert list(csv.reader(answer.text.removeprefix("\ufeff").splitlines()))[1] == [
        str(number), "2026-11-21T10:42:07Z", "Zoe Admin", "zoe@example.org", "role-changed",
        "'=HYPERLINK(1)", "ana@example.org", "", '{"role": ["learner", "trainer"]}',
    ]  # fmt: skip


@pytest.mark.parametrize("asked", [{"action": "nothing"}, {"since": "yesterday"}, {"person": "a" * 1000}], ids=str)
def test_a_question_that_makes_no_sense_shows_nothing_and_says_why(admin: PageClient, ana: Person, make: Makers, asked: dict[str, str]) -> None:
    note(make, NameChanged, to=ana)
    page = admin.page(LOG, 422, query=asked)
    assert (lines(page), "There is a problem" in page.text) == ([], True)
    assert admin.get(FILE, query_string=asked).status_code == 400


@pytest.mark.parametrize("asked", ["since=0001-01-01", "until=0001-01-01", "since=9999-12-31", "until=9999-12-31"])
@pytest.mark.parametrize("zone", ["Pacific/Auckland", "America/Los_Angeles"])
def test_a_day_where_the_calendar_ends_is_none(make: Makers, asked: str, zone: str) -> None:
    """The next day, and the same day elsewhere, must be days too."""
    browser = make.client(make.person(role="admin", zone=zone))
    assert "This is not a day." in browser.page(f"/admin/audit?{asked}", 422).text
    assert browser.get(f"/admin/audit.csv?{asked}").status_code == 400


@pytest.mark.parametrize("many", [1, 55])
def test_the_log_takes_as_many_statements_however_long_it_is(
    make: Makers, admin: PageClient, ana: Person, queries: Counter, many: int
) -> None:
    for _ in range(many):
        note(make, NameChanged, to=ana)
    admin.page(LOG)
    with queries(3):
        page = admin.page(LOG)
    assert len(lines(page)) == min(many, 50)


@pytest.mark.parametrize("table", [Audit, AuditSeal], ids=["entries", "seals"])
@pytest.mark.parametrize("how", ["changed", "removed"])
def test_nothing_in_the_log_is_ever_changed_or_removed(
    app: Flask, make: Makers, clock: SetClock, ana: Person, table: type[Base], how: str
) -> None:
    note(make, NameChanged, to=ana)
    clock.move(timedelta(minutes=2))
    with app.app_context(), unit_of_work():
        assert seal_audit(now=make.now) == 1
    before = make.rows(select(*table.__table__.columns))
    statement = delete(table) if how == "removed" else update(table).values({"action": "x"} if table is Audit else {"digest": "x"})
    with app.app_context(), pytest.raises(DatabaseError, match="the audit log is never changed"), unit_of_work() as session:
        session.execute(statement)
    assert make.rows(select(*table.__table__.columns)) == before != []


def test_only_settled_entries_are_sealed_each_once(app: Flask, make: Makers, clock: SetClock, ana: Person) -> None:
    note(make, NameChanged, to=ana)
    clock.move(timedelta(seconds=119))
    sealed = []
    with app.app_context():
        for _ in range(3):
            with unit_of_work():
                sealed.append(seal_audit(now=make.now))
            clock.move(timedelta(seconds=1))
    assert sealed == [0, 1, 0]


def test_a_young_entry_keeps_those_after_it_waiting(app: Flask, make: Makers, clock: SetClock, ana: Person) -> None:
    note(make, NameChanged, to=ana)
    clock.move(timedelta(minutes=-5))
    note(make, NameChanged, to=ana)
    with app.app_context(), unit_of_work():
        assert seal_audit(now=make.now + timedelta(minutes=6)) == 0


def sealed_log(make: Makers, clock: SetClock, ana: Person) -> list[int]:
    """Return the numbers of four entries, three of them sealed at two times."""
    for number in range(4):
        note(make, RoleChanged, to=ana, object=str(number))
        clock.move(timedelta(minutes=2) if number in (1, 2) else timedelta())
        with make.app.app_context(), unit_of_work():
            seal_audit(now=make.now)
    return [row.id for row in make.rows(select(Audit.id).order_by(Audit.id))]


def test_a_log_that_nobody_touched_is_as_it_was_sealed(app: Flask, make: Makers, clock: SetClock, ana: Person) -> None:
    sealed_log(make, clock, ana)
    with app.app_context():
        chain = check_chain()
    assert (chain.sealed, chain.unfit, len(chain.digest), chain.digest == FIRST) == (3, None, 64, False)


FORGERIES = {
    "an entry was changed": (1, "UPDATE audit SET object = 'x' WHERE id = :id"),
    "an entry was removed": (0, "DELETE FROM audit WHERE id = :id"),
    "the last sealed entry was removed": (2, "DELETE FROM audit WHERE id = :id"),
    "a seal was removed": (1, "DELETE FROM audit_seal WHERE up_to = :id"),
    "a seal was changed": (2, "UPDATE audit_seal SET digest = 'x' WHERE up_to = :id"),
    "the person of an entry was cut away": (1, "UPDATE audit SET person_id = NULL WHERE id = :id"),
}


@pytest.mark.parametrize(("which", "forgery"), FORGERIES.values(), ids=FORGERIES)
def test_the_first_entry_that_does_not_fit_is_told(
    app: Flask, make: Makers, clock: SetClock, ana: Person, which: int, forgery: str
) -> None:
    numbers = sealed_log(make, clock, ana)
    with app.app_context(), db.engine.connect().execution_options(isegoria_writes=True) as here, here.begin(), let_the_log_go(here):
        here.execute(text(forgery), {"id": numbers[which]})
    with app.app_context():
        assert check_chain().unfit == numbers[which]


def test_an_entry_that_is_not_sealed_yet_is_no_fault(app: Flask, make: Makers, ana: Person) -> None:
    note(make, NameChanged, to=ana)
    with app.app_context():
        assert (check_chain().sealed, check_chain().unfit) == (0, None)

"""The browser of the tests notices what a request leaves behind; each fault is committed here on purpose."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from flask import Flask, redirect, render_template_string
from sqlalchemy import select, text, update

from lms.domain.people.models import Person, SignIn
from lms.domain.people.passwords import hash_password
from lms.platform.database import connect_database, db, unit_of_work
from lms.settings import Settings
from tests.support.client import PageClient
from tests.support.pages import Unfit
from tests.support.slow_work import SlowWork
from tests.support.statements import Statements, Tidiness

NOON = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)
PAGE = (
    '<!doctype html><html lang="en"><head><title>Bench</title></head>'
    '<body><a href="#main">Skip</a><main id="main"><h1>Bench</h1></main>'
    '<footer><a href="/accessibility/">Help</a><a href="/accessibility/report?page=/">Report</a></footer></body></html>'
)
INSERT = "INSERT INTO blob (digest, size, media_type, body) VALUES ('d', 0, 'text/plain', '')"


def somebody() -> Person:
    return Person(uid="0" * 32, name="Ana", email="a@b.c", email_key="a@b.c", role="learner", created_at=NOON)


def forget_to_commit() -> str:
    """Add a row and leave it at that."""
    db.session.add(somebody())
    return PAGE


def write_by_hand() -> str:
    """Write past every guard."""
    db.session.execute(text(INSERT))
    return PAGE


def write_while_reading() -> str:
    """Write properly, where nothing may be written."""
    with unit_of_work() as session:
        session.add(somebody())
    return PAGE


def note_a_visit() -> str:
    """Write the one thing that reading may write."""
    with unit_of_work() as session:
        session.execute(update(SignIn).where(SignIn.person_id == 1).values(last_seen=NOON))
    return PAGE


def note_more_than_a_visit() -> str:
    """Write more than that."""
    with unit_of_work() as session:
        session.execute(update(SignIn).where(SignIn.person_id == 1).values(last_seen=NOON, began_at=NOON))
    return PAGE


def keep_a_connection() -> str:
    """Take a connection and never give it back."""
    connection = db.engine.connect()
    connection.execute(select(1))
    KEPT.append(connection)
    return PAGE


def hash_while_writing() -> str:
    """Hash while everybody else has to wait."""
    with unit_of_work():
        hash_password("a quiet sentence for tests")
    return PAGE


def render_while_writing() -> str:
    """Render while everybody else has to wait."""
    with unit_of_work():
        render_template_string("x")
    return PAGE


def read_only() -> str:
    """Read, as a page may."""
    db.session.execute(select(Person.id)).all()
    return PAGE


def write_and_go_on() -> Any:
    """Write as a form does, and lead on to a page."""
    with unit_of_work() as session:
        session.add(somebody())
    return redirect("/read_only", 303)


KEPT: list[Any] = []
VIEWS = (
    forget_to_commit, write_by_hand, write_while_reading, note_a_visit, note_more_than_a_visit, keep_a_connection,
    hash_while_writing, render_while_writing, read_only, write_and_go_on,
)  # fmt: skip


@pytest.fixture
def faulty(app: Flask) -> Iterator[PageClient]:
    """Return a browser on a small application that does everything wrong, on the database of the tests."""
    small = Flask("faulty")
    small.testing = True
    small.secret_key = "x"
    connect_database(small, Settings(database_url=app.config["SQLALCHEMY_DATABASE_URI"]).database)
    for view in VIEWS:
        small.add_url_rule(f"/{view.__name__}", view.__name__, view, methods=["GET", "POST"])
    small.add_url_rule("/bad", "bad", lambda: PAGE.replace("<h1>", "<h2>"))
    statements, slow_work = Statements(), SlowWork()

    class Watched(PageClient):
        """A browser that watches the small application."""

    Watched.statements, Watched.slow_work, Watched.tidiness = (
        statements,
        slow_work,
        Tidiness(small, statements),
    )
    small.test_client_class = Watched
    with small.app_context():
        engine = db.engine
    statements.listen_to(engine)
    with pytest.MonkeyPatch.context() as patch:
        slow_work.watch(small, patch)
        yield small.test_client()  # type: ignore[misc]
    PageClient.slow_work.of_request()  # it has watched as well
    while KEPT:
        KEPT.pop().close()
    engine.dispose()


@pytest.mark.parametrize(
    ("view", "method", "sentence"),
    [
        pytest.param(
            "forget_to_commit", "POST", "was changed and never committed", id="a row that is not committed"
        ),
        pytest.param(
            "write_by_hand",
            "POST",
            "never committed: INSERT INTO blob",
            id="a statement that is not committed",
        ),
        pytest.param(
            "write_while_reading",
            "GET",
            "reading changed something: INSERT INTO person",
            id="a page that writes",
        ),
        pytest.param(
            "note_more_than_a_visit",
            "GET",
            "reading changed something: UPDATE session",
            id="more than the last visit",
        ),
        pytest.param(
            "keep_a_connection", "GET", "connections are still in a transaction", id="a connection kept"
        ),
        pytest.param(
            "hash_while_writing", "POST", "PasswordHasher.hash ran while", id="hashing while writing"
        ),
        pytest.param(
            "render_while_writing",
            "POST",
            "ran while a writing transaction was open",
            id="rendering while writing",
        ),
    ],
)
def test_a_request_that_leaves_something_behind_fails_its_test(
    faulty: PageClient, view: str, method: str, sentence: str
) -> None:
    with pytest.raises(AssertionError, match=sentence):
        faulty.open(f"/{view}", method=method)


@pytest.mark.parametrize(
    ("view", "method"),
    [
        pytest.param("read_only", "GET", id="reading"),
        pytest.param("note_a_visit", "GET", id="the time of the last visit"),
        pytest.param("write_while_reading", "POST", id="writing where one may"),
    ],
)
def test_a_request_that_is_in_order_passes(faulty: PageClient, view: str, method: str) -> None:
    assert faulty.open(f"/{view}", method=method).status_code == 200


def test_a_form_that_leads_on_to_a_page_may_write(faulty: PageClient) -> None:
    assert faulty.post("/write_and_go_on", follow_redirects=True).request.path == "/read_only"


def test_a_bad_page_fails_the_test_that_fetches_it(faulty: PageClient) -> None:
    with pytest.raises(Unfit, match="not well-formed"):
        faulty.get("/bad")


def test_statements_are_counted(faulty: PageClient) -> None:
    with faulty.statements.exactly(1):
        faulty.get("/read_only")
    with (
        pytest.raises(AssertionError, match=r"1 statements instead of 2:\n1\. SELECT person\.id"),
        faulty.statements.exactly(2),
    ):
        faulty.get("/read_only")


def test_a_request_inside_an_applications_context_is_an_error_of_the_test(faulty: PageClient) -> None:
    with (
        faulty.application.app_context(),
        pytest.raises(AssertionError, match="leave the application's context"),
    ):
        faulty.get("/read_only")


def test_a_fault_is_told_once(faulty: PageClient) -> None:
    with pytest.raises(AssertionError):
        faulty.post("/forget_to_commit")
    assert faulty.get("/read_only").status_code == 200


def test_every_test_begins_with_an_empty_database(app: Flask) -> None:
    with app.app_context():
        assert db.session.scalars(select(Person.id)).all() == []

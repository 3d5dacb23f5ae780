"""The database floor: one way to write, whole or not at all, on a database that keeps what it has acknowledged."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import psycopg
import pytest
from flask import Flask
from sqlalchemy import bindparam, func, insert, select, text, update
from sqlalchemy.exc import IntegrityError, OperationalError

from lms import create_app
from lms.domain.people import service as people
from lms.domain.people.models import Person
from lms.domain.records.models import Record
from lms.kernel.clock import SetClock
from lms.platform import database
from lms.platform.database import (
    DatabaseError,
    WroteOutsideUnitOfWork,
    add_later,
    change,
    db,
    let_go,
    lone_change,
    read,
    unit_of_work,
)
from lms.platform.durability import check_durability
from lms.platform.rows import moment, rows_of
from lms.settings import Settings
from tests.makers import Makers
from tests.support.client import PageClient


def add(clock: SetClock, email: str) -> Person:
    """Add a person, inside whatever transaction there is."""
    return people.add_person("Ana", email, role="learner", password_hash=None, now=clock.now())


def count() -> int:
    """Return how many people there are."""
    return db.session.scalar(select(func.count()).select_from(Person)) or 0


def test_a_unit_of_work_commits_once_at_its_end(app: Flask, clock: SetClock) -> None:
    with app.app_context():
        with unit_of_work():
            add(clock, "one@example.org")
            add(clock, "two@example.org")
        db.session.remove()
        assert count() == 2


def test_a_unit_of_work_that_fails_leaves_nothing(app: Flask, clock: SetClock) -> None:
    def fail_after_writing() -> None:
        with unit_of_work():
            add(clock, "one@example.org")
            raise RuntimeError("halfway")

    with app.app_context():
        with pytest.raises(RuntimeError, match="halfway"):
            fail_after_writing()
        assert count() == 0


def test_nothing_can_be_added_outside_a_unit_of_work(app: Flask, clock: SetClock) -> None:
    with app.app_context():
        with pytest.raises(WroteOutsideUnitOfWork):
            add(clock, "one@example.org")
        db.session.rollback()


def test_nothing_can_be_changed_outside_a_unit_of_work(app: Flask, make: Makers) -> None:
    make.person()
    with app.app_context(), pytest.raises(WroteOutsideUnitOfWork):
        change(update(Person).values(name="Somebody else"))


def test_a_unit_of_work_holds_no_other(app: Flask) -> None:
    with app.app_context(), unit_of_work(), pytest.raises(RuntimeError, match="inside another"), unit_of_work():
        pass


def test_what_goes_past_the_orm_is_in_the_same_transaction(app: Flask, clock: SetClock) -> None:
    rename = update(Person.__table__).where(Person.email == bindparam("whose")).values(name=bindparam("to"))

    def fail_after_writing() -> None:
        with unit_of_work():
            add(clock, "one@example.org")
            assert read(select(Person.name)).all() == [("Ana",)]
            assert change(rename, whose="one@example.org", to="Boris") == 1
            assert db.session.scalars(select(Person.name)).all() == ["Boris"]
            raise RuntimeError("halfway")

    with app.app_context():
        with pytest.raises(RuntimeError, match="halfway"):
            fail_after_writing()
        assert read(select(Person.name)).all() == []


def test_nothing_can_be_changed_past_the_orm_outside_a_unit_of_work(app: Flask) -> None:
    with app.app_context(), pytest.raises(WroteOutsideUnitOfWork):
        change(update(Person.__table__).values(name=bindparam("to")), to="Somebody else")


def test_a_lone_change_is_committed_before_it_answers(app: Flask, make: Makers) -> None:
    rename = update(Person.__table__).values(name=bindparam("to"))
    make.person()
    with app.app_context():
        with lone_change():
            assert change(rename, to="Boris") == 1
            with db.engine.connect() as other:
                assert other.scalars(select(Person.name)).all() == ["Boris"]
        with pytest.raises(WroteOutsideUnitOfWork):
            change(rename, to="Somebody else")


def test_a_lone_change_takes_no_second_one(app: Flask, make: Makers) -> None:
    rename = update(Person.__table__).values(name=bindparam("to"))
    make.person()

    def change_twice() -> None:
        with lone_change():
            change(rename, to="Boris")
            change(rename, to="Somebody else")

    with app.app_context():
        with pytest.raises(RuntimeError, match="a second change"):
            change_twice()
        assert read(select(Person.name)).all() == [("Boris",)]


def test_a_lone_change_is_none_of_the_orm_and_none_in_a_unit_of_work(app: Flask, make: Makers, clock: SetClock) -> None:
    make.person()
    with app.app_context():
        with pytest.raises(WroteOutsideUnitOfWork), lone_change():
            change(update(Person).values(name="Somebody else"))
        with pytest.raises(WroteOutsideUnitOfWork), lone_change():
            add(clock, "one@example.org")
        db.session.rollback()
        with unit_of_work(), pytest.raises(RuntimeError, match="inside another change"), lone_change():
            pass
        with lone_change(), pytest.raises(RuntimeError, match="inside another one"), unit_of_work():
            pass
        assert count() == 1


def test_a_request_takes_one_connection_whatever_it_does(app: Flask, clock: SetClock) -> None:
    with app.app_context():
        pool: Any = db.engine.pool
        assert count() == len(read(select(Person.id)).all())
        with unit_of_work():
            add(clock, "one@example.org")
        assert (count(), pool.checkedout()) == (1, 1)
        let_go()
        assert pool.checkedout() == 0


def test_reading_before_writing_does_not_stand_in_its_way(app: Flask, clock: SetClock) -> None:
    with app.app_context():
        assert count() == 0
        with unit_of_work():
            add(clock, "one@example.org")
        assert count() == 1


def test_reading_holds_nothing(app: Flask, clock: SetClock) -> None:
    """What another connection commits between two reads is seen by the second, on either database."""
    with app.app_context():
        seen = [count()]
        with db.engine.begin() as other:
            row = {"uid": "0" * 32, "name": "Ana", "email": "a@example.org", "email_key": "a@example.org"}
            other.execute(insert(Person.__table__).values(**row, role="learner", created_at=clock.now(), is_demo=False))
        seen.append(count())
    assert seen == [0, 1]


def db_name(app: Flask) -> str:
    with app.app_context():
        return db.engine.dialect.name


@pytest.mark.parametrize("rested", [True, False], ids=["after-a-rest", "at-once"])
def test_a_connection_that_the_server_has_ended_is_made_anew(
    app: Flask, settings: Settings, monkeypatch: pytest.MonkeyPatch, rested: bool
) -> None:
    """After a rest nobody notices; a connection that has just worked fails once and is not given out again."""
    if db_name(app) != "postgresql":
        return
    monkeypatch.setattr(database, "TRUSTED_SECONDS", 0.0 if rested else 3600.0)
    with app.app_context():
        ended = read(select(func.pg_backend_pid())).scalar_one()
        let_go()
        with psycopg.connect(settings.database_url, autocommit=True) as other:
            other.execute("SELECT pg_terminate_backend(%s, 5000)", [ended])
        if not rested:
            with pytest.raises(OperationalError):
                count()
            let_go()
        assert count() == 0


def record(number: int) -> dict[str, Any]:
    """Return a row of the learning record that says a number."""
    now = datetime(2026, 11, 21, 10, number, tzinfo=UTC)
    return {"at": now, "recorded_at": now, "verb": "done", "object": f"lesson-{number}", "result": {}}


def test_rows_for_later_are_written_together_and_in_their_order_at_the_end(app: Flask) -> None:
    with app.app_context():
        with PageClient.statements.since() as ran, unit_of_work():
            add_later(Record, record(2))
            add_later(Record, record(1))
            assert db.session.scalars(select(Record.object)).all() == []
        assert [each.split()[0] for each in ran] == ["SELECT", "INSERT"]
        assert db.session.scalars(select(Record.object).order_by(Record.id)).all() == ["lesson-2", "lesson-1"]


def add_both(*rows: dict[str, Any]) -> None:
    """Add rows of the learning record at the end of one unit of work."""
    with unit_of_work():
        for row in rows:
            add_later(Record, row)


def test_rows_for_later_go_with_a_unit_of_work_that_fails(app: Flask) -> None:
    with app.app_context():
        with pytest.raises(IntegrityError):
            add_both(record(1), {**record(2), "verb": None})
        with unit_of_work():
            pass
        assert db.session.scalars(select(Record.object)).all() == []


def test_no_row_is_put_off_outside_a_unit_of_work(app: Flask) -> None:
    with app.app_context(), pytest.raises(WroteOutsideUnitOfWork):
        add_later(Record, record(1))


def test_rows_within_a_row_come_in_their_order_and_as_what_they_are(app: Flask) -> None:
    said = {"чл.": ["20 ‘a’", 1, None, 2**53 + 1]}
    with app.app_context():
        with unit_of_work():
            for number in (2, 1):
                add_later(Record, {**record(number), "result": said, "person_id": None})
        found = rows_of(select(Record.object, Record.result, Record.person_id, Record.at).order_by(Record.at))
        rows = read(select(found)).scalar_one()
        assert [row[:3] for row in rows] == [["lesson-1", said, None], ["lesson-2", said, None]]
        assert [moment(row[3]) for row in rows] == [record(1)["at"], record(2)["at"]]
        assert read(select(rows_of(select(Record.object).where(Record.object == "none")))).scalar_one() == []


def test_the_database_keeps_what_it_has_acknowledged(app: Flask) -> None:
    with app.app_context():
        check_durability(db.engine)
        if db.engine.dialect.name == "sqlite":
            found = [db.session.scalar(text(f"PRAGMA {name}")) for name in ("journal_mode", "synchronous", "foreign_keys", "busy_timeout")]
            assert found == ["wal", 2, 1, 10_000]
        else:
            found = [db.session.scalar(text(f"SHOW {name}")) for name in ("fsync", "synchronous_commit", "full_page_writes")]
            assert found == ["on", "on", "on"]


@pytest.mark.parametrize("setting", ["synchronous = NORMAL", "synchronous = OFF", "foreign_keys = OFF"])
def test_sqlite_with_a_setting_that_loses_commits_is_refused(app: Flask, setting: str) -> None:
    with app.app_context():
        if db.engine.dialect.name != "sqlite":
            return
        with db.engine.connect() as connection:
            driver = connection.connection.dbapi_connection
            assert driver is not None
            driver.execute(f"PRAGMA {setting}")
        try:
            with pytest.raises(DatabaseError, match="would not keep what it has acknowledged"):
                check_durability(db.engine)
        finally:
            db.engine.dispose()


def test_postgresql_with_a_setting_that_loses_commits_does_not_start(app: Flask, settings: Settings) -> None:
    if not settings.database.startswith("postgresql"):
        return
    with app.app_context(), db.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        name = connection.scalar(text("SELECT current_database()"))
        connection.execute(text(f'ALTER DATABASE "{name}" SET synchronous_commit TO off'))
        try:
            with pytest.raises(DatabaseError, match="synchronous_commit=off"):
                create_app(settings)
        finally:
            connection.execute(text(f'ALTER DATABASE "{name}" RESET synchronous_commit'))


@pytest.mark.parametrize(
    "address",
    [
        pytest.param("sqlite:////nowhere/at/all/isegoria.sqlite3", id="a folder that is not there"),
        pytest.param("postgresql://nobody@127.0.0.1:1/nothing", id="a server that is not there"),
    ],
)
def test_a_broken_address_is_said_in_one_sentence(settings: Settings, address: str) -> None:
    with pytest.raises(DatabaseError) as error:
        create_app(replace(settings, database_url=address))
    assert "cannot be used" in str(error.value)
    assert "\n" not in str(error.value)

"""What was in the database before an upgrade is there after it, on both databases."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from alembic import command
from sqlalchemy import Connection, Engine, inspect, text
from sqlalchemy.event import listen, remove
from sqlalchemy.exc import IntegrityError

from lms.platform import migrations
from lms.platform.database import WRITES, DatabaseError
from lms.platform.migrations import upgrade
from tests.support.databases import engine_of

MakeDatabase = Callable[[], str]
AT = "2026-11-21 10:42:07"
PERSON = f"INSERT INTO person (id, uid, name, email, email_key, role, created_at, is_demo) VALUES (7, '{'a' * 32}', 'Ana', 'Ana@x.eu', 'ana@x.eu', 'admin', '{AT}', false)"
SESSION = f"INSERT INTO session (token_digest, person_id, began_at, last_seen) VALUES ('{{}}', 7, '{AT}', '{AT}')"
RECORD = f"INSERT INTO record (at, recorded_at, person_id, verb, object, result) VALUES ('{AT}', '{AT}', 7, 'enrolled', 'x', '{{}}')"


@contextmanager
def at_version(url: str, version: str) -> Iterator[Engine]:
    """Give an engine for a database that was brought to this version and no further."""
    with engine_of(url) as engine:
        config = migrations._config()
        with engine.connect().execution_options(**{WRITES: True}) as connection, connection.begin():
            config.attributes["connection"] = connection
            command.upgrade(config, version)
        yield engine


@contextmanager
def writing(engine: Engine) -> Iterator[Connection]:
    with engine.connect().execution_options(**{WRITES: True}) as connection, connection.begin():
        yield connection


def rows(engine: Engine, statement: str) -> list[tuple[Any, ...]]:
    with engine.connect() as connection:
        return [tuple(row) for row in connection.execute(text(statement))]


def test_people_their_sign_ins_and_their_record_survive_the_coming_of_strangers(empty_databases: MakeDatabase) -> None:
    with at_version(empty_databases(), "0001") as engine:
        with writing(engine) as connection:
            for statement in (PERSON, SESSION.format("1" * 64), SESSION.format("2" * 64), RECORD):
                connection.exec_driver_sql(statement)
        assert upgrade(engine) is True
        assert rows(engine, "SELECT id, name, email, role, certificate_name FROM person") == [(7, "Ana", "Ana@x.eu", "admin", "Ana")]
        assert rows(engine, "SELECT person_id, verb FROM record") == [(7, "enrolled")]
        names = [uid for _digest, uid in rows(engine, "SELECT token_digest, uid FROM session ORDER BY token_digest")]
        assert [len(name) for name in names] == [32, 32]
        assert names[0] != names[1]


def test_references_are_watched_again_after_the_upgrade(empty_databases: MakeDatabase) -> None:
    with at_version(empty_databases(), "0001") as engine:
        upgrade(engine)
        with pytest.raises(IntegrityError), writing(engine) as connection:
            connection.execute(text(RECORD.replace("{}", "[]")))


def test_a_guest_has_no_address(empty_databases: MakeDatabase) -> None:
    with engine_of(empty_databases()) as engine:
        upgrade(engine)
        with pytest.raises(IntegrityError, match="ck_person_guest_has_no_email"), writing(engine) as connection:
            connection.execute(text(PERSON.replace("'admin'", "'guest'")))


def test_an_upgrade_that_would_leave_rows_without_what_they_refer_to_is_undone(tmp_path: Any) -> None:
    """Only SQLite makes tables anew with references unwatched, so only there they are looked at before it counts."""
    with at_version(f"sqlite:///{tmp_path}/old.sqlite3", "0001") as engine:
        with engine.connect() as connection:
            driver = connection.connection.driver_connection
            assert driver is not None
            driver.execute("PRAGMA foreign_keys = OFF")
            driver.execute(RECORD)
            driver.execute("PRAGMA foreign_keys = ON")
        with pytest.raises(DatabaseError, match="The upgrade was undone: rows of record refer to rows that are not there"):
            upgrade(engine)
        assert "job" not in inspect(engine).get_table_names()


def test_an_upgrade_that_is_interrupted_in_the_middle_of_a_statement_has_changed_nothing(empty_databases: MakeDatabase) -> None:
    with engine_of(empty_databases()) as engine:

        def interrupt(_cursor: object, statement: str, *_: object) -> None:
            if "CREATE TABLE note" in statement:
                raise KeyboardInterrupt

        listen(engine, "do_execute", interrupt)
        with pytest.raises(KeyboardInterrupt):
            upgrade(engine)
        remove(engine, "do_execute", interrupt)
        assert inspect(engine).get_table_names() == []
        assert upgrade(engine) is True

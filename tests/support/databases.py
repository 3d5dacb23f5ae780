"""The databases on which the tests run: one for each process, migrated once, emptied after every test."""

from collections.abc import Iterator
from contextlib import contextmanager

from flask import Flask
from sqlalchemy import Connection, Engine, delete, select, text

import lms.assembly  # noqa: F401  (makes every table known)
from lms.domain.records.models import Audit, AuditSeal
from lms.platform.database import WRITES, Base, connect_database, db
from lms.platform.migrations import upgrade
from lms.settings import Settings


@contextmanager
def engine_of(url: str) -> Iterator[Engine]:
    """Give an engine of its own for a database, with the application's rules for transactions, and let go of it."""
    bare = Flask("bare")
    connect_database(bare, Settings(database_url=url).database)
    with bare.app_context():
        engine = db.engine
    try:
        yield engine
    finally:
        engine.dispose()


def migrate(url: str) -> None:
    """Give a database the newest schema."""
    with engine_of(url) as engine:
        upgrade(engine)


KEPT_FOR_EVER = (Audit.__table__, AuditSeal.__table__)


def empty(engine: Engine) -> None:
    """Remove every row of every table; deleting a few rows is thirty times as fast as TRUNCATE."""
    options = {WRITES: True}
    with engine.connect().execution_options(**options) as here, here.begin(), let_the_log_go(here):
        remove_all(here)


def remove_all(connection: Connection) -> None:
    """Remove every row of every table."""
    for table in reversed(Base.metadata.sorted_tables):
        connection.execute(delete(table))


@contextmanager
def let_the_log_go(connection: Connection) -> Iterator[None]:
    """Take the triggers away that keep the audit log, if there is anything in it, and put the same ones back."""
    if not any(connection.execute(select(table).limit(1)).first() for table in KEPT_FOR_EVER):
        yield
        return
    if connection.dialect.name == "sqlite":
        triggers = connection.execute(text("SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name LIKE 'audit%'")).all()
        off, on = [f"DROP TRIGGER {name}" for name, _ in triggers], [sql for _, sql in triggers]
    else:
        off, on = ([f"ALTER TABLE {table.name} {what} TRIGGER USER" for table in KEPT_FOR_EVER] for what in ("DISABLE", "ENABLE"))
    for statement in off:
        connection.execute(text(statement))
    yield
    for statement in on:
        connection.execute(text(statement))

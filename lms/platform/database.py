"""The database floor: one base class for tables, one way to write, two engines that behave alike.

Writing has two halves. First prepare: check, hash, parse and render, and read what is needed. Then open one
``unit_of_work()``, in which rows are written; it commits once or not at all. Outside of it nothing can be written, but
for one change that is whole by itself: ``lone_change()``.
"""

import math
import sqlite3
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import cache, partial
from typing import Any, TypeVarTuple, cast

from flask import Flask, g
from flask_sqlalchemy import SQLAlchemy
from flask_sqlalchemy.session import Session as FlaskSession
from sqlalchemy import (
    CursorResult,
    DateTime,
    Engine,
    Insert,
    MetaData,
    Row,
    Select,
    UpdateBase,
    event,
    insert,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import Connection, Dialect
from sqlalchemy.exc import DisconnectionError, OperationalError
from sqlalchemy.orm import DeclarativeBase, ORMExecuteState, Session, scoped_session
from sqlalchemy.pool import ConnectionPoolEntry
from sqlalchemy.types import TypeDecorator

Columns = TypeVarTuple("Columns")

BUSY_MILLISECONDS = 10_000
WRITES = "isegoria_writes"
LONE = "isegoria_lone_change"
LATER = "isegoria_later"
CONNECTION = "isegoria_connection"
RESTING_SINCE = "isegoria_resting_since"
TRUSTED_SECONDS = 1.0  # a connection that worked so lately is not asked whether it still does


class Base(DeclarativeBase):
    """The base of every mapped class; names every constraint, so that a broken one can be told apart."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )


class Instant(TypeDecorator[datetime]):
    """A moment in UTC: aware in Python, whatever the database keeps."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Return the moment in UTC; refuse one that does not say its zone."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"a moment without a zone: {value!r}")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Return the moment aware and in UTC."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class DatabaseError(Exception):
    """The database cannot be used; the sentence says why and what to do."""


class WroteOutsideUnitOfWork(RuntimeError):
    """Rows were about to be written outside ``unit_of_work()``: a mistake of the program, never of a user."""


def connect_database(app: Flask, address: str) -> None:
    """Tie ``db`` to the application and the engine to our rules for transactions."""
    app.config["SQLALCHEMY_DATABASE_URI"] = address
    app.config["SQLALCHEMY_ENGINE_OPTIONS"] = _engine_options(address)
    db.init_app(app)
    app.teardown_appcontext(let_go)
    with app.app_context():
        _keep_rules(db.engine)


def _engine_options(address: str) -> dict[str, Any]:
    common = {"pool_use_lifo": True, "hide_parameters": True}  # what people wrote is in no message that goes into a log
    if address.startswith("sqlite"):
        return {**common, "connect_args": {"timeout": BUSY_MILLISECONDS / 1000, "check_same_thread": False, "isolation_level": None}}
    limits = "-c statement_timeout=10s -c lock_timeout=3s -c idle_in_transaction_session_timeout=30s -c timezone=UTC"
    return {**common, "connect_args": {"connect_timeout": 3, "options": limits}}


def _keep_rules(engine: Engine) -> None:
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
    else:
        event.listen(engine, "checkin", _note_rest)
        event.listen(engine, "checkout", partial(_try_after_rest, engine.dialect))


def _note_rest(_driver: Any, record: ConnectionPoolEntry) -> None:
    record.info[RESTING_SINCE] = time.monotonic()


def _try_after_rest(dialect: Dialect, driver: Any, record: ConnectionPoolEntry, _proxy: Any) -> None:
    """See whether a connection that has lain unused still leads anywhere; one that has just worked need not be asked."""
    if time.monotonic() - record.info.get(RESTING_SINCE, -math.inf) < TRUSTED_SECONDS:
        return
    try:
        dialect.do_ping(driver)
    except dialect.loaded_dbapi.Error as error:
        raise DisconnectionError("the database has gone meanwhile") from error  # the pool makes a new connection


def _prepare_sqlite(connection: sqlite3.Connection, _: Any) -> None:
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute(f"PRAGMA busy_timeout = {BUSY_MILLISECONDS}")
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = FULL")  # NORMAL loses acknowledged commits at a power cut


def _begin_sqlite(connection: Connection) -> None:
    if not connection.get_execution_options().get(WRITES):
        return
    # A read that turns into a write fails at once on SQLite, so a writer says from the start that it is one.
    begin = "BEGIN IMMEDIATE"
    driver = connection.connection.dbapi_connection
    assert driver is not None
    try:
        driver.execute(begin)
    except sqlite3.OperationalError as error:  # somebody else has been writing for too long
        raise OperationalError(begin, None, error) from error


def connection() -> Connection:
    """Return the one connection of this request or command."""
    found: Connection | None = g.get(CONNECTION)
    if found is None:
        found = db.engine.connect()
        setattr(g, CONNECTION, found)
        if found.dialect.name != "sqlite":  # which reads without a transaction by itself
            _take_part(found, writing=False)
    return found


def _take_part(here: Connection, *, writing: bool) -> None:
    """Make a connection ready for reading or for the one writing transaction.

    Reading needs no transaction: each statement sees what is committed when it begins, on either database. That saves
    two of five journeys to a PostgreSQL server, and nobody who reads holds anything.
    """
    options: dict[str, Any] = {WRITES: writing}
    if here.dialect.name == "postgresql":
        options["isolation_level"] = "READ COMMITTED" if writing else "AUTOCOMMIT"
    here.execution_options(**options)


class OnOneConnection(FlaskSession):
    """The ORM's session, on the connection of its request: what it does and what goes past it is one transaction."""

    def get_bind(self, mapper: Any = None, clause: Any = None, bind: Any = None, **_more: Any) -> Connection:
        """Return that connection."""
        return connection()


db = SQLAlchemy(
    metadata=Base.metadata,
    session_options={
        "class_": OnOneConnection,
        "join_transaction_mode": "control_fully",  # whoever began the transaction, a commit of the session is its commit
        "expire_on_commit": False,
        "autoflush": False,
    },
)


@contextmanager
def unit_of_work() -> Iterator[scoped_session[FlaskSession]]:
    """Open the one writing transaction of a request or command; commit at its end, or undo everything if it raises.

    Reads that came before are ended first: on SQLite the transaction begins as a writer and waits its turn.
    """
    if is_writing() or is_changing_alone():
        raise RuntimeError("a unit of work was opened inside another one")
    end_reading()
    here = connection()
    _take_part(here, writing=True)
    setattr(g, WRITES, True)
    try:
        here.begin()
        yield db.session
        write_what_waits()
        _commit()
    except BaseException:
        undo()
        raise
    finally:
        g.pop(WRITES)
        g.pop(LATER, None)
        if not here.invalidated:  # a connection that broke is given back as it is
            _take_part(here, writing=False)


@contextmanager
def lone_change() -> Iterator[None]:
    """Let one statement change rows; the database commits it by itself before it answers, or changes nothing.

    A statement is a transaction of its own on either database. Where one is all that is written, this saves the journeys
    for BEGIN and COMMIT. A second change in it raises RuntimeError: two that belong together take a unit of work.
    """
    if is_writing() or is_changing_alone():
        raise RuntimeError("a lone change was begun inside another change")
    setattr(g, LONE, True)
    try:
        yield
    finally:
        g.pop(LONE)


def end_reading() -> None:
    """End the transaction in which this request has read, so that nothing is held while something slow is done."""
    if not is_writing():
        _commit()


def undo() -> None:
    """Undo what this request has done to the database and not committed."""
    if db.session.registry.has():
        db.session.rollback()
    if CONNECTION in g:
        connection().rollback()


def is_writing() -> bool:
    """Tell whether a unit of work is open."""
    return WRITES in g


def is_changing_alone() -> bool:
    """Tell whether a lone change is under way or has just been made."""
    return LONE in g


def _commit() -> None:
    if db.session.registry.has():
        db.session.commit()  # writes down what is pending
    if CONNECTION in g:
        connection().commit()


def let_go(_error: BaseException | None = None) -> None:
    """Give the connection back at the end of a request or command; what was not committed is undone."""
    db.session.remove()
    found: Connection | None = g.pop(CONNECTION, None)
    if found is not None:
        found.close()


@event.listens_for(Session, "before_flush")
def _flush_only_in_unit_of_work(session: Session, _context: Any, _instances: Any) -> None:
    if not is_writing() and (session.new or session.deleted or any(session.is_modified(row) for row in session.dirty)):
        raise WroteOutsideUnitOfWork("rows changed outside unit_of_work()")


@event.listens_for(Session, "do_orm_execute")
def _change_only_in_unit_of_work(state: ORMExecuteState) -> None:
    if (state.is_insert or state.is_update or state.is_delete) and not is_writing():
        raise WroteOutsideUnitOfWork("a change was executed outside unit_of_work()")


def read(statement: Select[*Columns], **values: Any) -> CursorResult[*Columns]:
    """Return the rows that a select finds, its ``bindparam``s filled with ``values``.

    It goes past the ORM, so it gives columns and never mapped objects; a statement that is kept is compiled once.
    """
    return connection().execute(statement, values)


def change(statement: UpdateBase, **values: Any) -> int:
    """Execute an insert, update or delete inside the unit of work, and return how many rows it touched.

    Where ``values`` fill its ``bindparam``s it goes past the ORM: a statement that is kept is compiled once. Only such a
    one can be a lone change.
    """
    if values and not is_writing():
        _use_up_lone_change()
    session = connection() if values else db.session
    # Without the option PostgreSQL's driver is not asked, and -1 would pass for a row.
    result = session.execute(statement, values or None, execution_options={"preserve_rowcount": True})
    rows = cast("CursorResult[Any]", result).rowcount
    assert rows >= 0, "the database did not say how many rows were changed"
    return rows


def change_and_read(statement: UpdateBase, **values: Any) -> Row[*tuple[Any, ...]] | None:
    """Execute a kept statement inside the unit of work, and return what it says (``returning``) of the row that it changed, or None."""
    if not is_writing():
        raise WroteOutsideUnitOfWork("a change was executed outside unit_of_work()")
    return connection().execute(statement, values).first()


def change_each(statement: UpdateBase, rows: Sequence[Mapping[str, Any]]) -> int:
    """Execute a statement once for each row of values, inside the unit of work, all sent together; return how many rows it touched."""
    if not is_writing():
        raise WroteOutsideUnitOfWork("changes were executed outside unit_of_work()")
    if not rows:
        return 0
    result = connection().execute(statement, rows, execution_options={"preserve_rowcount": True})
    touched = result.rowcount
    assert touched >= 0, "the database did not say how many rows were changed"
    return touched


def add_later(table: type[Base], row: Mapping[str, Any]) -> None:
    """Add a row at the end of the unit of work, with all others of its table in one statement.

    Nothing that is read or changed before then sees it; whoever must see it calls ``write_what_waits`` first.
    """
    if not is_writing():
        raise WroteOutsideUnitOfWork("a row was to be added outside unit_of_work()")
    waiting: dict[type[Base], list[Mapping[str, Any]]] = g.setdefault(LATER, {})
    waiting.setdefault(table, []).append(row)


def write_what_waits() -> None:
    """Write the rows that were to be added later, in the order in which they came."""
    if g.get(LATER):
        db.session.flush()  # they may lean on what is pending
    for table, rows in g.pop(LATER, {}).items():
        change_each(_adding(table), rows)


@cache
def _adding(table: type[Base]) -> Insert:
    return insert(table)


def _use_up_lone_change() -> None:
    """Let a change pass that is the first in its ``lone_change()``."""
    if not is_changing_alone():
        raise WroteOutsideUnitOfWork("a change was executed outside unit_of_work()")
    if not g.get(LONE):
        raise RuntimeError("a second change in lone_change(): it would be committed without the first")
    setattr(g, LONE, False)


def insert_missing(table: type[Base]) -> "postgresql.Insert | sqlite.Insert":
    """Return an insert that does nothing where a constraint says that the row is there already."""
    return insert_or_change(table).on_conflict_do_nothing()


def insert_or_change(table: type[Base]) -> "postgresql.Insert | sqlite.Insert":
    """Return an insert that can be told what to do where the row is there already (``on_conflict_do_update``)."""
    return postgresql.insert(table) if db.engine.dialect.name == "postgresql" else sqlite.insert(table)


def is_busy(error: OperationalError) -> bool:
    """Tell whether the database said that it is too busy or gone for the moment, so that trying again may help."""
    said = str(error.orig).lower()
    return any(sign in said for sign in ("database is locked", "lock timeout", "statement timeout", "connection", "disk is full"))

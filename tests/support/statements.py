"""Listens to the database of the application: which statements ran, which were committed, what was left open."""

import re
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from flask import Flask, has_app_context
from psycopg.pq import TransactionStatus
from sqlalchemy import Engine, event
from sqlalchemy.engine import Connection

from lms.platform.database import db, is_changing_alone, is_writing

CHANGE = re.compile(r"\s*(insert|update|delete|merge|replace|truncate)\b", re.IGNORECASE)
LAST_SEEN = re.compile(r"UPDATE \"?session\"? SET last_seen=[^,]+ WHERE .*", re.DOTALL)


class Statements:
    """What one engine was asked to do, in order, and the changes on each connection that are not committed yet."""

    def __init__(self) -> None:
        self.ran: list[str] = []
        self.uncommitted: dict[int, list[str]] = {}

    def listen_to(self, engine: Engine) -> None:
        """Note everything that this engine executes from now on."""
        event.listen(engine, "before_cursor_execute", self._note)
        event.listen(engine, "after_cursor_execute", self._note_committed)
        event.listen(engine, "commit", self._forget)
        event.listen(engine, "rollback", self._forget)

    def _note(
        self,
        connection: Connection,
        _cursor: Any,
        statement: str,
        _parameters: Any,
        _context: Any,
        _many: bool,
    ) -> None:
        self.ran.append(statement)
        if CHANGE.match(statement):
            self.uncommitted.setdefault(id(connection.connection.dbapi_connection), []).append(statement)

    def _note_committed(self, connection: Connection, *_more: Any) -> None:
        """Believe a lone change that it is committed if the driver says so too."""
        if has_app_context() and is_changing_alone() and not _is_in_transaction(connection):
            self._forget(connection)

    def _forget(self, connection: Connection) -> None:
        if connection.invalidated:  # it has broken, and the server has undone what was open on it
            return
        self.uncommitted.pop(id(connection.connection.dbapi_connection), None)

    @contextmanager
    def since(self) -> Iterator[list[str]]:
        """Give a list that holds, at the end of the block, the statements that ran in it."""
        start, ran = len(self.ran), list[str]()
        try:
            yield ran
        finally:
            ran.extend(self.ran[start:])

    @contextmanager
    def exactly(self, number: int) -> Iterator[None]:
        """Fail unless the block asks the database exactly ``number`` things.

        What an edition determines for ever is kept in memory, so fetch a page once before you count.
        """
        with self.since() as ran:
            yield
        told = "\n".join(f"{place}. {' '.join(statement.split())}" for place, statement in enumerate(ran, 1))
        assert len(ran) == number, f"{len(ran)} statements instead of {number}:\n{told}"

    def forget(self) -> None:
        """Begin anew, for the next test."""
        self.ran.clear()
        self.uncommitted.clear()


def _is_in_transaction(connection: Connection) -> bool:
    driver: Any = connection.connection.dbapi_connection
    if isinstance(driver, sqlite3.Connection):
        return driver.in_transaction
    return bool(driver.info.transaction_status != TransactionStatus.IDLE)


def changes_in(ran: list[str]) -> list[str]:
    """Return those statements that change something and that reading may not make: all but the time of the last visit."""
    return [statement for statement in ran if CHANGE.match(statement) and not LAST_SEEN.fullmatch(statement)]


class Tidiness:
    """What a request left lying about when it ended: work not committed, transactions and connections still open."""

    def __init__(self, app: Flask, statements: Statements) -> None:
        self.faults: list[str] = []
        self._statements = statements
        app.teardown_appcontext(
            self._look
        )  # runs before the database's own, which would hide it all by a rollback

    def _look(self, _error: BaseException | None) -> None:
        if db.session.registry.has():
            session = db.session()
            unsaved = [
                *session.new,
                *session.deleted,
                *(row for row in session.dirty if session.is_modified(row)),
            ]
            self.faults += [f"{row!r} was changed and never committed" for row in unsaved]
        if is_writing():
            self.faults.append("a unit of work is still open")
        for changes in self._statements.uncommitted.values():
            self.faults += [f"never committed: {' '.join(statement.split())}" for statement in changes]

    def of_request(self, app: Flask) -> list[str]:
        """Return what the request that just ended left behind, and forget it."""
        with app.app_context():
            pool: Any = db.engine.pool
        faults, self.faults = self.faults, []
        if pool.checkedout():
            faults.append(f"{pool.checkedout()} connections are still in a transaction")
        return faults

"""A copy of a SQLite database that people write to meanwhile, by SQLite's own backup interface, and what proves it.

The main file alone is no copy: what was committed last stands in the write-ahead log beside it.
"""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from lms.platform.schema import KEPT_IN

PAGES = 2048  # copied at a time; between two pieces the progress is told
WAITS = 10.0  # seconds for somebody who writes
Progress = Callable[[int], None]


class Damaged(Exception):
    """A database whose pages or references are not in order; the words say what."""


class InUse(Exception):
    """A database that somebody else has open."""


def copy_database(source: Path, target: Path, progress: Progress) -> None:
    """Copy a database as it is at this moment, however much is written to it, into one new file.

    The reading transaction pins the moment: without it every commit of others would make the copy begin anew.
    """
    try:
        with closing(_open(source)) as old, closing(sqlite3.connect(target)) as new:
            old.execute("BEGIN")
            old.execute("SELECT count(*) FROM sqlite_master").fetchone()
            size = old.execute("PRAGMA page_size").fetchone()[0]
            before = 0

            def tell(_status: int, remaining: int, total: int) -> None:
                nonlocal before
                progress((total - remaining - before) * size)
                before = total - remaining

            old.backup(new, pages=PAGES, progress=tell)
            new.execute("PRAGMA journal_mode = DELETE")  # one file that needs no other beside it
    except sqlite3.DatabaseError as error:
        raise Damaged(f"it cannot be read: {error}") from error


def check_copy(path: Path) -> None:
    """Raise Damaged unless every page and every reference of a database that nobody else uses is in order."""
    try:
        with closing(_open(path)) as database:
            said = [row[0] for row in database.execute("PRAGMA integrity_check(5)")]
            lost = database.execute("PRAGMA foreign_key_check").fetchall()
    except sqlite3.DatabaseError as error:
        raise Damaged(f"it cannot be read: {error}") from error
    if said != ["ok"]:
        raise Damaged(f"it is damaged: {said[0]}")
    if lost:
        raise Damaged(f"rows of the table {lost[0][0]} refer to rows that do not exist")


def count_rows(path: Path) -> dict[str, int]:
    """Return how many rows each table has, by its name; nothing where there is no database."""
    if not path.exists():
        return {}
    with closing(_open(path)) as database:
        found = database.execute("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'")
        tables = sorted(name for (name,) in found)
        counted = {}
        for table in tables:
            quoted = table.replace('"', '""')
            counted[table] = int(database.execute(f'SELECT count(*) FROM "{quoted}"').fetchone()[0])  # noqa: S608 – a name from its own list
    return counted


def version_in(path: Path) -> str | None:
    """Return the version of the schema of a database, None where it has none."""
    with closing(_open(path)) as database:
        has_one = database.execute("SELECT 1 FROM sqlite_master WHERE name = ?", [KEPT_IN]).fetchone()
        found = database.execute("SELECT version_num FROM alembic_version").fetchone() if has_one else None
    return str(found[0]) if found else None


def settle(path: Path) -> None:
    """Bring everything of a database into its one file; raise InUse where somebody else has it open."""
    if not path.exists():
        return
    try:
        with closing(_open(path, waits=1.0)) as database:
            database.execute("PRAGMA journal_mode = DELETE")
    except sqlite3.OperationalError as error:
        if "locked" in str(error):
            raise InUse(str(path)) from error
        raise Damaged(f"it cannot be read: {error}") from error
    except sqlite3.DatabaseError as error:
        raise Damaged(f"it cannot be read: {error}") from error


def _open(path: Path, waits: float = WAITS) -> sqlite3.Connection:
    """Open a database that is there; none is made."""
    return sqlite3.connect(f"{path.absolute().as_uri()}?mode=rw", uri=True, timeout=waits, isolation_level=None)

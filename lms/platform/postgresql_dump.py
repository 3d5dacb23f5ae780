"""A dump of a PostgreSQL database by PostgreSQL's own tools, of one moment, and its restoring in one transaction."""

import re
import shutil
import subprocess
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, cast

import psycopg
from psycopg import sql
from sqlalchemy import URL, make_url

from lms.platform.database import Base
from lms.platform.schema import KEPT_IN

PATIENT = "-c statement_timeout=0 -c idle_in_transaction_session_timeout=0 -c timezone=UTC"
MAJOR = re.compile(r"\(PostgreSQL\) (\d+)")
COPY = re.compile(rb"COPY (?:\w+\.)?\"?(\w+)\"? \(.*\) FROM stdin;")
LOCK_WAITS = "SET lock_timeout = '15s';"
TOOLS = ("pg_dump", "pg_restore", "psql")
# What our triggers call, as the migrations make it. A dump of tables by name brings the triggers and leaves these out.
FUNCTIONS = (
    "CREATE OR REPLACE FUNCTION audit_is_never_changed() RETURNS trigger LANGUAGE plpgsql AS"
    " $$ BEGIN RAISE EXCEPTION 'the audit log is never changed'; END $$;",
)


class CannotDump(Exception):
    """The tools or the database cannot do this; the sentence says why and what to do."""


def our_tables() -> frozenset[str]:
    """Return the names of the tables of this program; what else lies in the database is somebody else's."""
    return frozenset([*Base.metadata.tables, KEPT_IN])


def plain_address(url: str) -> str:
    """Return the address of a database as PostgreSQL's own tools take it."""
    return make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)


def check_tools(url: str) -> None:
    """Raise CannotDump where a tool of PostgreSQL is missing or too old for the server."""
    with connected(url) as connection:
        server = connection.info.server_version // 10000
    for tool in TOOLS:
        found = shutil.which(tool)
        if found is None:
            raise CannotDump(
                f"The program {tool} is not here. Install the PostgreSQL client, version {server} or newer: apt install postgresql-client-{server}"
            )
        said = _said([found, "--version"]).stdout
        major = MAJOR.search(said)
        if major is None or int(major[1]) < server:
            raise CannotDump(
                f"{said.strip() or tool} is older than the server, which is PostgreSQL {server}. Install its client: apt install postgresql-client-{server}"
            )


@contextmanager
def connected(url: str) -> Iterator[psycopg.Connection]:
    """Open a connection that may take its time."""
    try:
        with psycopg.connect(plain_address(url), options=PATIENT, connect_timeout=5) as connection:
            yield connection
    except psycopg.Error as error:
        said = str(error).strip().splitlines()[0] if str(error).strip() else type(error).__name__
        raise CannotDump(f"The database could not do this: {said}. Run: lms doctor") from error


def count_rows(connection: psycopg.Connection) -> dict[str, int]:
    """Return how many rows each of our tables has that is there."""
    found = connection.execute("SELECT tablename FROM pg_tables WHERE schemaname = current_schema()")
    counted = {}
    for (table,) in sorted(found.fetchall()):
        if table in our_tables():
            row = connection.execute(sql.SQL("SELECT count(*) FROM {}").format(sql.Identifier(table))).fetchone()
            counted[table] = int(cast("tuple[Any]", row)[0])
    return counted


def dump(url: str, target: Path) -> tuple[dict[str, int], str | None]:
    """Dump our tables as they are at one moment into a file; return their rows, and the version of the schema."""
    with connected(url) as connection:
        connection.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        snapshot = cast("tuple[Any]", connection.execute("SELECT pg_export_snapshot()").fetchone())[0]
        rows = count_rows(connection)
        version = None
        if rows.get(KEPT_IN):
            version = cast("tuple[Any]", connection.execute("SELECT version_num FROM alembic_version").fetchone())[0]
        words = ["--format=custom", "--no-owner", "--no-privileges", f"--snapshot={snapshot}", f"--file={target}"]
        tables = [f'--table="{table}"' for table in rows]
        _run("pg_dump", [*words, *tables], url, target.parent)
    return rows, version


def rows_in(dumped: Path) -> dict[str, int]:
    """Read a dump from end to end and return how many rows it holds of each table."""
    with subprocess.Popen(  # noqa: S603 – a tool of PostgreSQL and words of ours
        [_tool("pg_restore"), "--data-only", "--file=-", str(dumped)], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        rows = _counted(process.stdout)
        said = process.stderr.read().decode(errors="replace").strip()
    if process.returncode:
        raise CannotDump(f"The dump cannot be read: {said.splitlines()[0] if said else process.returncode}.")
    return rows


def _counted(script: Iterable[bytes]) -> dict[str, int]:
    rows: dict[str, int] = {}
    table = None
    for line in script:
        begins = None if table else COPY.match(line)
        if begins:
            table = begins[1].decode()
            rows[table] = 0
        elif table and line == b"\\.\n":
            table = None
        elif table:
            rows[table] += 1
    return rows


def restore(dumped: Path, url: str, remove: Iterable[str]) -> None:
    """Put a dump in the place of what the database holds of the tables named, in one transaction: all of it or nothing."""
    folder = dumped.parent
    script, before = folder / "restored.sql", folder / "before.sql"
    options = ["--no-owner", "--no-privileges", f"--file={script}", str(dumped)]
    _run("pg_restore", options, None, folder)
    drops = [f'DROP TABLE IF EXISTS "{table}" CASCADE;' for table in sorted(remove)]
    before.write_text("\n".join([LOCK_WAITS, *drops, *FUNCTIONS, ""]), encoding="utf-8")
    words = ["--no-psqlrc", "--quiet", "--single-transaction", "--set=ON_ERROR_STOP=1", "--output=/dev/null"]
    _run("psql", [*words, f"--file={before}", f"--file={script}"], url, folder)


def _run(tool: str, words: Sequence[str], url: str | None, folder: Path) -> None:
    """Run one of PostgreSQL's tools; a password goes in a file that only its owner reads, never on the command line."""
    where = [] if url is None else [f"--dbname={_without_password(url, folder)}"]
    done = _said([_tool(tool), *words, *where])
    if done.returncode:
        said = done.stderr.strip().splitlines() or [f"it ended with {done.returncode}"]
        raise CannotDump(f"{tool} could not do this: {said[-1] if tool == 'psql' else said[0]}.")


def _said(command: Sequence[str]) -> subprocess.CompletedProcess[str]:
    return subprocess.run(  # noqa: S603 – a tool of PostgreSQL and words of ours; there is no shell
        command, stdin=subprocess.DEVNULL, capture_output=True, encoding="utf-8", errors="replace", check=False
    )


def _tool(name: str) -> str:
    found = shutil.which(name)
    if found is None:
        raise CannotDump(f"The program {name} is not here. Install the PostgreSQL client of the server's version.")
    return found


def _without_password(url: str, folder: Path) -> str:
    address = make_url(url).set(drivername="postgresql")
    if address.password is None:
        return address.render_as_string(hide_password=False)
    kept = folder / "pgpass"
    escaped = str(address.password).replace("\\", "\\\\").replace(":", "\\:")
    kept.touch(mode=0o600)
    kept.write_text(f"*:*:*:*:{escaped}\n", encoding="utf-8")
    query = {**address.query, "passfile": str(kept)}
    bare = URL.create("postgresql", address.username, None, address.host, address.port, address.database, query)
    return bare.render_as_string(hide_password=False)

"""The database from the command line: upgraded once, checked for real."""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from lms.platform.schema import newest_version
from tests.integration.commands.conftest import Lms

UP_TO_DATE = "The database is up to date; nothing was changed.\n"


def file_of(folder: Path) -> Path:
    return folder / "instance" / "isegoria.sqlite3"


def test_a_database_is_made_once_on_either_engine(bare: Lms, empty_databases: Callable[[], str]) -> None:
    url = empty_databases()
    said = bare("database", "upgrade", LMS_DATABASE_URL=url)
    assert (said.status, said.out, said.err) == (0, f"{newest_version()}\n", "The database was upgraded.\n")
    said = bare("database", "upgrade", LMS_DATABASE_URL=url)
    assert (said.status, said.out, said.err) == (0, f"{newest_version()}\n", UP_TO_DATE)
    said = bare("database", "check", LMS_DATABASE_URL=url)
    assert (said.status, said.out, said.err) == (
        0,
        "",
        f"The database is in order, at version {newest_version()}.\n",
    )


def test_an_empty_database_is_not_in_order(bare: Lms) -> None:
    said = bare("database", "check")
    assert (said.status, said.out) == (1, "The database is empty. Run: lms database upgrade\n")


def test_a_table_that_was_changed_by_hand_is_found(bare: Lms, tmp_path: Path) -> None:
    bare("database", "upgrade")
    with closing(sqlite3.connect(file_of(tmp_path))) as file:
        file.execute("ALTER TABLE person ADD COLUMN shoe_size INTEGER")
        file.commit()
    said = bare("database", "check")
    assert (said.status, len(said.lines)) == (1, 1)
    assert "shoe_size" in said.out


def test_rows_that_refer_to_nothing_are_found(bare: Lms, tmp_path: Path) -> None:
    bare("database", "upgrade")
    with closing(sqlite3.connect(file_of(tmp_path))) as file:
        file.execute("INSERT INTO session (token_digest, uid, person_id, began_at, last_seen)"
            " VALUES ('token', 'uid', 99, '2026-11-21 10:42:07', '2026-11-21 10:42:07')")
        file.commit()
    said = bare("database", "check")
    assert (said.status, said.out) == (
        1,
        "Rows of the table session refer to rows that do not exist. Restore a backup.\n",
    )


def test_a_damaged_file_is_found(bare: Lms, tmp_path: Path) -> None:
    bare("database", "upgrade")
    bare("people", "add", "ana@example.org", "--name", "Ana Ilieva")
    with closing(sqlite3.connect(file_of(tmp_path))) as file:
        (page,) = file.execute("SELECT rootpage FROM sqlite_master WHERE name = 'person'").fetchone()
        (size,) = file.execute("PRAGMA page_size").fetchone()
        file.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    with file_of(tmp_path).open("r+b") as file:
        file.seek((page - 1) * size + size - 64)
        file.write(b"\xff" * 64)
    said = bare("database", "check")
    assert (said.status, len(said.lines)) == (1, 1)
    assert said.out.startswith("The file is damaged: ")

"""The command line as a whole: what it lists, and how it says that something cannot be done."""

import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import click
import pytest
from click.testing import CliRunner
from sqlalchemy import create_engine, text

from lms.commands import COMMANDS, main
from lms.platform import database
from lms.platform.schema import newest_version
from tests.integration.commands.conftest import Lms, Started

Start = Callable[..., Started]


def test_help_lists_every_command_with_what_it_does() -> None:
    result = CliRunner().invoke(main, ["--help"])
    assert result.exit_code == 0
    listed = " ".join(result.stdout.split())
    assert [name for name, (_, says) in COMMANDS.items() if f"{name} {says}" not in listed] == []


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_is_where_the_list_says(name: str) -> None:
    with click.Context(main) as context:
        command = main.get_command(context, name)
    assert isinstance(command, click.Command)
    assert CliRunner().invoke(main, [name, "--help"]).exit_code == 0


def test_an_unknown_command_is_a_mistake_of_usage(bare: Lms) -> None:
    said = bare("wisdom")
    assert (said.status, said.out) == (2, "")
    assert "No such command 'wisdom'" in said.err


def test_nothing_at_all_shows_the_help_and_is_a_mistake_of_usage(bare: Lms) -> None:
    assert bare().status == 2


BROKEN = {
    "unknown setting": {"LMS_COLOUR": "red"},
    "unknown time zone": {"LMS_TIMEZONE": "Europe/Atlantis"},
    "short secret": {"LMS_SECRET_KEY": "short"},
    "unknown language": {"LMS_LANGUAGES": "en,tlh"},
    "clear text for passwords": {"LMS_BASE_URL": "http://learn.example.eu"},
    "strange database": {"LMS_DATABASE_URL": "oracle://there"},
}


@pytest.mark.parametrize("environment", BROKEN.values(), ids=BROKEN.keys())
def test_a_broken_setting_is_said_in_one_sentence(bare: Lms, environment: dict[str, str]) -> None:
    said = bare("report", "progress", **environment)
    assert (said.status, said.out) == (2, "")
    assert said.err.startswith("Error: ")
    assert len(said.err.splitlines()) == 1
    assert next(iter(environment)) in said.err


def test_an_instance_folder_that_cannot_be_written_is_said(bare: Lms, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way", encoding="utf-8")
    said = bare("database", "upgrade", LMS_INSTANCE=str(tmp_path / "file" / "instance"))
    assert (said.status, said.out) == (2, "")
    folder = tmp_path / "file" / "instance"
    assert said.err.startswith(f"Error: The instance folder {folder} cannot be written to: Not a directory.")


def test_a_database_that_does_not_answer_is_said(bare: Lms) -> None:
    said = bare("report", "progress", LMS_DATABASE_URL="postgresql://nobody:secret@127.0.0.1:9/nothing")
    assert (said.status, said.out) == (2, "")
    assert said.err.startswith("Error: The database ")
    assert "secret" not in said.err


def test_a_file_that_is_no_database_is_said(bare: Lms, tmp_path: Path) -> None:
    (tmp_path / "picture.sqlite3").write_bytes(b"not a database, but long enough to look at" * 40)
    said = bare("report", "progress", LMS_DATABASE_URL=f"sqlite:///{tmp_path}/picture.sqlite3")
    assert (said.status, said.out) == (2, "")
    assert "file is not a database" in said.err


def test_an_empty_database_sends_to_the_upgrade(bare: Lms, tmp_path: Path) -> None:
    said = bare("enrol", "town-hall", "ana@example.org")
    assert (said.status, said.out, said.err) == (
        2,
        "",
        f"Error: The site in {tmp_path / 'instance'} has no database yet. Run: lms database upgrade. Or did you mean another site? Say so in LMS_INSTANCE.\n",
    )


def test_a_database_of_another_version_is_refused_by_work_and_by_upgrade(bare: Lms, tmp_path: Path) -> None:
    assert bare("database", "upgrade").status == 0
    url = f"sqlite:///{tmp_path}/instance/isegoria.sqlite3"
    _set_version(url, "9999")
    said = bare("report", "progress")
    assert (said.status, said.out) == (2, "")
    assert said.err.startswith(
        f"Error: The database has another version (9999) than this program needs ({newest_version()})."
    )
    said = bare("database", "upgrade")
    assert (said.status, said.out) == (2, "")
    assert "made by a newer one" in said.err


def _set_version(url: str, version: str) -> None:
    engine = create_engine(url)
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = :version"), {"version": version})
    engine.dispose()


def test_a_database_in_which_somebody_writes_for_too_long_is_said(
    bare: Lms, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(database, "BUSY_MILLISECONDS", 50)
    assert bare("database", "upgrade").status == 0
    with closing(sqlite3.connect(tmp_path / "instance" / "isegoria.sqlite3", isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        said = bare("people", "add", "ana@example.org", "--name", "Ana Ilieva")
    assert (said.status, said.out) == (2, "")
    assert said.err == (
        "Error: The database did not answer in time, and nothing was changed: database is locked. Try again in a moment.\n"
    )


def test_a_refusal_is_said_in_its_own_sentence(lms: Lms) -> None:
    said = lms("people", "add", "not an address", "--name", "Ana Ilieva")
    assert (said.status, said.out, said.err) == (
        2,
        "",
        "Error: This is not an e-mail address: not an address.\n",
    )


@click.command()
def stop_at_once() -> None:
    """Be stopped, as by Ctrl+C."""
    raise KeyboardInterrupt


def test_ctrl_c_is_quiet(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(COMMANDS, "wait", (f"{__name__}:stop_at_once", "Wait."))
    result = CliRunner().invoke(main, ["wait"])
    assert (result.exit_code, result.stdout, result.stderr) == (130, "", "")


def test_a_process_says_its_failure_without_a_traceback(process: Start) -> None:
    said = process("serve", "--port", "0", LMS_COLOUR="red").end()
    assert (said.status, said.out) == (2, "")
    assert said.err.startswith("Error: There is no setting LMS_COLOUR.")
    assert len(said.err.splitlines()) == 1


def test_serving_says_that_windows_cannot() -> None:
    """gunicorn cannot even be imported there, so the sentence must come first."""
    script = (
        "import os, sys; import lms.assembly, lms.commands.edge; from lms.commands import main; os.name = 'nt';"
        "main(['serve'], prog_name='lms')"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, timeout=120, check=False
    )
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == (
        "Error: Isegoria serves on Linux and macOS; on Windows use it inside WSL (Windows Subsystem for Linux).\n"
    )

"""A backup becomes a site again: whole, after everything was checked, and never over another site unasked."""

import json
import os
import signal
import sqlite3
import subprocess
import sys
import zipfile
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from alembic import command
from sqlalchemy import select

from lms.commands.presence import alone
from lms.domain.certificates.models import Certificate
from lms.platform import archive, sqlite_copy
from lms.platform.database import WRITES
from lms.platform.migrations import _config
from lms.platform.schema import newest_version
from lms.settings import CHECKOUT
from tests.integration.backing.conftest import Home, app_of, let_go
from tests.integration.backing.test_backup import kill_at_every_step, manifest_of
from tests.integration.commands.conftest import Started
from tests.integration.commands.conftest import process as process
from tests.makers import PASSWORD, Makers
from tests.support.client import make_client
from tests.support.databases import engine_of

Homes = Callable[[str], Home]
Site = tuple[Home, Makers]


@pytest.fixture
def kept(a_site: Site, tmp_path: Path) -> Path:
    """Return a backup of a site with a person who has a password, a course, a certificate, and a letter in the outbox."""
    home, make = a_site
    course = make.course()
    make.person(email="ana@example.org", password=PASSWORD)
    make.certificate(course)
    (home.instance / "outbox").mkdir()
    (home.instance / "outbox" / "letter.eml").write_bytes(b"a letter")
    assert home.lms("backup", str(tmp_path / "site.zip")).status == 0
    return tmp_path / "site.zip"


def one(tmp_path: Path, name: str, *emails: str, outbox: str = "") -> Home:
    """Return a site in SQLite with these people, and with a letter if one is named."""
    home = Home(tmp_path / name / "instance", "sqlite")
    home.lms("database", "upgrade")
    for email in emails:
        home.lms("people", "add", email, "--name", "Ana Ilieva")
    if outbox:
        (home.instance / "outbox").mkdir()
        (home.instance / "outbox" / outbox).write_text(f"a letter of {name}", encoding="utf-8")
    sqlite_copy.settle(home.database)
    return home


def contents(folder: Path) -> dict[str, bytes]:
    """Return every file below a folder with what is in it."""
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_people_sign_in_and_certificates_are_found_where_it_was_restored(kept: Path, homes: Homes, a_site: Site) -> None:
    old, make = a_site
    (uid,) = make.rows(select(Certificate.uid))[0]
    fresh = homes("fresh")
    said = fresh.lms("restore", str(kept))
    assert (said.status, said.err) == (0, "Look at it with: lms doctor. Then start serve and worker.\n")
    app = app_of(fresh)
    try:
        browser = make_client(app)
        signed_in = browser.send("/account/sign-in", {"email": "ana@example.org", "password": PASSWORD})
        answers = {where: browser.get(where).status_code for where in ("/learn/", f"/certificates/{uid}/", "/readyz")}
    finally:
        let_go(app)
    assert (signed_in.status_code, answers) == (303, {"/learn/": 200, f"/certificates/{uid}/": 200, "/readyz": 200})
    assert fresh.settings.secret_key == old.settings.secret_key
    assert (fresh.instance / "secret-key").stat().st_mode & 0o777 == 0o600
    assert (fresh.instance / "outbox" / "letter.eml").read_bytes() == b"a letter"
    assert fresh.lms("database", "check").status == 0


def test_every_table_has_the_rows_that_it_had(kept: Path, homes: Homes, tmp_path: Path) -> None:
    fresh = homes("fresh")
    fresh.lms("restore", str(kept))
    fresh.lms("backup", str(tmp_path / "again.zip"))
    before, after = manifest_of(kept), manifest_of(tmp_path / "again.zip")
    assert (after.rows, after.schema) == (before.rows, before.schema)
    assert before.rows["certificate"] == 1


def test_a_site_is_not_replaced_unless_told_and_then_it_is_kept(kept: Path, homes: Homes) -> None:
    here = homes("here")
    here.lms("database", "upgrade")
    here.lms("people", "add", "old@example.org", "--name", "Somebody Else")
    said = here.lms("restore", str(kept))
    assert (said.status, here.people()) == (2, ["old@example.org"])
    assert "nothing was changed" in said.err
    assert here.lms("restore", str(kept), "--replace").status == 0
    assert "ana@example.org" in here.people()
    assert "old@example.org" not in here.people()
    (before,) = here.instance.glob("before-restore-*.zip")
    before = before.rename(before.with_name("before.zip"))  # within the same second the next one would have its name
    assert here.lms("restore", str(before), "--replace").status == 0
    assert here.people() == ["old@example.org"]


def spoilt(kept: Path, tmp_path: Path, way: str) -> Path:
    """Return a file that is no good backup, in one way or another."""
    bad = tmp_path / "bad.zip"
    body = bytearray(kept.read_bytes())
    if way == "cut off":
        body = body[: len(body) // 2]
    elif way == "one byte":
        body[len(body) // 3] ^= 0x01
    elif way == "foreign":
        body = bytearray(b"a holiday picture" * 1000)
    elif way == "empty":
        body = bytearray()
    if way in ("cut off", "one byte", "foreign", "empty"):
        bad.write_bytes(body)
        return bad
    return rewritten(kept, bad, way)


def rewritten(kept: Path, bad: Path, way: str) -> Path:
    """Write a backup anew with one part changed by somebody."""
    with zipfile.ZipFile(kept) as good, zipfile.ZipFile(bad, "w") as file:
        for entry in good.infolist():
            body = good.read(entry)
            if way == "another key" and entry.filename == "secret-key":
                body = b"f" * len(body)
            if way == "fewer rows said" and entry.filename == "manifest.json":
                said = json.loads(body)
                body = json.dumps(said | {"rows": said["rows"] | {"person": 0}}).encode()
            if way == "a newer schema" and entry.filename == "manifest.json":
                body = json.dumps(json.loads(body) | {"schema": "9999", "program": "9.0"}).encode()
            if way == "a newer format" and entry.filename == "manifest.json":
                body = json.dumps(json.loads(body) | {"format": 2}).encode()
            file.writestr(entry.filename, body)
        if way == "a way out":
            file.writestr("files/../../outside", b"x")
        if way == "a part more":
            file.writestr("files/more", b"x")
    return bad


SPOILT = {
    "cut off": "it is damaged, cut off or no backup at all",
    "one byte": "",
    "foreign": "it is damaged, cut off or no backup at all",
    "empty": "it is damaged, cut off or no backup at all",
    "another key": "secret-key in it is not what was put there",
    "fewer rows said": "its database is not the one that its manifest describes",
    "a newer schema": f"it has schema 9999, and this program knows those up to {newest_version()}; restore it with the newer program (9.0)",
    "a newer format": "it was written by a newer Isegoria: restore it with that one",
    "a way out": "it holds 'files/../../outside', which no backup holds",
    "a part more": "it holds or lacks 'files/more', against its manifest",
}


@pytest.mark.parametrize(("way", "why"), SPOILT.items(), ids=SPOILT.keys())
def test_what_is_no_good_backup_is_refused_and_changes_nothing(kept: Path, homes: Homes, tmp_path: Path, way: str, why: str) -> None:
    here = homes("here")
    here.lms("database", "upgrade")
    here.lms("people", "add", "old@example.org", "--name", "Somebody Else")
    if here.url.startswith("sqlite"):
        sqlite_copy.settle(here.database)
    before = contents(here.instance)
    said = here.lms("restore", str(spoilt(kept, tmp_path, way)), "--replace")
    assert (said.status, said.err.startswith(f"Error: {tmp_path / 'bad.zip'} was not restored, and nothing was changed: {why}")) == (2, True), said.err
    assert contents(here.instance) == before
    assert here.people() == ["old@example.org"]


def test_a_site_in_use_is_not_replaced(tmp_path: Path) -> None:
    home = one(tmp_path, "site", "ana@example.org")
    home.lms("backup", str(tmp_path / "site.zip"))
    with closing(sqlite3.connect(home.database)) as somebody:
        somebody.execute("PRAGMA journal_mode = WAL").fetchone()
        somebody.execute("SELECT count(*) FROM person").fetchone()
        said = home.lms("restore", str(tmp_path / "site.zip"), "--replace")
    assert (said.status, said.err) == (2, "Error: The site is in use, and nothing was changed. Stop serve and worker first, then restore.\n")


@pytest.mark.server
@pytest.mark.slow
@pytest.mark.parametrize("words", [["serve", "--port", "0", "--workers", "2"], ["worker"]], ids=["serve", "worker"])
def test_a_site_that_is_served_is_in_use_even_when_nobody_asks_it_anything(homes: Homes, process: Callable[..., Started], tmp_path: Path, words: list[str]) -> None:
    """A site on PostgreSQL as one on SQLite: nobody has a connection open, and still a process is there that would go on."""
    home = homes("site")
    home.lms("database", "upgrade")
    home.lms("people", "add", "ana@example.org", "--name", "Ana Ilieva")
    home.lms("backup", str(tmp_path / "site.zip"))
    begun = process(*words, **home.environment)
    begun.says("^(Isegoria is served at|Letters are)")
    said = home.lms("restore", str(tmp_path / "site.zip"), "--replace")
    assert (said.status, said.err) == (2, "Error: The site is in use, and nothing was changed. Stop serve and worker first, then restore.\n")
    assert list(home.instance.glob("before-restore-*")) == []
    begun.end(signal.SIGTERM)
    assert home.lms("restore", str(tmp_path / "site.zip"), "--replace").status == 0


@pytest.mark.parametrize("words", [["serve", "--port", "0"], ["run", "--port", "0"], ["worker"]], ids=["serve", "run", "worker"])
def test_nobody_serves_a_site_that_is_being_restored(tmp_path: Path, words: list[str]) -> None:
    home = one(tmp_path, "site", "ana@example.org")
    with alone(home.settings):
        said = home.lms(*words)
    assert (said.status, said.err.splitlines()[-1]) == (2, "Error: A backup is being restored here at this moment. Start again when that is done.")


def test_a_damaged_database_is_replaced_and_kept_as_it_is(tmp_path: Path) -> None:
    home = one(tmp_path, "site", "ana@example.org")
    home.lms("backup", str(tmp_path / "site.zip"))
    home.database.write_bytes(b"burnt")
    said = home.lms("restore", str(tmp_path / "site.zip"), "--replace")
    assert (said.status, home.people()) == (0, ["ana@example.org"])
    assert [path.read_bytes() for path in home.instance.glob("before-restore-*.damaged.sqlite3")] == [b"burnt"]


def test_an_older_schema_is_brought_to_this_program(homes: Homes, tmp_path: Path) -> None:
    """Into an empty database, and into one that a site of this version had before, whose functions are there still."""
    old = homes("old")
    with (
        engine_of(old.settings.database) as engine,
        engine.connect().execution_options(**{WRITES: True}) as connection,
        connection.begin(),
    ):
        config = _config()
        config.attributes["connection"] = connection
        command.upgrade(config, "0001")
    assert old.lms("backup", str(tmp_path / "old.zip")).status == 0
    assert manifest_of(tmp_path / "old.zip").schema == "0001"
    for name in ("empty", "used"):
        home = homes(name)
        if name == "used":
            home.lms("database", "upgrade")
            home.lms("people", "add", "ana@example.org", "--name", "Ana Ilieva")
        said = home.lms("restore", str(tmp_path / "old.zip"), "--replace")
        assert (said.status, home.people()) == (0, []), said.err
        assert home.lms("database", "check").out == ""


def test_a_backup_of_another_kind_of_database_is_refused(tmp_path: Path) -> None:
    home = one(tmp_path, "site")
    home.lms("backup", str(tmp_path / "site.zip"))
    said = Home(tmp_path / "fresh", "postgresql://nobody@127.0.0.1:9/none").lms("restore", str(tmp_path / "site.zip"))
    assert said.status == 2
    assert "it is of a sqlite database, and LMS_DATABASE_URL names a postgresql one here" in said.err


def test_settings_that_are_there_stay(tmp_path: Path) -> None:
    home = one(tmp_path, "site", "ana@example.org")
    (home.instance / "settings.toml").write_text('site_name = "Old"\n', encoding="utf-8")
    home.lms("backup", str(tmp_path / "site.zip"))
    fresh, other = Home(tmp_path / "fresh", "sqlite"), Home(tmp_path / "other", "sqlite")
    other.instance.mkdir()
    (other.instance / "settings.toml").write_text('site_name = "Rehearsal"\n', encoding="utf-8")
    assert fresh.lms("restore", str(tmp_path / "site.zip")).status == 0
    said = other.lms("restore", str(tmp_path / "site.zip"))
    assert (fresh.settings.site_name, other.settings.site_name) == ("Old", "Rehearsal")
    assert "settings.toml stays as it is here; that of the backup is another one" in said.err


@pytest.mark.slow
def test_killed_at_any_moment_it_leaves_the_old_site_or_the_new(tmp_path: Path) -> None:
    new = one(tmp_path, "new", "new@example.org", outbox="new.eml")
    old = one(tmp_path, "before", "old@example.org", outbox="old.eml")
    assert new.lms("backup", str(tmp_path / "before" / "site.zip")).status == 0
    keys = {home.settings.secret_key: name for name, home in (("old", old), ("new", new))}
    killed = kill_at_every_step(tmp_path, "restore", "{here}/site.zip", "--replace")
    seen = [state_of(Home(tmp_path / str(step) / "instance", "sqlite"), keys) for step in range(1, killed + 2)]
    whole = {name: ([f"{name}@example.org"], name, [f"{name}.eml"]) for name in ("old", "new")}
    mixed = {step: state for step, state in enumerate(seen, 1) if state not in whole.values()}
    assert mixed == {}
    assert (killed > 20, seen[0], seen[-1]) == (True, whole["old"], whole["new"])
    assert seen.count(whole["new"]) > 3  # killed after it was decided, and finished by whoever came next


def state_of(home: Home, keys: dict[str, str]) -> tuple[list[str], str, list[str]]:
    """Return who has an account, whose key is used, and which letters wait, as the next command finds them."""
    return home.people(), keys[home.settings.secret_key], sorted(os.listdir(home.instance / "outbox"))


@pytest.fixture
def old_tools(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Put tools of an old PostgreSQL first on the path."""
    (tmp_path / "bin").mkdir()
    for tool in ("pg_dump", "pg_restore", "psql"):
        path = tmp_path / "bin" / tool
        path.write_text(f"#!/bin/sh\necho '{tool} (PostgreSQL) 9.6.24'\n", encoding="utf-8")
        path.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path / 'bin'}{os.pathsep}{os.environ['PATH']}")


@pytest.mark.parametrize("words", [["backup", "{}"], ["restore", "{}", "--replace"]], ids=["backup", "restore"])
def test_tools_that_are_too_old_are_told(kept: Path, a_site: Site, old_tools: None, words: list[str]) -> None:
    home, _ = a_site
    if home.url.startswith("sqlite"):
        assert home.lms("backup", "--force", str(kept)).status == 0  # needs no tools
        return
    said = home.lms(*[word.format(kept) for word in words], *(["--force"] if words[0] == "backup" else []))
    assert said.status == 2
    assert "pg_dump (PostgreSQL) 9.6.24 is older than the server" in said.err
    assert archive.is_backup(kept)


def test_a_site_that_is_moved_back_needs_no_more_than_the_file(tmp_path: Path) -> None:
    """By the written procedure, with processes of their own and nothing but the file."""
    home = one(tmp_path, "site", "ana@example.org")
    home.lms("backup", str(tmp_path / "site.zip"))
    bare = {name: value for name, value in os.environ.items() if not name.startswith("LMS_")}
    environment = bare | {"LMS_INSTANCE": str(tmp_path / "clean")}
    for words in (["restore", str(tmp_path / "site.zip")], ["database", "check"]):
        subprocess.run([sys.executable, "-m", "lms.commands", *words], env=environment, cwd=CHECKOUT, check=True, capture_output=True)
    assert Home(tmp_path / "clean", "sqlite").people() == ["ana@example.org"]

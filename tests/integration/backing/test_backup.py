"""A backup is whole and of one moment, however much is written meanwhile, and it proves itself before it is believed."""

import json
import os
import shutil
import sqlite3
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from lms.commands import edge
from lms.domain.people import service as people
from lms.platform import archive, sqlite_copy
from lms.platform.database import unit_of_work
from lms.platform.schema import newest_version
from lms.settings import CHECKOUT
from tests.integration.backing.conftest import Home
from tests.makers import LESSONS, PASSWORD, Makers

Homes = Callable[[str], Home]
Site = tuple[Home, Makers]
PATIENCE = 60  # seconds


def manifest_of(path: Path) -> archive.Manifest:
    with archive.opened(path) as reader:
        return reader.manifest


def test_it_holds_the_database_the_key_the_settings_and_what_waits_in_the_outbox(a_site: Site, tmp_path: Path) -> None:
    home, make = a_site
    make.done(make.enrolment(make.person(email="ana@example.org"), make.course()), make.course(), *LESSONS)
    (home.instance / "settings.toml").write_text('site_name = "School of Sofia"\n', encoding="utf-8")
    (home.instance / "outbox").mkdir()
    (home.instance / "outbox" / "letter.eml").write_bytes(b"a letter")
    (home.instance / "outbox" / "elsewhere").symlink_to("/etc/hostname")
    said = home.lms("backup", str(tmp_path / "site.zip"))
    manifest = manifest_of(tmp_path / "site.zip")
    assert (said.status, manifest.files, manifest.schema) == (0, ("files/outbox/letter.eml",), newest_version())
    assert (manifest.rows["person"], manifest.rows["enrolment"], manifest.rows["certificate"]) == (1, 1, 0)
    with zipfile.ZipFile(tmp_path / "site.zip") as file:
        assert file.read("secret-key").decode() == home.settings.secret_key
        assert file.read("settings.toml") == b'site_name = "School of Sofia"\n'
    assert "1 people, 1 enrolments" in said.out
    assert "the secret key, which signs forms, cookies and letters" in said.out


def test_only_its_owner_reads_it_and_nothing_else_is_left(a_site: Site, tmp_path: Path) -> None:
    home, _ = a_site
    (tmp_path / "kept").mkdir()
    assert home.lms("backup", str(tmp_path / "kept" / "site.zip")).status == 0
    assert (tmp_path / "kept" / "site.zip").stat().st_mode & 0o777 == 0o600
    assert os.listdir(tmp_path / "kept") == ["site.zip"]


def test_a_file_that_is_there_is_not_overwritten_unless_told(a_site: Site, tmp_path: Path) -> None:
    home, _ = a_site
    (tmp_path / "site.zip").write_bytes(b"something dear")
    said = home.lms("backup", str(tmp_path / "site.zip"))
    assert (said.status, (tmp_path / "site.zip").read_bytes()) == (2, b"something dear")
    assert "is there already" in said.err
    assert home.lms("backup", "--force", str(tmp_path / "site.zip")).status == 0
    assert archive.is_backup(tmp_path / "site.zip")


def test_a_backup_in_the_instance_folder_is_warned_of_and_is_not_in_the_next(a_site: Site, tmp_path: Path) -> None:
    home, _ = a_site
    assert "would be lost with it" in home.lms("backup", str(home.instance / "first.zip")).err
    assert home.lms("backup", str(tmp_path / "second.zip")).err == ""
    assert manifest_of(tmp_path / "second.zip").files == ()


@pytest.mark.parametrize("free", [1000, 49 * 1024**2])
def test_without_room_nothing_is_begun(
    a_site: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, free: int
) -> None:
    home, _ = a_site
    monkeypatch.setattr(shutil, "disk_usage", lambda _: shutil._ntuple_diskusage(1, 1, free))
    said = home.lms("backup", str(tmp_path / "site.zip"))
    assert (said.status, (tmp_path / "site.zip").exists()) == (2, False)
    assert "There is too little room for a backup" in said.err


def test_an_empty_place_has_nothing_to_keep(homes: Homes, tmp_path: Path) -> None:
    said = homes("empty").lms("backup", str(tmp_path / "site.zip"))
    assert (said.status, said.err) == (2, "Error: The database is empty, so there is nothing to keep. Run: lms database upgrade\n")


def test_what_was_acknowledged_before_it_began_is_in_it(a_site: Site, tmp_path: Path) -> None:
    """Somebody writes all the time, and notes every commit outside of the database once it was acknowledged."""
    home, _ = a_site
    log = tmp_path / "acknowledged"
    with subprocess.Popen(
        [sys.executable, "-m", "tests.support.busy_writer", str(log)], env=os.environ | home.environment, cwd=CHECKOUT
    ) as writer:
        try:
            wait_for(log, 200)
            before = set(log.read_text(encoding="utf-8").split())
            said = home.lms("backup", str(tmp_path / "site.zip"))
            wait_for(log, len(log.read_text(encoding="utf-8").split()) + 5)  # nobody was kept from writing
        finally:
            writer.kill()
    assert said.status == 0, said.err
    fresh = restored(home, tmp_path)
    kept = set(fresh.people())
    missing = {"acknowledged": len(before), "missing": len(before - kept)}
    assert missing == {"acknowledged": len(before), "missing": 0}
    assert manifest_of(tmp_path / "site.zip").rows["person"] == len(kept)
    assert fresh.lms("database", "check").status == 0


def wait_for(log: Path, lines: int) -> None:
    """Wait until so many commits were acknowledged."""
    for _ in range(PATIENCE * 20):
        if log.exists() and log.read_text(encoding="utf-8").count("\n") >= lines:
            return
        time.sleep(0.05)
    raise AssertionError(f"the writer did not write {lines} rows in {PATIENCE} s")


def restored(home: Home, tmp_path: Path) -> Home:
    """Restore the backup into an empty place of the same kind, on PostgreSQL in the place of the old rows."""
    fresh = Home(tmp_path / "restored", home.url)
    said = fresh.lms("restore", str(tmp_path / "site.zip"), *([] if home.url.startswith("sqlite") else ["--replace"]))
    assert said.status == 0, said.err
    return fresh


def test_a_plain_copy_of_the_file_misses_what_ours_holds(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What was committed last stands in the file beside the database: whoever copies the one file loses it."""
    home = Home(tmp_path / "site", "sqlite")
    home.lms("database", "upgrade")
    with edge.site(home.settings):
        for number in range(40):
            with unit_of_work():
                people.add_person("Ana", f"p{number}@example.org", role="learner", password_hash=None, now=edge.now())
        shutil.copyfile(home.database, tmp_path / "plain.sqlite3")
        assert home.lms("backup", str(tmp_path / "site.zip")).status == 0
    with closing(sqlite3.connect(tmp_path / "plain.sqlite3")) as plain:
        held = plain.execute("SELECT count(*) FROM person").fetchone()[0]
    held_by = {"plain copy": held, "lms backup": manifest_of(tmp_path / "site.zip").rows["person"]}
    assert held_by == {"plain copy": 0, "lms backup": 40}


def test_a_damaged_database_is_not_kept_as_a_backup(tmp_path: Path) -> None:
    home = Home(tmp_path / "site", "sqlite")
    home.lms("database", "upgrade")
    with closing(sqlite3.connect(home.database)) as file:
        file.execute("INSERT INTO session (token_digest, uid, person_id, began_at, last_seen)"
            " VALUES ('token', 'uid', 99, '2026-11-21 10:42:07', '2026-11-21 10:42:07')")  # fmt: skip
        file.commit()
    said = home.lms("backup", str(tmp_path / "site.zip"))
    assert (said.status, (tmp_path / "site.zip").exists()) == (2, False)
    assert "rows of the table session refer to rows that do not exist" in said.err


def test_a_backup_that_cannot_be_read_again_is_no_backup(
    a_site: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home, _ = a_site
    close = archive.Writer.close

    def close_and_spoil(writer: archive.Writer, manifest: archive.Manifest) -> None:
        close(writer, manifest)
        path = tmp_path / ".site.zip.partial" / "backup.zip"
        body = bytearray(path.read_bytes())
        body[len(body) // 3] ^= 0xFF
        path.write_bytes(body)

    monkeypatch.setattr(archive.Writer, "close", close_and_spoil)
    said = home.lms("backup", str(tmp_path / "site.zip"))
    assert (said.status, (tmp_path / "site.zip").exists()) == (2, False)
    assert "cannot be read again" in said.err


@pytest.mark.slow
def test_killed_at_any_moment_it_leaves_no_file_or_the_whole(tmp_path: Path) -> None:
    home = Home(tmp_path / "before" / "instance", "sqlite")
    home.lms("database", "upgrade")
    home.lms("people", "add", "ana@example.org", "--name", "Ana Ilieva")
    sqlite_copy.settle(home.database)
    killed = kill_at_every_step(tmp_path, "backup", "{here}/site.zip")
    whole = [step for step in range(1, killed + 1) if (tmp_path / str(step) / "site.zip").exists()]
    for step in [*whole, killed + 1]:
        assert manifest_of(tmp_path / str(step) / "site.zip").rows["person"] == 1
    assert (killed > 10, len(whole) < killed - 5) == (True, True)
    here = tmp_path / "3"
    assert Home(here / "instance", "sqlite").lms("backup", str(here / "site.zip")).status == 0
    assert sorted(os.listdir(here)) == ["instance", "site.zip"]


def kill_at_every_step(folder: Path, *words: str) -> int:
    """Return how often a command was killed until it reached its end."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.support.killed_command", str(folder), *words],
        cwd=CHECKOUT,
        env={name: value for name, value in os.environ.items() if not name.startswith("LMS_")},
        stdout=subprocess.PIPE,
        check=True,
        encoding="utf-8",
    )
    return int(done.stdout.splitlines()[-1])


def test_the_doctor_knows_the_last_one(a_site: Site, tmp_path: Path) -> None:
    home, make = a_site
    make.person(role="admin", password=PASSWORD)
    make.course()
    assert "no backup was ever made here with lms backup" in home.lms("doctor").out
    home.lms("backup", str(tmp_path / "site.zip"))
    assert f"the last backup was made today: {tmp_path / 'site.zip'}" in home.lms("doctor").out
    note = home.instance / "last-backup.json"
    note.write_text(json.dumps(json.loads(note.read_text()) | {"made_at": "2026-01-01T00:00:00+00:00"}), encoding="utf-8")
    assert "days ago" in home.lms("doctor").out

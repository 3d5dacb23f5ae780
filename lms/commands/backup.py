"""Writes everything that a site keeps into one file, consistent while people work, and proves that it can be read."""

import fcntl
import json
import os
import shutil
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from importlib.metadata import version
from pathlib import Path

import click

from lms.commands.edge import Unable, tell
from lms.kernel.clock import SystemClock
from lms.kernel.moves import sync_folder
from lms.platform import archive, postgresql_dump, sqlite_copy
from lms.platform.archive import DATABASES, FILES, SECRET_KEY, SETTINGS, Manifest
from lms.platform.schema import KEPT_IN
from lms.settings import Settings, read_settings

LAST = "last-backup.json"  # what the doctor reads
SPARE = 50 * 1024**2  # bytes that stay free beside a backup
Progress = Callable[[int], None]


@dataclass(frozen=True)
class Backup:
    """A backup that was written and read again."""

    path: Path
    size: int
    manifest: Manifest


@click.command()
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--force", is_flag=True, help="Write over a file that is there already.")
def backup(file: Path, force: bool) -> None:
    """Write the whole site into FILE, while people go on working.

    FILE holds the database as it is at this moment, the secret key, settings.toml, and the other files of the instance
    folder (letters waiting in the outbox, for one). Whoever has FILE has the site: keep it closed. Courses that lie in
    a library folder are published again from there; what was published is in the database.
    """
    settings = read_settings()
    now = SystemClock().now()
    made = write_backup(settings, file.expanduser().absolute(), now, force=force)
    _note(settings, made, now)
    for line in describe(made):
        click.echo(line)
    if made.path.is_relative_to(settings.instance):
        tell("This backup lies in the instance folder and would be lost with it: keep a copy on another machine.")


def write_backup(settings: Settings, target: Path, now: datetime, *, force: bool = False) -> Backup:
    """Write a backup and read it again; under the name ``target`` there is all of it or what was there before."""
    if target.is_dir():
        raise Unable(f"{target} is a folder: name a file in it.")
    if target.exists() and not force:
        raise Unable(f"{target} is there already. Name another file, or write over it with --force.")
    if not target.parent.is_dir():
        raise Unable(f"There is no folder {target.parent}. Make it first, for the user of the site alone: chmod 700.")
    files = list(other_files(settings, target))
    with workplace(target.with_name(f".{target.name}.partial"), str(target)) as folder, telling("Writing", _size(settings, files)) as progress:
        _check_room(folder, _size(settings, files))
        rows, schema = _copy_of_database(settings, folder, progress)
        fresh = folder / "backup.zip"
        manifest = _write(settings, fresh, files, rows, schema, now, progress)
        _prove(fresh, manifest)
        size = fresh.stat().st_size
        fresh.replace(target)
        sync_folder(target.parent)
    return Backup(target, size, manifest)


def describe(made: Backup) -> Iterator[str]:
    """Yield in lines what a backup holds."""
    manifest, rows = made.manifest, made.manifest.rows
    yield f"{made.path}: {made.size:,} bytes, read again and found whole."
    yield f"  the database ({manifest.database}, schema {manifest.schema}): {sum(rows.values()):,} rows in {len(rows)} tables,"
    yield f"  among them {rows.get('person', 0):,} people, {rows.get('enrolment', 0):,} enrolments, {rows.get('certificate', 0):,} certificates"
    yield "  the secret key, which signs forms, cookies and letters: whoever has this file can sign as the site"
    yield "  settings.toml" if SETTINGS in manifest.parts else "  no settings.toml, for there is none: keep what the environment sets beside it"
    yield f"  {len(manifest.files)} other files of the instance folder"


@contextmanager
def workplace(folder: Path, what: str) -> Iterator[Path]:
    """Give a folder to one process at a time, for its owner alone; what a killed one left in it goes first."""
    folder.mkdir(mode=0o700, exist_ok=True)
    number = os.open(folder, os.O_RDONLY)
    try:
        try:
            fcntl.flock(number, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise Unable(f"Somebody else is writing {what} at this moment.") from error
        for left in folder.iterdir():
            shutil.rmtree(left) if left.is_dir() else left.unlink()
        yield folder
    finally:
        os.close(number)
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def telling(verb: str, size: int) -> Iterator[Progress]:
    """Give what tells somebody at a terminal how many bytes are done; elsewhere it says nothing."""
    words = sys.stderr
    with click.progressbar(length=max(size, 1), label=verb, file=words, hidden=not words.isatty()) as bar:
        yield bar.update


def other_files(settings: Settings, target: Path | None = None) -> Iterator[tuple[str, Path]]:
    """Yield the names and paths of what else lies in the instance folder: no links, no backups, nothing hidden."""
    ours = {SECRET_KEY, SETTINGS, LAST} | {f"{database_file(settings).name}{end}" for end in ("", "-wal", "-shm", "-journal")}
    for path in sorted(settings.instance.rglob("*")):
        name = path.relative_to(settings.instance).as_posix()
        hidden = any(part.startswith(".") for part in path.relative_to(settings.instance).parts)
        if path.is_symlink() or not path.is_file() or hidden or name in ours or path == target:
            continue
        if archive.is_safe(name) and not archive.is_backup(path):
            yield f"{FILES}{name}", path


def database_file(settings: Settings) -> Path:
    """Return where the SQLite database of a site lies, or would lie."""
    if is_postgresql(settings):
        return settings.instance / "isegoria.sqlite3"
    return Path(settings.database.removeprefix("sqlite:///")).absolute()


def is_postgresql(settings: Settings) -> bool:
    """Tell whether a site keeps its rows in PostgreSQL."""
    return settings.database.startswith("postgresql")


def _size(settings: Settings, files: list[tuple[str, Path]]) -> int:
    """Return about how many bytes must be copied."""
    database = database_file(settings)
    beside = sum(path.stat().st_size for _, path in files)
    return beside + (2 * database.stat().st_size if database.exists() else 0)


def _check_room(folder: Path, size: int) -> None:
    free = shutil.disk_usage(folder).free
    if free < size + SPARE:
        raise Unable(f"There is too little room for a backup in {folder.parent}: {free // 1024**2} MB are free, {(size + SPARE) // 1024**2} MB are needed.")


def _copy_of_database(settings: Settings, folder: Path, progress: Progress) -> tuple[dict[str, int], str]:
    """Copy the database into the folder, check the copy, and return its rows and the version of its schema."""
    if is_postgresql(settings):
        rows, schema = _dump(settings, folder)
    else:
        rows, schema = _copy(database_file(settings), folder / DATABASES["sqlite"], progress)
    if schema is None:
        raise Unable("The database is empty, so there is nothing to keep. Run: lms database upgrade")
    return rows, schema


def _copy(source: Path, target: Path, progress: Progress) -> tuple[dict[str, int], str | None]:
    if not source.exists():
        return {}, None
    try:
        sqlite_copy.copy_database(source, target, progress)
        sqlite_copy.check_copy(target)
    except sqlite_copy.Damaged as error:
        raise Unable(f"The database {source} cannot be kept as a backup: {error}. Run: lms doctor") from error
    return sqlite_copy.count_rows(target), sqlite_copy.version_in(target)


def _dump(settings: Settings, folder: Path) -> tuple[dict[str, int], str | None]:
    target = folder / DATABASES["postgresql"]
    try:
        postgresql_dump.check_tools(settings.database)
        rows, schema = postgresql_dump.dump(settings.database, target)
        found = postgresql_dump.rows_in(target)
    except postgresql_dump.CannotDump as error:
        raise Unable(str(error)) from error
    if found != rows:
        raise Unable("The dump does not hold the rows that were counted, so it is not kept. Try again, and tell the developers.")
    return rows, schema


def _write(
    settings: Settings, fresh: Path, files: list[tuple[str, Path]], rows: dict[str, int], schema: str, now: datetime, progress: Progress
) -> Manifest:
    kind = "postgresql" if is_postgresql(settings) else "sqlite"
    writer = archive.Writer(fresh, progress)
    fresh.chmod(0o600)
    try:
        writer.add(DATABASES[kind], fresh.parent / DATABASES[kind])
        writer.add_text(SECRET_KEY, settings.secret_key)
        kept = settings.instance / SETTINGS
        for name, path in [*([(SETTINGS, kept)] if kept.exists() else []), *files]:
            try:
                writer.add(name, path)
            except FileNotFoundError:
                continue  # a letter that was delivered meanwhile
        counted = {table: number for table, number in rows.items() if table != KEPT_IN}
        manifest = Manifest(version("isegoria"), schema, now.isoformat(), kind, counted, writer.parts)
        writer.close(manifest)
    except BaseException:
        writer.abandon()
        raise
    return manifest


def _prove(fresh: Path, manifest: Manifest) -> None:
    """Read the backup as whoever restores it will, and compare it with what was to be written."""
    with fresh.open("rb") as file:
        os.fsync(file.fileno())
    try:
        with archive.opened(fresh) as reader, telling("Reading it again", manifest.size) as progress:
            reader.check(progress)
            if reader.manifest != manifest:
                raise archive.BadArchive("its manifest is not the one that was written")
    except archive.BadArchive as error:
        raise Unable(f"The backup was written, but cannot be read again: {error}. Is the disk in order?") from error


def _note(settings: Settings, made: Backup, now: datetime) -> None:
    """Note the last backup for the doctor."""
    fresh = settings.instance / f".{LAST}"
    note = {"made_at": now.isoformat(), "file": str(made.path), "bytes": made.size}
    fresh.write_text(json.dumps(note), encoding="utf-8")
    fresh.replace(settings.instance / LAST)

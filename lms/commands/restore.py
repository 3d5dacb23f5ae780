"""Puts a backup in the place of a site: checked before anything is touched, and then all of it or nothing."""

import shutil
import sqlite3
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

import click
from flask import Flask

from lms.commands import edge
from lms.commands.backup import (
    SPARE,
    Progress,
    database_file,
    is_postgresql,
    other_files,
    telling,
    workplace,
    write_backup,
)
from lms.commands.database import faults, upgrade_database
from lms.commands.edge import Unable, tell
from lms.commands.presence import IN_USE, alone
from lms.kernel.clock import SystemClock
from lms.kernel.moves import Move, carry_out
from lms.platform import archive, postgresql_dump, sqlite_copy
from lms.platform.archive import DATABASES, FILES, SECRET_KEY, SETTINGS, BadArchive, Manifest, Reader
from lms.platform.database import DatabaseError, connect_database, db
from lms.platform.migrations import upgrade
from lms.platform.schema import KEPT_IN, VERSIONS, newest_version
from lms.settings import RESTORING, Settings, read_settings


@dataclass(frozen=True)
class Place:
    """Where a backup is to be restored: the settings that hold there, the folder in which it is made ready, the old site."""

    settings: Settings
    folder: Path
    holds_something: bool
    old_copy: Path

    @property
    def database(self) -> Path:
        """The file of the SQLite database."""
        return database_file(self.settings)

    @property
    def fresh(self) -> Path:
        """The folder in which new files wait."""
        return self.folder / "new"


@click.command()
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--replace", "may_replace", is_flag=True, help="Replace a site that holds something; a backup of it is made first.")
def restore(file: Path, may_replace: bool) -> None:
    """Restore the site of FILE into the instance folder and the database that the settings name.

    The site must not be served meanwhile. A backup of an older version is brought to this one. A settings.toml that
    is in the folder stays; what the environment sets holds. Sign-ins are as they were when the backup was made.
    """
    file = file.expanduser().absolute()
    if not file.is_file():
        raise Unable(f"There is no file {file}.")
    try:
        with archive.opened(file) as reader:
            with telling("Checking", reader.manifest.size) as progress:
                reader.check(progress)
            settings = _settings_for(reader)
            _check_fits(reader.manifest, settings)
            with alone(settings):
                _put_back(reader, settings, SystemClock().now(), may_replace=may_replace)
    except BadArchive as error:
        raise Unable(f"{file} was not restored, and nothing was changed: {error}.") from error
    _look_and_tell(settings, reader.manifest)


def _settings_for(reader: Reader) -> Settings:
    """Return the settings of the place: the environment, settings.toml in the folder, else that of the backup."""
    try:
        kept = tomllib.loads(reader.text(SETTINGS) or "")
    except tomllib.TOMLDecodeError as error:
        raise BadArchive(f"its settings.toml cannot be read ({error})") from error
    return read_settings(otherwise=kept | {"secret_key": reader.text(SECRET_KEY)})


def _check_fits(manifest: Manifest, settings: Settings) -> None:
    known = {path.name.partition("_")[0] for path in VERSIONS.glob("[0-9]*_*.py")}
    if manifest.schema not in known:
        raise BadArchive(
            f"it has schema {manifest.schema}, and this program knows those up to {newest_version()}; restore it with the newer program ({manifest.program})"
        )
    here = "postgresql" if is_postgresql(settings) else "sqlite"
    if manifest.database != here:
        raise BadArchive(f"it is of a {manifest.database} database, and LMS_DATABASE_URL names a {here} one here")
    for folder in {settings.instance, database_file(settings).parent}:
        free = shutil.disk_usage(folder).free
        if free < manifest.size + SPARE:
            raise Unable(f"There is too little room in {folder}: {free // 1024**2} MB are free, {(manifest.size + SPARE) // 1024**2} MB are needed.")


def _put_back(reader: Reader, settings: Settings, now: datetime, *, may_replace: bool) -> None:
    holds = _holds_something(settings)
    if holds and not may_replace:
        raise Unable(
            f"There is a site in {settings.instance} already, and nothing was changed. Restore into another folder"
            " (LMS_INSTANCE), or replace the site with --replace: a backup of it is made first."
        )
    kept = settings.instance / f"before-restore-{now:%Y-%m-%dT%H-%M-%S}.zip"
    with workplace(settings.instance / RESTORING, f"the site in {settings.instance}") as folder:
        place = Place(settings, folder, holds, kept)
        with telling("Restoring", reader.manifest.size) as progress:
            if is_postgresql(settings):
                _restore_postgresql(reader, place, progress)
            else:
                _restore_sqlite(reader, place, progress)


def _holds_something(settings: Settings) -> bool:
    """Tell whether there is anything that a restored site would take the place of."""
    if next(other_files(settings), None):
        return True
    try:
        rows = _rows_here(settings)
    except sqlite3.DatabaseError:
        return True  # a damaged database is one
    return any(number for table, number in rows.items() if table != KEPT_IN)


def _rows_here(settings: Settings) -> dict[str, int]:
    if not is_postgresql(settings):
        return sqlite_copy.count_rows(database_file(settings))
    try:
        with postgresql_dump.connected(settings.database) as connection:
            return postgresql_dump.count_rows(connection)
    except postgresql_dump.CannotDump as error:
        raise Unable(str(error)) from error


def _restore_sqlite(reader: Reader, place: Place, progress: Progress) -> None:
    fresh = place.database.with_name(f".{place.database.name}.restored")
    fresh.unlink(missing_ok=True)
    try:
        reader.unpack(DATABASES["sqlite"], fresh, progress)
        _make_ready(fresh, reader.manifest)
        moves = [*_unpack_files(reader, place, progress), Move(place.database, fresh)]
        away = _let_go_of_old(place)
        carry_out(place.folder, [*away, *moves])
    finally:
        fresh.unlink(missing_ok=True)


def _make_ready(fresh: Path, manifest: Manifest) -> None:
    """Check a database that was unpacked, and bring it to the version of this program."""
    try:
        sqlite_copy.check_copy(fresh)
        rows = sqlite_copy.count_rows(fresh)
        rows.pop(KEPT_IN, None)
        if (rows, sqlite_copy.version_in(fresh)) != (manifest.rows, manifest.schema):
            raise BadArchive("its database is not the one that its manifest describes")
        if manifest.schema != newest_version():
            _upgrade(fresh)
        sqlite_copy.settle(fresh)
    except sqlite_copy.Damaged as error:
        raise BadArchive(f"its database cannot be used, for {error}") from error


def _upgrade(database: Path) -> None:
    bare = Flask("restored")
    connect_database(bare, f"sqlite:///{database}")
    with bare.app_context():
        try:
            upgrade(db.engine)
        except DatabaseError as error:
            raise BadArchive(str(error)) from error
        finally:
            db.engine.dispose()


def _let_go_of_old(place: Place) -> list[Move]:
    """Make sure that nobody has the old database open, keep a backup of the old site, and return what must go."""
    database = place.database
    try:
        sqlite_copy.settle(database)
        if place.holds_something:
            _keep_old(place)
            sqlite_copy.settle(database)  # nobody has come in meanwhile
    except sqlite_copy.InUse as error:
        raise Unable(IN_USE) from error
    except (sqlite_copy.Damaged, Unable) as error:
        aside = place.old_copy.with_suffix(".damaged.sqlite3")
        tell(f"No backup could be made of the old database ({error}). It is kept as it is: {aside}")
        return [Move(Path(f"{database}{end}"), away=Path(f"{aside}{end}")) for end in ("", "-wal", "-shm")]
    return []


def _keep_old(place: Place) -> None:
    key = place.settings.instance / SECRET_KEY
    secret = key.read_text(encoding="ascii").strip() if key.exists() else place.settings.secret_key
    write_backup(replace(place.settings, secret_key=secret), place.old_copy, SystemClock().now())
    tell(f"What was here before is kept in {place.old_copy}")


def _restore_postgresql(reader: Reader, place: Place, progress: Progress) -> None:
    dumped = place.fresh / DATABASES["postgresql"]
    url = place.settings.database
    try:
        postgresql_dump.check_tools(url)
        reader.unpack(DATABASES["postgresql"], dumped, progress)
        found = postgresql_dump.rows_in(dumped)
        found.pop(KEPT_IN, None)
        if found != reader.manifest.rows:
            raise BadArchive("its database is not the one that its manifest describes")
        moves = list(_unpack_files(reader, place, progress))
        if place.holds_something:
            _keep_old(place)
        postgresql_dump.restore(dumped, url, {*postgresql_dump.our_tables(), *reader.manifest.rows})
    except postgresql_dump.CannotDump as error:
        raise Unable(f"{error} Nothing was changed.") from error
    carry_out(place.folder, moves)
    with edge.site(place.settings, any_schema=True):
        upgrade_database()


def _unpack_files(reader: Reader, place: Place, progress: Progress) -> Iterator[Move]:
    """Unpack everything but the database, and yield how it comes into its place; what is not in the backup goes."""
    instance, old = place.settings.instance, place.folder / "old"
    for name, path in other_files(place.settings):
        if name not in reader.manifest.files:
            yield Move(path, away=_below(old, name))
    settings_stay = (instance / SETTINGS).exists()
    for name in (SECRET_KEY, SETTINGS, *reader.manifest.files):
        if name not in reader.manifest.parts or (name == SETTINGS and settings_stay):
            continue
        fresh = place.fresh / name
        reader.unpack(name, fresh, progress)
        target = instance / name.removeprefix(FILES)
        _below(instance, name.removeprefix(FILES))
        yield Move(target, fresh)
    if settings_stay and reader.text(SETTINGS) not in (None, (instance / SETTINGS).read_text(encoding="utf-8")):
        tell("settings.toml stays as it is here; that of the backup is another one. Compare them.")


def _below(folder: Path, name: str) -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    return path


def _look_and_tell(settings: Settings, manifest: Manifest) -> None:
    with edge.site(settings, any_schema=True):
        found = faults(db.engine)
    if found:
        raise Unable(f"The site was restored, but its database is not in order: {found[0]}")
    rows = manifest.rows
    click.echo(f"Restored the site of {datetime.fromisoformat(manifest.made_at):%Y-%m-%d %H:%M} UTC (schema {manifest.schema}) into {settings.instance}:")
    click.echo(f"  {sum(rows.values()):,} rows in {len(rows)} tables, among them {rows.get('person', 0):,} people and {rows.get('certificate', 0):,} certificates")
    kept = (settings.instance / SECRET_KEY).read_text(encoding="ascii").strip()
    if kept != settings.secret_key:
        tell("LMS_SECRET_KEY is set to another key than that of the backup: forms and letters from before are not good any more.")
    tell("Look at it with: lms doctor. Then start serve and worker.")

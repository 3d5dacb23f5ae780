"""Commands about the database itself: bring it to this program's version, look whether it is in order."""

import click
from alembic.util.exc import CommandError
from sqlalchemy import Engine, text

from lms.commands import edge
from lms.commands.edge import DONE_WITH_PROBLEMS, Unable, tell
from lms.commands.publishing import render_what_is_missing
from lms.platform.database import db
from lms.platform.guards import missing_triggers
from lms.platform.migrations import differences, upgrade
from lms.platform.schema import newest_version, version_of


@click.group("database")
def group() -> None:
    """Upgrade or check the database."""


@group.command("upgrade")
def upgrade_command() -> None:
    """Bring the database to the version that this program needs, and its pages too; nothing happens where all is there."""
    with edge.site(any_schema=True):
        done = upgrade_database()
        render_what_is_missing()
        version = version_of(db.engine)
    tell("The database was upgraded." if done else "The database is up to date; nothing was changed.")
    click.echo(version)


@group.command("check")
@click.pass_context
def check(context: click.Context) -> None:
    """Say what is wrong with the database; exit status 1 if anything is."""
    with edge.site(any_schema=True):
        found = faults(db.engine)
        version = version_of(db.engine)
    for fault in found:
        click.echo(fault)
    tell(f"Problems: {len(found)}." if found else f"The database is in order, at version {version}.")
    context.exit(DONE_WITH_PROBLEMS if found else 0)


def upgrade_database() -> bool:
    """Bring the open site's database to the version that this program needs; tell whether anything was to be done."""
    try:
        return upgrade(db.engine)
    except CommandError as error:
        raise Unable(
            f"The database has a version ({version_of(db.engine)}) that this program does not know: it was made by a newer one. Use that one."
        ) from error


def faults(engine: Engine) -> list[str]:
    """Return in sentences what is wrong with a database: its version, its tables, and on SQLite its file."""
    version = version_of(engine)
    if version is None:
        return ["The database is empty. Run: lms database upgrade"]
    if version != newest_version():
        return [
            f"The database has version {version}; this program needs {newest_version()}. Run: lms database upgrade"
        ]
    found = [f"The tables are not as this program made them: {_shown(each)}" for each in differences(engine)]
    found += [
        f"The trigger {name} is missing or switched off, so the audit log could be changed unseen. Find out who did that, then restore a backup."
        for name in missing_triggers(engine)
    ]
    return found + (_faults_of_file(engine) if engine.dialect.name == "sqlite" else [])


def _shown(difference: object) -> str:
    return " ".join(str(difference).split())[:200]


def _faults_of_file(engine: Engine) -> list[str]:
    with engine.connect() as connection:
        damage = [row[0] for row in connection.execute(text("PRAGMA quick_check(10)")) if row[0] != "ok"]
        orphans = connection.execute(text("PRAGMA foreign_key_check")).all()
    found = [f"The file is damaged: {each}. Restore a backup." for each in damage]
    tables = dict.fromkeys(row[0] for row in orphans)
    return found + [
        f"Rows of the table {table} refer to rows that do not exist. Restore a backup." for table in tables
    ]

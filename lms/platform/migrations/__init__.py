"""Brings the schema of a database to the version that this program needs, atomically on both databases."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from sqlalchemy import Connection, Engine

from lms.platform.database import WRITES, Base, DatabaseError
from lms.platform.fulltext import is_of_an_index
from lms.platform.schema import newest_version, version_of

FOLDER = Path(__file__).parent


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(FOLDER).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    return config


def upgrade(engine: Engine) -> bool:
    """Bring the schema to the newest version in one transaction; tell whether anything was to be done."""
    if version_of(engine) == newest_version():
        return False
    config = _config()
    with engine.connect().execution_options(**{WRITES: True}) as connection, _tables_can_be_remade(connection), connection.begin():
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
        _check_references(connection)
    return True


@contextmanager
def _tables_can_be_remade(connection: Connection) -> Iterator[None]:
    """Let SQLite make a table anew to which others refer; with references watched it would remove their rows first.

    It can be told so outside of a transaction only, hence past SQLAlchemy, which would begin one.
    """
    driver = connection.connection.driver_connection
    if connection.dialect.name != "sqlite" or driver is None:
        yield
        return
    driver.execute("PRAGMA foreign_keys = OFF")
    try:
        yield
    finally:
        if not connection.invalidated:  # one that was interrupted in the middle of a statement is closed already
            driver.execute("PRAGMA foreign_keys = ON")


def _check_references(connection: Connection) -> None:
    """Raise DatabaseError, which undoes the upgrade, where a row refers to one that is not there."""
    if connection.dialect.name == "sqlite":
        lost = connection.exec_driver_sql("PRAGMA foreign_key_check").all()
        if lost:
            raise DatabaseError(f"The upgrade was undone: rows of {', '.join(sorted({row[0] for row in lost}))} refer to rows that are not there.")


def _is_of_a_model(name: str | None, kind: str, _parents: object) -> bool:
    """Tell whether what is in the database may be known to a model; indexes for words, and what SQLite keeps them in, are not."""
    return kind not in ("table", "index") or not is_of_an_index(name)


def differences(engine: Engine) -> list[object]:
    """Return what differs between the schema of the database and the models; an empty list when they are equal."""
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True, "compare_server_default": True, "include_name": _is_of_a_model})
        return list(compare_metadata(context, Base.metadata))

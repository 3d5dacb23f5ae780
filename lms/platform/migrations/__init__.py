"""Brings the schema of a database to the version that this program needs, atomically on both databases."""

from pathlib import Path

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine

from lms.platform.database import WRITES, Base

FOLDER = Path(__file__).parent


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(FOLDER).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    return config


def newest_version() -> str | None:
    """Return the version of the schema that this program needs."""
    return ScriptDirectory.from_config(_config()).get_current_head()


def version_of(engine: Engine) -> str | None:
    """Return the version of the schema that the database has, or None for an empty database."""
    with engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision()


def upgrade(engine: Engine) -> bool:
    """Bring the schema to the newest version in one transaction; tell whether anything was to be done."""
    if version_of(engine) == newest_version():
        return False
    config = _config()
    with engine.connect().execution_options(**{WRITES: True}) as connection, connection.begin():
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
    return True


def differences(engine: Engine) -> list[object]:
    """Return what differs between the schema of the database and the models; an empty list when they are equal."""
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True, "compare_server_default": True})
        return list(compare_metadata(context, Base.metadata))

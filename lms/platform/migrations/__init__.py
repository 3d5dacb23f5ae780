"""Brings the schema of a database to the version that this program needs, atomically on both databases."""

from pathlib import Path

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from sqlalchemy import Engine

from lms.platform.database import WRITES, Base
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
    with engine.connect().execution_options(**{WRITES: True}) as connection, connection.begin():
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
    return True


def differences(engine: Engine) -> list[object]:
    """Return what differs between the schema of the database and the models; an empty list when they are equal."""
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True, "compare_server_default": True})
        return list(compare_metadata(context, Base.metadata))

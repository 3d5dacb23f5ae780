"""The version of the schema: the one that this program needs and the one that a database has.

Serving asks for both, so this does without the tool that upgrades; ``migrations`` has that.
"""

from functools import cache
from pathlib import Path

from sqlalchemy import Engine, inspect, text

VERSIONS = Path(__file__).parent / "migrations" / "versions"
KEPT_IN = "alembic_version"


@cache
def newest_version() -> str:
    """Return the version of the schema that this program needs: the number of the last file of migrations."""
    return max(path.name.partition("_")[0] for path in VERSIONS.glob("[0-9]*_*.py"))


def version_of(engine: Engine) -> str | None:
    """Return the version of the schema that the database has, or None for an empty database."""
    with engine.connect() as connection:
        if not inspect(connection).has_table(KEPT_IN):
            return None
        return connection.execute(text("SELECT version_num FROM alembic_version")).scalar()

"""Whether a database keeps what it has acknowledged; looked at once, before anything is served from it."""

from pathlib import Path

from sqlalchemy import Engine, text
from sqlalchemy.engine import Connection
from sqlalchemy.exc import SQLAlchemyError

from lms.platform.database import DatabaseError


def check_durability(engine: Engine) -> None:
    """Raise DatabaseError when the database cannot be reached or may lose a commit that it has acknowledged."""
    try:
        with engine.connect() as connection:
            if engine.dialect.name == "sqlite":
                _check_sqlite(connection)
            else:
                _check_postgresql(connection)
    except SQLAlchemyError as error:
        engine.dispose()
        raise DatabaseError(_in_words(engine, error)) from error
    except DatabaseError:
        engine.dispose()  # nobody will serve from it
        raise


def _check_sqlite(connection: Connection) -> None:
    found = {name: connection.execute(text(f"PRAGMA {name}")).scalar() for name in ("journal_mode", "synchronous", "foreign_keys")}
    if found["synchronous"] not in (2, 3) or found["foreign_keys"] != 1 or found["journal_mode"] not in ("wal", "memory"):
        raise DatabaseError(
            f"The database would not keep what it has acknowledged: {found}. It needs journal_mode=wal, synchronous=FULL and"
            " foreign_keys=ON. Is it on a network drive? Move the instance folder to a local disk."
        )


def _check_postgresql(connection: Connection) -> None:
    for name in ("fsync", "full_page_writes", "synchronous_commit"):
        value = connection.execute(text(f"SHOW {name}")).scalar()
        if value == "off":
            raise DatabaseError(f"PostgreSQL runs with {name}=off and could lose acknowledged commits. Set it to on.")


def _in_words(engine: Engine, error: SQLAlchemyError) -> str:
    reason = str(getattr(error, "orig", None) or error).strip().splitlines()[0]
    if engine.dialect.name == "sqlite":
        return f"The database {Path(engine.url.database or '')} cannot be used: {reason}. Check that its folder can be written to."
    where = engine.url.set(drivername="postgresql").render_as_string(hide_password=True)
    return f"The database {where} cannot be used: {reason}. Check LMS_DATABASE_URL and that the server runs."

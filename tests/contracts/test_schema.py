"""The schema that migrations make is that of the models, on both databases, and an upgrade happens whole or not at all."""

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, event, inspect, select, text

from lms.domain.people.models import Person
from lms.platform.database import Base
from lms.platform.fulltext import is_of_an_index
from lms.platform.migrations import differences, upgrade
from lms.platform.schema import newest_version, version_of
from tests.support.databases import engine_of
from tests.support.source import LMS, ROOT

MakeDatabase = Callable[[], str]
VERSION_TABLE = "alembic_version"


def description(engine: Engine) -> dict[str, Any]:
    """Return all that a database says of its tables: columns, keys, references, conditions and indexes."""
    looked = inspect(engine)
    return {
        table: {
            "columns": [
                (each["name"], str(each["type"]), each["nullable"], each["default"])
                for each in looked.get_columns(table)
            ],
            "primary key": looked.get_pk_constraint(table),
            "references": ordered(looked.get_foreign_keys(table)),
            "unique": ordered(looked.get_unique_constraints(table)),
            "conditions": ordered(looked.get_check_constraints(table)),
            "indexes": ordered(looked.get_indexes(table)),
        }
        for table in sorted(looked.get_table_names())
        if table != VERSION_TABLE
    }


def ordered(things: list[Any]) -> list[str]:
    return sorted(str(plain(each)) for each in things)


def plain(value: Any) -> Any:
    """Return what was found as texts, so that two findings can be compared."""
    return (
        {name: plain(each) for name, each in sorted(value.items())} if isinstance(value, dict) else str(value)
    )


@pytest.mark.mend(
    "Number the new file in lms/platform/migrations/versions/ after the last one (0003_what_it_does.py), and "
    "let its revision and down_revision say so."
)
def test_the_newest_version_is_the_one_that_the_migrations_lead_to() -> None:
    scripts = ScriptDirectory(str(LMS / "platform" / "migrations"))
    assert newest_version() == scripts.get_current_head()


@pytest.mark.mend(
    "Write a new file in lms/platform/migrations/versions/ that makes what the models.py of the subject says. "
    "One that was released is never changed."
)
def test_the_migrated_schema_is_that_of_the_models(empty_databases: MakeDatabase) -> None:
    with engine_of(empty_databases()) as migrated, engine_of(empty_databases()) as declared:
        upgrade(migrated)
        Base.metadata.create_all(declared)
        assert differences(migrated) == []
        assert description(migrated) == description(declared)


@pytest.mark.mend(
    "Write a new file in lms/platform/migrations/versions/ that makes the table, and import its models.py in "
    "lms/foundation.py."
)
def test_every_table_of_the_models_is_there(empty_databases: MakeDatabase) -> None:
    with engine_of(empty_databases()) as engine:
        upgrade(engine)
        there = [name for name in inspect(engine).get_table_names() if not is_of_an_index(name)]
        assert sorted(there) == sorted([*Base.metadata.tables, VERSION_TABLE])


@pytest.mark.mend(
    "upgrade() in lms/platform/migrations/__init__.py must leave a database alone that has the newest "
    "version."
)
def test_upgrading_twice_does_nothing_the_second_time(empty_databases: MakeDatabase) -> None:
    with engine_of(empty_databases()) as engine:
        assert version_of(engine) is None
        assert upgrade(engine) is True
        before = description(engine)
        assert upgrade(engine) is False
        assert (version_of(engine), description(engine)) == (newest_version(), before)


@pytest.mark.mend(
    "Give the CheckConstraint a name in the models.py and in lms/platform/migrations/versions/; the others "
    "are named by Base in lms/platform/database.py."
)
def test_every_constraint_has_a_name_of_its_own(empty_databases: MakeDatabase) -> None:
    """A broken constraint is told apart by its name, and a later migration can find it."""
    with engine_of(empty_databases()) as engine:
        upgrade(engine)
        looked = inspect(engine)
        names: list[str] = []
        for table in Base.metadata.tables:
            constraints = [
                *looked.get_unique_constraints(table),
                *looked.get_check_constraints(table),
                *looked.get_foreign_keys(table),
            ]
            names += [str(each["name"]) for each in [*constraints, looked.get_pk_constraint(table)]]
        assert "None" not in names
        assert sorted(names) == sorted(set(names))
        assert [name for name in names if name[:3] not in ("uq_", "ck_", "fk_", "pk_")] == []


@pytest.mark.mend(
    "Let the migration in lms/platform/migrations/versions/ work on the connection that it is given, and "
    "commit nothing by itself."
)
def test_an_upgrade_that_fails_in_the_middle_leaves_nothing(empty_databases: MakeDatabase) -> None:
    for step in (1, 4, 12):
        with engine_of(empty_databases()) as engine:
            stop = stumble_at(engine, step)
            with pytest.raises(Stumbled):
                upgrade(engine)
            event.remove(engine, "before_cursor_execute", stop)
            assert [name for name in inspect(engine).get_table_names() if name != VERSION_TABLE] == []
            assert version_of(engine) is None
            assert upgrade(engine) is True
            assert differences(engine) == []


class Stumbled(Exception):
    """The upgrade fails here."""


def stumble_at(engine: Engine, step: int) -> Callable[..., None]:
    """Let the statement number ``step`` that changes the schema fail."""
    seen = 0

    def stop(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        nonlocal seen
        seen += statement.lstrip().upper().startswith(("CREATE", "INSERT", "ALTER"))
        if seen == step:
            raise Stumbled(statement)

    event.listen(engine, "before_cursor_execute", stop)
    return stop


@pytest.mark.slow
@pytest.mark.mend(
    "Let the migration in lms/platform/migrations/versions/ work on the connection that it is given, and "
    "commit nothing by itself."
)
def test_a_process_killed_in_the_middle_of_an_upgrade_leaves_the_old_or_the_new_schema(
    tmp_path: Path,
) -> None:
    urls = {
        step: f"sqlite:///{tmp_path}/killed-at-{step}.sqlite3" for step in (2, 6, 15, 30, 10_000)
    }  # the last: at its commit
    words = [word for step, url in urls.items() for word in (str(step), url)]
    done = subprocess.run(
        [sys.executable, "-m", "tests.support.killed_upgrade", *words], cwd=ROOT, timeout=60, check=False
    )
    assert done.returncode == 0, "every process was to be killed"
    for url in urls.values():
        with engine_of(url) as engine:
            assert version_of(engine) in (None, newest_version())
            assert upgrade(engine) in (True, False)
            assert (version_of(engine), differences(engine)) == (newest_version(), [])
            with engine.connect() as connection:
                assert connection.execute(select(Person.id)).all() == []
                assert (
                    engine.dialect.name != "sqlite"
                    or connection.execute(text("PRAGMA integrity_check")).scalar() == "ok"
                )

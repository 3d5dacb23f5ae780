"""The audit log is kept by the database itself, also where a backup became a site again; the doctor says where it is not."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import Delete, Update, delete, text, update
from sqlalchemy.exc import DatabaseError

from lms.domain.people.facts import NameChanged
from lms.domain.records.models import Audit, AuditSeal
from lms.domain.records.service import seal_audit
from lms.kernel.facts import announce
from lms.platform.database import WRITES, unit_of_work
from lms.platform.guards import TRIGGERS, missing_triggers, triggers_of
from tests.integration.backing.conftest import Home
from tests.makers import Makers
from tests.support.databases import engine_of

Homes = Callable[[str], Home]
Site = tuple[Home, Makers]

MACHINERY = {
    "sqlite": "SELECT sql FROM sqlite_master WHERE type = 'trigger' ORDER BY name",
    "postgresql": """
        SELECT pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal UNION ALL
        SELECT pg_get_functiondef(oid) FROM pg_proc WHERE pronamespace = current_schema()::regnamespace ORDER BY 1
    """,
}


def machinery_of(home: Home) -> list[str]:
    """Return what works by itself in a database: its triggers, and the functions that they call, as they were made."""
    with engine_of(home.settings.database) as engine, engine.connect() as connection:
        return [made for (made,) in connection.execute(text(MACHINERY[engine.dialect.name]))]


def restored(home: Home, homes: Homes, tmp_path: Path) -> Home:
    """Return a site that was restored from a backup of this one."""
    fresh = homes("fresh")
    home.lms("backup", str(tmp_path / "site.zip"))
    fresh.lms("restore", str(tmp_path / "site.zip"))
    return fresh


def test_what_the_migrations_let_the_database_do_by_itself_it_does_after_a_restore(a_site: Site, homes: Homes, tmp_path: Path) -> None:
    """Where this fails on PostgreSQL, a migration made a function of which lms/platform/postgresql_dump.py (FUNCTIONS) does not know."""
    home, _ = a_site
    fresh = restored(home, homes, tmp_path)
    assert machinery_of(fresh) == machinery_of(home)
    assert len(machinery_of(fresh)) == (7 if fresh.url.startswith("sqlite") else 3)


CHANGES = {
    "an entry is changed": update(Audit).values(object="x"),
    "an entry is removed": delete(Audit),
    "a seal is changed": update(AuditSeal).values(digest="x"),
    "a seal is removed": delete(AuditSeal),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES.keys())
def test_the_audit_log_refuses_changes_where_it_was_restored(a_site: Site, homes: Homes, tmp_path: Path, change: Delete | Update) -> None:
    home, make = a_site
    ana = make.person()
    with make.app.app_context(), unit_of_work():
        announce(NameChanged(at=make.now, person_id=ana.id))
    with make.app.app_context(), unit_of_work():
        assert seal_audit(now=make.now + timedelta(minutes=3)) == 1
    fresh = restored(home, homes, tmp_path)
    refused = pytest.raises(DatabaseError, match="the audit log is never changed")
    with engine_of(fresh.settings.database) as engine, engine.connect().execution_options(**{WRITES: True}) as connection, refused:
        connection.execute(change)


OFF = {
    "sqlite": ("DROP TRIGGER audit_is_not_changed", "audit_is_not_changed"),
    "postgresql": ("ALTER TABLE audit DISABLE TRIGGER audit_is_kept", "audit_is_kept"),
}


def test_a_log_that_the_database_does_not_keep_is_told(homes: Homes) -> None:
    """Where the first line fails, a migration made a trigger of which lms/platform/guards.py (TRIGGERS) does not know."""
    home = homes("site")
    home.lms("database", "upgrade")
    with engine_of(home.settings.database) as engine:
        assert (triggers_of(engine), missing_triggers(engine)) == (TRIGGERS[engine.dialect.name], [])
        statement, name = OFF[engine.dialect.name]
        with engine.connect().execution_options(**{WRITES: True}) as here, here.begin():
            here.execute(text(statement))
    said = f"The trigger {name} is missing or switched off, so the audit log could be changed unseen."
    assert said in home.lms("doctor").out
    assert [line[: len(said)] for line in home.lms("database", "check").lines] == [said]

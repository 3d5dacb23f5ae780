"""The triggers with which the database itself keeps the audit log: what they are called, and which of them are not there.

No comparison of tables sees them. A migration that adds one, or makes one of their tables anew, is to be told here.
"""

from sqlalchemy import Engine, text

TRIGGERS = {
    "sqlite": {
        "audit_is_not_changed": "audit",
        "audit_is_not_removed": "audit",
        "audit_seal_is_not_changed": "audit_seal",
        "audit_seal_is_not_removed": "audit_seal",
    },
    "postgresql": {"audit_is_kept": "audit", "audit_seal_is_kept": "audit_seal"},
}
FOUND = {
    "sqlite": "SELECT name, tbl_name AS on_table FROM sqlite_master WHERE type = 'trigger' AND tbl_name LIKE 'audit%'",
    "postgresql": """
        SELECT tgname AS name, relname AS on_table FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid
        WHERE relnamespace = current_schema()::regnamespace AND NOT tgisinternal AND tgenabled IN ('O', 'A') AND relname LIKE 'audit%'
    """,
}


def triggers_of(engine: Engine) -> dict[str, str]:
    """Return the triggers that keep the audit log in a database and that it heeds, each with its table."""
    with engine.connect() as connection:
        return {found.name: found.on_table for found in connection.execute(text(FOUND[engine.dialect.name]))}


def missing_triggers(engine: Engine) -> list[str]:
    """Return the names of the triggers that should be there and are not, or are switched off."""
    found = triggers_of(engine)
    return [name for name, table in TRIGGERS[engine.dialect.name].items() if found.get(name) != table]

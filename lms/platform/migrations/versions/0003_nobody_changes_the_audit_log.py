"""The audit log and its seals can be added to and never changed, and a person knows when they last signed in.

A later migration that makes one of these tables anew on SQLite must make its triggers anew too.
"""

import sqlalchemy as sa
from alembic import op

from lms.platform.database import Instant

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the change."""
    when_people_signed_in()
    if op.get_bind().dialect.name == "sqlite":
        keep_on_sqlite()
    else:
        keep_on_postgresql()


def when_people_signed_in() -> None:
    """Add when somebody last signed in, as far as the sign-ins that go on and the learning record can tell."""
    op.add_column("person", sa.Column("signed_in_at", Instant, nullable=True))
    op.execute(
        """
        UPDATE person SET signed_in_at = coalesce(
            (SELECT max(began_at) FROM session WHERE session.person_id = person.id),
            (SELECT max(at) FROM record WHERE record.person_id = person.id AND record.verb IN ('started', 'submitted', 'done'))
        )
        """
    )


def keep_on_sqlite() -> None:
    """Let the file itself refuse changes and removals."""
    op.execute(
        "CREATE TRIGGER audit_is_not_changed BEFORE UPDATE ON audit"
        " BEGIN SELECT RAISE(ABORT, 'the audit log is never changed'); END"
    )
    op.execute(
        "CREATE TRIGGER audit_is_not_removed BEFORE DELETE ON audit"
        " BEGIN SELECT RAISE(ABORT, 'the audit log is never changed'); END"
    )
    op.execute(
        "CREATE TRIGGER audit_seal_is_not_changed BEFORE UPDATE ON audit_seal"
        " BEGIN SELECT RAISE(ABORT, 'the audit log is never changed'); END"
    )
    op.execute(
        "CREATE TRIGGER audit_seal_is_not_removed BEFORE DELETE ON audit_seal"
        " BEGIN SELECT RAISE(ABORT, 'the audit log is never changed'); END"
    )


def keep_on_postgresql() -> None:
    """Let the server refuse changes and removals; the function may be there from a site that was in the database before."""
    op.execute(
        "CREATE OR REPLACE FUNCTION audit_is_never_changed() RETURNS trigger LANGUAGE plpgsql AS"
        " $$ BEGIN RAISE EXCEPTION 'the audit log is never changed'; END $$"
    )
    op.execute(
        "CREATE TRIGGER audit_is_kept BEFORE UPDATE OR DELETE ON audit"
        " FOR EACH ROW EXECUTE FUNCTION audit_is_never_changed()"
    )
    op.execute(
        "CREATE TRIGGER audit_seal_is_kept BEFORE UPDATE OR DELETE ON audit_seal"
        " FOR EACH ROW EXECUTE FUNCTION audit_is_never_changed()"
    )

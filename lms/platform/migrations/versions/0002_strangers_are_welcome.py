"""Strangers are welcome: guests, addresses to be confirmed, mail, notes, barriers, settings in the browser, audit log."""

import secrets

import sqlalchemy as sa
from alembic import op

from lms.platform.database import Instant

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

ROLES = "role IN ('guest', 'learner', 'trainer', 'admin')"
GUEST = "role <> 'guest' OR email_key IS NULL"


def upgrade() -> None:
    """Make the change."""
    people_without_address()
    sign_ins_with_a_name()
    new_tables()


def people_without_address() -> None:
    """Let a guest be a person without an address, and a person say how their name stands on certificates."""
    with op.batch_alter_table("person") as table:
        table.drop_constraint(op.f("ck_person_role"), type_="check")
        table.create_check_constraint(op.f("ck_person_role"), ROLES)
        table.create_check_constraint(op.f("ck_person_guest_has_no_email"), GUEST)
        table.alter_column("email", existing_type=sa.String(length=320), nullable=True)
        table.alter_column("email_key", existing_type=sa.String(length=320), nullable=True)
        table.add_column(sa.Column("certificate_name", sa.String(length=200), nullable=True))
    # Whoever has an account already was given their name "as it is printed on certificates", so nobody need ask them.
    person = sa.table("person", sa.column("name"), sa.column("certificate_name"))
    op.get_bind().execute(sa.update(person).values(certificate_name=person.c.name))


def sign_ins_with_a_name() -> None:
    """Give each sign-in a name by which its owner can end it; those that are going on get one now."""
    with op.batch_alter_table("session") as table:
        table.add_column(sa.Column("uid", sa.String(length=32), nullable=True))
        table.add_column(sa.Column("agent", sa.String(length=300), nullable=True))
        table.add_column(sa.Column("seen_as_id", sa.Integer(), nullable=True))
    session = sa.table("session", sa.column("token_digest"), sa.column("uid"))
    here = op.get_bind()
    for (digest,) in here.execute(sa.select(session.c.token_digest)).all():
        here.execute(
            sa.update(session).where(session.c.token_digest == digest).values(uid=secrets.token_hex(16))
        )
    with op.batch_alter_table("session") as table:
        table.alter_column("uid", existing_type=sa.String(length=32), nullable=False)
        table.create_unique_constraint(op.f("uq_session_uid"), ["uid"])
        table.create_foreign_key(
            op.f("fk_session_seen_as_id_person"), "person", ["seen_as_id"], ["id"], ondelete="CASCADE"
        )


def new_tables() -> None:
    """Make the tables that are new."""
    op.create_table(
        "audit_seal",
        sa.Column("up_to", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("sealed_at", Instant, nullable=False),
        sa.PrimaryKeyConstraint("up_to", name=op.f("pk_audit_seal")),
    )
    op.create_table(
        "job",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=100), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("body", sa.JSON(), nullable=False),
        sa.Column("made_at", Instant, nullable=False),
        sa.Column("due_at", Instant, nullable=False),
        sa.Column("lease_until", Instant, nullable=True),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("done_at", Instant, nullable=True),
        sa.Column("failed_at", Instant, nullable=True),
        sa.Column("error", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_job")),
        sa.UniqueConstraint("key", name=op.f("uq_job_key")),
    )
    with op.batch_alter_table("job", schema=None) as batch_op:
        batch_op.create_index(
            "ix_job_done_at_failed_at_due_at", ["done_at", "failed_at", "due_at"], unique=False
        )

    op.create_table(
        "site_setting",
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("value", sa.JSON(), nullable=False),
        sa.Column("changed_at", Instant, nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_site_setting")),
    )
    op.create_table(
        "audit",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", Instant, nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=True),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("action", sa.String(length=40), nullable=False),
        sa.Column("object", sa.String(length=128), nullable=False),
        sa.Column("changes", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["actor_id"], ["person.id"], name=op.f("fk_audit_actor_id_person")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_audit_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit")),
    )
    with op.batch_alter_table("audit", schema=None) as batch_op:
        batch_op.create_index("ix_audit_actor_id", ["actor_id"], unique=False)
        batch_op.create_index("ix_audit_person_id", ["person_id"], unique=False)

    op.create_table(
        "barrier",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.String(length=32), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("address", sa.String(length=2000), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("reply_to", sa.String(length=320), nullable=True),
        sa.Column("language", sa.String(length=35), nullable=False),
        sa.Column("reported_at", Instant, nullable=False),
        sa.Column("settled_at", Instant, nullable=True),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_barrier_person_id_person"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_barrier")),
        sa.UniqueConstraint("uid", name=op.f("uq_barrier_uid")),
    )
    with op.batch_alter_table("barrier", schema=None) as batch_op:
        batch_op.create_index("ix_barrier_reported_at", ["reported_at"], unique=False)

    op.create_table(
        "confirmation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.String(length=32), nullable=False),
        sa.Column("purpose", sa.String(length=16), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("guest_id", sa.Integer(), nullable=True),
        sa.Column("email", sa.String(length=320), nullable=False),
        sa.Column("email_key", sa.String(length=320), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=True),
        sa.Column("password_hash", sa.String(length=200), nullable=True),
        sa.Column("language", sa.String(length=35), nullable=True),
        sa.Column("browser_digest", sa.String(length=64), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("made_at", Instant, nullable=False),
        sa.Column("expires_at", Instant, nullable=False),
        sa.Column("used_at", Instant, nullable=True),
        sa.CheckConstraint("purpose IN ('register', 'reset', 'email')", name=op.f("ck_confirmation_purpose")),
        sa.ForeignKeyConstraint(
            ["guest_id"], ["person.id"], name=op.f("fk_confirmation_guest_id_person"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_confirmation_person_id_person"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_confirmation")),
        sa.UniqueConstraint("uid", name=op.f("uq_confirmation_uid")),
    )
    with op.batch_alter_table("confirmation", schema=None) as batch_op:
        batch_op.create_index("ix_confirmation_browser_digest", ["browser_digest"], unique=False)
        batch_op.create_index("ix_confirmation_email_key_made_at", ["email_key", "made_at"], unique=False)

    op.create_table(
        "note",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("course_id", sa.Integer(), nullable=False),
        sa.Column("activity_key", sa.String(length=63), nullable=False),
        sa.Column("passage", sa.String(length=40), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("prompt", sa.String(length=500), nullable=False),
        sa.Column("language", sa.String(length=35), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("client", sa.String(length=32), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("written_at", Instant, nullable=False),
        sa.ForeignKeyConstraint(["course_id"], ["course.id"], name=op.f("fk_note_course_id_course")),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_note_person_id_person"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_note")),
        sa.UniqueConstraint(
            "person_id",
            "course_id",
            "activity_key",
            "passage",
            name=op.f("uq_note_person_id_course_id_activity_key_passage"),
        ),
    )

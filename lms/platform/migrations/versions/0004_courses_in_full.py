"""Courses in full: drafts, notices, what is found by searching, and more kinds of pages."""

import sqlalchemy as sa
from alembic import op

from lms.platform.database import Instant

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

PAGES = "kind IN ('outline', 'lesson', 'quiz', 'scenario', 'cards')"


def upgrade() -> None:
    """Make the change."""
    with op.batch_alter_table("page") as table:
        table.drop_constraint(op.f("ck_page_kind"), type_="check")
        table.create_check_constraint(op.f("ck_page_kind"), PAGES)
    drafts()
    notices()
    what_is_found()


def drafts() -> None:
    """Make the tables of courses that are being written."""
    op.create_table(
        "draft",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.String(length=32), nullable=False),
        sa.Column("key", sa.String(length=63), nullable=False),
        sa.Column("origin", sa.String(length=16), nullable=False),
        sa.Column("base_edition_id", sa.Integer(), nullable=True),
        sa.Column("made_by", sa.Integer(), nullable=True),
        sa.Column("made_at", Instant, nullable=False),
        sa.Column("changed_at", Instant, nullable=False),
        sa.CheckConstraint("origin IN ('authored', 'imported')", name=op.f("ck_draft_origin")),
        sa.ForeignKeyConstraint(["base_edition_id"], ["edition.id"], name=op.f("fk_draft_base_edition_id_edition")),
        sa.ForeignKeyConstraint(["made_by"], ["person.id"], name=op.f("fk_draft_made_by_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_draft")),
        sa.UniqueConstraint("key", name=op.f("uq_draft_key")),
        sa.UniqueConstraint("uid", name=op.f("uq_draft_uid")),
    )
    op.create_table(
        "draft_file",
        sa.Column("draft_id", sa.Integer(), nullable=False),
        sa.Column("path", sa.String(length=400), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(["digest"], ["blob.digest"], name=op.f("fk_draft_file_digest_blob")),
        sa.ForeignKeyConstraint(["draft_id"], ["draft.id"], name=op.f("fk_draft_file_draft_id_draft"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("draft_id", "path", name=op.f("pk_draft_file")),
    )


def notices() -> None:
    """Make the table of what publishers tell everybody who reads."""
    op.add_column("course", sa.Column("notices", sa.String(length=64), server_default=sa.text("''"), nullable=False))
    op.create_table(
        "notice",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.String(length=32), nullable=False),
        sa.Column("course_id", sa.Integer(), nullable=False),
        sa.Column("activity_keys", sa.JSON(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("texts", sa.JSON(), nullable=False),
        sa.Column("to_holders", sa.Boolean(), nullable=False),
        sa.Column("published_by", sa.Integer(), nullable=True),
        sa.Column("published_at", Instant, nullable=False),
        sa.Column("withdrawn_at", Instant, nullable=True),
        sa.ForeignKeyConstraint(["course_id"], ["course.id"], name=op.f("fk_notice_course_id_course")),
        sa.ForeignKeyConstraint(["published_by"], ["person.id"], name=op.f("fk_notice_published_by_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notice")),
        sa.UniqueConstraint("uid", name=op.f("uq_notice_uid")),
    )
    op.create_index("ix_notice_course_id", "notice", ["course_id"])


def what_is_found() -> None:
    """Make the table of documents that are found by searching."""
    op.create_table(
        "findable",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("line_id", sa.Integer(), nullable=False),
        sa.Column("activity_key", sa.String(length=63), nullable=False),
        sa.Column("language", sa.String(length=35), nullable=False),
        sa.Column("page", sa.String(length=64), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["line_id"], ["line.id"], name=op.f("fk_findable_line_id_line")),
        sa.ForeignKeyConstraint(["page"], ["page.digest"], name=op.f("fk_findable_page_page")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_findable")),
        sa.UniqueConstraint("line_id", "activity_key", "language", name=op.f("uq_findable_line_id_activity_key_language")),
    )

"""Quizzes in full: marks per question, flags, further attempts, essays, regrades and surveys."""

import sqlalchemy as sa
from alembic import op

from lms.platform.database import Instant

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

OPEN_WITH_AN_END = sa.text("submitted_at IS NULL AND closes_at IS NOT NULL")


def upgrade() -> None:
    """Make the change; marks per question of attempts from before are filled in by the worker."""
    op.add_column("person", sa.Column("extra_time", sa.Integer(), server_default=sa.text("0"), nullable=False))
    attempts()
    marks()
    further_attempts()
    essays()
    regrades()
    surveys()


def attempts() -> None:
    """Let attempts say how they ended, how much more time their learner had, and under which number to ask after them."""
    op.add_column("attempt", sa.Column("extra_time", sa.Integer(), server_default=sa.text("0"), nullable=False))
    op.add_column("attempt", sa.Column("ended_by", sa.String(length=16), nullable=True))
    op.add_column("attempt", sa.Column("receipt", sa.String(length=16), nullable=True))
    op.create_index("uq_attempt_receipt", "attempt", ["receipt"], unique=True)
    op.create_index("ix_attempt_closes_at", "attempt", ["closes_at"], sqlite_where=OPEN_WITH_AN_END, postgresql_where=OPEN_WITH_AN_END)
    op.create_index("ix_attempt_edition_id_quiz_key", "attempt", ["edition_id", "quiz_key"])


def marks() -> None:
    """Make the tables of what single questions were worth, and to which their learner wants to come back."""
    op.create_table(
        "question_mark",
        sa.Column("attempt_id", sa.Integer(), nullable=False),
        sa.Column("question_key", sa.String(length=63), nullable=False),
        sa.Column("response_id", sa.Integer(), nullable=True),
        sa.Column("num", sa.BigInteger(), nullable=True),
        sa.Column("den", sa.BigInteger(), nullable=True),
        sa.Column("seconds", sa.Integer(), nullable=True),
        sa.CheckConstraint("den IS NULL OR den > 0", name=op.f("ck_question_mark_den")),
        sa.CheckConstraint("(num IS NULL) = (den IS NULL)", name=op.f("ck_question_mark_whole")),
        sa.ForeignKeyConstraint(["attempt_id"], ["attempt.id"], name=op.f("fk_question_mark_attempt_id_attempt"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["response_id"], ["response.id"], name=op.f("fk_question_mark_response_id_response")),
        sa.PrimaryKeyConstraint("attempt_id", "question_key", name=op.f("pk_question_mark")),
    )
    op.create_table(
        "question_flag",
        sa.Column("attempt_id", sa.Integer(), nullable=False),
        sa.Column("question_key", sa.String(length=63), nullable=False),
        sa.ForeignKeyConstraint(["attempt_id"], ["attempt.id"], name=op.f("fk_question_flag_attempt_id_attempt"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("attempt_id", "question_key", name=op.f("pk_question_flag")),
    )


def further_attempts() -> None:
    """Make the table of attempts beyond those that a quiz allows."""
    op.create_table(
        "further_attempt",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.String(length=32), nullable=False),
        sa.Column("enrolment_id", sa.Integer(), nullable=False),
        sa.Column("quiz_key", sa.String(length=63), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("made_at", Instant, nullable=False),
        sa.Column("reminded_at", Instant, nullable=True),
        sa.Column("decided_at", Instant, nullable=True),
        sa.Column("decided_by", sa.Integer(), nullable=True),
        sa.Column("is_granted", sa.Boolean(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.CheckConstraint("(decided_at IS NULL) = (is_granted IS NULL)", name=op.f("ck_further_attempt_decided")),
        sa.ForeignKeyConstraint(["decided_by"], ["person.id"], name=op.f("fk_further_attempt_decided_by_person")),
        sa.ForeignKeyConstraint(["enrolment_id"], ["enrolment.id"], name=op.f("fk_further_attempt_enrolment_id_enrolment"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_further_attempt")),
        sa.UniqueConstraint("uid", name=op.f("uq_further_attempt_uid")),
    )
    op.create_index("uq_further_attempt_waiting", "further_attempt", ["enrolment_id", "quiz_key"], unique=True, sqlite_where=sa.text("decided_at IS NULL"), postgresql_where=sa.text("decided_at IS NULL"))
    op.create_index("ix_further_attempt_enrolment_id_quiz_key", "further_attempt", ["enrolment_id", "quiz_key"])


def essays() -> None:
    """Make the tables of what people mark."""
    op.create_table(
        "marking_way",
        sa.Column("course_id", sa.Integer(), nullable=False),
        sa.Column("quiz_key", sa.String(length=63), nullable=False),
        sa.Column("is_anonymous", sa.Boolean(), nullable=False),
        sa.Column("markers", sa.Integer(), nullable=False),
        sa.CheckConstraint("markers IN (1, 2)", name=op.f("ck_marking_way_markers")),
        sa.ForeignKeyConstraint(["course_id"], ["course.id"], name=op.f("fk_marking_way_course_id_course")),
        sa.PrimaryKeyConstraint("course_id", "quiz_key", name=op.f("pk_marking_way")),
    )
    op.create_table(
        "essay_claim",
        sa.Column("attempt_id", sa.Integer(), nullable=False),
        sa.Column("question_key", sa.String(length=63), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("until", Instant, nullable=False),
        sa.ForeignKeyConstraint(["attempt_id"], ["attempt.id"], name=op.f("fk_essay_claim_attempt_id_attempt"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_essay_claim_person_id_person")),
        sa.PrimaryKeyConstraint("attempt_id", "question_key", name=op.f("pk_essay_claim")),
    )
    op.create_table(
        "essay_mark",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("attempt_id", sa.Integer(), nullable=False),
        sa.Column("question_key", sa.String(length=63), nullable=False),
        sa.Column("marker_id", sa.Integer(), nullable=False),
        sa.Column("criteria", sa.JSON(), nullable=False),
        sa.Column("num", sa.BigInteger(), nullable=False),
        sa.Column("den", sa.BigInteger(), nullable=False),
        sa.Column("comment", sa.Text(), nullable=False),
        sa.Column("at", Instant, nullable=False),
        sa.CheckConstraint("den > 0", name=op.f("ck_essay_mark_den")),
        sa.ForeignKeyConstraint(["attempt_id"], ["attempt.id"], name=op.f("fk_essay_mark_attempt_id_attempt"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["marker_id"], ["person.id"], name=op.f("fk_essay_mark_marker_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_essay_mark")),
        sa.UniqueConstraint("attempt_id", "question_key", "marker_id", name=op.f("uq_essay_mark_attempt_id_question_key_marker_id")),
    )


def regrades() -> None:
    """Make the tables of marks that were computed anew."""
    op.create_table(
        "regrade",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.String(length=32), nullable=False),
        sa.Column("course_id", sa.Integer(), nullable=False),
        sa.Column("edition_id", sa.Integer(), nullable=False),
        sa.Column("by", sa.Integer(), nullable=True),
        sa.Column("at", Instant, nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("may_lower", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["by"], ["person.id"], name=op.f("fk_regrade_by_person")),
        sa.ForeignKeyConstraint(["course_id"], ["course.id"], name=op.f("fk_regrade_course_id_course")),
        sa.ForeignKeyConstraint(["edition_id"], ["edition.id"], name=op.f("fk_regrade_edition_id_edition")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_regrade")),
        sa.UniqueConstraint("uid", name=op.f("uq_regrade_uid")),
    )
    op.create_index("ix_regrade_course_id", "regrade", ["course_id"])
    op.create_table(
        "regraded",
        sa.Column("regrade_id", sa.Integer(), nullable=False),
        sa.Column("attempt_id", sa.Integer(), nullable=False),
        sa.Column("old_num", sa.BigInteger(), nullable=False),
        sa.Column("old_den", sa.BigInteger(), nullable=False),
        sa.Column("new_num", sa.BigInteger(), nullable=False),
        sa.Column("new_den", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["attempt_id"], ["attempt.id"], name=op.f("fk_regraded_attempt_id_attempt"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["regrade_id"], ["regrade.id"], name=op.f("fk_regraded_regrade_id_regrade")),
        sa.PrimaryKeyConstraint("regrade_id", "attempt_id", name=op.f("pk_regraded")),
    )
    op.create_index("ix_regraded_attempt_id", "regraded", ["attempt_id"])


def surveys() -> None:
    """Make the table of what was said in surveys, by nobody knows whom."""
    op.create_table(
        "survey_answer",
        sa.Column("uid", sa.String(length=32), nullable=False),
        sa.Column("course_id", sa.Integer(), nullable=False),
        sa.Column("quiz_key", sa.String(length=63), nullable=False),
        sa.Column("edition_id", sa.Integer(), nullable=False),
        sa.Column("question_key", sa.String(length=63), nullable=False),
        sa.Column("body", sa.JSON(), nullable=False),
        sa.Column("language", sa.String(length=35), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(["course_id"], ["course.id"], name=op.f("fk_survey_answer_course_id_course")),
        sa.ForeignKeyConstraint(["edition_id"], ["edition.id"], name=op.f("fk_survey_answer_edition_id_edition")),
        sa.PrimaryKeyConstraint("uid", name=op.f("pk_survey_answer")),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_survey_answer_course_id_quiz_key", "survey_answer", ["course_id", "quiz_key"])

"""Attempts and the append-only events in which their answers were given."""

from datetime import datetime
from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    CheckConstraint,
    ForeignKey,
    Index,
    Integer,
    String,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from lms.platform.database import Base, Instant


class Attempt(Base):
    """A person's nth try at a quiz, bound for ever to the edition with which it began.

    The mark is a share of all points in [0, 1], kept as two integers; ``marked_edition_id`` is the edition whose key
    gave it. At most one attempt per enrolment and quiz is open.
    """

    __tablename__ = "attempt"
    __table_args__ = (
        UniqueConstraint("enrolment_id", "quiz_key", "nth"),
        Index(
            "uq_attempt_open",
            "enrolment_id",
            "quiz_key",
            unique=True,
            sqlite_where=text("submitted_at IS NULL"),
            postgresql_where=text("submitted_at IS NULL"),
        ),
        CheckConstraint("(mark_num IS NULL) = (mark_den IS NULL)", name="mark_whole"),
        CheckConstraint("mark_den IS NULL OR mark_den > 0", name="mark_den"),
    )

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    uid: Mapped[str] = mapped_column(String(32), unique=True)
    enrolment_id: Mapped[int] = mapped_column(ForeignKey("enrolment.id"))
    quiz_key: Mapped[str] = mapped_column(String(63))
    nth: Mapped[int]
    edition_id: Mapped[int] = mapped_column(ForeignKey("edition.id"))
    seed: Mapped[str] = mapped_column(String(32))
    began_at: Mapped[datetime] = mapped_column(Instant)
    closes_at: Mapped[datetime | None] = mapped_column(Instant)
    submitted_at: Mapped[datetime | None] = mapped_column(Instant)
    mark_num: Mapped[int | None] = mapped_column(BigInteger)
    mark_den: Mapped[int | None] = mapped_column(BigInteger)
    marked_edition_id: Mapped[int | None] = mapped_column(ForeignKey("edition.id"))


class Response(Base):
    """One answer as it was given at one moment; append-only. ``body`` has the shapes of course-format G13."""

    __tablename__ = "response"
    __table_args__ = (UniqueConstraint("attempt_id", "client", "seq"),)

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    attempt_id: Mapped[int] = mapped_column(ForeignKey("attempt.id"))
    question_key: Mapped[str] = mapped_column(String(63))
    client: Mapped[str] = mapped_column(String(32))
    seq: Mapped[int]
    body: Mapped[Any] = mapped_column(JSON)
    language: Mapped[str] = mapped_column(String(35))
    at: Mapped[datetime] = mapped_column(Instant)

"""Attempts, the append-only events in which their answers were given, and what became of them."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    CheckConstraint,
    Date,
    ForeignKey,
    Index,
    Integer,
    String,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from lms.platform.database import Base, Instant


class Attempt(Base):
    """A person's nth try at a quiz, bound for ever to the edition with which it began.

    The mark is a share of all points in [0, 1], kept as two integers; ``marked_edition_id`` is the edition whose key
    gave it, None as long as a person must mark something. At most one attempt per enrolment and quiz is open.
    ``extra_time`` is how much more time its learner had, in percent; ``ended_by`` says who sent it in; ``receipt`` is the
    number by which its learner can ask after it.
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
        Index("uq_attempt_receipt", "receipt", unique=True),
        # What the worker sends in when its time is over.
        Index(
            "ix_attempt_closes_at",
            "closes_at",
            sqlite_where=text("submitted_at IS NULL AND closes_at IS NOT NULL"),
            postgresql_where=text("submitted_at IS NULL AND closes_at IS NOT NULL"),
        ),
        Index("ix_attempt_edition_id_quiz_key", "edition_id", "quiz_key"),
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
    extra_time: Mapped[int] = mapped_column(server_default=text("0"))
    ended_by: Mapped[str | None] = mapped_column(String(16))
    receipt: Mapped[str | None] = mapped_column(String(16))


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


class QuestionMark(Base):
    """What one question of a submitted attempt was worth: ``num`` ÷ ``den`` of its points, None while a person must mark.

    ``response_id`` is the answer that counted, None where nothing was answered; ``seconds`` how long the question took,
    as far as the answers tell. A regrade changes the share, never the answer.
    """

    __tablename__ = "question_mark"
    __table_args__ = (
        CheckConstraint("(num IS NULL) = (den IS NULL)", name="whole"),
        CheckConstraint("den IS NULL OR den > 0", name="den"),
    )

    attempt_id: Mapped[int] = mapped_column(ForeignKey("attempt.id", ondelete="CASCADE"), primary_key=True)
    question_key: Mapped[str] = mapped_column(String(63), primary_key=True)
    response_id: Mapped[int | None] = mapped_column(ForeignKey("response.id"))
    num: Mapped[int | None] = mapped_column(BigInteger)
    den: Mapped[int | None] = mapped_column(BigInteger)
    seconds: Mapped[int | None]


class Flag(Base):
    """A question to which its learner wants to come back before sending."""

    __tablename__ = "question_flag"

    attempt_id: Mapped[int] = mapped_column(ForeignKey("attempt.id", ondelete="CASCADE"), primary_key=True)
    question_key: Mapped[str] = mapped_column(String(63), primary_key=True)


class FurtherAttempt(Base):
    """An attempt beyond those that a quiz allows: asked for by its learner, or given without being asked.

    ``words`` are the learner's, ``reason`` that of whoever decided. At most one request per enrolment and quiz waits.
    """

    __tablename__ = "further_attempt"
    __table_args__ = (
        CheckConstraint("(decided_at IS NULL) = (is_granted IS NULL)", name="decided"),
        Index(
            "uq_further_attempt_waiting",
            "enrolment_id",
            "quiz_key",
            unique=True,
            sqlite_where=text("decided_at IS NULL"),
            postgresql_where=text("decided_at IS NULL"),
        ),
        Index("ix_further_attempt_enrolment_id_quiz_key", "enrolment_id", "quiz_key"),
    )

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    uid: Mapped[str] = mapped_column(String(32), unique=True)
    enrolment_id: Mapped[int] = mapped_column(ForeignKey("enrolment.id", ondelete="CASCADE"))
    quiz_key: Mapped[str] = mapped_column(String(63))
    words: Mapped[str] = mapped_column(Text)
    made_at: Mapped[datetime] = mapped_column(Instant)
    reminded_at: Mapped[datetime | None] = mapped_column(Instant)
    decided_at: Mapped[datetime | None] = mapped_column(Instant)
    decided_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    is_granted: Mapped[bool | None]
    reason: Mapped[str] = mapped_column(Text)


class MarkingWay(Base):
    """How the essays of a quiz are marked: without names, and by one marker or two."""

    __tablename__ = "marking_way"
    __table_args__ = (CheckConstraint("markers IN (1, 2)", name="markers"),)

    course_id: Mapped[int] = mapped_column(ForeignKey("course.id"), primary_key=True)
    quiz_key: Mapped[str] = mapped_column(String(63), primary_key=True)
    is_anonymous: Mapped[bool]
    markers: Mapped[int]


class EssayClaim(Base):
    """Who is marking an essay just now, so that two do not mark the same; it lapses by itself."""

    __tablename__ = "essay_claim"

    attempt_id: Mapped[int] = mapped_column(ForeignKey("attempt.id", ondelete="CASCADE"), primary_key=True)
    question_key: Mapped[str] = mapped_column(String(63), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    until: Mapped[datetime] = mapped_column(Instant)


class EssayMark(Base):
    """What one marker gave an essay: ``criteria`` the points per criterion of its rubric, in their order.

    ``num`` ÷ ``den`` is the share of the points of the question; ``comment`` is shown to the learner.
    """

    __tablename__ = "essay_mark"
    __table_args__ = (UniqueConstraint("attempt_id", "question_key", "marker_id"), CheckConstraint("den > 0", name="den"))

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    attempt_id: Mapped[int] = mapped_column(ForeignKey("attempt.id", ondelete="CASCADE"))
    question_key: Mapped[str] = mapped_column(String(63))
    marker_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    criteria: Mapped[Any] = mapped_column(JSON)
    num: Mapped[int] = mapped_column(BigInteger)
    den: Mapped[int] = mapped_column(BigInteger)
    comment: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime] = mapped_column(Instant)


class Regrade(Base):
    """Marks computed anew behind a mended answer key: who did it, when, why, and whether marks were allowed to fall."""

    __tablename__ = "regrade"
    __table_args__ = (Index("ix_regrade_course_id", "course_id"),)

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    uid: Mapped[str] = mapped_column(String(32), unique=True)
    course_id: Mapped[int] = mapped_column(ForeignKey("course.id"))
    edition_id: Mapped[int] = mapped_column(ForeignKey("edition.id"))
    by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime] = mapped_column(Instant)
    reason: Mapped[str] = mapped_column(Text)
    may_lower: Mapped[bool]


class Regraded(Base):
    """One attempt whose mark a regrade changed, from what to what."""

    __tablename__ = "regraded"
    __table_args__ = (Index("ix_regraded_attempt_id", "attempt_id"),)

    regrade_id: Mapped[int] = mapped_column(ForeignKey("regrade.id"), primary_key=True)
    attempt_id: Mapped[int] = mapped_column(ForeignKey("attempt.id", ondelete="CASCADE"), primary_key=True)
    old_num: Mapped[int] = mapped_column(BigInteger)
    old_den: Mapped[int] = mapped_column(BigInteger)
    new_num: Mapped[int] = mapped_column(BigInteger)
    new_den: Mapped[int] = mapped_column(BigInteger)


class SurveyAnswer(Base):
    """One answer to a survey, with nothing that leads to a person: no sheet, no moment, and a name that says no order."""

    __tablename__ = "survey_answer"
    __table_args__ = (Index("ix_survey_answer_course_id_quiz_key", "course_id", "quiz_key"), {"sqlite_with_rowid": False})

    uid: Mapped[str] = mapped_column(String(32), primary_key=True)
    course_id: Mapped[int] = mapped_column(ForeignKey("course.id"))
    quiz_key: Mapped[str] = mapped_column(String(63))
    edition_id: Mapped[int] = mapped_column(ForeignKey("edition.id"))
    question_key: Mapped[str] = mapped_column(String(63))
    body: Mapped[Any] = mapped_column(JSON)
    language: Mapped[str] = mapped_column(String(35))
    day: Mapped[date] = mapped_column(Date)

"""Courses, lines of editions, and the files and pages that an edition holds (data-model.md).

A **line** is a chain of editions in which each may replace the one before without harm to anybody; an enrolment is
bound to a line. An **edition** is a course as it was published once: it never changes. Files are kept once, by
digest, and so is every page that was rendered from them.
"""

from datetime import datetime

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    String,
    Text,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column

from lms.platform.database import Base, Instant


class Course(Base):
    """A course as an identity: ``uid`` for ever, ``key`` as people chose it."""

    __tablename__ = "course"
    __table_args__ = (
        CheckConstraint("visibility IN ('public', 'signed-in', 'invited')", name="visibility"),
        CheckConstraint("origin IN ('shipped', 'authored', 'imported')", name="origin"),
    )

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    uid: Mapped[str] = mapped_column(String(32), unique=True)
    key: Mapped[str] = mapped_column(String(63), unique=True)
    visibility: Mapped[str] = mapped_column(String(16))
    origin: Mapped[str] = mapped_column(String(16))
    derived_from: Mapped[str | None] = mapped_column(String(32))
    created_at: Mapped[datetime] = mapped_column(Instant)


class Line(Base):
    """A chain of editions; ``head`` is the number of the edition that learners bound to it see."""

    __tablename__ = "line"
    __table_args__ = (UniqueConstraint("course_id", "number"),)

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    course_id: Mapped[int] = mapped_column(ForeignKey("course.id"))
    number: Mapped[int]
    # A number and not a reference: line and edition would refer to each other, which SQLite cannot add afterwards.
    head: Mapped[int]


class Edition(Base):
    """A course as it was published once; immutable. Its name for people is ``<line>.<edition>``."""

    __tablename__ = "edition"
    __table_args__ = (
        UniqueConstraint("line_id", "number"),
        CheckConstraint("kind IN ('new', 'correction', 'key-fix', 'revision')", name="kind"),
    )

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    line_id: Mapped[int] = mapped_column(ForeignKey("line.id"))
    number: Mapped[int]
    map_digest: Mapped[str] = mapped_column(String(64))
    kind: Mapped[str] = mapped_column(String(16))
    published_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    published_at: Mapped[datetime] = mapped_column(Instant)
    note: Mapped[str] = mapped_column(Text, default="")


class Blob(Base):
    """Bytes kept once, by the digest that the map gives them."""

    __tablename__ = "blob"

    digest: Mapped[str] = mapped_column(String(64), primary_key=True)
    size: Mapped[int]
    media_type: Mapped[str] = mapped_column(String(64))
    body: Mapped[bytes] = mapped_column(LargeBinary)


class EditionFile(Base):
    """A file of an edition: its path in the map and the digest of its bytes."""

    __tablename__ = "edition_file"
    __table_args__ = (Index("ix_edition_file_digest", "digest"),)

    edition_id: Mapped[int] = mapped_column(ForeignKey("edition.id"), primary_key=True)
    path: Mapped[str] = mapped_column(String(400), primary_key=True)
    digest: Mapped[str] = mapped_column(ForeignKey("blob.digest"))


class Page(Base):
    """Something made from an edition, kept by the digest of everything it depends on; never changed, only added.

    ``body`` is safe HTML for a lesson and JSON for an outline or a quiz; ``text`` is the plain text for searching.
    """

    __tablename__ = "page"
    __table_args__ = (CheckConstraint("kind IN ('outline', 'lesson', 'quiz')", name="kind"),)

    digest: Mapped[str] = mapped_column(String(64), primary_key=True)
    kind: Mapped[str] = mapped_column(String(16))
    body: Mapped[str] = mapped_column(Text)
    text: Mapped[str] = mapped_column(Text)


class Staff(Base):
    """A person who teaches or edits a course; power over a course comes from such a row only."""

    __tablename__ = "staff"
    __table_args__ = (CheckConstraint("part IN ('editor', 'teacher')", name="part"),)

    course_id: Mapped[int] = mapped_column(ForeignKey("course.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)
    part: Mapped[str] = mapped_column(String(16), primary_key=True)

"""Courses, lines of editions, and the files and pages that an edition holds (data-model.md).

A **line** is a chain of editions in which each may replace the one before without harm to anybody; an enrolment is
bound to a line. An **edition** is a course as it was published once: it never changes. Files are kept once, by
digest, and so is every page that was rendered from them.
"""

from datetime import date, datetime

from sqlalchemy import (
    JSON,
    Boolean,
    CheckConstraint,
    Date,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    String,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from lms.platform import fulltext
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
    # The digest of the notices that are shown, empty where there are none: what is kept of them in memory is kept under it.
    notices: Mapped[str] = mapped_column(String(64), default="", server_default=text("''"))


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

    ``body`` is JSON that holds safe HTML, or the outline; ``text`` is the plain text for searching.
    """

    __tablename__ = "page"
    __table_args__ = (CheckConstraint("kind IN ('outline', 'lesson', 'quiz', 'scenario', 'cards')", name="kind"),)

    digest: Mapped[str] = mapped_column(String(64), primary_key=True)
    kind: Mapped[str] = mapped_column(String(16))
    body: Mapped[str] = mapped_column(Text)
    text: Mapped[str] = mapped_column(Text)


class Draft(Base):
    """A course that is being written, at most one for each key; publishing freezes it into an edition.

    ``base_edition_id`` is the edition from which it was made, None for a course from nothing or from elsewhere.
    """

    __tablename__ = "draft"
    __table_args__ = (CheckConstraint("origin IN ('authored', 'imported')", name="origin"),)

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    uid: Mapped[str] = mapped_column(String(32), unique=True)
    key: Mapped[str] = mapped_column(String(63), unique=True)
    origin: Mapped[str] = mapped_column(String(16))
    base_edition_id: Mapped[int | None] = mapped_column(ForeignKey("edition.id"))
    made_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    made_at: Mapped[datetime] = mapped_column(Instant)
    changed_at: Mapped[datetime] = mapped_column(Instant)


class DraftFile(Base):
    """A file of a draft: its path in the map and the digest of its bytes."""

    __tablename__ = "draft_file"

    draft_id: Mapped[int] = mapped_column(ForeignKey("draft.id", ondelete="CASCADE"), primary_key=True)
    path: Mapped[str] = mapped_column(String(400), primary_key=True)
    digest: Mapped[str] = mapped_column(ForeignKey("blob.digest"))


class Notice(Base):
    """What a publisher tells everybody who reads a course, or one activity of it, in all its lines: no edition.

    ``activity_keys`` are all keys that the activity has or had, none where the whole course is meant. ``day`` is the date that people read beside it; ``texts`` holds plain text by language. ``to_holders`` says whether
    holders of a certificate of the course were written to as well. A notice that was taken back stays, for it was sent.
    """

    __tablename__ = "notice"
    __table_args__ = (Index("ix_notice_course_id", "course_id"),)

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    uid: Mapped[str] = mapped_column(String(32), unique=True)
    course_id: Mapped[int] = mapped_column(ForeignKey("course.id"))
    activity_keys: Mapped[list[str]] = mapped_column(JSON)
    day: Mapped[date] = mapped_column(Date)
    texts: Mapped[dict[str, str]] = mapped_column(JSON)
    to_holders: Mapped[bool] = mapped_column(Boolean)
    published_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    published_at: Mapped[datetime] = mapped_column(Instant)
    withdrawn_at: Mapped[datetime | None] = mapped_column(Instant)


class Findable(Base):
    """A document of the edition at the head of a line, in one language, by which it is found when people search.

    ``title`` is as written; ``words`` are those of title and text folded, with blanks between (``kernel.folding``); the
    plain text itself is that of the page.
    """

    __tablename__ = "findable"
    __table_args__ = (UniqueConstraint("line_id", "activity_key", "language"),)

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    line_id: Mapped[int] = mapped_column(ForeignKey("line.id"))
    activity_key: Mapped[str] = mapped_column(String(63))
    language: Mapped[str] = mapped_column(String(35))
    page: Mapped[str] = mapped_column(ForeignKey("page.digest"))
    title: Mapped[str] = mapped_column(Text)
    words: Mapped[str] = mapped_column(Text)


fulltext.made_with(Base.metadata.tables["findable"])


class Staff(Base):
    """A person who teaches or edits a course; power over a course comes from such a row only."""

    __tablename__ = "staff"
    __table_args__ = (CheckConstraint("part IN ('editor', 'teacher')", name="part"),)

    course_id: Mapped[int] = mapped_column(ForeignKey("course.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)
    part: Mapped[str] = mapped_column(String(16), primary_key=True)

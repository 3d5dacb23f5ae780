"""Enrolments: one person following one line of a course."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, Integer, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from lms.platform.database import Base, Instant


class Enrolment(Base):
    """A person following a course for the ``nth`` time; completion, once reached, is never taken away."""

    __tablename__ = "enrolment"
    __table_args__ = (
        UniqueConstraint("person_id", "course_id", "nth"),
        CheckConstraint("state IN ('active', 'completed', 'withdrawn')", name="state"),
        CheckConstraint("(completed_at IS NULL) = (completed_edition_id IS NULL)", name="completed_with_edition"),
        Index("ix_enrolment_course_id_began_at", "course_id", "began_at"),
    )

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    uid: Mapped[str] = mapped_column(String(32), unique=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    course_id: Mapped[int] = mapped_column(ForeignKey("course.id"))
    nth: Mapped[int]
    line_id: Mapped[int] = mapped_column(ForeignKey("line.id"))
    state: Mapped[str] = mapped_column(String(16))
    began_at: Mapped[datetime] = mapped_column(Instant)
    last_activity_at: Mapped[datetime] = mapped_column(Instant)
    # Where the person left off: the key of an activity, kept by "Next" and "Done", never by reading.
    place: Mapped[str | None] = mapped_column(String(63))
    completed_at: Mapped[datetime | None] = mapped_column(Instant)
    completed_edition_id: Mapped[int | None] = mapped_column(ForeignKey("edition.id"))

"""Notes: one for each passage of a lesson, private to whoever wrote it."""

from datetime import datetime

from sqlalchemy import ForeignKey, Integer, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from lms.platform.database import Base, Instant


class Note(Base):
    """What a person wrote beside a passage; ``prompt`` is what the passage asked then, for it may change or go.

    ``version`` counts the changes. ``client`` and ``seq`` are those of the last one, so that the same save that arrives
    twice is one change.
    """

    __tablename__ = "note"
    # ``personal`` names the column that says whose a row is: what they are given with their own data, and what is erased.
    __table_args__ = (UniqueConstraint("person_id", "course_id", "activity_key", "passage"), {"info": {"personal": "person_id"}})

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"))
    course_id: Mapped[int] = mapped_column(ForeignKey("course.id"))
    activity_key: Mapped[str] = mapped_column(String(63))
    passage: Mapped[str] = mapped_column(String(40))
    kind: Mapped[str] = mapped_column(String(16))
    prompt: Mapped[str] = mapped_column(String(500))
    language: Mapped[str] = mapped_column(String(35))
    body: Mapped[str] = mapped_column(Text)
    version: Mapped[int]
    client: Mapped[str] = mapped_column(String(32))
    seq: Mapped[int]
    written_at: Mapped[datetime] = mapped_column(Instant)

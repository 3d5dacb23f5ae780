"""The learning record: append-only, written in the transaction of what it records."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, Integer, String
from sqlalchemy.orm import Mapped, mapped_column

from lms.platform.database import Base, Instant


class Record(Base):
    """Something that happened: ``at`` in the world, ``recorded_at`` here. Holds ids, never names or free text."""

    __tablename__ = "record"
    __table_args__ = (Index("ix_record_person_id_at", "person_id", "at"), Index("ix_record_enrolment_id", "enrolment_id"))

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    at: Mapped[datetime] = mapped_column(Instant)
    recorded_at: Mapped[datetime] = mapped_column(Instant)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    enrolment_id: Mapped[int | None] = mapped_column(ForeignKey("enrolment.id"))
    edition_id: Mapped[int | None] = mapped_column(ForeignKey("edition.id"))
    verb: Mapped[str] = mapped_column(String(32))
    object: Mapped[str] = mapped_column(String(128))
    result: Mapped[Any] = mapped_column(JSON)

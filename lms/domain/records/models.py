"""The learning record and the audit log: append-only, written in the transaction of what they record."""

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


class Audit(Base):
    """Something that was done to an account, a certificate or the site: ids only, and values that are nobody's.

    Triggers of the database let no row be changed or removed (migration 0003).

    ``actor_id`` is who did it, None on the command line; ``person_id`` whom it was done to; ``changes`` holds
    ``{name: [old, new]}``.
    """

    __tablename__ = "audit"
    __table_args__ = (Index("ix_audit_person_id", "person_id"), Index("ix_audit_actor_id", "actor_id"))

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    at: Mapped[datetime] = mapped_column(Instant)
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    action: Mapped[str] = mapped_column(String(40))
    object: Mapped[str] = mapped_column(String(128))
    changes: Mapped[Any] = mapped_column(JSON)


class AuditSeal(Base):
    """The digest of the row ``up_to`` of the audit log and of the seal before; made by the worker."""

    __tablename__ = "audit_seal"

    up_to: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    digest: Mapped[str] = mapped_column(String(64))
    sealed_at: Mapped[datetime] = mapped_column(Instant)

"""Certificates and what became of them."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, Integer, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from lms.platform.database import Base, Instant

VALID = text("revoked_at IS NULL AND replaced_by_id IS NULL")


class Certificate(Base):
    """What a person holds for a completed course; at most one per enrolment is neither revoked nor replaced."""

    __tablename__ = "certificate"
    __table_args__ = (
        Index("uq_certificate_valid", "enrolment_id", unique=True, sqlite_where=VALID, postgresql_where=VALID),
        CheckConstraint("(revoked_at IS NULL) = (reason IS NULL)", name="revoked_with_reason"),
    )

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    uid: Mapped[str] = mapped_column(String(32), unique=True)
    enrolment_id: Mapped[int] = mapped_column(ForeignKey("enrolment.id"))
    edition_id: Mapped[int] = mapped_column(ForeignKey("edition.id"))
    name: Mapped[str] = mapped_column(String(200))
    issued_at: Mapped[datetime] = mapped_column(Instant)
    expires_at: Mapped[datetime | None] = mapped_column(Instant)
    revoked_at: Mapped[datetime | None] = mapped_column(Instant)
    reason: Mapped[str | None] = mapped_column(Text)
    replaced_by_id: Mapped[int | None] = mapped_column(ForeignKey("certificate.id"))

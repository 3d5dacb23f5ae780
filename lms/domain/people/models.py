"""Who has an account, and where they are signed in."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, Integer, String
from sqlalchemy.orm import Mapped, mapped_column

from lms.platform.database import Base, Instant


class Person(Base):
    """Somebody with an account; ``email_key`` is the address as it is compared (NFKC, case folded)."""

    __tablename__ = "person"
    __table_args__ = (CheckConstraint("role IN ('learner', 'trainer', 'admin')", name="role"),)

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    uid: Mapped[str] = mapped_column(String(32), unique=True)
    name: Mapped[str] = mapped_column(String(200))
    email: Mapped[str] = mapped_column(String(320))
    email_key: Mapped[str] = mapped_column(String(320), unique=True)
    password_hash: Mapped[str | None] = mapped_column(String(200))
    role: Mapped[str] = mapped_column(String(16))
    language: Mapped[str | None] = mapped_column(String(35))
    zone: Mapped[str | None] = mapped_column(String(64))
    created_at: Mapped[datetime] = mapped_column(Instant)
    suspended_at: Mapped[datetime | None] = mapped_column(Instant)
    is_demo: Mapped[bool] = mapped_column(default=False)


class SignIn(Base):
    """One browser in which a person is signed in; the cookie's token is kept as a digest only."""

    __tablename__ = "session"
    __table_args__ = (Index("ix_session_person_id", "person_id"),)

    token_digest: Mapped[str] = mapped_column(String(64), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"))
    began_at: Mapped[datetime] = mapped_column(Instant)
    last_seen: Mapped[datetime] = mapped_column(Instant)

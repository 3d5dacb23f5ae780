"""What is done afterwards, mail above all: a row written with its cause, done by a worker, at least once."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Index, Integer, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from lms.platform.database import Base, Instant, change, insert_missing


class Job(Base):
    """Something to be done once ``due_at`` has come; ``key`` names it, so that asking twice for the same is asking once.

    Whoever takes it holds it until ``lease_until``. ``failed_at`` says that it was given up, ``error`` what was wrong.
    """

    __tablename__ = "job"
    __table_args__ = (Index("ix_job_done_at_failed_at_due_at", "done_at", "failed_at", "due_at"),)

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    key: Mapped[str] = mapped_column(String(100), unique=True)
    kind: Mapped[str] = mapped_column(String(40))
    body: Mapped[Any] = mapped_column(JSON)
    made_at: Mapped[datetime] = mapped_column(Instant)
    due_at: Mapped[datetime] = mapped_column(Instant)
    lease_until: Mapped[datetime | None] = mapped_column(Instant)
    tries: Mapped[int] = mapped_column(default=0)
    done_at: Mapped[datetime | None] = mapped_column(Instant)
    failed_at: Mapped[datetime | None] = mapped_column(Instant)
    error: Mapped[str | None] = mapped_column(Text)


def add_job(kind: str, key: str, body: dict[str, Any], *, now: datetime, due: datetime | None = None) -> bool:
    """Write down inside a unit of work that something is to be done; tell whether it was not written down before."""
    added = change(insert_missing(Job).values(key=key, kind=kind, body=body, made_at=now, due_at=due or now, tries=0))
    return added == 1

"""The state of each activity for each enrolment."""

from datetime import datetime

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from lms.platform.database import Base, Instant


class ActivityState(Base):
    """How far an enrolment has got with one activity; a score is a share in [0, 1] of two integers, never a float."""

    __tablename__ = "activity_state"
    __table_args__ = (
        CheckConstraint("state IN ('begun', 'done', 'known')", name="state"),
        CheckConstraint("(score_num IS NULL) = (score_den IS NULL)", name="score_whole"),
        CheckConstraint("(state = 'begun') = (done_at IS NULL)", name="done_at"),
    )

    enrolment_id: Mapped[int] = mapped_column(ForeignKey("enrolment.id"), primary_key=True)
    key: Mapped[str] = mapped_column(String(63), primary_key=True)
    state: Mapped[str] = mapped_column(String(16))
    score_num: Mapped[int | None] = mapped_column(BigInteger)
    score_den: Mapped[int | None] = mapped_column(BigInteger)
    done_at: Mapped[datetime | None] = mapped_column(Instant)

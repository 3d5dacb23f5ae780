"""Reading what people have reported: each one statement."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from lms.domain.site.models import Barrier
from lms.platform.database import db

MOST_SHOWN = 200


@dataclass(frozen=True)
class Reported:
    """A barrier as it was reported."""

    uid: str
    person_id: int | None
    page: str
    body: str
    reply_to: str | None
    language: str
    reported_at: datetime
    settled_at: datetime | None


_REPORTED = select(
    Barrier.uid,
    Barrier.person_id,
    Barrier.address,
    Barrier.body,
    Barrier.reply_to,
    Barrier.language,
    Barrier.reported_at,
    Barrier.settled_at,
)


def find_barrier(uid: str) -> Reported | None:
    """Return the barrier that was reported under this uid, or None."""
    row = db.session.execute(_REPORTED.where(Barrier.uid == uid)).first()
    return Reported(*row) if row else None


def list_barriers() -> list[Reported]:
    """Return what was reported: what is open first, and then what is settled; of both the newest first."""
    order = (Barrier.settled_at.is_not(None), Barrier.reported_at.desc(), Barrier.id.desc())
    return [Reported(*row) for row in db.session.execute(_REPORTED.order_by(*order).limit(MOST_SHOWN))]

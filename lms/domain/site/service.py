"""What is done with barriers that people report; called inside a unit of work."""

from datetime import datetime

from sqlalchemy import update

from lms.domain.site.facts import BarrierSettled
from lms.domain.site.models import Barrier
from lms.domain.site.rules import page_told
from lms.kernel.facts import announce
from lms.kernel.keys import new_uid
from lms.platform.database import change, db


def report_barrier(body: str, *, page: str, reply_to: str, language: str, person_id: int | None, now: datetime) -> str:
    """Keep what somebody says kept them out, and return the uid under which it is kept."""
    uid = new_uid()
    reported = Barrier(
        uid=uid,
        person_id=person_id,
        address=page_told(page),
        body=body.strip(),
        reply_to=reply_to.strip() or None,
        language=language,
        reported_at=now,
    )
    db.session.add(reported)
    db.session.flush()
    return uid


def settle_barrier(uid: str, *, actor_id: int, now: datetime) -> bool:
    """Note that a barrier has been dealt with; tell whether it was open until now."""
    settled = change(update(Barrier).where(Barrier.uid == uid, Barrier.settled_at.is_(None)).values(settled_at=now)) == 1
    if settled:
        announce(BarrierSettled(at=now, person_id=None, actor_id=actor_id, object=uid))
    return settled

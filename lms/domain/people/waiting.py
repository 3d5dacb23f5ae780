"""Registrations whose address has not been confirmed, as an administrator sees them."""

from datetime import datetime
from typing import NamedTuple

from sqlalchemy import func, select

from lms.domain.people.confirmations import LETTER_KEY
from lms.domain.people.models import Confirmation, Person
from lms.domain.people.rules import REGISTER
from lms.platform.database import read
from lms.platform.jobs import Job

MOST_SHOWN = 200


class WaitingRegistration(NamedTuple):
    """Somebody who has registered and not come back: since when, and what has become of the letters to them.

    ``letters`` were asked for in all, of which ``sent`` have left the house and ``failed`` were given up.
    """

    uid: str
    name: str
    email: str
    since: datetime
    expires_at: datetime
    letters: int
    sent: int
    failed: int


def list_waiting_registrations() -> list[WaitingRegistration]:
    """Return the newest registration for each address that has no account, the newest first."""
    newest = (
        select(func.max(Confirmation.id).label("id"), func.min(Confirmation.made_at).label("since"))
        .where(Confirmation.purpose == REGISTER, Confirmation.used_at.is_(None))
        .group_by(Confirmation.email_key)
        .subquery()
    )
    posted = (
        select(
            Confirmation.email_key,
            func.count(Job.id).label("letters"),
            func.count(Job.done_at).label("sent"),
            func.count(Job.failed_at).label("failed"),
        )
        .join(Job, Job.key == LETTER_KEY)
        .where(Confirmation.purpose == REGISTER)
        .group_by(Confirmation.email_key)
        .subquery()
    )
    columns = (
        Confirmation.uid,
        Confirmation.name,
        Confirmation.email,
        newest.c.since,
        Confirmation.expires_at,
        func.coalesce(posted.c.letters, 0),
        func.coalesce(posted.c.sent, 0),
        func.coalesce(posted.c.failed, 0),
    )
    statement = (
        select(*columns)
        .join(newest, newest.c.id == Confirmation.id)
        .outerjoin(posted, posted.c.email_key == Confirmation.email_key)
        .outerjoin(Person, Person.email_key == Confirmation.email_key)
        .where(Person.id.is_(None))
        .order_by(Confirmation.id.desc())
        .limit(MOST_SHOWN)
    )
    return [WaitingRegistration(*row) for row in read(statement)]

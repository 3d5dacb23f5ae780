"""Reading what people have reported, and what the site says of itself: each one statement."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import select

from lms.domain.site.models import Barrier, SiteSetting
from lms.domain.site.rules import DAYS_TO_ANSWER
from lms.kernel.localtext import LocalText
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


@dataclass(frozen=True)
class Responsible:
    """Who answers for the site: the unit and its address, within how many working days, and who watches over them.

    What nobody has said yet is empty.
    """

    unit: LocalText = field(default_factory=LocalText)
    email: str = ""
    days: int = DAYS_TO_ANSWER
    body: LocalText = field(default_factory=LocalText)
    body_link: str = ""


# The names of the settings of the site from which each of these comes, and of what kind their values are.
SETTINGS: dict[str, tuple[str, type[Any]]] = {
    "responsible_unit": ("unit", dict),
    "contact_address": ("email", str),
    "days_to_answer": ("days", int),
    "enforcement_body": ("body", dict),
    "enforcement_link": ("body_link", str),
}

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


def find_responsible() -> Responsible:
    """Return who answers for the site, as its settings say."""
    found = db.session.execute(select(SiteSetting.name, SiteSetting.value).where(SiteSetting.name.in_(SETTINGS)))
    said: dict[str, Any] = {}
    for name, value in found:
        place, kind = SETTINGS[name]
        if value and isinstance(value, kind):
            said[place] = _texts(value) if isinstance(value, dict) else value
    return Responsible(**said)


def _texts(by_language: dict[str, str]) -> LocalText:
    """Return a text that is there in at least one language, whichever that is."""
    return LocalText(by_language, "en" if "en" in by_language else next(iter(by_language)))

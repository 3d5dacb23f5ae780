"""Notices: what a publisher tells everybody who reads a course or one activity of it, in all its lines, with a date.

The text of a course is of an edition, and people may read an old one for years. A notice is of no edition, so nobody is
left alone with law that is known to be wrong.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Row, select, update

from lms.domain.courses.facts import NoticePublished, NoticeWithdrawn
from lms.domain.courses.models import Course, Notice
from lms.domain.courses.outline import Activity, Outline
from lms.domain.courses.rules import Refusal
from lms.kernel.digest import digest_of
from lms.kernel.facts import announce
from lms.kernel.keys import new_uid
from lms.kernel.localtext import LocalText
from lms.kernel.refusals import Missing, Refused
from lms.platform.cache import Shelf
from lms.platform.database import change, db

LONGEST = 1000  # signs of the text in one language


@dataclass(frozen=True)
class Told:
    """A notice as it is shown; ``activity_keys`` are empty where the whole course is meant."""

    uid: str
    day: date
    text: LocalText
    activity_keys: frozenset[str]

    def is_about(self, activity: Activity) -> bool:
        """Tell whether this is about an activity, under whatever key an edition has it."""
        return not self.activity_keys.isdisjoint((activity.key, *activity.formerly))


_told: Shelf[tuple[Told, ...]] = Shelf(256)


def publish_notice(
    outline: Outline, course_id: int, *, day: date, texts: Mapping[str, str], activity: str | None = None, to_holders: bool = False, by: int | None, now: datetime
) -> str:
    """Tell something to everybody who reads a course, or one activity of it, from now on; return the uid of the notice.

    ``outline`` is that of the newest edition, which says the languages and the former keys. Raises Refused.
    """
    said = {language: " ".join(text.split()) for language, text in texts.items() if text.strip()}
    found = outline.find(activity) if activity else None
    check_notice(outline, said, activity=activity, known=found is not None)
    _one_at_a_time(course_id)
    notice = Notice(
        uid=new_uid(),
        course_id=course_id,
        activity_keys=[found.key, *found.formerly] if found else [],
        day=day,
        texts=said,
        to_holders=to_holders,
        published_by=by,
        published_at=now,
    )
    db.session.add(notice)
    db.session.flush()
    _note_what_is_told(course_id)
    announce(NoticePublished(at=now, person_id=None, actor_id=by, object=outline.key, result={"notice": notice.uid, "holders": to_holders}))
    return notice.uid


def check_notice(outline: Outline, said: Mapping[str, str], *, activity: str | None, known: bool) -> None:
    """Refuse a notice that says nothing, or not to everybody, or about nothing; ``said`` are texts by language."""
    if activity and not known:
        raise Refused(Refusal.NO_SUCH_ACTIVITY, key=activity)
    if not said:
        raise Refused(Refusal.NOTHING_SAID)
    strange = next((language for language in said if language not in outline.languages), None)
    if strange:
        raise Refused(Refusal.NOT_A_LANGUAGE, language=strange)
    if outline.source not in said:
        raise Refused(Refusal.NOT_IN_SOURCE, language=outline.source)
    if any(len(text) > LONGEST for text in said.values()):
        raise Refused(Refusal.TOO_LONG, most=LONGEST)


def withdraw_notice(uid: str, *, by: int | None, now: datetime) -> None:
    """Show a notice no more; a second time changes nothing."""
    found = db.session.execute(
        select(Notice.id, Notice.course_id, Course.key).join(Course, Course.id == Notice.course_id).where(Notice.uid == uid)
    ).first()
    if found is None:
        raise Missing(f"notice {uid}")
    _one_at_a_time(found.course_id)
    if not change(update(Notice).where(Notice.id == found.id, Notice.withdrawn_at.is_(None)).values(withdrawn_at=now)):
        return
    _note_what_is_told(found.course_id)
    announce(NoticeWithdrawn(at=now, person_id=None, actor_id=by, object=found.key, result={"notice": uid}))


def _one_at_a_time(course_id: int) -> None:
    """Let publishers of the same course wait for each other, so that the digest is of all that they tell."""
    db.session.execute(select(Course.id).where(Course.id == course_id).with_for_update())


def _note_what_is_told(course_id: int) -> None:
    """Keep with the course the digest of what its readers are told, so that their pages need not ask whether it is the same."""
    rows = [_row(notice) for notice in _shown(course_id)]
    digest = digest_of(json.dumps(rows, ensure_ascii=False, sort_keys=True)) if rows else ""
    change(update(Course).where(Course.id == course_id).values(notices=digest))


def _row(notice: Notice) -> list[Any]:
    return [notice.uid, notice.day.isoformat(), notice.texts, notice.activity_keys]


def _shown(course_id: int) -> list[Notice]:
    order = (Notice.day.desc(), Notice.id.desc())
    return list(db.session.scalars(select(Notice).where(Notice.course_id == course_id, Notice.withdrawn_at.is_(None)).order_by(*order)))


def list_told(course_id: int, digest: str, source: str) -> tuple[Told, ...]:
    """Return what the readers of a course are told, the newest first; ``digest`` is the one that the course keeps."""
    return _told.get(f"{source} {digest}", lambda: _read(course_id, source)) if digest else ()


def _read(course_id: int, source: str) -> tuple[Told, ...]:
    return tuple(Told(each.uid, each.day, LocalText(each.texts, source), frozenset(each.activity_keys)) for each in _shown(course_id))


@dataclass(frozen=True)
class Published:
    """A notice as its publishers see it."""

    uid: str
    course_id: int
    course_key: str
    activity_keys: tuple[str, ...]
    day: date
    texts: Mapping[str, str]
    to_holders: bool
    published_at: datetime
    withdrawn_at: datetime | None


def list_published_notices(course_key: str | None = None) -> list[Published]:
    """Return every notice of the site or of one course, the newest first, those taken back as well."""
    found = (
        select(
            Notice.uid, Notice.course_id, Course.key, Notice.activity_keys, Notice.day, Notice.texts, Notice.to_holders, Notice.published_at, Notice.withdrawn_at
        )
        .join(Course, Course.id == Notice.course_id)
        .order_by(Notice.published_at.desc(), Notice.id.desc())
    )
    rows = db.session.execute(found.where(Course.key == course_key) if course_key else found)
    return [_published(row) for row in rows]


def _published(row: Row[*tuple[Any, ...]]) -> Published:
    uid, course_id, key, keys, *rest = tuple(row)
    return Published(uid, course_id, key, tuple(keys), *rest)


def find_notice(uid: str) -> Published | None:
    """Return a notice that is shown, or None."""
    return next((each for each in list_published_notices() if each.uid == uid and each.withdrawn_at is None), None)

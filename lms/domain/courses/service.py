"""Publishing: checked and rendered before, then written in one transaction, whole or not at all."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import insert, select, update

from lms.domain.courses.compiling import Made
from lms.domain.courses.facts import EditionPublished
from lms.domain.courses.files import File
from lms.domain.courses.finding import keep_findable
from lms.domain.courses.models import Blob, Course, Edition, EditionFile, Line, Page
from lms.domain.courses.publication import Plan, Prepared
from lms.domain.courses.queries import find_renamed
from lms.domain.courses.rules import Refusal, check_owner
from lms.domain.courses.weights import Change
from lms.kernel.facts import announce
from lms.kernel.refusals import Refused
from lms.platform.database import change, change_each, db, insert_missing

MOST_ASKED_FOR = 500  # digests in one statement: databases bound how many values one may have


@dataclass(frozen=True)
class Outcome:
    """What publishing did, and ``why``: ``what`` is new, correction, key-fix, revision or unchanged; ``edition`` is "<line>.<edition>"."""

    key: str
    edition: str
    what: str
    why: tuple[Change, ...] = ()


def publish(plans: Sequence[Plan], *, by: int | None = None, now: datetime, note: str = "", may_lower: bool = False) -> list[Outcome]:
    """Make the editions that were planned, all of them or none; called inside a unit of work.

    ``note`` says why. With a key fix marks are counted anew in the same transaction; they fall only if they ``may_lower``.
    """
    return [_publish(plan, by=by, now=now, note=note, may_lower=may_lower) for plan in plans]


def _publish(plan: Plan, *, by: int | None, now: datetime, note: str, may_lower: bool) -> Outcome:
    course = _course(plan.prepared, now=now)
    line = db.session.scalars(select(Line).where(Line.course_id == course.id).order_by(Line.number.desc()).limit(1)).first()
    if (line.number, line.head) != plan.head if line else plan.head is not None:
        raise Refused(Refusal.HEAD_MOVED, course=course.key)
    if plan.what == "unchanged" and line:
        return Outcome(course.key, f"{line.number}.{line.head}", plan.what)
    if line is None or plan.what in ("new", "revision"):
        line = Line(course_id=course.id, number=line.number + 1 if line else 1, head=1)
        db.session.add(line)
        db.session.flush()
    else:
        moved = change(update(Line).where(Line.id == line.id, Line.head == line.head).values(head=Line.head + 1))
        if not moved:
            raise Refused(Refusal.HEAD_MOVED, course=course.key)
        db.session.refresh(line)
    edition = Edition(
        line_id=line.id, number=line.head, map_digest=plan.prepared.map_digest, kind=plan.what, published_by=by, published_at=now, note=note
    )
    db.session.add(edition)
    db.session.flush()
    keep_pages(plan.prepared.pages)
    keep_findable(line.id, plan.prepared.outline)
    _keep_files(edition.id, plan.prepared)
    told: dict[str, Any] = {"at": now, "person_id": by, "edition_id": edition.id, "object": course.key, "result": {"kind": plan.what}}
    announce(EditionPublished(**told, note=note, may_lower=may_lower))
    return Outcome(course.key, f"{line.number}.{edition.number}", plan.what, plan.why)


def _course(prepared: Prepared, *, now: datetime) -> Course:
    """Return the course's row, made if it is new; its uid and its key must belong together."""
    rows = db.session.scalars(select(Course).where((Course.uid == prepared.uid) | (Course.key == prepared.key))).all()
    _check_keys_of_others(prepared, rows)
    if not rows:
        course = Course(uid=prepared.uid, key=prepared.key, visibility="public", origin=prepared.origin, created_at=now)
        db.session.add(course)
        db.session.flush()
        return course
    if len(rows) == 1 and rows[0].uid == prepared.uid and rows[0].key in prepared.outline.formerly:
        change(update(Course).where(Course.id == rows[0].id).values(key=prepared.key))  # what people have done hangs on the row
        db.session.refresh(rows[0])
    if len(rows) > 1 or rows[0].uid != prepared.uid or rows[0].key != prepared.key:
        raise Refused(Refusal.UID_IS_TAKEN, course=prepared.key)
    check_owner(prepared.key, prepared.uid, rows[0].origin, prepared.origin)
    return rows[0]


def _check_keys_of_others(prepared: Prepared, rows: Sequence[Course]) -> None:
    """Refuse a key that another course had formerly, and a former key that another course has: old addresses would lead astray."""
    had = None if any(row.key == prepared.key for row in rows) else find_renamed(prepared.key)
    former = select(Course.id).where(Course.key.in_(prepared.outline.formerly), Course.uid != prepared.uid)
    if (had and all(had.course_id != row.id for row in rows)) or db.session.scalars(former).first():
        raise Refused(Refusal.UID_IS_TAKEN, course=prepared.key)


def keep_pages(pages: Sequence[Made]) -> int:
    """Add the rendered pages that are not there yet, and return how many that were."""
    rows = [{"digest": page.digest, "kind": page.kind, "body": page.body, "text": page.text} for page in pages]
    return _add_missing(Page, rows)


def _keep_files(edition_id: int, prepared: Prepared) -> None:
    keep_blobs(prepared.files)
    change_each(insert(EditionFile), [{"edition_id": edition_id, "path": file.path, "digest": file.digest} for file in prepared.files])


def keep_blobs(files: Sequence[File]) -> int:
    """Add the bytes of files that are not kept yet, and return how many that were."""
    blobs = {file.digest: {"digest": file.digest, "size": len(file.body), "media_type": file.media_type, "body": file.body} for file in files}
    return _add_missing(Blob, list(blobs.values()))


def _add_missing(table: type[Page] | type[Blob], rows: Sequence[Mapping[str, object]]) -> int:
    """Add the rows whose digest is not there yet, and return how many were added."""
    there: set[object] = set()
    for start in range(0, len(rows), MOST_ASKED_FOR):
        some = [row["digest"] for row in rows[start : start + MOST_ASKED_FOR]]
        there.update(db.session.scalars(select(table.digest).where(table.digest.in_(some))))
    missing = {row["digest"]: row for row in rows if row["digest"] not in there}
    return change_each(insert_missing(table), list(missing.values()))

"""Drafts: courses that are being written or came from elsewhere, one for each key; learners never see them.

A draft is a whole map in rows. It may be faulty, for it is there to be mended; only who it is must be certain: its key and
its uid (course-format N3). Publishing freezes it into an edition.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, insert, select, update

from lms.domain.courses.files import File, file_of
from lms.domain.courses.format.library import module_path
from lms.domain.courses.format.outline_reader import read_tree
from lms.domain.courses.format.yaml_reader import Items, Scalar
from lms.domain.courses.models import Blob, Course, Draft, DraftFile
from lms.domain.courses.rules import Refusal, check_identity
from lms.domain.courses.service import keep_blobs
from lms.kernel.digest import map_digest
from lms.kernel.keys import is_uid
from lms.kernel.problems import Problems
from lms.kernel.refusals import Missing, Refused
from lms.platform.database import change, change_each, db, insert_missing


@dataclass(frozen=True)
class Ready:
    """A map that was read and can be put into a draft."""

    key: str
    uid: str
    files: tuple[File, ...]
    formerly: tuple[str, ...] = ()

    @property
    def digests(self) -> dict[str, str]:
        """The digest of each file by its path."""
        return {file.path: file.digest for file in self.files}


@dataclass(frozen=True)
class Kept:
    """A draft as it lies there; ``map_digest`` is that of its files."""

    id: int
    key: str
    uid: str
    origin: str
    changed_at: datetime
    map_digest: str


def ready_draft(key: str, files: Mapping[str, bytes]) -> Ready:
    """Return a map ready to be put into a draft; refused where its ``course.yaml`` does not say which course it is."""
    path = module_path(key, "course")
    tree = read_tree(path, files.get(path, b""), Problems())
    uid = tree.get("uid") if tree else None
    if not isinstance(uid, Scalar) or not is_uid(uid.text):
        raise Refused(Refusal.NO_UID, course=key)
    former = tree.get("formerly") if tree else None
    formerly = tuple(each.text for each in former.items if isinstance(each, Scalar)) if isinstance(former, Items) else ()
    return Ready(key, uid.text, tuple(file_of(path, files[path]) for path in sorted(files)), formerly)


def put_draft(ready: Ready, *, origin: str = "imported", replace: bool = False, by: int | None = None, now: datetime) -> str:
    """Make a map the draft of its course, and return what was done: ``new``, ``replaced`` or ``unchanged``.

    Called inside a unit of work. Refused where key and uid do not belong together on this site, and where there is a
    draft that differs, unless it is to be replaced.
    """
    courses = db.session.execute(select(Course.key, Course.uid).where((Course.key == ready.key) | (Course.uid == ready.uid)))
    check_identity(ready.key, ready.uid, [(key, uid) for key, uid in courses], ready.formerly)
    of_either = (Draft.key == ready.key) | (Draft.uid == ready.uid)
    drafts = db.session.execute(select(Draft.id, Draft.key, Draft.uid).where(of_either).with_for_update()).all()
    check_identity(ready.key, ready.uid, [(key, uid) for _, key, uid in drafts], ready.formerly)
    if not drafts:
        _fill(_begin(ready, origin, by, now), ready)
        return "new"
    draft_id = drafts[0].id
    if _digests_of(draft_id) == ready.digests:
        return "unchanged"
    if not replace:
        raise Refused(Refusal.DRAFT_DIFFERS, course=ready.key)
    change(update(Draft).where(Draft.id == draft_id).values(key=ready.key, origin=origin, base_edition_id=None, changed_at=now))
    change(delete(DraftFile).where(DraftFile.draft_id == draft_id))
    _fill(draft_id, ready)
    return "replaced"


def _begin(ready: Ready, origin: str, by: int | None, now: datetime) -> int:
    row = {"uid": ready.uid, "key": ready.key, "origin": origin, "made_by": by, "made_at": now, "changed_at": now}
    if not change(insert_missing(Draft).values(**row)):
        raise Refused(Refusal.DRAFT_IS_NEW, course=ready.key)
    return db.session.scalars(select(Draft.id).where(Draft.key == ready.key)).one()


def _fill(draft_id: int, ready: Ready) -> None:
    keep_blobs(ready.files)
    rows = [{"draft_id": draft_id, "path": path, "digest": digest} for path, digest in ready.digests.items()]
    change_each(insert(DraftFile), rows)


def _digests_of(draft_id: int) -> dict[str, str]:
    rows = db.session.execute(select(DraftFile.path, DraftFile.digest).where(DraftFile.draft_id == draft_id))
    return dict(rows.all())


def list_drafts() -> list[Kept]:
    """Return every draft of the site, by key."""
    drafts = db.session.execute(select(Draft.id, Draft.key, Draft.uid, Draft.origin, Draft.changed_at).order_by(Draft.key)).all()
    digests: dict[int, dict[str, str]] = {row.id: {} for row in drafts}
    for draft_id, path, digest in db.session.execute(select(DraftFile.draft_id, DraftFile.path, DraftFile.digest)):
        digests.setdefault(draft_id, {})[path] = digest
    return [Kept(*row, map_digest(digests[row.id])) for row in drafts]


def find_draft(key: str) -> Kept | None:
    """Return the draft of the course with this key, or None."""
    row = db.session.execute(select(Draft.id, Draft.key, Draft.uid, Draft.origin, Draft.changed_at).where(Draft.key == key)).first()
    return Kept(*row, map_digest(_digests_of(row.id))) if row else None


def get_draft(key: str) -> Kept:
    """Return the draft of the course with this key; Missing where there is none."""
    found = find_draft(key)
    if found is None:
        raise Missing(f"draft of a course {key}")
    return found


def files_of_draft(draft_id: int) -> dict[str, bytes]:
    """Return the whole map of a draft: bytes by path, sorted."""
    rows = db.session.execute(
        select(DraftFile.path, Blob.body).join(Blob, Blob.digest == DraftFile.digest).where(DraftFile.draft_id == draft_id)
    )
    return dict(sorted(rows.all()))

"""Reading notes and the passages that ask for them: each one statement, and passages kept for as long as an edition is."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, select

from lms.domain.courses.outline import Activity
from lms.domain.courses.queries import get_page
from lms.domain.notebook.models import Note
from lms.domain.notebook.rules import Asking, Passage, list_passages
from lms.kernel.digest import digest_of
from lms.platform.cache import Shelf
from lms.platform.database import read
from lms.platform.markdown_passages import list_asking

_passages: Shelf[tuple[Passage, ...]] = Shelf(1024)


@dataclass(frozen=True)
class Kept:
    """A note as its writer sees it again; ``prompt`` is what the passage asked when it was written last."""

    activity_key: str
    passage: str
    kind: str
    prompt: str
    language: str
    body: str
    version: int
    written_at: datetime


_NOTES = select(
    Note.activity_key, Note.passage, Note.kind, Note.prompt, Note.language, Note.body, Note.version, Note.written_at
).where(Note.person_id == bindparam("person"), Note.course_id == bindparam("course"))
_OF_A_LESSON = _NOTES.where(Note.activity_key == bindparam("activity")).order_by(Note.id)  # nearly all have kept their name
_OF_A_RENAMED_LESSON = _NOTES.where(Note.activity_key.in_(bindparam("activities", expanding=True))).order_by(Note.id)
_OF_A_COURSE = _NOTES.order_by(Note.id)


def names_of(activity: Activity) -> tuple[str, ...]:
    """Return every key that an activity has or had, the present one first."""
    return (activity.key, *activity.formerly)


def list_notes_of(person_id: int, course_id: int, activity: Activity) -> dict[str, Kept]:
    """Return what somebody wrote beside the passages of a lesson, by passage; under an earlier name of the lesson too."""
    if not activity.formerly:
        return {note.passage: note for note in _kept(read(_OF_A_LESSON, person=person_id, course=course_id, activity=activity.key))}
    rows = _kept(read(_OF_A_RENAMED_LESSON, person=person_id, course=course_id, activities=list(names_of(activity))))
    return {note.passage: note for note in sorted(rows, key=lambda note: note.activity_key == activity.key)}


def list_notes(person_id: int, course_id: int) -> list[Kept]:
    """Return everything that somebody wrote in a course, the oldest note first; what they have emptied is left out."""
    return [note for note in _kept(read(_OF_A_COURSE, person=person_id, course=course_id)) if note.body.strip()]


def _kept(rows: Iterable[Any]) -> list[Kept]:
    return [Kept(*row) for row in rows]


def passages_of(activity: Activity, lang: str) -> tuple[Passage, ...]:
    """Return the passages of a lesson, as it is in ``lang``, that ask for a note."""
    shown, source = (activity.documents[each].page for each in (lang, activity.title.source))
    return _passages.get(digest_of(shown, source), lambda: list_passages(_asking(shown), _asking(source)))


def _asking(page: str) -> Sequence[Asking]:
    return [Asking(**vars(each)) for each in list_asking(json.loads(get_page(page))["html"])]

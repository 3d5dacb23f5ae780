"""What is done with notes; called inside a unit of work. Nothing of it goes into the record, the audit log or a report."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, delete, select, update

from lms.domain.courses.outline import Activity
from lms.domain.notebook import rules
from lms.domain.notebook.models import Note
from lms.domain.notebook.queries import names_of
from lms.domain.notebook.rules import Passage, Refusal, Said, Stored
from lms.domain.people.facts import GuestKnown
from lms.kernel.refusals import Missing, Refused
from lms.platform.database import change, db, insert_missing

TRIES = 5  # against others who change the same note at the same time


@dataclass(frozen=True)
class Margin:
    """Where a note stands: whose it is, beside which passage of which lesson, and in which language that was read.

    ``passage`` is None where the lesson asks this no more: what was written there can be changed and not begun.
    """

    person_id: int
    course_id: int
    activity: Activity
    key: str
    passage: Passage | None
    language: str


@dataclass(frozen=True)
class Saved:
    """A note as it is stored now; ``joined`` says that it holds what was written in another window as well."""

    body: str
    version: int
    written_at: datetime
    joined: bool


def save(margin: Margin, said: Said, *, now: datetime) -> Saved:
    """Keep a note, and return what is kept: what was sent, or both texts where somebody else wrote since.

    Raises Refused, or Missing where there is neither such a passage nor a note from when there was one.
    """
    reason = rules.why_not_keep(said.body)
    if reason:
        raise Refused(reason, most=rules.LONGEST_NOTE, length=len(said.body))
    for _try in range(TRIES):
        saved = _insert(margin, said, now) if (row := _find(margin)) is None else _update(margin, row, said, now)
        if saved:
            return saved
    raise RuntimeError("a note was changed by others whenever it was to be saved")


def _find(margin: Margin) -> Row[*tuple[Any, ...]] | None:
    rows = db.session.execute(
        select(Note.id, Note.body, Note.version, Note.client, Note.seq, Note.written_at)
        .where(
            Note.person_id == margin.person_id,
            Note.course_id == margin.course_id,
            Note.activity_key.in_(names_of(margin.activity)),
            Note.passage == margin.key,
        )
        .order_by((Note.activity_key == margin.activity.key).desc())
    )
    return rows.first()


def _insert(margin: Margin, said: Said, now: datetime) -> Saved | None:
    if margin.passage is None:
        raise Missing(f"passage {margin.activity.key}/{margin.key}")
    outcome = rules.settle(None, said)
    if not outcome.changed:
        return Saved(outcome.body, 0, now, joined=False)
    values = {
        "person_id": margin.person_id,
        "course_id": margin.course_id,
        "activity_key": margin.activity.key,
        "passage": margin.key,
        "kind": margin.passage.kind,
        "prompt": margin.passage.prompt,
        "language": margin.language,
        "body": outcome.body,
        "version": 1,
        "client": said.client,
        "seq": outcome.seq,
        "written_at": now,
    }
    return Saved(outcome.body, 1, now, joined=False) if change(insert_missing(Note).values(**values)) else None


def _update(margin: Margin, row: Row[*tuple[Any, ...]], said: Said, now: datetime) -> Saved | None:
    outcome = rules.settle(Stored(row.body, row.version, row.client, row.seq), said)
    if outcome.changed and len(outcome.body) > rules.LONGEST_JOINED:
        raise Refused(Refusal.TOO_LONG, most=rules.LONGEST_NOTE, length=len(outcome.body))
    if not outcome.changed:
        return Saved(outcome.body, row.version, row.written_at, outcome.joined)
    asked = {"prompt": margin.passage.prompt, "language": margin.language} if margin.passage else {}
    changed = change(
        update(Note)
        .where(Note.id == row.id, Note.version == row.version)
        .values(body=outcome.body, version=row.version + 1, client=said.client, seq=outcome.seq, written_at=now, **asked)
    )
    return Saved(outcome.body, row.version + 1, now, outcome.joined) if changed else None


def follow_guest(fact: GuestKnown) -> None:
    """Give an account the notes of a guest who turned out to be its holder; where both wrote, both texts are kept."""
    guest_id, person_id = fact.guest_id, fact.person_id
    notes = select(Note.course_id, Note.activity_key, Note.passage, Note.id, Note.body, Note.version)
    own = notes.where(Note.person_id == person_id).with_for_update()  # nobody writes in between
    mine = {tuple(note[:3]): note for note in db.session.execute(own)}
    for note in db.session.execute(notes.where(Note.person_id == guest_id)).all():
        kept = mine.get(tuple(note[:3]))
        if kept is None:
            change(update(Note).where(Note.id == note.id).values(person_id=person_id))
            continue
        both = {"body": rules.join(kept.body, note.body), "version": kept.version + 1, "client": "", "seq": 0, "written_at": fact.at}
        change(update(Note).where(Note.id == kept.id).values(**both))
        change(delete(Note).where(Note.id == note.id))

"""The notes beside a lesson: what somebody wrote, passage by passage, and how they stand to it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from lms.domain.notebook.queries import Kept, list_notes_of, passages_of
from lms.domain.notebook.rules import Passage
from lms.domain.notebook.service import Margin as Place
from lms.domain.people.permissions import Relation
from lms.domain.people.queries import Visitor
from lms.web.learner.loaders import Doorstep, Spot, load_lesson
from lms.web.learner.pages import Margin, NoteField
from lms.web.shell.languages import zone
from lms.web.shell.templates import short_day
from lms.web.shell.visitors import now, somebody
from lms.web.shell.words import gettext as _


@dataclass(frozen=True)
class Spread:
    """A lesson with the passage beside which somebody writes; ``passage`` is None where the lesson asks this no more."""

    spot: Spot
    key: str
    passage: Passage | None
    language: str

    @property
    def relations(self) -> frozenset[Relation]:
        """Those to the lesson: whoever reads it may keep notes in it."""
        return self.spot.relations

    def of(self, person_id: int) -> Place:
        """Return where the note of this person stands."""
        return Place(person_id, self.spot.place.learning.course_id, self.spot.activity, self.key, self.passage, self.language)


def load_spread(asking: Visitor | None, course: str, activity: str, passage: str) -> Spread | Doorstep:
    """Return the lesson in which somebody writes; a passage that is not there may have been there before."""
    spot = load_lesson(asking, course, activity)
    if isinstance(spot, Doorstep):
        return spot
    language = spot.activity.language(spot.place.lang)
    found = next((each for each in passages_of(spot.activity, language) if each.key == passage), None)
    return Spread(spot, passage, found, language)


def margin_of(spot: Spot, lang: str, passages: Sequence[Passage], *, even_without: bool = False) -> Margin:
    """Return the notes beside a lesson, read by one statement if it has passages that ask for any (or ``even_without``)."""
    asking = somebody()
    if asking is not None and asking.is_looked_at:
        return Margin(False, "", {})
    person, learning = asking.uid if asking else "", spot.place.learning
    if not passages and not even_without:
        return Margin(True, person, {})
    kept = list_notes_of(learning.person_id, learning.course_id, spot.activity) if spot.place.is_followed else {}
    base = spot.place.text.lines[spot.activity.key][1].url
    notes = {each.key: note_field(base, each.key, kept.pop(each.key, None), each, lang) for each in passages}
    return Margin(True, person, notes, tuple(note_field(base, note.passage, note) for note in kept.values() if note.body.strip()))


def note_field(base: str, key: str, kept: Kept | None, passage: Passage | None = None, lang: str = "") -> NoteField:
    """Return a note as it can be changed; ``base`` is the address of its lesson, ``passage`` None where it asks this no more."""
    return NoteField(
        key,
        f"{base}notes/{key}",
        passage.prompt if passage else kept.prompt if kept else "",
        lang if passage else kept.language if kept else "",
        (passage.label if passage else "") or f"note-{key}-prompt",
        kept.body if kept else "",
        kept.version if kept else 0,
        _("Saved %(time)s", time=saved_at(kept.written_at)) if kept else "",
    )


def saved_at(moment: datetime) -> str:
    """Return when something was saved, in the reader's zone: the hour today, the day and the hour before."""
    there, here = moment.astimezone(zone()), now().astimezone(zone())
    hour = there.strftime("%H:%M")
    return hour if there.date() == here.date() else f"{short_day(moment)}, {hour}"

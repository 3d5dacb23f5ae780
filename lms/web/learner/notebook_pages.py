"""The notebook of a course: every note beside what was asked, in the order of the course; on a page and as a file."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from lms.domain.courses.outline import Activity
from lms.domain.notebook.queries import Kept, list_notes, names_of, passages_of
from lms.domain.people.queries import Visitor
from lms.platform.markdown_labels import LABELS
from lms.web.learner.addresses import activity_url
from lms.web.learner.loaders import Place
from lms.web.learner.margins import note_field
from lms.web.learner.pages import NoteField
from lms.web.shell.templates import day
from lms.web.shell.words import gettext as _


@dataclass(frozen=True)
class NoteView:
    """A note in the notebook, ``key`` its name on the page; ``url`` leads to its passage, "" where that is gone, and ``field`` changes it, if it can be."""

    key: str
    kind: str
    prompt: str
    prompt_lang: str
    url: str
    body: str
    written: str
    field: NoteField | None


@dataclass(frozen=True)
class LessonNotes:
    """The notes of one lesson, in the order of its passages; those of lessons that are gone have neither number nor address."""

    number: str
    title: str
    lang: str
    url: str
    notes: tuple[NoteView, ...]


@dataclass(frozen=True)
class NotebookPage:
    """A whole notebook; ``person`` is whose browser it is in."""

    title: str
    lang: str
    person: str
    lessons: tuple[LessonNotes, ...]
    is_completed: bool


def notebook_page(place: Place, owner: Visitor) -> NotebookPage:
    """Return the notebook of somebody who follows a course."""
    left = list_notes(place.learning.person_id, place.learning.course_id)
    lessons = []
    for activity in place.outline.activities:
        names = names_of(activity)
        here = [note for note in left if note.activity_key in names]
        if here and activity.kind == "lesson":
            lessons.append(_lesson(place, activity, here))
            left = [note for note in left if note not in here]
    if left:
        lessons.append(LessonNotes("", _("Lessons that are no longer part of this course"), "", "", tuple(_gone(note) for note in left)))
    title = place.outline.title.in_(place.lang)
    return NotebookPage(title.text, title.lang, owner.uid, tuple(lessons), place.learning.completed_at is not None)


def _lesson(place: Place, activity: Activity, kept: Sequence[Kept]) -> LessonNotes:
    lang, title, url = activity.language(place.lang), activity.title.in_(place.lang), activity_url(place.outline, activity)
    passages = {passage.key: passage for passage in passages_of(activity, lang)}
    order = {key: number for number, key in enumerate(passages)}
    notes = []
    for note in sorted(kept, key=lambda note: order.get(note.passage, len(order))):
        passage = passages.get(note.passage)
        name = f"{activity.key}-{note.passage}"  # two lessons may ask the same
        field = replace(note_field(url, note.passage, note, passage, lang), key=name, label=f"note-{name}-prompt")
        link = f"{url}#note-{note.passage}" if passage else ""
        notes.append(NoteView(name, _(LABELS[note.kind]), field.prompt, field.prompt_lang, link, note.body, day(note.written_at), field))
    return LessonNotes(activity.number, title.text, title.lang, url, tuple(notes))


def _gone(note: Kept) -> NoteView:
    return NoteView(f"{note.activity_key}-{note.passage}", _(LABELS[note.kind]), note.prompt, note.language, "", note.body, day(note.written_at), None)


def as_markdown(page: NotebookPage) -> str:
    """Return a notebook as a text: what was asked as a quotation, what was written as it was written."""
    return "\n\n".join(_pieces(page)) + "\n"


def _pieces(page: NotebookPage) -> Iterator[str]:
    yield f"# {page.title}"
    yield _("My notebook")
    for lesson in page.lessons:
        yield f"## {lesson.number} {lesson.title}".replace("  ", " ")
        for note in lesson.notes:
            yield f"> **{note.kind}.** {note.prompt}"
            yield note.body.strip()

"""The page of a lesson: its text, and beside each passage that asks for one the reader's own note."""

from dataclasses import replace

from flask import render_template, request

from lms.domain.progress import rules
from lms.web.learner.heads import lesson_head
from lms.web.learner.lessons import LessonText, lesson_text
from lms.web.learner.loaders import Spot
from lms.web.learner.margins import margin_of
from lms.web.learner.pages import LessonPage, Margin, NoteField
from lms.web.learner.showing import around, visit_of
from lms.web.shell.languages import own_name
from lms.web.shell.words import gettext as _


def lesson_page(spot: Spot, *, typed: dict[str, str] | None = None, error: str = "") -> str:
    """Show a lesson; ``typed`` is a note that could not be kept, by its passage, and ``error`` says why."""
    lang = spot.activity.language(spot.place.lang)
    standing = rules.standing_of(spot.activity, spot.place.standings)
    _module, line = spot.place.text.lines[spot.activity.key]
    text = lesson_text(spot.activity, lang)
    page = LessonPage(
        **{**around(spot), "lang": lang},
        text=text,
        done=standing.is_done,
        known=standing.state is rules.State.KNOWN,
        can_undo=standing.is_done and spot.place.learning.completed_at is None,
        done_url=line.done_url,
        next_url=line.next_url,
        source_language_note=language_note(spot, lang),
        visit=visit_of(spot.place),
        margin=_margin(spot, lang, text, typed or {}, error),
        shared=lesson_head(spot, lang, text.parts[0].html if text.parts else ""),
    )
    return render_template("learner/lesson.html", page=page)


def _margin(spot: Spot, lang: str, text: LessonText, typed: dict[str, str], error: str) -> Margin:
    passages = tuple(part.passage for part in text.parts if part.passage)
    margin = margin_of(spot, lang, passages, even_without=bool(typed))
    joined = request.args.get("joined", "")

    def told(note: NoteField) -> NoteField:
        note = replace(note, joined=note.key == joined)
        return replace(note, body=typed[note.key], error=error, saved="") if note.key in typed else note

    if not typed and not joined:
        return margin
    return replace(margin, notes={key: told(note) for key, note in margin.notes.items()}, others=tuple(map(told, margin.others)))


def language_note(spot: Spot, lang: str) -> str | None:
    """Return the line that says in which language a document is shown when it is not the wished one, or is out of date."""
    if lang != spot.place.lang:
        wished = own_name(spot.place.lang)
        return _("This page is not available in %(wished)s yet, so it is shown in %(shown)s.", wished=wished, shown=own_name(lang))
    if spot.activity.documents[lang].state == "stale":
        return _("The original of this page has changed since it was translated.")
    return None

"""The page of a lesson: its text, and beside each passage that asks for one the reader's own note."""

from dataclasses import replace

from flask import render_template, request

from lms.domain.courses.outline import Activity, Handout
from lms.domain.progress import rules
from lms.web.learner.exercises import Answered, exercises_of
from lms.web.learner.heads import lesson_head
from lms.web.learner.lessons import LessonText, lesson_text
from lms.web.learner.loaders import Spot
from lms.web.learner.margins import margin_of
from lms.web.learner.pages import LessonPage, Margin, NoteField, Notice
from lms.web.learner.showing import around, visit_of
from lms.web.shell.languages import own_name
from lms.web.shell.words import gettext as _


def lesson_page(
    spot: Spot, *, typed: dict[str, str] | None = None, error: str = "", answered: Answered | None = None, is_original: bool = False
) -> str:
    """Show a lesson; ``typed`` is a note that could not be kept, by its passage, and ``error`` says why.

    ``answered`` is an answer to a question in its text; ``is_original`` shows it in the language in which it was written.
    """
    source = spot.activity.title.source
    lang = source if is_original else spot.activity.language(spot.place.lang)
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
        notices=_notices(spot, lang, text, is_original=is_original),
        visit=visit_of(spot.place),
        margin=_margin(spot, lang, text, typed or {}, error),
        shared=None if is_original or answered else lesson_head(spot.place.outline, spot.activity, lang, text.opening),
        exercises=exercises_of(spot, text.parts, lang, answered, is_original=is_original),
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


def language_notices(what: Activity | Handout, wished: str, lang: str, *, is_behind: bool, original: str = "") -> list[Notice]:
    """Return what is said on top of a page of its language: that it is not the wished one, that the text is out of date or a machine's.

    ``original`` is where the original is read, where that has an address of its own.
    """
    said, link = [], _("Read the original")
    if lang != wished:
        sentence = _("This page is not available in %(wished)s yet, so it is shown in %(shown)s.", wished=own_name(wished), shown=own_name(lang))
        return [Notice(sentence)]
    if is_behind:
        said.append(Notice(_("The original of this page has changed since it was translated."), original, link))
    if what.documents[lang].machine:
        said.append(Notice(_("This page was translated by a machine."), "" if is_behind else original, link))
    return said


def _notices(spot: Spot, lang: str, text: LessonText, *, is_original: bool) -> list[Notice]:
    """Return what is said on top of a lesson of its language; on its original, the way back to the translation."""
    wished, here = spot.place.lang, spot.place.text.lines[spot.activity.key][1].url
    if is_original and wished != lang and wished in spot.activity.documents:
        return [Notice(_("This is the original, in %(shown)s.", shown=own_name(lang)), here, _("Back to the translation"))]
    return language_notices(spot.activity, wished, lang, is_behind=text.is_behind, original=f"{here}original")

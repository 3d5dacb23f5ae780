"""The text of a lesson as its page shows it: rendered when it was published, labelled once for each language, kept.

Labels of blocks ("Case study") are put in here, so that what was rendered stays the same for all.
"""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from markupsafe import Markup

from lms.domain.courses.outline import Activity
from lms.domain.courses.queries import get_page
from lms.domain.notebook.queries import passages_of
from lms.domain.notebook.rules import Passage
from lms.kernel.digest import digest_of
from lms.platform.cache import Shelf
from lms.platform.markdown_labels import LABELS, put_in_labels
from lms.platform.markdown_names import term_id, use_id
from lms.web.shell.languages import ui_language
from lms.web.shell.templates import macros
from lms.web.shell.words import gettext as _


@dataclass(frozen=True)
class Part:
    """A piece of a lesson up to where the note of a passage has its place, or to its end; pieces need not be whole elements."""

    html: Markup
    passage: Passage | None


@dataclass(frozen=True)
class Term:
    """A term of the glossary that was marked in a lesson: the ids of its explanation and of its first use, and where its card is."""

    id: str
    use_id: str
    title: str
    text: str
    url: str


@dataclass(frozen=True)
class LessonText:
    """A lesson in one language; its ``parts`` and ``sources`` are safe HTML, their labels in the reader's language.

    ``tongue`` is what says in the tag of an element in which language it is: nothing where it is the reader's.
    """

    tongue: str
    parts: tuple[Part, ...]
    sources_tongue: str
    sources: tuple[Markup, ...]
    checked: date | None
    terms: tuple[Term, ...] = ()


_texts: Shelf[LessonText] = Shelf(512)


def lesson_text(activity: Activity, lang: str) -> LessonText:
    """Return a lesson as it was rendered in ``lang`` when its edition was published; its sources are in the course's source."""
    source = activity.title.source
    page, original = activity.documents[lang].page, activity.documents[source].page
    return _texts.get(digest_of(page, original, ui_language()), lambda: _labelled(activity, lang, source))


def _labelled(activity: Activity, lang: str, source_lang: str) -> LessonText:
    spoken = ui_language()
    in_text, in_sources = (None if spoken == each else spoken for each in (lang, source_lang))
    body, labels = json.loads(get_page(activity.documents[lang].page)), {kind: _(word) for kind, word in LABELS.items()}
    tongue = macros().tongue

    def labelled(html: str, spoken_here: str | None) -> Markup:
        return Markup(put_in_labels(html, labels, spoken_here))  # noqa: S704 – what our own renderer made is safe

    return LessonText(
        tongue(lang),
        tuple(Part(labelled(html, in_text), passage) for html, passage in _cut(body["html"], passages_of(activity, lang))),
        tongue(source_lang),
        tuple(labelled(source, in_sources) for source in body["sources"]),
        date.fromisoformat(body["checked"]) if body["checked"] else None,
        tuple(Term(term_id(activity.key, each["key"]), use_id(activity.key, each["key"]), each["title"], each["text"], each["url"]) for each in body["terms"]),
    )


def _cut(html: str, passages: Sequence[Passage]) -> Iterator[tuple[str, Passage | None]]:
    """Yield the text up to the end of each passage that asks for a note, and what comes after the last."""
    begin = 0
    for passage in sorted(passages, key=lambda each: each.end):
        yield html[begin : passage.end], passage
        begin = passage.end
    yield html[begin:], None

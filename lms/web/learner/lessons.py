"""The text of a lesson as its page shows it: rendered when it was published, labelled once for each language, kept.

Labels of blocks ("Case study") are put in here, so that what was rendered stays the same for all.
"""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from markupsafe import Markup

from lms.domain.courses.outline import Activity, Document, Handout
from lms.domain.courses.queries import get_page
from lms.domain.courses.rules import is_overdue
from lms.domain.notebook.queries import passages_of
from lms.domain.notebook.rules import Passage
from lms.kernel.digest import digest_of
from lms.platform.cache import Shelf
from lms.platform.markdown_labels import LABELS, put_in_labels
from lms.platform.markdown_slides import slides_of
from lms.web.shell.languages import ui_language
from lms.web.shell.site import site
from lms.web.shell.templates import day, macros
from lms.web.shell.visitors import now
from lms.web.shell.words import gettext as _


@dataclass(frozen=True)
class Part:
    """A piece of a lesson up to where the note of a passage has its place, or to its end; pieces need not be whole elements."""

    html: Markup
    passage: Passage | None


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
    review: date | None

    @property
    def overdue(self) -> str:
        """The line that says that this was to be reviewed by now, in the site's day; "" where there is still time."""
        today = now().astimezone(site().zone).date()
        if self.review is None or not is_overdue(self.review, today):
            return ""
        return _("This page was to be reviewed by %(day)s; details may have changed.", day=day(self.review))


_texts: Shelf[LessonText] = Shelf(512)


def lesson_text(activity: Activity, lang: str) -> LessonText:
    """Return a lesson as it was rendered in ``lang`` when its edition was published; its sources are in the course's source."""
    source = activity.title.source
    page, original = activity.documents[lang].page, activity.documents[source].page
    return _texts.get(digest_of(page, original, ui_language()), lambda: _labelled(activity.documents, lang, source, passages_of(activity, lang)))


def handout_text(handout: Handout, lang: str) -> LessonText:
    """Return a document for trainers as lesson_text does; of a set of slides each is a part."""
    source, documents = handout.title.source, handout.documents
    digest = digest_of("handout", str(handout.slides), documents[lang].page, documents[source].page, ui_language())
    return _texts.get(digest, lambda: _labelled(documents, lang, source, (), is_slides=handout.slides))


def _labelled(
    documents: Mapping[str, Document], lang: str, source_lang: str, passages: Sequence[Passage], *, is_slides: bool = False
) -> LessonText:
    spoken = ui_language()
    in_text, in_sources = (None if spoken == each else spoken for each in (lang, source_lang))
    body, labels = json.loads(get_page(documents[lang].page)), {kind: _(word) for kind, word in LABELS.items()}
    if is_slides:
        labels["note"] = _("Speaker’s notes")
    tongue = macros().tongue

    def labelled(html: str, spoken_here: str | None) -> Markup:
        return Markup(put_in_labels(html, labels, spoken_here))  # noqa: S704 – what our own renderer made is safe

    pieces: Iterable[tuple[str, Passage | None]] = [(slide, None) for slide in slides_of(body["html"])] if is_slides else _cut(body["html"], passages)
    return LessonText(
        tongue(lang),
        tuple(Part(labelled(html, in_text), passage) for html, passage in pieces),
        tongue(source_lang),
        tuple(labelled(source, in_sources) for source in body["sources"]),
        *(date.fromisoformat(body[name]) if body.get(name) else None for name in ("checked", "review")),
    )


def _cut(html: str, passages: Sequence[Passage]) -> Iterator[tuple[str, Passage | None]]:
    """Yield the text up to the end of each passage that asks for a note, and what comes after the last."""
    begin = 0
    for passage in sorted(passages, key=lambda each: each.end):
        yield html[begin : passage.end], passage
        begin = passage.end
    yield html[begin:], None

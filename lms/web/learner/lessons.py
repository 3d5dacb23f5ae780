"""The text of a lesson as its page shows it: rendered when it was published, labelled once for each language, kept.

Labels of blocks ("Case study") are put in here, and so are the originals of blocks that changed since they were
translated, so that what was rendered stays the same for all.
"""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
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
from lms.platform.markdown_names import term_id, use_id
from lms.platform.markdown_places import find_places, without_places
from lms.platform.markdown_slides import slides_of
from lms.web.learner.heads import beginning_of
from lms.web.shell.languages import ui_language
from lms.web.shell.site import site
from lms.web.shell.templates import day, macros
from lms.web.shell.visitors import now
from lms.web.shell.words import gettext as _


@dataclass(frozen=True)
class Part:
    """A piece of a lesson up to where a note has its place or a question is asked, or to its end; pieces need not be whole elements.

    ``asks`` is the question as ``quiz#key``, "" for none, and ``number`` its number among those of the lesson.
    """

    html: Markup
    passage: Passage | None = None
    asks: str = ""
    number: int = 0


@dataclass(frozen=True)
class Term:
    """A term of the glossary that was marked in a lesson: the ids of its explanation and of its first use, and where its card is."""

    id: str
    use_id: str
    title: str
    text: str
    url: str


@dataclass(frozen=True, kw_only=True)
class Dated:
    """A text whose facts were checked on a day, and are to be looked at again by another."""

    checked: date | None
    review: date | None

    @property
    def overdue(self) -> str:
        """The line that says that this was to be reviewed by now, in the site's day; "" where there is still time."""
        today = now().astimezone(site().zone).date()
        if self.review is None or not is_overdue(self.review, today):
            return ""
        return _("This page was to be reviewed by %(day)s; details may have changed.", day=day(self.review))


@dataclass(frozen=True, kw_only=True)
class LessonText(Dated):
    """A lesson in one language; its ``parts`` and ``sources`` are safe HTML, their labels in the reader's language.

    ``tongue`` is what says in the tag of an element in which language it is: nothing where it is the reader's. ``opening``
    is the first paragraph in plain words; ``is_behind`` says that the whole text is out of date.
    """

    tongue: str
    parts: tuple[Part, ...]
    sources_tongue: str
    sources: tuple[Markup, ...]
    opening: str
    is_behind: bool
    terms: tuple[Term, ...] = ()


NOTHING = Markup()

_texts: Shelf[LessonText] = Shelf(512)


def lesson_text(activity: Activity, lang: str) -> LessonText:
    """Return a lesson as it was rendered in ``lang`` when its edition was published; its sources are in the course's source."""
    source = activity.title.source
    page, original = activity.documents[lang].page, activity.documents[source].page
    return _texts.get(digest_of(page, original, ui_language()), lambda: _labelled(activity.key, activity.documents, lang, source, passages_of(activity, lang)))


def handout_text(handout: Handout, lang: str) -> LessonText:
    """Return a document for trainers as lesson_text does; of a set of slides each is a part."""
    source, documents = handout.title.source, handout.documents
    digest = digest_of("handout", str(handout.slides), documents[lang].page, documents[source].page, ui_language())
    return _texts.get(digest, lambda: _labelled(handout.key, documents, lang, source, (), is_slides=handout.slides))


def _labelled(
    key: str, documents: Mapping[str, Document], lang: str, source_lang: str, passages: Sequence[Passage], *, is_slides: bool = False
) -> LessonText:
    spoken = ui_language()
    in_text, in_sources = (None if spoken == each else spoken for each in (lang, source_lang))
    body, labels = json.loads(get_page(documents[lang].page)), {kind: _(word) for kind, word in LABELS.items()}
    if is_slides:
        labels["note"] = _("Speaker’s notes")
    tongue, original = macros().tongue, macros("learner/_original.html").original

    def labelled(html: str, spoken_here: str | None) -> Markup:
        return Markup(put_in_labels(html, labels, spoken_here))  # noqa: S704 – what our own renderer made is safe

    originals = {number: original(labelled(html, in_sources), source_lang) for number, html in body["originals"].items()}

    def filled(html: str, part: Part) -> Part:
        return replace(part, html=Markup(_with_originals(labelled(html, in_text), originals)))  # noqa: S704

    pieces: Iterable[tuple[str, Part]] = [(slide, Part(NOTHING)) for slide in slides_of(body["html"])] if is_slides else _cut(body["html"], passages)
    return LessonText(
        tongue=tongue(lang),
        parts=tuple(filled(html, part) for html, part in pieces),
        sources_tongue=tongue(source_lang),
        sources=tuple(labelled(source, in_sources) for source in body["sources"]),
        checked=_day(body["checked"]),
        review=_day(body["review"]),
        opening=beginning_of(without_places(body["html"])),
        is_behind=body["is_behind"],
        terms=tuple(Term(term_id(key, each["key"]), use_id(key, each["key"]), each["title"], each["text"], each["url"]) for each in body["terms"]),
    )


def _day(written: str | None) -> date | None:
    return date.fromisoformat(written) if written else None


def _cut(html: str, passages: Sequence[Passage]) -> Iterator[tuple[str, Part]]:
    """Yield the text up to each place of a note or a question with what has its place there, and what comes after the last."""
    stops = [(passage.end, passage.end, Part(NOTHING, passage)) for passage in passages]
    asked = (place for place in find_places(html) if place.question)
    stops += [(place.start, place.end, Part(NOTHING, asks=place.question, number=number)) for number, place in enumerate(asked, 1)]
    begin = 0
    for start, end, part in sorted(stops, key=lambda stop: stop[0]):
        yield html[begin:start], part
        begin = end
    yield html[begin:], Part(NOTHING)


def _with_originals(html: str, originals: Mapping[str, str]) -> str:
    """Return a piece of text with the originals of its blocks that are out of date in their places."""
    parts, begin = [], 0
    for place in find_places(html):
        parts += [html[begin : place.start], originals[str(place.changed)]]
        begin = place.end
    return "".join([*parts, html[begin:]])

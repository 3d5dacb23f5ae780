"""The results of a search for courses: what was found, where, and with the words marked."""

from dataclasses import dataclass

from lms.domain.courses.queries import get_searchable
from lms.domain.courses.search import Passage, best_first, is_cut, passages, words_sought
from lms.domain.people.queries import Visitor
from lms.exchange.lettering import plain
from lms.platform.limits import Rule
from lms.web.public.cards import CourseCard, Listed, list_visible
from lms.web.public.in_lessons import LessonHit, Marked, find_in_lessons, marked
from lms.web.shell.languages import course_language, own_name
from lms.web.shell.limits import client_address, refuse_beyond

OFTEN = Rule("searches from a network address", "60/minute")
MOST_SHOWN = 30
PASSAGES_SHOWN = 3
LONGEST_SHOWN = 100  # signs of what was typed


@dataclass(frozen=True)
class Line:
    """A text of a course in which words were found; ``place`` says what it is, ``tongue`` in which other language."""

    place: int
    number: str
    kind: str
    text: Marked
    lang: str
    tongue: str


@dataclass(frozen=True)
class Result:
    """A course that was found; ``more`` is how many of its texts hold a word and are not shown."""

    card: CourseCard
    title: Marked
    summary: Marked
    lines: tuple[Line, ...]
    more: int


@dataclass(frozen=True)
class SearchPage:
    """What was looked for and found; ``understood`` unless there was no word in it, ``cut`` where it was too long."""

    typed: str
    understood: bool
    cut: bool
    found: int
    results: tuple[Result, ...]
    lessons_found: int = 0
    lessons: tuple[LessonHit, ...] = ()


def search_page(asking: Visitor | None, typed: str) -> SearchPage:
    """Return the courses that the visitor may see and in which all the words are; refused when asked too often."""
    refuse_beyond(OFTEN, client_address())
    words = words_sought(typed)
    shown = plain(typed[:LONGEST_SHOWN])
    if not words:
        return SearchPage(shown, False, False, 0, ())
    visible = list_visible(asking)
    found = best_first(((each, get_searchable(each.map_digest)) for each in visible), words)
    results = tuple(_result(each, words) for each in found[:MOST_SHOWN])
    has_account = asking is not None and not asking.is_guest
    return SearchPage(shown, True, is_cut(typed), len(found), results, *find_in_lessons(visible, words, has_account=has_account))


def _result(listed: Listed, words: tuple[str, ...]) -> Result:
    card, outline = listed.card(), listed.outline
    lang = course_language(outline.languages, outline.source)
    where = passages(outline, words, lang)
    lines = tuple(_line(each, words, lang) for each in where[:PASSAGES_SHOWN])
    return Result(card, marked(card.title, words), marked(card.summary, words), lines, len(where) - len(lines))


def _line(passage: Passage, words: tuple[str, ...], lang: str) -> Line:
    tongue = own_name(passage.lang) if passage.lang != lang else ""
    return Line(passage.place, passage.number, passage.kind, marked(passage.text, words), passage.lang, tongue)

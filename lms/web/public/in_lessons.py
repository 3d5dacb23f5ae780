"""What a search finds in the texts of lessons: only what this visitor could open now, each with the words around a hit."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from lms.domain.courses.finding import Found, find_documents, texts_of
from lms.domain.courses.outline import Activity
from lms.domain.progress.rules import open_to_strangers, what_comes_first
from lms.kernel.folding import first_place, fold, words_in
from lms.web.learner.addresses import activity_url
from lms.web.public.cards import Listed
from lms.web.shell.languages import course_language, own_name

MOST_LESSONS = 20
BEFORE = 60  # signs before the first hit
LONGEST = 200  # signs of all that is shown around it

Marked = tuple[tuple[str, bool], ...]


@dataclass(frozen=True)
class LessonHit:
    """A lesson in which all the words are; ``tongue`` says in which language, where it is not that of the course page."""

    title: Marked
    snippet: Marked
    lang: str
    tongue: str
    course: str
    course_lang: str
    number: str
    kind: str
    url: str


@dataclass(frozen=True)
class _Hit:
    listed: Listed
    activity: Activity
    found: Found
    rank: tuple[int, int, int]


def find_in_lessons(visible: Sequence[Listed], words: Sequence[str], *, has_account: bool) -> tuple[int, tuple[LessonHit, ...]]:
    """Return in how many lessons that the visitor may read now all the words are, and the best of them.

    Those with most of the words in their title come first, then the courses and lessons in their order, so both
    databases give the same. What may not be read, or not yet, is not found: that a word is in it would tell of it.
    """
    by_map = {each.map_digest: each for each in visible}
    best: dict[tuple[str, str], _Hit] = {}
    readable = {digest: {each.key: each for each in _readable(listed, has_account=has_account)} for digest, listed in by_map.items()}
    places = {digest: place for place, digest in enumerate(by_map)}
    for found in sorted(find_documents(by_map, words), key=lambda each: (each.activity_key, each.language)):
        activity = readable[found.map_digest].get(found.activity_key)
        if activity is None:
            continue
        listed = by_map[found.map_digest]
        rank = (-_in_title(found.title, words), places[found.map_digest], listed.outline.places[activity.key])
        hit, place = _Hit(listed, activity, found, rank), (found.map_digest, activity.key)
        if place not in best or _language_rank(hit) < _language_rank(best[place]):
            best[place] = hit
    shown = sorted(best.values(), key=lambda each: each.rank)[:MOST_LESSONS]
    texts = texts_of({hit.found.page for hit in shown}) if shown else {}
    return len(best), tuple(_shown(hit, texts[hit.found.page], words) for hit in shown)


def _readable(listed: Listed, *, has_account: bool) -> Iterator[Activity]:
    """Yield the activities that the visitor could open now."""
    outline = listed.outline
    if outline.is_guide:
        yield from outline.activities
        return
    if listed.learning is None:
        yield from open_to_strangers(outline)
        return
    for module in outline.modules:
        if has_account or module.key in outline.open:
            yield from (each for each in module.activities if what_comes_first(outline, listed.standings, each) is None)


def _in_title(title: str, words: Sequence[str]) -> int:
    there = fold(title)
    return sum(any(each.startswith(word) for each in there) for word in words)


def _language_rank(hit: _Hit) -> tuple[bool, bool, str]:
    """Return how well the language of a hit suits the visitor, less being better."""
    outline = hit.listed.outline
    return hit.found.language != course_language(outline.languages, outline.source), hit.found.language != outline.source, hit.found.language


def _shown(hit: _Hit, text: str, words: Sequence[str]) -> LessonHit:
    outline, found = hit.listed.outline, hit.found
    lang = course_language(outline.languages, outline.source)
    course = outline.title.in_(lang)
    return LessonHit(
        marked(found.title, words),
        marked(around(text, words), words),
        found.language,
        own_name(found.language) if found.language != lang else "",
        course.text,
        course.lang,
        hit.activity.number,
        hit.activity.kind,
        activity_url(outline, hit.activity),
    )


def around(text: str, words: Sequence[str]) -> str:
    """Return a part of a text around the first of the words, cut at blanks; its beginning where none is in it."""
    begins = tuple(words)
    first = first_place(text, lambda folded: _begins(folded, begins)) or 0
    start = 0 if first <= BEFORE else text.find(" ", first - BEFORE, first) + 1 or first
    end = len(text) if len(text) - start <= LONGEST else max(text.rfind(" ", first + 1, start + LONGEST), 0) or start + LONGEST
    return f"{'… ' if start else ''}{text[start:end].strip()}{' …' if end < len(text) else ''}"


def marked(text: str, words: Sequence[str]) -> Marked:
    """Return a text in pieces, each with whether it is a word that is looked for; the template escapes them."""
    pieces: list[tuple[str, bool]] = []
    end = 0
    for word in words_in(text):
        if _begins(word.folded, tuple(words)):
            pieces += [(text[end : word.start], False), (text[word.start : word.end], True)]
            end = word.end
    return tuple(piece for piece in [*pieces, (text[end:], False)] if piece[0])


def _begins(folded: tuple[str, ...], words: tuple[str, ...]) -> bool:
    """Tell whether a stretch of a text, mostly one word, begins with any of the words."""
    return folded[0].startswith(words) if len(folded) == 1 else any(each.startswith(words) for each in folded)

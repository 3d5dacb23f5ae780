"""Finding courses by words: pure, over the outlines that are in memory anyway.

Every word must be in the course, at least by its beginning, in any of its languages and anywhere on its page. A word
in the title counts more than one in the summary, then come titles of modules, of activities, and outcomes.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TypeVar

from lms.domain.courses.outline import Outline
from lms.kernel.folding import fold
from lms.kernel.localtext import LocalText

T = TypeVar("T")

LONGEST = 100  # signs that are looked at
MOST_WORDS = 10
TITLE, SUMMARY, MODULE, ACTIVITY, OUTCOME = range(5)  # in the order of their worth


@dataclass(frozen=True)
class Text:
    """A text of a course in all its languages, and where it stands; ``kind`` is that of an activity."""

    place: int
    by_language: Mapping[str, str]
    number: str = ""
    kind: str = ""


@dataclass(frozen=True)
class Passage:
    """A text in which words were found, in one language; ``found`` is how many of them."""

    place: int
    number: str
    kind: str
    text: str
    lang: str
    found: int


Rank = tuple[int, int, int]
Searchable = tuple[str, ...]


def words_sought(typed: str) -> tuple[str, ...]:
    """Return the words that somebody looks for, each once; none where they typed nothing but signs."""
    return tuple(dict.fromkeys(fold(typed[:LONGEST])))[:MOST_WORDS]


def is_cut(typed: str) -> bool:
    """Tell whether more was typed than is looked for."""
    return len(typed) > LONGEST or len(set(fold(typed[:LONGEST]))) > MOST_WORDS


def texts_of(outline: Outline) -> Iterator[Text]:
    """Yield every text by which a course is found: what its page shows to whoever may see it, and nothing else."""
    yield Text(TITLE, outline.title.by_language)
    yield Text(SUMMARY, outline.summary.by_language)
    if outline.certificate:
        yield from _outcomes(outline.certificate.outcomes)
    for module in outline.modules:
        yield Text(MODULE, module.title.by_language, str(module.number))
        yield from _outcomes(module.outcomes)
        for activity in module.activities:
            kind = activity.quiz.mode if activity.quiz else activity.kind
            yield Text(ACTIVITY, activity.title.by_language, activity.number, kind)


def _outcomes(by_language: Mapping[str, tuple[str, ...]]) -> Iterator[Text]:
    for language, lines in by_language.items():
        for line in lines:
            yield Text(OUTCOME, {language: line})


def searchable(outline: Outline) -> Searchable:
    """Return the words of a course for each place, a blank before and after each."""
    words: list[list[str]] = [[], [], [], [], []]
    for text in texts_of(outline):
        for spoken in text.by_language.values():
            words[text.place] += fold(spoken)
    return tuple(f" {' '.join(dict.fromkeys(each))} " for each in words)


def rank(course: Searchable, sought: tuple[str, ...]) -> Rank | None:
    """Return how well a course answers, less being better; None where a word is nowhere in it, or none is sought.

    First counts the least worthy place that is needed, then all of them, then how many words are only begun.
    """
    places, begun = [], 0
    for word in sought:
        place = next((place for place, words in enumerate(course) if f" {word}" in words), None)
        if place is None:
            return None
        places.append(place)
        begun += f" {word} " not in course[place]
    return (max(places), sum(places), begun) if places else None


def best_first(courses: Iterable[tuple[T, Searchable]], sought: tuple[str, ...]) -> list[T]:
    """Return the courses in which all words are, the best first; of equals, in the order in which they came."""
    ranked = [(how, course) for course, words in courses if (how := rank(words, sought)) is not None]
    return [course for _how, course in sorted(ranked, key=lambda each: each[0])]


def passages(outline: Outline, sought: tuple[str, ...], language: str) -> list[Passage]:
    """Return the texts of a course in which any of the words is, those with most words first.

    Each is given in ``language`` if it answers as well there, else in the language in which it answers best; title
    and summary only where they do not answer in ``language``, for there they are shown in any case.
    """
    found = []
    for text in texts_of(outline):
        best = max((_passage(text, each, sought) for each in _in_order(text.by_language, language)), key=lambda each: each.found, default=None)
        is_shown = best and text.place in (TITLE, SUMMARY) and best.lang == LocalText(text.by_language, outline.source).in_(language).lang
        if best and best.found and not is_shown:
            found.append(best)
    return sorted(found, key=lambda each: (-each.found, each.place))


def _in_order(by_language: Mapping[str, str], first: str) -> list[str]:
    return sorted(by_language, key=lambda language: language != first)


def _passage(text: Text, language: str, sought: tuple[str, ...]) -> Passage:
    words, spoken = fold(text.by_language[language]), text.by_language[language]
    found = sum(any(word.startswith(each) for word in words) for each in sought)
    return Passage(text.place, text.number, text.kind, spoken, language, found)

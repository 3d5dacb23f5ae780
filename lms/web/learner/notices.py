"""What everybody who reads a course is told at the top of its pages, whichever edition they read."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from lms.domain.courses.notices import Told, list_told
from lms.domain.courses.outline import Activity, Outline


@dataclass(frozen=True)
class NoticeLine:
    """A notice in one language."""

    day: date
    text: str
    lang: str


def told_of_course(course_id: int, digest: str, outline: Outline, lang: str) -> tuple[NoticeLine, ...]:
    """Return what readers of the course as a whole are told; ``digest`` is the one that the course keeps of its notices."""
    return _lines((each for each in list_told(course_id, digest, outline.source) if not each.activity_keys), lang)


def told_of_activity(course_id: int, digest: str, outline: Outline, activity: Activity, lang: str) -> tuple[NoticeLine, ...]:
    """Return what readers of an activity are told: what is about it, under whatever key, and what is about the whole course."""
    if not digest:
        return ()
    told = list_told(course_id, digest, outline.source)
    return _lines((each for each in told if not each.activity_keys or each.is_about(activity)), lang)


def _lines(told: Iterable[Told], lang: str) -> tuple[NoticeLine, ...]:
    found = ((each.day, each.text.in_(lang)) for each in told)
    return tuple(NoticeLine(day, text.text, text.lang) for day, text in found)

"""What belongs to the films, sounds and files of a document: captions in every language, transcripts, sizes (course-format §4)."""

from collections.abc import Callable
from dataclasses import replace

from lms.domain.courses.format.lesson import Lesson
from lms.domain.courses.format.library import CourseMap
from lms.domain.courses.format.media import CAPTIONS
from lms.platform.markdown import Resolved
from lms.platform.markdown_targets import suffix_of
from lms.platform.tongues import own_name, size_in_words


def is_captions(path: str) -> bool:
    """Tell whether a path names captions."""
    return suffix_of(path) in CAPTIONS


def captions_of(course_map: CourseMap, target: str, lang: str, address: Callable[[str], str]) -> Resolved:
    """Return captions in ``lang``, or in the source of the course, with the same in every other language as their twins."""
    course = course_map.course
    by_language: dict[str, Resolved] = {}
    for each in (lang, *course.languages):
        path = course_map.media_path(target, each)
        spoken = each if path and f"/media/{each}/" in path else course.source
        if path and spoken not in by_language:
            by_language[spoken] = Resolved(address(path), own_name(spoken), spoken)
    first, *others = by_language.values()
    return replace(first, twins=tuple(others))


def about_file(course_map: CourseMap, path: str, lang: str) -> str:
    """Return what a file is that a link leads to: its kind and size."""
    return f"{suffix_of(path).upper()}, {size_in_words(len(course_map.files[path]), lang)}"


def transcript_of(course_map: CourseMap, key: str, lang: str) -> tuple[Lesson, str] | None:
    """Return a transcript in ``lang`` or in the source, and its language; the checker has seen that learners may read it."""
    for each in (lang, course_map.course.source):
        lesson = course_map.lessons.get((key, each))
        if lesson:
            return lesson, each
    return None

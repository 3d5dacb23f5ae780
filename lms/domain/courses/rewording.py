"""When nothing but the words of some documents changed since the published edition: those are read, the others are known.

A document says two things to the rest of its course: what it is called, and which places in it can be pointed to. While
both stay, no other document can be wrong for its sake nor look otherwise, so the findings about the others, their pages
and their places in the outline are those of the edition. Whatever else changes, all of the course is read.
"""

import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import Any

from lms.domain.courses.format.lesson import read_lesson
from lms.domain.courses.format.quiz import read_quiz
from lms.domain.courses.outline import Outline
from lms.kernel.problems import Problems

DOCUMENT = re.compile(r"(?P<top>content|quizzes)/[^/]+/(?P<lang>[^/]+)/(?P<key>[a-z][a-z0-9-]*)\.md")
KEY = re.compile(rb"[a-z][a-z0-9-]*")
TRANSCRIPT = b"transcript="  # names a document that the outline does not name


@dataclass(frozen=True)
class Head:
    """A published edition that may be what a new one is made from; ``bodies`` gives the bytes of some of its files."""

    edition_id: int
    outline: Outline
    digests: Mapping[str, str]
    bodies: Callable[[Collection[str]], Mapping[str, bytes]]


@dataclass(frozen=True)
class Reworded:
    """What changed since ``head``: the keys of the activities, and those that must be read to check and render them."""

    head: Head
    keys: frozenset[str]
    read: frozenset[str]

    def is_about(self, path: str) -> bool:
        """Tell whether a path is that of a document of what changed, in any language."""
        found = DOCUMENT.fullmatch(path)
        return found is not None and found["key"] in self.keys


def find_reworded(head: Head | None, files: Mapping[str, bytes], digests: Mapping[str, str]) -> Reworded | None:
    """Return what changed since the head if only words of documents did, else None: then the whole course is to be read."""
    if head is None or digests.keys() != head.digests.keys() or _shows_more(head.outline):
        return None
    changed = [path for path, digest in digests.items() if head.digests[path] != digest]
    found = {path: match for path in changed if (match := DOCUMENT.fullmatch(path))}
    keys = frozenset(match["key"] for match in found.values())
    if not changed or len(found) < len(changed) or not all(map(head.outline.find, keys)):
        return None
    if any(TRANSCRIPT in body for path, body in files.items() if path.endswith(".md")):
        return None
    before = head.bodies(changed)
    if any(_is_otherwise_to_others(path, before[path], files[path], is_quiz=match["top"] == "quizzes") for path, match in found.items()):
        return None
    return Reworded(head, keys, _read(keys, head.outline, files))


def _shows_more(outline: Outline) -> bool:
    """Tell whether a course shows what hangs on documents that are no activities: cards, whose terms stand in every lesson, and handouts."""
    return bool(outline.sets) or any(module.trainer for module in outline.modules)


def _is_otherwise_to_others(path: str, before: bytes, now: bytes, *, is_quiz: bool) -> bool:
    return _as_others_see_it(path, before, is_quiz=is_quiz) != _as_others_see_it(path, now, is_quiz=is_quiz)


def _as_others_see_it(path: str, body: bytes, *, is_quiz: bool) -> Any:
    if is_quiz:
        quiz = read_quiz(path, body, translation=False, problems=Problems())
        return quiz and (quiz.title, quiz.mode, quiz.pass_mark is None, tuple((each.key, each.is_marked) for each in quiz.questions), tuple(quiz.blocks))
    lesson = read_lesson(path, body, Problems())
    return lesson and (lesson.title, frozenset(name for name, _line in lesson.references.targets))


def _read(keys: Collection[str], outline: Outline, files: Mapping[str, bytes]) -> frozenset[str]:
    """Return the keys of the documents that are named in what changed, and of what changed itself."""
    named = {
        word.decode()
        for path, body in files.items()
        if (match := DOCUMENT.fullmatch(path)) and match["key"] in keys
        for word in KEY.findall(body)
    }
    return frozenset(keys) | (named & outline.places.keys())

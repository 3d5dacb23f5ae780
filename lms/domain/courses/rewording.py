"""When nothing but the words of some documents changed since the published edition: those are read, the others are known.

A document says two things to the rest of its course: what it is called, and which places in it can be pointed to. While
both stay, no other document can be wrong for its sake nor look otherwise, so the findings about the others, their pages
and their places in the outline are those of the edition. A card is such a document too; but a term of the glossary is
explained below lessons, and a transcript stands in them. Whatever else changes, all of the course is read.
"""

import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, replace
from typing import Any

from lms.domain.courses.format.cards import CARD, GLOSSARY
from lms.domain.courses.format.lesson import read_lesson
from lms.domain.courses.format.quiz import read_quiz
from lms.domain.courses.outline import Outline
from lms.kernel.problems import Problems

DOCUMENT = re.compile(r"(?P<top>content|quizzes)/[^/]+/(?P<lang>[^/]+)/(?P<key>[a-z][a-z0-9-]*)\.md")
KEY = re.compile(rb"[a-z][a-z0-9-]*")
TRANSCRIPT = re.compile(rb"transcript=[\"']?([a-z][a-z0-9-]*)")  # a document whose text stands in those that name it


@dataclass(frozen=True)
class Head:
    """A published edition that may be what a new one is made from; ``bodies`` gives the bytes of some of its files."""

    edition_id: int
    outline: Outline
    digests: Mapping[str, str]
    bodies: Callable[[Collection[str]], Mapping[str, bytes]]


@dataclass(frozen=True)
class Reworded:
    """What changed since ``head``: the keys of documents and of cards (with their set), and which documents must be read for them."""

    head: Head
    keys: frozenset[str]
    cards: frozenset[tuple[str, str]]
    read: frozenset[str]

    def is_about(self, path: str) -> bool:
        """Tell whether a path is that of what changed, in any language."""
        if found := DOCUMENT.fullmatch(path):
            return found["key"] in self.keys
        card = CARD.fullmatch(path)
        return card is not None and (card["set"], card["card"]) in self.cards

    def makes(self, name: str) -> bool:
        """Tell whether the pages of a set of cards are made: of one that changed, and of the terms that lessons explain."""
        return name == GLOSSARY or any(name == each for each, _card in self.cards)


def find_reworded(head: Head | None, files: Mapping[str, bytes], digests: Mapping[str, str]) -> Reworded | None:
    """Return what changed since the head if only words of documents did, else None: then the whole course is to be read."""
    if head is None or digests.keys() != head.digests.keys():
        return None
    changed = [path for path, digest in digests.items() if head.digests[path] != digest]
    documents = {path: match for path in changed if (match := DOCUMENT.fullmatch(path))}
    cards = {path: match for path in changed if (match := CARD.fullmatch(path)) and match["set"] != GLOSSARY}
    keys = frozenset(match["key"] for match in documents.values())
    if not changed or len(documents) + len(cards) < len(changed) or not all(head.outline.find(key) or head.outline.find_handout(key) for key in keys):
        return None
    if keys & _transcripts(files):
        return None
    before = head.bodies(changed)
    if any(_is_otherwise_to_others(path, before[path], files[path], is_quiz=path.startswith("quizzes/")) for path in changed):
        return None
    reworded = Reworded(head, keys, frozenset((match["set"], match["card"]) for match in cards.values()), keys)
    return replace(reworded, read=keys | _named(reworded, files))


def _transcripts(files: Mapping[str, bytes]) -> set[str]:
    return {key.decode() for path, body in files.items() if path.endswith(".md") for key in TRANSCRIPT.findall(body)}


def _is_otherwise_to_others(path: str, before: bytes, now: bytes, *, is_quiz: bool) -> bool:
    return _as_others_see_it(path, before, is_quiz=is_quiz) != _as_others_see_it(path, now, is_quiz=is_quiz)


def _as_others_see_it(path: str, body: bytes, *, is_quiz: bool) -> Any:
    if is_quiz:
        quiz = read_quiz(path, body, translation=False, problems=Problems())
        return quiz and (quiz.title, quiz.mode, quiz.pass_mark is None, tuple((each.key, each.is_marked) for each in quiz.questions), tuple(quiz.blocks))
    lesson = read_lesson(path, body, Problems())
    return lesson and (lesson.title, frozenset(name for name, _line in lesson.references.targets))


def _named(reworded: Reworded, files: Mapping[str, bytes]) -> frozenset[str]:
    """Return the keys of the activities that are named in what is made anew: documents that changed, and whole sets of cards."""
    said = {word.decode() for path, body in files.items() if _is_made(reworded, path) for word in KEY.findall(body)}
    return frozenset(said & reworded.head.outline.places.keys())


def _is_made(reworded: Reworded, path: str) -> bool:
    card = CARD.fullmatch(path)
    return reworded.makes(card["set"]) if card else reworded.is_about(path)

"""Reads a lesson, or any other document in Markdown: its front matter, its text, its blocks (course-format §4)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any

from lms.domain.courses.format import schema
from lms.domain.courses.format.blocks import Block, split_blocks
from lms.domain.courses.format.frontmatter import FrontMatter, split_front_matter
from lms.domain.courses.format.prose import check_pictures_and_links, check_structure, check_text
from lms.domain.courses.format.references import References
from lms.domain.courses.format.schema import At, Field, Record
from lms.domain.courses.format.yaml_reader import Map
from lms.domain.questions.model import Stamp
from lms.kernel.digest import text_digest
from lms.kernel.problems import Problems
from lms.kernel.words import N_
from lms.platform.markdown_limits import find_excess

TEXTS = {
    "title": Field(schema.text, required=True),
    "summary": Field(schema.text),
    "description": Field(schema.text),
}
SETTINGS = {
    "sources": Field(schema.list_of(schema.text)),
    "checked": Field(schema.day),
    "review": Field(schema.day),
    "slides": Field(schema.truth),
}
STAMPS = {
    "source_digest": Field(schema.digest),
    "source_blocks": Field(schema.list_of(schema.block_digest)),
    "machine": Field(schema.truth),
}
KNOWN = frozenset({*TEXTS, *SETTINGS, *STAMPS})
Fields = Mapping[str, Field]


@dataclass(frozen=True)
class Lesson:
    """A document in one language. ``text`` is its Markdown with LF line ends, from ``first_line`` of the file on.

    ``checked`` and ``review``, ``sources`` and ``slides`` stand in the source language only; ``stamp`` in a
    translation only, None where it bears none. ``digest`` is that of the file (T1). ``more`` is what a card says besides.
    """

    title: str
    path: str
    text: str
    first_line: int
    summary: str = ""
    description: str = ""
    sources: tuple[str, ...] = ()
    checked: date | None = None
    review: date | None = None
    slides: bool = False
    stamp: Stamp | None = None
    digest: str = ""
    lines: Mapping[str, int] = field(default_factory=dict, hash=False)
    more: Mapping[str, Any] = field(default_factory=dict, hash=False)

    @cached_property
    def blocks(self) -> tuple[Block, ...]:
        """The top-level blocks of the text, with their lines in the file; none of a text that is too much to be read."""
        return () if find_excess(self.text) else split_blocks(self.text, self.first_line)

    @cached_property
    def references(self) -> References:
        """What the text points to, and what can be pointed to in it."""
        return References(self.text, self.first_line)


def read_lesson(
    path: str,
    body: bytes,
    problems: Problems,
    *,
    translation: bool = False,
    texts: Fields = TEXTS,
    settings: Fields = SETTINGS,
) -> Lesson | None:
    """Return the document that a file holds; what is wrong with it is noted. None if it is no text at all.

    A translation may hold ``texts`` and stamps only, its ``settings`` stand in the source (T5).
    """
    front = split_front_matter(path, body, problems)
    if front.broken and not front.text:
        return None
    found = _read_front(path, front, problems, texts, settings, translation=translation)
    lesson = Lesson(
        title=found.get("title", ""),
        path=path,
        text=front.text,
        first_line=front.first_line,
        summary=found.get("summary", ""),
        description=found.get("description", ""),
        sources=found.get("sources", ()),
        checked=found.get("checked"),
        review=found.get("review"),
        slides=found.get("slides", False),
        stamp=stamp_of(found),
        digest=text_digest(body),
        lines=found.lines,
        more={name: value for name, value in found.values.items() if name not in KNOWN},
    )
    _check(lesson, problems)
    return lesson


def _read_front(path: str, front: FrontMatter, problems: Problems, texts: Fields, settings: Fields, *, translation: bool) -> Record:
    at = At(path, problems)
    if front.broken:
        return Record()
    if not translation:
        return schema.read_record(front.fields, {**texts, **settings}, at)
    for pair in front.fields:
        if pair.key.text in settings:
            sentence = N_("%(name)s is set in the source only: take it out of the translation")
            problems.error(path, pair.key.line, "setting-in-translation", sentence, name=pair.key.text)
    kept = tuple(pair for pair in front.fields if pair.key.text not in settings)
    return schema.read_record(Map(kept, front.fields.line), {**texts, **STAMPS}, at)


def stamp_of(found: Record) -> Stamp | None:
    """Return the stamp that the front matter of a translation holds, or None."""
    if not any(name in found.lines for name in STAMPS):
        return None
    return Stamp(found.get("source_digest"), found.get("source_blocks", ()), found.get("machine", False))


def _check(lesson: Lesson, problems: Problems) -> None:
    """Note what is wrong with the text of a document by itself."""
    path = lesson.path
    if not lesson.blocks and not find_excess(lesson.text):
        problems.warning(path, lesson.first_line, "empty-text", N_("this document has no text yet"))
    check_text(path, lesson.text, lesson.first_line, problems)
    check_structure(path, lesson.text, lesson.first_line, problems)
    check_pictures_and_links(path, lesson.references, problems)
    seen: dict[str, int] = {}
    for name, line in lesson.references.targets:
        if name in seen:
            sentence = N_("the link target #%(name)s stands here twice, first in line %(first)s")
            problems.error(path, line, "duplicate-target", sentence, name=name, first=seen[name])
        seen.setdefault(name, line)

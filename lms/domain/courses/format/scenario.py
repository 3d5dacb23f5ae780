"""Reads a scenario out of its document: scenes, the choices that end them, and what follows from these (course-format §5).

A scenario is a document like a lesson. Each heading of level 2 begins a scene; the list at its end, if every item is a
link to a scene, is its choices, and a quote beneath a choice tells what happens next. A scene without choices is an
ending. ``scenario_rules`` says what is wrong with one.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from lms.domain.courses.format.blocks import ITEM, Block
from lms.domain.courses.format.lesson import Lesson
from lms.domain.courses.format.references import LINK, References
from lms.platform.markdown_inline import read_attributes
from lms.platform.markdown_zones import fenced_lines

LISTS = ("ul", "ol")
DEFINED = ("definition", "footnote")
GOOD = "good"
MARKER = re.compile(r"(?:[-*+]|\d{1,9}[.)])[ \t]+")
QUOTED = re.compile(r"[ \t]*>[ ]?")
BRACES = re.compile(r"(?<!\s)\s*+\{:?(?P<braces>[^{}\n]*)\}[ \t]*+#*+[ \t]*+$")
HASHES = re.compile(r"^[ \t]*#{1,6}[ \t]+|(?<![ \t])[ \t]++#++[ \t]*+$")
BARE_CHOICE = re.compile(rf"^[ \t]*{MARKER.pattern}\[[^\n]*\]\(#", re.M)
LABEL = re.compile(r"(?P<abbreviation>\*)?\[(?P<label>[^\]]+)\]:")


@dataclass(frozen=True)
class Choice:
    """Something that one can do at the end of a scene: ``words`` and ``consequence`` are Markdown, ``to`` is a scene."""

    words: str
    to: str
    consequence: str
    line: int


@dataclass(frozen=True)
class Scene:
    """A scene; ``key`` is empty where its heading names none, ``title`` and ``text`` are Markdown.

    ``no_choice`` is the line of an item that is none among choices, ``goes_on`` that of what stands after them; 0 where
    there is no such thing.
    """

    key: str
    title: str
    classes: tuple[str, ...]
    text: str
    choices: tuple[Choice, ...]
    line: int
    no_choice: int = 0
    goes_on: int = 0

    @property
    def is_ending(self) -> bool:
        """Whether the story ends here."""
        return not self.choices

    @property
    def is_good(self) -> bool:
        """Whether the author calls this a good ending."""
        return GOOD in self.classes


@dataclass(frozen=True)
class Scenario:
    """A scenario in one language; ``introduction`` is what stands before the first scene.

    ``definitions`` are the links, abbreviations and footnotes that the file defines; they hold for all of its pieces.
    ``is_sure`` is False where choices seem to stand in what is no list, so that nobody can say what leads where.
    """

    path: str
    introduction: str
    scenes: tuple[Scene, ...]
    definitions: tuple[str, ...] = ()
    is_sure: bool = True

    def piece(self, text: str, *, footnotes: bool = True) -> str:
        """Return a piece of the scenario ready to be rendered alone: with those definitions that it uses beneath it."""
        held = [each for each in self.definitions if footnotes or not each.lstrip().startswith("[^")]
        used = [definition for definition in held if _uses(text, definition)]
        return "\n\n".join([text, *used]) if used else text


def read_scenario(lesson: Lesson) -> Scenario:
    """Return the scenario that a document tells."""
    lines, first = lesson.text.split("\n"), lesson.first_line
    definitions = tuple(block.text for block in lesson.blocks if block.kind in DEFINED)
    for block in lesson.blocks:
        if block.kind in DEFINED:
            lines[block.first_line - first : block.last_line - first + 1] = [""] * (block.last_line - block.first_line + 1)
    blocks = [block for block in lesson.blocks if block.kind not in DEFINED]
    begins = [place for place, block in enumerate(blocks) if block.kind == "h2"]
    until = blocks[begins[0]].first_line if begins else first + len(lines)
    scenes = []
    for place, after in pairwise([*begins, len(blocks)]):
        end = blocks[after].first_line if after < len(blocks) else first + len(lines)
        scenes.append(_scene(blocks[place], blocks[place + 1 : after], lines, first, end))
    is_sure = not any(block.kind == "p" and BARE_CHOICE.search(block.text) for block in blocks)
    return Scenario(lesson.path, _text(lines[: until - first]), tuple(scenes), definitions, is_sure)


def _scene(heading: Block, blocks: Sequence[Block], lines: Sequence[str], first: int, end: int) -> Scene:
    key, title, classes = _heading(heading)
    choices: tuple[Choice, ...] = ()
    no_choice = goes_on = 0
    until, last = end, next((block for block in reversed(blocks) if block.kind in LISTS), None)
    if last is not None:
        items = list(_items(last))
        choices = tuple(choice for _line, choice in items if choice)
        others = [line for line, choice in items if choice is None]
        is_last = last is blocks[-1]
        if choices and is_last:
            until, no_choice = last.first_line, others[0] if others else 0
        elif choices and not others:
            goes_on = next(block for block in blocks if block.first_line > last.last_line).first_line
        else:
            choices = ()
    return Scene(key, title, classes, _text(lines[heading.last_line + 1 - first : until - first]), choices, heading.first_line, no_choice, goes_on)


def _heading(block: Block) -> tuple[str, str, tuple[str, ...]]:
    """Return the key, the words and the classes of a heading."""
    line = block.text.split("\n")[0]
    settings = BRACES.search(line)
    found = read_attributes(settings["braces"]) if settings else []
    words = HASHES.sub("", line[: settings.start()] if settings else line).strip()
    key = next((value for name, value in found if name == "id"), "")
    return key, words, tuple(value for name, value in found if name == ".")


def _text(lines: Sequence[str]) -> str:
    return "\n".join(lines).strip("\n")


def _items(block: Block) -> Iterator[tuple[int, Choice | None]]:
    """Yield the items of a list with their lines: each as a choice, or None where it is none."""
    lines = block.text.split("\n")
    indent = len(lines[0]) - len(lines[0].lstrip())
    fenced = {number for begin, end, _closed in fenced_lines(lines) for number in range(begin, end + 1)}
    begins = [
        number
        for number, line in enumerate(lines)
        if number not in fenced and not line[:indent].strip() and ITEM.match(line[indent:])
    ]
    for number, after in pairwise([*begins, len(lines)]):
        line = block.first_line + number
        yield line, _choice([MARKER.sub("", lines[number][indent:], count=1), *lines[number + 1 : after]], line)


def _choice(lines: Sequence[str], line: int) -> Choice | None:
    """Return the choice that an item offers: a link to a scene and nothing else, with a quote beneath it or without."""
    head = next((number for number, each in enumerate(lines) if number and (not each.strip() or QUOTED.match(each))), len(lines))
    words = "\n".join(each.strip() for each in lines[:head])
    link = LINK.fullmatch(References(words).bare)
    consequence = _quote(lines[head:])
    if link is None or consequence is None or link["attributes"] or not link["target"].lstrip("<").startswith("#"):
        return None
    return Choice(words[link.start("words") : link.end("words")], link["target"].strip("<>")[1:], consequence, line)


def _quote(lines: Sequence[str]) -> str | None:
    """Return what a quote says, empty where there is none; None where there is anything else."""
    said: list[str] = []
    goes_on = False
    for line in lines:
        quoted = QUOTED.match(line)
        if not quoted and line.strip() and not goes_on:
            return None
        goes_on = bool(line[quoted.end() :].strip() if quoted else line.strip())
        said.append(line[quoted.end() :] if quoted else line.strip())
    return _text(said)


def _uses(text: str, definition: str) -> bool:
    found = LABEL.match(definition.strip())
    if found is None:
        return False
    if found["abbreviation"]:
        return found["label"] in text
    return f"[{found['label']}]".casefold() in " ".join(text.split()).casefold()

"""What a Markdown text points to: links, pictures, films, other activities, and its own link targets, with their lines."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal

from lms.platform.markdown_inline import ACTIVITY, AUTHOR_ID, read_attributes, read_place
from lms.platform.markdown_limits import find_excess
from lms.platform.markdown_zones import FILL, LineNumbers, without_fences, without_zones

ESCAPE = re.compile(r"\\[!-/:-@\[-`{-~]")
WORDS = r"(?P<words>[^\[\]]*(?:\[[^\[\]]*\][^\[\]]*)*)"
PLACE = r"\(\s*+(?P<target><[^<>\n]*>|[^\s()<>]*(?:\([^\s()]*\)[^\s()]*)*)(?P<title>\s++(?:\"[^\"]*\"|'[^']*'))?\s*+\)"
LINK = re.compile(rf"(?<!!)\[{WORDS}\]{PLACE}(?P<attributes>\{{:?[^{{}}\n]*\}})?")
BRACKET = re.compile(r"[\[\]]")
SIGN = re.compile(r"[\[\]<]")
LABEL = re.compile(r"\s?\[(?P<label>[^\[\]]*)\]")
ATTRIBUTES = re.compile(r"\{:?[^{}\n]*\}")
PARAGRAPH = re.compile(r"(?:[^\n]++(?:\n(?![ \t>]*(?:\n|$)))?+)+")
DEFINITION = re.compile(r"^[ ]{0,3}\[(?P<label>[^\[\]^][^\[\]]*)\]:[ \t]*(?P<target><[^<>\n]*>|\S+)(?P<title>[^\n]*)$", re.M)
TITLE = re.compile(r"\s*+(?:\"[^\n]*\"|'[^\n]*'|\([^\n]*\))?+\s*+")
ADDRESS = re.compile(r"<(?P<target>[A-Za-z][A-Za-z0-9+.-]*://[^<>]*)>")
NOT_IN_ADDRESSES = re.compile(r"[\s\\<>\"]")  # signs with which an address is dropped (markdown_safety)
ELSEWHERE = re.compile(r"(?:https?://[^/\\]|mailto:.|tel:.)", re.I)
TARGET = re.compile(r"(?:(?<=\s)|(?<=[\w\])*_`]))\{(?=[^{}\n]*\}):?[^{}\n]*?(?<![\w&])#(?P<name>[^\s{}]++)[^{}\n]*+\}")
ACTIVITIES = re.compile(ACTIVITY)
Kind = Literal["link", "media", "activity", "question"]


@dataclass(frozen=True)
class Reference:
    """One place that points somewhere; ``words`` are its link text or alt text."""

    kind: Kind
    target: str
    words: str
    line: int
    attributes: Mapping[str, str] = field(default_factory=dict, hash=False)
    classes: tuple[str, ...] = ()

    @property
    def is_elsewhere(self) -> bool:
        """Whether this leads to another site, or to somebody's mail or telephone."""
        return ELSEWHERE.match(self.target) is not None


class References:
    """Everything that one text points to, and the names of the places in it that can be pointed to.

    A text that is too much to be read as Markdown points to nothing.
    """

    def __init__(self, text: str, first_line: int = 1) -> None:
        self.typed = "" if find_excess(text) else without_fences(text)  # sign by sign beside the one without zones
        self.bare = ESCAPE.sub(FILL * 2, without_zones(self.typed))
        self.numbers = LineNumbers(self.bare, first_line)

    def line(self, position: int) -> int:
        """Return the line of the file in which a position of the text stands."""
        return self.numbers.at(position)

    @cached_property
    def targets(self) -> tuple[tuple[str, int], ...]:
        """The names that the author gave to places, with their lines (L2)."""
        found = ((match["name"], self.line(match.start())) for match in TARGET.finditer(self.bare))
        return tuple((name, line) for name, line in found if AUTHOR_ID.fullmatch(name))

    @cached_property
    def all(self) -> tuple[Reference, ...]:
        """Every reference, by line."""
        return tuple(sorted(self._read(), key=lambda reference: reference.line))

    def _read(self) -> Iterator[Reference]:
        text = self.bare
        labels = dict(self._definitions(text))
        text = DEFINITION.sub(lambda match: _filled(match) if _is_definition(match) else match.group(), text)
        for match in ACTIVITIES.finditer(text):
            kind: Kind = "question" if match["embed"] else "activity"
            yield Reference(kind, match["target"], (match["words"] or "").strip(), self.line(match.start()))
        text = _blanked(text, ACTIVITIES)
        for match in PARAGRAPH.finditer(text):
            yield from self._links(match.group(), match.start(), labels)

    def _definitions(self, text: str) -> Iterator[tuple[str, str]]:
        """Yield the labels of the text and where each leads."""
        for match in filter(_is_definition, DEFINITION.finditer(text)):
            start, end = match.span("target")
            end = end if TITLE.fullmatch(match["title"]) else match.end()
            yield _plain(match["label"]), self.typed[start:end].strip().strip("<>")

    def _links(self, text: str, first: int, labels: Mapping[str, str]) -> Iterator[Reference]:
        """Yield the links and pictures of a paragraph, which begins at ``first``: as the parser finds them."""
        within: set[int] = set()  # signs inside the address of a link
        for start, end in _pairs(text):
            if start in within:
                continue
            kind: Kind = "media" if text[:start].endswith("!") else "link"
            words = text[start + 1 : end]
            target: str | None
            place = read_place(text, end + 1) if text.startswith("(", end + 1) else None
            if place:
                target, stop = place
                within.update(match.start() for match in SIGN.finditer(text, end + 1, stop))
                target = self._as_typed(first + text.find(target, end + 2), target)
            else:
                label = LABEL.match(text, end + 1)
                found = labels.get(_plain(label["label"] or words)) if label else None
                stop = label.end() if label and found is not None else end + 1
                within.update(match.start() for match in SIGN.finditer(text, end + 1, stop))
                target = found if found is not None else labels.get(_plain(words))
                if target is None:
                    continue
            yield self._reference(kind, target, words, first + start, ATTRIBUTES.match(text, stop))
        for match in ADDRESS.finditer(text):
            # One that leads to another site is its own words, of which nothing need be said.
            is_sound = ELSEWHERE.match(match["target"]) and not NOT_IN_ADDRESSES.search(match["target"])
            if match.start() not in within and not is_sound:
                yield Reference("link", match["target"], match.group(), self.line(first + match.start()))

    def _as_typed(self, start: int, target: str) -> str:
        """Return an address without the fillings in it: a sign behind a backslash is that sign."""
        if FILL not in target:
            return target
        return ESCAPE.sub(lambda match: match.group()[1], self.typed[start : start + len(target)])

    def _reference(self, kind: Kind, target: str, words: str, start: int, braces: re.Match[str] | None) -> Reference:
        pairs = read_attributes(braces.group().strip("{}:")) if braces else []
        return Reference(
            kind,
            target,
            words,
            self.line(start),
            {name: value for name, value in pairs if name != "."},
            tuple(value for name, value in pairs if name == "."),
        )


def _pairs(text: str) -> list[tuple[int, int]]:
    """Return where each square bracket of a paragraph stands and where the one stands that closes it."""
    opened: list[int] = []
    pairs = []
    for match in BRACKET.finditer(text):
        if match.group() == "[":
            opened.append(match.start())
        elif opened:
            pairs.append((opened.pop(), match.start()))
    return sorted(pairs)


def _plain(label: str) -> str:
    return " ".join(label.split()).casefold()


def _is_definition(match: re.Match[str]) -> bool:
    """Tell whether a line says where a label leads; one that does not because the name of its file holds a blank was meant to."""
    return TITLE.fullmatch(match["title"]) is not None or match["target"].lstrip("<").startswith("media/")


def _blanked(text: str, pattern: re.Pattern[str]) -> str:
    """Return ``text`` with every match filled, line ends kept, so that positions stay."""
    return pattern.sub(_filled, text)


def _filled(match: re.Match[str]) -> str:
    return re.sub(r"[^\n]", FILL, match.group())

"""What a Markdown text points to: links, pictures, films, other activities, and its own link targets, with their lines."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal

from lms.platform.markdown_inline import ACTIVITY, AUTHOR_ID, read_attributes
from lms.platform.markdown_limits import find_excess
from lms.platform.markdown_zones import FILL, LineNumbers, without_zones

ESCAPE = re.compile(r"\\[!-/:-@\[-`{-~]")
WORDS = r"(?P<words>[^\[\]]*(?:\[[^\[\]]*\][^\[\]]*)*)"
PLACE = r"\(\s*+(?P<target><[^<>\n]*>|[^\s()<>]*(?:\([^\s()]*\)[^\s()]*)*)(?P<title>\s++(?:\"[^\"]*\"|'[^']*'))?\s*+\)"
ATTRIBUTES = r"(?P<attributes>\{:?[^{}\n]*\})?"
PICTURE = re.compile(rf"!\[{WORDS}\]{PLACE}{ATTRIBUTES}")
LINK = re.compile(rf"(?<!!)\[{WORDS}\]{PLACE}{ATTRIBUTES}")
PICTURE_BY_LABEL = re.compile(rf"!\[{WORDS}\](?:[ ]?\[(?P<label>[^\[\]]*)\])?{ATTRIBUTES}")
LINK_BY_LABEL = re.compile(rf"(?<!!)\[{WORDS}\][ ]?\[(?P<label>[^\[\]]*)\]")
DEFINITION = re.compile(r"^[ ]{0,3}\[(?P<label>[^\[\]^][^\[\]]*)\]:[ \t]*<?(?P<target>[^\s<>]+)>?.*$", re.M)
TARGET = re.compile(r"(?:(?<=\s)|(?<=[\w\])*_`]))\{(?=[^{}\n]*\}):?[^{}\n]*?(?<![\w&])#(?P<name>[^\s{}]++)[^{}\n]*+\}")
ACTIVITIES = re.compile(ACTIVITY)


@dataclass(frozen=True)
class Reference:
    """One place that points somewhere; ``words`` are its link text or alt text."""

    kind: Literal["link", "media", "activity", "question"]
    target: str
    words: str
    line: int
    attributes: Mapping[str, str] = field(default_factory=dict, hash=False)
    classes: tuple[str, ...] = ()

    @property
    def is_elsewhere(self) -> bool:
        """Whether this leads to another site, or to somebody's mail or telephone."""
        return re.match(r"(?:https?://[^/\\]|mailto:|tel:)", self.target, re.I) is not None


class References:
    """Everything that one text points to, and the names of the places in it that can be pointed to.

    A text that is too much to be read as Markdown points to nothing.
    """

    def __init__(self, text: str, first_line: int = 1) -> None:
        bare = "" if find_excess(text) else without_zones(text)
        self.bare = ESCAPE.sub(FILL * 2, bare)
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
        labels: dict[str, str] = {}
        for match in DEFINITION.finditer(text):
            labels.setdefault(" ".join(match["label"].split()).casefold(), match["target"])
        text = _blanked(text, DEFINITION)
        for match in ACTIVITIES.finditer(text):
            kind: Literal["question", "activity"] = "question" if match["embed"] else "activity"
            yield Reference(kind, match["target"], (match["words"] or "").strip(), self.line(match.start()))
        text = _blanked(text, ACTIVITIES)
        for match in PICTURE.finditer(text):
            yield self._reference("media", match["target"], match)
        text = _blanked(text, PICTURE)
        for match in PICTURE_BY_LABEL.finditer(text):
            yield from self._by_label("media", match, labels)
        text = _blanked(text, PICTURE_BY_LABEL)
        for match in LINK.finditer(text):
            yield self._reference("link", match["target"], match)
        for match in LINK_BY_LABEL.finditer(_blanked(text, LINK)):
            yield from self._by_label("link", match, labels)

    def _by_label(
        self, kind: Literal["link", "media"], match: re.Match[str], labels: Mapping[str, str]
    ) -> Iterator[Reference]:
        target = labels.get(" ".join((match["label"] or match["words"]).split()).casefold())
        if target is not None:
            yield self._reference(kind, target, match)

    def _reference(self, kind: Literal["link", "media"], target: str, match: re.Match[str]) -> Reference:
        braces = match.groupdict().get("attributes") or ""
        pairs = read_attributes(braces.strip("{}:"))
        return Reference(
            kind,
            target.strip("<>"),
            match["words"],
            self.line(match.start()),
            {name: value for name, value in pairs if name != "."},
            tuple(value for name, value in pairs if name == "."),
        )


def _blanked(text: str, pattern: re.Pattern[str]) -> str:
    """Return ``text`` with every match filled, line ends kept, so that positions stay."""
    return pattern.sub(lambda match: re.sub(r"[^\n]", FILL, match.group()), text)

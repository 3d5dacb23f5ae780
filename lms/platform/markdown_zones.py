"""The parts of a Markdown text in which no sign means anything: code, comments and formulas."""

import re
from bisect import bisect_right
from collections.abc import Iterator
from itertools import accumulate

QUOTE = re.compile(r"[ \t]*(?:>[ \t]?)*[ \t]*")
FENCE = re.compile(r"(`{3,}(?=[^`]*$)|~{3,})[ \t]*([^\s{`]*)")
MATHS = r"(?<![\\$\w])\$(?![\s$])((?:\\.|[^$\n\\]){1,1000}?)(?<![\s\\])\$(?![\w$])"
SPAN = re.compile(
    r"(?P<code>(?<![\\`])(?P<ticks>`+)(?!`)(?:(?!\n[ \t>]*\n)[\s\S])+?(?<!`)(?P=ticks)(?!`))"
    r"|(?P<comment><!--)"
    rf"|(?P<maths>{MATHS})"
)
ZONE_SIGNS = ("`", "<!--", "$")  # without any of them there is nothing to look for
FILL = "\ufffc"


def is_closing(line: str, fence: str) -> bool:
    """Tell whether ``line``, without what stands before it, closes a fence of these signs."""
    stripped = line.strip()
    return len(stripped) >= len(fence) and set(stripped) == {fence[0]}


def fenced_lines(lines: list[str]) -> Iterator[tuple[int, int, bool]]:
    """Yield each fenced block: its first and last line (from 0, fences included) and whether it was closed."""
    number = 0
    while number < len(lines):
        if "```" not in lines[number] and "~~~" not in lines[number]:
            number += 1
            continue
        before = QUOTE.match(lines[number])
        opening = FENCE.match(lines[number], before.end() if before else 0)
        if not opening or not before:
            number += 1
            continue
        first, depth, closed = number, before.group().count(">"), False
        while number + 1 < len(lines) and not closed:
            inner = QUOTE.match(lines[number + 1])
            if inner is None or inner.group().count(">") < depth:
                break
            number += 1
            closed = is_closing(lines[number][inner.end() :], opening.group(1))
        yield first, number, closed
        number += 1


class LineNumbers:
    """Tells the lines of many places in one text, each without counting anew."""

    def __init__(self, text: str, first_line: int = 1) -> None:
        self.first_line = first_line
        self.starts = [0, *accumulate(len(line) + 1 for line in text.split("\n"))]

    def at(self, position: int) -> int:
        """Return the number of the line in which a position stands."""
        return self.first_line + bisect_right(self.starts, position) - 1

    def start(self, position: int) -> int:
        """Return where the line begins in which a position stands."""
        return self.starts[bisect_right(self.starts, position) - 1]


def without_fences(text: str) -> str:
    """Return ``text`` with every fenced line emptied; lines stay in their places."""
    if "```" not in text and "~~~" not in text:
        return text
    lines = text.split("\n")
    for first, last, _ in fenced_lines(list(lines)):
        lines[first : last + 1] = [""] * (last + 1 - first)
    return "\n".join(lines)


def without_zones(text: str, *, keep: frozenset[str] = frozenset()) -> str:
    """Return ``text`` with fences emptied and code, comments and formulas filled; the lines stay in their places.

    ``keep`` may name ``code``, ``comment`` or ``maths`` to leave those as they are. The filling is a sign that is
    neither a letter nor a blank, so that a word beside it stays beside something.
    """

    bare = without_fences(text)
    if not any(sign in bare for sign in ZONE_SIGNS):
        return bare
    parts: list[str] = []
    position = 0
    for start, end, name in _spans(bare):
        parts.append(bare[position:start])
        zone = bare[start:end]
        parts.append(zone if name in keep else re.sub(r"[^\n]", " " if name == "comment" else FILL, zone))
        position = end
    return "".join([*parts, bare[position:]])


def _spans(text: str) -> Iterator[tuple[int, int, str]]:
    """Yield where each blind zone begins and ends, and what it is; a comment that never ends is none.

    The end of a comment is looked for once: a text full of beginnings would else be read as often as it has them.
    """
    position, comments_end = 0, text.rfind("-->")
    while match := SPAN.search(text, position):
        position, name = match.end(), match.lastgroup or ""
        if name == "comment":
            end = text.find("-->", match.end(), comments_end + 3)
            if end < 0:
                continue
            position = end + 3
        yield match.start(), position, "code" if name == "ticks" else name

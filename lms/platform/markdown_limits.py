"""How much Markdown is rendered at once; what is larger is refused with a reason (security R19, R20).

The numbers were measured: within them no text took longer than two seconds on one core, and beyond them single
paragraphs of brackets took minutes.
"""

import re
from collections.abc import Iterator
from enum import StrEnum

from lms.platform.markdown_zones import without_fences

MOST_BYTES = 512 * 1024
MOST_COLUMNS = 100
MOST_ROWS = 2000
MOST_CELLS = 20_000
MOST_NESTING = 20
MOST_CHARACTERS = 10_000
MARKER = re.compile(r"(?:[-*+]|\d{1,9}[.)])[ ]+")
CELL = re.compile(r"(?<!\\)\|")
BRACKET = re.compile(r"\\.|\]\(|[\[\])]")


class TooMuch(StrEnum):
    """Why a text is not rendered."""

    SIZE = "text-too-large"
    COLUMNS = "table-too-wide"
    ROWS = "table-too-long"
    CELLS = "too-many-cells"
    NESTING = "nested-too-deep"
    PARAGRAPH = "paragraph-too-long"
    BRACKETS = "too-many-open-brackets"


def find_excess(text: str) -> list[tuple[TooMuch, int, int]]:
    """Return each limit that a text breaks: which one, the line (from 1) where it first does so, and the limit."""
    if len(text.encode("utf-8", "surrogatepass")) > MOST_BYTES:
        return [(TooMuch.SIZE, 1, MOST_BYTES)]
    first: dict[TooMuch, tuple[TooMuch, int, int]] = {}
    for number, what, amount, most in _measures(without_fences(text)):
        if amount > most and what not in first:
            first[what] = (what, number, most)
    return list(first.values())


def _measures(text: str) -> Iterator[tuple[int, TooMuch, int, int]]:
    """Yield what is measured at each line: its number, the limit it may break, the amount and the most allowed."""
    rows = cells = paragraph = 0
    brackets = _Brackets()
    for number, line in enumerate(text.split("\n"), 1):
        bars = len(CELL.findall(line))
        cells += bars
        rows = rows + 1 if bars else 0
        is_new = not line.strip(" \t>") or MARKER.match(line.lstrip(" \t>")) is not None
        paragraph = len(line) if is_new else paragraph + len(line)
        if is_new or bars:
            brackets = _Brackets()
        yield number, TooMuch.COLUMNS, bars - 1, MOST_COLUMNS
        yield number, TooMuch.ROWS, rows, MOST_ROWS
        yield number, TooMuch.CELLS, cells, MOST_CELLS
        yield number, TooMuch.NESTING, _nesting(line), MOST_NESTING
        yield number, TooMuch.PARAGRAPH, 0 if bars else paragraph, MOST_CHARACTERS
        yield number, TooMuch.BRACKETS, brackets.read(line), MOST_NESTING


class _Brackets:
    """Counts brackets that are open within one paragraph."""

    def __init__(self) -> None:
        self.square = self.round = 0

    def read(self, line: str) -> int:
        """Return the most brackets that were open at once so far in the line."""
        most = 0
        for sign in BRACKET.findall(line):
            if sign == "[":
                self.square += 1
            elif sign == "](":
                self.square, self.round = max(0, self.square - 1), self.round + 1
            elif sign == "]":
                self.square = max(0, self.square - 1)
            elif sign == ")":
                self.round = max(0, self.round - 1)
            most = max(most, self.square, self.round)
        return most


def _nesting(line: str) -> int:
    """Return how deep a line may stand in quotes and lists, judged by its signs and indentation alone."""
    rest = line.expandtabs(4)
    depth = (len(rest) - len(rest.lstrip(" "))) // 2
    while depth <= MOST_NESTING:
        rest = rest.lstrip(" ")
        marker = MARKER.match(rest)
        if rest.startswith(">"):
            rest = rest[1:]
        elif marker:
            rest = rest[marker.end() :]
        else:
            break
        depth += 1
    return depth

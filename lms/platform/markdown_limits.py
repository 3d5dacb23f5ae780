"""How much Markdown is rendered at once; what is larger is refused with a reason (security R19, R20).

A lesson of two thousand words has about 150 signs. The numbers were measured on one core: within them the worst texts
took about two seconds; without them 20 KB of brackets took a minute and a half.
"""

import re
from collections import Counter
from collections.abc import Iterator
from enum import StrEnum
from functools import lru_cache
from itertools import islice

from lms.kernel.words import N_
from lms.platform.markdown_zones import LineNumbers, fenced_lines, without_fences

MOST_BYTES = 512 * 1024
MOST_LINES = 100_000
MOST_COLUMNS = 100
MOST_ROWS = 2000
MOST_CELLS = 10_000
MOST_NESTING = 20
MOST_BRACKETS = 5
MOST_SIGNS = 40_000
MOST_SIGNS_TOGETHER = 1000
MOST_DEFINITIONS = 500
MOST_FORMULAS = 2000
MOST_PARTS = 10_000
# The parser goes back to the first line of a paragraph for each definition in it, and for each underlined heading.
SIGNS_OF_A_DEFINITION = 8

MARKER = re.compile(r"(?:[-*+]|\d{1,9}[.)])[ ]+")
CELL = re.compile(r"(?<!\\)\|")
BRACKET = re.compile(r"\\.|\]\(|[\[\])]")
SIGN = re.compile(r"[\\`*_\[\]{}<>!&$=#]")
COUNTED = re.compile(r"[\\`*_\[\]{}<>!&$=#|():]|[-+] |\d[.)] |^[ \t]*-+[ ]*$|  $", re.M)  # without any of these there is nothing to count
ABBREVIATION = re.compile(r"\*\[(?P<short>[^\\]{1,200}?)\][ ]?:")
UNDERLINE = re.compile(r"(?:=+|-+)[ ]*$")
SIGNS_OF_A_DELIMITER = "|:- \t"
DEFINITION = re.compile(r"[ ]{0,3}(?:\*\[|\[\^?[^\]]*\]:)")


class TooMuch(StrEnum):
    """Why a text is not rendered."""

    SIZE = "text-too-large"
    LINES = "too-many-lines"
    COLUMNS = "table-too-wide"
    ROWS = "table-too-long"
    CELLS = "too-many-cells"
    NESTING = "nested-too-deep"
    BRACKETS = "too-many-open-brackets"
    SIGNS = "too-many-signs"
    TOGETHER = "too-many-signs-together"
    DEFINITIONS = "too-many-definitions"
    FORMULAS = "too-many-formulas"
    PARTS = "too-many-parts"


SENTENCES: dict[TooMuch, str] = {
    TooMuch.SIZE: N_("this text is too large: more than %(most)s bytes are not shown; divide it"),
    TooMuch.LINES: N_("this text has more than %(most)s lines: divide it"),
    TooMuch.COLUMNS: N_("this table has more than %(most)s columns: divide it"),
    TooMuch.ROWS: N_("this table has more than %(most)s rows: divide it"),
    TooMuch.CELLS: N_("the tables of this text have more than %(most)s cells: divide the text"),
    TooMuch.NESTING: N_("lists and quotations are nested deeper than %(most)s levels here"),
    TooMuch.BRACKETS: N_(
        "more than %(most)s brackets are open at once here: close them, or write \\[ for the sign itself"
    ),
    TooMuch.SIGNS: N_("this text has more than %(most)s signs of Markdown: divide it"),
    TooMuch.TOGETHER: N_(
        "more than %(most)s signs of Markdown stand together here: leave a blank line between"
    ),
    TooMuch.DEFINITIONS: N_(
        "this text has more than %(most)s footnotes, abbreviations and link definitions: divide it"
    ),
    TooMuch.FORMULAS: N_("this text has more than %(most)s formulas: divide it"),
    TooMuch.PARTS: N_("this text has more than %(most)s paragraphs, items and headings: divide it"),
}


def find_excess(text: str) -> list[tuple[TooMuch, int, int]]:
    """Return each limit that a text breaks: which one, the line (from 1) where it first does so, and the limit."""
    return list(_excess(text))


@lru_cache(maxsize=4)
def _excess(text: str) -> tuple[tuple[TooMuch, int, int], ...]:
    """Measure a text; whoever looks at it asks this first, so the last few answers are kept."""
    if len(text.encode("utf-8", "surrogatepass")) > MOST_BYTES:
        return ((TooMuch.SIZE, 1, MOST_BYTES),)
    lines = text.count("\n")
    if lines > MOST_LINES:
        return ((TooMuch.LINES, MOST_LINES + 1, MOST_LINES),)
    if lines < MOST_PARTS and not COUNTED.search(text):
        return ()
    first: dict[TooMuch, tuple[TooMuch, int, int]] = {}
    fences = list(islice(fenced_lines(text.split("\n")), MOST_PARTS + 1))
    if len(fences) > MOST_PARTS:
        first[TooMuch.PARTS] = (TooMuch.PARTS, fences[-1][0] + 1, MOST_PARTS)
    for number, what, most in _too_much(without_fences(text)):
        first.setdefault(what, (what, number, most))
    return tuple(first.values())


def _abbreviated(text: str) -> Counter[int]:
    """Return how many words with a long form stand in each line (from 1): each of them becomes an element, as signs do."""
    short = {found["short"] for found in ABBREVIATION.finditer(text)}
    if not short or len(short) > MOST_DEFINITIONS:
        return Counter()
    numbers = LineNumbers(text)
    words = re.compile(rf"\b(?:{'|'.join(re.escape(each) for each in sorted(short, key=len, reverse=True))})\b")
    return Counter(numbers.at(found.start()) for found in words.finditer(text))


def _too_much(text: str) -> Iterator[tuple[int, TooMuch, int]]:
    """Yield what is too much at each line: its number, the limit that it breaks, and the most allowed."""
    rows = cells = signs = together = definitions = formulas = parts = above = 0
    after_blank, in_item, in_table = True, False, False
    abbreviated = _abbreviated(text)
    brackets = _Brackets()
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip():
            rows = together = above = 0
            brackets, after_blank, in_item, in_table = _Brackets(), True, False, False
            continue
        bare, depth = line.lstrip(" \t>"), _nesting(line)
        is_item, here, bars = MARKER.match(bare) is not None, len(SIGN.findall(line)), len(CELL.findall(line))
        in_table = in_table or (bars > 0 and "-" in bare and not bare.strip(SIGNS_OF_A_DELIMITER))
        if in_table or is_item or not bare:  # lines with bars that are no table are one paragraph
            together = 0
            brackets = _Brackets()
        # What breaks a line, what is short for something, and what hangs on in an item costs as much as a sign.
        here += line.endswith("  ") + abbreviated[number] + (in_item and not is_item)
        here += SIGNS_OF_A_DEFINITION if bare.startswith(": ") or UNDERLINE.match(bare) else 0
        rows = rows + 1 if bars else 0
        cells, signs, together = cells + bars, signs + here + 3 * depth, together + here
        definitions += DEFINITION.match(line) is not None
        formulas += line.count("$") // 2
        parts += after_blank or is_item or bare.startswith("#")
        parts += above if bare.startswith(": ") else 0  # each line above is a term of its own
        above = 0 if bare.startswith(": ") else above + 1
        after_blank, in_item = not bare, in_item or is_item
        if parts > MOST_PARTS:
            yield number, TooMuch.PARTS, MOST_PARTS
        if bars - 1 > MOST_COLUMNS:
            yield number, TooMuch.COLUMNS, MOST_COLUMNS
        if rows > MOST_ROWS:
            yield number, TooMuch.ROWS, MOST_ROWS
        if cells > MOST_CELLS:
            yield number, TooMuch.CELLS, MOST_CELLS
        if depth > MOST_NESTING:
            yield number, TooMuch.NESTING, MOST_NESTING
        open_at_once = brackets.read(line)
        if open_at_once > MOST_BRACKETS:
            yield number, TooMuch.BRACKETS, MOST_BRACKETS
        if signs > MOST_SIGNS:
            yield number, TooMuch.SIGNS, MOST_SIGNS
        if together > MOST_SIGNS_TOGETHER:
            yield number, TooMuch.TOGETHER, MOST_SIGNS_TOGETHER
        if definitions > MOST_DEFINITIONS:
            yield number, TooMuch.DEFINITIONS, MOST_DEFINITIONS
        if formulas > MOST_FORMULAS:
            yield number, TooMuch.FORMULAS, MOST_FORMULAS


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
    """Return how deep an item or quotation may stand, judged by its signs and indentation alone."""
    rest = line.expandtabs(4)
    bare = rest.lstrip(" ")
    depth = (len(rest) - len(bare)) // 2 if bare.startswith(">") or MARKER.match(bare) else 0
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

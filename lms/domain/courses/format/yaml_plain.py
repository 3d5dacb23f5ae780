"""The plainest YAML, read at once: what nearly all front matter is made of, many times faster than by the parser.

It knows lines of ``key: value``, values plain or in double quotes, lists of them in brackets or beneath. Whatever is not
surely that is left to ``yaml_reader``, which would make the very same tree; a test compares the two.
"""

import re
from collections.abc import Iterator

from lms.domain.courses.format.yaml_tree import Items, Map, Pair, Scalar

MOST_CHARACTERS = 12_000  # so few can hold no more values than the parser reads
PLAIN = r"[^\W_](?:[\w .,;()/-]*[\w.)])?"
VALUE = rf'"[^"\\]*"|{PLAIN}'
ITEM = r'"[^"\\]*"|[A-Za-z0-9][A-Za-z0-9_-]*'
LINE = re.compile(rf"(?P<key>[a-z_]+):(?: (?:(?P<value>{VALUE})|(?P<list>\[(?:{ITEM})(?:, (?:{ITEM}))*\])))?")
BENEATH = re.compile(rf"  - (?P<value>{VALUE})")
EACH = re.compile(ITEM)


def read_plain(text: str, first_line: int) -> Map | None:
    """Return the tree of a YAML text whose lines are all of the plainest kind; None says nothing about it."""
    if len(text) > MOST_CHARACTERS or not text.endswith("\n"):
        return None
    pairs: list[Pair] = []
    for found in _lines(text, first_line):
        if found is None:
            return None
        pairs.append(found)
    if len({pair.key.text for pair in pairs}) < len(pairs):
        return None
    return Map(tuple(pairs), first_line, 0, pairs[-1].value.end)


def _lines(text: str, number: int) -> Iterator[Pair | None]:
    """Yield the pairs of a text; None, and nothing more, where something is for the parser."""
    start, lines = 0, text[:-1].split("\n")
    place = 0
    while place < len(lines):
        found = LINE.fullmatch(lines[place]) if lines[place].isprintable() else None
        if found is None:
            yield None
            return
        key = Scalar(found["key"], number + place, start, start + found.end("key"))
        begun, start, place = (number + place, start), start + len(lines[place]) + 1, place + 1
        if found["value"]:
            yield Pair(key, _scalar(found["value"], begun[0], begun[1] + found.start("value")))
        elif found["list"]:
            at = begun[1] + found.start("list")
            items = tuple(_scalar(each.group(), begun[0], at + each.start()) for each in EACH.finditer(found["list"]))
            yield Pair(key, Items(items, begun[0], at, at + len(found["list"])))
        else:
            beneath: list[Scalar] = []
            while place < len(lines) and lines[place].isprintable() and (item := BENEATH.fullmatch(lines[place])):
                beneath.append(_scalar(item["value"], number + place, start + item.start("value")))
                start, place = start + len(lines[place]) + 1, place + 1
            yield Pair(key, Items(tuple(beneath), beneath[0].line, beneath[0].start - 2, beneath[-1].end)) if beneath else None


def _scalar(written: str, line: int, start: int) -> Scalar:
    if written.startswith('"'):
        return Scalar(written[1:-1], line, start, start + len(written), '"')
    return Scalar(written, line, start, start + len(written))

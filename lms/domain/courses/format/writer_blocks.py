"""Replaces, inserts, removes and moves one block of a document or one question of a quiz (course-format N7).

Every other line stays byte for byte as its author wrote it. The result is divided again, and what would have changed
any other block is refused.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from lms.domain.courses.format.blocks import split_blocks
from lms.domain.courses.format.frontmatter import BOM, front_matter_span, in_lf
from lms.domain.courses.format.quiz_lines import read_heading
from lms.domain.courses.format.quiz_zones import veil
from lms.domain.courses.format.writer import Unwritable, decoded, line_end_of
from lms.domain.questions.findings import Findings
from lms.kernel.problems import Problems
from lms.kernel.refusals import Refused


@dataclass(frozen=True)
class _Part:
    """Lines that hang together: their text with LF, and where they begin and end among all lines (from 0, end excluded)."""

    text: str
    top: int
    bottom: int
    key: str = ""


Divide = Callable[[str], list[_Part]]


def set_block(body: bytes, place: int, block: str, *, first: str | None = None) -> bytes:
    """Return a document with the block at ``place`` (from 0) of its text replaced by the Markdown ``block``.

    ``first`` is what the block said when its writer saw it; refused (``Unwritable``) if it says something else by
    now, or if any other block would change. The same holds for all that follow.
    """
    return _Text(body, _blocks).checked(place, first).replaced(place, block)


def insert_block(body: bytes, place: int, block: str) -> bytes:
    """Return a document with a new block before the one at ``place``, or at the end."""
    return _Text(body, _blocks).with_new(place, block)


def remove_block(body: bytes, place: int, *, first: str | None = None) -> bytes:
    """Return a document without the block at ``place``."""
    return _Text(body, _blocks).checked(place, first).without(place)


def move_block(body: bytes, place: int, to: int, *, first: str | None = None) -> bytes:
    """Return a document whose block at ``place`` stands at the place ``to`` of the result."""
    return _Text(body, _blocks).checked(place, first).moved(place, to)


def set_question(body: bytes, key: str, question: str) -> bytes:
    """Return a quiz with the question ``key``, its heading included, replaced by ``question``."""
    text = _Text(body, _questions)
    return text.replaced(text.place_of(key), question)


def insert_question(body: bytes, question: str, *, before: str | None = None) -> bytes:
    """Return a quiz with a new question before the one called ``before``, or at the end."""
    text = _Text(body, _questions)
    return text.with_new(len(text.parts) if before is None else text.place_of(before), question)


def remove_question(body: bytes, key: str) -> bytes:
    """Return a quiz without the question ``key``."""
    text = _Text(body, _questions)
    return text.without(text.place_of(key))


def move_question(body: bytes, key: str, *, before: str | None = None) -> bytes:
    """Return a quiz whose question ``key`` stands before the one called ``before``, or at the end."""
    text = _Text(body, _questions)
    place = text.place_of(key)
    to = len(text.parts) if before is None else text.place_of(before)
    return text.moved(place, to - 1 if to > place else to)


def _blocks(text: str) -> list[_Part]:
    return [_Part(each.text, each.first_line - 1, each.last_line) for each in split_blocks(text)]


def _questions(text: str) -> list[_Part]:
    """Return the questions and sections of a quiz, and its introduction if it has one."""
    nowhere = Findings("", Problems())
    lines = veil(text, 1, nowhere).lines
    written = text.split("\n")
    starts = [
        (line.number - 1, heading)
        for line in lines
        if (heading := read_heading(line, nowhere)) and (heading.level == 1 or heading.text)
    ]
    ends = [*(start for start, _ in starts[1:]), len(lines)]
    parts = [
        _part(written, start, end, heading.text if heading.level == 2 else "")
        for (start, heading), end in zip(starts, ends, strict=True)
    ]
    intro_end = starts[0][0] if starts else len(lines)
    intro_start = next((place for place in range(intro_end) if written[place].strip()), intro_end)
    return ([_part(written, intro_start, intro_end)] if intro_start < intro_end else []) + parts


def _part(lines: Sequence[str], top: int, end: int, key: str = "") -> _Part:
    while end > top and not lines[end - 1].strip():
        end -= 1
    return _Part("\n".join(lines[top:end]).rstrip(), top, end, key)


class _Text:
    """The text of a document beneath its front matter, divided."""

    def __init__(self, body: bytes, divide: Divide) -> None:
        text = decoded(body)
        offset = len(text) - len(text.removeprefix(BOM))
        span = front_matter_span(text[offset:])
        start = (span[2] if span else 0) + offset
        self.head, self.divide = text[:start], divide
        self.line_end = line_end_of(text)
        self.lines = re.split(r"(?<=\n)|(?<=\r)(?!\n)", text[start:])
        if self.lines[-1] == "":
            self.lines.pop()
        self.parts = divide(in_lf(text[start:]))

    def checked(self, place: int, first: str | None) -> "_Text":
        """Return this text, or refuse where ``place`` is none or its block says something else than it did."""
        if not 0 <= place < len(self.parts) or (first is not None and self.parts[place].text != first):
            raise Refused(Unwritable.ABSENT)
        return self

    def place_of(self, key: str) -> int:
        """Return the place of the one question with this key, or refuse."""
        places = [place for place, part in enumerate(self.parts) if key and part.key == key]
        if len(places) != 1:
            raise Refused(Unwritable.ABSENT)
        return places[0]

    def replaced(self, place: int, new: str) -> bytes:
        """Return the file with other lines for one part."""
        part, last = self.parts[place], self.lines[self.parts[place].bottom - 1]
        ending = last[len(last.rstrip("\r\n")) :]
        lines = [*self.lines[: part.top], self._lined(new) + ending, *self.lines[part.bottom :]]
        expected = [each.text for each in self.parts]
        expected[place] = in_lf(new).strip("\n").rstrip()
        return self._whole(lines, expected)

    def with_new(self, place: int, new: str) -> bytes:
        """Return the file with a new part."""
        if not 0 <= place <= len(self.parts):
            raise Refused(Unwritable.ABSENT)
        expected = [each.text for each in self.parts]
        expected.insert(place, in_lf(new).strip("\n").rstrip())
        return self._whole(self._put_in(self.lines, self.parts, place, self._lined(new)), expected)

    def without(self, place: int) -> bytes:
        """Return the file without one part."""
        expected = [each.text for each in self.parts]
        del expected[place]
        return self._whole(self._taken_out(place), expected)

    def moved(self, place: int, to: int) -> bytes:
        """Return the file with one part at another place."""
        if not 0 <= to < len(self.parts):
            raise Refused(Unwritable.ABSENT)
        expected = [each.text for each in self.parts]
        expected.insert(to, expected.pop(place))
        if to == place:
            return self._whole(self.lines, expected)
        part = self.parts[place]
        own = "".join(self.lines[part.top : part.bottom]).rstrip("\r\n")
        rest = self._taken_out(place)
        return self._whole(self._put_in(rest, self.divide(in_lf("".join(rest))), to, own), expected)

    def _lined(self, new: str) -> str:
        return in_lf(new).strip("\n").replace("\n", self.line_end)

    def _put_in(self, lines: Sequence[str], parts: Sequence[_Part], place: int, new: str) -> list[str]:
        """Return lines with new ones before a part, or beneath the last, and a blank line between."""
        end = self.line_end
        if place < len(parts):
            top = parts[place].top
            gap = [end] if top and lines[top - 1].strip() else []
            return [*lines[:top], *gap, new + end, end, *lines[top:]]
        bottom = parts[-1].bottom if parts else len(lines)
        above = list(lines[:bottom])
        had_end = not above or above[-1].endswith(("\n", "\r"))
        if above and not had_end:
            above[-1] += end
        gap = [end] if above and above[-1].strip() else []
        return [*above, *gap, new + (end if had_end else ""), *lines[bottom:]]

    def _taken_out(self, place: int) -> list[str]:
        """Return the lines without a part, and without the blank lines that parted it from the next one."""
        top, bottom = self.parts[place].top, self.parts[place].bottom
        ended = self.lines[bottom - 1].endswith(("\n", "\r"))
        if top == 0 or not self.lines[top - 1].strip():
            while bottom < len(self.lines) and not self.lines[bottom].strip():
                bottom += 1
        if bottom == len(self.lines):
            while top and not self.lines[top - 1].strip():
                top -= 1
        rest = [*self.lines[:top], *self.lines[bottom:]]
        if rest and bottom == len(self.lines) and not ended:
            rest[-1] = rest[-1].rstrip("\r\n")
        return rest

    def _whole(self, lines: Sequence[str], expected: Sequence[str]) -> bytes:
        text = "".join(lines)
        if [each.text for each in self.divide(in_lf(text))] != list(expected):
            raise Refused(Unwritable.CHANGES_MORE)
        return (self.head + text).encode()

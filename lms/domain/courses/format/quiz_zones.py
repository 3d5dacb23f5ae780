"""What in a quiz is not read as grammar (course-format G2): code, comments, formulas, link targets, escaped signs.

Each line is kept twice, character for character: as it was written, and ``bare``, with everything blind covered.
Structure is looked for in the bare line only and cut out of the written one at the same places.
"""

import re
from bisect import bisect_right
from dataclasses import dataclass

from lms.domain.questions.findings import Findings
from lms.kernel.words import N_
from lms.platform.markdown_zones import FENCE, MATHS, QUOTE, is_closing

COVER = "\ufffc"
NOTHING = "\0"  # stands where a comment was; taken out of what is shown

MARK = re.compile(
    r"(?:-[ \t]{1,3}[(\[][^()\[\]\n]{0,8}[)\]]|=(?:-?[0-9.]{1,9}%)?|[0-9]{1,9}\.|[-*+])(?=[ \t\xa0]|$)"
)
BLOCK = re.compile(rf"#{{1,6}}[ \t]|{MARK.pattern}")
HEADING = re.compile(r"#{1,6}[ \t]")
QUOTED = re.compile(r"[ \t]*>")
DEFINITION = re.compile(
    r"[ ]{0,3}\[(?!\^)[^\]\n]+\]:[ \t]+<?\S+>?(?:[ \t]+(?:\"[^\"]*\"|'[^']*'|\([^)]*\)))?[ \t]*|[ ]{0,3}\*\[[^\]\n]+\]:.*"
)
SPAN = re.compile(
    r"(?P<escape>\\[!-/:-@\[-`{-~])"
    r"|(?P<comment><!--)"
    r"|(?P<code>(?P<ticks>`+)(?!`)[\s\S]{1,4000}?(?<!`)(?P=ticks)(?!`))"
    r"|`+"
    rf"|(?P<maths>{MATHS})"
    r"|<(?P<link>[A-Za-z][A-Za-z0-9+.-]{1,31}:[^<>\s]*)>"
    r"|\]\((?P<target>(?:\\.|[^()\\\n]|\((?:\\.|[^()\\\n])*\))*)\)"
)


@dataclass(frozen=True)
class Line:
    """One line: its number in the file, as written (``NOTHING`` where a comment was), and ``bare``."""

    number: int
    written: str
    bare: str

    @property
    def is_blank(self) -> bool:
        """Whether nothing stands here but perhaps a comment or a definition."""
        return not self.bare.strip()

    @property
    def indent(self) -> int:
        """How far the line is indented."""
        return len(self.bare) - len(self.bare.lstrip(" "))

    @property
    def hangs(self) -> bool:
        """Whether the line is indented far enough to belong to the answer above it (G5)."""
        return self.indent >= 2

    def cut(self, start: int, end: int | None = None) -> str:
        """Return what is shown of a part of the line."""
        return self.written[start:end].replace(NOTHING, "").strip()


@dataclass(frozen=True)
class Veiled:
    """All lines of a text with its blind zones covered, and its link definitions and abbreviations (G1)."""

    lines: tuple[Line, ...]
    definitions: tuple[str, ...]


def veil(text: str, first_line: int, findings: Findings) -> Veiled:
    """Return the lines of a text whose first line has this number; zones without an end are noted."""
    lines = [_without_tabs(line) for line in text.replace(NOTHING, "\ufffd").split("\n")]
    scan = _Scan(lines, first_line, findings)
    scan.run()
    return Veiled(
        tuple(Line(number, *scan.read(index)) for index, number in enumerate(range(first_line, first_line + len(lines)))),
        tuple(scan.definitions),
    )


def _without_tabs(line: str) -> str:
    """Return a line whose indentation has no tabs; one is four blanks (G5)."""
    if "\t" not in line:
        return line
    rest = line.lstrip(" \t")
    return line[: len(line) - len(rest)].expandtabs(4) + rest


class _Scan:
    """One run over the lines of a text, from the first sign to the last: what begins first hides what is in it.

    ``changed`` are the signs of each line that does not stay as it is, as written and bare; they are changed in place, so
    that the time stays linear.
    """

    def __init__(self, lines: list[str], first_line: int, findings: Findings) -> None:
        self.lines = lines
        self.changed: dict[int, tuple[list[str], list[str]]] = {}
        self.first_line, self.findings = first_line, findings
        self.definitions: list[str] = []
        self.comments_end = True

    def run(self) -> None:
        """Cover every blind zone and collect the definitions."""
        index, column = 0, 0
        while index < len(self.lines):
            line = self.lines[index]
            if column == 0 and not line.strip():
                index += 1
                continue
            after_code = self._cover_code(index) if column == 0 else None
            if after_code is not None:
                index = after_code
            elif column == 0 and DEFINITION.fullmatch(line):
                self.definitions.append(line.strip())
                self._take_out(index, 0, len(line))
                index += 1
            else:
                index, column = self._cover_spans(index, column)

    def read(self, index: int) -> tuple[str, str]:
        """Return a line as written and bare."""
        if index not in self.changed:
            return self.lines[index], self.lines[index]
        written, bare = self.changed[index]
        return "".join(written), "".join(bare)

    def _signs(self, index: int) -> tuple[list[str], list[str]]:
        if index not in self.changed:
            self.changed[index] = list(self.lines[index]), list(self.lines[index])
        return self.changed[index]

    def _cover(self, index: int, start: int, stop: int) -> None:
        self._signs(index)[1][start:stop] = COVER * (stop - start)

    def _take_out(self, index: int, start: int, stop: int) -> None:
        """Leave nothing of a part of a line, neither for people nor for the grammar."""
        written, bare = self._signs(index)
        written[start:stop], bare[start:stop] = NOTHING * (stop - start), " " * (stop - start)

    def _cover_code(self, index: int) -> int | None:
        """Cover the fenced code that begins in this line; return the index of the line after it, None if none begins."""
        line = self.lines[index]
        mark = MARK.match(line)
        start = mark.end() if mark else 0
        before = QUOTE.match(line, start)
        opening = FENCE.match(line, before.end() if before else start)
        if not opening or not before:
            return None
        quoted = re.compile(rf"[ \t]*(?:>[ \t]?){{{before.group().count('>')}}}[ \t]*")
        last, closed = index, False
        self._cover(index, opening.start(), len(line))
        while last + 1 < len(self.lines) and not closed:
            inner = quoted.match(self.lines[last + 1])
            if not inner:
                break
            last += 1
            closed = is_closing(self.lines[last][inner.end() :], opening[1])
            self._cover(last, inner.end(), len(self.lines[last]))
        if not closed:
            self.findings.error(
                self.first_line + index,
                "unclosed-code",
                N_("the code that begins here has no closing line of the same signs"),
            )
        return last + 1

    def _cover_spans(self, index: int, column: int) -> tuple[int, int]:
        """Cover the spans of the lines that hang together from here on; return where to go on.

        A span may run over the end of a line, but not into another block: an answer, a heading, a quotation.
        """
        block = _Block(index, column, self.lines[index][column:])
        following = index + 1
        while following < len(self.lines) and self._goes_on(block, self.lines[following]):
            block.add(self.lines[following])
            following += 1
        text, position = block.text, 0
        while match := SPAN.search(text, position):
            position = match.end()
            if match["comment"] and self.comments_end:
                after = self._take_out_comment(*block.place(match.start()))
                if after and after[0] > block.last:
                    return after
                position = block.position(*after) if after else position
            for name in ("escape", "code", "maths", "link", "target"):
                if match[name]:
                    self._cover_from(*block.place(match.start(name)), match[name])
        return block.last + 1, 0

    @staticmethod
    def _goes_on(block: "_Block", line: str) -> bool:
        """Tell whether a line belongs to the same block as the lines before it."""
        if not line.strip() or BLOCK.match(line) or DEFINITION.fullmatch(line):
            return False
        before = QUOTE.match(line)
        if before and FENCE.match(line, before.end()):
            return False
        first = block.parts[0] if block.column == 0 else ""
        return not HEADING.match(first) and bool(QUOTED.match(line)) == bool(QUOTED.match(first))

    def _cover_from(self, index: int, column: int, covered: str) -> None:
        for down, part in enumerate(covered.split("\n")):
            start = 0 if down else column
            self._cover(index + down, start, start + len(part))

    def _take_out_comment(self, index: int, column: int) -> tuple[int, int] | None:
        """Take out the comment that begins here; return the place after it, None (noted) if it has no end."""
        last, end = index, self.lines[index].find("-->", column + 4)
        while end < 0 and last + 1 < len(self.lines):
            last += 1
            end = self.lines[last].find("-->")
        if end < 0:
            self.comments_end = False
            self.findings.error(
                self.first_line + index,
                "unclosed-comment",
                N_("the comment that begins here has no end (-->)"),
            )
            return None
        for each in range(index, last + 1):
            start = column if each == index else 0
            self._take_out(each, start, end + 3 if each == last else len(self.lines[each]))
        return last, end + 3


class _Block:
    """Lines that hang together, as one text; it begins at a column of its first line."""

    def __init__(self, first: int, column: int, rest: str) -> None:
        self.first, self.column = first, column
        self.parts, self.starts = [rest], [0]

    def add(self, line: str) -> None:
        """Take the next line in."""
        self.starts.append(self.starts[-1] + len(self.parts[-1]) + 1)
        self.parts.append(line)

    @property
    def last(self) -> int:
        """The index of the last line."""
        return self.first + len(self.parts) - 1

    @property
    def text(self) -> str:
        """All lines as one text."""
        return "\n".join(self.parts)

    def place(self, position: int) -> tuple[int, int]:
        """Return the line and column of a position in the text."""
        down = bisect_right(self.starts, position) - 1
        return self.first + down, position - self.starts[down] + (0 if down else self.column)

    def position(self, index: int, column: int) -> int:
        """Return the position in the text of a line and column."""
        down = index - self.first
        return self.starts[down] + column - (0 if down else self.column)

"""What in a quiz is not read as grammar (course-format G2): code, comments, formulas, link targets, escaped signs.

Each line is kept twice, character for character: as it was written, and ``bare``, with everything blind covered.
Structure is looked for in the bare line only and cut out of the written one at the same places.
"""

import re
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
    pairs = zip(scan.written, scan.bare, strict=True)
    return Veiled(
        tuple(Line(number, written, bare) for number, (written, bare) in enumerate(pairs, first_line)),
        tuple(scan.definitions),
    )


def _without_tabs(line: str) -> str:
    """Return a line whose indentation has no tabs; one is four blanks (G5)."""
    rest = line.lstrip(" \t")
    return line[: len(line) - len(rest)].expandtabs(4) + rest


class _Scan:
    """One run over the lines of a text, from the first sign to the last: what begins first hides what is in it."""

    def __init__(self, lines: list[str], first_line: int, findings: Findings) -> None:
        self.written, self.bare = list(lines), list(lines)
        self.first_line, self.findings = first_line, findings
        self.definitions: list[str] = []
        self.comments_end = True

    def run(self) -> None:
        """Cover every blind zone and collect the definitions."""
        index, column = 0, 0
        while index < len(self.written):
            line = self.written[index]
            if column == 0 and self._cover_code(index):
                index = self._cover_code(index)
            elif column == 0 and DEFINITION.fullmatch(line):
                self.definitions.append(line.strip())
                self._take_out(index, 0, len(line))
                index += 1
            else:
                index, column = self._cover_spans(index, column)

    def _cover(self, index: int, start: int, stop: int) -> None:
        self.bare[index] = self.bare[index][:start] + COVER * (stop - start) + self.bare[index][stop:]

    def _take_out(self, index: int, start: int, stop: int) -> None:
        """Leave nothing of a part of a line, neither for people nor for the grammar."""
        gone = stop - start
        self.written[index] = self.written[index][:start] + NOTHING * gone + self.written[index][stop:]
        self.bare[index] = self.bare[index][:start] + " " * gone + self.bare[index][stop:]

    def _cover_code(self, index: int) -> int:
        """Cover the fenced code that begins in this line; return the index of the line after it, 0 if none begins."""
        mark = MARK.match(self.written[index])
        start = mark.end() if mark else 0
        before = QUOTE.match(self.written[index], start)
        opening = FENCE.match(self.written[index], before.end() if before else start)
        if not opening or not before:
            return 0
        quoted = re.compile(rf"[ \t]*(?:>[ \t]?){{{before.group().count('>')}}}[ \t]*")
        last, closed = index, False
        self._cover(index, opening.start(), len(self.bare[index]))
        while last + 1 < len(self.written) and not closed:
            inner = quoted.match(self.written[last + 1])
            if not inner:
                break
            last += 1
            closed = is_closing(self.written[last][inner.end() :], opening[1])
            self._cover(last, inner.end(), len(self.bare[last]))
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
        last = index
        while last + 1 < len(self.written) and self._goes_on(index, last + 1):
            last += 1
        text = "\n".join([self.written[index][column:], *self.written[index + 1 : last + 1]])
        for match in SPAN.finditer(text):
            if match["comment"] and self.comments_end:
                after = self._take_out_comment(*self._place(index, column, text, match.start()))
                if after:
                    return after
            for name in ("escape", "code", "maths", "link", "target"):
                if match[name]:
                    self._cover_from(*self._place(index, column, text, match.start(name)), match[name])
        return last + 1, 0

    def _goes_on(self, first: int, index: int) -> bool:
        """Tell whether a line belongs to the same block as the line before it."""
        line = self.written[index]
        if (
            not line.strip()
            or BLOCK.match(line)
            or DEFINITION.fullmatch(line)
            or HEADING.match(self.written[first])
        ):
            return False
        before = QUOTE.match(line)
        if before and FENCE.match(line, before.end()):
            return False
        return bool(QUOTED.match(line)) == bool(QUOTED.match(self.written[first]))

    @staticmethod
    def _place(index: int, column: int, text: str, position: int) -> tuple[int, int]:
        """Return the line and column of a position in ``text``, which begins at ``column`` of line ``index``."""
        down = text.count("\n", 0, position)
        return index + down, position - (text.rfind("\n", 0, position) + 1) + (0 if down else column)

    def _cover_from(self, index: int, column: int, covered: str) -> None:
        for down, part in enumerate(covered.split("\n")):
            start = 0 if down else column
            self._cover(index + down, start, start + len(part))

    def _take_out_comment(self, index: int, column: int) -> tuple[int, int] | None:
        """Take out the comment that begins here; return the place after it, None (noted) if it has no end."""
        last, end = index, self.written[index].find("-->", column + 4)
        while end < 0 and last + 1 < len(self.written):
            last += 1
            end = self.written[last].find("-->")
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
            self._take_out(each, start, end + 3 if each == last else len(self.written[each]))
        return last, end + 3

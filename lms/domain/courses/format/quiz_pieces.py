"""Pieces of a quiz cut out of its lines, dedented, ready to be rendered alone (course-format G1)."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from lms.domain.courses.format.prose import check_piece
from lms.domain.courses.format.quiz_lines import CALL_OUT
from lms.domain.courses.format.quiz_zones import NOTHING, Line
from lms.domain.questions.findings import Findings
from lms.kernel.words import N_

UNDERLINE = re.compile(r"[ ]{0,3}(?:=+|-{2,})[ \t]*")
QUOTATION = re.compile(r"[ ]{0,3}(?:>[ ]?)+")
QUOTE_MARK = re.compile(r"[ ]?>[ ]?")


@dataclass(frozen=True)
class Piece:
    """Lines of text side by side with their bare form, dedented; ``line`` is the number of the first one in the file."""

    written: tuple[str, ...] = ()
    bare: tuple[str, ...] = ()
    line: int = 1

    @property
    def text(self) -> str:
        """The text without blank lines around it."""
        return "\n".join(self.written).strip("\n")

    def before(self, index: int) -> "Piece":
        """Return the lines before the one with this index."""
        return Piece(self.written[:index], self.bare[:index], self.line)

    def after(self, index: int) -> "Piece":
        """Return the lines from the one with this index on."""
        return Piece(self.written[index:], self.bare[index:], self.line + index)

    def beneath(self, rest: str, line: int) -> "Piece":
        """Return the lines with the rest of an answer line, which has this number, above them."""
        return Piece((rest, *self.written), (rest, *self.bare), line)

    def first_quotation(self) -> int:
        """Return the index of the first quoted line that is no call-out; the number of lines if there is none."""
        in_call_out = False
        for index, line in enumerate(self.bare):
            if not QUOTE_MARK.match(line):
                in_call_out = False
                continue
            call_out = CALL_OUT.match(line)
            in_call_out = bool(call_out and call_out[1].upper() != "FEEDBACK") or (in_call_out and not call_out)
            if not in_call_out:
                return index
        return len(self.bare)


def piece_of(lines: Sequence[Line], findings: Findings) -> Piece:
    """Return lines as a piece; an underlined heading in it is noted (G3)."""
    indents = [line.indent for line in lines if not line.is_blank]
    margin = min(indents, default=0)
    written = [(_cut(line.written, line.bare, margin) if margin else line.written).replace(NOTHING, "") for line in lines]
    bare = [_cut(line.bare, line.bare, margin) if margin else line.bare for line in lines]
    _check_underlines([line.number for line in lines], [QUOTATION.sub("", line) for line in bare], findings)
    return Piece(tuple(written), tuple(bare), lines[0].number if lines else 1)


def checked(piece: Piece, findings: Findings) -> Piece:
    """Return a piece after a look at it as a text of its own (G1, §10)."""
    check_piece(findings.file, "\n".join(piece.written), piece.line, findings.problems)
    return piece


def _check_underlines(numbers: Sequence[int], bare: Sequence[str], findings: Findings) -> None:
    for number, (above, line) in zip(numbers[1:], pairwise(bare), strict=False):
        if UNDERLINE.fullmatch(line) and above.strip() and not UNDERLINE.fullmatch(above):
            findings.error(
                number,
                "underlined-heading",
                N_(
                    "a line of = or - beneath a text makes a heading: write ### before it, or leave a line blank"
                ),
            )


def unquoted(piece: Piece) -> Piece:
    """Return a piece without the signs of quotation, and without the line that marks it as feedback."""
    written, bare = [], []
    for shown, covered in zip(piece.written, piece.bare, strict=True):
        mark = QUOTE_MARK.match(covered)
        start = mark.end() if mark else 0
        if mark and CALL_OUT.match(covered):
            shown = shown[:start] + re.sub(r"(?i)\[!FEEDBACK\][ \t]*", "", shown[start:], count=1)
        written.append(shown[start:])
        bare.append(covered[start:])
    return Piece(tuple(written), tuple(bare), piece.line)


def _cut(line: str, bare: str, margin: int) -> str:
    """Return a line without ``margin`` columns of indentation."""
    return line[min(margin, len(bare) - len(bare.lstrip(" "))) :]

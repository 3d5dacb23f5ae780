"""The top-level blocks of a Markdown text with their lines: what stamps, stale marks and the writer count in (T2).

Do not change how a text is divided: translations name the blocks of their source by place and digest.
"""

import re
from bisect import bisect_left
from dataclasses import dataclass

from lms.kernel.digest import text_digest
from lms.platform.markdown_blocks import CALLOUT, CALLOUTS
from lms.platform.markdown_zones import FENCE, fenced_lines

HEADING = re.compile(r"(#{1,6}) ")
ITEM = re.compile(r"(?P<bullet>[-*+])[ \t]+\S|\d{1,9}[.)][ \t]+\S")
RULE = re.compile(r"(?:(?:\*[ ]*){3,}|(?:-[ ]*){3,}|(?:_[ ]*){3,})$")
UNDERLINE = re.compile(r"(=+|-+)[ ]*$")
DELIMITER = re.compile(r"[|: \t]*-[|:\- \t]*$")
FOOTNOTE = re.compile(r"\[\^[^\]]+\]:")
DEFINITION = re.compile(r"\*\[[^\]]+\]:|\[[^\]^][^\]]*\]:[ \t]*\S")
INDENTED = re.compile(r"[ ]{2}|[ ]?\t")


@dataclass(frozen=True)
class Block:
    """One block: what it is (``p``, ``h2``, ``ul``, ``ol``, ``table``, ``code``, ``quote``, ``case`` …) and its lines.

    Lines count from 1 in the file, both included.
    """

    kind: str
    text: str
    first_line: int
    last_line: int

    @property
    def digest(self) -> str:
        """The 8 hex digits by which stamps name this block (T2)."""
        return text_digest(self.text.encode())[:8]


def split_blocks(text: str, first_line: int = 1) -> tuple[Block, ...]:
    """Return the blocks of a text whose first line has this number in its file; comments alone are none."""
    splitter = _Splitter(text.split("\n"))
    blocks = []
    place = 0
    while place < len(splitter.lines):
        if not splitter.lines[place].strip():
            place += 1
            continue
        kind, end = splitter.read(place)
        if kind != "comment":
            body = "\n".join(splitter.lines[place:end]).rstrip()
            blocks.append(Block(kind, body, first_line + place, first_line + place + body.count("\n")))
        place = end
    return tuple(blocks)


class _Splitter:
    """Finds out, line by line, what begins where and how far it goes."""

    def __init__(self, lines: list[str]) -> None:
        self.lines = lines
        self.fences = {first: last + 1 for first, last, _ in fenced_lines(lines)}
        self.ends_of_comments = [place for place, line in enumerate(lines) if "-->" in line]
        # Once for each line: thousands of comments may end in the same long one.
        self.ends_clearly = {place: not lines[place].partition("-->")[2].strip() for place in self.ends_of_comments}

    def read(self, place: int) -> tuple[str, int]:
        """Return the kind of the block that begins at ``place`` and where the next may begin."""
        line = self.lines[place].strip()
        heading = HEADING.match(line)
        if heading:
            return f"h{len(heading[1])}", place + 1
        if place in self.fences and FENCE.match(line):
            return "code", self.fences[place]
        if line.startswith("<!--") and (end := self._comment_end(place)):
            return "comment", end
        if line.startswith(">"):
            return self._quotation(place, line)
        if RULE.match(line):
            return "hr", place + 1
        if item := ITEM.match(line):
            return ("ul" if item["bullet"] else "ol"), self._list_end(place, bool(item["bullet"]))
        if FOOTNOTE.match(line):
            return "footnote", self._hanging_end(place)
        if DEFINITION.match(line):
            return "definition", place + 1
        return self._paragraph(place)

    def _starts(self, place: int) -> bool:
        """Tell whether a line begins a block of its own wherever it stands."""
        line = self.lines[place].strip()
        return bool(HEADING.match(line)) or line.startswith(">") or place in self.fences

    def _comment_end(self, place: int) -> int:
        """Return where the lines of a comment end, or 0 if it has no end or something follows it."""
        after = bisect_left(self.ends_of_comments, place)
        if after == len(self.ends_of_comments):
            return 0
        last = self.ends_of_comments[after]
        return last + 1 if self.ends_clearly[last] else 0

    def _quotation(self, place: int, line: str) -> tuple[str, int]:
        end = place + 1
        while end < len(self.lines) and (rest := self.lines[end].strip()):
            if not rest.startswith(">") and (self._starts(end) or ITEM.match(rest)):
                break
            end += 1
        label = CALLOUT.match(line[1:].lstrip(" "))
        kind = label["kind"].lower() if label else ""
        return (kind if kind in CALLOUTS else "quote"), end

    def _list_end(self, place: int, is_bulleted: bool) -> int:
        end = place + 1
        while end < len(self.lines):
            line = self.lines[end]
            if end in self.fences and (INDENTED.match(line) or not FENCE.match(line)):
                end = self.fences[end]
            elif not line.strip():
                after = self._next_line(end)
                item = ITEM.match(self.lines[after]) if after is not None else None
                goes_on = (
                    item and bool(item["bullet"]) == is_bulleted and not RULE.match(self.lines[after or 0])
                )
                if after is None or not (goes_on or INDENTED.match(self.lines[after])):
                    return end
                end = after
            elif self._starts(end) and not INDENTED.match(line):
                return end
            else:
                end += 1
        return end

    def _next_line(self, place: int) -> int | None:
        """Return the place of the next line that is not blank."""
        return next((after for after in range(place, len(self.lines)) if self.lines[after].strip()), None)

    def _hanging_end(self, place: int, sign: str = "") -> int:
        """Return the end of a footnote or definition: its lines, and what hangs indented beneath it."""
        end = place + 1
        while end < len(self.lines):
            line = self.lines[end]
            if not line.strip():
                after = self._next_line(end)
                hangs = after is not None and (
                    INDENTED.match(self.lines[after]) or (sign and self.lines[after].startswith(sign))
                )
                if after is None or not hangs:
                    return end
                end = after
            elif not INDENTED.match(line) and (
                self._starts(end) or FOOTNOTE.match(line) or DEFINITION.match(line)
            ):
                return end
            else:
                end = self.fences.get(end, end + 1)
        return end

    def _paragraph(self, place: int) -> tuple[str, int]:
        following = self.lines[place + 1] if place + 1 < len(self.lines) else ""
        if "|" in self.lines[place] and DELIMITER.match(following.strip()) and "|" in following:
            return "table", self._blank(place)
        if UNDERLINE.match(following.strip()):
            return ("h1" if following.strip()[0] == "=" else "h2"), place + 2
        end = place + 1
        while end < len(self.lines) and self.lines[end].strip() and not self._starts(end):
            if self.lines[end].lstrip().startswith(": "):
                return "dl", self._hanging_end(end, ": ")
            end += 1
        after = self._next_line(end)
        if after is not None and self.lines[after].startswith(": "):
            return "dl", self._hanging_end(after, ": ")
        is_picture = end == place + 1 and _is_picture(self.lines[place].strip())
        return ("figure" if is_picture else "p"), end

    def _blank(self, place: int) -> int:
        while place < len(self.lines) and self.lines[place].strip():
            place += 1
        return place


def _is_picture(line: str) -> bool:
    """Tell whether a line is ``![…](…)``, perhaps with ``{…}`` behind it; whatever stands within, in one look."""
    place = line.find("](", 2)
    if not line.startswith("![") or place < 0:
        return False
    if line.endswith("}"):
        after = line.rfind("}", 0, len(line) - 1) + 1
        return line.rfind("){", after) >= place + 2
    return line.endswith(")") and len(line) > place + 2

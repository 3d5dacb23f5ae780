"""Lays a Markdown text out for the parser: four blanks for each level of a list, code and comments taken out.

The parser knows only lists that nest by four blanks and code that begins in the first column. People write two
blanks, or three under a number, and put code inside lists and call-outs; so indentation is measured here and written
anew. Code by indentation does not exist.
"""

import html
import re
from collections.abc import Callable

from lms.platform.markdown_zones import FENCE, is_closing

ITEM = re.compile(r"(?P<mark>[-*+]|\d{1,9}[.)])(?P<gap>[ ]+)(?=\S)")
NOTE = re.compile(r"(?P<mark>:|\[\^[^\]]+\]:)(?P<gap>[ ]{1,3}|$)")
RULE = re.compile(r"(?:(?:\*[ ]*){3,}|(?:-[ ]*){3,}|(?:_[ ]*){3,})$")
STARTS = re.compile(r"#{1,6} |>|`{3}|~{3}|\||\*\[")
LANGUAGE = re.compile(r"[A-Za-z0-9][\w+#.-]{0,30}")
LEVEL = "    "

Stash = Callable[[str], str]


def lay_out(lines: list[str], stash: Stash) -> list[str]:
    """Return the lines as the parser wants them; ``stash`` keeps a piece of finished HTML and returns its place."""
    return _Layout([line.expandtabs(4) for line in lines], stash).run()


class _Layout:
    """One run over the lines of a text, or of a quotation in it."""

    def __init__(self, lines: list[str], stash: Stash) -> None:
        self.lines, self.stash = lines, stash
        self.out: list[str] = []
        self.open: list[int] = []
        self.number = 0
        self.after_blank = True
        self.is_paragraph = False
        self.comments_end = True

    def run(self) -> list[str]:
        """Return all lines, laid out."""
        while self.number < len(self.lines):
            line = self.lines[self.number]
            if line.strip():
                self._place(len(line) - len(line.lstrip(" ")), line.strip(" "), line)
            else:
                self._part_here()
                self.after_blank = True
                self.number += 1
        return self.out

    def _place(self, indent: int, rest: str, line: str) -> None:
        item = None if RULE.match(rest) else ITEM.match(rest) or NOTE.match(rest)
        if self.after_blank or item or STARTS.match(rest):
            self._part(item, rest)
            self._close(indent)
        if self.after_blank or item:
            self.is_paragraph = item is None
        self.after_blank = False
        if FENCE.match(rest):
            self._take_code(indent, rest)
        elif rest.startswith("<!--") and self._take_comment():
            self.after_blank = True
        elif rest.startswith(">"):
            self._take_quotation()
        else:
            # Two blanks at the end of a line break it, so the end of the line stays as it is.
            self.number += 1
            self._write(self._item(item, line) if item else line.lstrip(" "))
            if item:
                self.open.append(indent)

    def _part(self, item: re.Match[str] | None, rest: str) -> None:
        """Write a blank line before what begins something new in or right beneath a list, but not within a table.

        An item needs none beneath the first lines of another item, but it does beneath a later paragraph of it.
        """
        above = self.out[-1].lstrip(" ") if self.out else ""
        is_within = self.is_paragraph is False if item else rest.startswith("|") and above.startswith("|")
        if self.open and above and not is_within:
            self._part_here()

    def _close(self, indent: int) -> None:
        """Leave every list to which a line with this indentation no longer belongs: two blanks nest."""
        while self.open and indent < self.open[-1] + 2:
            self.open.pop()

    def _part_here(self) -> None:
        """Write a blank line, never two in a row: the parser would leave the second one in a paragraph."""
        if self.out and self.out[-1]:
            self.out.append("")

    def _write(self, line: str) -> None:
        self.out.append(LEVEL * len(self.open) + line)

    def _item(self, item: re.Match[str], line: str) -> str:
        """Return the line of an item with a mark that the parser knows."""
        mark = item["mark"]
        if mark[0].isdigit():
            mark = mark[:-1] + "."
        return f"{mark} {line.lstrip(' ')[item.end() :]}"

    def _take_code(self, indent: int, rest: str) -> None:
        opening = FENCE.match(rest)
        assert opening is not None
        self.number += 1
        code: list[str] = []
        while self.number < len(self.lines) and not is_closing(self.lines[self.number], opening[1]):
            line = self.lines[self.number]
            code.append(line[min(indent, len(line) - len(line.lstrip(" "))) :])
            self.number += 1
        self.number += 1
        named = LANGUAGE.fullmatch(opening[2])
        language = f' class="language-{opening[2]}"' if named else ""
        body = "\n".join(code).rstrip("\n") + "\n"
        self._part_here()
        self._write(self.stash(f"<pre><code{language}>{html.escape(body)}</code></pre>"))
        self._part_here()
        self.after_blank = True

    def _take_comment(self) -> bool:
        """Leave out a comment that begins here, and keep what follows it on its last line; False if it never ends."""
        for last in range(self.number, len(self.lines) if self.comments_end else 0):
            _, end, after = self.lines[last].partition("-->")
            if end:
                self.lines[last] = after
                self.number = last if after.strip() else last + 1
                return True
        self.comments_end = False  # none of those that follow ends either, and the time stays linear
        return False

    def _take_quotation(self) -> None:
        """Lay out the lines of a quotation by themselves; plain lines right beneath belong to it."""
        inner: list[str] = []
        while self.number < len(self.lines):
            rest = self.lines[self.number].lstrip(" ")
            if rest.startswith(">"):
                inner.append(rest[2:] if rest.startswith("> ") else rest[1:])
            elif not rest.strip() or STARTS.match(rest) or ITEM.match(rest):
                break
            else:
                inner.append(rest)
            self.number += 1
        laid_out = lay_out(inner, self.stash)
        for line in laid_out[:-1] if laid_out and not laid_out[-1] else laid_out:
            self._write(f"> {line}" if line else ">")
        self._part_here()
        self.after_blank = True

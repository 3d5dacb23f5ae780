"""The parts of a Markdown text in which no sign means anything: code, comments and formulas."""

import re
from collections.abc import Iterator

QUOTE = re.compile(r"[ \t]*(?:>[ \t]?)*[ \t]*")
FENCE = re.compile(r"(`{3,}(?=[^`]*$)|~{3,})[ \t]*([^\s{`]*)")
MATHS = r"(?<![\\$\w])\$(?![\s$])((?:\\.|[^$\n\\]){1,1000}?)(?<![\s\\])\$(?![\w$])"
SPAN = re.compile(
    r"(?P<code>(?<![\\`])(?P<ticks>`+)(?!`)(?:(?!\n[ \t>]*\n)[\s\S])+?(?<!`)(?P=ticks)(?!`))"
    r"|(?P<comment><!--[\s\S]*?-->)"
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

    def fill(match: re.Match[str]) -> str:
        if match.lastgroup in keep or any(match.group(name) for name in keep):
            return match.group()
        return re.sub(r"[^\n]", " " if match.group("comment") else FILL, match.group())

    bare = without_fences(text)
    return SPAN.sub(fill, bare) if any(sign in bare for sign in ZONE_SIGNS) else bare

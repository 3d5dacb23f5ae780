"""Places in a rendered text that a page fills in: after a block that has changed since, and where a question is asked.

What fills them is not the same for all readers, or is in another language, so it is not part of the text. Only our own
renderer can make such an element: in a text and in an attribute of an author the sign ``<`` is always ``&lt;``.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html.parser import HTMLParser

from markdown import Markdown
from markdown.preprocessors import Preprocessor

from lms.platform.markdown_tree import Element

CHANGED, QUESTION = "changed", "practice"
PLACE = re.compile(
    rf'<div class="{CHANGED}" data-place="(?P<changed>[0-9]+)"></div>'
    rf'|<div class="{QUESTION}" data-place="(?P<question>[^"]*)">(?:(?!</div>).)*</div>',
    re.DOTALL,
)
VOID = frozenset("br hr img source track mspace none mprescripts".split())
EMBED = "data-embed"  # on a link to a question until its paragraph is looked at; the sanitiser never lets it through


@dataclass(frozen=True)
class OpenPlace:
    """A place in rendered HTML, from ``start`` to ``end``: the number of a changed block, or a question as ``quiz#key``."""

    start: int
    end: int
    changed: int | None
    question: str


class _Marks(Preprocessor):
    """Sets a place after each of these lines (from 0), while the lines are still those of the author."""

    def __init__(self, md: Markdown, after: Sequence[int]) -> None:
        super().__init__(md)
        self.after = {line: number for number, line in enumerate(after)}

    def run(self, lines: list[str]) -> list[str]:
        """Return the lines with a paragraph of its own for each place."""
        marked: list[str] = []
        for number, line in enumerate(lines):
            marked.append(line)
            if number in self.after:
                place = f'<div class="{CHANGED}" data-place="{self.after[number]}"></div>'
                marked += ["", self.md.htmlStash.store(place), ""]
        return marked


def register(md: Markdown, after: Sequence[int]) -> None:
    """Let a parser set places after these lines of its next text; before it lays it out, after it has taken out signs of its own."""
    if "places" in md.preprocessors:
        md.preprocessors.deregister("places")
    if after:
        md.preprocessors.register(_Marks(md, after), "places", 27)


def ask_questions(root: Element) -> None:
    """Make a place of every paragraph that is nothing but a question; it holds the link for those who do not fill it in."""
    for parent in list(root.iter()):
        for number, child in enumerate(list(parent)):
            if child.tag == "p" and len(child) == 1 and not child.attrib and not _says_more(child):
                question = child[0].attrib.pop(EMBED, "")
                if question:
                    place = Element("div", {"class": QUESTION, "data-place": question})
                    place.tail, child.tail = child.tail, None
                    place.append(child)
                    parent[number] = place


def _says_more(paragraph: Element) -> bool:
    return bool((paragraph.text or "").strip() or (paragraph[0].tail or "").strip())


def find_places(html: str) -> Iterator[OpenPlace]:
    """Yield the places of rendered ``html`` in their order."""
    for found in PLACE.finditer(html):
        changed = found["changed"]
        yield OpenPlace(found.start(), found.end(), None if changed is None else int(changed), found["question"] or "")


def without_places(html: str) -> str:
    """Return rendered ``html`` with nothing in its places."""
    return PLACE.sub("", html)


def are_between_blocks(html: str, how_many: int) -> bool:
    """Tell whether so many places of changed blocks are there, all of them outside of every other element."""
    reader = _Depths()
    reader.feed(html)
    reader.close()
    return reader.found == [0] * how_many


class _Depths(HTMLParser):
    """Finds out how deep the places of changed blocks lie."""

    def __init__(self) -> None:
        super().__init__()
        self.depth = 0
        self.found: list[int] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Go into an element."""
        if ("class", CHANGED) in attrs:
            self.found.append(self.depth)
        self.depth += tag not in VOID

    def handle_endtag(self, tag: str) -> None:
        """Come out of it again."""
        self.depth -= tag not in VOID

"""Marks the first use of each term of a glossary in a text, as a link to where it is explained on the same page.

It works on the tree that the parser has finished, so that headings, links, code, formulas and pictures are left alone
for certain, and before the sanitiser, which sees the marks as well. What asks the reader for something is left alone
too: a note is kept beside the very words of it (``markdown_passages``).
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from markdown import Markdown
from markdown.treeprocessors import Treeprocessor

from lms.platform.markdown_names import term_id, use_id
from lms.platform.markdown_tree import Element, SubElement

LEFT_ALONE = frozenset("a abbr audio code h1 h2 h3 h4 h5 h6 kbd math pre th video".split())
CLASSES_LEFT_ALONE = frozenset("callout-label callout-exercise callout-reflect film footnotes missing-media sound visually-hidden".split())
HYPHENS = r"\-\u2010\u2011"
MARKS = r"\u0300-\u036f"
ACRONYM = re.compile(r"(?=(?:.*[^\W\d_]){2})\S+")
NOTHING = re.compile(r"(?!)")


def is_acronym(words: str) -> bool:
    """Tell whether this is one word in capitals: such a one is found in capitals only, for IT is not it."""
    return ACRONYM.fullmatch(words) is not None and words.isupper()


class Terms:
    """The words that stand for each term in one language. Longer ones win over those that stand in them."""

    def __init__(self, terms: Iterable[tuple[str, tuple[str, ...]]]) -> None:
        self._keys: dict[str, str] = {}
        exact: set[str] = set()
        for key, forms in terms:
            for words in filter(None, (" ".join(form.split()) for form in forms)):
                if is_acronym(words):
                    exact.add(words)
                self._keys.setdefault(words if is_acronym(words) else words.casefold(), key)
        longest = sorted(self._keys, key=lambda words: (-len(words), words))
        either = "|".join(_pattern(words, exact=words in exact) for words in longest)
        self._found = re.compile(rf"(?<![\w{HYPHENS}{MARKS}])(?:{either})(?![\w{HYPHENS}{MARKS}])") if either else NOTHING

    def find(self, text: str) -> Iterator[tuple[int, int, str]]:
        """Yield where terms stand in a text, and the key of each."""
        for match in self._found.finditer(text):
            words = " ".join(match.group().split())
            yield match.start(), match.end(), self._keys.get(words) or self._keys[words.casefold()]


def _pattern(words: str, *, exact: bool) -> str:
    pattern = r"\s+".join(re.escape(word) for word in words.split())
    return pattern if exact else f"(?i:{pattern})"


@dataclass
class Marking:
    """Marks terms in one document; ``found`` are the keys of those that it marked, in their order."""

    terms: Terms
    document: str
    lang: str
    found: list[str] = field(default_factory=list)

    def mark(self, element: Element) -> None:
        """Mark in place what stands in an element, and in all that it holds."""
        if self._is_left_alone(element):
            return
        children = list(element)
        place = self._in_text(element, element.text, 0, None)
        for child in children:
            self.mark(child)
            place = self._in_text(element, child.tail, place + 1, child)

    def _is_left_alone(self, element: Element) -> bool:
        other = element.get("lang", self.lang) != self.lang
        return other or element.tag in LEFT_ALONE or not CLASSES_LEFT_ALONE.isdisjoint(element.get("class", "").split())

    def _in_text(self, parent: Element, text: str | None, place: int, before: Element | None) -> int:
        """Mark terms in a text that stands in ``parent`` behind ``before``; return the place of the child after it."""
        end = 0
        for start, stop, key in list(self.terms.find(text or "")):
            if key in self.found or text is None:
                continue
            self.found.append(key)
            _set_text(parent, before, text[end:start])
            link = Element("a", {"class": "term", "href": f"#{term_id(self.document, key)}"})
            SubElement(link, "span", {"id": use_id(self.document, key)}).text = text[start:stop]
            parent.insert(place, link)
            before, place, end = link, place + 1, stop
        if end and text is not None:
            _set_text(parent, before, text[end:])
        return place


def _set_text(parent: Element, before: Element | None, text: str) -> None:
    if before is None:
        parent.text = text
    else:
        before.tail = text


class _Marks(Treeprocessor):
    """Marks terms when everything else of the tree is finished."""

    def __init__(self, md: Markdown, marking: Marking) -> None:
        super().__init__(md)
        self.marking = marking

    def run(self, root: Element) -> None:
        """Mark the terms of the whole tree in place."""
        self.marking.mark(root)


def register(md: Markdown, marking: Marking | None) -> None:
    """Let ``marking`` work on what the parser makes of its next text, and no other one."""
    if "terms" in md.treeprocessors:
        md.treeprocessors.deregister("terms")
    if marking:
        md.treeprocessors.register(_Marks(md, marking), "terms", -2)

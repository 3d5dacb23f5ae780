"""The call-outs of a rendered text that ask its reader for something: what they say, and where each of them ends."""

import html as escaping
import re
from collections.abc import Iterator
from dataclasses import dataclass

ASKING = ("reflect", "exercise")
ASIDE = re.compile(r'<aside(?: [a-z-]+="(?:callout callout-(?P<kind>[a-z]+)|[^"]*)")*>|</aside>')
LABEL = re.compile(r'<p class="callout-label"[^>]* id="(?P<id>[^"]*)">(?P<title>.*?)</p>', re.DOTALL)
TAG = re.compile(r"<[^>]*>")


@dataclass(frozen=True)
class CallOut:
    """A call-out that asks for something; ``title`` and ``text`` are plain, ``end`` is where its closing tag begins.

    ``label`` is the id of the element with its title; empty where there is none.
    """

    kind: str
    label: str
    title: str
    text: str
    end: int


def list_asking(html: str) -> tuple[CallOut, ...]:
    """Return the call-outs of rendered ``html`` that ask for something, in the order in which they begin.

    Only an element that the renderer made can match: in a text and in an attribute the sign ``<`` is always ``&lt;``.
    """
    return tuple(found for _start, found in sorted(_pairs(html), key=lambda pair: pair[0]))


def _pairs(html: str) -> Iterator[tuple[int, CallOut]]:
    open_ones: list[re.Match[str]] = []
    for tag in ASIDE.finditer(html):
        if tag.group() != "</aside>":
            open_ones.append(tag)
            continue
        begun = open_ones.pop()
        if begun["kind"] in ASKING:
            yield begun.start(), _read(begun["kind"], html[begun.end() : tag.start()], tag.start())


def _read(kind: str, inner: str, end: int) -> CallOut:
    inner = inner.lstrip()
    label = LABEL.match(inner)
    if label is None:
        return CallOut(kind, "", "", _plain(inner), end)
    return CallOut(kind, label["id"], _plain(label["title"]), _plain(inner[label.end() :]), end)


def _plain(html: str) -> str:
    return " ".join(escaping.unescape(TAG.sub(" ", html)).split())

"""Safe Markdown: the text of a lesson or question in, sanitised HTML and plain text out (course-format §4).

A new parser is made for every text: parsers keep footnotes and link definitions, and two threads may not share one.
"""

import html as escaping
import re
from collections.abc import Sequence
from dataclasses import dataclass
from html.parser import HTMLParser

from markdown import Markdown

from lms.platform import markdown_blocks, markdown_finish, markdown_inline, markdown_places, markdown_terms
from lms.platform.markdown_labels import LABELS, put_in_labels
from lms.platform.markdown_limits import TooMuch, find_excess
from lms.platform.markdown_names import target_id
from lms.platform.markdown_safety import sanitise
from lms.platform.markdown_targets import REL, Note, Resolve, Resolved, Target, Targets, resolve_nothing
from lms.platform.markdown_terms import Marking, Terms

__all__ = [
    "LABELS", "Note", "Rendered", "Resolve", "Resolved", "Target", "Terms", "TooMuch",
    "linked", "plain_text", "put_in_labels", "render", "resolve_nothing", "sanitise", "target_id",
]  # fmt: skip

DOCUMENT = re.compile(r"[A-Za-z][\w-]*")
ADDRESS = re.compile(r"https?://[^\s<>\"'«»“”]*[^\s<>\"'«»“”.,;:!?)\]]")
EXTENSIONS = (
    "tables",
    "footnotes",
    "def_list",
    "abbr",
    "sane_lists",
    "pymdownx.mark",
    "pymdownx.saneheaders",
)
SETTINGS = {
    "tables": {"use_align_attribute": True},
    "footnotes": {"USE_DEFINITION_ORDER": False},
}
MOST_SHOWN = 64 * 1024
# Control signs, among them the two that the parser marks its own places with, and halves of signs.
NO_SIGNS = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f\ud800-\udfff]")
PARTS = frozenset("p li dd dt td th h2 h3 h4 h5 h6 pre figcaption aside section div br tr summary".split())


@dataclass(frozen=True)
class Rendered:
    """A text as safe HTML, as plain text for searching, what its author should know about it, and the terms marked in it."""

    html: str
    text: str
    notes: tuple[Note, ...] = ()
    terms: tuple[str, ...] = ()


def render(
    text: str,
    *,
    document: str,
    resolve: Resolve = resolve_nothing,
    lang: str = "en",
    mark_after: Sequence[int] = (),
    terms: Terms | None = None,
) -> Rendered:
    """Return Markdown as safe HTML.

    A text beyond the limits (``TooMuch``) is not read as Markdown: it comes out as it was typed, with a note. ``document``
    is set before every id (``target_id``), so that texts on one page cannot clash; ``resolve`` says where links, pictures
    and activities are; ``lang`` is the language of the text; after each line in ``mark_after`` (from 0) stands a place that
    a page fills in (``markdown_places``); the first use of each of the ``terms`` is marked.
    """
    if not DOCUMENT.fullmatch(document):
        raise ValueError(f"{document!r} cannot begin the id of an element")
    text = NO_SIGNS.sub("\ufffd", text.replace("\r\n", "\n").replace("\r", "\n"))
    excess = find_excess(text)
    if excess:
        return _as_typed(text, tuple(Note(what.value, f"line {line}") for what, line, _ in excess))
    notes: list[Note] = []
    md = Markdown(extensions=list(EXTENSIONS), extension_configs=SETTINGS, output_format="html")
    markdown_inline.register(md)
    markdown_blocks.register(md)
    markdown_places.register(md, mark_after)
    markdown_finish.register(md, Targets(document, resolve, lang, notes))
    marking = Marking(terms, document, lang) if terms else None
    if marking:
        markdown_terms.register(md, marking)
    html = sanitise(md.convert(text))
    return Rendered(html, plain_text(html), tuple(notes), tuple(marking.found) if marking else ())


def _as_typed(text: str, notes: tuple[Note, ...]) -> Rendered:
    """Return the first part of a text that is too much, as plain text."""
    html = sanitise(f"<pre>{escaping.escape(text[:MOST_SHOWN])}</pre>")
    return Rendered(html, plain_text(html), notes)


def linked(text: str) -> str:
    """Return one line of plain text as safe HTML in which the addresses of other sites are links."""
    parts, end = [], 0
    for match in ADDRESS.finditer(text):
        address = escaping.escape(match.group())
        parts.append(escaping.escape(text[end : match.start()], quote=False))
        parts.append(
            f'<a href="{address}" class="external" rel="{REL}">{address} <span class="visually-hidden"'
        )
        parts.append(' data-label="external"></span></a>')
        end = match.end()
    return sanitise("".join(parts) + escaping.escape(text[end:], quote=False))


class _Reader(HTMLParser):
    """Collects what a reader would read."""

    def __init__(self) -> None:
        super().__init__()
        self.parts: list[str] = []
        self.is_hidden = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Keep words apart that blocks keep apart, and read what a picture shows."""
        self.parts.append(" " if tag in PARTS else "")
        self.is_hidden = ("aria-hidden", "true") in attrs
        if tag == "img":
            self.parts.append(f" {dict(attrs).get('alt') or ''} ")

    def handle_endtag(self, tag: str) -> None:
        """Keep words apart that blocks keep apart."""
        self.parts.append(" " if tag in PARTS else "")
        self.is_hidden = False

    def handle_data(self, data: str) -> None:
        """Read words, unless they are hidden."""
        self.parts.append("" if self.is_hidden else data)


def plain_text(html: str) -> str:
    """Return the words of safe ``html`` in one line, for searching; what pictures show is among them."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return " ".join("".join(reader.parts).split())

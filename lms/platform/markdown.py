"""Safe Markdown: the text of a lesson or question in, sanitised HTML and plain text out (course-format §4).

Making a parser takes longer than reading a short text, so each thread has one and cleans it before every text: parsers
keep footnotes and link definitions. One that failed in the middle of a text is not used again.
"""

import html as escaping
import re
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

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
_threads = threading.local()
MOST_SHOWN = 64 * 1024
# Control signs, among them the two that the parser marks its own places with, and halves of signs.
NO_SIGNS = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f\ud800-\udfff]")
# One line that nothing in Markdown could mean otherwise: it begins with a letter and has no sign that means anything.
ONE_LINE = re.compile(r"[^\W\d_][\w ,;.:?!…'\"’‘“”„«»()%/€№–—-]{0,999}")
TAG = re.compile(r"</?(?P<name>[a-z][a-z0-9]*)(?: [^\s=>\"]+=\"[^\"]*\")*>")
HIDDEN = ' aria-hidden="true"'
ALT = re.compile(r' alt="([^"]*)"')
ENDS_OF_PLACES = dict.fromkeys((2, 3))  # of what the parser put aside; half a link may have taken one end of such a place
APART, BETWEEN_CELLS = ("<td", "<th>", "<th ", "</h"), " · "  # cells, and what follows a heading
PARTS = frozenset("p li dd dt td th h2 h3 h4 h5 h6 pre figcaption aside section div br tr summary".split())


@dataclass(frozen=True)
class Rendered:
    """A text as safe HTML, as plain text for searching, what its author should know about it, and the terms marked in it."""

    html: str
    notes: tuple[Note, ...] = ()
    terms: tuple[str, ...] = ()

    @cached_property
    def text(self) -> str:
        """Its words, in one line."""
        return plain_text(self.html)


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
    if not terms and ONE_LINE.fullmatch(text) and text.isprintable() and text[-1] != " ":
        return Rendered(f"<p>{text}</p>")
    excess = find_excess(text)
    if excess:
        return _as_typed(text, tuple(Note(what.value, f"line {line}") for what, line, _ in excess))
    notes: list[Note] = []
    marking = Marking(terms, document, lang) if terms else None
    html = sanitise(_converted(text, Targets(document, resolve, lang, notes), mark_after, marking))
    return Rendered(html, tuple(notes), tuple(marking.found) if marking else ())


def _converted(text: str, targets: Targets, mark_after: Sequence[int] = (), marking: Marking | None = None) -> str:
    parser: Markdown = _threads.__dict__.pop("parser", None) or _new_parser()
    markdown_finish.register(parser.reset(), targets)
    markdown_places.register(parser, mark_after)
    markdown_terms.register(parser, marking)
    html = parser.convert(text)
    _threads.parser = parser
    return html.translate(ENDS_OF_PLACES)


def _new_parser() -> Markdown:
    md = Markdown(extensions=list(EXTENSIONS), extension_configs=SETTINGS, output_format="html")
    markdown_inline.register(md)
    markdown_blocks.register(md)
    markdown_finish.order_footnotes(md)
    return md


def _as_typed(text: str, notes: tuple[Note, ...]) -> Rendered:
    """Return the first part of a text that is too much, as plain text."""
    html = sanitise(f"<pre>{escaping.escape(text[:MOST_SHOWN])}</pre>")
    return Rendered(html, notes)


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


def plain_text(html: str) -> str:
    """Return the words of safe ``html`` in one line, for searching; what pictures show is among them; cells and headings stand apart."""
    parts, end, is_hidden = [], 0, False
    for tag in TAG.finditer(html):
        if not is_hidden:
            parts.append(html[end : tag.start()])
        end, is_hidden = tag.end(), HIDDEN in tag.group()
        if tag["name"] in PARTS:
            parts.append(BETWEEN_CELLS if tag.group().startswith(APART) else " ")
        elif tag["name"] == "img" and (shown := ALT.search(tag.group())):
            parts.append(f" {shown[1]} ")
    words = " ".join(escaping.unescape("".join([*parts, html[end:]])).split())
    return words.replace("· · ", "· ").removesuffix(" ·")

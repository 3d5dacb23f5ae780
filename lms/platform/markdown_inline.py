"""What is ours inside a line: formulas, a few tags, links to activities, and the attributes that authors may set."""

import re
import string

from markdown import Markdown
from markdown.extensions.attr_list import AttrListTreeprocessor, get_attrs_and_remainder
from markdown.inlinepatterns import LINK_RE, InlineProcessor, LinkInlineProcessor
from markdown.treeprocessors import InlineProcessor as TreeInline
from markdown.util import STX, AtomicString

from lms.platform.markdown_maths import to_mathml
from lms.platform.markdown_tree import Element
from lms.platform.markdown_zones import MATHS

TAG = r"<(?P<tag>sub|sup|kbd|abbr)(?P<title>(?<=abbr)\s+title=\"[^\"<>]*\")?\s*>(?P<inner>[^<>]{1,500}?)</(?P=tag)\s*>"
BREAK = r"<br\s*/?>"
COMMENT = r"<!--[\s\S]*?-->"
MAIL = r"<([^<>\s@!]{1,64}@[^<>\s@]{1,250})>"
ACTIVITY = (
    r"(?<!\\)(?P<embed>!?)\[\[(?P<target>[a-z][a-z0-9:-]{0,200}+(?:#[^\[\]|\\\s]{1,200}+)?)(?:\\?\|(?P<words>[^\[\]\n]{1,1000}+))?\]\]"
)
AUTHOR_ID = re.compile(r"[^\W_][\w-]{0,63}")
SIGNS = re.compile(r"[\\`*_\[\]!<>&$=]|  \n")  # every pattern needs one of these
MOST_IN_A_PLACE = 2000  # letters of the address and title of a link
CLASSES = ("decorative", "good")
ATTRIBUTES = ("captions", "described", "transcript", "speaks-for-itself", "lang", "dir")

Found = tuple[Element | str | None, int | None, int | None]


def read_attributes(braces: str) -> list[tuple[str, str]]:
    """Return the names and values between the braces of an attribute list; a class is called ``.``, an id ``id``."""
    return [(name, value or "") for name, value in get_attrs_and_remainder(braces)[0]]


class _Near:
    """The library's way to find out where a link or picture leads, which reads to the end of its text at every quote: it reads so far and no further."""

    def __init__(self, processor: LinkInlineProcessor) -> None:
        self.read = processor.getLink

    def __call__(self, data: str, index: int) -> tuple[str, str | None, int, bool]:
        """Return address, title, where they end, and whether this is a link."""
        target, title, end, is_link = self.read(data[index : index + MOST_IN_A_PLACE], 0)
        return target, title, index + end, is_link


class _Place(LinkInlineProcessor):
    """The same for a text whose escapes were filled before."""

    def unescape(self, text: str) -> str:
        """Return the text as it is."""
        return text


_place = _Near(_Place(LINK_RE))


def read_place(text: str, start: int) -> tuple[str, int] | None:
    """Return where a link leads whose round bracket stands at ``start``, and where that bracket ends; None if it is no link."""
    target, _title, end, is_link = _place(text, start)
    return (target, end) if is_link else None


class _Maths(InlineProcessor):
    def handleMatch(self, m: re.Match[str], data: str) -> Found:
        """Return the formula as MathML, or as code where it cannot be read."""
        if STX in m.group(1):  # something within was read before: code over its edge, say; then it is no formula
            return None, None, None
        formula = to_mathml(m.group(1))
        if formula is None:
            formula = Element("code", {"class": "formula"})
            formula.text = AtomicString(m.group(1))  # no sign in it means anything
        return formula, m.start(0), m.end(0)


class _Tag(InlineProcessor):
    def handleMatch(self, m: re.Match[str], data: str) -> Found:
        """Return one of the few allowed tags."""
        element = Element(m["tag"].lower())
        element.text = m["inner"]
        if m["title"]:
            element.set("title", m["title"].partition('"')[2].rstrip('"'))
        return element, m.start(0), m.end(0)


class _Break(InlineProcessor):
    def handleMatch(self, m: re.Match[str], data: str) -> Found:
        """Return a line break."""
        return Element("br"), m.start(0), m.end(0)


class _Comment(InlineProcessor):
    def handleMatch(self, m: re.Match[str], data: str) -> Found:
        """Return nothing: comments are for authors."""
        return "", m.start(0), m.end(0)


class _Mail(InlineProcessor):
    def handleMatch(self, m: re.Match[str], data: str) -> Found:
        """Return a link to a mail address."""
        address = self.unescape(m.group(1))
        element = Element("a", {"href": f"mailto:{address}"})
        element.text = address
        return element, m.start(0), m.end(0)


class _Activity(InlineProcessor):
    """Marks a link to an activity or question; where it leads is found out when the whole text is there."""

    def handleMatch(self, m: re.Match[str], data: str) -> Found:
        """Return a link whose target is still to be found."""
        element = Element("a", {"data-to": m["target"], "data-as": "question" if m["embed"] else "activity"})
        element.text = m["words"].strip() if m["words"] else ""
        return element, m.start(0), m.end(0)


class _AtTheEnd:
    """Finds the attribute list at the end of a heading or cell, as the pattern of the library does, but in linear time.

    That one begins anew at every blank and at every brace, and reads on to the end of the line each time.
    """

    PATTERN = re.compile(r"(?<! )[ ]++\{\:?[ ]*+([^\}\n ][^\n]*)\}[ ]*$")

    def search(self, text: str) -> re.Match[str] | None:
        """Return where the list begins; without a brace at the end of the text there is none."""
        return self.PATTERN.search(text) if text.rstrip(" \n").endswith("}") else None


class _Attributes(AttrListTreeprocessor):
    """Attribute lists of which only what does no harm is kept."""

    HEADER_RE = _AtTheEnd()

    def assign_attrs(self, elem: Element, attrs_string: str, *, strict: bool = False) -> str:
        """Set the allowed attributes on ``elem`` and return what stands behind the list."""
        attributes, remainder = get_attrs_and_remainder(attrs_string)
        if strict and remainder:
            return remainder
        for name, value in attributes:
            if name == "." and value in CLASSES:
                elem.set("class", f"{elem.get('class', '')} {value}".strip())
            elif name == "id" and value and AUTHOR_ID.fullmatch(value):
                elem.set("id", value)
            elif name in ATTRIBUTES:
                elem.set(f"data-{name}" if name not in ("lang", "dir") else name, value or "")
        return remainder


class _Emphasis:
    """The library's stars and underscores, left as text where its count of places is wrong.

    It remembers where they stood before others of them were taken out. After a place that it has lost, it would put one
    end of an emphasis where no star is, and take away the sign there: a letter, or half a place of the parser.
    """

    def __init__(self, md: Markdown) -> None:
        self.match = md.inlinePatterns["em_strong"].handleMatch

    def __call__(self, m: re.Match[str], data: str) -> Found:
        """Return what the library makes of it, where it begins and ends with the same sign."""
        found: Found = self.match(m, data)
        _element, start, end = found
        if start is None or end is None or (end <= len(data) and data[start] == data[end - 1]):
            return found
        return None, None, None


class _Inline(TreeInline):
    """The parser's own work inside lines, left out where no sign could mean anything.

    The method has a name of its own kind in the library; should it be called otherwise one day, nothing is left out.
    """

    def _InlineProcessor__handleInline(self, data: str, patternIndex: int = 0) -> str:
        if not SIGNS.search(data):
            return data
        return str(super()._InlineProcessor__handleInline(data, patternIndex))


def register(md: Markdown) -> None:
    """Put our signs into a parser, and take out its own handling of raw HTML."""
    md.ESCAPED_CHARS = list(string.punctuation)
    for name in ("html", "automail"):
        md.inlinePatterns.deregister(name)
    md.inlinePatterns.register(_Maths(MATHS, md), "maths", 185)
    md.inlinePatterns.register(_Comment(COMMENT, md), "comment", 179)
    md.inlinePatterns.register(_Activity(ACTIVITY, md), "activity", 182)
    md.inlinePatterns.register(_Mail(MAIL, md), "mail", 110)
    md.inlinePatterns.register(_Break(BREAK, md), "break", 95)
    md.inlinePatterns.register(_Tag(TAG, md), "tag", 90)
    for name in ("link", "image_link"):
        md.inlinePatterns[name].getLink = _Near(md.inlinePatterns[name])
    md.inlinePatterns["em_strong"].handleMatch = _Emphasis(md)
    md.treeprocessors.register(_Inline(md), "inline", 20)
    md.treeprocessors.register(_Attributes(md), "attr_list", 8)

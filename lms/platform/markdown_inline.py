"""What is ours inside a line: formulas, a few tags, links to activities, and the attributes that authors may set."""

import re
import string
import xml.etree.ElementTree as etree

from markdown import Markdown
from markdown.extensions.attr_list import AttrListTreeprocessor, get_attrs_and_remainder
from markdown.inlinepatterns import InlineProcessor

from lms.platform.markdown_maths import to_mathml
from lms.platform.markdown_zones import MATHS

TAG = r"<(?P<tag>sub|sup|kbd|abbr)(?P<title>(?<=abbr)\s+title=\"[^\"<>]*\")?\s*>(?P<inner>[^<>]{1,500}?)</(?P=tag)\s*>"
BREAK = r"<br\s*/?>"
COMMENT = r"<!--[\s\S]*?-->"
MAIL = r"<([^<>\s@!]{1,64}@[^<>\s@]{1,250})>"
ACTIVITY = r"(?<!\\)(?P<embed>!?)\[\[(?P<target>[a-z][a-z0-9:-]*(?:#[^\]|\\\s]+)?)(?:\\?\|(?P<words>[^\]\n]+))?\]\]"
AUTHOR_ID = re.compile(r"[^\W_][\w-]{0,63}")
CLASSES = ("decorative", "good")
ATTRIBUTES = ("captions", "described", "transcript", "speaks-for-itself", "lang", "dir")

Found = tuple[etree.Element | str | None, int | None, int | None]


class _Maths(InlineProcessor):
    def handleMatch(self, m: re.Match[str], data: str) -> Found:
        formula = to_mathml(m.group(1))
        if formula is None:
            formula = etree.Element("code", {"class": "formula"})
            formula.text = m.group(1)
        return formula, m.start(0), m.end(0)


class _Tag(InlineProcessor):
    def handleMatch(self, m: re.Match[str], data: str) -> Found:
        element = etree.Element(m["tag"].lower())
        element.text = m["inner"]
        if m["title"]:
            element.set("title", m["title"].partition('"')[2].rstrip('"'))
        return element, m.start(0), m.end(0)


class _Break(InlineProcessor):
    def handleMatch(self, m: re.Match[str], data: str) -> Found:
        return etree.Element("br"), m.start(0), m.end(0)


class _Comment(InlineProcessor):
    def handleMatch(self, m: re.Match[str], data: str) -> Found:
        return "", m.start(0), m.end(0)


class _Mail(InlineProcessor):
    def handleMatch(self, m: re.Match[str], data: str) -> Found:
        address = self.unescape(m.group(1))
        element = etree.Element("a", {"href": f"mailto:{address}"})
        element.text = address
        return element, m.start(0), m.end(0)


class _Activity(InlineProcessor):
    """Marks a link to an activity or question; where it leads is found out when the whole text is there."""

    def handleMatch(self, m: re.Match[str], data: str) -> Found:
        element = etree.Element("a", {"data-to": m["target"], "data-as": "question" if m["embed"] else "activity"})
        element.text = m["words"].strip() if m["words"] else ""
        return element, m.start(0), m.end(0)


class _Attributes(AttrListTreeprocessor):
    """Attribute lists of which only what does no harm is kept."""

    def assign_attrs(self, elem: etree.Element, attrs_string: str, *, strict: bool = False) -> str:
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
    md.treeprocessors.register(_Attributes(md), "attr_list", 8)

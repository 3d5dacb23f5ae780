"""YAML as a tree of texts with their places, before anything has been taken for a number or a truth (course-format N5).

The tree is built from the parser's events, so no resolver of YAML's ever sees a value: a uid stays a uid, ``no`` stays
Norwegian. Anchors, aliases, tags, directives, merge keys and duplicate keys are problems.
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
)
from ruamel.yaml.reader import ReaderError

from lms.domain.courses.format.yaml_plain import read_plain
from lms.domain.courses.format.yaml_slips import explain
from lms.domain.courses.format.yaml_tree import Items, Map, Node, Pair, Scalar
from lms.kernel.problems import Problems
from lms.kernel.words import N_
from lms.platform.markdown_zones import LineNumbers

COLON = re.compile(r"\s*:")

__all__ = ["Broken", "Items", "Map", "Node", "Pair", "Scalar", "read_yaml"]

MOST_DEPTH = 10
MOST_CHARACTERS = 256 * 1024
MOST_NODES = 5000
DIRECTIVE = re.compile(r"^%", re.M)
NO_SIGNS = re.compile(r"[\x00\ud800-\udfff]")
NO_SIGN = N_(
    "an escape in this text names no sign of writing (like \\0 or \\ud800): write the sign itself, or write the backslash twice"
)


class Broken(Exception):
    """The text is no YAML that we read; the sentence and its place are the problem to report."""

    def __init__(self, line: int, code: str, text: str, **facts: Any) -> None:
        super().__init__(code)
        self.line, self.code, self.text, self.facts = line, code, text, facts


def read_yaml(text: str, *, file: str, problems: Problems, first_line: int = 1) -> Node | None:
    """Return the tree of a YAML text, an empty map where nothing is written, and None (with a problem) where it is broken.

    ``text`` has no BOM; ``first_line`` is the line of ``file`` on which it begins. Lines of the tree are lines of the
    file, spans are positions in ``text``.
    """
    if len(text) > MOST_CHARACTERS:
        problems.error(
            file,
            first_line,
            "too-large",
            N_("YAML of more than %(most)s KB is not read"),
            most=MOST_CHARACTERS // 1024,
        )
        return None
    plain = read_plain(text, first_line)
    if plain is not None:
        return plain
    return _parsed(text, file, problems, first_line)


def _parsed(text: str, file: str, problems: Problems, first_line: int) -> Node | None:
    """Return the tree of a text as the parser makes it."""
    builder = _Builder(text, file, problems, first_line)
    try:
        return builder.build()
    except Broken as broken:
        problems.error(file, broken.line, broken.code, broken.text, **broken.facts)
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        index = min(mark.index, len(text)) if mark else 0
        # A text that ends too early is best mended where it began.
        if error.context_mark is not None and index >= len(text.rstrip()):
            index = error.context_mark.index
        code, sentence, facts = explain(error, text, index)
        problems.error(file, builder.line(index), code, sentence, **facts)
    except (ValueError, OverflowError):  # the parser lets an escape beyond all signs, \U00110000, through to chr()
        problems.error(file, builder.line(builder.reached), "bad-sign", NO_SIGN)
    except (YAMLError, AssertionError) as error:  # the last of a version far too large
        problems.error(
            file,
            builder.line(error.position if isinstance(error, ReaderError) else 0),
            "yaml-syntax",
            N_("this holds characters that YAML does not allow (control characters)"),
        )
    return None


class _Builder:
    """Builds the tree of one text from the parser's events."""

    def __init__(self, text: str, file: str, problems: Problems, first_line: int) -> None:
        self.text, self.file, self.problems, self.first_line = text, file, problems, first_line
        self.numbers = LineNumbers(text, first_line)
        self.nodes = 0
        self.reached = 0

    def line(self, index: int) -> int:
        """Return the line of the file in which the character at ``index`` stands."""
        return self.numbers.at(min(index, len(self.text)))

    def build(self) -> Node:
        """Return the tree of the one document of the text."""
        documents: list[Node] = []
        events = YAML(typ="safe", pure=True).parse(self.text)
        for event in events:
            if isinstance(event, DocumentStartEvent):
                self._refuse_directives(event, bool(documents))
            elif isinstance(event, ScalarEvent | MappingStartEvent | SequenceStartEvent | AliasEvent):
                documents.append(self._node(event, events, 1))
        return documents[0] if documents else Map(line=self.first_line)

    def _refuse_directives(self, event: DocumentStartEvent, is_second: bool) -> None:
        line = self.line(event.start_mark.index)
        if is_second:
            raise Broken(line, "yaml-syntax", N_("a second document begins here (---): one file holds one"))
        if event.version or event.tags:
            written = DIRECTIVE.search(self.text, 0, event.start_mark.index)
            raise Broken(
                self.line(written.start()) if written else line, "yaml-syntax", N_("directives (%%YAML, %%TAG) are not read here: take them out")
            )

    def _node(self, event: Any, events: Iterator[Any], depth: int) -> Node:
        index = event.start_mark.index
        line, self.reached = self.line(index), index
        if depth > MOST_DEPTH:
            raise Broken(line, "too-deep", N_("this is nested deeper than %(most)s levels"), most=MOST_DEPTH)
        self.nodes += 1
        if self.nodes > MOST_NODES:
            raise Broken(
                line, "too-large", N_("more than %(most)s keys and values are not read"), most=MOST_NODES
            )
        if isinstance(event, AliasEvent):
            raise Broken(
                line, "yaml-quotes", N_("a text that begins with * must be in quotes: put the text in quotes")
            )
        self._refuse_properties(event, line)
        if isinstance(event, ScalarEvent):
            if NO_SIGNS.search(event.value):
                raise Broken(line, "bad-sign", NO_SIGN)
            style = event.style if event.style in ("'", '"', "|", ">") else None
            return Scalar(event.value, line, index, event.end_mark.index, style)
        if isinstance(event, SequenceStartEvent):
            return self._items(event, events, depth)
        return self._map(event, events, depth)

    def _refuse_properties(self, event: Any, line: int) -> None:
        if event.anchor is not None:
            raise Broken(
                line,
                "yaml-quotes",
                N_(
                    "anchors are not read here; a text that begins with & must be in quotes: put the text in quotes"
                ),
            )
        if event.tag is not None:
            raise Broken(
                line,
                "yaml-quotes",
                N_(
                    "tags are not read here; a text that begins with ! must be in quotes: put the text in quotes"
                ),
            )

    def _items(self, start: SequenceStartEvent, events: Iterator[Any], depth: int) -> Items:
        items: list[Node] = []
        for event in events:
            if isinstance(event, SequenceEndEvent):
                return self._closed(Items, tuple(items), start, event)
            items.append(self._node(event, events, depth + 1))
        raise AssertionError("the parser ends every list that it begins")

    def _map(self, start: MappingStartEvent, events: Iterator[Any], depth: int) -> Map:
        pairs: list[Pair] = []
        lines: dict[str, int] = {}
        for event in events:
            if isinstance(event, MappingEndEvent):
                return self._closed(Map, tuple(pairs), start, event)
            key = self._node(event, events, depth + 1)
            value = self._node(next(events), events, depth + 1)
            if not isinstance(key, Scalar):
                raise Broken(key.line, "yaml-syntax", N_("a key must be a plain word"))
            if isinstance(value, Scalar) and value.is_empty:  # the parser finds it where the next key begins
                value = replace(value, line=key.line)
            if self._may_stay(key, value, lines, bool(start.flow_style)):
                pairs.append(Pair(key, value))
            lines.setdefault(key.text, key.line)
        raise AssertionError("the parser ends every map that it begins")

    def _may_stay(self, key: Scalar, value: Node, lines: dict[str, int], flow: bool) -> bool:
        """Report a key that is a slip or stands there twice, and tell whether its pair may be used."""
        if key.text == "<<" and key.style is None:
            self.problems.error(
                self.file,
                key.line,
                "yaml-merge",
                N_("merge keys (<<) are not read here: write the values out"),
            )
        elif key.text in lines:
            self.problems.error(
                self.file,
                key.line,
                "duplicate-key",
                N_("%(key)s stands here twice, first in line %(first)s"),
                key=key.text,
                first=lines[key.text],
            )
        elif (
            flow
            and isinstance(value, Scalar)
            and value.is_empty
            and not COLON.match(self.text, key.end)
        ):
            self._report_split(key)
        else:
            return True
        return False

    def _report_split(self, key: Scalar) -> None:
        if ":" in key.text:
            text = N_(
                "“%(key)s” needs a blank after its colon; if it is meant as text, put the text in quotes"
            )
        else:
            text = N_("a comma ends a text inside { }, so “%(key)s” is cut off: put the text in quotes")
        self.problems.error(self.file, key.line, "yaml-quotes", text, key=key.text)

    def _closed(self, kind: Any, content: tuple[Any, ...], start: Any, end: Any) -> Any:
        """Return a finished collection; where it is written without brackets it ends with its last value."""
        first, last = start.start_mark.index, end.end_mark.index
        if start.flow_style:
            return kind(content, self.line(first), first, last, *((True,) if kind is Map else ()))
        inner = [part.value if isinstance(part, Pair) else part for part in content]
        last = inner[-1].end if inner else last
        return kind(content, self.line(first), first, last)

"""What may stand in a YAML file of ours: small types that read a node, and say what is wrong and in which line (N5).

A type is a function from a node and an ``At`` to a value; None means that the node was reported and has no value.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from lms.domain.courses.format.yaml_reader import Items, Map, Node, Scalar
from lms.kernel.keys import is_key, is_uid
from lms.kernel.localtext import LocalText
from lms.kernel.problems import Problems
from lms.kernel.words import N_

LANGUAGE = re.compile(
    r"[a-z]{2,3}(-[A-Z][a-z]{3})?(-([A-Z]{2}|[0-9]{3}))?(-([a-z0-9]{5,8}|[0-9][a-z0-9]{3}))*"
)
WHOLE = re.compile(r"[+-]?[0-9]{1,9}")
DECIMAL = re.compile(r"[0-9]{1,6}(\.[0-9]{1,3})?")
DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
DIGEST = re.compile(r"[0-9a-f]{64}")
IN_CURLY_QUOTES = re.compile(r"[“„][^“”„\"]*[”“]")
BLOCK_DIGEST = re.compile(r"[0-9a-f]{8}")


@dataclass(frozen=True)
class At:
    """Where a value is being read: its file, its name as the author sees it, and where problems go."""

    file: str
    problems: Problems
    name: str = ""
    source: str = "en"

    def within(self, name: str) -> "At":
        """Return the place of a value called ``name``."""
        return At(self.file, self.problems, name, self.source)

    def refuse(self, line: int, code: str, text: str, **facts: Any) -> None:
        """Report that the value here is wrong."""
        self.problems.error(self.file, line, code, text, name=self.name, **facts)


Type = Callable[[Node, At], Any]


@dataclass(frozen=True)
class Field:
    """A key that may (or must) stand in a map, and the type of its value."""

    type: Type
    required: bool = False
    missing: str = N_("%(key)s is missing")


@dataclass(frozen=True)
class Record:
    """The values of a map by name, absent ones left out, and the lines on which its keys stand."""

    values: Mapping[str, Any] = field(default_factory=dict)
    lines: Mapping[str, int] = field(default_factory=dict)
    line: int = 1

    def get(self, name: str, otherwise: Any = None) -> Any:
        """Return the value of ``name``, or ``otherwise`` where it is absent or was wrong."""
        return self.values.get(name, otherwise)

    def line_of(self, name: str) -> int:
        """Return the line on which ``name`` stands, or that of the map where it is absent."""
        return self.lines.get(name, self.line)


def read_record(node: Map, fields: Mapping[str, Field], at: At) -> Record:
    """Return the values of ``node``; unknown, missing and wrong ones are reported, ``x-…`` keys are free."""
    values: dict[str, Any] = {}
    lines: dict[str, int] = {}
    for pair in node:
        name = pair.key.text
        if name.startswith("x-"):
            continue
        if name not in fields:
            at.problems.error(
                at.file,
                pair.key.line,
                "unknown-key",
                N_("%(key)s is not known here; known are %(known)s"),
                key=name,
                known=", ".join(fields),
            )
            continue
        lines[name] = pair.key.line
        value = fields[name].type(pair.value, at.within(name))
        if value is not None:
            values[name] = value
    for name, wanted in fields.items():
        if wanted.required and name not in lines:
            at.problems.error(at.file, node.line, "missing-key", wanted.missing, key=name)
    return Record(values, lines, node.line)


def record(fields: Mapping[str, Field]) -> Type:
    """Return the type of a map with these keys; its value is a ``Record``."""

    def read(node: Node, at: At) -> Record | None:
        if not isinstance(node, Map):
            at.refuse(node.line, "bad-value", N_("%(name)s must hold keys and values"))
            return None
        return read_record(node, fields, at)

    return read


def text(node: Node, at: At) -> str | None:
    """Read a text that is not empty; surrounding white space does not count."""
    if not isinstance(node, Scalar):
        at.refuse(
            node.line,
            "bad-value",
            N_("%(name)s must be a text; if it begins with [ or {, put the text in quotes"),
        )
        return None
    if not node.text.strip():
        at.refuse(node.line, "bad-value", N_("%(name)s is empty: write a text or take the line out"))
        return None
    if not node.style and IN_CURLY_QUOTES.fullmatch(node.text.strip()):
        sentence = N_('the quotes around this text are shown: take them out, or write straight ones (")')
        at.problems.warning(at.file, node.line, "curly-quotes", sentence)
    return node.text.strip()


def pattern(test: Callable[[str], bool], sentence: str, code: str = "bad-value") -> Type:
    """Return the type of a one-word value that passes ``test``; ``sentence`` says what it must be."""

    def read(node: Node, at: At) -> str | None:
        if not isinstance(node, Scalar) or not test(node.text):
            at.refuse(node.line, code, sentence, value=node.text if isinstance(node, Scalar) else "")
            return None
        return node.text

    return read


key = pattern(
    is_key,
    N_("“%(value)s” is no key: small Latin letters, digits and hyphens, a letter first, 63 at most"),
    "bad-key",
)
uid = pattern(
    is_uid, N_('a uid is 32 hexadecimal digits in small letters, without hyphens; this makes one: python3 -c "import uuid; print(uuid.uuid4().hex)"'), "bad-uid"
)
language = pattern(
    lambda value: LANGUAGE.fullmatch(value) is not None,
    N_("“%(value)s” is no language tag; write en, bg, pt-BR …"),
    "bad-language",
)
digest = pattern(
    lambda value: DIGEST.fullmatch(value) is not None,
    N_("%(name)s must be a SHA-256 digest: 64 hexadecimal digits"),
)
block_digest = pattern(
    lambda value: BLOCK_DIGEST.fullmatch(value) is not None,
    N_("%(name)s holds 8 hexadecimal digits for each block"),
)


def choice(*allowed: str) -> Type:
    """Return the type of a value that is one of ``allowed``."""

    def read(node: Node, at: At) -> str | None:
        if isinstance(node, Scalar) and node.text in allowed:
            return node.text
        at.refuse(
            node.line, "bad-value", N_("%(name)s must be one of %(allowed)s"), allowed=", ".join(allowed)
        )
        return None

    return read


def whole(least: int, most: int) -> Type:
    """Return the type of a whole number from ``least`` to ``most``."""

    def read(node: Node, at: At) -> int | None:
        if isinstance(node, Scalar) and WHOLE.fullmatch(node.text) and least <= int(node.text) <= most:
            return int(node.text)
        at.refuse(
            node.line,
            "bad-value",
            N_("%(name)s must be a whole number from %(least)s to %(most)s"),
            least=least,
            most=most,
        )
        return None

    return read


def decimal(node: Node, at: At) -> Decimal | None:
    """Read a number above zero with a decimal point, exactly."""
    if isinstance(node, Scalar) and DECIMAL.fullmatch(node.text) and Decimal(node.text) > 0:
        return Decimal(node.text)
    at.refuse(node.line, "bad-value", N_("%(name)s must be a number above 0, like 6 or 1.5"))
    return None


def truth(node: Node, at: At) -> bool | None:
    """Read ``true`` or ``false``."""
    if isinstance(node, Scalar) and node.text in ("true", "false"):
        return node.text == "true"
    at.refuse(node.line, "bad-value", N_("%(name)s must be true or false"))
    return None


def day(node: Node, at: At) -> date | None:
    """Read a date, written 2026-11-21."""
    if isinstance(node, Scalar) and DAY.fullmatch(node.text):
        try:
            return date.fromisoformat(node.text)
        except ValueError:
            pass
    at.refuse(node.line, "bad-value", N_("%(name)s must be a date, written 2026-11-21"))
    return None


def list_of(kind: Type, *, once: bool = False) -> Type:
    """Return the type of a list, as a tuple without its wrong members; with ``once`` no member may come twice."""

    def read(node: Node, at: At) -> tuple[Any, ...] | None:
        if not isinstance(node, Items):
            at.refuse(node.line, "bad-value", N_("%(name)s must be a list, like [one, two]"))
            return None
        values: list[Any] = []
        for item in node.items:
            value = kind(item, at)
            if once and value in values:
                at.refuse(item.line, "duplicate-value", N_("%(value)s stands twice in %(name)s"), value=value)
            elif value is not None:
                values.append(value)
        return tuple(values)

    return read


def map_of(keys: Type, values: Type) -> Type:
    """Return the type of a map whose keys and values have these types, as a dict in the author's order."""

    def read(node: Node, at: At) -> dict[Any, Any] | None:
        if not isinstance(node, Map):
            at.refuse(node.line, "bad-value", N_("%(name)s must hold keys and values"))
            return None
        result = {}
        for pair in node:
            name, value = keys(pair.key, at), values(pair.value, at)
            if name is not None and value is not None:
                result[name] = value
        return result

    return read


def _by_language(values: Type) -> Type:
    """Return the type of a map by language that must hold the course's source language (N8)."""
    inner = map_of(language, values)

    def read(node: Node, at: At) -> dict[str, Any] | None:
        if not isinstance(node, Map):
            at.refuse(
                node.line,
                "bad-value",
                N_('%(name)s must say its language, like {en: "Planning", bg: "Планиране"}'),
            )
            return None
        if at.source not in node:
            at.refuse(
                node.line,
                "missing-source-text",
                N_("%(name)s has no text in %(language)s, the language of the course"),
                language=at.source,
            )
        return inner(node, at)

    return read


def local_text(node: Node, at: At) -> LocalText | None:
    """Read a text by language (N8)."""
    found = _by_language(text)(node, at)
    return None if found is None else LocalText(found, at.source)


def local_list(node: Node, at: At) -> dict[str, tuple[str, ...]] | None:
    """Read lists of texts by language; lists of different lengths are a warning, for one of them lacks something."""
    found = _by_language(list_of(text))(node, at)
    if found is None:
        return None
    wanted = len(found.get(at.source, ()))
    for tag, texts in found.items():
        if len(texts) != wanted and at.source in found:
            sentence = N_("%(name)s has %(mine)s texts in %(language)s, but %(theirs)s in %(source)s")
            facts = {
                "name": at.name,
                "mine": len(texts),
                "language": tag,
                "theirs": wanted,
                "source": at.source,
            }
            at.problems.warning(at.file, node.line, "counts-differ", sentence, **facts)
    return found

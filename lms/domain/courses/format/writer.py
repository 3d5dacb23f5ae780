"""Changes one value of a text and leaves every other byte as its author wrote it (course-format N7).

Nothing is ever dumped: the span is replaced, the result is read again and compared. What cannot be changed so is
refused.
"""

import re
from collections.abc import Sequence
from enum import StrEnum

from lms.domain.courses.format.frontmatter import BOM, front_matter_span
from lms.domain.courses.format.yaml_reader import Items, Map, Node, Scalar, read_yaml
from lms.kernel.problems import Problems
from lms.kernel.refusals import Refused
from lms.kernel.words import N_

PLAIN = re.compile(r"[A-Za-z0-9][A-Za-z0-9._/-]*(?: [A-Za-z0-9][A-Za-z0-9._/-]*)*")
TAKEN_FOR_SOMETHING = re.compile(
    r"(?:true|false|null|yes|no|on|off|~)|[-+.]?[0-9][0-9._eExX+-]*|[0-9]+-[0-9]+-[0-9]+", re.I
)
ESCAPES = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\t": "\\t", "\r": "\\r", "\0": "\\0"}

Value = str | int | Sequence[str] | dict[str, str]
Path = Sequence[str | int]


class Unwritable(StrEnum):
    """Why a file was left as it is."""

    NOT_TEXT = "file-is-not-utf8"
    BROKEN = "file-cannot-be-read"
    ABSENT = "no-such-value-or-block"
    CHANGES_MORE = "change-would-reach-further"


SENTENCES: dict[Unwritable, str] = {
    Unwritable.NOT_TEXT: N_("The file is not UTF-8, so nothing was changed."),
    Unwritable.BROKEN: N_("The file cannot be read, so nothing was changed: mend it first."),
    Unwritable.ABSENT: N_("What should be changed is no longer there, so nothing was changed."),
    Unwritable.CHANGES_MORE: N_(
        "The change would alter other parts of the file too, so nothing was changed."
    ),
}


def set_value(body: bytes, path: Path, value: Value, *, is_yaml: bool = False) -> bytes:
    """Return a file with one value of its front matter (or, ``is_yaml``, of the file itself) set to ``value``.

    ``path`` leads to the value: keys of maps, places in lists. A key that is absent at the end of a path is added at
    the end of its map. Refused (``Unwritable``) if anything else would change.
    """
    text = decoded(body)
    start, end = settings_span(text, is_yaml)
    settings = text[start:end]
    tree = read_settings(settings)
    wanted = _with(plain(tree), path, value)
    changed = _replaced(settings, tree, path, value)
    if not says(changed, wanted):
        raise Refused(Unwritable.CHANGES_MORE)
    return (text[:start] + changed + text[end:]).encode()


def written(value: Value, like: Node | None = None) -> str:
    """Return a value as YAML in one line; a text keeps the manner of the one that it replaces where it can."""
    if isinstance(value, int):
        return _as_text(value)
    if isinstance(value, dict):
        return "{" + ", ".join(f"{written(name)}: {written(text)}" for name, text in value.items()) + "}"
    if not isinstance(value, str):
        return "[" + ", ".join(written(text) for text in value) + "]"
    style = like.style if isinstance(like, Scalar) else None
    if style == "'" and not re.search(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ufeff]", value):
        return "'" + value.replace("'", "''") + "'"
    if style is None and PLAIN.fullmatch(value) and not TAKEN_FOR_SOMETHING.fullmatch(value):
        return value
    return '"' + "".join(_escaped(sign) for sign in value) + '"'


def _as_text(value: str | int) -> str:
    """Return a number or truth as YAML writes it, and a text unchanged."""
    return str(value).lower() if isinstance(value, bool) else str(value)


def _escaped(sign: str) -> str:
    if sign in ESCAPES:
        return ESCAPES[sign]
    if not sign.isprintable() and sign != " ":
        return f"\\U{ord(sign):08x}"
    return sign


def decoded(body: bytes) -> str:
    """Return the text of a file, or refuse."""
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError as error:
        raise Refused(Unwritable.NOT_TEXT) from error


def settings_span(text: str, is_yaml: bool) -> tuple[int, int]:
    """Return where the settings of a file begin and end in its text, a BOM apart."""
    offset = len(text) - len(text.removeprefix(BOM))
    if is_yaml:
        return offset, len(text)
    span = front_matter_span(text[offset:])
    if span is None:
        raise Refused(Unwritable.BROKEN)
    return span[0] + offset, span[1] + offset


def read_settings(settings: str) -> Map:
    """Return the tree of settings, or refuse."""
    problems = Problems()
    tree = read_yaml(settings, file="", problems=problems)
    if not isinstance(tree, Map) or problems.has_errors:
        raise Refused(Unwritable.BROKEN)
    return tree


def says(settings: str, wanted: object) -> bool:
    """Tell whether settings can be read and say what was wanted, no more and no less."""
    problems = Problems()
    tree = read_yaml(settings, file="", problems=problems)
    return isinstance(tree, Map) and not problems.has_errors and plain(tree) == wanted


def plain(node: Node) -> object:
    """Return a tree as lists, dicts and texts, for comparing."""
    if isinstance(node, Scalar):
        return node.text
    if isinstance(node, Items):
        return [plain(item) for item in node.items]
    return {pair.key.text: plain(pair.value) for pair in node}


def _with(tree: object, path: Path, value: Value) -> object:
    """Return a plain tree in which ``path`` leads to ``value``."""
    if not path:
        if isinstance(value, str | int):
            return _as_text(value)
        return dict(value) if isinstance(value, dict) else list(value)
    step, rest = path[0], path[1:]
    if isinstance(tree, dict) and isinstance(step, str) and (step in tree or not rest):
        return tree | {step: _with(tree.get(step), rest, value)}
    if isinstance(tree, list) and isinstance(step, int) and 0 <= step < len(tree):
        return [_with(item, rest, value) if place == step else item for place, item in enumerate(tree)]
    raise Refused(Unwritable.ABSENT)


def _replaced(settings: str, tree: Map, path: Path, value: Value) -> str:
    """Return the settings with the span of one value replaced, or with a new line or pair at the end of its map."""
    node: Node = tree
    for depth, step in enumerate(path):
        inner: Node | None = None
        if isinstance(node, Map) and isinstance(step, str):
            inner = node.get(step)
        elif isinstance(node, Items) and isinstance(step, int) and 0 <= step < len(node.items):
            inner = node.items[step]
        if inner is None:
            if depth < len(path) - 1 or not isinstance(node, Map) or not isinstance(step, str):
                raise Refused(Unwritable.ABSENT)
            return _added(settings, tree, node, step, value)
        if isinstance(inner, Scalar) and inner.is_empty:
            return _filled(settings, node, step, value)
        node = inner
    start, end = node.start, node.end
    if isinstance(node, Scalar) and node.style in ("|", ">"):
        end = end_of(settings, node)
    new = written(value, node)
    is_block = isinstance(node, Map | Items) and not settings.startswith(("{", "["), start)
    if is_block:
        start = len(settings[:start].rstrip())
    before = " " if settings[start - 1 : start] == ":" or (is_block and settings[start - 1 : start] == "-") else ""
    return settings[:start] + before + new + settings[end:]


def _filled(settings: str, node: Node, name: str | int, value: Value) -> str:
    """Return the settings with a value behind the colon of a key that had none."""
    pair = node.pair(name) if isinstance(node, Map) and isinstance(name, str) else None
    if pair is None:
        raise Refused(Unwritable.ABSENT)
    place = _behind_colon(settings, pair.key)
    return f"{settings[:place]} {written(value)}{settings[place:]}"


def _behind_colon(settings: str, key: Scalar) -> int:
    """Return the place behind the colon of a key, or refuse where it has none (``? key``)."""
    place = settings.find(":", key.end)
    if place < 0 or settings[key.end : place].strip():
        raise Refused(Unwritable.CHANGES_MORE)
    return place + 1


def end_of(settings: str, node: Node, key: Scalar | None = None) -> int:
    """Return where a value ends: lines beneath it that are blank are no part of it, and an empty one ends with its ``key``."""
    if isinstance(node, Scalar):
        if node.is_empty and key is not None:
            return _behind_colon(settings, key)
        return node.start + len(settings[node.start : node.end].rstrip()) if node.style in ("|", ">") else node.end
    if settings.startswith(("{", "["), node.start):
        return node.end
    if isinstance(node, Items):
        return max([node.start, *(end_of(settings, each) for each in node.items[-1:])])
    return max([node.start, *(end_of(settings, pair.value, pair.key) for pair in node.pairs[-1:])])


def _added(settings: str, tree: Map, node: Map, name: str, value: Value) -> str:
    """Return the settings with a new pair at the end of a map, written as its other pairs are."""
    pair = f"{written(name)}: {written(value)}"
    if node.flow:
        inner = settings[node.start + 1 : node.end - 1].rstrip()
        place = node.start + 1 + len(inner)
        return (
            settings[:place]
            + (", " if node.pairs and not inner.endswith(",") else " " if inner else "")
            + pair
            + settings[place:]
        )
    line_end = line_end_of(settings)
    if node is tree:
        is_open = settings != "" and not settings.endswith(("\n", "\r"))
        return f"{settings}{line_end}{pair}" if is_open else f"{settings}{pair}{line_end}"
    column = node.start - (max(settings.rfind("\n", 0, node.start), settings.rfind("\r", 0, node.start)) + 1)
    place = end_of_line(settings, end_of(settings, node))
    return settings[:place] + line_end + " " * column + pair + settings[place:]


def end_of_line(text: str, place: int) -> int:
    """Return where the line ends in which ``place`` stands, before its line end."""
    return min((each for each in (text.find("\n", place), text.find("\r", place)) if each >= 0), default=len(text))


def line_end_of(text: str) -> str:
    """Return the line end that a text uses."""
    found = re.search(r"\r\n|\r|\n", text)
    return found.group() if found else "\n"

"""Inserts, removes and moves one item of a list or one pair of a map in YAML (course-format N7).

An entry in a block is its lines, with what stands behind it on them; one between brackets is its text and one comma.
What cannot be taken out or put in without touching something else (a comment between brackets, a list in the line of
another) is refused.
"""

from lms.domain.courses.format.writer import (
    Path,
    Unwritable,
    Value,
    decoded,
    end_of,
    end_of_line,
    line_end_of,
    plain,
    read_settings,
    says,
    set_value,
    settings_span,
    written,
)
from lms.domain.courses.format.yaml_reader import Items, Map, Node
from lms.kernel.refusals import Refused


def remove_value(body: bytes, path: Path, *, is_yaml: bool = False) -> bytes:
    """Return a file without the key, or without the item of a list, to which ``path`` leads."""
    settings = _Settings(body, path[:-1], is_yaml)
    place = settings.place_of(path[-1])
    if len(settings.spans) == 1 and path[:-1]:
        empty: Value = {} if isinstance(settings.node, Map) else []
        return set_value(body, path[:-1], empty, is_yaml=is_yaml)
    return settings.finished(settings.without(place), settings.expected_without(path[-1]))


def insert_item(body: bytes, path: Path, place: int, value: Value, *, is_yaml: bool = False) -> bytes:
    """Return a file with a new item at ``place`` of the list to which ``path`` leads."""
    settings = _Settings(body, path, is_yaml)
    items = settings.items()
    if not 0 <= place <= len(items):
        raise Refused(Unwritable.ABSENT)
    if not items:
        return set_value(body, path, [value] if isinstance(value, str) else _refused(), is_yaml=is_yaml)
    wanted = [*items[:place], _as_plain(value), *items[place:]]
    return settings.finished(settings.with_new(place, value), wanted)


def move_item(body: bytes, path: Path, place: int, to: int, *, is_yaml: bool = False) -> bytes:
    """Return a file in which the item at ``place`` of a list stands at ``to``, with its comments and its wrapping."""
    settings = _Settings(body, path, is_yaml)
    items = settings.items()
    if not (0 <= place < len(items) and 0 <= to < len(items)):
        raise Refused(Unwritable.ABSENT)
    items.insert(to, items.pop(place))
    return settings.finished(settings.moved(place, to), items)


def _refused() -> Value:
    raise Refused(Unwritable.CHANGES_MORE)


def _as_plain(value: Value) -> object:
    if isinstance(value, dict):
        return {name: _as_plain(text) for name, text in value.items()}
    if isinstance(value, bool):
        return str(value).lower()
    return str(value) if isinstance(value, str | int) else [_as_plain(each) for each in value]


class _Settings:
    """The settings of a file, and one list or map of them with the spans of its entries."""

    def __init__(self, body: bytes, path: Path, is_yaml: bool) -> None:
        whole = decoded(body)
        start, end = settings_span(whole, is_yaml)
        self.before, self.text, self.after = whole[:start], whole[start:end], whole[end:]
        self.tree = read_settings(self.text)
        self.path = path
        node: Node | None = self.tree
        for step in path:
            node = self._inner(node, step)
        if not isinstance(node, Map | Items):
            raise Refused(Unwritable.ABSENT)
        self.node: Map | Items = node
        self.flow = self.text.startswith(("{", "["), node.start) and (node.end > node.start)
        if isinstance(node, Map):
            self.spans = [(pair.key.start, end_of(self.text, pair.value, pair.key)) for pair in node]
        else:
            self.spans = [(item.start, end_of(self.text, item)) for item in node.items]

    @staticmethod
    def _inner(node: Node | None, step: str | int) -> Node | None:
        if isinstance(node, Map) and isinstance(step, str):
            return node.get(step)
        if isinstance(node, Items) and isinstance(step, int) and 0 <= step < len(node.items):
            return node.items[step]
        return None

    def items(self) -> list[object]:
        """Return the items as plain values, or refuse where this is no list."""
        if not isinstance(self.node, Items):
            raise Refused(Unwritable.ABSENT)
        return [plain(item) for item in self.node.items]

    def place_of(self, step: str | int) -> int:
        """Return which of the entries ``step`` names, or refuse."""
        if isinstance(self.node, Map):
            names: list[str | int] = [pair.key.text for pair in self.node]
        else:
            names = list(range(len(self.spans)))
        if step not in names:
            raise Refused(Unwritable.ABSENT)
        return names.index(step)

    def expected_without(self, step: str | int) -> object:
        """Return the list or map without one entry, as a plain value."""
        value = plain(self.node)
        if isinstance(value, dict):
            return {name: each for name, each in value.items() if name != step}
        assert isinstance(value, list)
        return [each for place, each in enumerate(value) if place != step]

    def without(self, place: int) -> str:
        """Return the settings without one entry."""
        if not self.flow:
            top, bottom = self._lines(place)
            return self.text[:top] + self.text[bottom:]
        start, end = self.spans[place]
        if place + 1 < len(self.spans):
            end = self.spans[place + 1][0]
        else:
            start = self.spans[place - 1][1] if place else start
        if "#" in self.text[self.spans[place][1] : end] or "#" in self.text[start : self.spans[place][0]]:
            raise Refused(Unwritable.CHANGES_MORE)
        return self.text[:start] + self.text[end:]

    def with_new(self, place: int, value: Value) -> str:
        """Return the settings with a new item, written like those around it."""
        if self.flow:
            new = written(value)
            if place < len(self.spans):
                start = self.spans[place][0]
                return f"{self.text[:start]}{new}, {self.text[start:]}"
            end = self.spans[-1][1]
            return f"{self.text[:end]}, {new}{self.text[end:]}"
        column, line_end = self._column(), line_end_of(self.text)
        if isinstance(value, dict) and value:
            lines = [f"{written(name)}: {written(text)}" for name, text in value.items()]
        else:
            lines = [written(value)]
        new = line_end.join(" " * column + ("  " if number else "- ") + line for number, line in enumerate(lines))
        return self._put_in(self.text, self._border(place), new, line_end)

    def moved(self, place: int, to: int) -> str:
        """Return the settings with one item elsewhere."""
        if self.flow:
            return self._moved_in_brackets(place, to)
        top, bottom = self._lines(place)
        own, rest = self.text[top:bottom].rstrip("\r\n"), self.text[:top] + self.text[bottom:]
        border = self._border(to + 1 if to > place else to)
        return self._put_in(rest, border - (bottom - top if border >= bottom else 0), own, line_end_of(self.text))

    def _moved_in_brackets(self, place: int, to: int) -> str:
        """Return the settings with the texts of the items in another order; all between them stays where it is."""
        texts = [self.text[start:end] for start, end in self.spans]
        texts.insert(to, texts.pop(place))
        out, position = [], 0
        for (start, end), text in zip(self.spans, texts, strict=True):
            out += [self.text[position:start], text]
            position = end
        return "".join([*out, self.text[position:]])

    def _border(self, place: int) -> int:
        """Return where the lines of an item at ``place`` begin: right beneath the one above."""
        return self._lines(place - 1)[1] if place else self._lines(0)[0]

    @staticmethod
    def _put_in(text: str, border: int, new: str, line_end: str) -> str:
        gap = "" if not border or text[border - 1] in "\r\n" else line_end
        ending = "" if gap and border == len(text) else line_end
        return f"{text[:border]}{gap}{new}{ending}{text[border:]}"

    def _column(self) -> int:
        return self.node.start - self._line_start(self.node.start)

    def _line_start(self, position: int) -> int:
        return max(self.text.rfind("\n", 0, position), self.text.rfind("\r", 0, position)) + 1

    def _lines(self, place: int) -> tuple[int, int]:
        """Return where the lines of an entry begin and end, or refuse where it shares one with something else."""
        start, end = self.spans[place]
        top = self._line_start(start)
        if isinstance(self.node, Items):
            column, floor = self._column(), self.spans[place - 1][1] if place else self._line_start(self.node.start)
            while self.text[top:start].strip(" ")[:1] != "-" and top > floor:
                top = self._line_start(top - 1)
            is_alone = self.text[top : top + column + 1] == " " * column + "-"
        else:
            is_alone = not self.text[top:start].strip(" ")
        if not is_alone:
            raise Refused(Unwritable.CHANGES_MORE)
        bottom = end_of_line(self.text, end)
        return top, bottom + (2 if self.text.startswith("\r\n", bottom) else 1 if bottom < len(self.text) else 0)

    def finished(self, changed: str, wanted: object) -> bytes:
        """Return the file with other settings, or refuse where they do not say what was wanted and nothing else."""
        if not says(changed, _put(plain(self.tree), self.path, wanted)):
            raise Refused(Unwritable.CHANGES_MORE)
        return (self.before + changed + self.after).encode()


def _put(tree: object, path: Path, value: object) -> object:
    """Return a plain tree in which ``path`` leads to ``value``."""
    if not path:
        return value
    if isinstance(tree, dict):
        return tree | {path[0]: _put(tree[path[0]], path[1:], value)}
    assert isinstance(tree, list)
    return [_put(item, path[1:], value) if place == path[0] else item for place, item in enumerate(tree)]

"""What a YAML text is read into: values, lists and maps with their places."""

from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True)
class Scalar:
    """A single value as its text; ``style`` is None where it is written plain, else ``'``, ``"``, ``|`` or ``>``.

    ``start`` and ``end`` are its span in the text that was read, quotes included.
    """

    text: str
    line: int
    start: int
    end: int
    style: str | None = None

    @property
    def is_empty(self) -> bool:
        """Whether nothing was written where a value belongs."""
        return self.start == self.end


@dataclass(frozen=True)
class Items:
    """A list of values."""

    items: tuple["Node", ...]
    line: int
    start: int
    end: int


@dataclass(frozen=True)
class Pair:
    """A key and its value."""

    key: Scalar
    value: "Node"


@dataclass(frozen=True)
class Map:
    """Values by key, in the author's order; ``flow`` says that it is written with braces."""

    pairs: tuple[Pair, ...] = ()
    line: int = 1
    start: int = 0
    end: int = 0
    flow: bool = False

    def __iter__(self) -> Iterator[Pair]:
        return iter(self.pairs)

    def __contains__(self, name: object) -> bool:
        return any(pair.key.text == name for pair in self.pairs)

    def pair(self, name: str) -> Pair | None:
        """Return the pair whose key is ``name``, or None."""
        return next((pair for pair in self.pairs if pair.key.text == name), None)

    def get(self, name: str) -> "Node | None":
        """Return the value of ``name``, or None where the key is absent."""
        pair = self.pair(name)
        return pair.value if pair else None


Node = Scalar | Items | Map

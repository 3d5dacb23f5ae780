"""How often each answer to a question was given: counted responses go in, a list for those who teach comes out."""

from collections import Counter
from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass
from fractions import Fraction
from typing import Any


@dataclass(frozen=True)
class Counted:
    """A response as data (G13), the language in which it was typed, and how often it was given just so."""

    body: Any
    language: str
    count: int


@dataclass(frozen=True)
class AnswerCount:
    """One answer to a question, how often it was given and what it is worth, from 0 to 1, of what can be had there.

    ``numbers`` are those of the answers it names, as written, from 1: a choice; the left and the right side of a pair; the
    items of an order, None for a place left empty; an alternative of the gap ``gap``. What was typed stands in ``typed`` as
    most people spelled it, with the language that most typed it in: all that is needed to accept it from now on.
    """

    count: int
    share: Fraction
    numbers: tuple[int | None, ...] = ()
    gap: int = 0
    typed: str = ""
    language: str = ""

    @property
    def place(self) -> Hashable:
        """By what it is found again among the answers of other people: their spelling may be another."""
        return (self.gap, self.numbers) if self.numbers else (self.gap, self.typed)


def total(given: Iterable[Counted]) -> int:
    """Return how many responses these are."""
    return sum(each.count for each in given)


def as_typed(
    given: Iterable[Counted], *, alike: Callable[[Counted], Hashable], worth: Callable[[Counted], Fraction], gap: int = 0
) -> tuple[AnswerCount, ...]:
    """Return what was typed, most frequent first; what is ``alike`` is one answer, and ``worth`` the same."""
    heaps: dict[Hashable, list[Counted]] = {}
    for each in given:
        heaps.setdefault(alike(each), []).append(each)
    counted = []
    for heap in heaps.values():
        texts, languages = Counter[str](), Counter[str]()
        for each in heap:
            texts[each.body] += each.count
            languages[each.language] += each.count
        counted.append(AnswerCount(texts.total(), worth(heap[0]), gap=gap, typed=_most(texts), language=_most(languages)))
    return tuple(sorted(counted, key=lambda row: (-row.count, row.typed)))


def _most(counts: Counter[str]) -> str:
    """Return what was counted most often; of several the first in the alphabet, so that no order of rows decides."""
    return min(counts, key=lambda text: (-counts[text], text))

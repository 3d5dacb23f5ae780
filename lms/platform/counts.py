"""Counts in the memory of one process: for each rule the keys that were counted last, in bounded number."""

import threading
from bisect import bisect_right, insort
from collections import OrderedDict, defaultdict
from collections.abc import Sequence

from lms.platform.limit_rules import Rule, wait_for

PLACES = 20_000  # keys of one rule, each of about 200 bytes; a flood of keys forgets those of its own rule only

Asked = Sequence[tuple[Rule, str]]


class Unavailable(Exception):
    """The counts that are asked for lie elsewhere and cannot be reached now."""


class Counts:
    """When each key was counted, as far as it matters: oldest first, and no more moments than the rule needs."""

    def __init__(self, places: int = PLACES) -> None:
        self._places = places
        self._of_rule: defaultdict[str, OrderedDict[str, list[float]]] = defaultdict(OrderedDict)
        self._lock = threading.Lock()

    def take(self, asked: Asked, now: float) -> tuple[float, int]:
        """Count one more of all of them, or of none where one must wait: return how long, and the place of the strictest."""
        with self._lock:
            wait, place = self._longest(asked, now)
            if not wait:
                self._add(asked, now)
        return wait, place

    def wait(self, asked: Asked, now: float) -> tuple[float, int]:
        """Return how long one more would have to wait, and which of them makes it wait, without counting it."""
        with self._lock:
            return self._longest(asked, now)

    def add(self, asked: Asked, now: float) -> None:
        """Count what somebody else has let pass."""
        with self._lock:
            self._add(asked, now)

    def give_back(self, asked: Asked, moment: float) -> None:
        """Take back what was counted at that moment."""
        with self._lock:
            for rule, key in asked:
                times = self._of_rule[rule.name].get(key, [])
                if moment in times:
                    times.remove(moment)

    def clear(self, asked: Asked) -> None:
        """Forget all that was counted of these keys."""
        with self._lock:
            for rule, key in asked:
                self._of_rule[rule.name].pop(key, None)

    def forget(self) -> None:
        """Forget everything."""
        with self._lock:
            self._of_rule.clear()

    def _longest(self, asked: Asked, now: float) -> tuple[float, int]:
        waits = [wait_for(rule, self._of_rule[rule.name].get(key, ()), now) for rule, key in asked]
        longest = max(waits)
        return longest, waits.index(longest)

    def _add(self, asked: Asked, now: float) -> None:
        for rule, key in asked:
            kept = self._of_rule[rule.name]
            times = kept.setdefault(key, [])
            kept.move_to_end(key)
            insort(times, now)  # of two threads the later may come first
            del times[: max(len(times) - rule.keeps, bisect_right(times, now - rule.lasts))]
            self._make_room(kept, now - rule.lasts)

    def _make_room(self, kept: OrderedDict[str, list[float]], oldest: float) -> None:
        """Forget what does not matter any more, which is in front; and where that is not enough, who came longest ago."""
        while kept:
            first = next(iter(kept))
            if len(kept) <= self._places and kept[first] and kept[first][-1] > oldest:
                return
            del kept[first]

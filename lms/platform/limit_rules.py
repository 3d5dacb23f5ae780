"""What a limit says: how much in which time, and how long the next one waits; pure, told the times and the present."""

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from math import ceil
from typing import NamedTuple

MOST = re.compile(r"(\d+) ?/ ?(\d+ )?(second|minute|hour|day)s?")
SECONDS = {"second": 1, "minute": 60, "hour": 3600, "day": 86400}


class Window(NamedTuple):
    """At most ``most`` in any stretch of so many seconds."""

    most: int
    seconds: int


@dataclass(frozen=True)
class Pace:
    """After ``free`` of them within a time the next waits ``first`` seconds, and each further one twice as long, up to ``longest``."""

    free: int
    within: int
    first: int
    longest: int

    def delay(self, how_many: int) -> int:
        """Return how long to wait after so many."""
        if how_many < self.free:
            return 0
        return self.longest if how_many - self.free >= self.steps else self.first << (how_many - self.free)

    @cached_property
    def steps(self) -> int:
        """How often the wait doubles before it is as long as it gets."""
        return (ceil(self.longest / self.first) - 1).bit_length()


@dataclass(frozen=True)
class Rule:
    """A limit by name; ``most`` as in "5/15 minutes; 50/day": all of them hold, and the pace beside them."""

    name: str
    most: str = ""
    pace: Pace | None = None

    @cached_property
    def windows(self) -> tuple[Window, ...]:
        """The single limits. Raises ValueError for what is not one."""
        return tuple(_window(part.strip()) for part in self.most.split(";") if part.strip())

    @cached_property
    def keeps(self) -> int:
        """How many of the latest moments decide."""
        paced = self.pace.free + self.pace.steps if self.pace else 0
        return max([paced, *(window.most for window in self.windows)])

    @cached_property
    def lasts(self) -> int:
        """After how many seconds a moment does not matter any more."""
        paced = max(self.pace.within, self.pace.longest) if self.pace else 0
        return max([paced, *(window.seconds for window in self.windows)])


class Budget(NamedTuple):
    """A rule for one key: somebody's, an address's, or everybody's where the key is empty."""

    rule: Rule
    key: tuple[str, ...]


def _window(text: str) -> Window:
    found = MOST.fullmatch(text)
    if found is None:
        raise ValueError(f"not a limit: {text!r}; one is written as 5/15 minutes")
    return Window(int(found[1]), int(found[2] or 1) * SECONDS[found[3]])


def wait_for(rule: Rule, times: Sequence[float], now: float) -> float:
    """Return for how many seconds the next one must wait, 0 for not at all; ``times`` holds the latest, oldest first."""
    waits = [0.0]
    for window in rule.windows:
        if len(times) >= window.most:
            waits.append(min(times[-window.most] + window.seconds - now, window.seconds))
    if rule.pace and times:
        lately = len(times) - bisect_right(times, now - rule.pace.within)
        delay = rule.pace.delay(lately)
        waits.append(min(times[-1] + delay - now, delay))
    return max(waits)


@lru_cache
def shared_among(rule: Rule, processes: int) -> Rule:
    """Return the rule for one of several processes that count by themselves: its share, but never less than two."""
    if processes == 1:
        return rule
    parts = (f"{_share(window.most, processes)}/{window.seconds} seconds" for window in rule.windows)
    pace = replace(rule.pace, free=_share(rule.pace.free, processes)) if rule.pace else None
    return Rule(rule.name, "; ".join(parts), pace)


def _share(most: int, processes: int) -> int:
    return max(ceil(most / processes), min(most, 2))

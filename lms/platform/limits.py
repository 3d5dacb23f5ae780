"""How often something may be done: counted in Redis for several processes, in memory for one.

A limit never fails and never opens: while Redis is gone each process counts by itself, and allows its share.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import blake2b
from importlib import import_module
from typing import Any

from lms.kernel.clock import Clock
from lms.platform.counts import Counts, Unavailable
from lms.platform.limit_rules import Budget, Pace, Rule, shared_among

__all__ = ["Budget", "Limits", "Pace", "Rule", "Turn"]

SHARED = "lms.platform.shared_counts"
FEWEST = 2  # processes, where a site has a Redis: it would need none for one


@dataclass(frozen=True)
class Turn:
    """One try that was asked for: it was counted at ``moment``, or must ``wait`` so many seconds because of ``over``."""

    budgets: tuple[Budget, ...]
    moment: float
    wait: float = 0.0
    over: Budget | None = None


class Limits:
    """Counts what is done, for each rule and key; keys are kept as keyed digests, for an address is somebody's."""

    def __init__(self, clock: Clock, *, secret: str, redis_url: str = "") -> None:
        self._clock = clock
        self._secret = blake2b(secret.encode()).digest()
        self._here = Counts()
        self._shared: Any = import_module(SHARED).SharedCounts(redis_url) if redis_url else None
        self._processes = FEWEST if redis_url else 1

    def share_among(self, processes: int) -> None:
        """Tell how many processes serve the site: what one of them counts by itself may only reach its share."""
        self._processes = max(processes, self._processes)

    def take(self, *budgets: Budget) -> Turn:
        """Count one more on all of these budgets, or on none where one of them is used up."""
        return self._ask(budgets, count=True)

    def hit(self, rule: Rule, *key: str) -> bool:
        """Count one more and tell whether it is still within the rule; what is over it is not counted."""
        return not self._ask((Budget(rule, key),), count=True).wait

    def is_within(self, rule: Rule, *key: str) -> bool:
        """Tell whether one more would be within the rule, without counting it."""
        return not self._ask((Budget(rule, key),), count=False).wait

    def give_back(self, turn: Turn, *budgets: Budget) -> None:
        """Take back what a turn has counted on these budgets, as if it had not been."""
        asked = self._named(budgets)
        self._here.give_back(asked, turn.moment)
        self._tell("give_back", asked, turn.moment)

    def clear(self, *budgets: Budget) -> None:
        """Forget all that was counted on these budgets."""
        asked = self._named(budgets)
        self._here.clear(asked)
        self._tell("clear", asked)

    def forget(self) -> None:
        """Forget everything that this process has counted."""
        self._here.forget()

    def is_shared(self) -> bool:
        """Tell whether the counts are in Redis, and it answers now."""
        try:
            if self._shared:
                self._shared.ping()
        except Unavailable:
            return False
        return self._shared is not None

    def _ask(self, budgets: tuple[Budget, ...], *, count: bool) -> Turn:
        if not budgets:
            return Turn((), 0.0)
        asked, now = self._named(budgets), self._clock.now().timestamp()
        wait, place = self._counted(asked, now, count=count)
        return Turn(budgets, now, wait, budgets[place]) if wait > 0 else Turn(budgets, now)

    def _counted(self, asked: list[tuple[Rule, str]], now: float, *, count: bool) -> tuple[float, int]:
        if self._shared:
            try:
                wait, place = self._shared.take(asked, now, count=count)
            except Unavailable:
                pass
            else:
                if count and not wait:
                    self._here.add(asked, now)  # so that this process knows its part when Redis goes
                return wait, place
        share = [(shared_among(rule, self._processes), key) for rule, key in asked]
        return self._here.take(share, now) if count else self._here.wait(share, now)

    def _tell(self, what: str, *words: Any) -> None:
        try:
            if self._shared and words[0]:
                getattr(self._shared, what)(*words)
        except Unavailable:
            pass  # the counts in it run out by themselves

    def _named(self, budgets: Sequence[Budget]) -> list[tuple[Rule, str]]:
        return [(rule, self._digest(rule.name, *key)) for rule, key in budgets]

    def _digest(self, *parts: str) -> str:
        return blake2b("\0".join(parts).encode("utf-8", "surrogatepass"), key=self._secret, digest_size=16).hexdigest()

"""How often something may be done: counted in memory for one process, in Redis for several."""

from dataclasses import dataclass

from limits import RateLimitItem, parse_many
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter

from lms.kernel.digest import digest_of


@dataclass(frozen=True)
class Rule:
    """A limit by name; ``most`` as in "5/15 minutes; 50/day": all of them hold."""

    name: str
    most: str

    @property
    def items(self) -> list[RateLimitItem]:
        """The single limits."""
        return parse_many(self.most)


class Limits:
    """Counts what is done, for each rule and key; keys are kept as digests, for an address is somebody's."""

    def __init__(self) -> None:
        self._counting = MovingWindowRateLimiter(MemoryStorage())

    def hit(self, rule: Rule, *key: str) -> bool:
        """Count one more and tell whether it is still within the rule; what is over it is not counted."""
        name = digest_of(rule.name, *key)
        if not all(self._counting.test(item, name) for item in rule.items):
            return False
        return all(self._counting.hit(item, name) for item in rule.items)

    def is_within(self, rule: Rule, *key: str) -> bool:
        """Tell whether one more would be within the rule, without counting it."""
        name = digest_of(rule.name, *key)
        return all(self._counting.test(item, name) for item in rule.items)

    def forget(self) -> None:
        """Forget everything that was counted."""
        self._counting.storage.reset()

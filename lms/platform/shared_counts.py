"""Counts in Redis, shared by all processes of a site. Loaded only where a site has one: the client takes memory."""

import json
import logging
import threading
import time
from collections.abc import Sequence
from functools import lru_cache
from typing import Any

import redis
from redis.backoff import NoBackoff
from redis.retry import Retry

from lms.platform.counts import Asked, Unavailable
from lms.platform.limit_rules import Rule

PATIENCE = 0.25  # seconds for connecting, and for an answer
PAUSE = 5.0  # seconds in which a Redis that has failed is left alone
PREFIX = "isegoria:limits"
FAILURES = (redis.RedisError, OSError, ValueError, TypeError, LookupError, AttributeError)  # the last four: nonsense was read

# The decision of limit_rules.wait_for, made where the counts are, so that no other process comes between.
# KEYS: one list of moments for each rule, oldest first. ARGV: now, whether to count, the rules.
TAKE = """
local now, rules = tonumber(ARGV[1]), cjson.decode(ARGV[3])
local longest, place = 0, 1
local function at(key, number)
  local found = redis.call('LINDEX', key, number)
  return found and tonumber(found)
end
for number, rule in ipairs(rules) do
  local key = KEYS[number]
  local function weigh(moment, seconds)
    local wait = math.min(moment + seconds - now, seconds)
    if wait > longest then longest, place = wait, number end
  end
  for _, window in ipairs(rule.windows) do
    local first = at(key, -window[1])
    if first then weigh(first, window[2]) end
  end
  if rule.pace then
    local free, within, first, most = unpack(rule.pace)
    local nth = at(key, -free)
    if nth and nth > now - within then
      local delay, number = first, free + 1
      while delay < most do
        local earlier = at(key, -number)
        if not earlier or earlier <= now - within then break end
        delay, number = delay * 2, number + 1
      end
      weigh(at(key, -1), math.min(delay, most))
    end
  end
end
if longest == 0 and ARGV[2] == '1' then
  for number, rule in ipairs(rules) do
    redis.call('RPUSH', KEYS[number], ARGV[1])
    redis.call('LTRIM', KEYS[number], -rule.keeps, -1)
    redis.call('EXPIRE', KEYS[number], rule.lasts + 1)
  end
end
return {math.ceil(longest * 1000), place - 1}
"""

logger = logging.getLogger(__name__)


class SharedCounts:
    """The same as counts in memory, but in Redis. Every question may raise Unavailable, and never waits for long."""

    def __init__(self, address: str) -> None:
        retry = Retry(NoBackoff(), 1, supported_errors=(redis.ConnectionError,))  # what was kept open may have been closed meanwhile
        self._redis: Any = redis.Redis.from_url(address, socket_connect_timeout=PATIENCE, socket_timeout=PATIENCE, retry=retry)
        self._script = self._redis.register_script(TAKE)
        self._lock = threading.Lock()
        self._failed = False
        self._again = 0.0

    def take(self, asked: Asked, now: float, *, count: bool = True) -> tuple[float, int]:
        """Count one more of all of them, or of none where one must wait: return how long, and the place of the strictest."""
        self._may_ask()
        rules = _as_json(tuple(rule for rule, _key in asked))
        try:
            answer = self._script(keys=[_place(*each) for each in asked], args=[repr(now), int(count), rules])
            milliseconds, place = (int(part) for part in answer)
            asked[place]
        except FAILURES as error:
            raise self._fails(error) from error
        self._works()
        return milliseconds / 1000, place

    def give_back(self, asked: Asked, moment: float) -> None:
        """Take back what was counted at that moment."""
        self._do([("LREM", _place(*each), -1, repr(moment)) for each in asked])

    def clear(self, asked: Asked) -> None:
        """Forget all that was counted of these keys."""
        self._do([("DEL", _place(*each)) for each in asked])

    def ping(self) -> None:
        """Find out whether Redis answers and does what is asked of it."""
        self.take([(Rule("ping", "1/second"), "")], 0.0, count=False)

    def _do(self, commands: Sequence[tuple[Any, ...]]) -> None:
        self._may_ask()
        try:
            with self._redis.pipeline(transaction=False) as pipe:
                for command in commands:
                    pipe.execute_command(*command)
                pipe.execute()
        except FAILURES as error:
            raise self._fails(error) from error
        self._works()

    def _may_ask(self) -> None:
        """Let everybody ask who works; after a failure one in a while, to see whether it works again."""
        with self._lock:
            if not self._failed:
                return
            if time.monotonic() < self._again:
                raise Unavailable
            self._again = time.monotonic() + PAUSE

    def _fails(self, error: Exception) -> Unavailable:
        with self._lock:
            known, self._failed = self._failed, True
            self._again = time.monotonic() + PAUSE
        if not known:
            logger.warning("Redis cannot be used (%s): until it can, each process counts its limits by itself", type(error).__name__)
        return Unavailable()

    def _works(self) -> None:
        with self._lock:
            known, self._failed = self._failed, False
        if known:
            logger.warning("Redis can be used again: all processes count their limits together")


def _place(rule: Rule, key: str) -> str:
    return f"{PREFIX}:{rule.name}:{key}"


@lru_cache
def _as_json(rules: tuple[Rule, ...]) -> str:
    said = []
    for rule in rules:
        pace = rule.pace and (rule.pace.free, rule.pace.within, rule.pace.first, rule.pace.longest)
        said.append({"windows": rule.windows, "keeps": rule.keeps, "lasts": rule.lasts} | ({"pace": pace} if pace else {}))
    return json.dumps(said)

"""Limits are counted in memory and in Redis alike, and hold whatever becomes of Redis."""

import logging
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import redis

from lms.kernel.clock import SetClock
from lms.platform import shared_counts
from lms.platform.counts import Counts
from lms.platform.limits import Budget, Limits, Pace, Rule
from tests.conftest import NOW, SECRET
from tests.support.redis_server import Way, redis_server

FEW = Rule("few", "3/10 seconds")
MANY = Rule("many", "100/minute")
GROWING = Rule("growing", "6/hour", Pace(free=2, within=1000, first=10, longest=40))
EVERY = [pytest.param("memory", id="in memory"), pytest.param("redis", id="in Redis", marks=pytest.mark.server)]


@pytest.fixture(scope="module")
def redis_port(tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    """Return the port of a Redis that runs for the tests of this file."""
    with redis_server(tmp_path_factory.mktemp("redis")) as port:
        yield port


@pytest.fixture
def store(redis_port: int) -> Iterator[redis.Redis]:
    """Return a client of that Redis, which is empty."""
    with redis.Redis(port=redis_port) as client:
        client.flushall()
        yield client


@pytest.fixture
def moment() -> SetClock:
    """Return a clock that the test moves."""
    return SetClock(NOW)


@pytest.fixture
def limits(request: pytest.FixtureRequest, moment: SetClock) -> Limits:
    """Return limits that are counted in memory, or in Redis."""
    return made(moment) if request.param == "memory" else shared(request.getfixturevalue("store"), moment)


def made(moment: SetClock, url: str = "") -> Limits:
    return Limits(moment, secret=SECRET, redis_url=url)


def shared(store: "redis.Redis", moment: SetClock) -> Limits:
    return made(moment, f"redis://127.0.0.1:{store.connection_pool.connection_kwargs['port']}")


def walk(limits: Limits, moment: SetClock, rule: Rule, seconds: list[float]) -> list[float]:
    """Ask for one more after so many seconds each time, and return how long each had to wait."""
    waits = []
    for step in seconds:
        moment.move(timedelta(seconds=step))
        waits.append(round(limits.take(Budget(rule, ("ana",))).wait, 2))
    return waits


@pytest.mark.parametrize("limits", EVERY, indirect=True)
@pytest.mark.parametrize(
    ("rule", "seconds", "waits"),
    [
        pytest.param(FEW, [0, 0, 0, 0], [0, 0, 0, 10], id="three, and the fourth waits"),
        pytest.param(FEW, [0, 3, 3, 3, 0.5, 0.5], [0, 0, 0, 1, 0.5, 0], id="until the first is old"),
        pytest.param(FEW, [0, 0, 0, 9.99, 0.01, 0, 0, 0], [0, 0, 0, 0.01, 0, 0, 0, 10], id="what was refused is not counted"),
        pytest.param(GROWING, [0, 0, 0, 10, 0, 20, 0, 40], [0, 0, 10, 0, 20, 0, 40, 0], id="each wait is twice as long"),
        pytest.param(GROWING, [0, 0, 10, 20, 40, 40, 40], [0, 0, 0, 0, 0, 0, 3450], id="and all hold, the longest wait counts"),
        pytest.param(GROWING, [0, 0, 10, 1000, 0, 0], [0, 0, 0, 0, 0, 10], id="what is long ago is forgotten"),
    ],
)
def test_who_asks_too_often_waits(limits: Limits, moment: SetClock, rule: Rule, seconds: list[float], waits: list[float]) -> None:
    assert walk(limits, moment, rule, seconds) == waits


@pytest.mark.parametrize("limits", EVERY, indirect=True)
def test_everybody_is_counted_by_themselves_and_each_rule_too(limits: Limits) -> None:
    said = [limits.hit(rule, *key) for rule in (FEW, MANY) for key in (("ana",), ("boris",), ("ana", "boris")) for _ in range(4)]
    assert said == [True, True, True, False] * 3 + [True] * 12


@pytest.mark.parametrize("limits", EVERY, indirect=True)
def test_what_one_budget_refuses_is_counted_on_none(limits: Limits) -> None:
    both = (Budget(MANY, ("office",)), Budget(FEW, ("ana",)))
    turns = [limits.take(*both) for _ in range(10)]
    assert [turn.over and turn.over.rule.name for turn in turns] == [None] * 3 + ["few"] * 7
    assert [limits.hit(MANY, "office") for _ in range(98)] == [True] * 97 + [False]


@pytest.mark.parametrize("limits", EVERY, indirect=True)
def test_asking_whether_there_is_room_takes_none(limits: Limits) -> None:
    assert [limits.is_within(FEW, "ana") for _ in range(10)] == [True] * 10
    assert [limits.hit(FEW, "ana") for _ in range(4)] == [True, True, True, False]
    assert not limits.is_within(FEW, "ana")


@pytest.mark.parametrize("limits", EVERY, indirect=True)
def test_a_turn_is_given_back_and_a_key_is_forgotten(limits: Limits) -> None:
    mine, ours = Budget(FEW, ("ana",)), Budget(FEW, ("office",))
    turns = [limits.take(mine, ours) for _ in range(3)]
    limits.give_back(turns[2], ours)
    limits.clear(mine)
    assert [limits.hit(FEW, "ana") for _ in range(4)] == [True, True, True, False]
    assert [limits.hit(FEW, "office") for _ in range(2)] == [True, False]


@pytest.mark.parametrize("limits", EVERY, indirect=True)
def test_of_many_at_once_no_more_pass_than_may(limits: Limits) -> None:
    with ThreadPoolExecutor(16) as pool:
        said = list(pool.map(lambda _turn: limits.hit(FEW, "ana"), range(64)))
    assert sorted(said) == [False] * 61 + [True] * 3


@pytest.mark.server
def test_several_processes_count_together(store: "redis.Redis", moment: SetClock) -> None:
    one, other = shared(store, moment), shared(store, moment)
    assert [each.hit(FEW, "ana") for each in (one, other, one, other, one)] == [True, True, True, False, False]


@pytest.mark.server
def test_redis_is_told_no_address_and_keeps_nothing_for_ever(store: "redis.Redis", moment: SetClock) -> None:
    limits = shared(store, moment)
    for rule in (FEW, GROWING):
        limits.hit(rule, "ana@example.org", "192.0.2.7")
    keys: Any = store.keys()
    assert sorted(key.decode().rpartition(":")[0] for key in keys) == ["isegoria:limits:few", "isegoria:limits:growing"]
    assert [key for key in keys if b"ana" in key or b"192" in key] == []
    assert sorted(store.ttl(key) for key in keys) == [11, 3601]


def test_a_flood_of_keys_is_forgotten_before_those_who_are_counted_now(moment: SetClock) -> None:
    counts = Counts(places=3)
    for second, key in enumerate(["ana", "ana", "ana", "b", "c", "ana", "d", "e"]):
        counts.add([(MANY, key)], second)
    counts.add([(FEW, "b")], 8)
    assert {name: list(kept) for name, kept in counts._of_rule.items()} == {"many": ["ana", "d", "e"], "few": ["b"]}
    assert counts._of_rule["many"]["ana"] == [0, 1, 2, 5]


def test_what_does_not_matter_any_more_is_not_kept(moment: SetClock) -> None:
    counts = Counts()
    for second in range(200):
        counts.add([(FEW, f"key {second}"), (FEW, "always")], second)
    kept = counts._of_rule["few"]
    assert ([len(times) for times in kept.values()], kept["always"]) == ([1] * 9 + [1, 3], [197, 198, 199])


@pytest.fixture
def way(redis_port: int) -> Iterator[Way]:
    """Return a way to Redis that can be broken."""
    found = Way(redis_port)
    yield found
    found.end()


BROKEN = ["dark", "slow", "nonsense", "closed"]


@pytest.mark.server
@pytest.mark.parametrize("how", BROKEN)
def test_without_redis_each_process_counts_on_and_allows_its_share(
    store: "redis.Redis", way: Way, moment: SetClock, caplog: pytest.LogCaptureFixture, how: str
) -> None:
    one, other = (made(moment, f"redis://127.0.0.1:{way.port}") for _ in range(2))
    for each in (one, other):
        each.share_among(2)
    before = [each.hit(MANY, "ana") for each in (one, other)]
    way.turn(how)
    began = time.monotonic()
    after = [each.hit(FEW, "ana") for each in (one, other) for _ in range(50)]
    assert (before, after) == ([True, True], ([True] * 2 + [False] * 48) * 2)
    assert time.monotonic() - began < 2 * 4 * shared_counts.PATIENCE  # each process waited once, not at every request
    said = [record.message for record in caplog.records if record.levelno == logging.WARNING]
    assert [line.partition(" (")[0] for line in said] == ["Redis cannot be used"] * 2
    assert [line for line in said if str(way.port) in line] == []


@pytest.mark.server
@pytest.mark.parametrize("how", BROKEN)
def test_a_site_whose_redis_is_gone_from_the_start_has_limits(store: "redis.Redis", way: Way, moment: SetClock, how: str) -> None:
    way.turn(how)
    limits = made(moment, f"redis://127.0.0.1:{way.port}")
    assert [limits.hit(FEW, "ana") for _ in range(4)] == [True, True, False, False]
    assert not limits.is_shared()


@pytest.mark.server
def test_what_was_counted_before_redis_went_is_not_forgotten(store: "redis.Redis", way: Way, moment: SetClock) -> None:
    limits = made(moment, f"redis://127.0.0.1:{way.port}")
    assert [limits.hit(FEW, "ana") for _ in range(3)] == [True] * 3
    way.turn("closed")
    assert not limits.hit(FEW, "ana")


@pytest.mark.server
def test_a_redis_that_is_back_is_found_after_a_pause(
    store: "redis.Redis", way: Way, moment: SetClock, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    limits = made(moment, f"redis://127.0.0.1:{way.port}")
    way.turn("dark")
    limits.hit(MANY, "ana")
    way.turn("open")
    asked = way.asked
    assert (limits.is_shared(), way.asked) == (False, asked)  # left alone for a while
    monkeypatch.setattr(shared_counts.time, "monotonic", lambda: time.perf_counter() + 1e9)
    assert (limits.is_shared(), limits.hit(MANY, "ana"), len(store.keys())) == (True, True, 1)  # type: ignore[arg-type]
    assert [record.message.partition(":")[0] for record in caplog.records][-1] == "Redis can be used again"


@pytest.mark.server
def test_a_redis_that_forgot_its_scripts_or_closed_a_line_is_asked_again_at_once(store: "redis.Redis", moment: SetClock) -> None:
    limits = shared(store, moment)
    limits.hit(FEW, "ana")
    store.script_flush()
    store.client_kill_filter(_type="normal", skipme=True)
    assert ([limits.hit(FEW, "ana") for _ in range(3)], limits.is_shared()) == ([True, True, False], True)


@pytest.mark.server
def test_something_else_under_our_keys_opens_nothing(store: "redis.Redis", moment: SetClock) -> None:
    limits = shared(store, moment)
    limits.hit(FEW, "ana")
    (key,) = store.keys()  # type: ignore[misc]
    store.set(key, "42")
    assert [limits.hit(FEW, "ana") for _ in range(3)] == [True, False, False]  # one was counted, and two is our share


@pytest.mark.server
def test_redis_is_reached_by_a_socket_too(store: "redis.Redis", moment: SetClock) -> None:
    folder: Any = store.config_get("unixsocket")
    limits = made(moment, f"unix://{Path(folder['unixsocket'])}")
    assert ([limits.hit(FEW, "ana") for _ in range(4)], limits.is_shared()) == ([True, True, True, False], True)

"""Passwords are kept as Argon2id hashes, and checked in the same way whether somebody is there or not."""

import os
import subprocess
import sys
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier, Lock
from time import sleep

import pytest

from lms.domain.people import passwords
from lms.domain.people.passwords import NOBODYS_HASH, Places, hash_password, password_matches
from tests.support.source import ROOT

PASSWORD = "a quiet sentence for tests"


@pytest.fixture(scope="module")
def kept() -> str:
    """Return the hash of the password."""
    return hash_password(PASSWORD)


def test_the_hash_is_argon2id_with_owasps_minimum(kept: str) -> None:
    assert kept.startswith("$argon2id$v=19$m=19456,t=2,p=1$")
    assert PASSWORD not in kept
    assert len(kept) <= 200


@pytest.mark.parametrize(
    ("password", "expected"),
    [
        pytest.param(PASSWORD, True, id="the password"),
        pytest.param(PASSWORD + " ", False, id="a blank more"),
        pytest.param(PASSWORD.upper(), False, id="capitals"),
        pytest.param("", False, id="nothing"),
    ],
)
def test_only_the_very_password_matches(kept: str, password: str, expected: bool) -> None:
    assert password_matches(password, kept) is expected


def test_accents_may_be_typed_in_either_way() -> None:
    assert password_matches("Zoe\u0308 sits on the bench", hash_password("Zo\u00eb sits on the bench"))


@pytest.mark.parametrize("kept_instead", [None, "", "no hash at all", "$argon2id$broken"])
def test_nobody_gets_in_where_nothing_or_nonsense_is_kept(kept_instead: str | None) -> None:
    assert not password_matches(PASSWORD, kept_instead)


def test_nobodys_hash_takes_as_long_as_everybodys(kept: str) -> None:
    """Else the time of an answer would tell who has an account."""
    assert NOBODYS_HASH.split("$")[:4] == kept.split("$")[:4]
    assert len(NOBODYS_HASH) == len(kept)


class Counting:
    """Stands where the library's hasher stands, works a while, and counts how many work at once."""

    def __init__(self) -> None:
        self._lock, self._now, self.most = Lock(), 0, 0

    def hash(self, _password: str) -> str:
        with self._lock:
            self._now += 1
            self.most = max(self.most, self._now)
        sleep(0.02)
        with self._lock:
            self._now -= 1
        return ""

    def verify(self, _kept: str, password: str) -> bool:
        return self.hash(password) == ""


@pytest.mark.parametrize("work", [hash_password, lambda password: password_matches(password, None)], ids=["hash", "check"])
def test_two_hashes_are_made_at_a_time(monkeypatch: pytest.MonkeyPatch, work: Callable[[str], object]) -> None:
    """Each takes 19 MiB and a core; more at once would starve those who are already learning."""
    counting = Counting()
    monkeypatch.setattr(passwords, "_hasher", counting)
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(work, [PASSWORD] * 12))
    assert counting.most == 2


def test_the_same_password_is_never_kept_in_the_same_way(kept: str) -> None:
    assert hash_password(PASSWORD) != kept


def test_no_more_than_two_are_hashed_at_once_and_each_stands_back() -> None:
    places, both, steps = Places(threads=16), Barrier(2, timeout=20), []

    def work() -> None:
        both.wait()  # nobody goes on alone, so there are two
        steps.append(os.getpriority(os.PRIO_PROCESS, threading.get_native_id()) - os.getpriority(os.PRIO_PROCESS, os.getpid()))

    with ThreadPoolExecutor(8) as pool:
        for done in [pool.submit(places.do, work) for _ in range(8)]:
            done.result()
    names = {thread.name for thread in threading.enumerate() if thread.name.startswith("passwords")}
    mine = os.getpriority(os.PRIO_PROCESS, os.getpid())
    assert (steps, len(names)) == ([min(19, mine + 5) - mine if sys.platform == "linux" else 0] * 8, 2)


FORKS = """
import os, sys
from lms.domain.people.passwords import hash_password, password_matches
kept = hash_password("a quiet sentence for tests")
child = os.fork()
if child == 0:
    os._exit(0 if password_matches("a quiet sentence for tests", kept) else 1)
print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))
"""


def test_a_process_that_was_forked_hashes_with_threads_of_its_own() -> None:
    done = subprocess.run([sys.executable, "-c", FORKS], cwd=ROOT, capture_output=True, text=True, check=True, timeout=60)
    assert done.stdout == "0\n"

"""Passwords: hashed with Argon2id, two at a time, so that sign-ins cannot starve the people who are already learning.

19 MiB, two passes, one lane: OWASP's minimum, about 40 ms; the library's own defaults take eight times as long. It is done
by two threads that stand back behind all others. Who waits for them holds a thread of the server, so only a few may; the
others are told at once to come back.
"""

import os
import sys
import threading
import unicodedata
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from typing import TypeVar

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

T = TypeVar("T")

AT_ONCE = 2
USUAL_THREADS = 8
# As far as Linux knows: where the machine is busy, others get three times as much of it. Further back (19 was tried) nobody
# can sign in on a machine whose processors are all taken, and the thread that comes back to Python keeps its lock too long.
STEPS_BACK = 5

_hasher = PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1)
# Checked when there is no such account, so that the answer takes as long as if there were one. It is the hash of random
# bytes that were thrown away, made once with the numbers above: hashing at every start would take 40 ms.
NOBODYS_HASH = "$argon2id$v=19$m=19456,t=2,p=1$n21UdX8SWgsIoQsqzW1gMQ$hnkx0rykERxuFizfXUmF6GDsOlk8+gk68Jqb1sEFVlU"


class TooManyHashes(Exception):
    """So many passwords are being hashed or wait for it that one more would keep others from being served."""


class Places:
    """Where passwords are hashed: two at a time, and half of a process's threads at most in there or waiting."""

    def __init__(self, threads: int = USUAL_THREADS) -> None:
        self.make_room(threads)
        self.begin()

    def make_room(self, threads: int) -> None:
        """Take half of so many threads at most, from now on; said before anybody is in."""
        self._room = threading.BoundedSemaphore(max(1, threads // 2))

    def begin(self) -> None:
        """Have threads of one's own; a process that was forked has inherited none."""
        self._threads = ThreadPoolExecutor(AT_ONCE, thread_name_prefix="passwords", initializer=_stand_back)

    def do(self, work: Callable[[], T]) -> T:
        """Do the work when it is its turn, and return what comes of it. Raises TooManyHashes where too many wait already."""
        room = self._room
        if not room.acquire(blocking=False):
            raise TooManyHashes
        try:
            return self._threads.submit(copy_context().run, work).result()
        finally:
            room.release()


def _stand_back() -> None:
    """Let this thread work when nobody else wants to; Linux alone tells the threads of a process apart."""
    if sys.platform == "linux":
        here = threading.get_native_id()
        os.setpriority(os.PRIO_PROCESS, here, min(19, os.getpriority(os.PRIO_PROCESS, here) + STEPS_BACK))


places = Places()
os.register_at_fork(after_in_child=places.begin)


def hash_password(password: str) -> str:
    """Return the hash of a password; takes about 40 ms of CPU, so never inside a transaction. Raises TooManyHashes."""
    plain = unicodedata.normalize("NFC", password)
    return places.do(lambda: _hasher.hash(plain))


def password_matches(password: str, kept: str | None) -> bool:
    """Tell whether the password is the one whose hash was kept; takes as long when nothing was kept. Raises TooManyHashes."""
    plain = unicodedata.normalize("NFC", password)
    return places.do(lambda: _matches(plain, kept))


def _matches(plain: str, kept: str | None) -> bool:
    try:
        return _hasher.verify(kept or NOBODYS_HASH, plain) and kept is not None
    except (VerificationError, InvalidHashError):
        return False

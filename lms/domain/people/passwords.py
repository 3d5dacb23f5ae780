"""Passwords: hashed with Argon2id, two at a time, so that sign-ins cannot starve the people who are already learning.

19 MiB, two passes, one lane: OWASP's minimum, about 40 ms; the library's own defaults take eight times as long. Who waits
holds a thread of the server, so only a few may; the others are told at once to come back.
"""

import threading
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

_hasher = PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1)
AT_ONCE = 2
USUAL_THREADS = 8
# Checked when there is no such account, so that the answer takes as long as if there were one. It is the hash of random
# bytes that were thrown away, made once with the numbers above: hashing at every start would take 40 ms.
NOBODYS_HASH = "$argon2id$v=19$m=19456,t=2,p=1$n21UdX8SWgsIoQsqzW1gMQ$hnkx0rykERxuFizfXUmF6GDsOlk8+gk68Jqb1sEFVlU"


class TooManyHashes(Exception):
    """So many passwords are being hashed or wait for it that one more would keep others from being served."""


class Places:
    """Where passwords are hashed: two at a time, and half of a process's threads at most in there or waiting."""

    def __init__(self, threads: int = USUAL_THREADS) -> None:
        self._at_once = threading.BoundedSemaphore(AT_ONCE)
        self._room = threading.BoundedSemaphore(max(1, threads // 2))

    def make_room(self, threads: int) -> None:
        """Take half of so many threads at most, from now on; said before anybody is in."""
        self._room = threading.BoundedSemaphore(max(1, threads // 2))

    @contextmanager
    def one(self) -> Iterator[None]:
        """Give a place, when it is free. Raises TooManyHashes where too many wait for it already."""
        room = self._room
        if not room.acquire(blocking=False):
            raise TooManyHashes
        try:
            with self._at_once:
                yield
        finally:
            room.release()


places = Places()


def hash_password(password: str) -> str:
    """Return the hash of a password; takes about 40 ms of CPU, so never inside a transaction. Raises TooManyHashes."""
    with places.one():
        return _hasher.hash(unicodedata.normalize("NFC", password))


def password_matches(password: str, kept: str | None) -> bool:
    """Tell whether the password is the one whose hash was kept; takes as long when nothing was kept. Raises TooManyHashes."""
    with places.one():
        try:
            return _hasher.verify(kept or NOBODYS_HASH, unicodedata.normalize("NFC", password)) and kept is not None
        except (VerificationError, InvalidHashError):
            return False

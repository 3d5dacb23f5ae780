"""Passwords: hashed with Argon2id, two at a time, so that sign-ins cannot starve the people who are already learning.

19 MiB, two passes, one lane: OWASP's minimum, about 40 ms; the library's own defaults take eight times as long.
"""

import threading
import unicodedata

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

_hasher = PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1)
_places = threading.BoundedSemaphore(2)
# Checked when there is no such account, so that the answer takes as long as if there were one. It is the hash of random
# bytes that were thrown away, made once with the numbers above: hashing at every start would take 40 ms.
NOBODYS_HASH = "$argon2id$v=19$m=19456,t=2,p=1$n21UdX8SWgsIoQsqzW1gMQ$hnkx0rykERxuFizfXUmF6GDsOlk8+gk68Jqb1sEFVlU"


def hash_password(password: str) -> str:
    """Return the hash of a password; takes about 40 ms of CPU, so never inside a transaction."""
    with _places:
        return _hasher.hash(unicodedata.normalize("NFC", password))


def password_matches(password: str, kept: str | None) -> bool:
    """Tell whether the password is the one whose hash was kept; takes as long when nothing was kept."""
    with _places:
        try:
            return _hasher.verify(kept or NOBODYS_HASH, unicodedata.normalize("NFC", password)) and kept is not None
        except (VerificationError, InvalidHashError):
            return False

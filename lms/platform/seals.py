"""Seals: what only this site can have made, from its secret key; for links, codes and keys that are kept nowhere.

Every purpose has a key of its own, made from the site's key, so that a seal for one is worth nothing for another.
"""

import hashlib
import hmac

CODE_DIGITS = 6


class Seals:
    """Makes seals with the key of one site."""

    def __init__(self, secret: str) -> None:
        self._secret = secret.encode()

    def seal(self, purpose: str, *parts: str) -> str:
        """Return the seal on these texts for a purpose, as 32 hex digits."""
        return self._digest(f"seal {purpose}", parts).hex()[:32]

    def code(self, purpose: str, *parts: str) -> str:
        """Return six digits that belong to these texts; few enough to be guessed, so whoever asks for them counts."""
        number = int.from_bytes(self._digest(f"code {purpose}", parts)[:8], "big")
        return f"{number % 10**CODE_DIGITS:0{CODE_DIGITS}d}"

    def key(self, purpose: str, *parts: str) -> str:
        """Return a key of 256 bits that belongs to these texts, as 64 hex digits; nobody else can make it."""
        return self._digest(f"key {purpose}", parts).hex()

    def _digest(self, label: str, parts: tuple[str, ...]) -> bytes:
        key = hmac.digest(self._secret, f"isegoria {label}".encode(), hashlib.sha256)
        # Each part tells its length, so that no two lists of parts are the same bytes.
        body = b"".join(len(part.encode()).to_bytes(4, "big") + part.encode() for part in parts)
        return hmac.digest(key, body, hashlib.sha256)


def is_same(one: str, other: str) -> bool:
    """Tell whether two seals are the same, taking as long wherever they differ."""
    return hmac.compare_digest(one.encode(), other.encode())

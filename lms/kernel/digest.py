"""Digests of texts, files and maps (course-format T1).

Do not change what is computed here: editions, translations and rendered pages are found by these digests.
"""

import hashlib
from collections.abc import Mapping

BOM = b"\xef\xbb\xbf"


def bytes_digest(body: bytes) -> str:
    """Return the SHA-256 of ``body`` as 64 hex digits."""
    return hashlib.sha256(body).hexdigest()


def plain_text(body: bytes) -> bytes:
    """Return a UTF-8 text with LF line ends and without BOM: what its digest is made of."""
    return body.removeprefix(BOM).replace(b"\r\n", b"\n").replace(b"\r", b"\n")


def text_digest(body: bytes) -> str:
    """Return the SHA-256 of a UTF-8 text with LF line ends and without BOM, as 64 hex digits (T1)."""
    return bytes_digest(plain_text(body))


def map_digest(digests: Mapping[str, str]) -> str:
    """Return the digest of a map from path to digest: SHA-256 over its sorted lines ``path NUL digest LF`` (T1)."""
    lines = (f"{path}\0{digest}\n" for path, digest in sorted(digests.items()))
    return bytes_digest("".join(lines).encode())


def digest_of(*parts: str) -> str:
    """Return one digest for several texts, told apart by NUL so that no two lists of parts can collide."""
    return bytes_digest("\0".join(parts).encode())

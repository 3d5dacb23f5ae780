"""Keys that people choose and uids that nobody can guess."""

import re
import secrets

KEY = re.compile(r"[a-z][a-z0-9-]{0,62}")
UID = re.compile(r"[0-9a-f]{32}")


def is_key(text: str) -> bool:
    """Tell whether ``text`` may be the key of a course, module, activity or question (course-format N1)."""
    return KEY.fullmatch(text) is not None


def is_uid(text: str) -> bool:
    """Tell whether ``text`` has the form of a uid: 32 lower-case hex digits (course-format N3)."""
    return UID.fullmatch(text) is not None


def new_uid() -> str:
    """Return a new uid of 128 random bits, as 32 hex digits."""
    return secrets.token_hex(16)

"""What the doctor finds."""

from dataclasses import dataclass

GOOD, NOTE, WRONG = "ok", "note", "WRONG"


@dataclass(frozen=True)
class Finding:
    """Something that was looked at: how it is, in words, and what to do about it, if anything."""

    level: str
    says: str
    advice: str = ""

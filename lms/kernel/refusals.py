"""How the program says no: a value from a closed list, never a sentence."""

from enum import StrEnum
from typing import Any


class Refused(Exception):
    """Somebody asked for something that the rules forbid; ``reason`` says which rule, ``facts`` fill its sentence."""

    def __init__(self, reason: StrEnum, **facts: Any) -> None:
        super().__init__(reason.value)
        self.reason = reason
        self.facts = facts


class Missing(Exception):
    """What was asked for does not exist, or the asker may not know that it does; ``what`` is for the log."""

    def __init__(self, what: str) -> None:
        super().__init__(what)
        self.what = what

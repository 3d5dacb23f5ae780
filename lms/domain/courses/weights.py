"""What a change between two editions asks for, and how one is named (course-format §9)."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, fields
from enum import IntEnum
from typing import Any


class Weight(IntEnum):
    """What a change asks for, lightest first."""

    CORRECTION = 1
    KEY_FIX = 2
    REVISION = 3
    NEVER = 4


@dataclass(frozen=True)
class Change:
    """Something that differs: how heavy it is, and what it is, as an English template with its facts."""

    weight: Weight
    text: str
    key: str = ""
    name: str = ""

    def __str__(self) -> str:
        return self.text % {"key": self.key, "name": self.name}


def differing(old: Any, new: Any, but: Collection[str]) -> Iterator[str]:
    """Yield the names of the fields in which two things of one class differ, those in ``but`` left out."""
    for field in fields(old):
        if field.name not in but and getattr(old, field.name) != getattr(new, field.name):
            yield field.name

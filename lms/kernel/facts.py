"""Facts that one subject announces and a later one follows, in the same transaction.

An earlier subject must not know why a later one cares, so it says what happened and goes on. Who follows what is
written in one place (``lms/foundation.py``), in the order in which they are told.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, ClassVar


@dataclass(frozen=True, kw_only=True)
class Fact:
    """Something that happened, told by ids: when, to whom, in which enrolment and edition, about what, with what result."""

    verb: ClassVar[str] = ""

    at: datetime
    person_id: int | None
    enrolment_id: int | None = None
    edition_id: int | None = None
    object: str = ""
    result: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Act(Fact):
    """Something that somebody did to an account, a certificate or the site; the audit log keeps it.

    ``actor_id`` is who did it, None on the command line; ``person_id`` whom it was done to; ``result`` holds
    ``{name: [old, new]}``, never a name, an address or free text.
    """

    actor_id: int | None = None


Follower = Callable[[Any], None]

_followers: dict[type[Fact], list[Follower]] = {}


def follow(pairs: Iterable[tuple[type[Fact], Follower]]) -> None:
    """Make ``pairs`` of (kind of fact, follower) the whole list of who is told what, in this order."""
    _followers.clear()
    for kind, follower in pairs:
        _followers.setdefault(kind, []).append(follower)


def announce(fact: Fact) -> None:
    """Tell everybody who follows this kind of fact, or facts of every kind, before returning; what they raise is raised."""
    for kind in type(fact).__mro__:
        for follower in _followers.get(kind, ()):
            follower(fact)

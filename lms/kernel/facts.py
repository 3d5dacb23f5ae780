"""Facts that one subject announces and a later one follows, in the same transaction.

An earlier subject must not know why a later one cares, so it says what happened and goes on. Who follows what is
written in one place (``lms/foundation.py``), in the order in which they are told.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
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
FollowerOfMany = Callable[[Sequence[Any]], None]

_followers: dict[type[Fact], list[Follower]] = {}
_of_many: dict[Follower, FollowerOfMany] = {}


def follow(pairs: Iterable[tuple[type[Fact], Follower]], of_many: Mapping[Follower, FollowerOfMany] | None = None) -> None:
    """Make ``pairs`` of (kind of fact, follower) the whole list of who is told what, in this order.

    ``of_many`` says who takes the place of a follower where many facts of one kind are told together.
    """
    _followers.clear()
    _of_many.clear()
    _of_many.update(of_many or {})
    for kind, follower in pairs:
        _followers.setdefault(kind, []).append(follower)


def announce(fact: Fact) -> None:
    """Tell everybody who follows this kind of fact, or facts of every kind, before returning; what they raise is raised."""
    for kind in type(fact).__mro__:
        for follower in _followers.get(kind, ()):
            follower(fact)


def announce_each(facts: Sequence[Fact]) -> None:
    """Tell of many facts of one kind; whoever follows them can take all together, so that thousands take a moment."""
    for kind in type(facts[0]).__mro__ if facts else ():
        for follower in _followers.get(kind, ()):
            if follower in _of_many:
                _of_many[follower](facts)
                continue
            for fact in facts:
                follower(fact)

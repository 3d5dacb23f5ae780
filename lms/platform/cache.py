"""Things computed once and kept in memory: only what its key determines for ever, in bounded number.

Nothing kept here is ever invalidated; a key is a digest of everything the thing depends on.
"""

import threading
from collections import OrderedDict
from collections.abc import Callable
from typing import Generic, TypeVar

T = TypeVar("T")


class Shelf(Generic[T]):
    """Keeps the ``places`` things that were asked for last, by digest."""

    def __init__(self, places: int) -> None:
        self._places = places
        self._things: OrderedDict[str, T] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, digest: str, make: Callable[[], T]) -> T:
        """Return the thing with this digest, made by ``make`` if it is not here; made outside the lock, so maybe twice."""
        with self._lock:
            if digest in self._things:
                self._things.move_to_end(digest)
                return self._things[digest]
        thing = make()
        with self._lock:
            self._things[digest] = thing
            while len(self._things) > self._places:
                self._things.popitem(last=False)
        return thing

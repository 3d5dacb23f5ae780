"""Loading without looking for what could go: all that is loaded stays."""

import gc
import sys
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def loading() -> Iterator[None]:
    """Let modules be imported in the block without the collector, which then never looks at them again.

    Looking through them takes a fifth of a start, and once more a quarter of a second when the process ends.
    """
    collects, before = gc.isenabled(), len(sys.modules)
    gc.disable()
    try:
        yield
    finally:
        if len(sys.modules) > before:
            gc.freeze()
        if collects:
            gc.enable()

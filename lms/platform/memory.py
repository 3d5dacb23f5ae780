"""Memory that was needed for a moment goes back to the system at once."""

import ctypes

LARGE = 4 * 1024 * 1024  # bytes
MMAP_THRESHOLD = -3  # the name of the setting in glibc's malloc.h


def give_back_large_pieces() -> bool:
    """Let the C library take each large piece of memory from the system by itself, so that freeing gives it back.

    glibc gives up doing so once such a piece has been freed, and then keeps one for every thread: hashing passwords with
    19 MiB each, eight threads would hold 150 MB for ever. Returns whether this system has such a setting (glibc alone).
    """
    mallopt = getattr(ctypes.CDLL(None), "mallopt", None)
    return mallopt is not None and mallopt(MMAP_THRESHOLD, LARGE) == 1

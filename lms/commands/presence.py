"""Who is in the instance folder at this moment: those who serve the site and work for it, or one who restores it, alone.

The folder itself is locked, so no file is left behind, whoever was the first; the lock ends with its process, even with one
that is killed. It tells of the processes of this machine, and hinders nobody who does not ask.
"""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager

from lms.commands.edge import Unable
from lms.settings import Settings

IN_USE = "The site is in use, and nothing was changed. Stop serve and worker first, then restore."
RESTORED_NOW = "A backup is being restored here at this moment. Start again when that is done."


@contextmanager
def together(settings: Settings) -> Iterator[Settings]:
    """Use the site with others for the length of the block, in this process and those forked from it."""
    with _locked(settings, fcntl.LOCK_SH, RESTORED_NOW):
        yield settings


@contextmanager
def alone(settings: Settings) -> Iterator[Settings]:
    """Have the site for oneself for the length of the block."""
    with _locked(settings, fcntl.LOCK_EX, IN_USE):
        yield settings


@contextmanager
def _locked(settings: Settings, how: int, otherwise: str) -> Iterator[None]:
    number = os.open(settings.instance, os.O_RDONLY | os.O_DIRECTORY)
    try:
        try:
            fcntl.flock(number, how | fcntl.LOCK_NB)
        except BlockingIOError:
            raise Unable(otherwise) from None
        yield
    finally:
        os.close(number)

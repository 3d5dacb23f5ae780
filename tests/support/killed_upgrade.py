"""Upgrades databases in processes that are killed in the middle: ``python -m tests.support.killed_upgrade STEP URL …``.

Each pair of arguments is the number of the statement before which the process is to die, and the database.
"""

import os
import signal
import sys
from typing import Any

from sqlalchemy import event

from lms.platform.migrations import upgrade
from tests.support.databases import engine_of


def upgrade_and_die(step: int, url: str) -> None:
    """Upgrade a database, and be killed as by a power cut when statement number ``step`` is about to run."""
    with engine_of(url) as engine:
        seen = 0

        def count(*_: Any) -> None:
            nonlocal seen
            seen += 1
            if seen == step:
                os.kill(os.getpid(), signal.SIGKILL)

        event.listen(engine, "before_cursor_execute", count)
        event.listen(engine, "commit", lambda _: os.kill(os.getpid(), signal.SIGKILL))
        upgrade(engine)


def main(arguments: list[str]) -> int:
    """Do it for every pair of arguments, each in a process of its own; return 0 if all of them were killed."""
    statuses = []
    for step, url in zip(arguments[::2], arguments[1::2], strict=True):
        child = os.fork()
        if child == 0:
            upgrade_and_die(int(step), url)
            os._exit(0)
        statuses.append(os.waitpid(child, 0)[1])
    return int(any(os.WTERMSIG(status) != signal.SIGKILL for status in statuses))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

"""Runs a command that writes in processes that are killed in the middle: ``python -m tests.support.killed_command_writing STEP … -- WORD …``.

Each is killed, as by a power cut, when statement number STEP is about to run after the writing began, and one more when
everything is written and about to be committed. Prints how many were killed.
"""

import os
import signal
import sys
from typing import Any

from sqlalchemy import event
from sqlalchemy.engine import Engine

from lms.commands import library  # noqa: F401 – loaded once, not by each process
from lms.commands import main as lms
from lms.platform.database import is_writing


def run_and_die(words: list[str], step: int) -> None:
    """Run the command and die at that statement, or at the end of all."""
    seen = 0

    def count(*_: Any) -> None:
        nonlocal seen
        seen += is_writing()
        if seen == step:
            os.kill(os.getpid(), signal.SIGKILL)

    def last(_connection: Any) -> None:
        if is_writing():
            os.kill(os.getpid(), signal.SIGKILL)

    event.listen(Engine, "before_cursor_execute", count)
    event.listen(Engine, "commit", last)
    lms(words)


def main(arguments: list[str]) -> int:
    """Do it for every step, each in a process of its own."""
    end = arguments.index("--")
    steps, words = arguments[:end], arguments[end + 1 :]
    killed = 0
    for step in [*map(int, steps), sys.maxsize]:
        child = os.fork()
        if child == 0:
            run_and_die(words, step)
            os._exit(0)
        killed += os.WTERMSIG(os.waitpid(child, 0)[1]) == signal.SIGKILL
    sys.stdout.write(f"{killed}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

"""Runs a command again and again, killed a little later each time: ``python -m tests.support.killed_command FOLDER WORD …``.

``FOLDER/before`` is copied for every time, to ``FOLDER/1``, ``FOLDER/2`` …, and stands for ``{here}`` in the words. The
process dies, as by a power cut, before the first, second, third … time that it opens, makes, moves or removes
something there; at the last it is let live. Prints how often it was killed.
"""

import os
import shutil
import signal
import sys
from itertools import count
from pathlib import Path
from typing import Any

from lms.commands import backup, restore  # noqa: F401 – loaded once, not by each process
from lms.commands import main as lms

TOUCHES = {"open", "os.rename", "os.remove", "os.mkdir", "os.rmdir", "os.chmod", "sqlite3.connect", "shutil.rmtree"}


def run_and_die(step: int, here: Path, words: list[str]) -> None:
    """Run a command in a copy of the site, and be killed when it touches a file for the time number ``step``."""
    os.environ["LMS_INSTANCE"] = str(here / "instance")
    seen = 0

    def count_touches(event: str, arguments: tuple[Any, ...]) -> None:
        nonlocal seen
        if event in TOUCHES and any(str(here) in str(each) for each in arguments):
            seen += 1
            if seen == step:
                os.kill(os.getpid(), signal.SIGKILL)

    sys.addaudithook(count_touches)
    lms([word.format(here=here) for word in words])


def kill_at_every_step(folder: Path, words: list[str]) -> int:
    """Do it until a process reaches the end of its command; return how many did not."""
    for step in count(1):
        here = folder / str(step)
        shutil.copytree(folder / "before", here)
        child = os.fork()
        if child == 0:
            run_and_die(step, here, words)
            os._exit(3)  # never: a command ends by itself
        status = os.waitpid(child, 0)[1]
        if status == 0:
            return step - 1
        if not (os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGKILL):
            raise SystemExit(f"step {step} ended with {status}")
    raise AssertionError


if __name__ == "__main__":
    sys.stdout.write(f"{kill_at_every_step(Path(sys.argv[1]), sys.argv[2:])}\n")

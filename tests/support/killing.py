"""Kills a program as a power cut does: itself and every process that it has started, at once, with nothing tidied up."""

import os
import signal
import subprocess


def kill_all_of(pid: int) -> None:
    """Kill a process and its children; it is stopped first, so that it starts no new ones for those that die."""
    os.kill(pid, signal.SIGSTOP)
    for each in (*children_of(pid), pid):
        os.kill(each, signal.SIGKILL)


def children_of(pid: int) -> list[int]:
    """Return the processes that a process has started and that still run."""
    listed = subprocess.run(["ps", "-A", "-o", "pid=,ppid=,stat="], capture_output=True, encoding="utf-8", check=True).stdout
    lines = [line.split() for line in listed.splitlines()]
    return [int(each) for each, parent, state in lines if int(parent) == pid and not state.startswith("Z")]

"""A Redis of the tests' own, and a way to it that can be broken: dark, slow, closed, or leading to something else."""

import contextlib
import os
import shutil
import socket
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

MISSING = "there is no redis-server on this machine: install it (Debian: apt-get install redis-server)"
PATIENCE = 10.0
NONSENSE = b"HTTP/1.1 418 I'm a teapot\r\n\r\n"


def _find_program() -> str:
    program = shutil.which("redis-server")
    if program is None and os.environ.get("CI"):
        pytest.fail(MISSING)
    if program is None:
        pytest.skip(MISSING)
    return program


@contextmanager
def redis_server(folder: Path) -> Iterator[int]:
    """Run a Redis that keeps nothing, and give its port."""
    program = _find_program()
    with closing(socket.create_server(("127.0.0.1", 0))) as free:
        port = free.getsockname()[1]
    words = ["--port", str(port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no", "--dir", str(folder)]
    words += ["--unixsocket", str(folder / "redis.sock")]
    process = subprocess.Popen([program, *words], stdout=subprocess.DEVNULL)
    try:
        _wait_until(lambda: _answers(port))
        yield port
    finally:
        process.terminate()
        process.wait(PATIENCE)


def _answers(port: int) -> bool:
    with contextlib.suppress(OSError), closing(socket.create_connection(("127.0.0.1", port), PATIENCE)) as line:
        line.sendall(b"PING\r\n")
        return line.recv(16) == b"+PONG\r\n"
    return False


def _wait_until(done: Callable[[], bool]) -> None:
    deadline = time.monotonic() + PATIENCE
    while not done():
        assert time.monotonic() < deadline, "the server did not begin in time"
        time.sleep(0.01)


class Way:
    """A way to a server of this machine, through which everything goes as ``mode`` says, from one moment to the next.

    "open": as it comes. "dark": what is sent vanishes. "slow": each answer comes seconds late. "nonsense": something else
    answers. "closed": nobody is there any more.
    """

    def __init__(self, to: int) -> None:
        self.mode = "open"
        self.asked = 0  # how many lines were opened
        self._to = to
        self._lines: list[socket.socket] = []
        self._door = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._door.getsockname()[1]
        threading.Thread(target=self._welcome, daemon=True).start()

    def turn(self, mode: str) -> None:
        """Let everything go as this mode says from now on; what is under way breaks where nobody is there any more."""
        self.mode = mode
        if mode == "closed":
            self.end()

    def end(self) -> None:
        """Close the door and every line."""
        self._shut(self._door)
        while self._lines:
            self._shut(self._lines.pop())

    @staticmethod
    def _shut(line: socket.socket) -> None:
        with contextlib.suppress(OSError):
            line.shutdown(socket.SHUT_RDWR)
        line.close()

    def _welcome(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                near, _address = self._door.accept()
                self.asked += 1
                far = socket.create_connection(("127.0.0.1", self._to))
                self._lines += [near, far]
                for source, target, is_answer in ((near, far, False), (far, near, True)):
                    threading.Thread(target=self._carry, args=(source, target, is_answer), daemon=True).start()

    def _carry(self, source: socket.socket, target: socket.socket, is_answer: bool) -> None:
        with contextlib.suppress(OSError):
            while part := source.recv(65536):
                if self.mode == "dark":
                    continue
                if is_answer and self.mode == "slow":
                    time.sleep(1.0)
                target.sendall(NONSENSE if is_answer and self.mode == "nonsense" else part)
        self._shut(target)

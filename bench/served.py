"""Serves the throw-away site as people do, in a process of its own; and once more with the plain view beside it."""

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO

from werkzeug.middleware.dispatcher import DispatcherMiddleware

from bench.plain import one_insert
from bench.site import Site
from lms.commands import edge
from lms.commands.edge import Unable
from lms.commands.server import Server, open_door
from lms.platform.database import db
from lms.settings import CHECKOUT, read_settings

SERVED_AT = re.compile(rb"^Isegoria is served at (http://\S+)$", re.MULTILINE)
PLAIN = "/plain"
SERVE = ("-m", "lms.commands", "serve", "--port", "0", "--workers", "1")
BESIDE_PLAIN = ("-m", "bench.served")
PATIENCE = 60.0  # seconds
WORKERS, THREADS = 1, 8


@dataclass(frozen=True)
class Served:
    """A server that runs: its address and its process, of which the worker is the child."""

    address: str
    pid: int

    @property
    def worker(self) -> int:
        """The process id of the only worker. Raises Unable where there is no /proc to look it up in."""
        try:
            children = Path(f"/proc/{self.pid}/task/{self.pid}/children").read_text(encoding="ascii").split()
        except OSError as error:
            raise Unable("The memory of a worker can only be read on Linux.") from error
        return int(children[0])


@contextmanager
def served(site: Site, words: tuple[str, ...] = SERVE) -> Iterator[Served]:
    """Serve the site until the end of the block; it takes requests from the beginning of it on."""
    ours = {name: value for name, value in os.environ.items() if not name.startswith("LMS_")}
    with TemporaryFile() as out:
        process = subprocess.Popen(  # noqa: S603 – this program itself
            [sys.executable, *words],
            env={**ours, **site.environment, "PYTHONUNBUFFERED": "1"},
            cwd=CHECKOUT,
            stdin=subprocess.DEVNULL,
            stdout=out,
        )
        try:
            yield Served(_address(process, out), process.pid)
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait(PATIENCE)


def _address(process: "subprocess.Popen[bytes]", out: IO[bytes]) -> str:
    """Wait until the server says where it serves."""
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline and process.poll() is None:
        found = SERVED_AT.search(os.pread(out.fileno(), 10_000, 0))
        if found:
            return found[1].decode()
        time.sleep(0.005)
    raise Unable("The server did not start; what it said stands above.")


def serve_beside_plain() -> None:
    """Serve the site of the environment, and below ``/plain`` the view that does one insert, by one server."""
    door = open_door("127.0.0.1", 0)
    with closing(door.socket):
        with edge.site(read_settings()) as app:
            plain = one_insert(db.engine)
        app.wsgi_app = DispatcherMiddleware(app.wsgi_app, {PLAIN: plain})  # type: ignore[method-assign]
        words = f"Isegoria is served at {door.address}"
        Server(app, door, workers=WORKERS, threads=THREADS, when_ready=lambda: print(words)).run()  # noqa: T201


if __name__ == "__main__":
    serve_beside_plain()

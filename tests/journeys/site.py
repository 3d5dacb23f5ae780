"""The site as it is really served: ``lms serve`` as a process of its own, on a free port, over the tests' database."""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from lms.settings import CHECKOUT, Settings

SERVED = re.compile(r"Isegoria is served at (http://127\.0\.0\.1:\d+)$")


@dataclass(frozen=True)
class Site:
    """A served site: its address, the environment of its commands, the file in which it complains, and its process."""

    address: str
    environment: dict[str, str]
    log: Path
    pid: int

    def lms(self, *words: str) -> str:
        """Run a command of this site as a process of its own and return what it printed; it must succeed."""
        command = [sys.executable, "-m", "lms.commands", *words]
        done = subprocess.run(
            command, env=self.environment, cwd=CHECKOUT, capture_output=True, encoding="utf-8", check=False
        )
        assert done.returncode == 0, done.stderr
        return done.stdout


def environment_of(settings: Settings, instance: Path) -> dict[str, str]:
    """Return the environment of a site on this database whose library is the checkout."""
    bare = {name: value for name, value in os.environ.items() if not name.startswith("LMS_")}
    return bare | {
        "LMS_INSTANCE": str(instance),
        "LMS_DATABASE_URL": settings.database_url,
        "LMS_SECRET_KEY": settings.secret_key,
        "PYTHONUNBUFFERED": "1",
    }


@contextmanager
def serve(settings: Settings, instance: Path, port: str = "0") -> Iterator[Site]:
    """Serve the site until the end of the block, at a free port if none is named."""
    environment, log = environment_of(settings, instance), instance / "complaints.txt"
    command = [sys.executable, "-m", "lms.commands", "serve", "--port", port]
    with (
        log.open("w", encoding="utf-8") as complaints,
        subprocess.Popen(
            command,
            env=environment,
            cwd=CHECKOUT,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=complaints,
            encoding="utf-8",
        ) as process,
    ):
        try:
            assert process.stdout is not None
            said = process.stdout.readline().strip()
            found = SERVED.match(said)
            assert found, f"{said}\n{log.read_text(encoding='utf-8')}"
            yield Site(found[1], environment, log, process.pid)
        finally:
            process.terminate()
            process.wait(timeout=60)

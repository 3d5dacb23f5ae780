"""The command line as a test uses it: in this process through click's runner, or as a process of its own."""

import os
import re
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from time import sleep

import pytest
from click.testing import CliRunner
from flask import Flask

from lms.commands import main
from lms.settings import CHECKOUT, Settings


@dataclass(frozen=True)
class Said:
    """What a command answered."""

    status: int
    out: str
    err: str

    @property
    def lines(self) -> list[str]:
        """The lines of its results."""
        return self.out.splitlines()


Lms = Callable[..., Said]
PATIENCE = 120  # seconds; the machine may be busy with other tests


def environment_of(settings: Settings) -> dict[str, str]:
    """Return the environment that makes commands work on this site."""
    return {
        "LMS_INSTANCE": str(settings.instance),
        "LMS_DATABASE_URL": settings.database_url,
        "LMS_SECRET_KEY": settings.secret_key,
        "LMS_LIBRARY": str(settings.library),
    }


def call(*words: str, environment: Mapping[str, str], typed: str | None = None) -> Said:
    """Run a command in this process; an exception that no command expects fails the test."""
    result = CliRunner(catch_exceptions=False).invoke(
        main, words, input=typed, env=dict(environment), prog_name="lms"
    )
    return Said(result.exit_code, result.stdout, result.stderr)


@pytest.fixture
def lms(app: Flask, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Lms:
    """Return the command line of the school under test."""
    for name in [name for name in os.environ if name.startswith("LMS_")]:
        monkeypatch.delenv(name)

    def run(*words: str, typed: str | None = None, **others: str) -> Said:
        return call(*words, environment=environment_of(settings) | others, typed=typed)

    return run


@pytest.fixture
def bare(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Lms:
    """Return the command line of a folder in which no site has been set up yet."""
    for name in [name for name in os.environ if name.startswith("LMS_")]:
        monkeypatch.delenv(name)

    def run(*words: str, typed: str | None = None, **others: str) -> Said:
        return call(*words, environment={"LMS_INSTANCE": str(tmp_path / "instance")} | others, typed=typed)

    return run


@dataclass(frozen=True)
class Started:
    """A command that runs as a process of its own; what it says is kept in files."""

    process: subprocess.Popen[bytes]
    folder: Path

    @property
    def out(self) -> str:
        """What it has said on standard output so far."""
        return (self.folder / "out").read_text(encoding="utf-8")

    @property
    def err(self) -> str:
        """What it has said on standard error so far."""
        return (self.folder / "err").read_text(encoding="utf-8")

    def says(self, words: str) -> re.Match[str]:
        """Wait until standard output holds what the pattern describes."""
        for _ in range(PATIENCE * 20):
            found = re.search(words, self.out, re.MULTILINE)
            if found:
                return found
            assert self.process.poll() is None, f"it ended without saying {words}:\n{self.out}{self.err}"
            sleep(0.05)
        raise AssertionError(f"it did not say {words} in {PATIENCE} s:\n{self.out}{self.err}")

    def end(self, sign: signal.Signals | None = None) -> Said:
        """Wait for its end, after a signal if one is given, and return everything that it said."""
        if sign:
            self.process.send_signal(sign)
        status = self.process.wait(PATIENCE)
        return Said(status, self.out, self.err)


@pytest.fixture
def process(tmp_path: Path) -> Iterator[Callable[..., Started]]:
    """Return what starts ``lms`` as a process of its own, in a folder in which no site has been set up yet."""
    going: list[Started] = []

    def start(*words: str, **others: str) -> Started:
        ours = {name: value for name, value in os.environ.items() if not name.startswith("LMS_")}
        folder = tmp_path / f"process-{len(going)}"
        folder.mkdir()
        with (folder / "out").open("wb") as out, (folder / "err").open("wb") as err:
            begun = subprocess.Popen(
                [sys.executable, "-m", "lms.commands", *words],
                env={**ours, "LMS_INSTANCE": str(tmp_path / "instance"), "PYTHONUNBUFFERED": "1", **others},
                cwd=CHECKOUT,
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=err,
            )
        going.append(Started(begun, folder))
        return going[-1]

    yield start
    for each in going:
        each.process.kill()
        each.process.wait()


def shipped_files(key: str) -> dict[str, bytes]:
    """Return the files of a course that is shipped, by their paths."""
    folders = [CHECKOUT / top / key for top in ("modules", "content", "quizzes")]
    paths = [path for folder in folders for path in sorted(folder.rglob("*")) if path.is_file()]
    return {path.relative_to(CHECKOUT).as_posix(): path.read_bytes() for path in paths}

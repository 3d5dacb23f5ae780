"""The command line as a test uses it: in this process through click's runner, or as a process of its own."""

import os
import subprocess
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

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


@pytest.fixture
def process(tmp_path: Path) -> Callable[..., subprocess.Popen[str]]:
    """Return what starts ``lms`` as a process of its own, in a folder in which no site has been set up yet."""

    def start(*words: str, **others: str) -> subprocess.Popen[str]:
        ours = {name: value for name, value in os.environ.items() if not name.startswith("LMS_")}
        return subprocess.Popen(
            [sys.executable, "-m", "lms.commands", *words],
            env={**ours, "LMS_INSTANCE": str(tmp_path / "instance"), "PYTHONUNBUFFERED": "1", **others},
            cwd=CHECKOUT,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            encoding="utf-8",
        )

    return start


def shipped_files(key: str) -> dict[str, bytes]:
    """Return the files of a course that is shipped, by their paths."""
    folders = [CHECKOUT / top / key for top in ("modules", "content", "quizzes")]
    paths = [path for folder in folders for path in sorted(folder.rglob("*")) if path.is_file()]
    return {path.relative_to(CHECKOUT).as_posix(): path.read_bytes() for path in paths}

"""Publishing a large course: from nothing, and once more after one file has changed, each by a command of its own.

What counts is the CPU time of that process: it is at work nearly all the time, and others on the machine do not show.
"""

import os
import resource
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from bench.figures import Figure, spread_of
from bench.made_course import KEY, files_of_course
from bench.site import Site

LESSONS, QUIZZES = 200, 60
CHANGES = 5
MOST_SECONDS = 20.0
MOST_SECONDS_AGAIN = 2.0
HOW = f"CPU time of lms library publish as a process of its own, its start included; {LESSONS} lessons and {QUIZZES} quizzes in six languages"


def measure(site: Site) -> Iterator[Figure]:
    """Yield the seconds of the first publication, and of one after a sentence of one lesson has changed."""
    with TemporaryDirectory(prefix="isegoria-made-") as folder:
        library = Path(folder)
        for path, body in files_of_course(LESSONS, QUIZZES).items():
            (library / path).parent.mkdir(parents=True, exist_ok=True)
            (library / path).write_bytes(body)
        first = _publish(site, library, f"{KEY} 1.1 new")
        again = spread_of([_change_and_publish(site, library, number) for number in range(CHANGES)])
    yield Figure(name="publish", says="Publishing a large course from nothing", value=round(first, 2), unit="s", limit=MOST_SECONDS, how=f"{HOW}; once")
    yield Figure(
        name="publish-again",
        says="Publishing it again after one file has changed",
        value=round(again.median, 2),
        unit="s",
        limit=MOST_SECONDS_AGAIN,
        spread=again,
        how=f"{HOW}; {CHANGES} times, a sentence of another lesson each time",
    )


def _change_and_publish(site: Site, library: Path, number: int) -> float:
    lesson = library / f"content/{KEY}/en/lesson-{number * 11 + 3}.md"
    lesson.write_bytes(lesson.read_bytes() + b"\nOne more sentence.\n")
    return _publish(site, library, f"{KEY} 1.{number + 2} correction")


def _publish(site: Site, library: Path, outcome: str) -> float:
    before = _cpu_of_children()
    done = subprocess.run(  # noqa: S603 - our own program and words of ours
        [sys.executable, "-m", "lms.commands", "library", "publish", str(library)],
        env={**os.environ, **site.environment, "PYTHONDONTWRITEBYTECODE": ""},  # a program that is installed compiles nothing
        capture_output=True,
        text=True,
        check=True,
    )
    took = _cpu_of_children() - before
    if done.stdout.strip() != outcome:
        raise RuntimeError(f"published {done.stdout.strip()!r} instead of {outcome!r}")
    return took


def _cpu_of_children() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime

"""Publishes the courses of a library folder: everything is read, checked and rendered before anything is written."""

from collections.abc import Iterator
from pathlib import Path

from lms.commands import edge
from lms.commands.edge import Unable, tell
from lms.domain.courses.publication import Plan, plan, prepare
from lms.domain.courses.rules import Refusal
from lms.domain.courses.service import Outcome, publish
from lms.kernel.keys import is_key
from lms.kernel.problems import Problems
from lms.kernel.refusals import Refused
from lms.platform.database import end_reading, unit_of_work

TOPS = ("modules", "content", "quizzes")


def publish_library(library: Path, *, course: str | None = None, wanted: str | None = None) -> list[Outcome]:
    """Publish all courses of a library on the open site, or one of them; all that are named or none.

    What is wrong with their files is said on standard error; errors refuse the whole.
    """
    keys = [course] if course else list(list_courses(library))
    if not keys or (course and not _outline_of(library, course).is_file()):
        raise Unable(
            f"{library} holds no course{f' {course}' if course else ''}: there is no modules/{course or 'COURSE'}/course.yaml in it."
        )
    plans = _plans(library, keys, wanted)
    end_reading()
    with unit_of_work():
        return publish(plans, now=edge.now())


def _plans(library: Path, keys: list[str], wanted: str | None) -> list[Plan]:
    problems, plans = Problems(), []
    for key in keys:
        ready = prepare(key, dict(files_of(library, key)), problems)
        if ready:
            plans.append(plan(ready, wanted))
    for problem in problems.found:
        tell(str(problem))
    if problems.has_errors:
        raise Refused(Refusal.HAS_ERRORS)
    return plans


def list_courses(library: Path) -> Iterator[str]:
    """Yield the keys of the courses that lie in a library."""
    yield from (
        path.parent.name for path in sorted(library.glob("modules/*/course.yaml")) if is_key(path.parent.name)
    )


def files_of(library: Path, key: str) -> Iterator[tuple[str, bytes]]:
    """Yield the files of a course by their paths in the library."""
    for top in TOPS:
        for path in sorted((library / top / key).rglob("*")):
            if path.is_file() and not path.name.startswith("."):
                yield path.relative_to(library).as_posix(), path.read_bytes()


def _outline_of(library: Path, key: str) -> Path:
    return library / "modules" / key / "course.yaml"

"""Courses in folders on the command line: check them, stamp translations; publishing needs the site and is elsewhere."""

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

import click

from lms.commands.publishing import publish_command, render_command
from lms.domain.courses.format.checker import as_json, check_course, check_uids
from lms.domain.courses.format.library import CourseMap, module_path
from lms.domain.courses.format.stamping import stamp
from lms.domain.courses.format.writer import SENTENCES as UNWRITABLE
from lms.exchange.bundles import SENTENCES as UNREADABLE
from lms.exchange.bundles import TOPS, Unreadable, course_keys, read_folder, write_file
from lms.kernel.clock import SystemClock
from lms.kernel.problems import Problem, Problems
from lms.kernel.refusals import Refused
from lms.settings import CHECKOUT

SENTENCES: dict[StrEnum, str] = dict([*UNWRITABLE.items(), *UNREADABLE.items()])


@dataclass(frozen=True)
class Whereabouts:
    """What a path on the command line means: the folder with the courses, and what in it is meant ("" for all)."""

    root: Path
    inside: str = ""

    @property
    def course(self) -> str | None:
        """The key of the course that is meant, or None for all."""
        parts = self.inside.split("/")
        return parts[1] if len(parts) > 1 else None

    def is_meant(self, path: str) -> bool:
        """Tell whether a path of the map lies in what is meant."""
        return not self.inside or path == self.inside or path.startswith(f"{self.inside}/")


def find_courses(path: Path) -> Whereabouts | None:
    """Return what ``path`` means: a folder that holds modules/, content/ or quizzes/, or something inside of one."""
    if any((path / top).is_dir() for top in TOPS):
        return Whereabouts(path)
    if not path.exists():
        return None
    parts = path.resolve().parts
    places = [place for place, part in enumerate(parts) if part in TOPS and place > 0]
    return Whereabouts(Path(*parts[: places[-1]]), "/".join(parts[places[-1] :])) if places else None


def _courses(path: Path, course: str | None) -> tuple[Whereabouts, list[str]]:
    """Return what is meant and the keys of its courses; a usage error (status 2) where there is nothing."""
    where = find_courses(path)
    keys = course_keys(where.root) if where else []
    wanted = course or (where.course if where else None)
    if wanted is not None:
        keys = [key for key in keys if key == wanted]
    if where is None or not keys:
        what = f"the course {wanted}" if wanted else "a course"
        raise click.BadParameter(
            f"{path} does not hold {what}: there must be a folder modules/ with a folder for each course."
        )
    return where, keys


def _read(root: Path, key: str) -> dict[str, bytes]:
    try:
        return read_folder(root, key)
    except Refused as refused:
        raise click.BadParameter(SENTENCES[refused.reason] % refused.facts) from refused


@click.group("library", help="Check, publish and carry courses.")
def group() -> None:
    """Hold the commands about courses in folders."""


group.add_command(publish_command)
group.add_command(render_command)


@group.command("check")
@click.argument("path", type=click.Path(path_type=Path), default=CHECKOUT, envvar="LMS_LIBRARY")
@click.option("--course", help="Only the course with this key.")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
@click.pass_context
def check(context: click.Context, path: Path, course: str | None, form: str) -> None:
    """Say everything that is wrong with the courses in PATH; exit status 1 if there is an error."""
    where, keys = _courses(path, course)
    problems, read = Problems(), []
    for key in keys:
        course_map, found = _check(where.root, key)
        problems.add(found)
        if course_map is not None:
            read.append(course_map)
    problems.add(check_uids(read))
    shown = [problem for problem in problems.found if where.is_meant(problem.file)]
    if form == "json":
        click.echo(as_json(shown))
    else:
        for problem in shown:
            click.echo(str(problem))
        click.echo(_summary(shown, len(keys)), err=True)
    context.exit(1 if any(problem.severity == "error" for problem in shown) else 0)


def _check(root: Path, key: str) -> tuple[CourseMap | None, Problems]:
    """Return a course and what is wrong with it; where its files are not read, that is what is wrong."""
    large: dict[str, int] = {}
    problems = Problems()
    try:
        files = read_folder(root, key, large)
    except Refused as refused:
        place = str(refused.facts.get("path", module_path(key, "course")))
        problems.error(place, 1, str(refused.reason), SENTENCES[refused.reason], **refused.facts)
        return None, problems
    course_map, found = check_course(key, files, SystemClock().now().date())
    for path, most in large.items():
        problems.error(path, 1, str(Unreadable.LARGE), SENTENCES[Unreadable.LARGE], path=path, most=most)
    for each in found.found:
        if each.file not in large:  # of what was not read nothing else is known
            note = problems.error if each.severity == "error" else problems.warning
            note(each.file, each.line, each.code, each.text, **each.facts)
    return course_map, problems


def _summary(shown: list[Problem], courses: int) -> str:
    errors = sum(problem.severity == "error" for problem in shown)
    return f"Courses checked: {courses}. Errors: {errors}. Warnings: {len(shown) - errors}."


@group.command("stamp")
@click.argument("path", type=click.Path(path_type=Path))
def stamp_(path: Path) -> None:
    """Say that the translations in PATH (a file, or a folder of them) are up to date with their source."""
    where, keys = _courses(path, None)
    for key in keys:
        files = _read(where.root, key)
        for name in filter(where.is_meant, files):
            try:
                stamped = stamp(name, files)
            except Refused as refused:
                raise click.BadParameter(f"{name}: {SENTENCES[refused.reason] % refused.facts}") from refused
            if stamped is not None:
                write_file(where.root, name, stamped)
                click.echo(name)

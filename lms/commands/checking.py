"""``lms library check``: says everything that is wrong with courses, in a folder, in a bundle or in a draft."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path
from typing import TypeVar

import click
from click.core import ParameterSource

from lms.commands import edge
from lms.commands.places import courses_at, is_bundle, open_bundle
from lms.domain.courses.drafts import files_of_draft, get_draft
from lms.domain.courses.format.checker import as_json, causes_first, check_course, check_uids
from lms.domain.courses.format.coverage import translated
from lms.domain.courses.format.library import CourseMap, module_path
from lms.exchange.folders import read_folder
from lms.exchange.unreadable import Unreadable
from lms.kernel.clock import SystemClock
from lms.kernel.problems import Problem, Problems
from lms.kernel.refusals import Refused
from lms.settings import CHECKOUT, check_names

Files = Mapping[str, bytes]
T = TypeVar("T")


@click.command("check")
@click.argument("path", type=click.Path(path_type=Path), default=CHECKOUT, envvar="LMS_LIBRARY")
@click.option("--course", help="Only the course with this key.")
@click.option("--draft", help="The draft of this course on the site, instead of a PATH.")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
@click.pass_context
def check_command(context: click.Context, path: Path, course: str | None, draft: str | None, form: str) -> None:
    """Say everything that is wrong with the courses in PATH (a folder or FILE.zip); exit status 1 if there is an error.

    How to write a course, and how to read what is said here: docs/writing.md
    """
    check_names()
    if draft is not None:
        if course or context.get_parameter_source("path") is ParameterSource.COMMANDLINE:
            raise click.UsageError("--draft goes without PATH and --course: a draft lies on the site, and is one course.")
        with edge.site():
            files = files_of_draft(get_draft(draft).id)
        checked = check_files(draft, files)
    elif is_bundle(path):
        checked = check_bundle(path, course)
    else:
        checked = check_folder(path, course)
    context.exit(report(checked, form))


@dataclass(frozen=True)
class Checked:
    """What is wrong with so many courses, and how much of each there is in which language."""

    found: Sequence[Problem]
    courses: int = 1
    coverage: Sequence[str] = ()
    inside: str = ""  # what alone is looked at, of a course
    errors_elsewhere: int = 0


def report(checked: Checked, form: str = "text") -> int:
    """Print problems, and on standard error what there is in each language; return the exit status: 1 if there is an error."""
    found = causes_first(checked.found)
    errors = sum(problem.severity == "error" for problem in found)
    if form == "json":
        click.echo(as_json(found))
    else:
        for problem in found:
            click.echo(str(problem))
        edge.tell(f"Courses checked: {checked.courses}. Errors: {errors}. Warnings: {len(found) - errors}.")
        if checked.inside:
            edge.tell(f"Only what stands in {checked.inside} is told. Errors elsewhere in the course: {checked.errors_elsewhere}.")
        for line in checked.coverage:
            edge.tell(line)
    return edge.DONE_WITH_PROBLEMS if errors else 0


def check_files(key: str, files: Files) -> Checked:
    """Return everything that is wrong with one course."""
    course_map, problems = check_course(key, files, _today())
    return Checked(problems.found, 1, _coverage([course_map] if course_map else []))


def check_bundle(path: Path, course: str | None) -> Checked:
    """Return everything that is wrong with the course in a zip file; where it is not read, that is what is wrong."""
    bundle, problems = _read(partial(open_bundle, path, course), path.name)
    return check_files(bundle.key, bundle.files) if bundle else Checked(problems.found)


def check_folder(path: Path, course: str | None) -> Checked:
    """Return everything that is wrong with the courses that a path means."""
    where, keys = courses_at(path, course)
    problems = Problems()
    read = list(_checked(where.root, keys, problems))
    problems.add(check_uids(read))
    shown = [problem for problem in problems.found if where.is_meant(problem.file)]
    elsewhere = sum(problem.severity == "error" for problem in problems.found) - sum(problem.severity == "error" for problem in shown)
    return Checked(shown, len(keys), _coverage(read), where.inside, elsewhere)


def _coverage(read: Iterable[CourseMap]) -> list[str]:
    return [str(each) for course_map in read for each in translated(course_map)]


def _checked(root: Path, keys: list[str], problems: Problems) -> Iterator[CourseMap]:
    """Yield the courses of a folder that could be read, and note what is wrong with all of them."""
    for key in keys:
        large: dict[str, int] = {}
        files, found = _read(partial(read_folder, root, key, large=large), module_path(key, "course"))
        problems.add(found)
        if files is not None:
            course_map, found = check_course(key, files, _today())
            for path, most in large.items():
                problems.error(path, 1, str(Unreadable.LARGE), edge.SENTENCES[Unreadable.LARGE], path=path, most=most)
            problems.add(found.but(large))  # of what was not read nothing else is known
            if course_map is not None:
                yield course_map


def _read(read: Callable[[], T], place: str) -> tuple[T | None, Problems]:
    problems = Problems()
    try:
        return read(), problems
    except Refused as refused:
        place = str(refused.facts.get("path", place))
        problems.error(place, 1, str(refused.reason), edge.SENTENCES[refused.reason], **refused.facts)
    return None, problems


def _today() -> date:
    return SystemClock().now().date()

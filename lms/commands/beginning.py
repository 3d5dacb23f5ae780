"""``lms library new``: the files of a new course, for somebody to write on."""

from pathlib import Path

import click

from lms.commands.edge import Unable, tell
from lms.domain.courses.format.checker import check_course
from lms.domain.courses.format.skeleton import PAGE, new_course
from lms.exchange.course_files import TOPS
from lms.exchange.folders import write_course
from lms.kernel.clock import SystemClock
from lms.kernel.keys import is_key, new_uid
from lms.settings import CHECKOUT, read_settings


@click.command("new")
@click.argument("course")
@click.argument("path", type=click.Path(path_type=Path), required=False)
@click.option("--title", help="What it is called; without it, its key in words.")
@click.option("--language", default="en", show_default=True, help="The language in which you write it.")
@click.option("--languages", default="", metavar="LANG,LANG", help="All its languages, such as en,bg.")
def new_command(course: str, path: Path | None, title: str | None, language: str, languages: str) -> None:
    """Begin a COURSE in PATH (a folder; the site's library): a few small files with a uid of its own, to be written on.

    COURSE is its key: small Latin letters, digits and hyphens. How to write a course: docs/writing.md
    """
    if not is_key(course):
        raise Unable(f"“{course}” is no key of a course: small Latin letters, digits and hyphens, a letter first, 63 at most.")
    library = path or read_settings().library
    if not library.is_dir():
        raise Unable(f"There is no folder {library}. Make it first.")
    for top in TOPS:
        if (library / top / course).exists() or (library / top / course).is_symlink():
            raise Unable(f"{library / top / course} is there already. Choose another key.")
    named = title if title is not None else course.replace("-", " ").strip().capitalize()
    others = dict.fromkeys(each.strip() for each in languages.split(",") if each.strip() not in ("", language))
    files = new_course(course, new_uid(), named, language, tuple(others))
    _, problems = check_course(course, files, SystemClock().now().date())
    if problems.has_errors:
        raise Unable(f"Nothing was written: {next(each.message for each in problems.found if each.severity == 'error')}")
    write_course(library, course, files)
    for name in files:
        click.echo(name)
    where = "" if library == CHECKOUT else f" {library}"
    tell(f"Write on in these files; {PAGE} shows how. What is wrong with them: lms library check{where} --course {course}")
    by_itself = "; python3 manage.py run does so by itself" if path is None else ""
    tell(f"To put it on the site: lms library publish{where} --course {course}{by_itself}")
    if problems.found:
        tell("It will warn of what is not translated yet; nothing forbids publishing.")

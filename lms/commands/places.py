"""What a path on the command line means: a folder of courses, something inside of one, or a bundle."""

from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path

import click

from lms.commands.edge import SENTENCES
from lms.exchange.bundles import Bundle, read_bundle
from lms.exchange.course_files import TOPS
from lms.exchange.folders import course_keys, read_folder
from lms.kernel.refusals import Refused

MOST_NAMED = 20


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


def is_bundle(path: Path) -> bool:
    """Tell whether a path means a course in a zip file."""
    return path.suffix.lower() == ".zip" and path.is_file()


def open_bundle(path: Path, course: str | None = None) -> Bundle:
    """Return the course of a zip file, which must be ``course`` if that is asked for."""
    with path.open("rb") as file:
        bundle = read_bundle(file)
    if course not in (None, bundle.key):
        raise click.BadParameter(f"{path} does not hold the course {course}: it holds {bundle.key}.")
    return bundle


def find_courses(path: Path) -> Whereabouts | None:
    """Return what ``path`` means: a folder that holds modules/, content/ or quizzes/, or something inside of one."""
    if any((path / top).is_dir() for top in TOPS):
        return Whereabouts(path)
    if not path.exists():
        return None
    parts = path.resolve().parts
    places = [place for place, part in enumerate(parts) if part in TOPS and place > 0]
    return Whereabouts(Path(*parts[: places[-1]]), "/".join(parts[places[-1] :])) if places else None


def courses_at(path: Path, course: str | None) -> tuple[Whereabouts, list[str]]:
    """Return what is meant and the keys of its courses; a usage error (status 2) where there is nothing."""
    where = find_courses(path)
    keys = course_keys(where.root) if where else []
    wanted = course or (where.course if where else None)
    if wanted is not None:
        keys = [key for key in keys if key == wanted]
    if where is None or not keys:
        what = f"the course {wanted}" if wanted else "a course"
        there = course_keys(where.root) if where else []
        if not path.exists():
            raise click.BadParameter(f"there is no file or folder {path}.")
        if wanted is not None and there:
            raise click.BadParameter(f"{path} does not hold {what}{_meant(wanted, there)}")
        raise click.BadParameter(
            f"{path} does not hold {what}: there must be a folder modules/ with a folder for each course."
        )
    return where, keys


def _meant(wanted: str, there: list[str]) -> str:
    """Return how a sentence ends that says that a course is not there: with the one that is meant, or with those that are."""
    near = get_close_matches(wanted, there, 1, 0.6)
    return f": is {near[0]} meant?" if near else f". There are: {', '.join(there[:MOST_NAMED])}{' …' if len(there) > MOST_NAMED else ''}"


def read_course_at(root: Path, key: str) -> dict[str, bytes]:
    """Return the files of a course; a usage error where they cannot be read."""
    try:
        return read_folder(root, key)
    except Refused as refused:
        raise click.BadParameter(SENTENCES[refused.reason] % refused.facts) from refused

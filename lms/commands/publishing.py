"""Publishes the courses of a library folder: everything is read, checked and rendered before anything is written."""

from pathlib import Path

from lms.commands import edge
from lms.commands.edge import Unable, tell
from lms.domain.courses.publication import Plan, plan, prepare
from lms.domain.courses.rules import Refusal
from lms.domain.courses.service import Outcome, publish
from lms.exchange.bundles import course_keys, read_folder
from lms.kernel.problems import Problems
from lms.kernel.refusals import Refused
from lms.platform.database import end_reading, unit_of_work


def publish_library(library: Path, *, course: str | None = None, wanted: str | None = None) -> list[Outcome]:
    """Publish all courses of a library on the open site, or one of them; all that are meant or none.

    What is wrong with their files is said on standard error. Raises Refused where there are errors, or where the
    changes do not allow what the publisher wants to call them (``wanted``: correction or revision).
    """
    keys = [key for key in course_keys(library) if course in (None, key)]
    if not keys:
        what = "no course" if course is None else f"no course {course}"
        raise Unable(
            f"{library} holds {what}: there must be a folder modules/ with a folder for each course."
        )
    plans = _plans(library, keys, wanted)
    end_reading()
    with unit_of_work():
        return publish(plans, now=edge.now())


def _plans(library: Path, keys: list[str], wanted: str | None) -> list[Plan]:
    problems, plans = Problems(), []
    for key in keys:
        prepared = prepare(key, read_folder(library, key), problems)
        if prepared:
            plans.append(plan(prepared, wanted))
    for problem in problems.found:
        tell(str(problem))
    if problems.has_errors:
        raise Refused(Refusal.HAS_ERRORS)
    return plans

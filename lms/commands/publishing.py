"""Publishes the courses of a library folder: everything is read, checked and rendered before anything is written."""

from collections.abc import Mapping
from pathlib import Path

import click

from lms.commands import edge
from lms.commands.edge import Unable, tell
from lms.domain.courses.finding import keep_findable, list_heads
from lms.domain.courses.publication import Prepared, digest_of_files, plan, prepare, render_again
from lms.domain.courses.queries import files_of, find_head, find_published, get_outline, list_unrendered
from lms.domain.courses.rules import Refusal
from lms.domain.courses.service import Outcome, keep_pages, publish
from lms.exchange.bundles import course_keys, read_folder
from lms.kernel.problems import Problems
from lms.kernel.refusals import Refused
from lms.platform.database import end_reading, unit_of_work

Files = Mapping[str, bytes]


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
    files = {key: read_folder(library, key) for key in keys}
    unchanged = {key: outcome for key in keys if (outcome := _find_unchanged(key, files[key]))}
    plans = [
        plan(prepared, wanted) for prepared in _prepare([key for key in keys if key not in unchanged], files)
    ]
    end_reading()
    with unit_of_work():
        published = {outcome.key: outcome for outcome in publish(plans, now=edge.now())}
    return [(unchanged | published)[key] for key in keys]


def _find_unchanged(key: str, files: Files) -> Outcome | None:
    """Return what publishing would do if nothing at all has changed; parsing and rendering would take seconds."""
    head = find_published(key)
    return (
        Outcome(key, head.edition, "unchanged")
        if head and head.map_digest == digest_of_files(files)
        else None
    )


def _prepare(keys: list[str], files: Mapping[str, Files]) -> list[Prepared]:
    problems = Problems()
    prepared = [prepare(key, files[key], problems, edge.now().date(), find_head(key)) for key in keys]
    for problem in problems.found:
        tell(str(problem))
    if problems.has_errors:
        raise Refused(Refusal.HAS_ERRORS)
    return [each for each in prepared if each]


def render_editions() -> int:
    """Make the pages of every edition that this version of the renderer has not made yet; return how many editions.

    Then let the documents of every course be found by their words, as far as they are not.
    """
    editions = list_unrendered()
    for edition_id, key in editions:
        pages = render_again(key, files_of(edition_id))
        end_reading()
        with unit_of_work():
            keep_pages(pages)
    heads = [(line_id, get_outline(digest)) for line_id, digest in list_heads()]
    end_reading()
    with unit_of_work():
        for line_id, outline in heads:
            keep_findable(line_id, outline)
    return len(editions)


@click.command("publish")
@click.argument("path", type=click.Path(path_type=Path), required=False)
@click.option("--course", help="Only the course with this key.")
@click.option("--as", "wanted", type=click.Choice(["correction", "revision"]), help="What to call it; by itself, the lightest.")
def publish_command(path: Path | None, course: str | None, wanted: str | None) -> None:
    """Publish the courses in PATH (the site's library): all that are meant, or none."""
    with edge.site() as app:
        library = path or app.extensions["settings"].library
        for outcome in publish_library(library, course=course, wanted=wanted):
            click.echo(f"{outcome.key} {outcome.edition} {outcome.what}")


@click.command("render")
def render_command() -> None:
    """Render every edition anew where the renderer has changed since it was published."""
    with edge.site():
        tell(f"Editions rendered: {render_editions()}.")

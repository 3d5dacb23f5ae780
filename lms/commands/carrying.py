"""``lms library export`` and ``import``: a course out of the site as one file, and out of such a file into a draft."""

from pathlib import Path

import click

from lms.commands import edge
from lms.commands.checking import check_files, report
from lms.commands.edge import Unable
from lms.commands.places import open_bundle
from lms.domain.courses.drafts import files_of_draft, get_draft, put_draft, ready_draft
from lms.domain.courses.queries import files_of, find_edition_id, find_published
from lms.exchange.bundles import write_bundle
from lms.exchange.folders import write_whole
from lms.kernel.refusals import Missing
from lms.platform.database import end_reading, unit_of_work

FILE = click.Path(path_type=Path)


@click.command("export")
@click.argument("course")
@click.argument("file", type=FILE)
@click.option("--edition", help="The edition with this number, such as 2.3, instead of the newest.")
@click.option("--draft", is_flag=True, help="The draft of the course, instead of an edition.")
@click.option("--force", is_flag=True, help="Write over FILE if it is there.")
def export_command(course: str, file: Path, edition: str | None, draft: bool, force: bool) -> None:
    """Write a COURSE of the site into FILE.zip; the same course is always the same bytes."""
    if edition and draft:
        raise click.UsageError("--edition and --draft: a draft is no edition. Ask for one of them.")
    _check_target(file, force=force)
    with edge.site():
        what, files = _draft_of(course) if draft else _edition_of(course, edition)
    write_whole(file, write_bundle(course, files))
    click.echo(f"{course} {what}")


def _check_target(file: Path, *, force: bool) -> None:
    if file.is_dir():
        raise Unable(f"{file} is a folder: name a file in it.")
    if file.exists() and not force:
        raise Unable(f"{file} is there already. Name another file, or write over it with --force.")
    if not file.parent.is_dir():
        raise Unable(f"There is no folder {file.parent}.")


def _draft_of(course: str) -> tuple[str, dict[str, bytes]]:
    return "draft", files_of_draft(get_draft(course).id)


def _edition_of(course: str, edition: str | None) -> tuple[str, dict[str, bytes]]:
    """Return the name and the map of an edition of a course: the newest, or the one that is asked for."""
    head = find_published(course)
    if head is None:
        raise Missing(f"published course {course}")
    found = find_edition_id(course, edition) if edition else head.edition_id
    if found is None:
        raise Missing(f"edition {edition} of {course}")
    return edition or head.edition, files_of(found)


@click.command("import")
@click.argument("file", type=FILE)
@click.option("--replace", is_flag=True, help="Give up the draft that is there for this one.")
@click.pass_context
def import_command(context: click.Context, file: Path, replace: bool) -> None:
    """Put the course in FILE.zip into a draft, and say everything that is wrong with it; exit status 1 if there is an error.

    Learners see nothing of it until the draft is published.
    """
    with edge.site():
        bundle = open_bundle(file)
        ready = ready_draft(bundle.key, bundle.files)
        found = check_files(bundle.key, bundle.files)
        end_reading()
        with unit_of_work():
            done = put_draft(ready, replace=replace, now=edge.now())
    click.echo(f"{bundle.key} {done}")
    context.exit(report(found))

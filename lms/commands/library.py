"""Courses on the command line: ``lms library``, the commands that begin, check, stamp, publish and carry them."""

from pathlib import Path

import click

from lms.commands.beginning import new_command
from lms.commands.carrying import export_command, import_command
from lms.commands.checking import check_command
from lms.commands.edge import SENTENCES, tell
from lms.commands.notices import notice_command
from lms.commands.places import courses_at, read_course_at
from lms.commands.publishing import publish_command, render_command
from lms.domain.courses.format.stamping import stamp
from lms.exchange.folders import write_file
from lms.kernel.refusals import Refused


@click.group("library", help="Begin, check, publish and carry courses. How to write one: docs/writing.md")
def group() -> None:
    """Hold the commands about courses."""


for each in (new_command, check_command, publish_command, render_command, export_command, import_command, notice_command):
    group.add_command(each)


@group.command("stamp")
@click.argument("path", type=click.Path(path_type=Path))
def stamp_(path: Path) -> None:
    """Say that the translations in PATH (a file, or a folder of them) are up to date with their source."""
    where, keys = courses_at(path, None)
    stamps = 0
    for key in keys:
        files = read_course_at(where.root, key)
        for name in filter(where.is_meant, files):
            try:
                stamped = stamp(name, files)
            except Refused as refused:
                raise click.BadParameter(f"{name}: {SENTENCES[refused.reason] % refused.facts}") from refused
            if stamped is not None:
                write_file(where.root, name, stamped)
                stamps += 1
                click.echo(name)
    if not stamps:
        tell(f"Nothing to stamp in {path}: what stands in it is in the source language, or is stamped as up to date already.")

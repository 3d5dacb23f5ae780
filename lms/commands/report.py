"""Reports as files."""

import json
import os
from collections.abc import Iterator
from pathlib import Path

import click

from lms.commands import edge
from lms.commands.edge import Unable, tell
from lms.domain.courses.queries import find_published
from lms.domain.records.reports import COLUMNS, ReportFilters, as_record, every_row
from lms.exchange.spreadsheets import csv_bytes
from lms.kernel.digest import BOM

Record = dict[str, str | int | None]


@click.group("report")
def group() -> None:
    """Report who has got how far."""


@group.command("progress")
@click.option("--course", help="Only this course.")
@click.option("--format", "form", type=click.Choice(["csv", "json"]), default="csv", show_default=True)
@click.option(
    "--output",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Write to this file instead of standard output.",
)
def progress(course: str | None, form: str, output: Path | None) -> None:
    """Write one row for every enrolment: who, in which course, how far, with what result."""
    with edge.site():
        if course is not None and find_published(course) is None:
            raise Unable(f"There is no published course {course}.")
        records = [as_record(row) for row in every_row(ReportFilters(course=course))]
    body = b"".join(_as_json(records) if form == "json" else _as_csv(records))
    if output is None:
        click.echo(
            body.removeprefix(BOM), nl=False
        )  # the mark is for Excel, which opens files; pipes can do without
    else:
        replace_file(output, body)
        tell(f"Enrolments written to {output}: {len(records)}.")


def replace_file(path: Path, body: bytes) -> None:
    """Write a file whole or not at all, so that nobody ever reads half of it."""
    beside = path.with_name(f"{path.name}.{os.getpid()}.part")
    try:
        beside.write_bytes(body)
        beside.replace(path)
    except OSError as error:
        error.filename, error.filename2 = str(path), None  # nobody has heard of the file beside it
        raise
    finally:
        beside.unlink(missing_ok=True)


def _as_json(records: list[Record]) -> Iterator[bytes]:
    yield json.dumps(records, ensure_ascii=False, indent=2).encode()
    yield b"\n"


def _as_csv(records: list[Record]) -> Iterator[bytes]:
    yield from csv_bytes(COLUMNS, ([record[name] for name in COLUMNS] for record in records))

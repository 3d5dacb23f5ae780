"""Tables for spreadsheets: CSV that Excel reads as UTF-8 and in which no text becomes a formula."""

import csv
import re
from collections.abc import Iterable, Iterator, Sequence
from io import StringIO

BOM = "\ufeff"  # without it Excel takes UTF-8 for the old alphabet of the country
CHUNK = 32_768  # characters
NUMBER = re.compile(r"[+-]?[0-9]+(?:[.,][0-9]+)?")
UNSEEN = r"[\s\x00-\x1f\u200b-\u200f\u2060\ufeff]*"
SIGNS = "[=+\\-@\uff1d\uff0b\uff0d\uff20]"  # the wide ones count where people write in East Asia
STARTS_FORMULA = re.compile(f"{UNSEEN}{SIGNS}|{UNSEEN}[\\t\\r\\n]")
SPLITS_INTO_FORMULA = re.compile(f"([;\\t\\r\\n]{UNSEEN})(?={SIGNS})")


def csv_bytes(header: Sequence[str], rows: Iterable[Sequence[object]]) -> Iterator[bytes]:
    """Yield a CSV file in chunks: UTF-8 with BOM, commas, CRLF (RFC 4180), the header first.

    A text that a spreadsheet would take for a formula gets an apostrophe before it; numbers stay numbers, None is an
    empty cell. ``rows`` may be a generator: no more than a chunk of the file is held.
    """
    page = StringIO(newline="")
    page.write(BOM)
    writer = csv.writer(page, lineterminator="\r\n")
    writer.writerow([_cell(name) for name in header])
    for row in rows:
        writer.writerow([_cell(value) for value in row])
        if page.tell() > CHUNK:
            yield _taken_from(page)
    yield _taken_from(page)


def _cell(value: object) -> str:
    """Return what stands in the cell for the value; a date is 2026-11-21."""
    text = "" if value is None else str(value)
    if NUMBER.fullmatch(text):
        return text
    visible = text.lstrip()
    # Excel splits at semicolons where the comma is the decimal sign, in Bulgaria and Greece too.
    guarded = text[: len(text) - len(visible)] + SPLITS_INTO_FORMULA.sub(r"\1'", visible)
    return f"'{guarded}" if STARTS_FORMULA.match(text) else guarded


def _taken_from(page: StringIO) -> bytes:
    """Return what was written since the last time, and empty the page."""
    written = page.getvalue()
    page.seek(0)
    page.truncate()
    return written.encode("utf-8", "replace")

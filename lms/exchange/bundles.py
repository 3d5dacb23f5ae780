"""A course as one zip file: the same course is the same bytes, and what a stranger made is read with care (course-format §11).

Files are stored as they are and not compressed: compressors differ between machines, and most bytes of a course are
pictures and films that are compressed already (decision 27). Texts stand in it as their digest sees them, with LF and
without BOM.
"""

import re
import stat
import zlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from typing import BinaryIO

from lms.domain.courses.files import digest_of_files, plain_body
from lms.domain.courses.format.yaml_reader import Map, Scalar, read_yaml
from lms.exchange.course_files import LIMITS, Limits, check_path, check_paths, is_left_out, key_of
from lms.exchange.unreadable import Unreadable
from lms.exchange.zip_table import (
    CENTRAL,
    CENTRAL_SIGN,
    END,
    END_SIGN,
    LOCAL,
    LOCAL_SIGN,
    STORED,
    UTF8,
    Entry,
    read_entry,
    read_table,
)
from lms.kernel.keys import is_key
from lms.kernel.problems import Problems
from lms.kernel.refusals import Refused

Files = Mapping[str, bytes]
Upgrade = Callable[[Files], Files]

UPGRADES: tuple[Upgrade, ...] = ()  # the first makes format 2 of a map of format 1, and so on
FORMAT = 1 + len(UPGRADES)
HEAD = "bundle.yaml"
MOST_BYTES_OF_HEAD = 4096
SAYS = ("format", "course", "digest", "written_by")
NUMBER = re.compile(r"[1-9][0-9]{0,5}")
ENTRIES_FOR_A_FILE = 4  # folders, and what macOS puts beside each file
SLACK = 64 * 1024  # bytes; of something this small no ratio is asked
FIRST_DAY = (1 << 5) | 1  # 1 January 1980, the first that a zip file knows
VERSION = 20  # of the zip format: folders and UTF-8 names
ON_UNIX = 3 << 8
MODE = (stat.S_IFREG | 0o644) << 16


@dataclass(frozen=True)
class Bundle:
    """What was read: a course's key and map, and what wrote it, "" where nothing says so."""

    key: str
    files: dict[str, bytes]
    written_by: str = ""


def write_bundle(key: str, files: Files) -> Iterator[bytes]:
    """Yield the bytes of a bundle piece by piece: for one map they are the same on every machine and at every time."""
    check_files(key, files)
    inside = {HEAD: _head(key, files), **files}
    table, at = [], 0
    for path in sorted(inside):
        body, name = plain_body(path, inside[path]), path.encode()
        said = (UTF8, STORED, 0, FIRST_DAY, zlib.crc32(body), len(body), len(body), len(name), 0)
        before = LOCAL.pack(LOCAL_SIGN, VERSION, *said) + name
        table.append(CENTRAL.pack(CENTRAL_SIGN, ON_UNIX | VERSION, VERSION, *said, 0, 0, 0, MODE, at) + name)
        at += len(before) + len(body)
        yield before
        yield body
    yield from table
    yield END.pack(END_SIGN, 0, 0, len(table), len(table), sum(map(len, table)), at, 0)


def check_files(key: str, files: Files) -> None:
    """Refuse a map that no bundle may hold, so that whatever is written can be read again."""
    for path in files:
        check_path(path)
    check_paths(files)
    if key_of(files) != key or not is_key(key):
        raise Refused(Unreadable.KEY, path=key)
    _check_sizes([Entry(path, STORED, 0, len(body), len(body), 0) for path, body in files.items()], LIMITS)


def _head(key: str, files: Files) -> bytes:
    program = f"Isegoria {version('isegoria')}"
    return f'format: {FORMAT}\ncourse: {key}\ndigest: {digest_of_files(files)}\nwritten_by: "{program}"\n'.encode()


def read_bundle(file: BinaryIO, limits: Limits = LIMITS) -> Bundle:
    """Return the course that a zip file holds; Refused (``Unreadable``) where anything about it is not as it should be.

    Names, places and sizes are looked at before anything is unpacked, and again while it is. Without ``bundle.yaml`` (a
    course that somebody packed by hand) the files are taken as they lie.
    """
    entries = read_table(file, limits.files * ENTRIES_FOR_A_FILE)
    head = next((entry for entry in entries if entry.name == HEAD), None)
    meant = [entry for entry in entries if not any(map(is_left_out, entry.name.split("/")))]
    _check_sizes(meant, limits)
    paths = [entry.name for entry in meant]
    check_paths(paths)
    key = key_of(paths)
    if not is_key(key):
        raise Refused(Unreadable.KEY, path=key)
    says = _read_head(file, head) if head else None
    files = {entry.name: read_entry(file, entry) for entry in meant}
    if says is None:
        return Bundle(key, files)
    if says["course"] != key:
        raise Refused(Unreadable.OTHER, path=key, other=says["course"])
    if says["digest"] != digest_of_files(files):
        raise Refused(Unreadable.DIGEST)
    return Bundle(key, upgraded(files, int(says["format"])), says["written_by"])


def upgraded(files: Files, since: int, steps: Sequence[Upgrade] = UPGRADES) -> dict[str, bytes]:
    """Return a map of the format ``since`` as one of today: every step makes the next format of it."""
    for step in steps[since - 1 :]:
        files = step(files)
    return dict(files)


def _check_sizes(entries: Sequence[Entry], limits: Limits) -> None:
    if len(entries) > limits.files:
        raise Refused(Unreadable.MANY, most=limits.files)
    for entry in entries:
        if entry.size > limits.of(entry.name):
            raise Refused(Unreadable.LARGE, path=entry.name, most=limits.of(entry.name))
        if entry.size > entry.packed * limits.ratio + SLACK:
            raise Refused(Unreadable.RATIO, path=entry.name, most=limits.ratio)
    total = sum(entry.size for entry in entries)
    if total > limits.total:
        raise Refused(Unreadable.TOTAL, most=limits.total)
    if total > sum(entry.packed for entry in entries) * limits.ratio + SLACK:
        raise Refused(Unreadable.RATIO, path=entries[-1].name, most=limits.ratio)


def _read_head(file: BinaryIO, entry: Entry) -> dict[str, str]:
    """Return what ``bundle.yaml`` says; of a newer format nothing but its number is asked."""
    if entry.size > MOST_BYTES_OF_HEAD:
        raise Refused(Unreadable.LARGE, path=HEAD, most=MOST_BYTES_OF_HEAD)
    try:
        text = read_entry(file, entry).decode()
    except UnicodeDecodeError:
        raise Refused(Unreadable.HEAD) from None
    problems = Problems()
    tree = read_yaml(text, file=HEAD, problems=problems)
    pairs = tree.pairs if isinstance(tree, Map) else ()
    says = {pair.key.text: pair.value.text for pair in pairs if isinstance(pair.value, Scalar)}
    number = says.get("format", "")
    if NUMBER.fullmatch(number) and int(number) > FORMAT:
        raise Refused(Unreadable.NEWER, format=number, most=FORMAT)
    if problems.has_errors or len(says) != len(pairs) or set(says) != set(SAYS) or not NUMBER.fullmatch(number):
        raise Refused(Unreadable.HEAD)
    if not is_key(says["course"]) or not says["written_by"].isprintable():  # both are shown to people
        raise Refused(Unreadable.HEAD)
    return says

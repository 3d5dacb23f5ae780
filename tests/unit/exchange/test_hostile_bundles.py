"""Bundles that a stranger made to do harm, each made byte by byte: every one is refused with its own reason (course-format §11)."""

import io
import stat
import tracemalloc
import zlib
from dataclasses import replace

import pytest

from lms.exchange.bundles import read_bundle
from lms.exchange.course_files import LIMITS
from lms.exchange.unreadable import SENTENCES, Unreadable
from lms.kernel.refusals import Refused
from tests.support.zips import UTF8, Part, archive, deflated, packed

COURSE = Part("modules/c/course.yaml", b"format: 1\n")
A = "content/c/en/a.md"
ODD = "content/c/en/é.md"
SPOT = 40_000  # bytes of one letter, which pack to almost nothing
BOMB = b"x" * 200_000
SMALL = replace(LIMITS, files=3, text=100, medium=1_000_000, total=1_000_100)
MANY = [Part(f"content/c/en/{letter}.md") for letter in "abc"]
LINK, PIPE, DEVICE = stat.S_IFLNK << 16, stat.S_IFIFO << 16, stat.S_IFCHR << 16
WHOLE = archive(COURSE, Part(A))


def entry(**other: object) -> bytes:
    """Return a bundle with one file that is otherwise than it should be."""
    return archive(COURSE, Part(A, **other))  # type: ignore[arg-type]


def named(name: str | bytes, **other: object) -> bytes:
    """Return a bundle with one more file of this name."""
    return archive(COURSE, Part(name, **other))  # type: ignore[arg-type]


def endless(body: bytes) -> bytes:
    """Return bytes as they are packed where more is to follow."""
    machine = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS)
    return machine.compress(body) + machine.flush(zlib.Z_SYNC_FLUSH)


ARCHIVES = {
    "nothing at all": (b"", Unreadable.NO_ZIP),
    "a text": (b"A course of mine.\n" * 99, Unreadable.NO_ZIP),
    "a picture": (b"\x89PNG\r\n\x1a\n" + bytes(500), Unreadable.NO_ZIP),
    "the first half of one": (WHOLE[: len(WHOLE) // 2], Unreadable.CUT),
    "all but its last byte": (WHOLE[:-1], Unreadable.CUT),
    "one without its beginning": (WHOLE[10:], Unreadable.TABLE),
    "one with something before it": (b"#!/bin/sh\n" + WHOLE, Unreadable.TABLE),
    "one with something after it": (WHOLE + b"more", Unreadable.CUT),
    "one with an end within its end": (archive(COURSE, comment=archive()), Unreadable.TABLE),
    "an empty one": (archive(), Unreadable.NO_COURSE),
    "folders alone": (archive(Part("modules/c/", b"", attributes=0)), Unreadable.NO_COURSE),
    "several disks": (archive(COURSE, disk=1), Unreadable.TABLE),
    "a table on another disk": (archive(COURSE, table_disk=1), Unreadable.TABLE),
    "a file on another disk": (entry(disk=1), Unreadable.CONTRADICTS),
    "two counts": (archive(COURSE, Part(A), here=1), Unreadable.TABLE),
    "a table that lists too little": (archive(COURSE, Part(A), here=1, count=1), Unreadable.TABLE),
    "a table that lists too much": (archive(COURSE, Part(A), here=3, count=3), Unreadable.TABLE),
    "a table elsewhere": (archive(COURSE, Part(A), at=0), Unreadable.TABLE),
    "a table that is no table": (archive(COURSE, size=0, at=len(archive(COURSE)) - 22), Unreadable.TABLE),
    "something between the table and the end": (archive(COURSE, before_end=b"more"), Unreadable.TABLE),
    "a table with another sign": (WHOLE.replace(b"PK\x01\x02", b"PK\x01\x03", 1), Unreadable.TABLE),
    "a table that stops": (archive(COURSE, before_end=b"PK\x01\x02", here=2, count=2, size=71), Unreadable.TABLE),
    "a table of gigabytes": (archive(COURSE, size=0xFFFFFFF0), Unreadable.ENTRIES),
    "entries without end": (archive(*[COURSE] * 13, here=13, count=13), Unreadable.ENTRIES),
    "a ZIP64 locator": (archive(COURSE, before_end=b"PK\x06\x07" + bytes(16)), Unreadable.ZIP64),
    "a count for ZIP64": (archive(COURSE, here=0xFFFF, count=0xFFFF), Unreadable.ZIP64),
    "a table for ZIP64": (archive(COURSE, at=0xFFFFFFFF), Unreadable.ZIP64),
    "a size for ZIP64": (entry(size=0xFFFFFFFF, packed_size=0xFFFFFFFF), Unreadable.ZIP64),
    "a place for ZIP64": (entry(at=0xFFFFFFFF), Unreadable.ZIP64),
    "an encrypted file": (entry(flags=UTF8 | 1), Unreadable.ENCRYPTED),
    "strong encryption": (entry(flags=UTF8 | 1 << 6), Unreadable.ENCRYPTED),
    "an encrypted table": (entry(flags=UTF8 | 1 << 13), Unreadable.ENCRYPTED),
    "bzip2": (entry(method=12), Unreadable.METHOD),
    "an unknown method": (entry(method=99), Unreadable.METHOD),
    "a patch": (entry(flags=UTF8 | 1 << 5), Unreadable.METHOD),
    "a link": (entry(attributes=LINK | 0o777 << 16), Unreadable.SPECIAL),
    "a pipe": (entry(attributes=PIPE), Unreadable.SPECIAL),
    "a device": (entry(attributes=DEVICE), Unreadable.SPECIAL),
    "a junction of Windows": (entry(attributes=0x400), Unreadable.SPECIAL),
    "a folder that is called a file": (entry(attributes=stat.S_IFDIR << 16), Unreadable.SPECIAL),
    "a folder that is a link": (named("content/c/en/", body=b"", attributes=LINK), Unreadable.SPECIAL),
    "a folder with bytes": (named("content/c/en/", body=b"x", attributes=0), Unreadable.LIES),
    "a name in another encoding": (named("content/c/en/é.md".encode("cp437"), flags=0), Unreadable.NAME),
    "a UTF-8 name that does not say so": (named(ODD.encode(), flags=0), Unreadable.NAME),
    "a name that says it is UTF-8 and is not": (named(b"content/c/en/\xff.md"), Unreadable.NAME),
    "a NUL in a name": (named("content/c/en/a.md\0.png"), Unreadable.SIGNS),
    "a line break in a name": (named("content/c/en/a\nb.md"), Unreadable.SIGNS),
    "an escape of terminals": (named("content/c/en/\x1b[2J.md"), Unreadable.SIGNS),
    "a name that turns around": (named("content/c/en/\u202egpj.md"), Unreadable.SIGNS),
    "a backslash": (named("content\\c\\en\\a.md"), Unreadable.BACKSLASH),
    "an absolute name": (named("/etc/passwd"), Unreadable.ABSOLUTE),
    "a drive": (named("C:/content/c/en/a.md"), Unreadable.ABSOLUTE),
    "a way upwards": (named("content/c/../../../etc/passwd"), Unreadable.UPWARD),
    "a way upwards in what is left out": (named("__MACOSX/../../x"), Unreadable.UPWARD),
    "a folder upwards": (named("content/../", body=b""), Unreadable.UPWARD),
    "a dot": (named("content/c/./a.md"), Unreadable.UPWARD),
    "two slashes": (named("content/c//a.md"), Unreadable.UPWARD),
    "no name": (named(""), Unreadable.UPWARD),
    "a long name": (named("content/c/en/" + "a" * 200 + "/" + "b" * 200), Unreadable.LONG),
    "a name that no disk keeps": (named("content/c/en/" + "я" * 128), Unreadable.LONG),
    "a deep name": (named("content/c/" + "a/" * 14 + "a.md"), Unreadable.DEEP),
    "a name twice": (archive(COURSE, Part(A), Part(A, b"y")), Unreadable.TWICE),
    "two names but for case": (archive(COURSE, Part(A), Part("content/c/en/A.md")), Unreadable.CLASH),
    "two folders but for case": (archive(COURSE, Part(A), Part("content/c/EN/b.md")), Unreadable.CLASH),
    "two names but for form": (archive(Part(ODD), Part("content/c/en/e\u0301.md")), Unreadable.CLASH),
    "two names but for width": (archive(COURSE, Part(A), Part("content/c/en/ａ.md")), Unreadable.CLASH),
    "two names but for a sharp s": (archive(Part("content/c/ß.md"), Part("content/c/SS.md")), Unreadable.CLASH),
    "a file that is a folder too": (archive(COURSE, Part(A), Part(f"{A}/b.md")), Unreadable.CLASH),
    "a file beside the folders": (named("readme.md"), Unreadable.OUTSIDE),
    "another folder": (named("slides/c/a.md"), Unreadable.OUTSIDE),
    "a file of no course": (named("content/readme.md"), Unreadable.OUTSIDE),
    "a course in a folder": (archive(Part(f"course/{A}")), Unreadable.OUTSIDE),
    "two courses": (named("content/d/en/a.md"), Unreadable.SEVERAL),
    "a course without a key": (archive(Part("modules/My Course/course.yaml")), Unreadable.KEY),
    "too many files": (archive(COURSE, *MANY), Unreadable.MANY),
    "a large text": (entry(body=bytes(101)), Unreadable.LARGE),
    "a large picture": (named("content/c/media/a.png", body=bytes(1_000_001)), Unreadable.LARGE),
    "too much together": (
        archive(Part("content/c/media/a.png", bytes(999_999)), Part("content/c/media/b.png", bytes(102))),
        Unreadable.TOTAL,
    ),
    "a bomb": (archive(packed("content/c/media/a.png", BOMB)), Unreadable.RATIO),
    "a bomb beside an honest file": (
        archive(packed("content/c/media/a.png", BOMB), Part("content/c/media/b.png", BOMB)),
        Unreadable.RATIO,
    ),
    "bombs that are small each": (
        archive(*(packed(f"content/c/media/{letter}.png", BOMB[:SPOT]) for letter in "ab")),
        Unreadable.RATIO,
    ),
    "a stored size that is a lie": (entry(size=2), Unreadable.LIES),
    "a size that is too small": (archive(replace(packed(A, b"x" * 90), size=80)), Unreadable.LIES),
    "a size of nothing": (archive(replace(packed(A, b"x" * 90), size=0)), Unreadable.LIES),
    "a bomb that says it is small": (archive(replace(packed(A, BOMB), size=90)), Unreadable.LIES),
    "a size that is too large": (archive(replace(packed(A, b"x" * 80), size=90)), Unreadable.LIES),
    "bytes after the packed ones": (archive(Part(A, b"x", deflated(b"x") + b"more", 8)), Unreadable.LIES),
    "packed bytes that stop": (archive(Part(A, b"abcdefgh", deflated(b"abcdefgh")[:-3], 8)), Unreadable.LIES),
    "packed bytes without an end": (archive(Part(A, b"abcdefgh", endless(b"abcdefgh"), 8)), Unreadable.LIES),
    "packed bytes that are none": (archive(Part(A, b"x", b"\xff" * 9, 8)), Unreadable.DAMAGED),
    "another sum": (entry(crc=1), Unreadable.DAMAGED),
    "another sum of what is packed": (archive(packed(A, b"x", crc=1)), Unreadable.DAMAGED),
    "another name before the file": (entry(local={"name": b"content/c/en/b.md"}), Unreadable.CONTRADICTS),
    "another method before the file": (entry(local={"method": 8}), Unreadable.CONTRADICTS),
    "another sum before the file": (entry(local={"crc": 1}), Unreadable.CONTRADICTS),
    "another size before the file": (entry(local={"size": 9}), Unreadable.CONTRADICTS),
    "another packed size before the file": (entry(local={"packed": 9}), Unreadable.CONTRADICTS),
    "another encoding before the file": (entry(local={"flags": 0}), Unreadable.CONTRADICTS),
    "encrypted before the file alone": (entry(local={"flags": UTF8 | 1}), Unreadable.CONTRADICTS),
    "no sign before the file": (entry(local={"sign": b"PK\x03\x05"}), Unreadable.CONTRADICTS),
    "a size for later that is there and wrong": (
        entry(flags=UTF8 | 8, local={"crc": 0, "packed": 0, "size": 9}),
        Unreadable.CONTRADICTS,
    ),
    "two files in one place": (archive(COURSE, Part(A), replace(Part(A), name="content/c/en/b.md", at=62)), Unreadable.OVERLAPS),
    "a file within a file": (
        archive(Part(A, Part("content/c/en/b.md").before() + b"x"), Part("content/c/en/b.md", at=len(Part(A).before()))),
        Unreadable.OVERLAPS,
    ),
    "a file within the table": (archive(COURSE, Part(A, packed_size=99, size=99, local={"packed": 99, "size": 99})), Unreadable.OVERLAPS),
    "a file beyond the end": (entry(at=0x7FFFFFFF), Unreadable.CUT),
}  # fmt: skip


@pytest.mark.parametrize(("made", "reason"), ARCHIVES.values(), ids=ARCHIVES)
def test_a_bundle_that_could_do_harm_is_refused_with_its_own_reason(made: bytes, reason: Unreadable) -> None:
    with pytest.raises(Refused) as refused:
        read_bundle(io.BytesIO(made), SMALL)
    assert refused.value.reason is reason
    assert (SENTENCES[reason] % refused.value.facts).isprintable()


def test_no_more_is_unpacked_than_a_file_is_said_to_have() -> None:
    made = io.BytesIO(archive(replace(packed(A, bytes(50_000_000)), size=90)))
    tracemalloc.start()
    try:
        with pytest.raises(Refused):
            read_bundle(made, SMALL)
        _, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert most < 2_000_000


def test_what_is_refused_is_refused_for_that_alone() -> None:
    """What the hostile ones are made of is read as it is."""
    assert read_bundle(io.BytesIO(WHOLE), SMALL).files == {A: b"x", "modules/c/course.yaml": b"format: 1\n"}


NEAR_MISSES = {
    "as many files as there may be": archive(COURSE, *MANY[:2]),
    "a text as large as it may be": entry(body=bytes(100)),
    "a picture as large as it may be": named("content/c/media/a.png", body=bytes(1_000_000)),
    "a picture that is packed tightly": archive(packed("content/c/media/a.png", b"x" * 65_000)),
    "a name as long as it may be": named("content/c/en/" + "a" * 131 + "/" + "b" * 252 + ".md"),
    "a name as deep as it may be": named("content/c/" + "a/" * 13 + "a.md"),
    "a name that says it is UTF-8": named(ODD),
    "a plain name that says nothing": named(A, flags=0),
    "packed": archive(packed(A, b"text " * 20)),
    "sizes that stand after the file": entry(flags=UTF8 | 8, local={"crc": 0, "packed": 0, "size": 0}, left=bytes(16)),
    "extra fields before the file": entry(extra=b"UT\x05\x00\x01abcd"),
    "a comment": archive(COURSE, Part(A), comment=b"made by hand"),
    "attributes of DOS": entry(attributes=0x20),
    "a folder": archive(COURSE, Part("content/c/en/", b"", attributes=stat.S_IFDIR << 16 | 0x10), Part(A)),
    "dots in a name": named("content/c/en/a..b.md"),
    "bytes between two files": archive(COURSE, Part(A, left=b"nothing"), Part("content/c/en/b.md")),
}


@pytest.mark.parametrize("made", NEAR_MISSES.values(), ids=NEAR_MISSES)
def test_what_only_looks_like_harm_is_read(made: bytes) -> None:
    assert read_bundle(io.BytesIO(made), SMALL).key == "c"


def test_every_reason_is_reached_by_some_archive() -> None:
    """But those of folders, and those of ``bundle.yaml``, which have tests of their own."""
    elsewhere = {Unreadable.LINK, Unreadable.HEAD, Unreadable.NEWER, Unreadable.OTHER, Unreadable.DIGEST}
    assert {reason for _, reason in ARCHIVES.values()} == set(Unreadable) - elsewhere

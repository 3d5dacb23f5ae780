"""The table of contents of a zip file that a stranger made: read by our own hand, believed only where all of it agrees.

Python's reader is made to get something out of whatever it is given. This one reads what ordinary programs write and
refuses all else: nothing is unpacked before every entry, its size and its place in the file have been looked at. ZIP64,
encryption, parts on several disks and methods other than "stored" and "deflate" are not read.
"""

import stat
import zlib
from dataclasses import dataclass
from struct import Struct
from typing import BinaryIO

from lms.exchange.course_files import check_path
from lms.exchange.unreadable import Unreadable
from lms.kernel.refusals import Refused

LOCAL, CENTRAL, END = Struct("<4s5H3L2H"), Struct("<4s6H3L5H2L"), Struct("<4s4H2LH")
LOCAL_SIGN, CENTRAL_SIGN, END_SIGN, ZIP64_SIGN = b"PK\x03\x04", b"PK\x01\x02", b"PK\x05\x06", b"PK\x06\x07"
LONGEST_COMMENT = 0xFFFF
ZIP64_LOCATOR = 20  # bytes; it stands right before the end
STORED, DEFLATED = 0, 8
ENCRYPTED, LATER, PATCHED, STRONG, UTF8, MASKED = 1 << 0, 1 << 3, 1 << 5, 1 << 6, 1 << 11, 1 << 13  # bits of flags
BEFORE_A_FILE = ENCRYPTED | LATER | PATCHED | STRONG | UTF8 | MASKED  # what must be said alike in both places
REPARSE_POINT = 0x400  # of the attributes that DOS and Windows give
MOST_BYTES_OF_AN_ENTRY = 1024  # of the table, on the average
PIECE = 64 * 1024


@dataclass(frozen=True)
class Entry:
    """A file as the table lists it; ``start`` is where its packed bytes begin."""

    name: str
    method: int
    crc: int
    packed: int
    size: int
    start: int


@dataclass(frozen=True)
class _Listed:
    """An entry of the table, before what stands in front of its file was compared with it."""

    raw: bytes
    name: str
    flags: int
    method: int
    crc: int
    packed: int
    size: int
    at: int


def read_table(file: BinaryIO, most: int) -> list[Entry]:
    """Return the files that a zip file lists, ``most`` at most with its folders; folders are left out.

    Every name has been checked, no two entries lie at the same place, and what stands before each file says the same.
    """
    length = file.seek(0, 2)
    end, count, size, at = _find_end(file, length)
    if count > most or size > most * MOST_BYTES_OF_AN_ENTRY:
        raise Refused(Unreadable.ENTRIES, most=most)
    if at + size != end:
        raise Refused(Unreadable.TABLE)
    listed = _read_listed(_exactly(file, at, size), count)
    _check_twice(listed)
    entries, reached = [], 0
    for each in sorted(listed, key=lambda one: one.at):
        if each.at < reached:
            raise Refused(Unreadable.OVERLAPS, path=each.name)
        start = _compare(file, each)
        reached = start + each.packed
        if reached > at:
            raise Refused(Unreadable.OVERLAPS, path=each.name)
        if not each.name.endswith("/"):
            entries.append(Entry(each.name, each.method, each.crc, each.packed, each.size, start))
    return sorted(entries, key=lambda entry: entry.name)


def _find_end(file: BinaryIO, length: int) -> tuple[int, int, int, int]:
    """Return where the end record stands, and what it says: how many entries, and the table's size and place."""
    begin = max(0, length - END.size - LONGEST_COMMENT)
    tail = _exactly(file, begin, length - begin)
    ends, at = [], tail.find(END_SIGN)
    while at >= 0:
        if at + END.size <= len(tail) and at + END.size + END.unpack_from(tail, at)[-1] == len(tail):
            ends.append(at)
        at = tail.find(END_SIGN, at + 1)
    if not ends:
        begins_like_one = length >= len(LOCAL_SIGN) and _exactly(file, 0, len(LOCAL_SIGN)) == LOCAL_SIGN
        raise Refused(Unreadable.CUT if begins_like_one else Unreadable.NO_ZIP)
    if len(ends) > 1:
        raise Refused(Unreadable.TABLE)
    _, disk, disk_of_table, here, count, size, place, _ = END.unpack_from(tail, ends[0])
    before = tail[max(0, ends[0] - ZIP64_LOCATOR) : ends[0]]
    if before.startswith(ZIP64_SIGN) or 0xFFFF in (here, count) or 0xFFFFFFFF in (size, place):
        raise Refused(Unreadable.ZIP64)
    if disk or disk_of_table or here != count:
        raise Refused(Unreadable.TABLE)
    return begin + ends[0], count, size, place


def _read_listed(table: bytes, count: int) -> list[_Listed]:
    listed, at = [], 0
    for _ in range(count):
        if at + CENTRAL.size > len(table) or table[at : at + 4] != CENTRAL_SIGN:
            raise Refused(Unreadable.TABLE)
        fields = CENTRAL.unpack_from(table, at)
        at += CENTRAL.size
        raw = table[at : at + fields[10]]
        at += sum(fields[10:13])
        listed.append(_listed(raw, fields))
    if at != len(table):
        raise Refused(Unreadable.TABLE)
    return listed


def _listed(raw: bytes, fields: tuple[int, ...]) -> _Listed:
    """Return one entry, if it is an ordinary file or folder that can be read here."""
    _, _, _, flags, method, _, _, crc, packed, size, _, _, _, disk, _, attributes, at = fields
    name = _name(raw, flags)
    check_path(name.removesuffix("/"))
    if flags & (ENCRYPTED | STRONG | MASKED):
        raise Refused(Unreadable.ENCRYPTED, path=name)
    if method not in (STORED, DEFLATED) or flags & PATCHED:
        raise Refused(Unreadable.METHOD, path=name)
    if not _is_ordinary(name, attributes):
        raise Refused(Unreadable.SPECIAL, path=name)
    if 0xFFFFFFFF in (packed, size, at):
        raise Refused(Unreadable.ZIP64)
    if disk:
        raise Refused(Unreadable.CONTRADICTS, path=name)
    if (method == STORED and packed != size) or (name.endswith("/") and size):
        raise Refused(Unreadable.LIES, path=name)
    return _Listed(raw, name, flags, method, crc, packed, size, at)


def _name(raw: bytes, flags: int) -> str:
    """Return a name that is UTF-8 and says so; without the flag it could be in any of a hundred encodings."""
    try:
        return raw.decode("utf-8" if flags & UTF8 else "ascii")
    except UnicodeDecodeError:
        raise Refused(Unreadable.NAME, path=ascii(raw.decode("latin-1"))) from None


def _is_ordinary(name: str, attributes: int) -> bool:
    kind = stat.S_IFMT(attributes >> 16)
    return kind in (0, stat.S_IFDIR if name.endswith("/") else stat.S_IFREG) and not attributes & REPARSE_POINT


def _check_twice(listed: list[_Listed]) -> None:
    seen: set[str] = set()
    for each in listed:
        if each.name in seen:
            raise Refused(Unreadable.TWICE, path=each.name)
        seen.add(each.name)


def _compare(file: BinaryIO, listed: _Listed) -> int:
    """Return where the packed bytes of a file begin; what stands before them must say what the table says."""
    sign, _, flags, method, _, _, crc, packed, size, name_length, extra_length = LOCAL.unpack(
        _exactly(file, listed.at, LOCAL.size)
    )
    raw = _exactly(file, listed.at + LOCAL.size, name_length)
    said, meant = (crc, packed, size), (listed.crc, listed.packed, listed.size)
    agrees = said == meant or (flags & LATER and said == (0, 0, 0))
    alike = (flags ^ listed.flags) & BEFORE_A_FILE == 0 and method == listed.method and raw == listed.raw
    if sign != LOCAL_SIGN or not alike or not agrees:
        raise Refused(Unreadable.CONTRADICTS, path=listed.name)
    return listed.at + LOCAL.size + name_length + extra_length


def read_entry(file: BinaryIO, entry: Entry) -> bytes:
    """Return the bytes of a file; not one more than it is said to have is ever made."""
    if entry.method == STORED:
        body = _exactly(file, entry.start, entry.size)
    else:
        try:
            body = _inflate(file, entry)
        except zlib.error:
            raise Refused(Unreadable.DAMAGED, path=entry.name) from None
    if zlib.crc32(body) != entry.crc:
        raise Refused(Unreadable.DAMAGED, path=entry.name)
    return body


def _inflate(file: BinaryIO, entry: Entry) -> bytes:
    machine, body, taken = zlib.decompressobj(-zlib.MAX_WBITS), bytearray(), 0
    while taken < entry.packed and not machine.eof:
        feed = _exactly(file, entry.start + taken, min(PIECE, entry.packed - taken))
        taken += len(feed)
        while feed and not machine.eof:
            body += machine.decompress(feed, entry.size + 1 - len(body))
            if len(body) > entry.size:
                raise Refused(Unreadable.LIES, path=entry.name)
            feed = machine.unconsumed_tail
    if not machine.eof or machine.unused_data or taken != entry.packed or len(body) != entry.size:
        raise Refused(Unreadable.LIES, path=entry.name)
    return bytes(body)


def _exactly(file: BinaryIO, at: int, size: int) -> bytes:
    file.seek(at)
    body = file.read(size)
    if len(body) != size:
        raise Refused(Unreadable.CUT)
    return body

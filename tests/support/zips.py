"""Zip files made byte by byte, so that a test can make one that no program would write."""

import zlib
from dataclasses import dataclass, field
from struct import pack

FIRST_DAY = (1 << 5) | 1
UTF8 = 1 << 11
ORDINARY = 0o100644 << 16


@dataclass(frozen=True)
class Part:
    """An entry: what is not given is as an honest program writes it. ``local`` is what stands before the file instead.

    ``at`` is where the table says that it begins; ``left`` is what follows its packed bytes.
    """

    name: str | bytes
    body: bytes = b"x"
    packed: bytes | None = None
    method: int = 0
    flags: int = UTF8
    crc: int | None = None
    size: int | None = None
    packed_size: int | None = None
    attributes: int = ORDINARY
    disk: int = 0
    extra: bytes = b""
    at: int | None = None
    left: bytes = b""
    local: dict[str, object] = field(default_factory=dict)

    def values(self) -> dict[str, object]:
        """Return what is said of the entry, by name."""
        raw = self.name.encode() if isinstance(self.name, str) else self.name
        crc = zlib.crc32(self.body) if self.crc is None else self.crc
        size = len(self.body) if self.size is None else self.size
        packed = len(self.bytes) if self.packed_size is None else self.packed_size
        return {"name": raw, "method": self.method, "flags": self.flags, "crc": crc, "size": size, "packed": packed}

    @property
    def bytes(self) -> bytes:
        """The bytes as they lie in the file."""
        return self.body if self.packed is None else self.packed

    def before(self) -> bytes:
        """Return what stands before the file."""
        said = {**self.values(), "sign": b"PK\x03\x04", **self.local}
        name = said["name"]
        assert isinstance(name, bytes)
        order = ("flags", "method", "crc", "packed", "size")
        flags, method, crc, packed, size = (said[each] for each in order)
        head = pack("<4s5H3L2H", said["sign"], 20, flags, method, 0, FIRST_DAY, crc, packed, size, len(name), len(self.extra))
        return head + name + self.extra

    def listed(self, at: int) -> bytes:
        """Return its line in the table."""
        said = self.values()
        name = said["name"]
        assert isinstance(name, bytes)
        begin = at if self.at is None else self.at
        order = ("flags", "method", "crc", "packed", "size")
        flags, method, crc, packed, size = (said[each] for each in order)
        rest = (len(name), 0, 0, self.disk, 0, self.attributes, begin)
        return pack("<4s6H3L5H2L", b"PK\x01\x02", 3 << 8 | 20, 20, flags, method, 0, FIRST_DAY, crc, packed, size, *rest) + name


def deflated(body: bytes) -> bytes:
    """Return bytes as zip files pack them."""
    machine = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS)
    return machine.compress(body) + machine.flush()


def packed(name: str, body: bytes, **other: object) -> Part:
    """Return an entry that is packed."""
    return Part(name, body, packed=deflated(body), method=8, **other)  # type: ignore[arg-type]


def archive(*parts: Part, comment: bytes = b"", before_end: bytes = b"", **end: int) -> bytes:
    """Return a zip file; ``end`` says otherwise than is so: ``disk``, ``here``, ``count``, ``size``, ``at``."""
    body, table = b"", b""
    for part in parts:
        table += part.listed(len(body))
        body += part.before() + part.bytes + part.left
    said = {"disk": 0, "table_disk": 0, "here": len(parts), "count": len(parts), "size": len(table), "at": len(body)} | end
    return body + table + before_end + pack("<4s4H2LH", b"PK\x05\x06", *said.values(), len(comment)) + comment

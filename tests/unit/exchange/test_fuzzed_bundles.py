"""Bundles with faults by chance: each is read as what it was, or refused; nothing else ever happens."""

import io
import random
import zipfile
from collections.abc import Iterator

import pytest

from lms.exchange.bundles import read_bundle, write_bundle
from lms.kernel.refusals import Refused

FILES = {
    "modules/c/course.yaml": b"format: 1\nuid: 0c6d\n",
    "content/c/en/a.md": "Ето един текст. ".encode() * 9,
    "content/c/media/я.png": bytes(range(256)),
}
SIGNS = (b"PK\x01\x02", b"PK\x03\x04", b"PK\x05\x06", b"PK\x06\x06", b"PK\x06\x07", b"PK\x07\x08")
ODD = (b"\x00", b"\xff", b"\x80", b"/", b"\\", b".", b"\xff\xff\xff\xff", b"\xff\xff", b"\x00\x00\x00\x00", *SIGNS)


def deflated() -> bytes:
    """Return a bundle as another program packs it anew."""
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(whole())) as ours, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as theirs:
        for name in ours.namelist():
            theirs.writestr(name, ours.read(name))
    return file.getvalue()


def whole() -> bytes:
    return b"".join(write_bundle("c", FILES))


def faulty(good: bytes, seed: int, times: int) -> Iterator[bytes]:
    """Yield a bundle so many times, each with a few faults; half of them lie in the table and around it."""
    chance = random.Random(seed)
    table = good.index(SIGNS[0])
    for _ in range(times):
        made = bytearray(good)
        for _ in range(chance.choice((1, 1, 2, 5))):
            at = chance.randrange(chance.choice((0, table)), len(good))
            match chance.randrange(6):
                case 0:
                    made[at : at + 1] = bytes([chance.randrange(256)])
                case 1:
                    made[at : at + 1] = bytes([good[at] ^ 1 << chance.randrange(8)])
                case 2:
                    odd = chance.choice(ODD)
                    made[at : at + len(odd)] = odd
                case 3:
                    del made[at : at + chance.randrange(1, 40)]
                case 4:
                    made[at:at] = good[at : at + chance.randrange(1, 40)]
                case _:
                    other = chance.randrange(len(good))
                    made[at : at + 8] = good[other : other + 8]
        yield bytes(made)


@pytest.mark.parametrize("good", [whole, deflated], ids=["as we write it", "packed anew"])
def test_a_bundle_with_faults_is_read_as_it_was_or_refused(good: object) -> None:
    assert callable(good)
    refused = 0
    for made in faulty(good(), 2026, 3000):
        try:
            assert read_bundle(io.BytesIO(made)).files == FILES
        except Refused:
            refused += 1
    assert refused > 2000


def test_a_bundle_that_was_cut_off_anywhere_is_refused() -> None:
    good = whole()
    for length in range(len(good)):
        with pytest.raises(Refused):
            read_bundle(io.BytesIO(good[:length]))

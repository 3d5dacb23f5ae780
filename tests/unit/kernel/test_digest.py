"""Digests never change: editions, translations and pages are found by them (course-format T1)."""

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.kernel.digest import bytes_digest, digest_of, map_digest, text_digest

EMPTY = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"


def test_the_digest_of_bytes_is_their_sha_256() -> None:
    assert bytes_digest(b"") == EMPTY
    assert bytes_digest(b"abc") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        pytest.param(b"a\nb\n", b"a\r\nb\r\n", True, id="line ends of Windows"),
        pytest.param(b"a\nb\n", b"a\rb\r", True, id="line ends of old Macs"),
        pytest.param(b"a\n", b"\xef\xbb\xbfa\n", True, id="a mark of byte order"),
        pytest.param(b"a\n", b"\xef\xbb\xbf\xef\xbb\xbfa\n", False, id="two of them"),
        pytest.param(b"a\n", b"a", False, id="a line end missing"),
        pytest.param(b"a\n\nb", b"a\r\rb", True, id="an empty line"),
        pytest.param("е".encode(), b"e", False, id="Cyrillic and Latin"),
    ],
)
def test_texts_are_the_same_whatever_their_line_ends(one: bytes, other: bytes, same: bool) -> None:
    assert (text_digest(one) == text_digest(other)) is same


def test_the_digest_of_a_map_is_that_of_its_sorted_lines() -> None:
    by_hand = hashlib.sha256(b"a.md\0one\nb/c.md\0two\n").hexdigest()
    assert map_digest({"b/c.md": "two", "a.md": "one"}) == by_hand
    assert map_digest({}) == EMPTY


@given(st.dictionaries(st.text("abc/.", min_size=1), st.text("0123456789abcdef", min_size=64, max_size=64)))
def test_the_order_of_files_does_not_matter(files: dict[str, str]) -> None:
    assert map_digest(dict(reversed(list(files.items())))) == map_digest(files)


@given(st.lists(st.text("ab")), st.lists(st.text("ab")))
def test_no_two_lists_of_parts_have_the_same_digest(one: list[str], other: list[str]) -> None:
    one, other = one or [""], other or [""]
    assert (digest_of(*one) == digest_of(*other)) is (one == other)

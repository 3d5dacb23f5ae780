"""Names and titles are cut into signs, cleaned, and given fonts sign by sign."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.exchange.lettering import is_right_to_left, lettered, plain, signs

FAMILY = "👩\u200d👩\u200d👧"
BULGARIA = "🇧🇬"


def latin_only(sign: str) -> str | None:
    return "Latin" if sign[0] < "\u0370" else None


def two_fonts(sign: str) -> str:
    return "Greek" if sign[0] >= "\u0370" else "Latin"


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        pytest.param("Zoë", ["Z", "o", "ë"], id="letters"),
        pytest.param("e\u0301\u0323x", ["e\u0301\u0323", "x"], id="a-letter-with-marks"),
        pytest.param("नि", ["नि"], id="a-vowel-sign"),
        pytest.param(f"{FAMILY}!", [FAMILY, "!"], id="a-joined-emoji"),
        pytest.param("👋🏽👋", ["👋🏽", "👋"], id="a-skin-colour"),
        pytest.param(f"{BULGARIA}🇬🇷", [BULGARIA, "🇬🇷"], id="two-flags"),
        pytest.param("می\u200cخ", ["م", "ی\u200c", "خ"], id="a-joiner-between-letters-joins-no-signs"),
        pytest.param("\u0301a", ["\u0301", "a"], id="a-mark-on-nothing"),
        pytest.param("", [], id="nothing"),
    ],
)
def test_signs_are_what_a_reader_sees(text: str, seen: list[str]) -> None:
    assert list(signs(text)) == seen


@given(st.text(max_size=50))
def test_signs_lose_nothing(text: str) -> None:
    assert "".join(signs(text)) == text


@pytest.mark.parametrize(
    ("text", "left"),
    [
        pytest.param("  Anna \t\n Maria ", "Anna Maria", id="blanks"),
        pytest.param("a\x00b\x07c\x7f", "abc", id="controls"),
        pytest.param("a\u202eb\u2066c\u200f", "abc", id="directions"),
        pytest.param("a\u00adb\ufeffc", "abc", id="soft-hyphen-and-byte-order-mark"),
        pytest.param("a\ud800b\uffffc\ufdd0", "abc\ufdd0", id="half-characters-and-no-characters"),
        pytest.param(f"Anna {FAMILY}", f"Anna {FAMILY}", id="emoji-stay"),
        pytest.param("a\u2028b\u00a0c", "a b c", id="other-blanks"),
    ],
)
def test_plain_text_has_nothing_that_steers(text: str, left: str) -> None:
    assert plain(text) == left


@pytest.mark.parametrize(
    ("text", "is_so"),
    [
        pytest.param("אברהם (Avi)", True, id="hebrew-first"),
        pytest.param("12 محمد", True, id="digits-before-arabic"),
        pytest.param("Avi אברהם", False, id="latin-first"),
        pytest.param("123", False, id="no-letters"),
    ],
)
def test_the_first_letter_gives_the_direction(text: str, is_so: bool) -> None:
    assert is_right_to_left(text) is is_so


def test_each_word_comes_in_stretches_of_one_font() -> None:
    assert lettered("Anna Αννα xΩ", two_fonts, "Latin").words == (
        (("Latin", "Anna"),),
        (("Greek", "Αννα"),),
        (("Latin", "x"), ("Greek", "Ω")),
    )


@pytest.mark.parametrize(
    ("text", "seen", "whole"),
    [
        pytest.param("Anna", "Anna", True, id="all-of-it"),
        pytest.param(f"Anna {FAMILY}{BULGARIA}", "Anna □□", False, id="one-box-for-each-sign"),
        pytest.param("e\u0301", "é", True, id="composed-where-there-is-a-letter-for-it"),
        pytest.param("x" + "\u0323" * 9, "x" + "\u0323" * 4, False, id="no-more-than-four-marks"),
        pytest.param("a\ufe0fb\U000e0062", "ab", True, id="looks-are-not-asked-for"),
        pytest.param("\u202e\u200e", "□", False, id="nothing-to-be-seen"),
        pytest.param("\u200d \u200c\u034f", "□", False, id="joiners-with-nothing-to-join"),
        pytest.param("\u200dAn\u200cna", "An\u200cna", True, id="a-joiner-has-something-before-it"),
        pytest.param("", "□", False, id="nothing-at-all"),
    ],
)
def test_what_cannot_be_drawn_is_a_box_and_is_told(text: str, seen: str, whole: bool) -> None:
    found = lettered(text, latin_only, "Latin")
    assert (found.text, found.whole) == (seen, whole)


@given(st.text(max_size=60))
def test_every_stretch_has_its_font_and_no_blank(text: str) -> None:
    found = lettered(text, latin_only, "Boxes")
    assert [stretch for word in found.words for _, stretch in word if not stretch or " " in stretch] == []
    assert {font for word in found.words for font, _ in word} <= {"Latin", "Boxes"}

"""What typst is given and what it may not reach; which font draws which sign; how its failures are told."""

import pytest

from lms.exchange.typesetting import CannotSet, european_font_for, font_for, typeset, typeset_first

SAYS = b"""
#let data = json(bytes(sys.inputs.data))
#set document(title: "A page")
#set text(font: "Libertinus Serif", fallback: false)
#par(text(dir: rtl, data.text))
"""


@pytest.mark.parametrize(
    ("sign", "font"),
    [
        pytest.param("a", "Libertinus Serif", id="latin"),
        pytest.param("щ", "Libertinus Serif", id="cyrillic"),
        pytest.param("ᾯ", "Libertinus Serif", id="polytonic-greek"),
        pytest.param("Ж\u0301", "Libertinus Serif", id="letter-and-mark"),
        pytest.param("ש\u05c1\u05bc", "Libertinus Serif", id="pointed-hebrew"),
        pytest.param("□", "Libertinus Serif", id="the-substitute"),
        pytest.param("م", "FiraGO", id="arabic"),
        pytest.param("น้ำ", "FiraGO", id="thai"),
        pytest.param("नि", "FiraGO", id="devanagari"),
        pytest.param("Հ", "DejaVu Sans Mono", id="armenian"),
        pytest.param("Հ\u05b8", None, id="no-font-has-both"),
        pytest.param("漢", None, id="chinese"),
        pytest.param("😀", None, id="emoji"),
        pytest.param("\ue000", None, id="private-though-a-font-has-a-picture"),
        pytest.param("\u0378", None, id="unassigned"),
    ],
)
def test_a_sign_gets_the_first_font_that_has_all_of_it(sign: str, font: str | None) -> None:
    assert font_for(sign) == font


@pytest.mark.parametrize(
    ("sign", "font"),
    [
        pytest.param("a", "Libertinus Serif", id="latin"),
        pytest.param("щ", "Libertinus Serif", id="cyrillic"),
        pytest.param("a\u0301", None, id="letter-and-mark"),
        pytest.param("م", None, id="arabic"),
        pytest.param("\u0378", None, id="unassigned"),
    ],
)
def test_the_last_resort_draws_plain_european_letters_only(sign: str, font: str | None) -> None:
    assert european_font_for(sign) == font


@pytest.mark.parametrize(
    "template",
    [
        pytest.param(b'#read("/etc/hostname")', id="a-file-of-the-machine"),
        pytest.param(b'#read("../../etc/hostname")', id="a-file-beside"),
        pytest.param(b'#include "other.typ"', id="another-template"),
    ],
)
def test_a_template_reads_no_file(template: bytes) -> None:
    with pytest.raises(CannotSet, match=r"file not found|outside|escape"):
        typeset(template, {}, 0)


def test_a_sign_without_a_glyph_is_told_not_drawn() -> None:
    with pytest.raises(CannotSet, match="could not be displayed"):
        typeset(SAYS, {"text": "漢"}, 0)


def test_a_breakdown_of_typst_is_told_like_any_other_failure() -> None:
    with pytest.raises(CannotSet):
        typeset(SAYS, {"text": "أَمۡ"}, 0)


def test_the_first_choice_that_can_be_set_is_set() -> None:
    choices = [{"text": "漢"}, {"text": "A"}, {"text": "B"}]
    assert typeset_first(SAYS, choices, 0) == typeset(SAYS, {"text": "A"}, 0)


def test_without_a_choice_that_can_be_set_all_reasons_are_told() -> None:
    with pytest.raises(CannotSet, match=r"漢.*字"):
        typeset_first(SAYS, [{"text": "漢"}, {"text": "字"}], 0)

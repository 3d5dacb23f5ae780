"""Names of every length and script: shown as far as the fonts go, never a page that fails."""

from dataclasses import replace

import pypdfium2
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from lms.exchange.lettering import plain
from lms.exchange.pdf import CertificateClaims, certificate_pdf
from tests.unit.exchange.certificates import ENGLISH, MILLIMETRES, UID, name_lines, picture, reader

NOTE = ENGLISH.words.signs_missing
BOXES = "□"
WHITE = 255
ZALGO = "Z" + "\u0351\u036b\u0343\u036a\u0302\u034f\u0334\u0319\u0324" * 6 + "oé"
# Letters of many scripts, marks, joiners, controls, half characters, and what typst would read as markup.
SIGNS = (
    "aZéß Åşțž ЖщЀѝіў ΩάὙᾯ אשׁ\u05bc\u05b8 مهل\u064e\u0651 กำ\u0e49 क्षि გჭ Հ 漢字かな한 😀👩🏽🇧🇬☺ ∑→€№ "
    "\u0301\u0323\u034f\u200d\u200c\u200e\u202e\u2066\u00ad\ufeff\ufe0f\U000e0062\ue000\u0378\ud800\x00\x07\t\n\u2028 "
    "#$*_`<>@\\[]{}()=-+/~\"'"
)


def margins(claims: CertificateClaims) -> set[int]:
    """Return the shades of grey in the outer 18 mm of the first page."""
    page = picture(claims)
    rows = [bytes(page.buffer[y * page.stride : y * page.stride + page.width]) for y in range(page.height)]
    margin = 18 * MILLIMETRES
    edges = [*rows[:margin], *rows[-margin:], *(row[:margin] + row[-margin:] for row in rows)]
    return {pixel for edge in edges for pixel in edge}


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        pytest.param("Ѝорданка Щърбанова", ["Ѝорданка Щърбанова"], id="cyrillic"),
        pytest.param("Ἀχιλλεὺς Πηληϊάδης", ["Ἀχιλλεὺς Πηληϊάδης"], id="polytonic-greek"),
        pytest.param("Nguyễn Thị Łódź", ["Nguyễn Thị Łódź"], id="vietnamese-and-polish"),
        pytest.param("Zoe\u0301", ["Zoé"], id="a-mark-that-has-its-letter"),
        pytest.param("محمد", ["محمد"], id="arabic"),
        pytest.param("אברהם", ["אברהם"], id="hebrew"),
        pytest.param("สมชาย", ["สมชาย"], id="thai"),
        pytest.param("#set text(red)", ["#set text(red)"], id="typst-code"),
        pytest.param("*A* _B_ $x$ `c` @e", ["*A* _B_ $x$ `c` @e"], id="typst-markup"),
        pytest.param("= A \\ #pagebreak()", ["= A \\ #pagebreak()"], id="typst-heading-and-break"),
        pytest.param('O\'Neill "Bo" {\\n}', ['O\'Neill "Bo" {\\n}'], id="quotes-and-json"),
        pytest.param("A\x00n\x07n\x1ba", ["Anna"], id="controls"),
        pytest.param("An\tna\nB\u2028C", ["An na B C"], id="lines"),
        pytest.param("ab\u202ecd\u2066e", ["abcde"], id="directions"),
        pytest.param("An\u200bna\u00ad", ["Anna"], id="invisible"),
        pytest.param("漢字", [BOXES * 2, NOTE], id="no-font-has-it"),
        pytest.param("Anna 👩\u200d👩\u200d👧🇧🇬", [f"Anna {BOXES * 2}", NOTE], id="emoji"),
        pytest.param("A\ue000\U0010ffff", [f"A{BOXES}", NOTE], id="private-and-no-characters"),
        pytest.param("\u200d\u202e", [BOXES, NOTE], id="nothing-to-see"),
        pytest.param("\ud83dA", ["A"], id="half-a-character"),
    ],
)
def test_a_name_is_shown_as_far_as_the_fonts_go(name: str, shown: list[str]) -> None:
    assert name_lines(replace(ENGLISH, name=name)) == shown


def test_a_letter_with_a_mark_is_read_once() -> None:
    page = pypdfium2.PdfDocument(certificate_pdf(replace(ENGLISH, name="Же\u0301лязкова")))[0]
    assert page.get_textpage().get_text_bounded().splitlines()[2] == "Же\u0301лязкова"


def test_the_title_of_the_document_has_the_name_that_no_font_can_draw() -> None:
    metadata = reader(replace(ENGLISH, name="Anna 👩\u200d👩\u200d👧 漢字")).metadata
    assert metadata is not None
    assert metadata.title == "Certificate of completion · Anna 👩\u200d👩\u200d👧 漢字 · Citizen engagement"


@pytest.mark.parametrize(
    "name",
    [
        pytest.param("Maria-Antonia Georgieva Stoyanova " * 6, id="many-words"),
        pytest.param("Мария" * 40, id="one-long-word"),
        pytest.param("W" * 200, id="the-widest-letter"),
        pytest.param("😀" * 200, id="two-hundred-boxes"),
        pytest.param("אבגדהוזחט " * 20, id="from-right-to-left"),
        pytest.param(ZALGO * 3, id="stacks-of-marks"),
    ],
)
def test_a_long_name_stays_on_one_page_within_its_margins(name: str) -> None:
    claims = replace(ENGLISH, name=name[:200])
    assert margins(claims) == {WHITE}
    assert len(reader(claims).pages) == 1


def test_other_long_texts_stay_within_the_margins() -> None:
    address = f"https://{'municipality.' * 8}example.org/certificates/{UID}/"
    claims = replace(
        ENGLISH, edition="7" * 64, hours="hours " * 20, site_name="Isegoria " * 30, address=address
    )
    assert margins(replace(claims, course_title="Participation" * 12, outcomes=("outcome" * 30,) * 3)) == {
        WHITE
    }


def test_letters_of_a_long_word_are_all_there() -> None:
    name = "".join(chr(ord("a") + place % 26) for place in range(200))
    assert "".join(name_lines(replace(ENGLISH, name=name))) == name


@settings(max_examples=25)
@given(st.text(alphabet=st.sampled_from(SIGNS), min_size=1, max_size=200))
@example(
    "ﻪ\u20d9\u20d0\u200c\u200c\u200c"
)  # typst 0.15 breaks down over this where it has to look for a font
@example("أَمۡ")  # and over this (typst/typst#8667)
def test_no_name_makes_it_fail(name: str) -> None:
    pdf = reader(replace(ENGLISH, name=name))
    assert pdf.metadata is not None
    parts = ["Certificate of completion", plain(name), "Citizen engagement"]
    assert pdf.metadata.title == " · ".join(part for part in parts if part)
    assert len(pdf.pages) == 1

"""The certificate on paper: it says what is claimed, to eyes, to screen readers, to archives and to telephones."""

import math
from dataclasses import replace
from datetime import date
from io import BytesIO
from typing import Any

import pypdfium2
import pytest
import zxingcpp
from hypothesis import example, given, settings
from hypothesis import strategies as st
from pypdf import PdfReader

from lms.exchange.lettering import plain
from lms.exchange.pdf import CertificateClaims, CertificateWords, certificate_pdf

UID = "0c6d0d7a6a0f4f5e9b1f2a3c4d5e6f70"
ENGLISH = CertificateClaims(
    lang="en",
    name="Maria Antonova",
    course_title="Citizen engagement",
    course_lang="en",
    outcomes=("Say what engagement is.", "Plan who takes part."),
    hours="4 hours",
    issued=date(2026, 11, 21),
    expires=None,
    uid=UID,
    edition="7",
    address=f"https://learn.example.org/certificates/{UID}/",
    site_name="Isegoria",
    seats=13,
)
BULGARIAN = replace(
    ENGLISH,
    lang="bg",
    name="Мария-Антоанета Стоянова",
    course_title="Гражданско участие",
    course_lang="bg",
    outcomes=("Обяснявате какво е участие.",),
    hours="4 часа",
    expires=date(2029, 11, 21),
    site_name="Исегория",
    words=CertificateWords(
        title="Удостоверение за завършен курс",
        completed="завърши успешно курса",
        learnt="Какво беше научено",
        issued="Издадено",
        hours="Учебни часове",
        expires="Валидно до",
        edition="Издание",
        check="Проверете удостоверението на",
        qr="QR код с адреса на удостоверението",
        signs_missing="Някои знаци не могат да се отпечатат.",
    ),
)
GREEK = replace(
    ENGLISH,
    lang="el",
    name="Ελένη Ἀχιλλέως-Παπαδοπούλου",
    hours=None,
    words=CertificateWords(
        title="Βεβαίωση ολοκλήρωσης",
        completed="ολοκλήρωσε με επιτυχία το μάθημα",
        learnt="Τι διδάχθηκε",
        issued="Εκδόθηκε",
        hours="Διάρκεια",
        expires="Ισχύει έως",
        edition="Έκδοση",
        check="Ελέγξτε τη βεβαίωση στη διεύθυνση",
        qr="Κωδικός QR με τη διεύθυνση της βεβαίωσης",
        signs_missing="Ορισμένα σημεία δεν τυπώνονται.",
    ),
)
ADDRESS_LINES = ["https://learn.example.org/certificates/", f"{UID}/"]
IN_ENGLISH = """\
Isegoria
Certificate of completion
Maria Antonova
has completed the course
Citizen engagement
What was learnt
• Say what engagement is.
• Plan who takes part.
Issued
21 November 2026
Workload
4 hours
Edition
7
Check this certificate at"""
IN_BULGARIAN = """\
Исегория
Удостоверение за завършен курс
Мария-Антоанета
Стоянова
завърши успешно курса
Гражданско участие
Какво беше научено
• Обяснявате какво е участие.
Издадено
21 ноември 2026 г.
Валидно до
21 ноември 2029 г.
Учебни часове
4 часа
Издание
7
Проверете удостоверението на"""
IN_GREEK = """\
Isegoria
Βεβαίωση ολοκλήρωσης
Ελένη Ἀχιλλέως-
Παπαδοπούλου
ολοκλήρωσε με επιτυχία το μάθημα
Citizen engagement
Τι διδάχθηκε
• Say what engagement is.
• Plan who takes part.
Εκδόθηκε
21 Νοεμβρίου 2026
Έκδοση
7
Ελέγξτε τη βεβαίωση στη διεύθυνση"""
NOTE = ENGLISH.words.signs_missing
BOXES = "□"
MILLIMETRES = 5  # pixels of a drawn page for each
ZALGO = "Z" + "\u0351\u036b\u0343\u036a\u0302\u034f\u0334\u0319\u0324" * 6 + "oé"
# Letters of many scripts, marks, joiners, controls, half characters, and what typst would read as markup.
SIGNS = (
    "aZéß Åşțž ЖщЀѝіў ΩάὙᾯ אשׁ\u05bc\u05b8 مهل\u064e\u0651 กำ\u0e49 क्षि გჭ Հ 漢字かな한 😀👩🏽🇧🇬☺ ∑→€№ "
    "\u0301\u0323\u034f\u200d\u200c\u200e\u202e\u2066\u00ad\ufeff\ufe0f\U000e0062\ue000\u0378\ud800\x00\x07\t\n\u2028 "
    "#$*_`<>@\\[]{}()=-+/~\"'"
)


def reader(claims: CertificateClaims) -> PdfReader:
    return PdfReader(BytesIO(certificate_pdf(claims)))


def lines(claims: CertificateClaims) -> list[str]:
    """Return what the certificate says, line by line, in the order of reading."""
    return [line.strip() for page in reader(claims).pages for line in page.extract_text().splitlines()]


def name_lines(claims: CertificateClaims) -> list[str]:
    """Return the lines between the title of the certificate and what was done: the name, and a note if there is one."""
    said = lines(claims)
    return said[said.index(claims.words.title) + 1 : said.index(claims.words.completed)]


def tags(pdf: PdfReader) -> list[tuple[str, str]]:
    """Return the structure that a screen reader walks, as (tag, alternative text or language), without its spans."""
    found = []

    def walk(node: Any) -> None:
        node = node.get_object()
        if not isinstance(node, dict):
            return
        if "/S" in node:
            found.append((str(node["/S"]), str(node.get("/Alt") or node.get("/Lang") or "")))
        below = node.get("/K", [])
        below = below.get_object() if hasattr(below, "get_object") else below
        for one in below if isinstance(below, list) else [below]:
            walk(one)

    walk(pdf.trailer["/Root"]["/StructTreeRoot"])
    return found


def picture(claims: CertificateClaims, *, grey: bool = True) -> Any:
    """Return the first page drawn, five pixels to the millimetre."""
    document = pypdfium2.PdfDocument(certificate_pdf(claims))
    return document[0].render(scale=MILLIMETRES * 25.4 / 72, grayscale=grey)


def code_on(claims: CertificateClaims) -> Any:
    """Return the one code that a camera finds on the page."""
    page = picture(claims)
    [found] = zxingcpp.read_barcodes(memoryview(bytes(page.buffer)).cast("B", (page.height, page.stride)))
    return found


@pytest.mark.parametrize(
    ("claims", "said"),
    [
        pytest.param(ENGLISH, IN_ENGLISH, id="english"),
        pytest.param(BULGARIAN, IN_BULGARIAN, id="bulgarian"),
        pytest.param(GREEK, IN_GREEK, id="greek"),
    ],
)
def test_the_page_says_what_is_claimed_and_nothing_else(claims: CertificateClaims, said: str) -> None:
    assert lines(claims) == [*said.splitlines(), *ADDRESS_LINES]


def test_it_declares_pdf_ua_and_pdf_a() -> None:
    declared = reader(ENGLISH).trailer["/Root"]["/Metadata"].get_object().get_data().decode()
    assert [
        declared.count(claim) for claim in ("<pdfuaid:part>1<", "<pdfaid:part>2<", "<pdfaid:conformance>A<")
    ] == [1] * 3


def test_it_is_tagged_titled_and_has_its_language() -> None:
    pdf = reader(BULGARIAN)
    root = pdf.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"] is not False
    assert (root["/Lang"], bool(root["/ViewerPreferences"]["/DisplayDocTitle"])) == ("bg", True)
    assert pdf.metadata is not None
    assert (
        pdf.metadata.title == "Удостоверение за завършен курс · Мария-Антоанета Стоянова · Гражданско участие"
    )


def test_its_metadata_tell_nothing_but_the_claims() -> None:
    assert dict(reader(ENGLISH).metadata or {}) == {
        "/Title": "Certificate of completion · Maria Antonova · Citizen engagement",
        "/Author": "Isegoria",
        "/Keywords": f"{UID}, 7",
        "/Creator": "Typst 0.15.1",
        "/CreationDate": "D:20261121000000Z",
        "/ModDate": "D:20261121000000Z",
    }


def test_a_screen_reader_meets_headings_a_list_the_code_and_the_link_in_order() -> None:
    item = [("LI", ""), ("Lbl", ""), ("LBody", ""), ("P", "")]
    fact = [("Div", ""), ("P", ""), ("P", "")]
    assert [(tag.removeprefix("/"), text) for tag, text in tags(reader(ENGLISH))] == [
        *[("Document", ""), ("P", ""), ("H1", ""), ("P", ""), ("P", ""), ("P", ""), ("H2", ""), ("L", "")],
        *[*item, *item, ("Div", ""), *fact, *fact, *fact],
        *[("P", ""), ("Figure", ENGLISH.words.qr), ("H2", ""), ("P", ""), ("Link", "")],
    ]


def test_what_is_said_in_another_language_says_so() -> None:
    assert {text for tag, text in tags(reader(GREEK)) if tag in ("/P", "/LBody")} == {"", "en"}


def test_the_address_is_a_link() -> None:
    links = [one.get_object() for one in reader(ENGLISH).pages[0]["/Annots"]]
    assert {link["/A"]["/URI"] for link in links} == {ENGLISH.address}


def test_the_same_claims_give_the_same_bytes() -> None:
    assert certificate_pdf(BULGARIAN) == certificate_pdf(replace(BULGARIAN))


@pytest.mark.parametrize("name", ["X", "W" * 200, "😀" * 200], ids=["short", "long", "boxes"])
def test_a_camera_reads_the_address_from_the_page(name: str) -> None:
    assert code_on(replace(ENGLISH, name=name)).text == ENGLISH.address


@pytest.mark.parametrize(
    ("seats", "drawn"),
    [pytest.param(13, 13, id="one-for-each-activity"), pytest.param(1, 8, id="a-ring-needs-eight")],
)
def test_the_ring_is_full(seats: int, drawn: int) -> None:
    claims = replace(ENGLISH, seats=seats)
    corners = code_on(claims).position
    x = (corners.top_left.x + corners.bottom_right.x) / 2
    y = (corners.top_left.y + corners.bottom_right.y) / 2
    page = picture(claims)
    turns = [math.tau * step / 2000 for step in range(2000)]
    radius = 37 * MILLIMETRES
    round_it = [
        page.buffer[int(y + radius * math.sin(t)) * page.stride + int(x + radius * math.cos(t))] < 128
        for t in turns
    ]
    assert (
        sum(dark and not before for before, dark in zip([round_it[-1], *round_it], round_it, strict=False))
        == drawn
    )


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        pytest.param("Ѝорданка Щърбанова", ["Ѝорданка Щърбанова"], id="cyrillic"),
        pytest.param("Ἀχιλλεὺς Πηληϊάδης", ["Ἀχιλλεὺς Πηληϊάδης"], id="polytonic-greek"),
        pytest.param("Nguyễn Thị Łódź", ["Nguyễn Thị Łódź"], id="vietnamese-and-polish"),
        pytest.param("Zoe\u0301 Ж\u0301", ["Zoé Ж\u0301"], id="combining-marks"),
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
    page = picture(claims)
    rows = [bytes(page.buffer[y * page.stride : y * page.stride + page.width]) for y in range(page.height)]
    margin = 18 * MILLIMETRES
    edges = [*rows[:margin], *rows[-margin:], *(row[:margin] + row[-margin:] for row in rows)]
    assert {pixel for edge in edges for pixel in edge} == {255}
    assert len(reader(claims).pages) == 1


def test_letters_of_a_long_word_are_all_there() -> None:
    name = "".join(chr(ord("a") + place % 26) for place in range(200))
    assert "".join(name_lines(replace(ENGLISH, name=name))) == name


def test_outcomes_too_many_for_one_page_go_on_the_next() -> None:
    outcomes = tuple(
        f"Outcome number {number} of those that this course promises." for number in range(1, 19)
    )
    first, second = reader(replace(ENGLISH, outcomes=outcomes)).pages
    listed = [f"• {outcome}" for outcome in outcomes]
    assert second.extract_text().splitlines() == [
        "Maria Antonova",
        "Citizen engagement",
        "What was learnt",
        *listed,
    ]
    assert "What was learnt" not in first.extract_text().splitlines()


def test_a_course_without_outcomes_or_hours_leaves_them_out() -> None:
    said = lines(replace(ENGLISH, outcomes=(), hours=None))
    assert said[5:] == [
        "Issued",
        "21 November 2026",
        "Edition",
        "7",
        "Check this certificate at",
        *ADDRESS_LINES,
    ]


@pytest.mark.parametrize(
    ("lang", "day"),
    [
        pytest.param("en", "21 November 2026", id="english-is-british"),
        pytest.param("pt-BR", "21 de novembro de 2026", id="with-a-region"),
        pytest.param("tlh", "2026-11-21", id="a-language-that-babel-does-not-know"),
        pytest.param("no tag!", "2026-11-21", id="no-language"),
    ],
)
def test_the_day_is_written_as_the_language_writes_it(lang: str, day: str) -> None:
    said = lines(replace(ENGLISH, lang=lang))
    assert said[said.index("Issued") + 1] == day


@settings(max_examples=25)
@given(st.text(alphabet=st.sampled_from(SIGNS), min_size=1, max_size=200))
@example(
    "ﻪ\u20d9\u20d0\u200c\u200c\u200c"
)  # typst 0.15 breaks down over this where it has to look for a font
@example("أَمۡ")  # and over this (typst/typst#8667)
def test_no_name_makes_it_fail(name: str) -> None:
    pdf = reader(replace(ENGLISH, name=name))
    assert pdf.metadata is not None
    assert pdf.metadata.title == plain(f"Certificate of completion · {plain(name)} · Citizen engagement")
    assert len(pdf.pages) == 1

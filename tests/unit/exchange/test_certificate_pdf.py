"""The certificate on paper: it says what is claimed, to eyes, to screen readers, to archives and to telephones."""

import math
from dataclasses import replace

import pytest

from lms.exchange.pdf import CertificateClaims, certificate_pdf
from tests.unit.exchange.certificates import (
    BULGARIAN,
    ENGLISH,
    GREEK,
    MILLIMETRES,
    UID,
    code_on,
    lines,
    picture,
    reader,
    tags,
)

ADDRESS_LINES = ["https://learn.example.org/certificates/", f"{UID}/"]
IN_ENGLISH = """\
Isegoria
Certificate of completion
Maria Antonova
has completed the course
Citizen engagement
Learning outcomes
• Say what engagement is.
• Plan who takes part.
Issued on
21 November 2026
Valid until
no end date
Study time
4 hours
Edition of the course
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
Ισχύει έως
χωρίς ημερομηνία λήξης
Έκδοση
7
Ελέγξτε τη βεβαίωση στη διεύθυνση"""


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
    told = dict(reader(ENGLISH).metadata or {})
    assert told.pop("/Creator").startswith("Typst ")
    assert told == {
        "/Title": "Certificate of completion · Maria Antonova · Citizen engagement",
        "/Author": "Isegoria",
        "/Keywords": f"{UID}, 7",
        "/CreationDate": "D:20261121000000Z",
        "/ModDate": "D:20261121000000Z",
    }


def test_a_screen_reader_meets_headings_a_list_the_code_and_the_link_in_order() -> None:
    item = [("LI", ""), ("Lbl", ""), ("LBody", ""), ("P", "")]
    fact = [("Div", ""), ("P", ""), ("P", "")]
    assert [(tag.removeprefix("/"), text) for tag, text in tags(reader(ENGLISH))] == [
        *[("Document", ""), ("P", ""), ("H1", ""), ("P", ""), ("P", ""), ("P", ""), ("H2", ""), ("L", "")],
        *[*item, *item, ("Div", ""), *fact, *fact, *fact, *fact],
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
    radius = 31 * MILLIMETRES
    round_it = [
        page.buffer[int(y + radius * math.sin(t)) * page.stride + int(x + radius * math.cos(t))] < 128
        for t in turns
    ]
    assert (
        sum(dark and not before for before, dark in zip([round_it[-1], *round_it], round_it, strict=False))
        == drawn
    )


def test_outcomes_too_many_for_one_page_go_on_the_next() -> None:
    outcomes = tuple(
        f"Outcome number {number} of those that this course promises." for number in range(1, 19)
    )
    first, second = reader(replace(ENGLISH, outcomes=outcomes)).pages
    listed = [f"• {outcome}" for outcome in outcomes]
    assert second.extract_text().splitlines() == [
        "Maria Antonova",
        "Citizen engagement",
        "Learning outcomes",
        *listed,
    ]
    assert "Learning outcomes" not in first.extract_text().splitlines()


def test_a_course_without_outcomes_or_hours_leaves_them_out() -> None:
    said = lines(replace(ENGLISH, outcomes=(), hours=None))
    assert said[5:] == [
        "Issued on",
        "21 November 2026",
        "Valid until",
        "no end date",
        "Edition of the course",
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
    assert said[said.index("Issued on") + 1] == day

"""Certificates to print, and what different readers find on them."""

from dataclasses import replace
from datetime import date
from io import BytesIO
from typing import Any

import pypdfium2
import zxingcpp
from pypdf import PdfReader

from lms.exchange.pdf import CertificateClaims, CertificateWords, certificate_pdf

MILLIMETRES = 5  # pixels of a drawn page for each
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
        for_ever="χωρίς ημερομηνία λήξης",
        edition="Έκδοση",
        check="Ελέγξτε τη βεβαίωση στη διεύθυνση",
        qr="Κωδικός QR με τη διεύθυνση της βεβαίωσης",
        signs_missing="Ορισμένα σημεία δεν τυπώνονται.",
    ),
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

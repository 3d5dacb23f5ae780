"""Certificates from the command line: listed, made into files, verified, revoked."""

import json
from datetime import timedelta
from io import BytesIO
from pathlib import Path

import pytest
from pypdf import PdfReader

from lms.kernel.clock import SetClock
from tests.integration.commands.conftest import Lms
from tests.makers import COURSE, Makers

UNKNOWN = "0" * 32
NO_BASE_URL = "LMS_BASE_URL is not set, so the certificate names http://127.0.0.1:8000, which leads nowhere on other machines.\n"


def test_certificates_are_listed_newest_first(lms: Lms, make: Makers, clock: SetClock) -> None:
    course = make.course()
    older = make.certificate(course, name="Ана Илиева")
    clock.move(timedelta(days=1))
    newer = make.certificate(course, name="Ελένη Μελά")
    said = lms("certificate", "list")
    assert (said.status, said.err) == (0, "Certificates: 2.\n")
    assert said.lines == [
        f"{newer}  2026-11-22  valid     {COURSE} 1.1  Ελένη Μελά",
        f"{older}  2026-11-21  valid     {COURSE} 1.1  Ана Илиева",
    ]


def test_certificates_are_listed_for_machines(lms: Lms, make: Makers) -> None:
    uid = make.certificate(make.course(), name="Ана Илиева")
    lms("certificate", "revoke", uid, "--reason", "Wrong person")
    said = lms("certificate", "list", "--course", COURSE, "--format", "json")
    (row,) = json.loads(said.out)
    assert row.pop("revoked_at").endswith("Z")
    assert row == {
        "uid": uid,
        "name": "Ана Илиева",
        "course": COURSE,
        "edition": "1.1",
        "issued_at": "2026-11-21T10:42:07Z",
        "expires_at": "2028-11-21T10:42:07Z",
        "state": "revoked",
        "reason": "Wrong person",
        "replaced_by": None,
    }


def test_no_certificates_are_an_empty_list(lms: Lms, make: Makers) -> None:
    make.course()
    assert lms("certificate", "list", "--format", "json").out == "[]\n"


@pytest.mark.parametrize(
    ("lang", "course"), [("en", "The town hall asks, for beginners"), ("bg", "Общината пита, за начинаещи")]
)
def test_a_certificate_is_written_as_pdf_in_a_language_of_the_site(
    lms: Lms, make: Makers, tmp_path: Path, lang: str, course: str
) -> None:
    uid = make.certificate(make.course(), name="Ана Илиева")
    said = lms(
        "certificate",
        "export",
        uid,
        str(tmp_path / "ana.pdf"),
        "--lang",
        lang,
        LMS_BASE_URL="https://learn.example.eu",
    )
    assert (said.status, said.out) == (0, "")
    assert said.err == f"The certificate of Ана Илиева was written to {tmp_path / 'ana.pdf'}.\n"
    printed = " ".join(
        PdfReader(BytesIO((tmp_path / "ana.pdf").read_bytes())).pages[0].extract_text().split()
    )
    assert [
        text
        for text in ("Ана Илиева", course, "https://learn.example.eu/certificates/", uid)
        if text not in printed
    ] == []
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith("ana")] == ["ana.pdf"]


def test_an_address_that_leads_nowhere_is_said(lms: Lms, make: Makers, tmp_path: Path) -> None:
    uid = make.certificate(make.course())
    assert lms("certificate", "export", uid, str(tmp_path / "ana.pdf")).err.startswith(NO_BASE_URL)


CANNOT_BE_WRITTEN = {
    "not a PDF": ("ana.docx", "en", "FILE must end in .pdf."),
    "no such folder": ("nowhere/ana.pdf", "en", "No such file or directory"),
    "no such language": ("ana.pdf", "tlh", "This site speaks en, bg, not tlh."),
}


@pytest.mark.parametrize(
    ("file", "lang", "sentence"), CANNOT_BE_WRITTEN.values(), ids=CANNOT_BE_WRITTEN.keys()
)
def test_what_cannot_be_written_is_said(
    lms: Lms, make: Makers, tmp_path: Path, file: str, lang: str, sentence: str
) -> None:
    uid = make.certificate(make.course())
    said = lms("certificate", "export", uid, str(tmp_path / file), "--lang", lang)
    assert (said.status, said.out) == (2, "")
    assert sentence in said.err


def test_a_certificate_is_valid_until_it_is_revoked(lms: Lms, make: Makers) -> None:
    uid = make.certificate(make.course(), name="Ана Илиева")
    said = lms("certificate", "verify", uid)
    assert (said.status, said.lines) == (
        0,
        [f"valid {uid}", f"Ана Илиева, {COURSE} 1.1, issued 2026-11-21T10:42:07Z"],
    )
    said = lms("certificate", "revoke", uid, "--reason", "Wrong person")
    assert (said.status, said.out, said.err) == (0, f"revoked {uid}\n", "")
    said = lms("certificate", "verify", uid)
    assert (said.status, said.lines[0], said.lines[2]) == (1, f"revoked {uid}", "Reason: Wrong person")


def test_the_address_of_a_certificate_is_as_good_as_its_number(lms: Lms, make: Makers) -> None:
    uid = make.certificate(make.course())
    assert (
        lms("certificate", "verify", f"https://learn.example.eu/certificates/{uid}/").lines[0]
        == f"valid {uid}"
    )


def test_an_unknown_certificate_is_not_valid(lms: Lms) -> None:
    said = lms("certificate", "verify", UNKNOWN)
    assert (said.status, said.out, said.err) == (
        1,
        "unknown\n",
        "There is no certificate with this number.\n",
    )


def test_a_certificate_is_revoked_once_and_with_a_reason(lms: Lms, make: Makers) -> None:
    uid = make.certificate(make.course())
    assert lms("certificate", "revoke", uid).status == 2
    said = lms("certificate", "revoke", uid, "--reason", "  ")
    assert (said.status, said.err) == (
        2,
        "Error: Give a reason: whoever checks the certificate will read it.\n",
    )
    assert lms("certificate", "revoke", uid, "--reason", "Wrong person").status == 0
    said = lms("certificate", "revoke", uid, "--reason", "Another")
    assert (said.status, said.err) == (2, f"Error: The certificate {uid} has been revoked before.\n")
    assert lms("certificate", "verify", uid).lines[2] == "Reason: Wrong person"


@pytest.mark.parametrize(
    "words",
    [("export", UNKNOWN, "a.pdf"), ("revoke", UNKNOWN, "--reason", "None")],
    ids=lambda words: words[0],
)
def test_nothing_is_done_with_an_unknown_certificate(lms: Lms, words: tuple[str, ...]) -> None:
    said = lms("certificate", *words)
    assert (said.status, said.err) == (2, f"Error: There is no certificate with this number: {UNKNOWN}.\n")

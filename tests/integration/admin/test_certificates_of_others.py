"""Certificates as administrators find, revoke and correct them."""

from datetime import timedelta
from functools import partial
from io import BytesIO
from typing import Any

import pytest
from flask import Flask
from pypdf import PdfReader
from sqlalchemy import select, update

from lms.domain.certificates.models import Certificate
from lms.domain.certificates.rules import Refusal
from lms.domain.certificates.service import reissue
from lms.domain.people.models import Person
from lms.domain.records.models import Record
from lms.kernel.clock import SetClock
from lms.kernel.refusals import Refused
from lms.platform.database import unit_of_work
from tests.integration.admin.conftest import Acts
from tests.makers import COURSE, Makers, files_of
from tests.support.client import PageClient
from tests.support.together import at_once

CERTIFICATES = "/admin/certificates/"
OF_A_CERTIFICATE = (Certificate.uid, Certificate.name, Certificate.enrolment_id, Certificate.edition_id, Certificate.issued_at)


def names(admin: PageClient, **asked: str) -> list[str]:
    lists = admin.page(CERTIFICATES, query=asked).all("ul", class_="entries")
    return [line.one("a").text for each in lists for line in each.all("li")]


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        pytest.param({}, ["Пенка Стоянова", "Ana Ilieva"], id="all, newest first"),
        pytest.param({"text": "пенка"}, ["Пенка Стоянова"], id="a name in Cyrillic"),
        pytest.param({"text": "person-"}, ["Пенка Стоянова"], id="an address"),
        pytest.param({"text": "nobody"}, [], id="nobody"),
        pytest.param({"course": COURSE}, ["Пенка Стоянова", "Ana Ilieva"], id="a course"),
    ],
)
def test_certificates_are_found(make: Makers, clock: SetClock, admin: PageClient, asked: dict[str, str], found: list[str]) -> None:
    course = make.course()
    make.certificate(course, name="Ana Ilieva", email="ana@example.org")
    clock.move(timedelta(minutes=1))
    make.certificate(course, name="Пенка Стоянова")
    assert names(admin, **asked) == found


def test_a_certificate_is_found_by_the_beginning_of_its_number(make: Makers, admin: PageClient) -> None:
    course = make.course()
    make.certificate(course, name="Ana Ilieva")
    uid = make.certificate(course, name="Boris Petrov")
    assert names(admin, text=uid) == ["Boris Petrov"]
    assert names(admin, text=uid[:12].upper()) == ["Boris Petrov"]


@pytest.mark.parametrize("many", [1, 4])
def test_the_list_takes_as_many_statements_however_many_there_are(make: Makers, admin: PageClient, queries: Any, many: int) -> None:
    course = make.course()
    for _ in range(many):
        make.certificate(course)
    admin.page(CERTIFICATES)
    with queries(4):  # who is asking, the courses, how many there are, the rows
        admin.page(CERTIFICATES)


def test_a_certificate_is_revoked_with_a_reason_that_everybody_reads(
    make: Makers, admin: PageClient, boss: Person, acts: Acts
) -> None:
    uid = make.certificate(make.course(), name="Ana Ilieva")
    owner = make.rows(select(Person.id).where(Person.name == "Ana Ilieva"))[0].id
    page = admin.submit(admin.page(f"{CERTIFICATES}{uid}/"), "Revoke the certificate", {"reason": "issued by mistake"})
    assert "Revoked. Reason: issued by mistake" in page.text
    assert "issued by mistake" in make.client().page(f"/certificates/{uid}/").text
    assert acts() == [(boss.id, "certificate-revoked", owner, uid, {})]
    assert page.buttons().count("Revoke the certificate") + page.buttons().count("Issue it once more") == 0


@pytest.mark.parametrize("reason", ["", "  ", "x" * 501], ids=["none", "blanks", "too long"])
def test_without_a_reason_that_people_can_read_nothing_is_revoked(make: Makers, admin: PageClient, acts: Acts, reason: str) -> None:
    uid = make.certificate(make.course())
    page = admin.submit(admin.page(f"{CERTIFICATES}{uid}/"), "Revoke the certificate", {"reason": reason}, status=422)
    assert page.one("p", id="reason-error").text.startswith("Error: ")
    assert (make.rows(select(Certificate.revoked_at)), acts()) == ([(None,)], [])


def test_what_was_revoked_meanwhile_is_not_corrected_and_not_revoked_again(make: Makers, admin: PageClient, acts: Acts) -> None:
    uid = make.certificate(make.course())
    before = admin.page(f"{CERTIFICATES}{uid}/")
    admin.send(f"{CERTIFICATES}{uid}/revocation", {"reason": "issued by mistake"})
    again = admin.submit(before, "Revoke the certificate", {"reason": "once more"}, status=409)
    corrected = admin.submit(before, "Issue it once more", {"name": ""}, status=409)
    assert "has been revoked before" in again.text
    assert "This cannot be done" in corrected.text
    assert (len(acts()), len(make.rows(select(Certificate.id)))) == (1, 1)


def test_a_corrected_certificate_takes_the_place_of_the_old_one(
    make: Makers, clock: SetClock, admin: PageClient, boss: Person, acts: Acts
) -> None:
    make.course()
    course = make.course()
    old = make.certificate(course, name="Ana Ileva")
    before = make.rows(select(*OF_A_CERTIFICATE, Certificate.expires_at))[0]
    owner = make.rows(select(Person.id).where(Person.name == "Ana Ileva"))[0].id
    clock.move(timedelta(days=3))
    make.course(changed={f"content/{COURSE}/en/why-ask.md": files_of()[f"content/{COURSE}/en/why-ask.md"].decode() + "\nMore.\n"})
    make.sign_in(admin, boss)
    page = admin.submit(admin.page(f"{CERTIFICATES}{old}/"), "Issue it once more", {"name": " Ана  Илиева "})
    assert page.h1 == "Certificate of Ана Илиева"
    new = page.url.rstrip("/").rpartition("/")[2]
    after = {row.uid: row for row in make.rows(select(*OF_A_CERTIFICATE, Certificate.expires_at))}
    assert tuple(after[old]) == tuple(before)
    assert tuple(after[new]) == (new, "Ана Илиева", *tuple(before)[2:])
    assert acts() == [(boss.id, "certificate-reissued", owner, new, {"certificate": [old, new]})]
    told = make.rows(select(Record.verb, Record.object, Record.result).order_by(Record.id.desc()).limit(1))
    assert [tuple(row) for row in told] == [("replaced", old, {"by": new})]
    assert make.rows(select(Person.certificate_name).where(Person.id == owner)) == [("Ana Ileva",)]
    stranger = make.client()
    was = stranger.page(f"/certificates/{old}/")
    assert "Replaced by a newer certificate" in was.text
    assert stranger.follow(was, "See the newer certificate").url.endswith(f"/certificates/{new}/")
    printed = PdfReader(BytesIO(stranger.get(f"/certificates/{new}.pdf").data)).pages[0].extract_text()
    assert "Ана Илиева" in printed
    assert "21 November 2026" in printed


def test_the_corrected_name_is_kept_for_later_certificates_where_that_is_wanted(make: Makers, admin: PageClient, acts: Acts) -> None:
    uid = make.certificate(make.course(), name="Ana Ileva")
    fields = {"name": "Ana Ilieva", "keep_name": "y"}
    admin.submit(admin.page(f"{CERTIFICATES}{uid}/"), "Issue it once more", fields)
    assert make.rows(select(Person.name, Person.certificate_name).where(Person.role == "learner")) == [("Ana Ileva", "Ana Ilieva")]
    assert acts()[-1][-1].get("keep_name") == [None, True]
    assert "Also on later certificates: yes" in admin.page("/admin/audit").text


@pytest.mark.parametrize(
    ("values", "name", "refusal"),
    [
        pytest.param({}, "Ana Ilieva", Refusal.SAME_NAME, id="the same name"),
        pytest.param({"revoked_at": "now", "reason": "x"}, "Other", Refusal.NOT_TO_REISSUE, id="a revoked one"),
        pytest.param({"replaced_by_id": "itself"}, "Other", Refusal.NOT_TO_REISSUE, id="a replaced one"),
    ],
)
def test_what_is_not_issued_once_more(make: Makers, acts: Acts, values: dict[str, Any], name: str, refusal: Refusal) -> None:
    uid = make.certificate(make.course(), name="Ana Ilieva")
    number = make.rows(select(Certificate.id))[0].id
    real = {key: {"now": make.now, "itself": number}.get(value, value) for key, value in values.items()}
    with make.app.app_context(), unit_of_work() as session:
        if real:
            session.execute(update(Certificate).values(**real))
    with make.app.app_context(), pytest.raises(Refused) as refused, unit_of_work():
        reissue(uid, name, by=None, now=make.now)
    assert (refused.value.reason, len(make.rows(select(Certificate.id))), acts()) == (refusal, 1, [])


@pytest.mark.slow
def test_two_corrections_at_once_are_one(app: Flask, make: Makers, acts: Acts) -> None:
    uid = make.certificate(make.course(), name="Ana Ilieva")

    def correct(name: str) -> bool:
        with app.app_context():
            try:
                with unit_of_work():
                    reissue(uid, name, by=None, now=make.now)
            except Refused:
                return False
        return True

    done = at_once([partial(correct, f"Name {number}") for number in range(4)])
    assert sorted(done) == [False, False, False, True]
    valid = (Certificate.revoked_at.is_(None), Certificate.replaced_by_id.is_(None))
    assert (len(make.rows(select(Certificate.id).where(*valid))), len(make.rows(select(Certificate.id))), len(acts())) == (1, 2, 1)

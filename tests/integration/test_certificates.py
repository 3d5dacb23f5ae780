"""Certificates: written with the completion that earns them, once, and checked by anybody."""

import re
import unicodedata
from datetime import timedelta
from functools import partial
from io import BytesIO

import pytest
from flask import Flask
from pypdf import PdfReader
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from lms.domain.certificates import service
from lms.domain.certificates.models import Certificate
from lms.domain.certificates.rules import Refusal
from lms.domain.certificates.service import follow_completion
from lms.domain.courses.queries import Published
from lms.domain.enrolment.models import Enrolment
from lms.domain.progress import service as progress
from lms.domain.progress.facts import CourseCompleted
from lms.domain.progress.models import ActivityState
from lms.domain.records.models import Record
from lms.kernel.clock import SetClock
from lms.kernel.refusals import Refused
from lms.platform.database import unit_of_work
from tests.makers import COURSE, LESSONS, PRACTICE, TEST, Makers
from tests.support.client import PageClient
from tests.support.together import at_once, hurried

STANDS = select(ActivityState.key, ActivityState.state, ActivityState.done_at).order_by(ActivityState.key)
COMPLETED = select(Enrolment.state, Enrolment.completed_at, Enrolment.completed_edition_id)


def almost_there(make: Makers, course: Published) -> Enrolment:
    """Return an enrolment in which only the two lessons are missing."""
    made = make.enrolment(make.person(name="Пенка Стоянова"), course)
    outline = make.outline()
    follower = progress.Follower(made.person_id, made.id, course.edition_id, outline)
    for key in (PRACTICE, TEST):
        activity = outline.find(key)
        assert activity is not None
        make.take(follower, activity)
    return made


def certificates(make: Makers) -> int:
    """Return how many certificates there are."""
    return int(make.rows(select(func.count()).select_from(Certificate))[0][0])


def test_the_last_step_completes_the_course_and_issues_the_certificate(make: Makers, clock: SetClock) -> None:
    course = make.course()
    made = almost_there(make, course)
    make.done(made, course, LESSONS[0])
    assert certificates(make) == 0
    make.done(made, course, LESSONS[1])
    row = make.rows(select(Certificate.name, Certificate.issued_at, Certificate.edition_id, Certificate.expires_at))[0]
    assert tuple(row) == ("Пенка Стоянова", clock.now(), course.edition_id, clock.now().replace(year=2028))
    state = make.rows(select(Enrolment.state, Enrolment.completed_at, Enrolment.completed_edition_id))[0]
    assert tuple(state) == ("completed", clock.now(), course.edition_id)


def test_completion_is_a_latch(make: Makers, clock: SetClock) -> None:
    course = make.course()
    made = almost_there(make, course)
    make.done(made, course, *LESSONS)
    browser = make.client()
    was = make.rows(STANDS), make.rows(COMPLETED)
    clock.move(timedelta(days=3))
    owner = make.rows(select(Enrolment.person_id))[0][0]
    with make.app.app_context(), unit_of_work():
        outline = make.outline()
        lesson = outline.find(LESSONS[0])
        assert lesson is not None
        progress.undo_done(progress.Follower(owner, made.id, course.edition_id, outline), lesson, now=make.now)
    assert (make.rows(STANDS), make.rows(COMPLETED)) == was
    make.done(made, course, *LESSONS)
    assert (make.rows(STANDS), make.rows(COMPLETED)) == was
    assert certificates(make) == 1
    assert make.rows(select(Record.verb).where(Record.verb.in_(("completed", "certified"))).order_by(Record.id)) == [("completed",), ("certified",)]
    assert browser.get(f"/certificates/{uid_of(make)}/").status_code == 200


def test_a_completion_that_is_told_twice_issues_once(make: Makers) -> None:
    course = make.course()
    made = almost_there(make, course)
    make.done(made, course, *LESSONS)
    told = CourseCompleted(at=make.now, person_id=made.person_id, enrolment_id=made.id, edition_id=course.edition_id, object=COURSE)
    with make.app.app_context(), unit_of_work():
        follow_completion(told)
    assert certificates(make) == 1
    assert make.rows(select(func.count()).select_from(Record).where(Record.verb == "certified")) == [(1,)]


def test_an_enrolment_never_holds_two_valid_certificates(make: Makers) -> None:
    course = make.course()
    made = almost_there(make, course)
    make.done(made, course, *LESSONS)
    second = Certificate(uid="f" * 32, enrolment_id=made.id, edition_id=course.edition_id, name="Twice", issued_at=make.now)
    with make.app.app_context(), pytest.raises(IntegrityError), unit_of_work() as session:
        session.add(second)
    assert certificates(make) == 1


def uid_of(make: Makers) -> str:
    """Return the uid of the only certificate."""
    return str(make.rows(select(Certificate.uid))[0].uid)


def test_the_record_tells_the_story_in_its_order(make: Makers) -> None:
    course = make.course()
    made = almost_there(make, course)
    make.done(made, course, *LESSONS)
    verbs = [row.verb for row in make.rows(select(Record.verb).where(Record.enrolment_id == made.id).order_by(Record.id))]
    assert verbs == [
        "enrolled", "started", "submitted", "done", "started", "submitted", "done", "done", "done", "completed", "certified"
    ]  # fmt: skip


@pytest.mark.slow
def test_two_last_steps_at_once_complete_once(app: Flask, make: Makers) -> None:
    course = make.course()
    made = almost_there(make, course)
    person = make.rows(select(Enrolment.person_id))[0][0]
    browsers = list(hurried(app, lambda browser: sign_in_as(make, browser, person), 6))
    lessons = [LESSONS[number % 2] for number in range(6)]
    tasks = [
        partial(browser.send, f"/learn/{COURSE}/{lesson}/done", {"done": "yes"})
        for browser, lesson in zip(browsers, lessons, strict=True)
    ]
    assert {answer.status_code for answer in at_once(tasks)} == {303}
    assert make.rows(select(Enrolment.state).where(Enrolment.id == made.id)) == [("completed",)]
    assert certificates(make) == 1
    completed = select(func.count()).select_from(Record).where(Record.verb.in_(("completed", "certified")))
    assert make.rows(completed) == [(2,)]


def sign_in_as(make: Makers, browser: PageClient, person_id: int) -> None:
    """Sign somebody in by their number."""

    class Somebody:
        id = person_id

    make.sign_in(browser, Somebody())  # type: ignore[arg-type]


def test_anybody_sees_what_a_certificate_claims(make: Makers) -> None:
    course = make.course()
    uid = make.certificate(course, name="Пенка Стоянова")
    page = make.client().get(f"/certificates/{uid}/").text
    for claim in ("Пенка Стоянова", "The town hall asks, for beginners", "Asks people before something is decided", "21 November 2026", uid, "1.1"):
        assert claim in page
    assert "Valid" in page


@pytest.mark.parametrize("language", ["en", "bg"])
def test_every_word_of_the_printed_copy_stands_on_the_page(make: Makers, language: str) -> None:
    uid = make.certificate(make.course(), name="Пенка Стоянова")
    browser = make.client()
    page = browser.page(f"/certificates/{uid}/", language=language)
    pdf = browser.get(f"/certificates/{uid}.pdf", headers={"Accept-Language": language}).data
    *printed, check, stem, last = PdfReader(BytesIO(pdf)).pages[0].extract_text().split("\n")
    assert (stem.startswith("http"), last.strip(), len(check) > 10) == (True, f"{uid}/", True)
    words = [word.strip("•") for line in printed for word in line.split()]
    assert len(words) > 20
    assert [word for word in words if word not in page.text] == []


def test_a_certificate_expires_with_its_months_and_not_before(make: Makers, clock: SetClock) -> None:
    uid = make.certificate(make.course())
    clock.move(timedelta(days=365 + 366) - timedelta(seconds=1))
    assert "Expired" not in make.client().get(f"/certificates/{uid}/").text
    clock.move(timedelta(seconds=1))
    assert "Expired" in make.client().get(f"/certificates/{uid}/").text


def test_a_revoked_certificate_says_so_with_the_reason(make: Makers, clock: SetClock) -> None:
    uid = make.certificate(make.course())
    with make.app.app_context(), unit_of_work():
        service.revoke(uid, "issued to the wrong person", now=clock.now())
    page = make.client().get(f"/certificates/{uid}/").text
    assert "Revoked: not valid" in page
    assert "issued to the wrong person" in page


@pytest.mark.parametrize(
    ("uid", "reason", "refusal"),
    [
        pytest.param("mine", "  ", Refusal.NO_REASON, id="without a reason"),
        pytest.param("0" * 32, "why not", Refusal.NO_SUCH_CERTIFICATE, id="one that is not there"),
    ],
)
def test_what_cannot_be_revoked(make: Makers, clock: SetClock, uid: str, reason: str, refusal: Refusal) -> None:
    held = make.certificate(make.course())
    with make.app.app_context(), pytest.raises(Refused) as refused, unit_of_work():
        service.revoke(held if uid == "mine" else uid, reason, now=clock.now())
    assert refused.value.reason is refusal


def test_a_certificate_is_revoked_once(make: Makers, clock: SetClock) -> None:
    uid = make.certificate(make.course())
    with make.app.app_context():
        with unit_of_work():
            service.revoke(uid, "a mistake", now=clock.now())
        with pytest.raises(Refused) as refused, unit_of_work():
            service.revoke(uid, "another mistake", now=clock.now())
    assert refused.value.reason is Refusal.ALREADY_REVOKED


def without_its_address(page: str) -> str:
    """Return a page without the address that its link to report a barrier carries: the one that was asked for."""
    return re.sub(r"(/accessibility/report\?page=)[^\"]*", r"\1", page)


@pytest.mark.parametrize("uid", ["0" * 32, "nonsense", "A" * 32, "0" * 31, "%00"])
def test_a_certificate_that_is_none_is_answered_like_every_other(make: Makers, uid: str) -> None:
    known = make.certificate(make.course())
    stranger = make.client()
    assert stranger.get(f"/certificates/{known}/").status_code == 200
    nothing = stranger.get(f"/certificates/{'f' * 32}/")
    answer = stranger.get(f"/certificates/{uid}/")
    assert (answer.status_code, without_its_address(answer.text)) == (404, without_its_address(nothing.text))


def test_upper_case_is_another_uid(make: Makers) -> None:
    uid = make.certificate(make.course())
    assert make.client().get(f"/certificates/{uid.upper()}/").status_code == (200 if uid.upper() == uid else 404)


@pytest.mark.parametrize(
    "name",
    [
        pytest.param("Я" * 200, id="200 letters"),
        pytest.param("🦉 Sova 🦉", id="owls"),
        pytest.param("محمد الأمين", id="right to left"),
        pytest.param("Zoë\u0301\u0323 N\u0303", id="combining marks"),
        pytest.param('<script>alert("x")</script>', id="markup"),
        pytest.param("{{ 7*7 }} %(x)s #text[!] \\", id="signs of other languages"),
    ],
)
def test_every_name_is_shown_as_given_and_printed_as_well_as_can_be(make: Makers, name: str) -> None:
    uid = make.certificate(make.course(), name=name)
    browser = make.client()
    browser.quoted = [name]
    page = browser.page(f"/certificates/{uid}/")
    assert unicodedata.normalize("NFC", name) in page.text
    printed = browser.get(f"/certificates/{uid}.pdf")
    assert (printed.status_code, printed.mimetype, printed.data[:5]) == (200, "application/pdf", b"%PDF-")

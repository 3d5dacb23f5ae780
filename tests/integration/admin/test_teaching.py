"""Administrators let people teach courses, and take it back; what that opens and closes, and what the log says."""

from sqlalchemy import select

from lms.domain.courses.models import Staff
from lms.domain.records.models import Audit
from tests.makers import COURSE, Makers

PACK = f"/teaching/courses/{COURSE}/"


def test_who_is_let_teach_a_course_gets_in_and_out_again(make: Makers) -> None:
    make.course()
    person, admin = make.person(name="Marta Stone", role="trainer"), make.client(make.person(role="admin"))
    trainer, page = make.client(person), f"/admin/people/{person.uid}/"
    assert (trainer.get(PACK).status_code, "You do not teach a course here yet." in trainer.page("/teaching/").text) == (404, True)
    given = admin.submit(admin.page(page), "Let this person teach it", {"teaches": COURSE})
    assert (given.notices, trainer.get(PACK).status_code) == (["Marta Stone teaches this course now."], 200)
    assert trainer.page("/").links()["Teaching"] == "/teaching/"
    taken = admin.submit(given, "Let them teach it no more")
    assert (taken.notices, trainer.get(PACK).status_code) == (["Marta Stone teaches this course no more."], 404)
    acts = make.rows(select(Audit.action, Audit.object).where(Audit.person_id == person.id, Audit.action.like("teaching%")).order_by(Audit.id))
    assert acts == [("teaching-given", COURSE), ("teaching-ended", COURSE)]
    assert "Let the person teach a course no more" in admin.page(page).text


def test_pressing_twice_is_pressing_once(make: Makers) -> None:
    make.course()
    person, admin = make.person(), make.client(make.person(role="admin"))
    address = f"/admin/people/{person.uid}/courses-taught"
    said = [admin.send(address, {"teaches": COURSE}, follow_redirects=True).text for _ in range(2)]
    assert ["Nothing was changed." in each for each in said] == [False, True]
    assert make.rows(select(Staff.part)) == [("teacher",)]
    ended = [admin.send(f"{address}/{COURSE}/end", follow_redirects=True).text for _ in range(2)]
    assert ["Nothing was changed." in each for each in ended] == [False, True]
    assert make.rows(select(Staff.part)) == []


def test_a_course_that_is_not_there_cannot_be_taught(make: Makers) -> None:
    make.course()
    person, admin = make.person(), make.client(make.person(role="admin"))
    assert admin.send(f"/admin/people/{person.uid}/courses-taught", {"teaches": "elsewhere"}).status_code == 422
    assert admin.send(f"/admin/people/{person.uid}/courses-taught/elsewhere/end").status_code == 404

"""What a course lists under ``open`` is read without an account; what is left there is kept, and becomes the account's."""

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select

from lms.domain.certificates.models import Certificate
from lms.domain.courses.queries import Published
from lms.domain.enrolment.models import Enrolment
from lms.domain.people import service as people
from lms.domain.people.models import Person, SignIn
from lms.domain.people.rules import GUEST, SIGN_IN_LASTS
from lms.domain.progress.models import ActivityState
from lms.domain.quizzes.models import Attempt, Response
from lms.domain.records.models import Record
from lms.domain.site.models import SiteSetting
from lms.kernel.clock import SetClock
from lms.platform.database import unit_of_work
from lms.web.shell.visitors import COOKIE
from tests.makers import COURSE, LESSONS, PASSWORD, PRACTICE, TEST, Makers, files_of
from tests.support.client import PageClient
from tests.support.postbox import newest
from tests.support.registering import EMAIL, register, type_code

OUTLINE = f"modules/{COURSE}/course.yaml"
OPEN, CLOSED = f"/learn/{COURSE}/{LESSONS[0]}/", f"/learn/{COURSE}/{LESSONS[1]}/"
PRACTICE_AT, TEST_AT = f"/learn/{COURSE}/{PRACTICE}/", f"/learn/{COURSE}/{TEST}/"
TABLES = (Person, Enrolment, SignIn, ActivityState, Attempt, Response)


def open_course(make: Makers, modules: str = "asking", **more: str) -> Published:
    """Publish the course with its first module open to everybody."""
    text = files_of()[OUTLINE].decode()
    return make.course(changed={OUTLINE: text.replace("\nmodules:", f"\nopen: [{modules}]\nmodules:")}, **more)


def counts(make: Makers) -> dict[str, int]:
    return {table.__tablename__: make.rows(select(func.count()).select_from(table))[0][0] for table in TABLES}


def guests(make: Makers) -> list[int]:
    return [row.id for row in make.rows(select(Person.id).where(Person.role == GUEST))]


def states(make: Makers, person: int) -> dict[str, str]:
    rows = make.rows(
        select(ActivityState.key, ActivityState.state)
        .join(Enrolment, Enrolment.id == ActivityState.enrolment_id)
        .where(Enrolment.person_id == person)
    )
    return dict(sorted(tuple(row) for row in rows))


def practise(browser: PageClient) -> str:
    """Begin the practice, answer its first question, and return the address of the attempt."""
    where = str(browser.send(f"{PRACTICE_AT}attempts").location)
    page = browser.page(where)
    boxes = [node for node in page.all("input") if node.get("type") == "radio"]
    assert browser.send(f"{where}responses", {str(boxes[0].get("name")): str(boxes[0].get("value"))}).status_code == 303
    return where


def sign_in(browser: PageClient, email: str) -> None:
    fields = {"email": email, "password": PASSWORD}
    assert browser.send("/account/sign-in", fields).status_code == 303


def test_a_stranger_reads_what_is_open_and_leaves_nothing(make: Makers) -> None:
    open_course(make)
    browser = make.client()
    assert "without an account" in browser.page(OPEN).text
    browser.page(PRACTICE_AT)
    assert counts(make) == dict.fromkeys([table.__tablename__ for table in TABLES], 0)
    assert browser.get_cookie(COOKIE) is None


@pytest.mark.parametrize("where", [CLOSED, TEST_AT, f"/learn/{COURSE}/", f"/learn/{COURSE}/nothing/", "/learn/nowhere/at-all/"])
def test_what_is_not_open_asks_a_stranger_to_sign_in_whether_it_exists_or_not(make: Makers, where: str) -> None:
    open_course(make)
    assert make.client().get(where).location == f"/account/sign-in?next={where}"


@pytest.mark.parametrize("visibility", ["signed-in", "invited"])
def test_an_open_module_of_a_course_that_is_not_public_is_not_open_to_strangers(make: Makers, visibility: str) -> None:
    open_course(make, visibility=visibility)
    assert make.client().get(OPEN).location == f"/account/sign-in?next={OPEN}"
    assert make.client().send(f"{OPEN}done").status_code == 302
    assert counts(make)["person"] == 0


def test_the_page_of_a_course_leads_strangers_to_what_is_open_and_to_nothing_else(make: Makers) -> None:
    open_course(make)
    links = [url for url in make.client().page(f"/courses/{COURSE}/").links().values() if "/learn/" in url]
    assert {link.removeprefix("http://localhost") for link in links} == {OPEN, PRACTICE_AT}


def test_the_first_thing_that_is_left_makes_a_guest_who_is_known_again(make: Makers) -> None:
    course = open_course(make)
    browser = make.client()
    assert browser.send(f"{OPEN}done", {"done": "yes"}).location == f"{OPEN}#done"
    (guest,) = guests(make)
    assert make.rows(select(Enrolment.person_id, Enrolment.course_id)) == [(guest, course.course_id)]
    cookie = browser.get_cookie(COOKIE)
    assert cookie is not None
    assert (cookie.http_only, cookie.same_site, cookie.max_age) == (True, "Lax", 90 * 24 * 3600)
    assert "You are done with this lesson." in browser.page(OPEN).text
    practise(browser)
    assert (guests(make), states(make, guest)) == ([guest], {LESSONS[0]: "done", PRACTICE: "begun"})


def test_where_nobody_can_register_strangers_and_guests_are_told_to_sign_in(make: Makers) -> None:
    open_course(make)
    with make.app.app_context(), unit_of_work() as session:
        session.add(SiteSetting(name="registration_open", value=False, changed_at=make.now))
    browser = make.client()
    assert "becomes yours for good when you sign in" in browser.page(OPEN).text
    browser.send(f"{OPEN}done", {"done": "yes"})
    page = browser.page(OPEN)
    assert ("You have no account yet." in page.text, "Make an account" in page.links()) == (True, False)


def test_a_guest_goes_on_to_what_is_open_and_stops_where_an_account_is_needed(make: Makers) -> None:
    open_course(make)
    browser = make.client()
    assert browser.send(f"{OPEN}next").location == PRACTICE_AT
    browser.send(f"{OPEN}done", {"done": "yes"})
    home = browser.page(f"/learn/{COURSE}/")
    assert home.text.count("with an account") == 3
    assert [url for url in home.links().values() if url.endswith((CLOSED, TEST_AT))] == []
    assert browser.get(CLOSED).location == f"/account/sign-in?next={CLOSED}"
    assert "Continue: 1.2" in browser.page("/").text


def test_next_after_the_last_open_lesson_leads_home_and_not_to_a_closed_one(make: Makers) -> None:
    asking = files_of()[f"modules/{COURSE}/asking.yaml"].decode().partition("activities:")[0]
    text = files_of()[OUTLINE].decode().replace("\nmodules:", "\nopen: [asking]\nmodules:")
    make.course(
        changed={
            OUTLINE: text,
            f"modules/{COURSE}/asking.yaml": f"{asking}activities: [{{quiz: {PRACTICE}}}, {{lesson: {LESSONS[0]}}}]\n",
        }
    )
    assert make.client().send(f"{OPEN}next").location == f"/learn/{COURSE}/"
    assert make.client().page(OPEN).one("nav", aria_label="Previous and next").one("button").text == "Finish, and back to the course"


def test_no_way_leads_a_stranger_from_a_quiz_to_what_is_closed(make: Makers) -> None:
    open_course(make)
    steps = make.client().page(PRACTICE_AT).one("nav", aria_label="Previous and next")
    assert [link.text for link in steps.all("a")] == ["Previous: 1.1 Why ask?"]


def test_a_test_in_an_open_module_is_shown_to_guests_and_taken_with_an_account_only(make: Makers) -> None:
    open_course(make, modules="asking, answering")
    browser = make.client()
    rules = browser.page(TEST_AT)
    assert ("This test needs an account" in rules.text, "Start now" in rules.buttons()) == (True, False)
    assert browser.send(f"{TEST_AT}attempts").status_code == 302
    assert counts(make)["attempt"] == 0


def test_a_guests_attempt_is_nobody_elses(make: Makers) -> None:
    course = open_course(make)
    where = practise(make.client())
    other = make.client()
    other.send(f"{OPEN}done", {"done": "yes"})
    assert [other.get(where).status_code, make.learner(course).get(where).status_code] == [404, 404]
    assert make.client().get(where).location == f"/account/sign-in?next={where}"


@pytest.mark.parametrize("where", ["/learn/", "/reports/progress", "/admin/", f"/learn/{COURSE}/notebook-of-nobody/"])
def test_a_guest_is_not_signed_in(make: Makers, where: str) -> None:
    open_course(make)
    browser = make.client()
    browser.send(f"{OPEN}done", {"done": "yes"})
    assert browser.get(where).status_code == 302
    assert "Sign in" in browser.page("/").links()


def test_a_guest_sees_no_course_that_is_for_people_with_accounts(make: Makers) -> None:
    open_course(make)
    browser = make.client()
    browser.send(f"{OPEN}done", {"done": "yes"})
    (hidden,) = make.courses(1)
    make.hide(hidden.key, "signed-in")
    assert browser.get(f"/courses/{hidden.key}/").status_code == 404
    assert hidden.key not in browser.page("/courses/").text


def test_guests_are_in_no_report(make: Makers) -> None:
    open_course(make)
    make.client().send(f"{OPEN}done", {"done": "yes"})
    report = make.client(make.person(role="admin")).get("/reports/progress.csv").text
    assert len(report.strip().splitlines()) == 1


def test_somebody_with_an_account_reads_without_enrolling_and_is_enrolled_by_leaving_something(make: Makers) -> None:
    course, person = open_course(make), make.person()
    browser = make.client(person)
    assert "enrols you in the course" in browser.page(OPEN).text
    assert browser.get(CLOSED).status_code == 403
    assert counts(make)["enrolment"] == 0
    assert browser.send(f"{OPEN}next").location == PRACTICE_AT
    assert make.rows(select(Enrolment.person_id, Enrolment.course_id)) == [(person.id, course.course_id)]
    assert browser.get(CLOSED).status_code == 200


def test_what_a_guest_did_becomes_that_of_the_account_they_sign_in_to(make: Makers) -> None:
    open_course(make)
    person = make.person(email="ana@example.org", password=PASSWORD)
    browser = make.client()
    browser.send(f"{OPEN}done", {"done": "yes"})
    where = practise(browser)
    sign_in(browser, "ana@example.org")
    assert guests(make) == []
    assert states(make, person.id) == {LESSONS[0]: "done", PRACTICE: "begun"}
    assert browser.get(where).status_code == 200
    assert make.rows(select(Record.person_id).where(Record.enrolment_id.is_not(None)).distinct()) == [(person.id,)]
    assert counts(make) == {"person": 1, "enrolment": 1, "session": 1, "activity_state": 2, "attempt": 1, "response": 1}


def test_what_a_guest_did_is_added_to_what_the_account_has_and_takes_nothing_away(make: Makers) -> None:
    course = open_course(make)
    person = make.person(email="ana@example.org", password=PASSWORD)
    make.done(make.enrolment(person, course), course, LESSONS[1])
    at_home = make.client(person)
    theirs = practise(at_home)
    browser = make.client()
    browser.send(f"{OPEN}done", {"done": "yes"})
    guests_own = practise(browser)
    sign_in(browser, "ana@example.org")
    assert states(make, person.id) == {PRACTICE: "begun", LESSONS[1]: "done", LESSONS[0]: "done"}
    assert at_home.get(theirs).status_code == 200
    assert browser.get(guests_own).location == f"{guests_own}review/"
    assert make.rows(select(Attempt.nth, Attempt.submitted_at.is_(None)).order_by(Attempt.nth)) == [(1, True), (2, False)]
    assert make.rows(select(func.count()).select_from(Enrolment)) == [(1,)]
    assert make.rows(select(func.count()).select_from(Record).where(Record.enrolment_id.is_(None))) == [(1,)]


def test_whoever_withdrew_begins_again_with_what_the_guest_did(make: Makers) -> None:
    course = open_course(make)
    person = make.person(email="ana@example.org", password=PASSWORD)
    made = make.enrolment(person, course)
    with make.app.app_context(), unit_of_work() as session:
        session.get_one(Enrolment, made.id).state = "withdrawn"
    browser = make.client()
    browser.send(f"{OPEN}done", {"done": "yes"})
    sign_in(browser, "ana@example.org")
    assert make.rows(select(Enrolment.nth, Enrolment.state).order_by(Enrolment.nth)) == [(1, "withdrawn"), (2, "active")]


def course_of_one_lesson(make: Makers) -> None:
    """Publish the course so that one open lesson completes it."""
    text = files_of()[OUTLINE].decode().replace("\nmodules:", "\nopen: [asking]\nmodules:")
    before, after = text.split("completion:")[0], text.split("certificate:")[1]
    make.course(changed={OUTLINE: f"{before}completion: {{activities: [{LESSONS[0]}]}}\ncertificate:{after}"})


def test_a_guest_completes_nothing_until_they_have_an_account(make: Makers) -> None:
    course_of_one_lesson(make)
    person = make.person(email="ana@example.org", password=PASSWORD)
    browser = make.client()
    browser.send(f"{OPEN}done", {"done": "yes"})
    assert make.rows(select(Enrolment.state, Enrolment.completed_at)) == [("active", None)]
    sign_in(browser, "ana@example.org")
    assert make.rows(select(Enrolment.state, Enrolment.completed_at)) == [("completed", make.now)]
    assert make.rows(select(Certificate.name)) == [(person.name,)]


def test_a_guest_completes_by_making_an_account(app: Flask, make: Makers) -> None:
    course_of_one_lesson(make)
    browser = make.client()
    browser.send(f"{OPEN}done", {"done": "yes"})
    register(browser)
    assert make.rows(select(Enrolment.state, Enrolment.completed_at)) == [("active", None)]
    type_code(browser, newest(app, EMAIL).code)
    assert make.rows(select(Person.email, Person.role)) == [(EMAIL, "learner")]
    assert make.rows(select(Enrolment.state, Enrolment.completed_at)) == [("completed", make.now)]
    assert "Your certificate" in browser.page(f"/learn/{COURSE}/").text


def test_the_next_person_at_this_browser_inherits_nothing(make: Makers) -> None:
    open_course(make)
    for email in ("ana@example.org", "boris@example.org"):
        make.person(email=email, password=PASSWORD)
    browser = make.client()
    browser.send(f"{OPEN}done", {"done": "yes"})
    sign_in(browser, "ana@example.org")
    browser.send("/account/sign-out")
    sign_in(browser, "boris@example.org")
    assert make.rows(select(func.count()).select_from(Enrolment)) == [(1,)]
    assert "You are done with this lesson." not in browser.page(OPEN).text


def test_guests_who_do_not_come_back_are_removed_with_all_that_they_left(make: Makers, clock: SetClock) -> None:
    open_course(make)
    gone, stays = make.client(), make.client()
    for browser in (gone, stays):
        browser.send(f"{OPEN}done", {"done": "yes"})
        practise(browser)
    idle = SIGN_IN_LASTS[GUEST][0]
    clock.move(idle - timedelta(days=1))
    stays.page(OPEN)
    clock.move(timedelta(days=2))
    before = make.rows(select(func.count()).select_from(Record))
    with make.app.app_context(), unit_of_work():
        assert people.remove_old_guests(now=clock.now()) == 1
    assert counts(make) == {"person": 1, "enrolment": 1, "session": 1, "activity_state": 2, "attempt": 1, "response": 1}
    assert make.rows(select(func.count()).select_from(Record)) == before
    assert "You are done with this lesson." in stays.page(OPEN).text
    assert "You are done with this lesson." not in gone.page(OPEN).text


def test_one_address_cannot_fill_the_site_with_guests(make: Makers) -> None:
    open_course(make)
    answers = {make.client().send(f"{OPEN}done", {"done": "yes"}).status_code for _ in range(300)}
    assert (answers, make.client().send(f"{OPEN}done", {"done": "yes"}).status_code) == ({303}, 429)
    assert make.client().get(OPEN).status_code == 200

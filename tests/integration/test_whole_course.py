"""One person goes through the whole course with forms alone; every page on the way is looked over by the client."""

from urllib.parse import urlsplit

import pytest
from sqlalchemy import select

from lms.domain.certificates.models import Certificate
from tests.makers import COURSE, KEY, KEY_NUMBERS, LESSONS, OPTIONAL_LESSON, PRACTICE, TEST, Makers, files_of
from tests.support.answers import right_answers
from tests.support.client import PageClient
from tests.support.pages import Page


def leaked(page: Page) -> list[str]:
    """Return what on a page would tell the right answers."""
    return [secret for secret in (KEY, *KEY_NUMBERS) if secret in page.html]


def pass_test(client: PageClient) -> Page:
    attempt = client.submit(client.page(f"/learn/{COURSE}/{TEST}/"), "Start now")
    summary = client.submit(attempt, "check before", right_answers(attempt))
    return client.submit(summary, "Send the answers")


def read_lessons(client: PageClient) -> None:
    for lesson in LESSONS:
        client.submit(client.page(f"/learn/{COURSE}/{lesson}/"), "Next:")


def answer_practice(client: PageClient) -> None:
    attempt = client.submit(client.page(f"/learn/{COURSE}/{PRACTICE}/"), "Start now")
    client.submit(attempt, "Finish practising", right_answers(attempt))


def test_from_the_catalogue_to_the_certificate(make: Makers) -> None:
    make.course()
    client = make.client(make.person(name="Ana Ilieva"))
    page = client.follow(client.page("/courses/"), "The town hall asks")
    page = client.submit(page, "Enrol in this course")
    assert (page.url, page.h1) == (f"http://localhost/learn/{COURSE}/", "The town hall asks")
    assert client.follow(page, "Start:").h1 == "1.1 Why ask?"
    read_lessons(client)
    answer_practice(client)
    assert "See your certificate" not in client.page(f"/learn/{COURSE}/").links()
    assert "100%" in pass_test(client).text
    certificate = client.follow(client.page(f"/learn/{COURSE}/"), "See your certificate")
    assert [certificate.one(class_="certificate-name").text, certificate.one(class_="uid").text] == [
        "Ana Ilieva",
        certificate.url.split("/")[-2],
    ]
    assert client.get(certificate.link("Download as PDF")).mimetype == "application/pdf"


def test_nothing_tells_the_answers_before_a_test_is_passed(make: Makers) -> None:
    client = make.learner(make.course())
    attempt = client.submit(client.page(f"/learn/{COURSE}/{TEST}/"), "Start now")
    summary = client.submit(attempt, "check before")
    review = client.submit(summary, "Send the answers")
    assert [leaked(page) for page in (attempt, summary, review)] == [[], [], []]
    assert leaked(client.page(f"/learn/{COURSE}/{TEST}/")) == []


def test_the_answers_are_told_once_a_test_is_passed(make: Makers) -> None:
    review = pass_test(make.learner(make.course()))
    assert leaked(review) == [KEY, KEY_NUMBERS[1]]


def test_whoever_passes_the_last_part_is_told_so_and_led_to_the_certificate(make: Makers) -> None:
    course, person = make.course(), make.person()
    made = make.enrolment(person, course)
    make.done(made, course, *LESSONS)
    make.take_quiz(made, course, PRACTICE)
    review = pass_test(make.client(person))
    assert "You have completed this course." in review.text
    uid = make.rows(select(Certificate.uid))[0].uid
    assert urlsplit(review.link("See your certificate")).path == f"/certificates/{uid}/"


def test_a_test_that_is_not_the_last_part_leads_on_and_promises_nothing(make: Makers) -> None:
    review = pass_test(make.learner(make.course()))
    assert ("You have completed" in review.text, "See your certificate" in review.links()) == (False, False)


def test_a_practice_tells_only_what_was_checked(make: Makers) -> None:
    client = make.learner(make.course())
    attempt = client.submit(client.page(f"/learn/{COURSE}/{PRACTICE}/"), "Start now")
    assert leaked(attempt) == []
    checked = client.submit(attempt, "Check answer 1", {"q-choose": "2"})
    told = {word for word in checked.text.split() if word.startswith(KEY)}
    assert told == {f"{KEY}-practice-en-choose-2", f"{KEY}-practice-en-choose"}


@pytest.mark.parametrize("language", ["en", "bg"])
def test_every_page_speaks_every_language(make: Makers, language: str) -> None:
    client = make.learner(make.course())
    places = [
        "/",
        "/courses/",
        f"/courses/{COURSE}/",
        "/learn/",
        f"/learn/{COURSE}/",
        "/account/sign-in",
        "/nowhere",
    ]
    places += [f"/learn/{COURSE}/{key}/" for key in (*LESSONS, OPTIONAL_LESSON, PRACTICE, TEST)]
    for place in places:
        status = 404 if place == "/nowhere" else 200
        asked = make.client() if place == "/account/sign-in" else client
        assert asked.page(place, status, language=language).lang == language


def test_what_people_and_authors_type_is_shown_as_text(make: Makers) -> None:
    hostile = "<b onclick=alert(1)>{{7*7}}</b>"
    path = f"quizzes/{COURSE}/en/{PRACTICE}.md"
    text = files_of()[path].decode().replace("# Every kind once", f"# {hostile}")
    client = make.learner(make.course(changed={path: text}), name=hostile)
    client.quoted += [hostile, "<b onclick=alert(1)>", "{{7*7}}", "</b>"]
    attempt = client.submit(client.page(f"/learn/{COURSE}/{PRACTICE}/"), "Start now")
    assert attempt.one(class_="who").text == f"{hostile}: Profile"
    assert hostile in [heading.text for heading in attempt.all("h2")]

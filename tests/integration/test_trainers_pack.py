"""What a course holds for those who teach it is seen by them and by administrators, and never by learners."""

from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest
from sqlalchemy import select

from lms.domain.courses.models import Page as KeptPage
from lms.domain.courses.models import Staff
from lms.domain.courses.queries import Published, find_published
from lms.domain.people.models import Person
from lms.platform.database import unit_of_work
from tests.makers import COURSE, LESSONS, PRACTICE, TEST, Makers, copy_of, files_of
from tests.support.client import PageClient

Queries = Callable[[int], AbstractContextManager[None]]
ASKING = f"modules/{COURSE}/asking.yaml"
SECRET = "xylophone"  # a word of the documents for trainers, and of nothing else
PACK = f"/teaching/courses/{COURSE}/"
NOTES, SLIDES = f"{PACK}planning-notes/", f"{PACK}first-hour/"
CHANGED = {
    ASKING: f"{files_of()[ASKING].decode()}trainer: [planning-notes, first-hour]\n",
    f"content/{COURSE}/en/planning-notes.md": f"---\ntitle: Planning notes {SECRET}\nreview: 2026-11-01\n---\n\nPlay the {SECRET} first. See [[why-ask]].\n",
    f"content/{COURSE}/bg/planning-notes.md": f"---\ntitle: Бележки {SECRET}\n---\n\nПърво свирете на {SECRET}. Вижте [[why-ask]].\n",
    f"content/{COURSE}/en/first-hour.md": (
        f"---\ntitle: The first hour\nslides: true\n---\n\n## Welcome\n\nA {SECRET}.\n\n> [!NOTE]\n> Wait until all sit.\n\n## Then\n\n- one\n- two\n"
    ),
}


def staff(make: Makers, course: Published, part: str = "teacher", **traits: str) -> Person:
    """Return somebody who teaches a course, or edits it."""
    person = make.person(**traits)
    with make.app.app_context(), unit_of_work() as session:
        session.add(Staff(course_id=course.course_id, person_id=person.id, part=part))
    return person


@pytest.fixture
def course(make: Makers) -> Published:
    """Return a course with a document for trainers and a set of slides."""
    return make.course(changed=CHANGED)


@pytest.mark.parametrize("part", ["teacher", "editor"])
def test_who_teaches_or_edits_the_course_reads_its_pack(make: Makers, course: Published, part: str) -> None:
    browser = make.client(staff(make, course, part))
    assert browser.page(f"/courses/{COURSE}/").links()["Trainer’s pack"] == PACK
    above, *links = browser.page(PACK).main.all("a")
    links, typed, quizzes = links[:-3], links[-3:-1], links[-1]
    assert [link.get("href") for link in typed] == [f"/teaching/quizzes/{COURSE}/{quiz}/answers/" for quiz in (PRACTICE, TEST)]
    assert (quizzes.text, quizzes.get("href")) == ("How the questions were answered", f"/teaching/quizzes/{COURSE}/")
    assert (above.text, above.get("href")) == ("The town hall asks", f"/courses/{COURSE}/")
    assert [(link.text, link.get("href")) for link in links] == [(f"Planning notes {SECRET}", NOTES), ("The first hour", SLIDES)]
    page = browser.page(NOTES)
    assert (page.links()["The town hall asks"], page.links()["Trainer’s pack"]) == (f"/courses/{COURSE}/", PACK)
    assert (page.h1, f"Play the {SECRET} first." in page.text) == (f"Planning notes {SECRET}", True)
    assert "This page was to be reviewed by 1 November 2026; details may have changed." in page.text
    assert page.one("div", class_="prose").all("a")[0].get("href") == f"/learn/{COURSE}/why-ask/"


def test_a_document_is_read_in_the_language_of_its_reader(make: Makers, course: Published) -> None:
    browser = make.client(make.person(role="admin"))
    assert browser.page(NOTES, language="bg").h1 == f"Бележки {SECRET}"
    assert browser.page(NOTES, language="bg").main.all("p", class_="notice") == []
    page = browser.page(SLIDES, language="bg")
    assert page.one("h1").get("lang") == "en"
    assert page.main.one("p", class_="notice").text == "Тази страница още я няма на избрания език (Български), затова е показана на друг (English)."


def test_slides_are_shown_one_after_the_other_with_the_speakers_notes(make: Makers, course: Published) -> None:
    slides = make.client(make.person(role="admin")).page(SLIDES).main.all("section", class_="slide")
    assert [" ".join(slide.text.split()) for slide in slides] == [f"Welcome A {SECRET}. Speaker’s notes Wait until all sit.", "Then one two"]


def test_nobody_else_is_told_that_there_is_a_pack(make: Makers, course: Published) -> None:
    make.publish(*copy_of(COURSE, 1))
    with make.app.app_context():
        other = find_published(f"{COURSE}-1")
    assert other is not None
    browsers = (make.learner(course), make.client(make.person(role="trainer")), make.client(staff(make, other)))
    for path in (PACK, NOTES, SLIDES):
        assert [browser.get(path).status_code for browser in browsers] == [404, 404, 404]
        assert make.client().get(path).location == f"/account/sign-in?next={path}"
        assert make.guest().get(path).status_code == 302
    assert [PACK in browser.get(f"/courses/{COURSE}/").text for browser in browsers] == [False] * 3


def test_what_is_no_document_for_trainers_is_not_found_there(make: Makers, course: Published) -> None:
    admin = make.client(make.person(role="admin"))
    assert [admin.get(path).status_code for path in (f"{PACK}{LESSONS[0]}/", f"{PACK}nothing/", "/teaching/courses/nowhere/")] == [404] * 3


def test_no_word_of_it_reaches_a_learner(make: Makers, course: Published) -> None:
    browsers: tuple[PageClient, ...] = (make.client(), make.learner(course))
    outline = make.outline()
    paths = [
        "/", "/courses/", f"/courses/{COURSE}/", "/sitemap.xml", "/robots.txt", "/learn/",
        f"/learn/{COURSE}/", f"/learn/{COURSE}/notebook/", *(f"/learn/{COURSE}/{each.key}/" for each in outline.activities),
        *(f"/learn/{COURSE}/{key}/" for key in ("planning-notes", "first-hour")),
    ]  # fmt: skip
    for browser in browsers:
        assert [path for path in paths if SECRET in browser.get(path).text] == []
        assert "No course and no lesson was found" in browser.page(f"/courses/?q={SECRET}").text
    digest = next(each.documents["en"].file for each in outline.modules[0].trainer)
    assert browsers[1].get(f"/media/{digest}/planning-notes.md").status_code == 404
    assert [row for row in make.rows(select(KeptPage.text)) if SECRET in row.text] == []


def test_a_course_without_documents_for_trainers_says_so(make: Makers) -> None:
    make.course()
    admin = make.client(make.person(role="admin"))
    assert "This course holds nothing for trainers yet." in admin.page(PACK).text
    assert "Trainer’s pack" not in admin.page(f"/courses/{COURSE}/").text


def test_a_document_is_read_by_few_statements(make: Makers, course: Published, queries: Queries) -> None:
    browser = make.client(staff(make, course))
    browser.page(NOTES)
    with queries(3):  # who asks, the course, whether they teach it
        browser.page(NOTES)

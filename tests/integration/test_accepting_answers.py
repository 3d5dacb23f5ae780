"""Who teaches a course sees what was typed, accepts more of it in one click, and nobody learns who typed it."""

import re
from dataclasses import replace

import pytest
from sqlalchemy import select

from lms.domain.courses.accepting import with_accepted
from lms.domain.courses.format.quiz import read_quiz
from lms.domain.courses.format.stamping import stamp
from lms.domain.courses.format.translations import Freshness, quiz_freshness
from lms.domain.courses.models import Edition
from lms.domain.courses.queries import files_of, find_published
from lms.domain.questions.places import TypedPlace
from lms.domain.quizzes.models import Regrade
from lms.kernel.problems import Problems
from tests.integration.test_regrading import HALF, RIGHT
from tests.integration.test_trainers_pack import staff
from tests.makers import Makers
from tests.support.answer_keys import QUIZ, Key
from tests.support.answer_keys import files_of as files_of_trees
from tests.support.client import PageClient
from tests.support.pages import Page
from tests.support.regrading import School

WHERE = f"/teaching/quizzes/trees/{QUIZ}/answers/"
WHY = "The lime is a linden."


@pytest.fixture
def school(make: Makers) -> School:
    """Return a course in which three people typed the lime, each in their own way, and in which somebody else is right."""
    made = School(make, "trees", 1)
    made.publish(Key())
    for name, typed in (("Ana Ilieva", "Lime  tree"), ("Boris Petrov", "lime tree"), ("Vera Kirova", "LIME TREE")):
        made.take(made.enrol(name=name), HALF | {"short": typed, "choose": 1, "truth": True, "fill": ["Lime*", 2]})
    made.take(made.enrol(name="Georgi Stoev"), RIGHT)
    return made


@pytest.fixture
def teacher(make: Makers, school: School) -> PageClient:
    with make.app.app_context():
        course = find_published("trees")
    assert course is not None
    return make.client(staff(make, course, name="Teo Ruseva"))


@pytest.fixture
def admin(make: Makers, school: School) -> PageClient:
    return make.client(make.person(role="admin", name="Eleni Markou"))


def names_of(page: Page) -> list[str]:
    return [name for name in ("Ana", "Boris", "Vera", "Georgi") if name in page.text]


def answer(page: Page, words: str) -> str:
    """Return the name by which the form knows an answer."""
    label = next(each for each in page.main.all("label") if each.text.startswith(words))
    return str(label.get("for")).removeprefix("answer-")


def see(browser: PageClient, *words: str) -> Page:
    page = browser.page(WHERE)
    return browser.submit(page, "See whose marks", {"answer": [answer(page, each) for each in words]})


def test_what_was_typed_is_gathered_as_it_is_marked_and_nobody_is_named(teacher: PageClient, admin: PageClient) -> None:
    for browser in (teacher, admin):
        page = browser.page(WHERE)
        assert [label.text for label in page.main.all("label")] == ["LIME TREE typed 3 times, worth 0%", "Lime* typed 3 times, worth 0%"]
        assert names_of(page) == []
        assert "linden typed once" in page.text


def test_names_are_shown_to_those_alone_who_may_see_results(teacher: PageClient, admin: PageClient) -> None:
    pages = [see(browser, "L") for browser in (teacher, admin)]
    assert [names_of(page) for page in pages] == [[], ["Ana", "Boris", "Vera"]]
    for page in pages:
        assert "The marks of 3 attempts change. 3 people pass by it." in page.text
        assert "3 attempts: from 50% to 62%" in page.text


def test_accepting_is_one_key_fix_by_whoever_did_it_and_marks_rise(make: Makers, school: School, teacher: PageClient) -> None:
    page = teacher.submit(see(teacher, "L"), "Accept them", {"reason": WHY})
    assert "The marks of 3 people have changed, who are written to." in page.text
    editions = make.rows(select(Edition.kind, Edition.published_by).order_by(Edition.id))
    regrade = make.rows(select(Regrade))[0].Regrade
    assert [each.kind for each in editions] == ["new", "key-fix"]
    assert (editions[-1].published_by, regrade.by, regrade.reason) == (regrade.by, regrade.by, WHY)
    assert regrade.by is not None
    assert sorted(str(mark) for mark in school.marks().values()) == ["1", "5/8", "5/8", "5/8"]
    with make.app.app_context():
        found = find_published("trees")
        assert found is not None
        text = files_of(found.edition_id)[f"quizzes/trees/en/{QUIZ}.md"].decode()
    assert re.search(r"= linden\n= lime\s+tree\n", text, re.IGNORECASE)


def test_a_star_that_was_typed_accepts_nothing_else(make: Makers, school: School, teacher: PageClient) -> None:
    teacher.submit(see(teacher, "Lime*"), "Accept them", {"reason": WHY})
    uid = school.take(school.enrol(), RIGHT | {"fill": ["Lime green", 1]})
    assert school.question_marks(uid)["fill"] == school.question_marks(uid)["truth"] / 2


def test_without_a_reason_nothing_is_done_and_the_form_says_so(make: Makers, teacher: PageClient) -> None:
    page = see(teacher, "L")
    answered = teacher.submit(page, "Accept them", {"reason": " "}, status=422)
    assert "Say why: whoever is concerned is told so." in answered.text
    assert make.rows(select(Regrade.id)) == []


def test_who_chose_nothing_is_told_so(teacher: PageClient) -> None:
    page = teacher.submit(teacher.page(WHERE), "See whose marks", status=422)
    assert "Choose at least one answer that is right too." in page.text


def test_what_would_happen_is_shown_again_where_it_is_something_else_by_now(make: Makers, school: School, teacher: PageClient) -> None:
    page = see(teacher, "L")
    school.take(school.enrol(), HALF | {"short": "lime tree"})
    again = teacher.submit(page, "Accept them", {"reason": WHY}, status=409)
    assert "Something has changed in the meantime" in again.text
    assert "The marks of 4 attempts change." in again.text
    assert make.rows(select(Regrade.id)) == []
    assert "The marks of 4 people have changed" in teacher.submit(again, "Accept them", {"reason": WHY}).text


def test_an_edition_that_came_in_between_is_another_preview(make: Makers, school: School, teacher: PageClient) -> None:
    page = see(teacher, "L")
    school.publish(Key(), wording="Other words.")
    again = teacher.submit(page, "Accept them", {"reason": WHY}, status=409)
    assert "Something has changed in the meantime" in again.text


def test_a_translation_stays_as_fresh_as_it_was(make: Makers, school: School) -> None:
    """What was up to date is so with the changed source; of what was not, the questions stay as they were."""
    source, twin = f"quizzes/trees/en/{QUIZ}.md", f"quizzes/trees/bg/{QUIZ}.md"
    files = files_of_trees("trees", 1, Key())
    stamped = stamp(twin, files)
    assert stamped is not None
    behind = {**files, twin: stamped, source: files[source].replace(b"Is it so?", b"Is it really so?")}
    texts = [(TypedPlace("short"), "lime tree"), (TypedPlace("fill", 1), "lime")]
    for before in ({**files, twin: stamped}, behind):
        after = with_accepted(before, make.outline("trees"), QUIZ, texts)
        assert after[source] != before[source]
        assert freshness(before, source, twin) == freshness(after, source, twin)
    assert [freshness(each, source, twin).state for each in ({**files, twin: stamped}, behind)] == ["current", "stale"]


def freshness(files: dict[str, bytes], source: str, twin: str) -> Freshness:
    original = read_quiz(source, files[source], translation=False, problems=Problems())
    assert original is not None
    translated = read_quiz(twin, files[twin], translation=True, problems=Problems(), source=original)
    assert translated is not None
    return quiz_freshness(original, translated)


def test_others_are_told_that_there_is_no_such_page(make: Makers, school: School) -> None:
    for person in (make.person(), make.person(role="trainer")):
        browser = make.client(person)
        assert [browser.get(WHERE).status_code, browser.send(f"{WHERE}preview").status_code] == [404, 404]


@pytest.mark.parametrize("where", [WHERE.replace(QUIZ, "nothing"), WHERE.replace(QUIZ, "reading"), WHERE.replace("trees", "nothing")])
def test_there_is_no_such_quiz(admin: PageClient, where: str) -> None:
    assert admin.get(where).status_code == 404


def test_an_answer_that_is_of_no_use_any_more_is_not_accepted_twice(make: Makers, school: School, teacher: PageClient) -> None:
    page = see(teacher, "L")
    school.publish(replace(Key(), short=("linden", "lime tree")), "key-fix")
    again = teacher.submit(page, "Accept them", {"reason": WHY}, status=422)
    assert "Choose at least one answer that is right too." in again.text

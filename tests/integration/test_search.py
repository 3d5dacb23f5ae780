"""Courses are searched by anybody, over what they may see and nothing else; whatever is typed, the page says what was found."""

from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest
from flask import Flask

from lms.domain.courses.queries import Published
from lms.web.public.search import MOST_SHOWN
from tests.makers import COURSE, LESSONS, Makers, copy_of, files_of
from tests.support.client import PageClient
from tests.support.pages import Page

Queries = Callable[[int], AbstractContextManager[None]]
OUTLINE = f"modules/{COURSE}/course.yaml"


@pytest.fixture(autouse=True)
def nothing_counted(app: Flask) -> None:
    """Let each test begin with no search counted."""
    app.extensions["limits"].forget()


def titled(make: Makers, title: str) -> Published:
    """Publish the course under another English title."""
    text = files_of()[OUTLINE].decode().replace('en: "The town hall asks"', f"en: '{title}'")
    return make.course(changed={OUTLINE: text})


def search(browser: PageClient, words: str, language: str = "en") -> Page:
    return browser.page("/courses/", query={"q": words}, language=language)


def found(page: Page) -> list[str]:
    """Return the titles of the courses that a page shows as found."""
    return [heading.text for heading in page.main.all("h2") if heading.get("id") != "in-lessons"]


def status(page: Page) -> str:
    return page.main.one("div", class_="search-status").text.strip()


@pytest.mark.parametrize("where", ["/", "/courses/"])
def test_the_box_stands_where_people_look_for_courses(make: Makers, where: str) -> None:
    make.course()
    browser = make.client()
    page = browser.submit(browser.page(where), "Search", {"q": "town"})
    assert (page.url, page.h1, found(page)) == ("http://localhost/courses/?q=town", "Search the courses", ["The town hall asks"])
    assert (page.one("input", name="q").get("value"), page.one("form", role="search").get("method")) == ("town", "get")


def test_what_was_found_is_said_in_words_and_marked_where_it_stands(make: Makers) -> None:
    make.course()
    page = search(make.client(), "town answ")
    assert status(page) == "1 course found for “town answ”."
    assert page.main.one("div", class_="search-status").get("role") == "status"
    assert [mark.text for mark in page.main.one("h2").all("mark")] == ["town"]
    lines = [(line.one("span", class_="small").text, line.one("bdi").text) for line in page.main.one("ul", class_="search-lines").all("li")]
    assert lines == [("Module 2", "Answering"), ("Lesson 2.1", "How to answer"), ("Learning outcome", "Answers them afterwards")]
    assert page.link("The town hall asks") == f"http://localhost/courses/{COURSE}/"


def test_a_word_of_another_language_finds_the_course_and_says_where(make: Makers) -> None:
    make.course()
    page = search(make.client(), "Общината")
    assert found(page) == ["The town hall asks"]
    first = page.main.one("ul", class_="search-lines").all("li")[0]
    assert (first.text.split(), first.one("bdi").get("lang")) == (["Title", "(Български)", "Общината", "пита"], "bg")
    bulgarian = search(make.client(), "Общината", "bg")
    assert (found(bulgarian), status(bulgarian)) == (["Общината пита"], "Намерен е 1 курс за „Общината“.")


HIDDEN = "Quetzal"


def second_course() -> tuple[str, dict[str, bytes]]:
    """Return a public course with the same word in its title, its first module open to everybody."""
    key, files = copy_of(COURSE, 7)
    path = f"modules/{key}/course.yaml"
    text = files[path].decode().replace('en: "The town hall asks"', f'en: "A {HIDDEN} for all"')
    return key, files | {path: text.replace("\nmodules:", "\nopen: [asking]\nmodules:").encode()}


def somebody(make: Makers, who: str, course: Published, open_course: str) -> PageClient:
    """Return the browser of a stranger, of a guest in the open course, of a follower of the other, or of a person of some role."""
    if who == "follower":
        return make.learner(course)
    if who in ("stranger", "guest"):
        browser = make.client()
        if who == "guest":
            assert browser.send(f"/learn/{open_course}/{LESSONS[0]}/done", {"done": "yes"}).status_code == 303
        return browser
    return make.client(make.person(role=who))


@pytest.mark.parametrize(
    ("visibility", "who", "finds"),
    [
        ("public", "stranger", True),
        ("public", "learner", True),
        ("signed-in", "stranger", False),
        ("signed-in", "guest", False),
        ("signed-in", "learner", True),
        ("signed-in", "admin", True),
        ("invited", "stranger", False),
        ("invited", "learner", False),
        ("invited", "trainer", False),
        ("invited", "admin", False),
        ("invited", "follower", True),
    ],
)
def test_only_courses_that_the_visitor_may_see_are_found(make: Makers, visibility: str, who: str, finds: bool) -> None:
    """A public course with the same word is there each time, so that a page with results is looked at."""
    key, files = second_course()
    make.publish(key, files)
    course = titled(make, f"The {HIDDEN} plan")
    browser = somebody(make, who, course, key)
    make.hide(COURSE, visibility)
    page = search(browser, HIDDEN)
    expected = [f"A {HIDDEN} for all"] + ([f"The {HIDDEN} plan"] if finds else [])
    assert sorted(found(page)) == expected
    assert status(page).startswith(f"{len(expected)} course")
    assert (f"/courses/{COURSE}/" in page.html) == finds


def test_a_hidden_course_looks_like_no_course(make: Makers) -> None:
    titled(make, f"The {HIDDEN} plan")
    make.hide(COURSE, "invited")
    with_hidden, without = search(make.client(), HIDDEN), search(make.client(), "Quezal")
    assert with_hidden.html == without.html.replace("Quezal", HIDDEN)


@pytest.mark.parametrize(
    "typed",
    ["%", "_", "'", '"', "\\", "?*", "\u202e", "-- ;", "<>", "…", "٪"],
    ids=["percent", "underscore", "quote", "quotes", "backslash", "wildcards", "direction", "SQL", "brackets", "dots", "Arabic percent"],
)
def test_signs_alone_find_nothing_and_the_page_says_so(make: Makers, typed: str) -> None:
    make.course()
    page = make.client().page("/courses/", query={"q": typed})
    if typed == "\u202e":  # nothing that anybody could see
        assert page.h1 == "Courses"
    else:
        assert (status(page), found(page)) == ("There is no word in what you typed. Type at least one letter or digit.", [])


def test_nothing_found_says_what_to_do(make: Makers) -> None:
    make.course()
    page = search(make.client(), "xyzzy")
    assert (status(page), found(page)) == ("No course and no lesson was found for “xyzzy”.", [])
    advice = [line.text for line in page.main.one("ul", class_="plain").all("li")]
    assert advice == [
        "Look for fewer words: all of them must be in the course.",
        "Type only the beginning of a word: “consult” also finds “consulting” and “consultation”.",
        "Sign in, if you have an account: some courses are only shown to people who are signed in.",
        "See all courses",
    ]


@pytest.mark.parametrize("typed", ["", "   ", "\u200b"], ids=["nothing", "blanks", "a sign nobody sees"])
def test_nothing_typed_is_the_catalogue(make: Makers, typed: str) -> None:
    make.course()
    assert make.client().page("/courses/", query={"q": typed}).h1 == "Courses"


def test_what_is_too_long_is_cut_and_the_page_says_so(make: Makers) -> None:
    make.course()
    page = search(make.client(), "town " * 2000)
    assert found(page) == ["The town hall asks"]
    assert status(page).endswith("That was long: only its first words were looked for.")
    assert len(page.one("input", name="q").get("value")) <= 100


def test_one_letter_is_looked_for_as_a_beginning(make: Makers) -> None:
    make.course()
    assert found(search(make.client(), "т")) == ["The town hall asks"]


POISON = "<script>alert(1)</script> & \"quoted\" </title>"


def test_what_is_typed_and_what_a_course_is_called_are_shown_as_text(make: Makers) -> None:
    titled(make, f"Budgets {POISON}")
    browser = make.client()
    browser.quoted += [POISON, "<script>", "</script>", "</title>"]
    page = search(browser, f"budgets {POISON}")
    assert found(page) == [f"Budgets {POISON}"]
    assert page.one("input", name="q").get("value") == f"budgets {POISON}"
    assert [mark.text for mark in page.main.one("h2").all("mark")] == ["Budgets", "script", "alert", "1", "script", "quoted", "title"]


def test_words_from_right_to_left_are_kept_apart_from_the_sentence(make: Makers) -> None:
    make.course()
    page = search(make.client(), "مشاركة")
    assert [node.text for node in page.main.one("div", class_="search-status").all("bdi")] == ["مشاركة"]


def test_search_engines_are_kept_out_of_results(make: Makers) -> None:
    make.course()
    answer = make.client().get("/courses/?q=town")
    assert answer.headers["X-Robots-Tag"] == "noindex"
    assert 'rel="canonical"' not in answer.text


def test_somebody_who_searches_without_end_is_told_to_wait(make: Makers) -> None:
    make.course()
    browser = make.client()
    answers = [browser.get("/courses/?q=town").status_code for _ in range(61)]
    assert answers == [200] * 60 + [429]
    assert browser.page("/courses/?q=town", 429).h1 == "Too many tries"
    assert browser.get("/courses/").status_code == 200
    assert browser.get("/courses/?q=town", environ_overrides={"REMOTE_ADDR": "127.0.0.2"}).status_code == 200


@pytest.mark.parametrize("how_many", [1, 3], ids=["one course", "three courses"])
@pytest.mark.parametrize(("who", "statements"), [("stranger", 1), ("follower", 4)])
def test_a_search_asks_little_more_than_the_catalogue(make: Makers, queries: Queries, who: str, statements: int, how_many: int) -> None:
    courses, person = make.courses(how_many), make.person()
    for course in courses:
        make.enrolment(person, course)
    browser = make.client(person) if who == "follower" else make.client()
    for where, more in (("/courses/", 0), ("/courses/?q=decisions", 2 if who == "follower" else 1)):
        browser.page(where)
        with queries(statements + more):
            browser.page(where)


def test_many_results_are_shown_up_to_a_number_and_counted(make: Makers, monkeypatch: pytest.MonkeyPatch) -> None:
    make.courses(3)
    monkeypatch.setattr("lms.web.public.search.MOST_SHOWN", 2)
    page = search(make.client(), "town")
    assert (len(found(page)), " ".join(status(page).split())) == (
        2,
        "3 courses found for “town”. The best 2 are shown; one more word makes them fewer.",
    )
    assert MOST_SHOWN == 30

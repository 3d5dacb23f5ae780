"""Lessons are found by the words of their texts, in every language, by whoever may read them now and by nobody else."""

import random
from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest
from flask import Flask
from sqlalchemy import delete, func, select

from lms.commands.publishing import render_editions
from lms.domain.courses.finding import find_documents, list_unfindable
from lms.domain.courses.models import Findable
from lms.domain.courses.queries import Published
from lms.platform.database import unit_of_work
from lms.web.public.in_lessons import LONGEST, around
from tests.makers import COURSE, LESSONS, OPTIONAL_LESSON, TEST, Makers, files_of
from tests.support.client import PageClient
from tests.support.pages import Page

Queries = Callable[[int], AbstractContextManager[None]]
OUTLINE, ANSWERING = f"modules/{COURSE}/course.yaml", f"modules/{COURSE}/answering.yaml"
FIRST, SECOND = (f"content/{COURSE}/en/{key}.md" for key in LESSONS)
BULGARIAN = FIRST.replace("/en/", "/bg/")


@pytest.fixture(autouse=True)
def nothing_counted(app: Flask) -> None:
    """Let each test begin with no search counted."""
    app.extensions["limits"].forget()


def text_of(path: str) -> str:
    return files_of()[path].decode()


def with_words(*places: tuple[str, str], is_open: bool = False, comes_after: bool = False) -> dict[str, str | None]:
    """Return the course with these words at the end of these documents; its first module open, its second after it."""
    changed: dict[str, str | None] = {path: f"{text_of(path)}\n{words}\n" for path, words in places}
    if is_open:
        changed[OUTLINE] = text_of(OUTLINE).replace("modules: [", "open: [asking]\nmodules: [")
    if comes_after:
        assert "after:" not in text_of(ANSWERING)
        changed[ANSWERING] = text_of(ANSWERING).replace("activities:", "after: [asking]\nactivities:")
    return changed


def search(browser: PageClient, words: str, language: str = "en") -> Page:
    return browser.page("/courses/", query={"q": words}, language=language)


def lessons(page: Page) -> list[str]:
    """Return the titles of the lessons that a page shows as found."""
    return [heading.text for heading in page.main.all("h3")]


def found(browser: PageClient, words: str) -> list[str]:
    return lessons(search(browser, words))



@pytest.fixture
def course(make: Makers) -> Published:
    """Publish a course of which each lesson holds a word that stands nowhere else; the second module comes after the first."""
    changed = with_words((FIRST, "The quokka sits in the hall."), (SECOND, "The narwhal answers."), is_open=True, comes_after=True)
    return make.course(changed=changed)


def test_a_stranger_finds_what_anybody_may_read_and_nothing_else(make: Makers, course: Published) -> None:
    page = search(make.client(), "quokka")
    assert lessons(page) == [title_of(FIRST)]
    assert page.link(title_of(FIRST)) == f"http://localhost/learn/{COURSE}/{LESSONS[0]}/"
    assert [mark.text for mark in page.one("section", **{"aria-labelledby": "in-lessons"}).all("mark")] == ["quokka"]
    closed = search(make.client(), "narwhal")
    assert (lessons(closed), "narwhal" in closed.main.one("ul").text) == ([], False)


def title_of(path: str) -> str:
    return next(line for line in text_of(path).splitlines() if line.startswith("title:")).partition('"')[2].rstrip('"')


def test_without_open_modules_a_stranger_finds_no_lesson(make: Makers) -> None:
    make.course(changed=with_words((FIRST, "The quokka sits in the hall.")))
    assert found(make.client(), "quokka") == []
    assert found(make.client(make.person()), "quokka") == []


def test_whoever_follows_the_course_finds_what_is_open_to_them_now(make: Makers, course: Published) -> None:
    person = make.person()
    make.enrolment(person, course)
    browser = make.client(person)
    assert (found(browser, "quokka"), found(browser, "narwhal")) == ([title_of(FIRST)], [])


def test_what_came_first_being_done_the_rest_is_found(make: Makers) -> None:
    published = make.course(changed=with_words((SECOND, "The narwhal answers.")))
    person = make.person()
    make.enrolment(person, published)
    assert found(make.client(person), "narwhal") == [title_of(SECOND)]


def test_a_course_that_somebody_may_not_see_is_not_found_by_its_lessons(make: Makers) -> None:
    make.course(changed=with_words((FIRST, "The quokka sits in the hall."), is_open=True), visibility="signed-in")
    assert found(make.client(), "quokka") == []
    assert found(make.client(make.person()), "quokka") == [title_of(FIRST)]


def test_everybody_finds_the_lessons_of_their_own_line(make: Makers) -> None:
    published = make.course(changed=with_words((FIRST, "The quokka sits in the hall."), is_open=True))
    person = make.person()
    make.enrolment(person, published)
    changed = with_words((FIRST, "The narwhal sits in the hall."), is_open=True)
    changed[OUTLINE] = str(changed[OUTLINE]).replace("hours: 1", "hours: 2")
    make.course(changed=changed)  # a revision: a new line
    assert (found(make.client(person), "quokka"), found(make.client(person), "narwhal")) == ([title_of(FIRST)], [])
    assert (found(make.client(), "quokka"), found(make.client(), "narwhal")) == ([], [title_of(FIRST)])


def test_after_a_correction_the_old_words_find_nothing(make: Makers) -> None:
    make.course(changed=with_words((FIRST, "The quokka sits in the hall."), is_open=True))
    make.course(changed=with_words((FIRST, "The narwhal sits in the hall."), is_open=True))
    assert (found(make.client(), "quokka"), found(make.client(), "narwhal")) == ([], [title_of(FIRST)])


def test_nothing_is_found_for_a_map_that_is_not_at_the_head_of_its_line_any_more(make: Makers) -> None:
    old = make.course(changed=with_words((FIRST, "The narwhal sits in the hall."), is_open=True))
    new = make.course(changed=with_words((FIRST, "The narwhal sits there still."), is_open=True))
    with make.app.app_context():
        hits = [[found.activity_key for found in find_documents([each.map_digest], ["narwhal"])] for each in (old, new)]
    assert hits == [[], [LESSONS[0]]]


def test_a_guest_who_follows_the_course_finds_what_is_open_and_nothing_else(make: Makers) -> None:
    make.course(changed=with_words((FIRST, "The narwhal sits in the hall."), (SECOND, "The quokka answers."), is_open=True))
    guest = make.client()
    assert guest.send(f"/learn/{COURSE}/{LESSONS[0]}/done", {"done": "yes"}).status_code == 303
    assert (found(guest, "narwhal"), found(guest, "quokka")) == ([title_of(FIRST)], [])


def test_without_words_and_without_courses_nothing_is_asked_of_the_database(make: Makers, queries: Queries) -> None:
    published = make.course()
    with make.app.app_context(), queries(0):
        assert (find_documents([published.map_digest], []), find_documents([], ["hall"])) == ([], [])


def test_questions_and_answers_of_quizzes_are_not_found(make: Makers) -> None:
    published = make.course()
    person = make.person()
    make.enrolment(person, published)
    with make.app.app_context():
        assert TEST not in make.rows(select(Findable.activity_key))[0]
    assert found(make.client(person), "zqkey") == []


CASES = [
    ("bg", "Йордан не е Иордан; всё пак, Общината ПИТА.", ["йордан", "ЙОРДАН", "все", "общин пита"], ["йордани", "ордан"]),
    ("el", "Ο πολίτης και οι ΠΟΛΊΤΕΣ ρωτούν.", ["πολιτης", "ΠΟΛΙΤΗΣ", "πολίτες", "ρωτουν"], ["ρωτούσαν"]),
    ("fr", "L’élève a posé la question à l’évêque.", ["eleve", "ÉLÈVE", "eveque", "l'eleve pose"], ["elevee"]),
    ("es", "El niño preguntó: ¿quién decidió?", ["nino", "NIÑO", "pregunto quien"], ["ninos"]),
    ("it", "La città chiede perché.", ["citta", "CITTÀ", "perche"], ["cittadini"]),
    ("en", "The café’s co-creation of 1969.", ["cafe", "creation", "co-creation", "1969", "CAFÉ's", "196"], ["creations"]),
]


@pytest.mark.parametrize(("lang", "text", "finding", "missing"), CASES, ids=[case[0] for case in CASES])
def test_accents_and_capitals_do_not_matter_where_readers_leave_them_out(
    make: Makers, lang: str, text: str, finding: list[str], missing: list[str]
) -> None:
    make.course(changed=with_words((FIRST, text), is_open=True))
    browser = make.client()
    assert {words: found(browser, words) for words in finding} == {words: [title_of(FIRST)] for words in finding}, lang
    assert {words: found(browser, words) for words in missing} == {words: [] for words in missing}, lang


def test_a_lesson_is_found_in_the_language_that_holds_the_words_and_says_so(make: Makers) -> None:
    make.course(changed=with_words((BULGARIAN, "Тук седи кенгуру."), is_open=True))
    page = search(make.client(), "кенгуру")
    hit = page.one("section", **{"aria-labelledby": "in-lessons"})
    assert [(mark.text) for mark in hit.all("mark")] == ["кенгуру"]
    assert hit.one("h3").get("lang") == "bg"
    assert "(Български)" in hit.one("p", class_="small").text


def test_lessons_with_the_words_in_their_title_come_first(make: Makers) -> None:
    changed = with_words((FIRST, "Answer, answer, answer."), is_open=True)
    changed[OUTLINE] = str(changed[OUTLINE]).replace("open: [asking]", "open: [asking, answering]")
    make.course(changed=changed)
    assert found(make.client(), "answer")[0] == title_of(SECOND)
    assert title_of(FIRST) in found(make.client(), "answer")


def test_what_is_found_is_shown_as_text_whatever_it_is(make: Makers) -> None:
    make.course(changed=with_words((FIRST, 'The quokka says 1 < 2 & "so".'), is_open=True))
    answer = make.client().get("/courses/?q=quokka")
    assert "<mark>quokka</mark> says 1 &lt; 2 &amp; &#34;so&#34;." in answer.text


def test_more_than_are_shown_are_counted_in_words(make: Makers, monkeypatch: pytest.MonkeyPatch) -> None:
    make.course(changed=with_words((FIRST, "quokka"), (SECOND, "quokka"), is_open=True) | {ANSWERING: text_of(ANSWERING)})
    monkeypatch.setattr("lms.web.public.in_lessons.MOST_LESSONS", 0)
    status = search(make.client(), "quokka").main.one("div", class_="search-status").text
    assert "1 lesson that you may read was found." in " ".join(status.split())
    assert "The best 0 are shown" in " ".join(status.split())


@pytest.mark.parametrize("words", ['"', "'", "a' | 'b", '" OR "', "NEAR(a b)", "words:quokka", "quokka*", "-quokka", "^quokka", "quokka:*", "!quokka", "\\", "()"])
def test_signs_of_the_query_languages_mean_nothing(make: Makers, course: Published, words: str) -> None:
    page = search(make.client(), words)
    assert page.h1 in ("Search the courses", "Courses")
    assert lessons(page) in ([], [title_of(FIRST)])


def test_whatever_is_typed_there_is_a_page(make: Makers, course: Published) -> None:
    chance = random.Random(20261127)
    browser = make.client()
    for _ in range(55):
        typed = "".join(chr(chance.choice([chance.randrange(1, 127), chance.randrange(1, 0xD7FF), chance.randrange(0xE000, 0x1FFFF)])) for _ in range(200))
        assert browser.get("/courses/", query_string={"q": typed}).status_code == 200, ascii(typed)


def test_words_without_end_are_kept_and_found_by_their_beginning(make: Makers) -> None:
    make.course(changed=with_words((FIRST, "quokka" * 600), is_open=True))
    assert found(make.client(), "quokka" * 16) == [title_of(FIRST)]


def test_searching_lessons_takes_two_statements_more(make: Makers, course: Published, queries: Queries) -> None:
    browser = make.client()
    search(browser, "quokka")
    with queries(3):
        search(browser, "quokka")


def test_what_was_published_before_is_found_after_rendering(app: Flask, make: Makers, course: Published) -> None:
    with app.app_context(), unit_of_work() as session:
        session.execute(delete(Findable))
    assert found(make.client(), "quokka") == []
    with app.app_context():
        assert len(list_unfindable()) == 1
        render_editions()
        assert list_unfindable() == []
    assert found(make.client(), "quokka") == [title_of(FIRST)]


def test_only_documents_that_changed_are_kept_anew(make: Makers) -> None:
    make.course()
    before = {tuple(row) for row in make.rows(select(Findable.id, Findable.activity_key, Findable.language))}
    make.course(changed=with_words((FIRST, "More.")))
    after = {tuple(row) for row in make.rows(select(Findable.id, Findable.activity_key, Findable.language))}
    assert {(key, lang) for _id, key, lang in before - after} == {(LESSONS[0], "en")}
    assert {(key, lang) for _id, key, lang in after} == {(LESSONS[0], "en"), (LESSONS[0], "bg"), (LESSONS[1], "en"), (LESSONS[1], "bg"), (OPTIONAL_LESSON, "en")}
    assert make.rows(select(func.count()).select_from(Findable)) == [(5,)]


def test_what_is_shown_around_a_word_is_cut_at_blanks() -> None:
    text = f"{'before ' * 50}Quokka {'after ' * 80}"
    shown = around(text, ["quokka"])
    assert shown.startswith("… before before")
    assert "Quokka after" in shown
    assert shown.endswith("after …")
    assert len(shown) <= LONGEST + 4
    assert around("A quokka.", ["quokka"]) == "A quokka."
    assert len(around("x" * 1000, ["xx"])) <= LONGEST + 4

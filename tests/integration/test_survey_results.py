"""Whoever teaches a course sees what was said in its survey from five answers on, and before that nothing at all."""

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from typing import Any

import pytest
from sqlalchemy import select, text

from lms.assembly import CHORES, JOBS
from lms.domain.courses.queries import Published
from lms.domain.quizzes import surveys
from lms.domain.quizzes.models import SurveyAnswer
from lms.domain.quizzes.surveys import Sheet
from lms.platform.database import unit_of_work
from lms.platform.worker import Worker
from tests.integration.test_trainers_pack import staff
from tests.makers import COURSE, Makers
from tests.support.pages import Node, Page
from tests.support.surveys import BG, EN, RESULTS_AT, SAID, SURVEY, with_survey

Queries = Callable[[int], AbstractContextManager[None]]
SECRETS = ("zqsecretplan", "zqsecretthought", "zqsecrettree", "zqsecretgap", "86421")


@pytest.fixture
def course(make: Makers) -> Published:
    """Return the course with its survey."""
    return make.course(changed=with_survey())


def say(make: Makers, course: Published, *sheets: Mapping[str, Any], language: str = "en") -> None:
    """Keep these answers, a sheet for each person."""
    with make.app.app_context(), unit_of_work():
        for said in sheets:
            surveys.keep(Sheet(course.course_id, course.edition_id, SURVEY, said, language), now=make.now)


def section(page: Page, question: int) -> Node:
    return page.one("section", **{"aria-labelledby": f"question-{question}"})


def rows(page: Page, question: int) -> list[list[str]]:
    """Return the rows of all tables of a question."""
    found = [row for body in section(page, question).all("tbody") for row in body.all("tr")]
    return [[" ".join(cell.text.split()) for cell in row.all("th", "td")] for row in found]


def facts(page: Page, question: int) -> dict[str, str]:
    there = section(page, question)
    return {" ".join(term.text.split()): " ".join(said.text.split()) for term, said in zip(there.all("dt"), there.all("dd"), strict=True)}


def results(make: Makers, course: Published, language: str = "") -> Page:
    return make.client(staff(make, course)).page(RESULTS_AT, language=language)


@pytest.mark.parametrize("people", [0, 1, 4])
def test_of_fewer_than_five_answers_nothing_is_shown_not_even_how_many_there_are(make: Makers, course: Published, people: int) -> None:
    plan, thought, tree, gap, number = SECRETS
    secret = {**SAID, "plan": plan, "think": thought, "short": tree, "fill": [2, gap], "number": number}
    say(make, course, *[secret] * people)
    page = results(make, course)
    assert [each for each in SECRETS if each in page.html] == []
    assert page.all("table") == page.all("blockquote") == page.all("dl") == []
    assert page.text.count("Shown from 5 answers on.") == len(SAID)
    say(make, course, *[secret] * (5 - people))
    page = results(make, course)
    assert [each for each in SECRETS if each not in page.html] == []
    assert "Shown from 5 answers on." not in page.text


def test_it_is_counted_by_question_and_not_by_sheet(make: Makers, course: Published) -> None:
    """Seven people sent the survey, and four of them answered the second question."""
    say(make, course, *[{"choose": 1, "tick": [2]}] * 4, *[{"choose": 3}] * 3)
    page = results(make, course)
    assert facts(page, 1) == {"Answered by": "7 people"}
    assert rows(page, 1) == [["Pleasant", "4 57%"], ["Too loud", "0 0%"], ["Too hot", "3 42%"]]
    assert (rows(page, 2), facts(page, 2)) == ([], {})


def test_every_kind_is_shown_as_it_makes_sense(make: Makers, course: Published) -> None:
    number = iter(("10", "2", "7.5", "3", "30"))
    say(make, course, *[{**SAID, "number": next(number)} for _ in range(4)], {**SAID, "number": "30", "order": [1, 2, None], "tick": [2], "truth": False})
    page = results(make, course)
    assert rows(page, 2) == [["Sit down", "4 80%"], ["Play", "1 20%"], ["Buy something", "4 80%"]]
    assert rows(page, 3) == [["True", "4 80%"], ["False", "1 20%"]]
    assert rows(page, 4) == [["Linden", "5 100%"]]
    assert facts(page, 5) == {"Answered by": "5 people", "Median": "7.5", "Range": "2 to 30"}
    assert rows(page, 6) == [["answers", "0 0%"], ["listens", "5 100%"], ["answers", "5 100%"], ["listens", "0 0%"]]
    assert rows(page, 7) == [["Quiet", "1.2", "4"], ["Shade", "1.8", "1"], ["Benches", "3", "0"]]
    assert rows(page, 8) == [["often", "0 0%"], ["seldom", "5 100%"], ["never", "0 0%"], ["the shade", "5 100%"]]
    texts = [[" ".join(line.text.split()) for line in each.all("p")] for each in section(page, 9).all("blockquote")]
    assert texts == [["A fountain.", "And a roof."]] * 5
    for words in ("right", "Worth", "points", "Discrimination", "Alpha"):
        assert words not in page.text


def test_numbers_are_read_by_the_habits_of_whoever_typed_them(make: Makers, course: Published) -> None:
    say(make, course, *[{"number": "1,500"}] * 3)
    say(make, course, *[{"number": "1,5"}] * 2, language="bg")
    assert facts(results(make, course), 5) == {"Answered by": "5 people", "Median": "1500", "Range": "1.5 to 1500"}
    assert facts(results(make, course, "bg"), 5)["Обхват"] == "от 1,5 до 1500"


def test_the_order_of_texts_says_nothing_of_the_order_in_which_they_came(make: Makers, course: Published) -> None:
    """The chance that thirty come out as they went in is one in 30 factorial."""
    texts = [f"Text {number}" for number in range(30)]
    say(make, course, *[{"think": text} for text in texts])
    shown = [" ".join(each.text.split()) for each in section(results(make, course), 10).all("blockquote")]
    assert sorted(shown) == sorted(texts)
    assert shown not in (texts, texts[::-1], sorted(texts))


def test_answers_count_across_editions_as_long_as_the_same_is_asked(make: Makers, course: Published) -> None:
    say(make, course, *[{"choose": 1, "truth": True}] * 4)
    changed = EN.replace("Pleasant", "Very pleasant").replace("I was there this week.", "I was there.").replace("- ( ) Too hot\n", "")
    newer = make.course(changed=with_survey(en=changed, bg=BG.replace("- ( ) Твърде горещ\n", "")))
    assert newer.edition_id != course.edition_id
    say(make, newer, {"choose": 1, "truth": True})
    page = results(make, newer)
    assert facts(page, 3) == {"Answered by": "5 people"}  # other words for the same
    assert facts(page, 1) == {}  # an answer less: another question


def test_it_is_found_from_the_list_and_shows_no_figures_there(make: Makers, course: Published) -> None:
    say(make, course, *[SAID] * 7)
    page = make.client(staff(make, course)).page(f"/teaching/quizzes/{COURSE}/")
    assert page.links()["2.4 Your opinion"] == RESULTS_AT
    assert "7" not in page.one("section", **{"aria-labelledby": "surveys"}).text


def test_it_is_read_by_one_statement_however_much_was_said(make: Makers, course: Published, queries: Queries) -> None:
    browser = make.client(staff(make, course))
    for _ in range(2):
        say(make, course, *[SAID] * 20)
        browser.page(RESULTS_AT)
        with queries(5):
            browser.page(RESULTS_AT)


def test_rows_do_not_stay_in_the_order_in_which_they_came(make: Makers, course: Published) -> None:
    """Who reads the table or a backup of it finds them by their random names; the worker sees to it once a day."""
    for _ in range(4):
        say(make, course, SAID)
    before = sorted(tuple(map(str, row)) for row in make.rows(select(SurveyAnswer.__table__)))
    with make.app.app_context():
        Worker(make.app, JOBS, CHORES).do_chores()
    names = [row.uid for row in make.rows(text("SELECT uid FROM survey_answer"))]
    assert names == sorted(names)
    assert sorted(tuple(map(str, row)) for row in make.rows(select(SurveyAnswer.__table__))) == before

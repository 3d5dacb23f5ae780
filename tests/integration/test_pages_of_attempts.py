"""One question a page, signs to come back to, and an overview that says in words how each question stands."""

from typing import Any

import pytest
from sqlalchemy import select

from lms.domain.quizzes.models import Attempt, Flag, Response
from tests.makers import COURSE, TEST, Makers, files_of
from tests.support.client import PageClient
from tests.support.pages import Page

QUIZ = f"quizzes/{COURSE}/en/{TEST}.md"
ONE = {QUIZ: files_of()[QUIZ].decode().replace("attempts: 2", "attempts: 2\npage: one").replace("shuffle: [questions, answers]\n", "")}
RULES = f"/learn/{COURSE}/{TEST}/"
QUESTIONS = 9  # eight of every kind, and one of two


@pytest.fixture
def browser(make: Makers) -> PageClient:
    return make.learner(make.course(changed=ONE))


def begin(browser: PageClient) -> Page:
    return browser.submit(browser.page(RULES), "Start now")


def overview(page: Page) -> list[str]:
    """Return what the overview says of each question."""
    said = []
    for entry in page.all("button"):
        if entry.get("data-map"):
            states = [span.text.strip(", ") for span in entry.all("span", class_="visually-hidden") if "hidden" not in span.attrs and "Question" not in span.text]
            said.append(", ".join([entry.get("value"), *states]))
    return said


def keys(page: Page) -> list[str]:
    return [node.get("data-question") for node in page.all("div", class_="question-place")]


def answers(make: Makers) -> list[tuple[str, Any]]:
    return [tuple(row) for row in make.rows(select(Response.question_key, Response.body).order_by(Response.id))]


def test_each_question_has_its_page_and_information_stands_before_the_next(browser: PageClient) -> None:
    page = begin(browser)
    seen = [keys(page)]
    while "Next question" in page.buttons():
        page = browser.submit(page, "Next question")
        seen.append(keys(page))
    assert seen == [["choose"], ["tick"], ["truth"], ["short"], ["number"], ["match"], ["order"], ["fill"], ["square", seen[-1][-1]]]
    assert "Next: check before you send" in page.buttons()
    assert "Next: check before you send" not in browser.submit(page, "Previous question").buttons()


def test_the_heading_of_a_section_stands_above_its_first_question_alone(browser: PageClient) -> None:
    first = begin(browser)
    assert (first.text.count("Every kind once"), browser.submit(first, "Next question").text.count("Every kind once")) == (1, 0)


def test_going_on_saves_and_leaves_the_answers_of_other_pages_alone(make: Makers, browser: PageClient) -> None:
    page = browser.submit(begin(browser), "Next question", {"q-choose": "1"})
    page = browser.submit(page, "Next question", {"q-tick": ["1", "3"]})
    page = browser.submit(page, "Save answers", {"q-truth": "2"})
    assert (keys(page), [key for key, _body in answers(make)]) == (["truth"], ["choose", "tick", "truth"])
    assert "3 of 9 answered" in page.text


def test_the_overview_goes_to_any_question_and_says_how_each_stands(browser: PageClient) -> None:
    page = browser.submit(begin(browser), "Next question", {"q-choose": "1", "flag": "choose"})
    assert overview(page)[:3] == ["1, answered, to come back to", "2", "3"]
    fifth = browser.submit(page, "Question 5")
    assert (keys(fifth), overview(fifth)[1]) == (["number"], "2")


def test_a_page_that_is_not_there_is_the_last_or_the_first_one(browser: PageClient) -> None:
    where = begin(browser).url
    assert [keys(browser.page(f"{where}?page={number}"))[-1] for number in (0, -3, "x", 1)] == ["choose"] * 4
    assert keys(browser.page(f"{where}?page=400"))[0] == "square"


def test_before_sending_each_question_leads_back_to_its_page(browser: PageClient) -> None:
    page = begin(browser)
    while "Next question" in page.buttons():
        page = browser.submit(page, "Next question", {"flag": "short"} if keys(page) == ["short"] else {})
    summary = browser.submit(page, "Next: check before you send")
    assert ("9 questions have no answer yet." in summary.text, "To 1 question you wanted to come back." in summary.text) == (True, True)
    assert summary.links()["Answer question 4"].endswith("?page=4#question-short")
    assert keys(browser.follow(summary, "Answer question 4")) == ["short"]


def test_the_switch_of_languages_keeps_page_order_and_answers(make: Makers, browser: PageClient) -> None:
    page = browser.submit(begin(browser), "Question 4")
    other = browser.submit(page, "Български", {"q-short": "Linden Square"}, language="bg")
    assert (keys(other), other.one("input", name="q-short").get("value")) == (["short"], "Linden Square")
    assert answers(make) == [("short", "Linden Square")]


def flag(browser: PageClient, attempt: str, body: Any) -> int:
    return browser.post(f"{attempt}flags", json=body, headers={"X-CSRFToken": browser.token(), "Accept": "application/json"}).status_code


def test_a_flag_is_kept_taken_away_and_no_answer(make: Makers, browser: PageClient) -> None:
    attempt = begin(browser).url.removeprefix("http://localhost")
    assert [flag(browser, attempt, {"question": "truth", "flagged": flagged}) for flagged in (True, True)] == [200, 200]
    assert make.rows(select(Flag.question_key)) == [("truth",)]
    assert (flag(browser, attempt, {"question": "truth", "flagged": False}), make.rows(select(Flag.question_key)), answers(make)) == (200, [], [])


@pytest.mark.parametrize("body", [{}, [], {"question": "truth"}, {"question": "elsewhere", "flagged": True}, {"question": ["truth"], "flagged": True}, {"question": "truth", "flagged": "yes"}], ids=str)
def test_what_is_no_flag_is_refused(make: Makers, browser: PageClient, body: Any) -> None:
    attempt = begin(browser).url.removeprefix("http://localhost")
    assert (flag(browser, attempt, body), make.rows(select(Flag.question_key))) == (409, [])


def test_a_flag_set_after_sending_changes_nothing(make: Makers, browser: PageClient) -> None:
    attempt = begin(browser).url.removeprefix("http://localhost")
    flag(browser, attempt, {"question": "truth", "flagged": True})
    browser.send(f"{attempt}submission")
    flag(browser, attempt, {"question": "choose", "flagged": True})
    flag(browser, attempt, {"question": "truth", "flagged": False})
    assert make.rows(select(Flag.question_key)) == [("truth",)]
    assert make.rows(select(Attempt.receipt))[0].receipt is not None

"""Every kind of question, as the shipped course has them: by keyboard alone, without JavaScript, and in two languages."""

import re
from dataclasses import replace
from urllib.parse import parse_qs, urlsplit

import pytest
from flask import Flask
from playwright.sync_api import expect
from sqlalchemy import func, select

from lms.commands.demo_memos import PLAYGROUNDS, QUESTION
from lms.commands.demo_memos import QUIZ as MEMO
from lms.domain.courses.queries import Published
from lms.domain.people.models import Person
from lms.domain.quizzes.models import Attempt, Response
from tests.journeys.answers import Answers, answers_in, given, kinds, questions
from tests.journeys.conftest import SHIPPED, OpenBrowser
from tests.journeys.keyboard import Keyboard
from tests.journeys.visitors import Visitor
from tests.journeys.words import Words
from tests.makers import Makers

pytestmark = [pytest.mark.browser, pytest.mark.server, pytest.mark.slow]

CASE = "before-the-meeting"
# Written down by hand, so that no kind is forgotten because nobody asks for it.
EVERY_KIND = {
    "single", "multiple", "truth", "short", "number", "matching", "ordering", "gaps, typed", "gaps, chosen",
    "essay", "reflection", "information",
}  # fmt: skip
LAST, NEXT, SEND = "Next: check before you send", "Next question", "Send the answers"
POINTS, COMMENT = ("3", "2.5", "2", "1.5"), "Who answers is clear; the day is missing."
BOTH = pytest.mark.parametrize("javascript", [True, False], ids=["with-javascript", "without-javascript"])


@pytest.fixture
def person(make: Makers, course: Published) -> Person:
    """Return somebody who is enrolled in the shipped course."""
    found = make.person(name="Asta Žilinskaitė")
    make.enrolment(found, course)
    return found


def test_every_kind_is_answered_and_marked_by_keyboard_alone(
    app: Flask, make: Makers, course: Published, open_browser: OpenBrowser, person: Person
) -> None:
    learner = open_browser(person=person)
    met = takes_by_keyboard(app, learner, CASE)
    learner.sees("100%")
    met |= takes_by_keyboard(app, learner, MEMO, typed={QUESTION: PLAYGROUNDS.body})
    learner.reads("Waits to be marked")
    assert met == EVERY_KIND

    trainer = make.person(name="Marta Stone")
    make.teaches(trainer, course)
    marks_by_keyboard(open_browser(person=trainer))

    keys = Keyboard(learner.goes_to(f"/learn/{SHIPPED}/{MEMO}/"))
    keys.opens(learner.link("Look at attempt %(nth)s", nth=1))
    learner.sees("90%").sees(COMMENT).sees(PLAYGROUNDS.body.splitlines()[0])


def takes_by_keyboard(app: Flask, learner: Visitor, quiz: str, typed: dict[str, str] | None = None) -> set[str]:
    """Take a quiz from its rules to its result, and return the kinds that were met."""
    keys = Keyboard(learner.goes_to(f"/learn/{SHIPPED}/{quiz}/"))
    keys.opens(learner.button("Start now"), " ")
    answers, met = answers_in(app, SHIPPED, quiz, "en"), set[str]()
    while True:
        met |= kinds(learner.page, answers)
        for place in questions(learner.page):
            for step in answers.steps(place):
                keys.does(replace(step, text=(typed or {}).get(answers.question(place).key, step.text)))
        if not learner.button(NEXT).count():
            break
        keys.opens(learner.button(NEXT))
    keys.opens(learner.button(LAST))
    learner.reads("Every question has an answer.")
    keys.opens(learner.button(SEND), " ")
    return met


def marks_by_keyboard(trainer: Visitor) -> None:
    """Give the text that waits its points and a comment."""
    keys = Keyboard(trainer.goes_to("/teaching/"))
    keys.opens(trainer.page.locator("main").get_by_role("link", name=re.compile("1 text waits to be marked")))
    keys.opens(trainer.page.get_by_role("link", name="A memo to your director"))
    keys.opens(trainer.button("Mark the next text"))
    trainer.sees(PLAYGROUNDS.body.splitlines()[0])
    for number, points in enumerate(POINTS, 1):
        keys.types(trainer.page.locator(f"#points-{number}"), points)
    keys.types(trainer.page.get_by_label("Comment"), COMMENT)
    keys.opens(trainer.button("Give this mark"))
    trainer.reads("Marked, and its writer is told as soon as everything of the test is marked.").reads("Nothing waits to be marked.")


def test_every_kind_is_answered_without_javascript(app: Flask, make: Makers, open_browser: OpenBrowser, person: Person) -> None:
    learner = open_browser(person=person, javascript=False)
    met = set[str]()
    for quiz, came in ((CASE, "100%"), (MEMO, "Waits to be marked")):
        answers = answers_in(app, SHIPPED, quiz, "en")
        learner.goes_to(f"/learn/{SHIPPED}/{quiz}/").presses("Start now")
        while True:
            met |= kinds(learner.page, answers)
            answers.give(learner.page)
            if not learner.button(NEXT).count():
                break
            learner.presses(NEXT)
        learner.presses(LAST).presses(SEND).sees(came)
    assert met == EVERY_KIND
    stored = make.rows(select(func.count()).select_from(Response))
    assert stored == [(9 + 2,)]


@BOTH
def test_with_one_question_a_page_the_language_is_switched_in_the_middle_and_nothing_else(
    app: Flask, make: Makers, open_browser: OpenBrowser, person: Person, javascript: bool
) -> None:
    learner = open_browser(person=person, javascript=javascript).goes_to(f"/learn/{SHIPPED}/{CASE}/").presses("Start now")
    english, bulgarian = (answers_in(app, SHIPPED, CASE, lang) for lang in ("en", "bg"))
    begun, before = urlsplit(learner.path).path, walk(learner, english)
    drawn = {key for page in before for key, _order in page[0]}
    assert (len(before), len(drawn & {"letters-to-send", "seats-for-villages"})) == (9, 1)

    learner.clicks(learner.page.get_by_role("button", name=re.compile("^Question 2")))
    english.give(learner.page)
    learner.presses(NEXT).presses(NEXT)
    (key,) = english.give(learner.page)
    if javascript:
        expect(learner.page.locator(f"#question-{key} [data-saved]")).to_contain_text("Saved")
    answered, order = given(learner.page), english.order(learner.page)
    learner.presses("Български")

    assert (learner.page.locator("html").get_attribute("lang"), *where(learner)) == ("bg", begun, "4")
    assert (bulgarian.order(learner.page), given(learner.page)) == (order, answered)
    learner = replace(learner, say=Words("bg"))
    learner.clicks(learner.page.get_by_role("button", name=re.compile("^Въпрос 1")))
    after = walk(learner, bulgarian)
    assert [page[0] for page in after] == [page[0] for page in before]
    assert [number for number, (_order, holds) in enumerate(after, 1) if holds] == [2, 4]

    learner.clicks(learner.page.get_by_role("button", name=re.compile("^Въпрос 1")))
    for number in range(1, 10):
        if number not in (2, 4):
            bulgarian.give(learner.page)
        learner.presses(NEXT if number < 9 else LAST)
    learner.reads("Every question has an answer.").presses(SEND).sees(learner.say("%(percent)s%%", percent=100))
    assert len(make.rows(select(Attempt.id))) == 1
    languages = make.rows(select(Response.language, func.count(Response.question_key.distinct())).group_by(Response.language).order_by(Response.language))
    assert languages == [("bg", 7), ("en", 2)]


def where(learner: Visitor) -> tuple[str, str]:
    """Return the path at which somebody is, and the page of the attempt."""
    found = urlsplit(learner.path)
    return found.path, parse_qs(found.query).get("page", [""])[0]


Leaf = tuple[list[tuple[str, list[int]]], dict[str, list[str]]]


def walk(learner: Visitor, answers: Answers) -> list[Leaf]:
    """Turn the pages of an attempt to the last one; return of each its questions with their order, and what it holds."""
    leaves = []
    while True:
        leaves.append((answers.order(learner.page), given(learner.page)))
        if not learner.button(NEXT).count():
            return leaves
        learner.presses(NEXT)

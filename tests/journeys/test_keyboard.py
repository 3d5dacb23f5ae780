"""The whole way to a certificate without a mouse: Tab, Enter, the space bar and the arrow keys."""

import re

import pytest
from flask import Flask
from playwright.sync_api import expect

from lms.domain.courses.outline import Activity
from tests.journeys.answers import Step, answers_in, questions
from tests.journeys.conftest import OpenBrowser
from tests.journeys.keyboard import Keyboard
from tests.journeys.visitors import Visitor
from tests.makers import COURSE, PASSAGE, PASSWORD, Makers

pytestmark = [pytest.mark.browser, pytest.mark.server, pytest.mark.slow]

NAME, EMAIL = "Ásta Żółć-Иванова", "asta@example.org"
TITLE = "The town hall asks"
SAVED = re.compile(r"^Saved \d\d:\d\d$")


def test_the_whole_course_can_be_taken_by_keyboard_alone(
    app: Flask, make: Makers, open_browser: OpenBrowser
) -> None:
    make.person(name=NAME, email=EMAIL, password=PASSWORD)
    make.course()
    learner = open_browser()
    keys = Keyboard(learner.goes_to("/"))

    skips_to_the_content(keys)
    keys.opens(learner.link("See all courses")).opens(learner.link(TITLE)).opens(
        learner.button("Enrol in this course")
    )
    keys.types(learner.page.get_by_label("E-mail address"), EMAIL).types(
        learner.page.get_by_label("Password"), PASSWORD
    )
    with learner.page.expect_navigation():
        keys.presses("Enter")
    keys.opens(learner.button("Enrol in this course"), " ")

    first, *others = make.outline(COURSE).activities
    keys.opens(learner.link("Start: %(where)s", where=learner.say.place_and_time(first)))
    for activity, following in zip((first, *others), others, strict=False):
        take(app, keys, activity)
        go_on = learner.link if activity.quiz else learner.button
        keys.opens(go_on("Next: %(where)s", where=learner.say.place(following)))
    take(app, keys, others[-1])

    keys.opens(learner.link("Back to the course")).opens(learner.link("See your certificate"))
    learner.is_on(NAME).reads("Valid")


def test_searching_writing_notes_and_the_profile_by_keyboard_alone(make: Makers, open_browser: OpenBrowser) -> None:
    person = make.person(name=NAME)
    make.enrolment(person, make.course())
    learner = open_browser(person=person)
    page, keys = learner.page, Keyboard(learner.goes_to("/courses/"))
    keys.types(page.get_by_label("Search the courses"), "hall")
    with page.expect_navigation():
        keys.presses("Enter")
    learner.reads("1 course found for “hall”.")

    keys.opens(learner.link(TITLE)).opens(learner.link("Go to your course")).opens(learner.link("How to answer"))
    keys.types(page.locator(f"#note-{PASSAGE} textarea"), "My neighbours.")
    expect(page.locator("[data-voice]")).to_have_text(SAVED)
    keys.opens(page.locator(".outline h2 + p a")).opens(learner.link("My notebook"))
    learner.sees("My neighbours.")
    keys.tabs_to(page.locator("summary")).presses("Enter")
    keys.types(page.locator("textarea"), "The baker. ")
    expect(page.locator("[data-voice]")).to_have_text(SAVED)

    keys.opens(page.locator("a.who"))
    keys.does(Step("select", page.get_by_label("Time zone"), "Bulgaria"))
    keys.opens(learner.button("Save"))
    learner.reads("Your profile has been saved.")


def skips_to_the_content(keys: Keyboard) -> None:
    """The first stop of every page leads past its header."""
    page = keys.visitor.page
    keys.tabs_to(page.locator("a.skip"))
    expect(page.locator("a.skip")).to_be_in_viewport(ratio=1)
    keys.presses("Enter")
    expect(page.locator("main")).to_be_focused()
    keys.presses("Tab")
    assert page.evaluate("document.querySelector('main').contains(document.activeElement)")


def take(app: Flask, keys: Keyboard, activity: Activity) -> None:
    """Answer a quiz rightly by keys and finish it; a lesson needs nothing but to be read."""
    if activity.quiz is None:
        return
    learner = keys.visitor
    keys.opens(learner.button("Start now"), " ")
    answers = answers_in(app, COURSE, activity.key, "en")
    for place in questions(learner.page):
        for step in answers.steps(place):
            keys.does(step)
    if activity.quiz.mode == "practice":
        keys.opens(learner.button("Finish practising"))
        return
    keys.opens(learner.button("Next: check before you send")).opens(learner.button("Send the answers"))
    passes_with_everything_right(learner)


def passes_with_everything_right(learner: Visitor) -> None:
    learner.sees("100%").reads("passed")

"""Leaving and coming back: on another device, in another language, in the middle of a course or of a test."""

from dataclasses import replace
from urllib.parse import urlsplit

import pytest
from flask import Flask
from playwright.sync_api import expect
from sqlalchemy import select

from lms.domain.courses.queries import Published
from lms.domain.quizzes.models import Attempt, Response
from tests.journeys.answers import answers_in, given
from tests.journeys.conftest import OpenBrowser
from tests.journeys.words import Words
from tests.makers import PASSWORD, Makers

pytestmark = [pytest.mark.browser, pytest.mark.server, pytest.mark.slow]

EMAIL = "asta@example.org"
QUIZ = "final-test"
BOTH = pytest.mark.parametrize("javascript", [True, False], ids=["with-javascript", "without-javascript"])


@BOTH
def test_the_one_button_leads_to_where_somebody_left_off_on_another_device(
    make: Makers, course: Published, open_browser: OpenBrowser, javascript: bool
) -> None:
    person = make.person(email=EMAIL, password=PASSWORD)
    make.enrolment(person, course)
    first, second, third, check, *_ = make.outline(course.key).activities

    office = open_browser(javascript=javascript, person=person)
    office.goes_to(f"/learn/{course.key}/{first.key}/")
    for activity in (second, third):
        office.presses("Next: %(where)s", where=office.say.place(activity))
    office.page.close()

    telephone = open_browser("bg", javascript=javascript, viewport={"width": 360, "height": 740})
    telephone.goes_to("/learn/").signs_in(EMAIL)
    for page in ("/learn/", "/", f"/learn/{course.key}/"):
        telephone.goes_to(page).follows("Continue: %(where)s", where=telephone.say.place_and_time(third))
        assert telephone.path == f"/learn/{course.key}/{third.key}/"

    telephone.presses("Next: %(where)s", where=telephone.say.place(check)).presses("Start now")
    begun = telephone.path

    home = open_browser(javascript=javascript)
    home.goes_to("/learn/").signs_in(EMAIL)
    home.follows("Continue: %(where)s", where=home.say.place_and_time(check)).follows("Continue your attempt")
    assert home.path == begun


@BOTH
def test_a_test_begun_in_english_is_finished_in_bulgarian(
    app: Flask, make: Makers, course: Published, open_browser: OpenBrowser, javascript: bool
) -> None:
    person = make.person()
    make.enrolment(person, course)
    learner = open_browser(javascript=javascript, person=person)
    learner.goes_to(f"/learn/{course.key}/{QUIZ}/").presses("Start now")
    english, bulgarian = (answers_in(app, course.key, QUIZ, lang) for lang in ("en", "bg"))
    order, begun = english.order(learner.page), learner.path
    assert (len(order), max(len(answers) for _key, answers in order) > 1) == (10, True)

    keys = english.give(learner.page, up_to=3)
    if javascript:
        for key in keys:
            expect(learner.page.locator(f"#question-{key} [data-saved]")).to_contain_text("Saved")
    else:
        learner.clicks(learner.page.locator(".actions").get_by_role("button", name="Save answers"))
    answered = given(learner.page)
    assert sorted(answered) == sorted(keys)

    learner.presses("Български")
    if javascript:
        expect(learner.page.locator(f"#question-{keys[-1]}")).to_be_in_viewport()
    assert (learner.page.locator("html").get_attribute("lang"), urlsplit(learner.path).path) == ("bg", begun)
    assert (bulgarian.order(learner.page), given(learner.page)) == (order, answered)

    later = bulgarian.give(learner.page, after=3)
    learner = replace(learner, say=Words("bg"))
    learner.presses("Next: check before you send").reads("Every question has an answer.").presses(
        "Send the answers"
    )
    learner.sees(learner.say("%(percent)s%%", percent=100)).reads("passed")

    assert [key for key, _answers in order] == [*keys, *later]
    assert len(make.rows(select(Attempt.id))) == 1
    languages = dict(make.rows(select(Response.question_key, Response.language).order_by(Response.id)))
    assert languages == dict.fromkeys(keys, "en") | dict.fromkeys(later, "bg")

"""Leaving and coming back: on another device, in another language, in the middle of a course or of a test."""

import pytest
from flask import Flask
from playwright.sync_api import expect
from sqlalchemy import select

from lms.domain.courses.queries import Published
from lms.domain.quizzes.models import Attempt, Response
from tests.journeys.answers import answers_in, given
from tests.journeys.conftest import OpenBrowser
from tests.journeys.visitors import Visitor
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
        office.presses("Next: %(where)s", where=f"{activity.number} {activity.title}")
    office.page.close()

    telephone = open_browser("bg", javascript=javascript, viewport={"width": 360, "height": 740})
    telephone.goes_to("/learn/").signs_in(EMAIL)
    continued = f"{third.number} {third.title.in_('bg')}, {telephone.say('%(minutes)s min', minutes=third.minutes)}"
    for page in ("/learn/", "/", f"/learn/{course.key}/"):
        telephone.goes_to(page).follows("Continue: %(where)s", where=continued)
        assert telephone.path == f"/learn/{course.key}/{third.key}/"

    telephone.presses("Next: %(where)s", where=f"{check.number} {check.title.in_('bg')}").presses("Start now")
    begun = telephone.path

    home = open_browser(javascript=javascript)
    home.goes_to("/learn/").signs_in(EMAIL)
    where = f"{check.number} {check.title}, {home.say('%(minutes)s min', minutes=check.minutes)}"
    home.follows("Continue: %(where)s", where=where).follows("Continue your attempt")
    assert home.path == begun


def order_of(visitor: Visitor) -> list[tuple[str, list[str]]]:
    """Return the questions of an attempt with the values of their controls, in the order of the page."""
    return [
        (place.get_attribute("data-question") or "", place.locator("[name^='q-']").evaluate_all("all => all.map((each) => each.id)"))
        for place in visitor.page.locator("[data-question]:has(fieldset)").all()
    ]


def answers_on(visitor: Visitor) -> dict[str, list[int]]:
    """Return which of its answers each question has chosen, by their places, or that something was typed."""
    places = visitor.page.locator("[data-question]:has(fieldset)").all()
    return {place.get_attribute("data-question") or "": chosen for place in places if (chosen := chosen_in(place))}


def chosen_in(place: object) -> list[int]:
    script = """all => all.flatMap((each) => each.type === "radio" || each.type === "checkbox"
      ? (each.checked ? [each.value] : []) : (each.value ? [each.value] : []))"""
    return place.locator("[name^='q-']").evaluate_all(script)  # type: ignore[attr-defined,no-any-return]


@BOTH
def test_a_test_begun_in_english_is_finished_in_bulgarian(
    app: Flask, make: Makers, course: Published, open_browser: OpenBrowser, javascript: bool
) -> None:
    person = make.person()
    make.enrolment(person, course)
    learner = open_browser(javascript=javascript, person=person)
    learner.goes_to(f"/learn/{course.key}/{QUIZ}/").presses("Start now")
    order, begun = order_of(learner), learner.path

    keys = answers_in(app, course.key, QUIZ, "en").give(learner.page, up_to=3)
    if javascript:
        for key in keys:
            expect(learner.page.locator(f"#question-{key} [data-saved]")).to_contain_text("Saved")
    else:
        learner.clicks(learner.page.locator(".actions").get_by_role("button", name="Save answers"))
    answered = answers_on(learner)
    assert list(answered) == keys

    learner.follows("Български")
    assert (learner.page.locator("html").get_attribute("lang"), learner.path.split("?")[0]) == ("bg", begun)
    assert (order_of(learner), answers_on(learner)) == (order, answered)

    bulgarian = Visitor(learner.context, learner.watch, learner.address, type(learner.say)("bg"), learner.page)
    later = answers_in(app, course.key, QUIZ, "bg").give(bulgarian.page, after=3)
    bulgarian.presses("Next: look over before you send").reads("Every question has an answer.").presses("Send the answers")
    bulgarian.sees(bulgarian.say("%(percent)s%%", percent=100)).reads("passed")

    assert [key for key, _ in order] == [*keys, *later]
    assert len(make.rows(select(Attempt.id))) == 1
    languages = dict(make.rows(select(Response.question_key, Response.language).order_by(Response.id)))
    assert languages == dict.fromkeys(keys, "en") | dict.fromkeys(later, "bg")

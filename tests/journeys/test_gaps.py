"""Gaps stand in the running text; they are filled in by keyboard alone on a small phone, with the script and without."""

import re

import pytest
from flask import Flask
from playwright.sync_api import expect

from lms.domain.people.models import Person
from tests.journeys.answers import Step, given
from tests.journeys.conftest import OpenBrowser
from tests.journeys.keyboard import Keyboard
from tests.makers import COURSE, PRACTICE, Makers

pytestmark = [pytest.mark.browser, pytest.mark.server, pytest.mark.slow]

PHONE = {"width": 360, "height": 740}
SAVED = re.compile(r"^Saved \d\d:\d\d:\d\d$")
WIDER_THAN_THE_PAGE = "() => document.documentElement.scrollWidth > document.documentElement.clientWidth"


@pytest.fixture
def person(make: Makers) -> Person:
    """Return somebody who is enrolled in the small course."""
    found = make.person()
    make.enrolment(found, make.course())
    return found


@pytest.mark.parametrize("javascript", [True, False], ids=["with the script", "without it"])
def test_gaps_are_filled_in_by_keyboard_on_a_phone(app: Flask, open_browser: OpenBrowser, person: Person, javascript: bool) -> None:
    learner = open_browser(person=person, javascript=javascript).goes_to(f"/learn/{COURSE}/{PRACTICE}/").presses("Start now")
    page = learner.page
    page.set_viewport_size(PHONE)
    place, keys = page.locator("#question-fill"), Keyboard(learner)
    assert not page.evaluate(WIDER_THAN_THE_PAGE)

    first, second, third = (place.get_by_label(f"Gap {number} of 3") for number in (1, 2, 3))
    keys.types(first, "linden  square")
    keys.does(Step("select", second, "three"))
    keys.types(third, "everybody")
    if javascript:
        keys.presses("Tab")  # whoever leaves a field has it saved at once
        expect(place.locator("[data-saved]")).to_have_text(SAVED)
        page.reload()
    else:
        keys.opens(learner.button("Save answers"))
    assert given(page)["fill"] == ["linden  square", "2", "everybody"]

    keys.opens(place.get_by_role("button", name="Check answer"))
    assert place.locator(".gaps-told li").all_inner_texts() == [
        "Gap 1: right",
        "Gap 2: not right; here belongs: two",
        "Gap 3: right",
    ]
    expect(place.get_by_label("Gap 2 of 3")).to_have_accessible_description("Gap 2: not right; here belongs: two")
    assert not page.evaluate(WIDER_THAN_THE_PAGE)

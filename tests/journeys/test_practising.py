"""A question in a lesson by keyboard alone, without an account and without a script; and an original that is one key away."""

import pytest
from playwright.sync_api import expect

from tests.journeys.answers import Step
from tests.journeys.conftest import OpenBrowser
from tests.journeys.keyboard import Keyboard
from tests.makers import COURSE, LESSONS, PRACTICE, Makers, files_of
from tests.support.visits import that_drifted

pytestmark = [pytest.mark.browser, pytest.mark.server, pytest.mark.slow]

OUTLINE = f"modules/{COURSE}/course.yaml"
LESSON = f"/learn/{COURSE}/{LESSONS[0]}/"


@pytest.mark.parametrize("script", [True, False], ids=["with a script", "without a script"])
def test_a_question_in_a_lesson_is_answered_by_keyboard_alone(make: Makers, open_browser: OpenBrowser, script: bool) -> None:
    english, bulgarian = (f"content/{COURSE}/{lang}/{LESSONS[0]}.md" for lang in ("en", "bg"))
    is_open = files_of()[OUTLINE].decode().replace("\nmodules:", "\nopen: [asking]\nmodules:")
    make.course(changed={OUTLINE: is_open, **that_drifted(english, bulgarian, f"quizzes/{COURSE}/bg/{PRACTICE}.md")})
    stranger = open_browser("bg", javascript=script)
    page, keys = stranger.page, Keyboard(stranger.goes_to(LESSON))
    keys.tabs_to(page.locator("details.original summary")).presses("Enter")
    expect(page.locator("details.original div")).to_contain_text("know many things")

    first, second = page.locator("#practice-1"), page.locator("#practice-2")
    keys.does(Step("tick", first.get_by_label("Съветът"), ""))
    keys.opens(first.get_by_role("button"))
    expect(first.locator(".question-feedback")).to_contain_text("За всички.")
    expect(first).to_be_in_viewport()
    keys.opens(second.get_by_role("button"))
    expect(second.locator(".saved.is-alarm")).to_be_visible()
    assert stranger.path == f"{LESSON}practice#practice-2"

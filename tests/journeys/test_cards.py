"""Cards and terms in a real browser, by keyboard alone: from a word in a lesson to a comparison of two methods."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import OpenBrowser
from tests.journeys.keyboard import Keyboard
from tests.makers import COURSE, LESSONS, Makers
from tests.support.cards import CARDS, METHODS_AT, many

pytestmark = [pytest.mark.browser, pytest.mark.server, pytest.mark.slow]

LESSON = f"/learn/{COURSE}/{LESSONS[0]}/"


def follows(keys: Keyboard, page: Page, selector: str, fragment: str) -> None:
    """Follow a link to a place on the same page."""
    keys.tabs_to(page.locator(selector)).presses("Enter")
    expect(page).to_have_url(re.compile(rf"#{fragment}$"))
    expect(page.locator(f"#{fragment}")).to_be_in_viewport()


def test_a_term_is_looked_up_and_methods_are_compared_by_keyboard_alone(make: Makers, open_browser: OpenBrowser) -> None:
    person = make.person()
    make.enrolment(person, make.course(changed=CARDS))
    learner = open_browser(person=person)
    page, keys = learner.page, Keyboard(learner.goes_to(LESSON))

    follows(keys, page, "a.term >> nth=0", "why-ask--_term-decision")
    keys.presses("Tab")
    expect(page.locator("#why-ask--_term-decision dt a")).to_be_focused()
    follows(keys, page, "#why-ask--_term-decision .back", "why-ask--_use-decision")
    keys.presses("Tab")
    expect(page.locator("a.term >> nth=1")).to_be_focused()

    keys.opens(learner.link("Methods: 3 cards"))
    keys.types(page.get_by_label("Group size"), "30")
    with page.expect_navigation():
        keys.presses("Enter")
    expect(page.locator("#found")).to_be_focused()
    expect(page.locator("#found")).to_contain_text("2 of 3 cards")

    keys.opens(learner.link("Show all")).opens(learner.link("Compare"))
    for name in ("Citizens’ jury", "World Café"):
        keys.tabs_to(page.get_by_label(name)).presses("Space")
    keys.opens(learner.button("Compare"))
    keys.tabs_to(page.get_by_role("region", name="Beside each other"))
    expect(page.get_by_role("row", name=re.compile("^Group size 12–25 12–200$"))).to_be_visible()
    keys.opens(page.get_by_role("columnheader").get_by_role("link", name="World Café"))
    learner.is_on("World Café")


@pytest.mark.parametrize("view", ["", "?view=table", "?view=compare&card=jury&card=world-cafe&card=method-1&card=method-2"], ids=["cards", "table", "comparison"])
@pytest.mark.parametrize("width", [320, 1280])
def test_thirty_cards_with_long_texts_never_make_the_page_wider_than_its_window(make: Makers, open_browser: OpenBrowser, view: str, width: int) -> None:
    person = make.person()
    make.enrolment(person, make.course(changed=many(27)))
    learner = open_browser(person=person)
    learner.page.set_viewport_size({"width": width, "height": 800})
    learner.goes_to(METHODS_AT + view)
    assert learner.page.evaluate("document.documentElement.scrollWidth") == width

"""A scenario as it is gone through: one scene at a time, by keys alone, with a script and without, and whole on paper."""

import re
from io import BytesIO

import pytest
from playwright.sync_api import expect
from pypdf import PdfReader

from tests.journeys.conftest import OpenBrowser
from tests.journeys.inspection import Inspection
from tests.journeys.keyboard import Keyboard
from tests.makers import COURSE, Makers
from tests.support.scenario import ACTIVITY, WITH_SCENARIO

pytestmark = [pytest.mark.browser, pytest.mark.server, pytest.mark.slow]

WHERE = f"/learn/{COURSE}/{ACTIVITY}/"
SCENES = ("counter", "counter.1", "wish", "wish.2", "invited", "shut")


@pytest.mark.parametrize("javascript", [True, False], ids=["with a script", "without a script"])
def test_a_scenario_is_gone_through_by_keyboard_alone(make: Makers, open_browser: OpenBrowser, javascript: bool) -> None:
    person = make.person()
    make.enrolment(person, make.course(changed=WITH_SCENARIO))
    learner = open_browser(person=person, javascript=javascript)
    page, keys = learner.page, Keyboard(learner.goes_to(WHERE))

    learner.sees("It is Monday").sees("A neighbour comes in").does_not_see("She has a wish").does_not_see("eleven neighbours")
    keys.opens(page.get_by_role("link", name="Ask what she would change"))
    expect(page.get_by_role("region", name="You chose: Ask what she would change")).to_be_focused()
    learner.sees("a drawing that her children made").does_not_see("It is Monday").does_not_see("A neighbour comes in")
    keys.opens(page.get_by_role("link", name="Go on: She has a wish"))
    expect(page.get_by_role("region", name="She has a wish", exact=True)).to_be_focused()
    learner.sees("A bench in the shade").does_not_see("a drawing that her children made")
    keys.opens(page.get_by_role("link", name="Promise her the bench")).opens(page.get_by_role("link", name="Go on: She does not come again"))
    learner.reads("This is one way it can end.").does_not_see("The bench is never built")
    keys.opens(learner.link("Begin again"))
    expect(page.get_by_role("region", name="A neighbour comes in")).to_be_focused()
    learner.sees("It is Monday")

    page.go_back()
    learner.reads("This is one way it can end.")
    page.go_forward()
    keys.opens(page.get_by_role("link", name="Ask what she would change")).opens(page.get_by_role("link", name="Go on: She has a wish"))
    keys.opens(page.get_by_role("link", name="Write it down and invite her to the meeting"))
    learner.reads("This is a good ending.")
    keys.opens(learner.button("Mark this scenario as done"))
    learner.reads("You are done with this scenario.").sees("eleven neighbours").does_not_see("A neighbour comes in")
    assert learner.path == f"{WHERE}#{ACTIVITY}--invited"


@pytest.mark.parametrize("lang", ["en", "bg"])
def test_every_scene_can_be_read_in_every_way(make: Makers, open_browser: OpenBrowser, lang: str) -> None:
    person = make.person()
    make.enrolment(person, make.course(changed=WITH_SCENARIO))
    learner = Inspection(open_browser(lang, person=person), briefly=True)
    learner.at(WHERE)
    for scene in SCENES:
        learner.at(f"{WHERE}#{ACTIVITY}--{scene}")
    learner.visitor.goes_to(f"{WHERE}#{ACTIVITY}--invited").presses("Mark this scenario as done")
    learner.briefly = False
    learner.here().finds_nothing()


def test_a_browser_that_knows_no_has_shows_all_scenes_with_their_links(make: Makers, open_browser: OpenBrowser) -> None:
    person = make.person()
    make.enrolment(person, make.course(changed=WITH_SCENARIO))
    learner = open_browser(person=person)
    learner.page.route(
        re.compile(r"/app\.css$"),
        lambda route: route.fulfill(
            content_type="text/css", body=route.fetch().text().replace(":has(", ":is-not-known(")
        ),
    )
    learner.goes_to(WHERE)
    for scene in SCENES:
        expect(learner.page.locator(f"[id='{ACTIVITY}--{scene}']")).to_be_visible()
    learner.page.get_by_role("link", name="Say that it is decided").click()
    expect(learner.page.get_by_role("region", name="She does not come again")).to_be_focused()


def test_on_paper_is_every_scene_and_where_each_choice_leads(make: Makers, open_browser: OpenBrowser) -> None:
    person = make.person()
    make.enrolment(person, make.course(changed=WITH_SCENARIO))
    page = open_browser(person=person).goes_to(f"{WHERE}#{ACTIVITY}--wish").page
    sheets = PdfReader(BytesIO(page.pdf(prefer_css_page_size=True))).pages
    words = " ".join(" ".join(sheet.extract_text() for sheet in sheets).split())
    told = ["It is Monday", "A neighbour comes in", "Say that it is decided → She does not come again", "a drawing that her children made",
            "→ Go on: She has a wish", "The bench is never built", "This is a good ending.", "This is one way it can end."]  # fmt: skip
    assert [each for each in told if each not in words] == []
    assert "Mark this scenario as done" not in words

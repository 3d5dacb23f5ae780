"""A site that is killed and started again in the middle of somebody's answers loses none of them."""

from contextlib import ExitStack
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from lms.settings import Settings
from lms.web.shell.visitors import COOKIE
from tests.journeys.attempts import NOT_YET, SAVED, choose, rows, says, until, writes
from tests.journeys.chromium import watched
from tests.journeys.conftest import token_of
from tests.journeys.site import serve
from tests.journeys.storage import kept_in
from tests.journeys.visitors import Visitor
from tests.journeys.words import Words
from tests.makers import COURSE, TEST, Makers
from tests.support.killing import kill_all_of

pytestmark = [pytest.mark.browser, pytest.mark.server, pytest.mark.slow]


def test_answers_given_while_the_site_was_down_are_saved_when_it_is_up(
    chromium: Browser, settings: Settings, make: Makers, tmp_path: Path
) -> None:
    person = make.person()
    make.enrolment(person, make.course())
    context = chromium.new_context(locale="en-GB")
    with ExitStack() as browser, ExitStack() as first:
        site = first.enter_context(serve(settings, tmp_path))
        watch = browser.enter_context(watched(context, site.address))
        context.add_cookies([{"name": COOKIE, "value": token_of(make, person), "url": site.address}])
        learner = Visitor(context, watch, site.address, Words("en"), context.new_page())
        learner.goes_to(f"/learn/{COURSE}/{TEST}/").presses("Start now")
        choose(learner, "choose", "The bench")
        expect(says(learner, "choose")).to_have_text(SAVED)
        kill_all_of(site.pid)
        first.close()
        watch.expect("net::ERR_CONNECTION_REFUSED")
        choose(learner, "choose", "The council")
        expect(says(learner, "choose")).to_have_text(NOT_YET)
        writes(learner, "Linden Square")
        with serve(settings, tmp_path, site.address.rpartition(":")[2]):
            learner.page.evaluate("window.dispatchEvent(new Event('focus'))")  # as when somebody comes back to look
            for question in ("choose", "short"):
                expect(says(learner, question)).to_have_text(SAVED)
            until(learner.page, lambda: kept_in(learner.page) == [])
            learner.goes_to("/learn/")
    assert rows(make) == [("choose", 2), ("choose", 1), ("short", "Linden Square")]

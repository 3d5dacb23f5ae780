"""A poisoned school, in a real browser: whatever people may write is text to everybody who reads it, and never runs.

Every text of the database and of a course holds what would run if a page let it (tests/support/poison.py). Every page is
opened by every kind of visitor: no script of theirs is called, the browser's policy has nothing to stop, no template is
filled in twice and no header is smuggled in.
"""

from collections.abc import Iterator

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page
from sqlalchemy import select

from lms.domain.enrolment.models import Enrolment
from lms.platform.database import unit_of_work
from lms.web.shell.visitors import COOKIE
from tests.contracts.test_access import VISITORS, World, address, make_world, rules_of
from tests.journeys.site import Site
from tests.makers import COURSE, LESSONS, Makers
from tests.support.poison import PRODUCT, furnish, own, poison, poisoned, poisoned_course, text_columns
from tests.support.surveys import RESULTS_AT, SURVEY_AT

pytestmark = [pytest.mark.browser, pytest.mark.server, pytest.mark.slow]

LISTEN = """
window.__called = []; window.__stopped = [];
window.__x = place => window.__called.push(place);
document.addEventListener('securitypolicyviolation', event => window.__stopped.push(event.violatedDirective + ' ' + event.blockedURI));
"""
LONGEST_WAIT = 250  # milliseconds in which a picture that is not there would have failed


def test_every_text_is_either_poisoned_or_the_programs_own() -> None:
    known = own() | {f"{table.name}.{column.name}" for table, column in poisoned()}
    assert known == {f"{table.name}.{column.name}" for table, column in text_columns()}


@pytest.fixture
def world(make: Makers) -> World:
    """Return a school with something behind every address, poisoned throughout, and a guest in the open module of its course."""
    world = make_world(make, changed=poisoned_course())
    assert world.browsers["guest"].send(f"/learn/{COURSE}/{LESSONS[0]}/done", {"done": "yes"}).status_code == 303
    owner, course = make.rows(select(Enrolment.person_id, Enrolment.course_id))[0]
    with make.app.app_context(), unit_of_work() as session:
        furnish(session, person_id=owner, course_id=course, now=make.now)
        filled = set(poison(session))
    assert filled == {f"{table.name}.{column.name}" for table, column in poisoned()}
    world.browsers["stranger"].quoted += ["<", ">", "{", "}", "%"]  # it reads the course's page to find its picture
    return world


@pytest.fixture
def page(chromium: Browser, site_in_use: Site) -> Iterator[Page]:
    """Return a tab that hears what runs; answers that are errors are what is looked for here, so nobody watches for them."""
    context = chromium.new_context(base_url=site_in_use.address, locale="en-GB")
    context.add_init_script(LISTEN)
    yield context.new_page()
    context.close()


@pytest.mark.parametrize("who", VISITORS)
def test_nothing_that_people_wrote_runs(app: Flask, world: World, page: Page, site_in_use: Site, who: str) -> None:
    cookie = world.browsers[who].get_cookie(COOKIE)
    if cookie:
        page.context.add_cookies([{"name": COOKIE, "value": cookie.value, "url": site_in_use.address}])
    opened = [look_at(page, address(app, world, rule)) for (method, _), rule in sorted(rules_of(app).items()) if method == "GET"]
    opened += [look_at(page, where) for where in (SURVEY_AT, RESULTS_AT)]
    assert len(opened) > 15
    assert [fault for faults in opened for fault in faults] == []


def look_at(page: Page, where: str) -> list[str]:
    """Open an address as a page, or fetch it where it is none; return what went wrong."""
    answer = page.request.get(where, max_redirects=0)
    faults = [f"{where}: a cookie was smuggled in" for each in answer.headers_array if each["name"].lower() == "set-cookie" and each["value"].startswith("x=")]
    if "text/html" not in answer.headers.get("content-type", ""):
        return faults
    page.goto(where)
    if "<img src=x" in page.content():
        page.wait_for_timeout(LONGEST_WAIT)
    called, stopped = page.evaluate("[window.__called, window.__stopped]")
    faults += [f"{where}: ran what stands in {place}" for place in called]
    faults += [f"{where}: the policy stopped {what}" for what in stopped]
    if PRODUCT in page.content():
        faults.append(f"{where}: a template was filled in twice")
    return faults


def test_the_listener_would_hear_what_runs(page: Page) -> None:
    """So that silence above means something: on a page without our policy the same payload is heard."""
    page.goto("data:text/html,<img src=x onerror=__x(`here`)>")
    page.wait_for_function("window.__called.length === 1")
    assert page.evaluate("window.__called") == ["here"]


def test_a_poisoned_course_is_read_as_text(make: Makers) -> None:
    make.course(changed=poisoned_course())
    browser = make.client()
    browser.quoted += ["<", ">"]
    page = browser.page(f"/courses/{COURSE}/")
    assert "__x(" in page.h1
    assert page.text.count("__x(") == 5

"""What the journeys need: a served site with the shipped course, and browsers in it for people who come and go."""

import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack

import pytest
from flask import Flask
from playwright.sync_api import Browser, expect, sync_playwright

from lms.domain.courses.queries import Published, find_published
from lms.domain.people import service as people
from lms.domain.people.models import Person
from lms.kernel.clock import SetClock, SystemClock
from lms.platform.database import unit_of_work
from lms.settings import CHECKOUT, Settings
from lms.web.shell.visitors import COOKIE
from tests.journeys.chromium import MISSING, find_chromium, launch, watched
from tests.journeys.site import Site, serve
from tests.journeys.visitors import Visitor
from tests.journeys.words import Words
from tests.makers import Makers

SHIPPED = "citizen-engagement"
LOCALES = {"en": "en-GB", "bg": "bg-BG"}
PATIENCE = 30_000  # milliseconds; machines that build are busy

OpenBrowser = Callable[..., Visitor]


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """Return the one Chromium of this process; where there is none, a build fails and a machine at home leaves these tests out."""
    program = find_chromium()
    if program is None and os.environ.get("CI") == "true":
        pytest.fail(MISSING)
    if program is None:
        pytest.skip(MISSING)
    expect.set_options(timeout=PATIENCE)
    with sync_playwright() as playwright:
        browser = launch(playwright, program)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def served(chromium: Browser, settings: Settings, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """Return the site, served over the database of this process."""
    with serve(settings, tmp_path_factory.mktemp("served")) as site:
        yield site


@pytest.fixture
def site_in_use(app: Flask, served: Site) -> Iterator[Site]:
    """Return the served site with an empty database; at the end, fail if it complained."""
    before = served.log.stat().st_size
    yield served
    assert served.log.read_bytes()[before:].decode() == ""


@pytest.fixture
def make(app: Flask) -> Makers:
    """Return the makers, at the time by which the served site lives."""
    return Makers(app, SetClock(SystemClock().now()))


@pytest.fixture
def course(make: Makers) -> Published:
    """Publish the course that is shipped with the program, as it lies in the library, and return how it is offered."""
    return published(make, SHIPPED)


def published(make: Makers, key: str) -> Published:
    """Publish a course of the checkout's library and return how it is offered."""
    paths = [
        path
        for top in ("modules", "content", "quizzes")
        for path in (CHECKOUT / top / key).rglob("*")
        if path.is_file()
    ]
    make.publish(key, {path.relative_to(CHECKOUT).as_posix(): path.read_bytes() for path in sorted(paths)})
    with make.app.app_context():
        found = find_published(key)
    assert found is not None, f"{key} was not published"
    return found


@pytest.fixture
def open_browser(site_in_use: Site, chromium: Browser, make: Makers) -> Iterator[OpenBrowser]:
    """Return what opens a browser of its own for somebody: in a language, with JavaScript or without, signed in or not."""
    with ExitStack() as stack:

        def open_one(
            lang: str = "en", *, javascript: bool = True, person: Person | None = None, **more: object
        ) -> Visitor:
            context = chromium.new_context(locale=LOCALES[lang], java_script_enabled=javascript, **more)
            context.set_default_timeout(PATIENCE)
            watch = stack.enter_context(watched(context, site_in_use.address))
            if person:
                context.add_cookies(
                    [{"name": COOKIE, "value": token_of(make, person), "url": site_in_use.address}]
                )
            return Visitor(context, watch, site_in_use.address, Words(lang), context.new_page())

        yield open_one


def token_of(make: Makers, person: Person) -> str:
    """Begin a sign-in and return its token."""
    with make.app.app_context(), unit_of_work():
        return people.sign_in(person.id, instead_of=None, now=make.now)

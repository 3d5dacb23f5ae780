"""The main journeys as a screen reader speaks them: compared word for word with the texts in ``spoken/``.

``pytest tests/journeys/test_spoken.py --speak-anew`` writes them again; read what has changed before it is committed.
"""

from collections.abc import Iterator
from difflib import unified_diff

import pytest
from flask import Flask
from sqlalchemy import update

from lms.domain.quizzes.models import Attempt
from lms.platform.database import unit_of_work
from tests.journeys.answers import answers_in
from tests.journeys.conftest import OpenBrowser
from tests.journeys.spoken import KEPT, spoken
from tests.journeys.visitors import Visitor
from tests.makers import COURSE, LESSONS, PASSWORD, PRACTICE, TEST, Makers

pytestmark = [pytest.mark.browser, pytest.mark.server, pytest.mark.slow]

EMAIL = "asta@example.org"
LEARN = f"/learn/{COURSE}/"


class Listener:
    """Listens to page after page of a journey, and at its end compares them with what was kept."""

    def __init__(self, journey: str, *, anew: bool) -> None:
        self.path = KEPT / f"{journey}.txt"
        self.anew = anew
        self.heard: list[str] = []

    def hears(self, visitor: Visitor) -> None:
        """Take down what the page says that is open."""
        self.heard.append(spoken(visitor.page))

    def compare(self) -> None:
        """Fail for every line that is other than it was."""
        text = "\n".join(self.heard)
        if self.anew:
            KEPT.mkdir(exist_ok=True)
            self.path.write_text(text, encoding="utf-8")
        before = self.path.read_text(encoding="utf-8") if self.path.exists() else ""
        changes = unified_diff(before.splitlines(), text.splitlines(), "kept", "heard", lineterm="", n=1)
        assert text == before, "\n".join(changes)


@pytest.fixture
def listener(request: pytest.FixtureRequest) -> Iterator[Listener]:
    """Return somebody who listens to the journey of this test."""
    name = request.node.name.removeprefix("test_").replace("_", "-")
    found = Listener(name, anew=request.config.getoption("--speak-anew"))
    yield found
    found.compare()


def put_in_order(make: Makers) -> None:
    """Let every attempt have its questions and answers in one order."""
    with make.app.app_context(), unit_of_work() as session:
        session.execute(update(Attempt).values(seed="7" * 32))


def test_signing_in_and_enrolling(make: Makers, open_browser: OpenBrowser, listener: Listener) -> None:
    make.course()
    make.person(email=EMAIL, password=PASSWORD, name="Ásta Żółć")
    visitor = open_browser().goes_to("/")
    listener.hears(visitor)
    listener.hears(visitor.follows("See all courses"))
    listener.hears(visitor.follows("The town hall asks"))
    visitor.watch.expect(422)
    visitor.presses("Enrol in this course").presses_in_main("Sign in").reads("Enter your password.")
    listener.hears(visitor)
    listener.hears(visitor.signs_in(EMAIL))
    listener.hears(visitor.presses("Enrol in this course"))


def test_reading_a_lesson(make: Makers, open_browser: OpenBrowser, listener: Listener) -> None:
    person = make.person(name="Ásta Żółć")
    make.enrolment(person, make.course())
    learner = open_browser(person=person).goes_to(f"{LEARN}{LESSONS[0]}/")
    listener.hears(learner)
    listener.hears(learner.presses("Done"))
    listener.hears(learner.goes_to("/learn/"))


def test_practising(make: Makers, app: Flask, open_browser: OpenBrowser, listener: Listener) -> None:
    person = make.person(name="Ásta Żółć")
    make.enrolment(person, make.course())
    learner = open_browser(person=person, javascript=False).goes_to(f"{LEARN}{PRACTICE}/")
    listener.hears(learner)
    learner.presses("Start now")
    put_in_order(make)
    learner.page.reload()
    answers_in(app, COURSE, PRACTICE, "en", right=False).give(learner.page)
    learner.presses("Check answer %(number)s", number=1)
    listener.hears(learner)


def test_taking_a_test(make: Makers, app: Flask, open_browser: OpenBrowser, listener: Listener) -> None:
    person = make.person(name="Ásta Żółć")
    made = make.enrolment(person, make.course())
    make.done(made, make.course(), LESSONS[0])
    learner = open_browser(person=person, javascript=False).goes_to(f"{LEARN}{TEST}/").presses("Start now")
    put_in_order(make)
    learner.page.reload()
    listener.hears(learner)
    answers_in(app, COURSE, TEST, "en").give(learner.page, up_to=7)
    learner.presses("Next: check before you send")
    listener.hears(learner)
    listener.hears(learner.presses("Send the answers as they are"))


def test_a_certificate(make: Makers, open_browser: OpenBrowser, listener: Listener) -> None:
    uid = make.certificate(make.course(), name="Ásta Żółć")
    listener.hears(open_browser().goes_to(f"/certificates/{uid}/"))


def test_reporting_a_barrier(make: Makers, open_browser: OpenBrowser, listener: Listener) -> None:
    visitor = open_browser().goes_to("/courses/").follows("Report a barrier")
    listener.hears(visitor)
    visitor.watch.expect(422)
    listener.hears(visitor.types("Your e-mail address (optional)", "ana").presses("Send the report"))
    visitor.types("What happened?", "The list jumps.").types("Your e-mail address (optional)", "ana@example.org")
    listener.hears(visitor.presses("Send the report"))
    listener.hears(visitor.follows("Accessibility statement"))


def test_running_the_site(make: Makers, open_browser: OpenBrowser, listener: Listener) -> None:
    make.certificate(make.course(), name="Ásta Żółć", email=EMAIL)
    make.barrier("The list jumps.", reply_to="ana@example.org")
    administrator = open_browser(person=make.person(role="admin", name="Ivo Ilić")).goes_to("/admin/")
    listener.hears(administrator)
    listener.hears(administrator.goes_to("/reports/progress"))
    listener.hears(administrator.goes_to("/admin/barriers"))
    listener.hears(administrator.clicks(administrator.page.get_by_role("button", name="Mark as settled")))

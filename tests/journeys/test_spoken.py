"""The main journeys as a screen reader speaks them: compared word for word with the texts in ``spoken/``.

``pytest tests/journeys/test_spoken.py --speak-anew`` writes them again; read what has changed before it is committed.
"""

import re
from collections.abc import Iterator
from difflib import unified_diff

import pytest
from flask import Flask
from playwright.sync_api import expect
from sqlalchemy import update

from lms.domain.enrolment.models import Enrolment
from lms.domain.quizzes import service as quizzes
from lms.domain.quizzes.models import Attempt
from lms.platform.database import unit_of_work
from tests.journeys.answers import answers_in
from tests.journeys.conftest import OpenBrowser
from tests.journeys.spoken import KEPT, spoken
from tests.journeys.visitors import Visitor
from tests.makers import COURSE, LESSONS, PASSAGE, PASSWORD, PRACTICE, TEST, Makers
from tests.support import a_guide
from tests.support.postbox import newest, path_of
from tests.support.surveys import FORM, RESULTS_AT, SENDING, SURVEY_AT, with_survey

pytestmark = [pytest.mark.browser, pytest.mark.server, pytest.mark.slow]

EMAIL = "asta@example.org"
CHOSEN = "tomato kettle seven rivers"
LEARN = f"/learn/{COURSE}/"


class Listener:
    """Listens to page after page of a journey, and at its end compares them with what was kept."""

    def __init__(self, journey: str, *, anew: bool) -> None:
        self.path = KEPT / f"{journey}.txt"
        self.anew = anew
        self.heard: list[str] = []

    def hears(self, visitor: Visitor) -> None:
        """Take down what the page says that is open, once the focus is where it comes up."""
        brought = visitor.page.locator("[autofocus]")
        if brought.count():
            expect(brought).to_be_focused()
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


def begun(make: Makers, made: Enrolment, quiz: str) -> str:
    """Begin a quiz with its questions and answers in one order, and return the path of the attempt."""
    activity, edition = make.outline(COURSE).find(quiz), make.course().edition_id
    assert activity is not None
    with make.app.app_context(), unit_of_work() as session:
        uid = quizzes.start(made.person_id, made.id, edition, activity, now=make.now)
        session.execute(update(Attempt).values(seed="7" * 32))
    return f"{LEARN}{quiz}/attempts/{uid}/"


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


def test_making_an_account(make: Makers, app: Flask, open_browser: OpenBrowser, listener: Listener) -> None:
    make.course()
    email = "asta-speaks@example.org"  # the served site counts letters to one address
    stranger = open_browser().goes_to(f"/courses/{COURSE}/").presses("Enrol in this course").follows("Make an account")
    listener.hears(stranger)
    stranger.watch.expect(422, 422)
    listener.hears(stranger.types("Choose a password", "short").presses("Register"))
    stranger.types("Your name", "Ásta Żółć").types("E-mail address", email).types("Choose a password", CHOSEN)
    listener.hears(stranger.presses("Register"))
    listener.hears(stranger.types("The six digits from the letter", "12").presses("Confirm"))
    listener.hears(stranger.types("The six digits from the letter", newest(app, email).code).presses("Confirm"))
    listener.hears(stranger.clicks(stranger.page.locator("a.who")))
    listener.hears(stranger.presses("Save"))


def test_a_forgotten_password(make: Makers, app: Flask, open_browser: OpenBrowser, listener: Listener) -> None:
    email = "asta-forgets@example.org"
    make.person(email=email, password=PASSWORD, name="Ásta Żółć")
    somebody = open_browser().goes_to("/account/sign-in").follows("Forgotten password")
    listener.hears(somebody)
    listener.hears(somebody.types("E-mail address", email).presses("Send the letter"))
    listener.hears(somebody.goes_to(path_of(newest(app, email))))
    somebody.watch.expect(422)
    listener.hears(somebody.types("Choose a new password", "short").presses("Choose a new password"))
    listener.hears(somebody.types("Choose a new password", CHOSEN).presses("Choose a new password"))
    listener.hears(somebody.goes_to("/account/security"))


def test_reading_a_lesson(make: Makers, open_browser: OpenBrowser, listener: Listener) -> None:
    person = make.person(name="Ásta Żółć")
    make.enrolment(person, make.course())
    learner = open_browser(person=person).goes_to(f"{LEARN}{LESSONS[0]}/")
    listener.hears(learner)
    listener.hears(learner.presses("Done"))
    listener.hears(learner.goes_to("/learn/"))


def test_reading_a_guide(make: Makers, open_browser: OpenBrowser, listener: Listener) -> None:
    a_guide.publish(make)
    stranger = open_browser().goes_to(f"/guides/{a_guide.GUIDE}/")
    listener.hears(stranger)
    for where in (f"/guides/{a_guide.GUIDE}/{a_guide.SECOND}/", f"{a_guide.SET}?words=%3F", f"{a_guide.SET}?view=table", f"{a_guide.SET}?view=compare&card=plain", f"{a_guide.SET}plain/"):
        listener.hears(stranger.goes_to(where))


def test_the_notebook(make: Makers, open_browser: OpenBrowser, listener: Listener) -> None:
    person = make.person(name="Ásta Żółć")
    make.enrolment(person, make.course())
    learner = open_browser(person=person).goes_to(f"{LEARN}notebook/")
    listener.hears(learner)
    learner.goes_to(f"{LEARN}{LESSONS[1]}/").page.locator(f"#note-{PASSAGE} textarea").fill("My neighbours.")
    expect(learner.page.locator("[data-voice]")).to_have_text(re.compile("^Saved"))
    listener.hears(learner)
    learner.goes_to(f"{LEARN}notebook/").page.locator("summary").click()
    listener.hears(learner)


def test_practising(make: Makers, app: Flask, open_browser: OpenBrowser, listener: Listener) -> None:
    person = make.person(name="Ásta Żółć")
    made = make.enrolment(person, make.course())
    learner = open_browser(person=person, javascript=False).goes_to(f"{LEARN}{PRACTICE}/")
    listener.hears(learner)
    learner.goes_to(begun(make, made, PRACTICE))
    answers_in(app, COURSE, PRACTICE, "en", right=False).give(learner.page)
    learner.presses("Check answer %(number)s", number=1)
    listener.hears(learner)


def test_taking_a_test(make: Makers, app: Flask, open_browser: OpenBrowser, listener: Listener) -> None:
    person = make.person(name="Ásta Żółć")
    made = make.enrolment(person, make.course())
    make.done(made, make.course(), LESSONS[0])
    learner = open_browser(person=person, javascript=False).goes_to(begun(make, made, TEST))
    listener.hears(learner)
    answers_in(app, COURSE, TEST, "en").give(learner.page, up_to=8)
    learner.presses("Next: check before you send")
    listener.hears(learner)
    listener.hears(learner.presses("Send the answers as they are"))


def test_answering_a_survey(make: Makers, open_browser: OpenBrowser, listener: Listener) -> None:
    course = make.course(changed=with_survey())
    person = make.person(name="Ásta Żółć")
    make.enrolment(person, course)
    learner = open_browser(person=person, javascript=False).goes_to(SURVEY_AT)
    listener.hears(learner)
    learner.page.locator("[id='q-number.answer']").fill("ten")
    learner.watch.expect(422)
    listener.hears(learner.presses("Send the answers"))
    learner.page.locator("[id='q-number.answer']").fill("10")
    listener.hears(learner.presses("Send the answers"))
    for _ in range(5):
        make.learner(course).send(SURVEY_AT, {**FORM, **SENDING, "q-think": ""})
    trainer = make.person(role="trainer", name="Ivo Ilić")
    make.teaches(trainer, course)
    listener.hears(open_browser(person=trainer, javascript=False).goes_to(RESULTS_AT))


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


def test_finding_somebody_and_changing_their_role(make: Makers, open_browser: OpenBrowser, listener: Listener) -> None:
    make.certificate(make.course(), name="Ásta Żółć", email=EMAIL)
    make.person(name="Ana Anić", email="ana@example.org")
    administrator = open_browser(person=make.person(role="admin", name="Ivo Ilić", email="ivo@example.org"))
    listener.hears(administrator.goes_to("/admin/").follows("People"))
    listener.hears(administrator.types("Name or e-mail", "asta").presses("Show"))
    listener.hears(administrator.follows("Ásta Żółć"))
    administrator.page.get_by_label("Role", exact=True).select_option(label="Trainer")
    listener.hears(administrator.presses("Change the role"))
    listener.hears(administrator.goes_to("/admin/audit"))

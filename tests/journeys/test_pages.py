"""Every kind of page as everybody may meet it: nothing that axe finds, nothing too wide, nothing from elsewhere, on paper too.

What a browser loads and what its console says is looked at in every journey (``chromium.Watch``).
"""

from collections.abc import Callable

import pytest
from flask import Flask

from lms.domain.certificates.service import revoke
from lms.domain.courses.queries import Published
from lms.domain.people.models import Person
from lms.domain.progress.service import Follower
from lms.kernel.clock import SetClock
from lms.platform.database import unit_of_work
from lms.web.shell.visitors import COOKIE
from tests.journeys.answers import answers_in, questions
from tests.journeys.conftest import OpenBrowser
from tests.journeys.inspection import Inspection
from tests.journeys.painted import fullest_of_each
from tests.makers import COURSE, LESSONS, OPTIONAL_LESSON, PRACTICE, TEST, Makers

pytestmark = [pytest.mark.browser, pytest.mark.server, pytest.mark.slow]

IN_BOTH_LANGUAGES = pytest.mark.parametrize("lang", ["en", "bg"])
LEARN = f"/learn/{COURSE}/"
ELSEWHERE = ("account/", "admin/", "errors/", "learner/naming", "learner/notebook", "public/search", "reports/")
Inspect = Callable[..., Inspection]


@pytest.fixture
def inspect(open_browser: OpenBrowser, lang: str) -> Inspect:
    """Return what opens a browser for somebody and inspects the pages to which they come."""
    return lambda person=None, briefly=False: Inspection(open_browser(lang, person=person), briefly=briefly)


@pytest.fixture
def town_hall(make: Makers) -> Published:
    """Publish the small course."""
    return make.course()


def enrolled(make: Makers, course: Published) -> tuple[Person, Follower]:
    """Return somebody new who is enrolled in a course."""
    person = make.person()
    made = make.enrolment(person, course)
    return person, Follower(person.id, made.id, course.edition_id, make.outline(course.key))


@IN_BOTH_LANGUAGES
def test_what_strangers_see(make: Makers, town_hall: Published, inspect: Inspect) -> None:
    valid, revoked = make.certificate(town_hall), make.certificate(town_hall)
    with make.app.app_context(), unit_of_work():
        revoke(revoked, "Issued to the wrong person", now=make.now)
    stranger = inspect()
    for path in (
        "/",
        "/courses/",
        f"/courses/{COURSE}/",
        f"/certificates/{valid}/",
        f"/certificates/{revoked}/",
        "/accessibility/",
        "/accessibility/report?page=/courses/",
        "/accessibility/report/thanks",
    ):
        stranger.at(path)
    stranger.visitor.watch.expect(404, 422)
    stranger.at("/nowhere").at("/account/sign-in")
    stranger.visitor.presses_in_main("Sign in")
    stranger.here().finds_nothing()


@IN_BOTH_LANGUAGES
def test_what_newcomers_see(make: Makers, town_hall: Published, inspect: Inspect) -> None:
    newcomer = inspect(make.person(name="Ásta-Marie Żółć-Иванова von und zu Hohenlohe-Waldenburg"))
    newcomer.visitor.watch.expect(403)
    newcomer.at("/").at("/learn/").at(f"/courses/{COURSE}/").at("/reports/progress")
    newcomer.visitor.goes_to(f"/courses/{COURSE}/").context.clear_cookies(name="forms")
    newcomer.visitor.watch.expect(400)
    newcomer.visitor.presses("Enrol in this course")
    newcomer.here().finds_nothing()


@IN_BOTH_LANGUAGES
def test_what_learners_see_around_their_lessons(make: Makers, town_hall: Published, inspect: Inspect) -> None:
    person, _ = enrolled(make, town_hall)
    learner = inspect(person).at(LEARN).at(f"{LEARN}{LESSONS[0]}/")
    learner.visitor.presses("Done")
    learner.here()
    for path in (
        "/",
        "/learn/",
        LEARN,
        "/courses/",
        f"/courses/{COURSE}/",
        f"{LEARN}{LESSONS[1]}/",
        f"{LEARN}{OPTIONAL_LESSON}/",
    ):
        learner.at(path)
    learner.finds_nothing()


@IN_BOTH_LANGUAGES
def test_what_learners_see_while_they_practise(
    app: Flask, make: Makers, town_hall: Published, inspect: Inspect, lang: str
) -> None:
    person, _ = enrolled(make, town_hall)
    learner = inspect(person).at(f"{LEARN}{PRACTICE}/")
    learner.visitor.presses("Start now")
    learner.here()
    answers_in(app, COURSE, PRACTICE, lang, right=False).give(learner.visitor.page)
    for number in range(1, len(questions(learner.visitor.page)) + 1):
        learner.visitor.presses("Check answer %(number)s", number=number)
    learner.here()
    answers_in(app, COURSE, PRACTICE, lang).give(learner.visitor.page)
    learner.visitor.presses("Check answer %(number)s", number=1)
    learner.here()
    learner.visitor.presses("Finish practising")
    learner.here().finds_nothing()


@IN_BOTH_LANGUAGES
def test_what_learners_see_in_a_test(
    app: Flask, make: Makers, town_hall: Published, inspect: Inspect, lang: str
) -> None:
    person, follower = enrolled(make, town_hall)
    activity = follower.outline.find(TEST)
    assert activity is not None
    make.take(follower, activity, right=False)
    learner = inspect(person).at(f"{LEARN}{TEST}/")
    learner.visitor.follows("Look at attempt %(nth)s", nth=1)
    learner.here().visitor.goes_to(f"{LEARN}{TEST}/").presses("Start again: attempt %(nth)s", nth=2)
    begun = learner.here().visitor.path
    answers = answers_in(app, COURSE, TEST, lang)
    answers.give(learner.visitor.page, up_to=3)
    too_late = Inspection(learner.visitor.opens_a_tab(begun), learner.faults)
    learner.visitor.presses("Next: check before you send")
    learner.here().visitor.presses("Send the answers as they are")
    learner.here().visitor.watch.expect(409, 401)
    answers.begin(too_late.visitor.page, 4)
    too_late.visitor.presses("Next: check before you send")
    too_late.here().visitor.goes_to(f"{LEARN}{LESSONS[0]}/").context.clear_cookies(name=COOKIE)
    too_late.visitor.presses("Done")
    too_late.here().finds_nothing()


@IN_BOTH_LANGUAGES
def test_what_those_see_who_have_completed_a_course(
    make: Makers, town_hall: Published, inspect: Inspect
) -> None:
    person = make.person()
    made = make.enrolment(person, town_hall)
    make.complete(made, town_hall)
    graduate = inspect(person)
    for path in ("/", "/courses/", "/learn/", LEARN, f"{LEARN}{LESSONS[0]}/", f"{LEARN}{TEST}/"):
        graduate.at(path)
    graduate.visitor.follows("Look at attempt %(nth)s", nth=1)
    graduate.here().visitor.goes_to(LEARN).follows("See your certificate")
    graduate.here().finds_nothing()


@IN_BOTH_LANGUAGES
def test_what_administrators_see(make: Makers, town_hall: Published, inspect: Inspect) -> None:
    make.certificate(town_hall)
    enrolled(make, town_hall)
    administrator = inspect(make.person(role="admin"))
    administrator.visitor.watch.expect(422)
    administrator.at("/reports/progress").at(f"/reports/progress?course={COURSE}").at(
        "/reports/progress?course=nothing"
    )
    make.barrier("A very long word: " + "a" * 200, page="/courses/" + "b" * 200, reply_to="ana@example.org")
    administrator.at("/admin/").at("/admin/barriers").at("/accessibility/").finds_nothing()


@IN_BOTH_LANGUAGES
def test_every_kind_of_page_that_is_met_elsewhere(app: Flask, clock: SetClock, inspect: Inspect, lang: str) -> None:
    """On the way to an account and without one, in profile, notebook and administration, and, in English, where something goes wrong."""
    anybody = inspect(briefly=True)
    if lang == "en":
        anybody.visitor.watch.expect("does not conform")  # a day that is none, which the browser does not show in its field
    pages = fullest_of_each(app, Makers(app, clock), lang)
    for page in [each for each in pages if lang == "en" or each.status == 200]:
        if page.template.startswith(ELSEWHERE) or (page.is_of_strangers and page.template.startswith("learner/")):
            page.shown_to(anybody.visitor)
            anybody.here(str(page))
    anybody.finds_nothing()


@IN_BOTH_LANGUAGES
def test_every_page_of_the_shipped_course(make: Makers, course: Published, inspect: Inspect) -> None:
    person, follower = enrolled(make, course)
    learner = inspect(person, briefly=True)
    for activity in follower.outline.activities:
        learner.at(f"/learn/{course.key}/{activity.key}/")
    learner.finds_nothing()


@IN_BOTH_LANGUAGES
def test_every_question_of_the_shipped_course(
    app: Flask, make: Makers, course: Published, inspect: Inspect, lang: str
) -> None:
    person, follower = enrolled(make, course)
    learner = inspect(person, briefly=True)
    for quiz in [activity for activity in follower.outline.activities if activity.kind == "quiz"]:
        learner.visitor.goes_to(f"/learn/{course.key}/{quiz.key}/").presses("Start now")
        learner.here()
    learner.finds_nothing()

"""Two tabs, two clicks, a form from yesterday: nothing is done twice, and what was typed is kept."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import expect
from sqlalchemy import func, select

from lms.domain.enrolment.models import Enrolment
from lms.domain.people.models import Person
from lms.domain.quizzes.models import Attempt, Response
from lms.web.shell.visitors import COOKIE
from tests.journeys.answers import given
from tests.journeys.conftest import OpenBrowser
from tests.journeys.visitors import Visitor
from tests.makers import COURSE, PASSWORD, TEST, Makers

pytestmark = [pytest.mark.browser, pytest.mark.server, pytest.mark.slow]

EMAIL = "asta@example.org"
RULES = f"/learn/{COURSE}/{TEST}/"
FORMS = "forms"  # the cookie to which the tokens of forms belong
BOTH = pytest.mark.parametrize("javascript", [True, False], ids=["with-javascript", "without-javascript"])


@pytest.fixture
def person(make: Makers) -> Person:
    """Return somebody who is enrolled in the small course."""
    found = make.person(email=EMAIL, password=PASSWORD)
    make.enrolment(found, make.course())
    return found


@pytest.fixture
def learner(open_browser: OpenBrowser, person: Person) -> Visitor:
    """Return that person at a browser in which nothing is done but what the pages themselves do."""
    return open_browser(person=person, javascript=False)


def choose(visitor: Visitor, question: str, answer: str) -> None:
    visitor.page.locator(f"#question-{question}").get_by_label(answer, exact=True).check()


def saves(visitor: Visitor) -> Visitor:
    return visitor.clicks(visitor.page.locator(".actions").get_by_role("button", name="Save answers"))


def count(make: Makers, table: type) -> int:
    return int(make.rows(select(func.count()).select_from(table))[0][0])


def answers(make: Makers) -> dict[str, object]:
    """Return the answers that were stored last, by question."""
    rows = make.rows(select(Response.question_key, Response.body).order_by(Response.id))
    return {key: body for key, body in rows}  # noqa: C416 – rows of a query are no pairs to a type checker


@BOTH
def test_two_tabs_start_one_attempt(
    make: Makers, open_browser: OpenBrowser, person: Person, javascript: bool
) -> None:
    learner = open_browser(person=person, javascript=javascript).goes_to(RULES)
    other = learner.opens_a_tab(RULES)
    learner.presses("Start now")
    other.presses("Start now")
    assert (learner.path, count(make, Attempt)) == (other.path, 1)


def arrives(learner: Visitor, end: str) -> None:
    """Wait until an address is reached that ends so; the second click may break off the way on which the first one went."""
    expect(learner.page).to_have_url(re.compile(f"{end}$"), timeout=30_000)


@BOTH
def test_a_double_click_starts_one_attempt(
    make: Makers, open_browser: OpenBrowser, person: Person, javascript: bool
) -> None:
    learner = open_browser(person=person, javascript=javascript).goes_to(RULES)
    learner.button("Start now").dblclick()
    arrives(learner, "/attempts/[^/]+/")
    learner.reads("Your answers are saved as you give them. Nothing is marked before you send them in.")
    assert count(make, Attempt) == 1


@BOTH
def test_a_double_click_sends_a_test_in_once(
    make: Makers, open_browser: OpenBrowser, person: Person, javascript: bool
) -> None:
    learner = open_browser(person=person, javascript=javascript).goes_to(RULES).presses("Start now")
    learner.goes_to(f"{learner.path}summary").button("Send the answers as they are").dblclick()
    arrives(learner, "/review/")
    learner.reads("not passed")
    learner.goes_to(RULES).reads("Start again: attempt %(nth)s", nth=2)
    assert count(make, Attempt) == 1


def test_a_double_click_enrols_once(make: Makers, open_browser: OpenBrowser) -> None:
    make.course()
    learner = open_browser(person=make.person()).goes_to(f"/courses/{COURSE}/")
    learner.button("Enrol in this course").dblclick()
    arrives(learner, f"/learn/{COURSE}/")
    assert count(make, Enrolment) == 1


def test_a_double_click_on_next_goes_one_step(make: Makers, learner: Visitor) -> None:
    first, second, *_ = make.outline().activities
    learner.goes_to(f"/learn/{COURSE}/{first.key}/").button(
        "Next: %(where)s", where=learner.say.place(second)
    ).dblclick()
    arrives(learner, f"/learn/{COURSE}/{second.key}/")
    learner.is_on(learner.say.place(second))


def test_a_test_that_was_sent_in_from_another_tab_is_shown_as_such(make: Makers, learner: Visitor) -> None:
    learner.goes_to(RULES).presses("Start now")
    summary = f"{learner.path}summary"
    late, later = learner.opens_a_tab(summary), learner.opens_a_tab(summary)
    late.presses("Send the answers as they are").reads("not passed")
    later.presses("Send the answers as they are").reads("not passed")
    assert later.path == late.path

    learner.watch.expect(409)
    choose(learner, "choose", "The council")
    saves(learner).is_on("This cannot be done")
    assert answers(make) == {}


def test_two_tabs_answer_different_questions(make: Makers, learner: Visitor) -> None:
    """The form of the one tab does not know what was answered in the other, and must not undo it."""
    learner.goes_to(RULES).presses("Start now")
    other = learner.opens_a_tab(learner.path)
    choose(other, "choose", "The council")
    saves(other)
    choose(learner, "truth", "False")
    saves(learner)
    assert answers(make) == {"choose": 1, "truth": False}
    assert sorted(given(learner.page)) == ["choose", "truth"]


def test_the_last_of_two_different_answers_counts(make: Makers, learner: Visitor) -> None:
    learner.goes_to(RULES).presses("Start now")
    other = learner.opens_a_tab(learner.path)
    choose(learner, "choose", "The bench")
    saves(learner)
    choose(other, "choose", "The council")
    saves(other)
    assert answers(make) == {"choose": 1}


def test_two_tabs_with_javascript_never_undo_each_other(
    make: Makers, open_browser: OpenBrowser, person: Person
) -> None:
    """Each tab's form knows what its own script has saved, and sends only what was changed in it since."""
    learner = open_browser(person=person).goes_to(RULES).presses("Start now")
    other = learner.opens_a_tab(learner.path)
    choose(learner, "choose", "The bench")
    is_saved(learner, "choose")
    choose(other, "choose", "The council")
    is_saved(other, "choose")
    learner.presses("Next: check before you send")
    assert answers(make) == {"choose": 1}


@BOTH
def test_what_is_typed_when_the_language_is_switched_is_kept(
    make: Makers, open_browser: OpenBrowser, person: Person, javascript: bool
) -> None:
    learner = open_browser(person=person, javascript=javascript).goes_to(RULES).presses("Start now")
    learner.page.locator("#question-short").get_by_role("textbox").fill("Linden Square")
    learner.presses("Български")
    assert (answers(make), learner.page.locator("html").get_attribute("lang")) == ({"short": "Linden Square"}, "bg")
    assert learner.page.url.endswith("#question-short") is javascript


def test_enter_in_a_field_saves_and_changes_no_language(
    make: Makers, open_browser: OpenBrowser, person: Person
) -> None:
    learner = open_browser(person=person, javascript=False).goes_to(RULES).presses("Start now")
    field = learner.page.locator("#question-short").get_by_role("textbox")
    field.fill("Linden Square")
    with learner.page.expect_navigation():
        field.press("Enter")
    assert (answers(make), learner.page.locator("html").get_attribute("lang")) == ({"short": "Linden Square"}, "en")


def is_saved(visitor: Visitor, question: str) -> None:
    expect(visitor.page.locator(f"#question-{question} [data-saved]")).to_contain_text("Saved ")


Forget = Callable[[Visitor], None]


def forget_forms(visitor: Visitor) -> None:
    visitor.context.clear_cookies(name=FORMS)


def forget_sign_in(visitor: Visitor) -> None:
    visitor.context.clear_cookies(name=COOKIE)


def forget_everything(visitor: Visitor) -> None:
    visitor.context.clear_cookies()


def test_a_form_whose_token_is_stale_keeps_what_was_typed(make: Makers, learner: Visitor) -> None:
    learner.goes_to(RULES).presses("Start now")
    begun = learner.path
    choose(learner, "choose", "The council")
    learner.page.locator("#question-short").get_by_role("textbox").fill("Linden <Square> & „more“")
    typed = given(learner.page)

    forget_forms(learner)
    learner.watch.expect(400)
    saves(learner).is_on("Please send that once more")
    assert answers(make) == {}

    learner.presses("Send it again")
    assert (learner.path, given(learner.page)) == (begun, typed)
    assert answers(make) == {"choose": 1, "short": "Linden <Square> & „more“"}


@pytest.mark.parametrize("forget", [forget_sign_in, forget_everything])
def test_a_form_from_yesterday_keeps_what_was_typed(make: Makers, learner: Visitor, forget: Forget) -> None:
    learner.goes_to(RULES).presses("Start now")
    begun = learner.path
    choose(learner, "choose", "The council")
    learner.page.locator("#question-short").get_by_role("textbox").fill("Linden <Square> & „more“")
    typed = given(learner.page)

    forget(learner)
    learner.watch.expect(401)
    if forget is forget_everything:
        learner.watch.expect(400)
    saves(learner)
    if forget is forget_everything:
        learner.presses("Send it again")
    assert answers(make) == {}
    learner.signs_in(EMAIL).presses("Send it again")
    assert (learner.path, given(learner.page)) == (begun, typed)
    assert answers(make) == {"choose": 1, "short": "Linden <Square> & „more“"}


def test_a_stale_form_for_signing_in_keeps_the_address_and_never_the_password(
    make: Makers, person: Person, open_browser: OpenBrowser
) -> None:
    visitor = open_browser(javascript=False).goes_to("/learn/")
    forget_everything(visitor)
    visitor.watch.expect(400, 422)
    visitor.signs_in(EMAIL).is_on("Please send that once more")
    assert PASSWORD not in visitor.page.content()
    visitor.presses("Send it again").reads("Enter your password.")
    expect(visitor.page.get_by_label("E-mail address")).to_have_value(EMAIL)
    visitor.types("Password", PASSWORD).presses_in_main("Sign in").is_on("My learning")


def test_a_button_whose_token_is_stale_is_pressed_once_more(make: Makers, learner: Visitor) -> None:
    first, second, *_ = make.outline().activities
    learner.goes_to(f"/learn/{COURSE}/{first.key}/")
    forget_forms(learner)
    learner.watch.expect(400)
    learner.presses("Next: %(where)s", where=learner.say.place(second)).presses("Send it again")
    learner.is_on(learner.say.place(second))


def test_a_button_from_yesterday_leads_over_the_sign_in_back_to_its_page(
    make: Makers, learner: Visitor
) -> None:
    first, second, *_ = make.outline().activities
    learner.goes_to(f"/learn/{COURSE}/{first.key}/")
    forget_sign_in(learner)
    learner.presses("Next: %(where)s", where=learner.say.place(second)).signs_in(EMAIL).is_on(
        learner.say.place(first)
    )
    learner.presses("Next: %(where)s", where=learner.say.place(second)).is_on(learner.say.place(second))

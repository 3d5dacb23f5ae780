"""A survey in a browser: answered by keyboard alone, kept sealed until it is sent, and looked at by whoever teaches."""

import pytest
from playwright.sync_api import expect
from sqlalchemy import select

from lms.domain.quizzes.models import SurveyAnswer
from tests.integration.test_survey_results import say
from tests.integration.test_trainers_pack import staff
from tests.journeys.answers import Step
from tests.journeys.attempts import until
from tests.journeys.conftest import OpenBrowser
from tests.journeys.inspection import Inspection
from tests.journeys.keyboard import Keyboard
from tests.journeys.storage import break_down, kept_in, whole_store
from tests.makers import Makers
from tests.support.surveys import RESULTS_AT, SAID, SURVEY_AT, with_survey

pytestmark = [pytest.mark.browser, pytest.mark.server, pytest.mark.slow]

THOUGHT = "More shade beside the fountain."
BACK = "What you wrote here before had not been sent. It is back."


def said(make: Makers) -> dict[str, object]:
    return {row.question_key: row.body for row in make.rows(select(SurveyAnswer.question_key, SurveyAnswer.body))}


@pytest.mark.parametrize("javascript", [True, False], ids=["with script", "without"])
def test_every_kind_is_answered_and_sent_by_keyboard_alone(make: Makers, open_browser: OpenBrowser, javascript: bool) -> None:
    person = make.person()
    make.enrolment(person, make.course(changed=with_survey()))
    learner = open_browser(person=person, javascript=javascript).goes_to(SURVEY_AT)
    keys, page = Keyboard(learner), learner.page

    def control(name: str) -> str:
        return f"[id='q-{name}']"

    for step in (
        Step("tick", page.locator(control("choose.2"))),
        Step("tick", page.locator(control("tick.1"))),
        Step("tick", page.locator(control("tick.3"))),
        Step("tick", page.locator(control("truth.1"))),
        Step("type", page.locator(control("short.answer")), "Linden"),
        Step("type", page.locator(control("number.answer")), "seven"),
        Step("select", page.locator(control("match.1")), "listens"),
        Step("select", page.locator(control("match.2")), "answers"),
        Step("select", page.locator(control("order.1")), "2"),
        Step("select", page.locator(control("order.2")), "1"),
        Step("select", page.locator(control("order.3")), "3"),
        Step("select", page.locator(control("fill.1")), "seldom"),
        Step("type", page.locator(control("fill.2")), "the shade"),
        Step("type", page.locator(control("plan.answer")), "A fountain.\nAnd a roof."),
        Step("type", page.locator(control("think.answer")), "Nothing."),
    ):
        keys.does(step)
    learner.watch.expect(422)
    keys.opens(learner.button("Send the answers"))
    expect(page.locator(".error-summary")).to_be_focused()
    keys.tabs_to(page.locator(".error-summary a")).presses("Enter")
    keys.tabs_to(page.locator(control("number.answer"))).presses("ControlOrMeta+a")
    page.keyboard.type("7.5")
    keys.opens(learner.button("Send the answers"))
    learner.reads("Thank you")
    assert said(make) == SAID
    keys.tabs_to(learner.link("Back to the course"))


def test_enter_in_a_field_sends_nothing_and_loses_nothing(make: Makers, open_browser: OpenBrowser) -> None:
    person = make.person()
    make.enrolment(person, make.course(changed=with_survey()))
    learner = open_browser(person=person, javascript=False).goes_to(SURVEY_AT)
    field = learner.page.locator("[id='q-short.answer']")
    field.fill("Linden")
    with learner.page.expect_navigation():
        field.press("Enter")
    expect(field).to_have_value("Linden")
    learner.presses("Български").is_on("Вашето мнение")
    expect(field).to_have_value("Linden")
    assert said(make) == {}


def test_what_is_not_sent_yet_outlives_its_tab_sealed_and_is_forgotten_when_it_was(make: Makers, open_browser: OpenBrowser) -> None:
    person = make.person()
    make.enrolment(person, make.course(changed=with_survey()))
    learner = open_browser(person=person).goes_to(SURVEY_AT)
    learner.page.locator("[id='q-think.answer']").fill(THOUGHT)
    learner.page.locator("[id='q-choose.3']").check()
    until(learner.page, lambda: len(kept_in(learner.page)) == 1)
    assert "fountain" not in whole_store(learner.page)
    assert said(make) == {}
    break_down(learner)
    again = learner.opens_a_tab(SURVEY_AT)
    expect(again.page.locator("[id='q-think.answer']")).to_have_value(THOUGHT)
    expect(again.page.locator("[id='q-choose.3']")).to_be_checked()
    again.reads(BACK).presses("Send the answers").reads("Thank you")
    until(again.page, lambda: kept_in(again.page) == [])
    assert said(make) == {"think": THOUGHT, "choose": 3}


@pytest.mark.parametrize("lang", ["en", "bg"])
def test_how_it_looks_before_it_is_sent_with_faults_and_afterwards(make: Makers, open_browser: OpenBrowser, lang: str) -> None:
    person = make.person()
    make.enrolment(person, make.course(changed=with_survey()))
    learner = Inspection(open_browser(lang, person=person)).at(SURVEY_AT)
    learner.visitor.watch.expect(422)
    learner.visitor.page.locator("[id='q-number.answer']").fill("?")
    learner.visitor.presses("Send the answers")
    learner.here("with a fault")
    learner.visitor.page.locator("[id='q-number.answer']").fill("5")
    learner.visitor.presses("Send the answers")
    learner.here("sent").finds_nothing()


@pytest.mark.parametrize("lang", ["en", "bg"])
def test_how_its_results_look_with_few_answers_and_with_many(make: Makers, open_browser: OpenBrowser, lang: str) -> None:
    course = make.course(changed=with_survey())
    trainer = Inspection(open_browser(lang, person=staff(make, course))).at(RESULTS_AT)
    say(make, course, *[SAID] * 4, {"choose": 1})
    trainer.at(RESULTS_AT)
    say(make, course, *[{**SAID, "think": THOUGHT}] * 2, language=lang)
    trainer.at(RESULTS_AT).at(RESULTS_AT.removesuffix("opinions/")).finds_nothing()

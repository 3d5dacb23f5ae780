"""A survey is sent once, as a whole, and what it says is kept apart from whoever said it."""

from collections.abc import Mapping
from datetime import date

import pytest
from flask import Flask
from sqlalchemy import func, select

from lms.domain.courses.queries import Published
from lms.domain.enrolment.models import Enrolment
from lms.domain.people.models import Person
from lms.domain.progress.models import ActivityState
from lms.domain.quizzes.models import Attempt, Response, SurveyAnswer
from lms.domain.records.models import Record
from tests.makers import COURSE, LESSONS, PASSWORD, PRACTICE, TEST, Makers
from tests.support.client import ORIGIN, PageClient
from tests.support.pages import Page, read_page
from tests.support.surveys import FORM, SAID, SENDING, SURVEY, SURVEY_AT, with_survey
from tests.support.together import at_once, hurried

Fields = Mapping[str, str | list[str]]
ALL: Fields = {**FORM, **SENDING}


@pytest.fixture
def course(make: Makers) -> Published:
    """Return the course with its survey."""
    return make.course(changed=with_survey())


def kept(make: Makers) -> dict[str, object]:
    """Return the answers that are kept, by question; there must be one of each at most."""
    rows = make.rows(select(SurveyAnswer.question_key, SurveyAnswer.body))
    assert len(rows) == len({row.question_key for row in rows})
    return {row.question_key: row.body for row in rows}


def count(make: Makers) -> int:
    return int(make.rows(select(func.count()).select_from(SurveyAnswer))[0][0])


def filled_in(page: Page, button: str = "Send the answers") -> dict[str, list[str]]:
    """Return what the survey on a page would send if nobody touched it, what is empty left out."""
    values = page.press(button).values()
    return {name: [" ".join(each.split()) for each in said] for name, said in values.items() if name.startswith("q-") and any(said)}


def as_filled_in(fields: Fields) -> dict[str, list[str]]:
    lists = {name: [said] if isinstance(said, str) else list(said) for name, said in fields.items()}
    return {name: [" ".join(each.split()) for each in said] for name, said in lists.items() if name.startswith("q-")}


def test_the_page_says_what_becomes_of_answers_before_anything_is_asked(make: Makers, course: Published) -> None:
    page = make.learner(course).page(SURVEY_AT)
    assert page.h1 == "2.4 Your opinion"
    rules = page.one("ul", class_="rules").text
    for said in (
        "10 questions. You can leave out any of them.",
        "says neither who gave them nor on which day, so nobody can look it up, administrators included.",
        "is seen, all together and without names, by those who teach your courses and the administrators of this site.",
        "as soon as 5 people have answered it, and not before.",
        "leave out whatever somebody could know you by.",
        "How far you have got is seen by you and the administrators of this site.",
        "You can send it once, and change nothing afterwards.",
    ):
        assert said in " ".join(rules.split())


def test_every_question_is_asked_in_the_order_written_and_worth_nothing(make: Makers, course: Published) -> None:
    page = make.learner(course).page(SURVEY_AT)
    places = [each.get("id") for each in page.all("div", class_="question-place")]
    assert places == [f"question-{key}" for key in ("choose", "tick", "truth", "short", "number", "between", "match", "order", "fill", "plan", "think")]
    assert page.all("span", class_="question-points") == []
    items = page.one("ul", class_="order-items")
    assert [" ".join(label.text.split()) for label in items.all("label")] == ["Shade", "Quiet", "Benches"]
    for words in ("Somebody reads and marks", "Nobody but you sees", "Is new"):  # said of essays and reflections elsewhere
        assert words not in page.text
    assert page.text.count("What you write here is read without your name.") == 2


def test_what_is_sent_is_kept_one_answer_a_row_and_nothing_else_is(make: Makers, course: Published) -> None:
    browser = make.learner(course)
    sent = browser.send(SURVEY_AT, ALL)
    assert (sent.status_code, sent.location) == (303, SURVEY_AT)
    assert kept(make) == SAID
    assert make.rows(select(Attempt.id)) == make.rows(select(Response.id)) == []
    page = browser.page(SURVEY_AT)
    assert "Thank you" in page.text
    assert "You sent this survey on " in page.text
    assert page.all("form", id="survey") == []
    assert page.link("Continue: 1.1").endswith(f"/learn/{COURSE}/{LESSONS[0]}/")


def test_whatever_is_left_out_is_no_answer_even_if_it_is_everything(make: Makers, course: Published) -> None:
    for fields in ({}, {"q-choose": "1", "q-short": " ", "q-match.1": ""}):
        browser = make.learner(course)
        assert browser.send(SURVEY_AT, {**fields, **SENDING}).status_code == 303
        assert "Thank you" in browser.page(SURVEY_AT).text
    assert kept(make) == {"choose": 1}


def test_the_record_says_that_it_was_done_and_not_what_was_said(make: Makers, course: Published) -> None:
    make.learner(course).send(SURVEY_AT, ALL)
    said = make.rows(select(Record.verb, Record.object, Record.result).where(Record.object.contains(SURVEY)))
    assert [tuple(row) for row in said] == [("done", SURVEY, {})]
    states = make.rows(select(ActivityState.state, ActivityState.score_num).where(ActivityState.key == SURVEY))
    assert [tuple(row) for row in states] == [("done", None)]


def test_nothing_that_is_kept_leads_to_a_person_or_tells_which_answers_came_together(make: Makers, course: Published) -> None:
    """The columns are typed by hand: one more must be thought about. Of the time the year alone is kept (decision 42)."""
    assert set(SurveyAnswer.__table__.columns.keys()) == {"uid", "course_id", "quiz_key", "edition_id", "question_key", "body", "language", "day"}
    assert {key.target_fullname for key in SurveyAnswer.__table__.foreign_keys} == {"course.id", "edition.id"}
    person = make.person()
    enrolment = make.enrolment(person, course)
    browser = make.client(person)
    page = browser.page(SURVEY_AT)
    form = page.one("input", name="form").get("value")
    browser.send(SURVEY_AT, {**ALL, "form": form or ""})
    make.learner(course).send(SURVEY_AT, ALL)
    rows = make.rows(select(SurveyAnswer.__table__))
    assert {row.day for row in rows} == {date(make.now.year, 1, 1)}
    names = [row.uid for row in rows]
    assert len({name[:8] for name in names}) == len(names) == 2 * len(SAID)
    everything = " ".join(str(value) for row in rows for value in row)
    assert [known for known in (person.uid, enrolment.uid, form) if known and known in everything] == []


@pytest.mark.parametrize("other", [{}, {"q-choose": "3"}, {"q-choose": "99"}], ids=["the same", "something else", "no answer at all"])
def test_what_is_sent_a_second_time_is_kept_no_second_time(make: Makers, course: Published, other: Fields) -> None:
    browser = make.learner(course)
    browser.send(SURVEY_AT, ALL)
    again = browser.send(SURVEY_AT, {**ALL, **other})
    assert (again.status_code, kept(make)) == (303, SAID)
    assert "This survey had been sent before, so nothing was stored a second time." in browser.page(SURVEY_AT).text


@pytest.mark.slow
def test_of_several_that_are_sent_at_once_one_is_kept(app: Flask, make: Makers, course: Published) -> None:
    person = make.person()
    make.enrolment(person, course)
    browsers = hurried(app, lambda browser: make.sign_in(browser, person), 4)
    answers = at_once([lambda browser=browser: browser.send(SURVEY_AT, ALL) for browser in browsers])  # type: ignore[misc]
    assert [answer.status_code for answer in answers] == [303] * 4
    assert kept(make) == SAID


def test_a_stranger_in_an_open_module_sends_it_and_is_a_guest_from_then_on(make: Makers) -> None:
    make.course(changed=with_survey(is_open=True))
    browser = make.client()
    page = browser.page(SURVEY_AT)
    assert make.rows(select(Enrolment.id)) == []
    page = browser.submit(page, "Send the answers", {"q-choose": "2"})
    assert "Thank you" in page.text
    assert kept(make) == {"choose": 2}
    assert make.rows(select(Person.role)) == [("guest",)]


def test_a_stranger_who_presses_the_button_twice_is_kept_once(make: Makers) -> None:
    """Both requests leave before either has an answer, so nobody is known by them; the page they come from is."""
    make.course(changed=with_survey(is_open=True))
    form = make.client().page(SURVEY_AT).one("input", name="form").get("value") or ""
    for _ in range(2):
        assert make.client().send(SURVEY_AT, {**ALL, "form": form}).status_code == 303
    assert kept(make) == SAID
    assert make.client().send(SURVEY_AT, {**ALL, "form": "nonsense"}).status_code == 303
    assert count(make) == 2 * len(SAID)


# what is sent, what is said of it, and whether a browser could have sent it, so that it is shown again
WRONG = [
    ("a question that is not asked", {"q-nothing": "1"}, "Something was answered that is not asked here any more.", False),
    ("a control that is not there", {"q-short.9": "x"}, "This is not an answer to the question.", False),
    ("a choice that is not there", {"q-choose": "4"}, "This is not an answer to the question.", False),
    ("two of which one can be chosen", {"q-choose": ["1", "2"]}, "This is not an answer to the question.", True),
    ("a tick beyond the last", {"q-tick": ["1", "9"]}, "This is not an answer to the question.", False),
    ("no choice at all", {"q-choose": "x"}, "This is not an answer to the question.", False),
    ("one place for two items", {"q-order.1": "1", "q-order.2": "1", "q-order.3": "2"}, "This is not an answer to the question.", True),
    ("a right side that is not there", {"q-match.1": "7"}, "This is not an answer to the question.", False),
    ("an alternative that is not there", {"q-fill.1": "8"}, "This is not an answer to the question.", False),
    ("words for a number", {"q-number": "about ten"}, "This is not a number.", True),
    ("a line that is too long", {"q-short": "x" * 1001}, "1000 characters are kept at most.", True),
    ("a gap that is too long", {"q-fill.2": "x" * 1001}, "1000 characters are kept at most.", True),
    ("a text that is too long", {"q-plan": "x" * 20_001}, "20000 characters are kept at most.", True),
]


@pytest.mark.parametrize(("fields", "words", "is_offered"), [row[1:] for row in WRONG], ids=[row[0] for row in WRONG])
def test_what_cannot_be_kept_is_told_and_nothing_is_sent_or_lost(make: Makers, course: Published, fields: Fields, words: str, is_offered: bool) -> None:
    never_offered = () if is_offered else tuple(fields)
    browser = make.learner(course)
    page = sent(browser, {**ALL, **fields}, 422)
    summary = page.one("div", class_="error-summary")
    assert words in summary.text
    assert "Nothing was sent yet, and all that you filled in is still here." in summary.text
    assert (count(make), make.rows(select(ActivityState.key))) == (0, [])
    there, typed = filled_in(page), as_filled_in({**FORM, **fields})
    assert {name: said for name, said in there.items() if name not in never_offered} == {name: said for name, said in typed.items() if name not in never_offered}


def sent(browser: PageClient, fields: Fields, status: int, where: str = SURVEY_AT) -> Page:
    """Send fields and return the page that is answered."""
    answer = browser.send(where, fields)
    assert answer.status_code == status
    return read_page(ORIGIN + where, status, answer.text, browser.quoted)


def test_a_million_characters_are_refused_and_nothing_is_changed(make: Makers, course: Published) -> None:
    browser = make.learner(course)
    assert browser.send(SURVEY_AT, {**ALL, "q-plan": "x" * 1_000_000}).status_code == 413
    assert count(make) == 0
    assert "Send the answers" in browser.page(SURVEY_AT).text


def test_a_wrong_answer_is_tied_to_its_question(make: Makers, course: Published) -> None:
    page = sent(make.learner(course), {**ALL, "q-number": "ten"}, 422)
    assert page.one("div", class_="error-summary").one("a").get("href") == "#question-number"
    place = page.one("div", id="question-number")
    assert "q-number.error" in (place.one("fieldset").get("aria-describedby") or "").split()
    assert place.one("p", id="q-number.error").text.startswith("Error:")


def test_numbers_are_read_by_the_habits_of_the_language(make: Makers, course: Published) -> None:
    browser = make.learner(course, language="bg")
    assert browser.send(SURVEY_AT, {"q-number": "7,5", **SENDING}).status_code == 303
    assert [tuple(row) for row in make.rows(select(SurveyAnswer.body, SurveyAnswer.language))] == [("7,5", "bg")]


def test_nothing_but_its_button_sends_it(make: Makers, course: Published) -> None:
    """Enter in a field and the switch of languages send the form too: they get it back, in the other language if one was asked for."""
    browser = make.learner(course)
    for where, title, button in ((SURVEY_AT, "2.4 Your opinion", "Send the answers"), (f"{SURVEY_AT}?lang=bg", "2.4 Вашето мнение", "Изпратете отговорите")):
        page = sent(browser, FORM, 200, where)
        assert page.h1 == title
        assert filled_in(page, button) == as_filled_in(FORM)
    assert count(make) == 0


def test_a_required_survey_counts_and_completes_the_course(make: Makers) -> None:
    course = make.course(changed=with_survey(required=True))
    person = make.person()
    made = make.enrolment(person, course)
    browser = make.client(person)
    assert "the survey “Your opinion”" in browser.page(f"/learn/{COURSE}/").text
    make.done(made, course, *LESSONS)
    for quiz in (PRACTICE, TEST):
        make.take_quiz(made, course, quiz)
    assert make.rows(select(Enrolment.completed_at)) == [(None,)]
    browser.send(SURVEY_AT, SENDING)
    assert make.rows(select(Enrolment.completed_at)) == [(make.now,)]
    assert "All 5 parts are done" in browser.page(f"/learn/{COURSE}/").text


def test_only_a_survey_is_sent_so(make: Makers, course: Published) -> None:
    browser = make.learner(course)
    for activity in (LESSONS[0], PRACTICE, TEST):
        assert browser.send(f"/learn/{COURSE}/{activity}/", SENDING).status_code == 404
    assert browser.send(f"{SURVEY_AT}attempts").status_code == 404
    assert browser.send(f"{SURVEY_AT}done", {"done": "no"}).status_code == 404


def test_what_a_guest_has_sent_counts_for_their_account(make: Makers) -> None:
    make.course(changed=with_survey(is_open=True))
    browser = make.client()
    browser.send(SURVEY_AT, ALL)
    make.person(email="ivo@example.org", password=PASSWORD)
    browser.submit(browser.page("/account/sign-in"), "Sign in", {"email": "ivo@example.org", "password": PASSWORD})
    assert "Thank you" in browser.page(SURVEY_AT).text
    browser.send(SURVEY_AT, ALL)
    assert kept(make) == SAID

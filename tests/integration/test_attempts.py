"""Attempts: one at a time, every answer kept, marked once by the server, right answers kept back."""

import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import timedelta
from functools import partial
from threading import Event
from typing import Any

import psycopg
import pytest
from flask import Flask
from sqlalchemy import delete, event, func, select, update

from lms.domain.courses.queries import get_outline_of
from lms.domain.courses.questionnaires import get_questionnaire
from lms.domain.quizzes import service
from lms.domain.quizzes.models import Attempt, Response
from lms.domain.quizzes.queries import get_fresh_binding
from lms.domain.quizzes.rules import Refusal
from lms.domain.quizzes.service import Said
from lms.domain.records.models import Record
from lms.kernel.clock import SetClock
from lms.kernel.refusals import Refused
from lms.platform.database import db, unit_of_work
from lms.settings import Settings
from tests.makers import COURSE, LESSONS, PRACTICE, TEST, Makers
from tests.support.client import PageClient
from tests.support.together import at_once, hurried

A_WHILE = 0.6  # seconds for which a transaction is held open

CLIENT = "0123456789abcdef"


def begin(browser: PageClient, quiz: str = TEST) -> str:
    """Start an attempt and return its address."""
    return browser.send(f"/learn/{COURSE}/{quiz}/attempts").location


def save(browser: PageClient, attempt: str, seq: int, question: str, fields: dict[str, list[str]], client: str = CLIENT) -> Any:
    """Send one answer as the script does, and return the answer to it."""
    event = {"client": client, "seq": seq, "question": question, "fields": fields}
    return browser.post(f"{attempt}responses", json=event, headers={"X-CSRFToken": browser.token(), "Accept": "application/json"})


def stored(make: Makers) -> list[tuple[str, int, Any]]:
    """Return every stored answer as (question, number, body), in the order in which they came."""
    return [tuple(row) for row in make.rows(select(Response.question_key, Response.seq, Response.body).order_by(Response.id))]


@pytest.fixture
def browser(make: Makers) -> PageClient:
    """Return the browser of somebody enrolled in the course."""
    return make.learner(make.course())


def test_an_answer_is_acknowledged_with_its_number_and_the_servers_time(make: Makers, browser: PageClient) -> None:
    attempt = begin(browser)
    reply = save(browser, attempt, 7, "short", {"q-short": ["Linden Square"]})
    shown = next(node.get("value") for node in browser.page(attempt).all("input", name="shown") if node.get("data-shown") == "short")
    assert (reply.status_code, reply.json) == (200, {"saved": "11:42:07", "seq": 7, "shown": shown.removeprefix("short:")})
    assert stored(make) == [("short", 7, "Linden Square")]


def test_an_answer_that_a_busy_database_did_not_take_is_not_called_saved_and_can_be_sent_again(
    app: Flask, settings: Settings, make: Makers, browser: PageClient
) -> None:
    attempt = begin(browser)
    save(browser, attempt, 1, "short", {"q-short": ["here"]})
    with held_by_somebody_else(app, settings):
        busy = save(browser, attempt, 2, "short", {"q-short": ["there"]})
    assert (busy.status_code, busy.headers["Retry-After"], stored(make)) == (503, "2", [("short", 1, "here")])
    assert save(browser, attempt, 2, "short", {"q-short": ["there"]}).status_code == 200
    assert stored(make) == [("short", 1, "here"), ("short", 2, "there")]


@contextmanager
def held_by_somebody_else(app: Flask, settings: Settings) -> Iterator[None]:
    """Keep everybody from writing an answer, and let them wait a tenth of a second for it and not ten."""
    with app.app_context():
        engine = db.engine
    is_sqlite = engine.dialect.name == "sqlite"

    def be_impatient(connection: Any, *_: Any) -> None:
        connection.execute("PRAGMA busy_timeout = 100" if is_sqlite else "SET lock_timeout = 100")
        connection.commit()

    other: Any = sqlite3.connect(engine.url.database or "") if is_sqlite else psycopg.connect(settings.database_url)
    event.listen(engine, "checkout", be_impatient)
    try:
        with closing(other):
            other.execute("BEGIN IMMEDIATE" if is_sqlite else "LOCK TABLE response")
            yield
    finally:
        event.remove(engine, "checkout", be_impatient)
        engine.dispose()


def test_the_same_answer_sent_again_is_acknowledged_and_stored_once(make: Makers, browser: PageClient) -> None:
    attempt = begin(browser)
    replies = [save(browser, attempt, 1, "short", {"q-short": ["here"]}) for _ in range(3)]
    assert [reply.status_code for reply in replies] == [200, 200, 200]
    assert stored(make) == [("short", 1, "here")]


def test_answers_that_arrive_in_another_order_leave_the_one_typed_last(browser: PageClient) -> None:
    attempt = begin(browser)
    save(browser, attempt, 2, "short", {"q-short": ["typed last"]})
    save(browser, attempt, 1, "short", {"q-short": ["typed first"]})
    assert 'value="typed last"' in browser.get(attempt).text


def test_of_two_devices_the_one_heard_last_counts(browser: PageClient) -> None:
    attempt = begin(browser)
    save(browser, attempt, 9, "short", {"q-short": ["from the desk"]})
    save(browser, attempt, 1, "short", {"q-short": ["from the phone"]}, client="fedcba9876543210")
    assert 'value="from the phone"' in browser.get(attempt).text


def test_an_answer_can_be_taken_back(make: Makers, browser: PageClient) -> None:
    attempt = begin(browser)
    save(browser, attempt, 1, "short", {"q-short": ["here"]})
    save(browser, attempt, 2, "short", {"q-short": [""]})
    assert stored(make) == [("short", 1, "here"), ("short", 2, None)]
    assert 'value="here"' not in browser.get(attempt).text


@pytest.mark.parametrize(
    "event",
    [
        pytest.param([], id="a list"),
        pytest.param({}, id="nothing"),
        pytest.param({"client": "x", "seq": 1, "question": "short", "fields": {}}, id="a client that is none"),
        pytest.param({"client": CLIENT, "seq": True, "question": "short", "fields": {}}, id="a number that is a truth"),
        pytest.param({"client": CLIENT, "seq": 2**40, "question": "short", "fields": {}}, id="a number beyond the column"),
        pytest.param({"client": CLIENT, "seq": 1, "question": "why-ask", "fields": {}}, id="a question of no quiz"),
        pytest.param({"client": CLIENT, "seq": 1, "question": ["short"], "fields": {}}, id="a list of questions"),
        pytest.param({"client": CLIENT, "seq": 1, "question": "short", "fields": "here"}, id="fields that are a text"),
    ],
)
def test_what_is_no_answer_is_refused_in_words_and_changes_nothing(make: Makers, browser: PageClient, event: Any) -> None:
    attempt = begin(browser)
    reply = browser.post(f"{attempt}responses", json=event, headers={"X-CSRFToken": browser.token(), "Accept": "application/json"})
    assert (reply.status_code, reply.json["detail"]) == (409, "This is not an answer to the question.")
    assert stored(make) == []


def test_starting_twice_is_one_attempt(make: Makers, browser: PageClient) -> None:
    assert begin(browser) == begin(browser)
    assert make.rows(select(func.count()).select_from(Attempt)) == [(1,)]


def test_a_submitted_attempt_takes_no_answer(make: Makers, browser: PageClient) -> None:
    attempt = begin(browser)
    browser.send(f"{attempt}submission")
    reply = save(browser, attempt, 1, "short", {"q-short": ["late"]})
    assert (reply.status_code, stored(make)) == (409, [])
    assert "submitted" in reply.json["detail"]


def test_submitting_twice_changes_nothing_the_second_time(make: Makers, clock: SetClock, browser: PageClient) -> None:
    attempt = begin(browser)
    save(browser, attempt, 1, "short", {"q-short": ["Linden Square"]})
    first = browser.send(f"{attempt}submission")
    attempts, records = make.rows(select(*Attempt.__table__.columns)), make.rows(select(*Record.__table__.columns))
    clock.move(timedelta(minutes=3))
    second = browser.send(f"{attempt}submission")
    assert first.location == second.location
    assert make.rows(select(*Attempt.__table__.columns)) == attempts
    assert make.rows(select(*Record.__table__.columns)) == records
    assert [record.verb for record in records].count("submitted") == 1


def test_after_a_failed_attempt_the_pages_say_how_many_are_left(browser: PageClient) -> None:
    assert "left" not in browser.page(f"/learn/{COURSE}/{TEST}/").text
    review = browser.send(f"{begin(browser)}submission", follow_redirects=True).text
    assert [page.count("1 attempt is left.") for page in (review, browser.get(f"/learn/{COURSE}/{TEST}/").text)] == [1, 1]


def test_marking_a_lesson_as_done_comes_back_to_its_buttons(browser: PageClient) -> None:
    for answer in ("yes", "no"):
        sent = browser.send(f"/learn/{COURSE}/{LESSONS[0]}/done", {"done": answer})
        assert sent.location == f"/learn/{COURSE}/{LESSONS[0]}/#done"
    assert browser.page(f"/learn/{COURSE}/{LESSONS[0]}/").one("form", id="done").get("tabindex") == "-1"


def test_a_practice_counts_nothing(browser: PageClient) -> None:
    attempt = browser.page(begin(browser, PRACTICE))
    rules = browser.submit(attempt, "Finish practising", {"q-short": "here"})
    assert ["point" in attempt.text, "%" in rules.one("section", aria_labelledby="attempts").text] == [False, False]
    assert "%" not in browser.follow(rules, "Look at attempt 1").text


def test_after_the_last_attempt_the_page_says_so_and_none_can_be_started(browser: PageClient) -> None:
    for _ in range(2):
        browser.send(f"{begin(browser)}submission")
    assert "You have used all your attempts at this quiz." in browser.get(f"/learn/{COURSE}/{TEST}/").text
    assert browser.send(f"/learn/{COURSE}/{TEST}/attempts").status_code == 409


def test_an_answer_counts_until_the_time_is_up_and_not_at_that_moment(app: Flask, make: Makers, clock: SetClock, browser: PageClient) -> None:
    attempt = begin(browser)
    with app.app_context(), unit_of_work() as session:
        session.execute(update(Attempt).values(closes_at=clock.now() + timedelta(minutes=20)))
    clock.move(timedelta(minutes=20) - timedelta(microseconds=1))
    assert save(browser, attempt, 1, "short", {"q-short": ["in time"]}).status_code == 200
    clock.move(timedelta(microseconds=1))
    late = save(browser, attempt, 2, "short", {"q-short": ["too late"]})
    assert (late.status_code, stored(make)) == (409, [("short", 1, "in time")])

    assert browser.get(attempt).location == f"{attempt}summary"
    over = browser.page(f"{attempt}summary")
    assert over.notices == ["The time for this attempt is over. Everything saved before the end counts."]
    assert [path for path in over.links().values() if path.startswith(attempt)] == []
    assert browser.submit(over, "Send the answers as they are").url.endswith("/review/")


def test_without_script_the_form_saves_every_answer_that_changed(make: Makers, browser: PageClient) -> None:
    attempt = begin(browser)
    page = browser.page(attempt)
    page = browser.submit(page, "Save answers", {"q-short": "here", "q-number": "5"})
    assert {(key, body) for key, _seq, body in stored(make)} == {("short", "here"), ("number", "5")}
    browser.submit(page, "Save answers", {"q-short": "there", "q-number": "5"})
    assert [(key, body) for key, _seq, body in stored(make)][2:] == [("short", "there")]


def send_form(browser: PageClient, attempt: str, client: str, seq: int, text: str) -> int:
    """Send the form as the page's script prepares it, with one answer typed and all others as they are."""
    return browser.send(f"{attempt}responses", {"client": client, "seq": str(seq), "shown": "short:", "q-short": text}).status_code


def test_an_answer_on_its_way_when_the_form_was_sent_does_not_undo_it(browser: PageClient) -> None:
    attempt = begin(browser)
    assert send_form(browser, attempt, CLIENT, 2, "typed last") == 303
    assert save(browser, attempt, 1, "short", {"q-short": ["typed first"]}).status_code == 200
    assert 'value="typed last"' in browser.get(attempt).text


def test_a_form_that_takes_an_answer_back_to_what_is_stored_outlasts_the_change_on_its_way(browser: PageClient) -> None:
    attempt = begin(browser)
    save(browser, attempt, 1, "short", {"q-short": ["first and last"]})
    assert send_form(browser, attempt, CLIENT, 3, "first and last") == 303
    save(browser, attempt, 2, "short", {"q-short": ["in between"]})
    assert 'value="first and last"' in browser.get(attempt).text


def test_a_form_that_has_been_open_for_long_undoes_nothing(make: Makers, browser: PageClient) -> None:
    attempt = begin(browser)
    old = browser.page(attempt)
    save(browser, attempt, 1, "short", {"q-short": ["answered since"]})
    browser.submit(old, "Save answers", {"q-number": "5"})
    assert [(key, body) for key, _seq, body in stored(make)] == [("short", "answered since"), ("number", "5")]


@pytest.mark.parametrize(("client", "seq"), [("", 1), ("NO CLIENT", 1), (CLIENT, 0), (CLIENT, 2**31 - 1)])
def test_a_form_whose_numbers_are_none_is_numbered_by_the_server(make: Makers, browser: PageClient, client: str, seq: int) -> None:
    attempt = begin(browser)
    assert send_form(browser, attempt, client, seq, "here") == 303
    assert [(key, body) for key, _seq, body in stored(make) if body is not None] == [("short", "here")]


def test_a_practice_is_done_when_every_question_has_an_answer(make: Makers, browser: PageClient) -> None:
    attempt = begin(browser, PRACTICE)
    page = browser.page(attempt)
    everything = {
        "q-choose": "2", "q-tick": ["1"], "q-truth": "1", "q-short": "here", "q-number": "5",
        "q-match.1": "1", "q-match.2": "1", "q-order.1": "1", "q-order.2": "2", "q-order.3": "3",
        "q-fill.1": "here",
    }  # fmt: skip
    page = browser.submit(page, "Save answers", {name: value for name, value in everything.items() if name != "q-short"})
    assert "begun" in state_of(browser, PRACTICE)
    browser.submit(page, "Save answers", everything)
    assert "done" in state_of(browser, PRACTICE)


def state_of(browser: PageClient, key: str) -> str:
    """Return the words beside an activity on the home of the course."""
    row = browser.get(f"/learn/{COURSE}/").text.partition(f'href="/learn/{COURSE}/{key}/"')[2]
    return row.partition('class="activity-state">')[2].partition("<")[0]


@pytest.mark.slow
def test_many_starts_at_once_are_one_attempt(app: Flask, make: Makers) -> None:
    course = make.course()
    person = make.person()
    make.enrolment(person, course)
    browsers = hurried(app, lambda browser: make.sign_in(browser, person), 8)
    places = at_once([partial(begin, browser) for browser in browsers])
    assert len(set(places)) == 1
    assert make.rows(select(func.count()).select_from(Attempt)) == [(1,)]


@pytest.mark.slow
def test_answers_and_a_submission_at_once_leave_a_mark_that_fits_the_answers(app: Flask, make: Makers) -> None:
    course = make.course()
    person = make.person()
    make.enrolment(person, course)
    attempt = begin(make.client(person))
    browsers = list(hurried(app, lambda browser: make.sign_in(browser, person), 8))

    def answer(number: int) -> int:
        return save(browsers[number], attempt, 1, "number", {"q-number": ["62342"]}, client=f"client-{number:09}").status_code

    def submit() -> int:
        return browsers[7].send(f"{attempt}submission").status_code

    statuses = at_once([submit, *(partial(answer, number) for number in range(7))])
    assert set(statuses) <= {200, 303, 409}
    assert len(stored(make)) == statuses.count(200)
    mark = make.rows(select(Attempt.mark_num, Attempt.mark_den))[0]
    assert (mark.mark_num > 0) == (statuses.count(200) > 0)


def held_open(app: Flask, began: Event, do: Callable[[], None], after: Event | None = None) -> Callable[[], str]:
    """Return what does something in a unit of work, says so, and commits a while later; it gives "done", or why it was refused."""

    def run() -> str:
        assert after is None or after.wait(10)
        with app.app_context():
            try:
                with unit_of_work():
                    do()
                    began.set()
                    time.sleep(A_WHILE)
            except Refused as refused:
                return str(refused.reason)
        return "done"

    return run


@pytest.mark.slow
@pytest.mark.parametrize(
    ("is_answer_first", "outcomes", "shares"),
    [pytest.param(True, ["done", "done"], (1, 10), id="the answer is first"), pytest.param(False, [Refusal.SUBMITTED, "done"], (0, 1), id="the submission is first")],
)
def test_an_answer_and_a_submission_wait_for_each_other(
    app: Flask, make: Makers, browser: PageClient, is_answer_first: bool, outcomes: list[str], shares: tuple[int, int]
) -> None:
    uid = begin(browser).rstrip("/").rpartition("/")[2]
    with app.app_context():
        attempt = get_fresh_binding(uid)
        outline = get_outline_of(attempt.edition_id)
        quiz = outline.find(TEST)
        assert quiz is not None
        questionnaire = get_questionnaire(outline, quiz)
    saved, sent = Event(), Event()
    said = Said("number", "62342", "en", "client-one", 1)
    saving = held_open(app, saved, lambda: service.save(attempt, said, now=make.now) and None, None if is_answer_first else sent)
    sending = held_open(app, sent, lambda: service.submit(attempt, questionnaire, quiz, now=make.now), saved if is_answer_first else None)
    assert at_once([saving, sending]) == outcomes
    mark = make.rows(select(Attempt.mark_num, Attempt.mark_den))[0]
    assert tuple(mark) == shares


def test_what_was_answered_in_one_language_is_there_in_the_other(browser: PageClient) -> None:
    attempt = begin(browser)
    save(browser, attempt, 1, "short", {"q-short": ["here"]})
    assert 'value="here"' in browser.get(f"{attempt}?lang=bg").text


@pytest.mark.parametrize(("what", "form"), [("responses", {"q-short": "there"}), ("submission", {}), ("responses", {"then": "summary"})])
def test_an_attempt_that_is_gone_is_none_to_whoever_has_its_page_open(
    app: Flask, make: Makers, browser: PageClient, what: str, form: dict[str, str]
) -> None:
    """Nor does what is still sent reach a later attempt, to which a database may have given the number of the first."""
    gone = begin(browser)
    save(browser, gone, 1, "short", {"q-short": ["here"]})
    with app.app_context(), unit_of_work() as session:
        number = session.scalar(select(Attempt.id))
        session.execute(delete(Response))
        session.execute(delete(Attempt))
    later = begin(browser)
    with app.app_context(), unit_of_work() as session:
        session.execute(update(Attempt).values(id=number))
    assert browser.send(f"{gone}{what}", form, follow_redirects=True).status_code == 404
    assert save(browser, gone, 2, "short", {"q-short": ["there"]}).status_code == 404
    assert [browser.get(f"{gone}{page}").status_code for page in ("", "summary", "review/")] == [404, 404, 404]
    assert (later != gone, stored(make), make.rows(select(Attempt.submitted_at))) == (True, [], [(None,)])


def test_lessons_are_no_quizzes(browser: PageClient) -> None:
    assert browser.send(f"/learn/{COURSE}/{LESSONS[0]}/attempts").status_code == 404

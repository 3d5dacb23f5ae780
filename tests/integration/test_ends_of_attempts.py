"""The server keeps the time of a test and ends it by itself; whoever needs more time has it, and nobody loses what was saved."""

from datetime import timedelta
from functools import partial
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import delete, select, update

from lms.assembly import CHORES, JOBS
from lms.domain.people.models import Person
from lms.domain.quizzes.models import Attempt, QuestionMark, Response
from lms.domain.records.models import Audit, Record
from lms.kernel.clock import SetClock
from lms.platform.database import unit_of_work
from lms.platform.jobs import Job
from lms.platform.worker import Worker
from tests.makers import COURSE, TEST, Makers, files_of
from tests.support.client import PageClient
from tests.support.together import at_once, hurried

QUIZ = f"quizzes/{COURSE}/en/{TEST}.md"
RULES = f"/learn/{COURSE}/{TEST}/"
SOON = timedelta(seconds=6)


def timed(*more: str, attempts: str = "attempts: 2") -> dict[str, str | None]:
    """Return the test with a limit of twenty minutes, and other lines in its front matter."""
    text = files_of()[QUIZ].decode().replace("attempts: 2", "\n".join([attempts, "minutes: 20", *more]))
    return {QUIZ: text}


def begin(browser: PageClient) -> str:
    return browser.send(f"{RULES}attempts").location


def save(browser: PageClient, attempt: str, seq: int, text: str, client: str = "0123456789abcdef") -> int:
    event = {"client": client, "seq": seq, "question": "short", "fields": {"q-short": [text]}}
    return browser.post(f"{attempt}responses", json=event, headers={"X-CSRFToken": browser.token(), "Accept": "application/json"}).status_code


def work(app: Flask) -> None:
    Worker(app, JOBS, CHORES).work()


def attempts(make: Makers) -> list[tuple[Any, ...]]:
    """Return how each attempt ended: minutes from its begin, by whom, and whether it has a mark."""
    rows = make.rows(select(Attempt.began_at, Attempt.submitted_at, Attempt.ended_by, Attempt.mark_den).order_by(Attempt.id))
    return [((row.submitted_at - row.began_at).total_seconds() / 60 if row.submitted_at else None, row.ended_by, row.mark_den is not None) for row in rows]


def test_a_test_that_nobody_has_open_is_sent_in_when_its_time_is_over(app: Flask, make: Makers, clock: SetClock) -> None:
    browser = make.learner(make.course(changed=timed()))
    attempt = begin(browser)
    assert save(browser, attempt, 1, "Linden Square") == 200
    clock.move(timedelta(minutes=20))
    work(app)
    assert attempts(make) == [(None, None, False)]  # what reached us in time may still be on its way
    clock.move(SOON)
    work(app)
    assert attempts(make) == [(20, "time", True)]
    told = make.rows(select(Record.verb).where(Record.verb == "submitted"))
    assert len(told) == 1
    review = browser.page(f"{attempt}review/")
    assert "The time was over; what had been saved by then was sent in." in review.text
    work(app)
    assert attempts(make) == [(20, "time", True)]


def test_a_test_sent_in_before_its_end_is_left_alone_by_the_worker(app: Flask, make: Makers, clock: SetClock) -> None:
    browser = make.learner(make.course(changed=timed()))
    attempt = begin(browser)
    clock.move(timedelta(minutes=3))
    browser.send(f"{attempt}submission")
    clock.move(timedelta(minutes=30))
    work(app)
    assert attempts(make) == [(3, "learner", True)]


def test_sending_in_late_is_sending_in_at_the_end(make: Makers, clock: SetClock) -> None:
    browser = make.learner(make.course(changed=timed()))
    attempt = begin(browser)
    clock.move(timedelta(minutes=25))
    browser.send(f"{attempt}submission")
    assert attempts(make) == [(20, "time", True)]


def test_who_starts_again_after_the_end_is_not_stuck_in_the_attempt_that_is_over(make: Makers, clock: SetClock) -> None:
    browser = make.learner(make.course(changed=timed()))
    first = begin(browser)
    clock.move(timedelta(minutes=25))
    second = begin(browser)
    assert (first == second, attempts(make)) == (False, [(20, "time", True), (None, None, False)])


def test_after_the_last_attempt_has_run_out_of_time_none_can_be_started(make: Makers, clock: SetClock) -> None:
    browser = make.learner(make.course(changed=timed(attempts="attempts: 1")))
    begin(browser)
    clock.move(timedelta(minutes=25))
    assert browser.send(f"{RULES}attempts").status_code == 409


@pytest.mark.parametrize(("percent", "minutes"), [(0, 20), (25, 25), (50, 30), (100, 40)])
def test_more_time_is_the_learners_own_setting(make: Makers, clock: SetClock, percent: int, minutes: int) -> None:
    browser = make.learner(make.course(changed=timed()))
    browser.submit(browser.page("/account/profile"), "Save", {"extra_time": str(percent)})
    rules = browser.page(RULES)
    said = f"You have asked for more time in tests, so you have {minutes} minutes."
    assert (said in rules.text) is (percent > 0)
    attempt = begin(browser)
    clock.move(timedelta(minutes=minutes) - timedelta(seconds=1))
    assert save(browser, attempt, 1, "in time") == 200
    clock.move(timedelta(seconds=1))
    assert save(browser, attempt, 2, "too late") == 409
    assert make.rows(select(Attempt.extra_time)) == [(percent,)]


def test_a_test_that_says_why_gives_everybody_the_same_time(make: Makers) -> None:
    browser = make.learner(make.course(changed=timed('extra_time: "The speed is what is tested."')))
    browser.submit(browser.page("/account/profile"), "Save", {"extra_time": "100"})
    rules = browser.page(RULES)
    assert ("Everybody has the same time here: The speed is what is tested." in rules.text, "/account/profile#extra_time" in rules.links().values()) == (True, False)
    begin(browser)
    row = make.rows(select(Attempt.began_at, Attempt.closes_at, Attempt.extra_time))[0]
    assert (row.closes_at - row.began_at, row.extra_time) == (timedelta(minutes=20), 0)


def test_a_profile_sent_from_an_older_page_keeps_the_time_that_was_chosen(make: Makers) -> None:
    person = make.person()
    browser = make.client(person)
    browser.submit(browser.page("/account/profile"), "Save", {"extra_time": "50"})
    browser.send("/account/profile", {"name": "Ana", "certificate_name": "", "language": "", "zone": ""})
    assert make.rows(select(Person.name, Person.extra_time).where(Person.id == person.id)) == [("Ana", 50)]


def test_how_much_more_time_somebody_needs_is_in_no_log(make: Makers) -> None:
    browser = make.client(make.person())
    browser.submit(browser.page("/account/profile"), "Save", {"extra_time": "50"})
    assert make.rows(select(Audit.action, Audit.changes)) == [("profile-changed", {"extra_time": ["*", "*"]})]


def test_the_page_says_how_much_time_is_left(make: Makers, clock: SetClock) -> None:
    browser = make.learner(make.course(changed=timed()))
    attempt = begin(browser)
    clock.move(timedelta(minutes=5))
    assert [browser.page(f"{attempt}{page}").one("p", data_clock="900").get("data-to") for page in ("", "summary")] == [attempt] * 2


def test_an_answer_that_reaches_us_before_the_end_is_stored_although_the_worker_comes_at_the_same_time(app: Flask, make: Makers, clock: SetClock) -> None:
    """A worker whose clock is ahead races with the last answers: each that was acknowledged counts in the mark."""
    course, person = make.course(changed=timed()), make.person()
    make.enrolment(person, course)
    attempt = begin(make.client(person))
    browsers = list(hurried(app, lambda browser: make.sign_in(browser, person), 6))
    clock.move(timedelta(minutes=20) - timedelta(microseconds=1))
    with app.app_context(), unit_of_work() as session:
        session.execute(update(Job).values(due_at=clock.now()))
    answers = [partial(save, browser, attempt, 1, "Linden Square", f"client-{number:09}") for number, browser in enumerate(browsers)]
    *statuses, _none = at_once([*answers, lambda: work(app)])
    assert set(statuses) <= {200, 409}
    stored = make.rows(select(Response.id))
    marked = make.rows(select(QuestionMark.num).where(QuestionMark.question_key == "short"))
    assert (len(stored), marked[0].num > 0) == (statuses.count(200), 200 in statuses)


def test_what_each_question_was_worth_is_kept_with_the_answer_that_counted(make: Makers, clock: SetClock) -> None:
    browser = make.learner(make.course())
    attempt = begin(browser)
    for seq, text in ((1, "Linden"), (2, "Linden Square")):
        clock.move(timedelta(seconds=30 * seq))
        save(browser, attempt, seq, text)
    browser.send(f"{attempt}submission")
    columns = (QuestionMark.question_key, QuestionMark.num, QuestionMark.den, QuestionMark.seconds, Response.body)
    kept = {row[0]: tuple(row)[1:] for row in make.rows(select(*columns).outerjoin(Response, Response.id == QuestionMark.response_id))}
    assert kept["short"] == (1, 1, 90, "Linden Square")
    assert kept["truth"] == (0, 1, None, None)
    assert len(kept) == 9


def test_the_receipt_is_on_the_review_and_belongs_to_one_attempt(make: Makers) -> None:
    browser = make.learner(make.course())
    numbers = []
    for _ in range(2):
        review = browser.send(f"{begin(browser)}submission", follow_redirects=True).text
        numbers.append(make.rows(select(Attempt.receipt).order_by(Attempt.id.desc()))[0].receipt)
        assert f"receipt number {numbers[-1]}" in review
    assert len(set(numbers)) == 2


def test_attempts_from_before_are_given_what_they_lack_and_keep_their_mark(app: Flask, make: Makers) -> None:
    browser = make.learner(make.course())
    for text in ("Linden Square", "Linden"):
        attempt = begin(browser)
        save(browser, attempt, 1, text)
        browser.send(f"{attempt}submission")
    columns = (QuestionMark.attempt_id, QuestionMark.question_key, QuestionMark.num, QuestionMark.den, QuestionMark.response_id)
    before = [make.rows(select(*columns).order_by(*columns[:2])), make.rows(select(Attempt.receipt, Attempt.mark_num, Attempt.mark_den).order_by(Attempt.id))]
    with app.app_context(), unit_of_work() as session:
        session.execute(delete(QuestionMark))
        session.execute(update(Attempt).values(receipt=None))
    for _ in range(2):
        Worker(app, JOBS, CHORES).do_chores()
    assert [make.rows(select(*columns).order_by(*columns[:2])), make.rows(select(Attempt.receipt, Attempt.mark_num, Attempt.mark_den).order_by(Attempt.id))] == before

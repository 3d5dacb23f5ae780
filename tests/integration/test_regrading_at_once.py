"""A key fix and a submission at the same time: whichever is first, the attempt is marked by the mended key in the end."""

import time
from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from threading import Event
from typing import Any

import pytest
from sqlalchemy import select

from lms.domain.courses import service as courses
from lms.domain.courses.queries import get_outline
from lms.domain.courses.questionnaires import get_questionnaire
from lms.domain.quizzes import service as quizzes
from lms.domain.quizzes.queries import find_try
from lms.domain.records.models import Record
from lms.platform.database import unit_of_work
from lms.platform.jobs import Task
from lms.web.learner.closing import Closer
from tests.integration.test_regrading import HALF
from tests.makers import Makers
from tests.support.answer_keys import QUIZ, Key
from tests.support.regrading import REASON, School, keep_marks
from tests.support.together import at_once

MENDED = replace(Key(), choose=2)
A_WHILE = 0.6  # seconds for which a transaction is held open


@pytest.fixture
def school(make: Makers) -> School:
    made = School(make, "trees", 1)
    made.publish(Key())
    return made


def submitting(school: School, uid: str, *, began: Event, hold: float = 0) -> Callable[[], Any]:
    """Return what submits an attempt, says so, and commits a while later."""

    def submit() -> None:
        with school.make.app.app_context():
            attempt = find_try(uid)
            assert attempt is not None
            outline = get_outline(attempt.map_digest)
            activity = outline.find(attempt.quiz_key)
            assert activity is not None
            questionnaire = get_questionnaire(outline, activity)
            with unit_of_work():
                quizzes.submit(attempt, questionnaire, activity, now=school.make.now)
                keep_marks(uid)
                began.set()
                time.sleep(hold)

    return submit


def publishing(school: School, *, began: Event, hold: float = 0) -> Callable[[], Any]:
    """Return what publishes the mended key, says so, and commits a while later."""

    def publish() -> None:
        with school.make.app.app_context():
            planned = school.plan(MENDED, "key-fix")
            with unit_of_work():
                courses.publish([planned], now=school.make.now, note=REASON)
                began.set()
                time.sleep(hold)

    return publish


def after(event: Event, task: Callable[[], Any]) -> Callable[[], Any]:
    def run() -> None:
        assert event.wait(10)
        task()

    return run


def test_a_key_fix_waits_for_a_submission_that_was_first(school: School) -> None:
    uid, began = school.begin(school.enrol(), HALF), Event()
    at_once([submitting(school, uid, began=began, hold=A_WHILE), after(began, publishing(school, began=Event()))])
    assert (school.marks()[uid], school.question_marks(uid)["choose"]) == (Fraction(5, 8), 1)


def test_a_submission_waits_for_a_key_fix_that_was_first(school: School) -> None:
    uid, began = school.begin(school.enrol(), HALF), Event()
    at_once([publishing(school, began=began, hold=A_WHILE), after(began, submitting(school, uid, began=Event()))])
    assert (school.marks()[uid], school.question_marks(uid)["choose"]) == (Fraction(5, 8), 1)


def test_many_submissions_and_a_key_fix_end_with_one_key(school: School) -> None:
    uids = [school.begin(school.enrol(), HALF) for _ in range(6)]
    tasks = [submitting(school, uid, began=Event()) for uid in uids]
    at_once([*tasks[:3], publishing(school, began=Event()), *tasks[3:]])
    assert set(school.marks().values()) == {Fraction(5, 8)}


def test_the_worker_and_the_learner_end_attempts_while_the_key_is_mended(school: School) -> None:
    """Each attempt is sent in once, by whichever is first, and all by one key in the end."""
    uids = [school.begin(school.enrol(), HALF) for _ in range(4)]
    by_learners = [submitting(school, uid, began=Event()) for uid in uids]
    by_worker = [ending(school, uid) for uid in uids]
    at_once([*by_learners[:2], *by_worker[:2], publishing(school, began=Event()), *by_worker[2:], *by_learners[2:]])
    assert set(school.marks().values()) == {Fraction(5, 8)}
    sent = [record.object for record in school.make.rows(select(Record.object).where(Record.verb == "submitted"))]
    assert sorted(sent) == sorted(f"{QUIZ}/{uid}" for uid in uids)


def ending(school: School, uid: str) -> Callable[[], Any]:
    """Return what ends an attempt as the worker does."""
    job = Task(1, f"{quizzes.CLOSING}:{uid}", quizzes.CLOSING, {"attempt": uid}, school.make.now, 1)
    return lambda: Closer(school.make.app).do(job)

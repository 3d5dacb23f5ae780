"""After the last attempt there is a way on: asking for another one, and somebody who decides and is reminded."""

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from lms.assembly import CHORES, JOBS
from lms.domain.courses.queries import Published
from lms.domain.people.models import Person
from lms.domain.quizzes.models import FurtherAttempt
from lms.domain.records.models import Record
from lms.kernel.clock import SetClock
from lms.platform.worker import Worker
from tests.makers import COURSE, TEST, Makers
from tests.support.client import PageClient
from tests.support.postbox import letters

RULES = f"/learn/{COURSE}/{TEST}/"
DESK = "/teaching/requests/"
NAME = "Petar Kolev"


@pytest.fixture
def course(make: Makers) -> Published:
    return make.course()


def used_up(make: Makers, course: Published, email: str = "petar@example.org") -> PageClient:
    """Return the browser of somebody who has used both attempts at the test."""
    browser = make.learner(course, name=NAME, email=email)
    for _ in range(2):
        browser.send(f"{browser.send(f'{RULES}attempts').location}submission")
    return browser


def teacher(make: Makers, course: Published, email: str = "teacher@example.org") -> PageClient:
    person = make.person(email=email)
    make.teaches(person, course)
    return make.client(person)


def remind(app: Flask) -> None:
    Worker(app, JOBS, CHORES).do_chores()


def post(app: Flask) -> list[tuple[str, str]]:
    """Return to whom letters went and what they are about."""
    return sorted((letter.to, letter.subject) for letter in letters(app))


def test_who_has_no_attempt_left_asks_and_is_given_another_one(app: Flask, make: Makers, course: Published) -> None:
    learner, trainer = used_up(make, course), teacher(make, course)
    asked = learner.submit(learner.page(RULES), "Ask for another attempt", {"words": "The fire alarm rang."})
    assert "You have asked for another attempt. You get a letter as soon as somebody has decided." in asked.notices
    assert learner.send(f"{RULES}attempts").status_code == 409
    assert "You asked for another attempt on" in learner.page(RULES).text
    desk = trainer.page(DESK)
    assert [word in desk.main.text for word in (NAME, "The fire alarm rang.", "petar@example.org")] == [True, True, False]
    done = trainer.submit(desk, "Give another attempt", {"reason": "The alarm did ring."})
    assert done.notices == [f"{NAME} has another attempt, and is told so."]
    assert learner.send(f"{RULES}attempts").status_code == 303
    assert post(app) == [("petar@example.org", "You have another attempt at “Last test”")]  # what is decided needs no letter to the trainer
    assert make.rows(select(Record.verb, Record.object).where(Record.verb.like("%attempt"))) == [("asked-for-attempt", TEST), ("decided-on-attempt", TEST)]


def test_a_further_attempt_is_one_and_not_many(make: Makers, course: Published) -> None:
    learner, trainer = used_up(make, course), teacher(make, course)
    learner.send(f"{RULES}further", {"words": ""})
    trainer.submit(trainer.page(DESK), "Give another attempt")
    learner.send(f"{learner.send(f'{RULES}attempts').location}submission")
    assert learner.send(f"{RULES}attempts").status_code == 409
    learner.send(f"{RULES}further", {"words": "Again"})
    assert make.rows(select(FurtherAttempt.words, FurtherAttempt.is_granted).order_by(FurtherAttempt.id)) == [("", True), ("Again", None)]


def test_a_refusal_says_why_and_asking_again_is_possible(app: Flask, make: Makers, course: Published) -> None:
    learner, trainer = used_up(make, course), teacher(make, course)
    learner.send(f"{RULES}further", {"words": "Please"})
    trainer.submit(trainer.page(DESK), "Say no", {"reason": "Read module 2 first."})
    page = learner.page(RULES)
    assert ("Read module 2 first." in page.text, "Ask for another attempt" in page.buttons()) == (True, True)
    assert post(app) == [("petar@example.org", "About your wish for another attempt at “Last test”")]
    assert learner.send(f"{RULES}further", {"words": "I have"}).status_code == 303


def test_asking_twice_is_asking_once(make: Makers, course: Published) -> None:
    learner = used_up(make, course)
    assert [learner.send(f"{RULES}further", {"words": "?"}).status_code for _ in range(2)] == [303, 409]
    assert len(make.rows(select(FurtherAttempt.id))) == 1


def test_nobody_asks_who_can_still_start(make: Makers, course: Published) -> None:
    learner = make.learner(course)
    assert learner.send(f"{RULES}further").status_code == 409
    learner.send(f"{learner.send(f'{RULES}attempts').location}submission")
    learner.send(f"{RULES}attempts")  # the second one is open
    assert learner.send(f"{RULES}further").status_code == 409


def test_what_was_decided_first_stays(make: Makers, course: Published) -> None:
    learner, one, other = used_up(make, course), teacher(make, course), teacher(make, course, "other@example.org")
    learner.send(f"{RULES}further")
    desks = [each.page(DESK) for each in (one, other)]
    one.submit(desks[0], "Give another attempt", {"reason": "Yes."})
    assert other.submit(desks[1], "Say no", {"reason": "No."}).notices == ["This was decided already."]
    assert make.rows(select(FurtherAttempt.is_granted, FurtherAttempt.reason)) == [(True, "Yes.")]


def test_those_who_teach_are_written_to_and_after_three_days_the_administrators_too(app: Flask, make: Makers, clock: SetClock, course: Published) -> None:
    learner = used_up(make, course)
    teacher(make, course)
    make.person(role="admin", email="admin@example.org")
    learner.send(f"{RULES}further", {"words": "?"})
    subject = f"{NAME} asks for another attempt at “Last test”"
    assert post(app) == [("teacher@example.org", subject)]
    clock.move(timedelta(days=3))
    for _ in range(2):
        remind(app)
    assert post(app) == [("admin@example.org", subject), ("teacher@example.org", subject), ("teacher@example.org", subject)]


def test_where_nobody_teaches_the_administrators_are_asked_at_once(app: Flask, make: Makers, course: Published) -> None:
    make.person(role="admin", email="admin@example.org")
    used_up(make, course).send(f"{RULES}further")
    assert [to for to, _subject in post(app)] == ["admin@example.org"]


def test_who_teaches_another_course_sees_and_decides_nothing(make: Makers, course: Published) -> None:
    learner, (other,) = used_up(make, course), make.courses(1)
    learner.send(f"{RULES}further", {"words": "The fire alarm rang."})
    stranger = teacher(make, other)
    uid = make.rows(select(FurtherAttempt.uid))[0].uid
    assert [word in stranger.page(DESK).text for word in (NAME, "The fire alarm rang.")] == [False, False]
    assert stranger.send(f"{DESK}{uid}/decision", {"decision": "yes"}).status_code == 404
    assert make.rows(select(FurtherAttempt.is_granted)) == [(None,)]


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        pytest.param({"email": "nobody@example.org", "quiz": f"{COURSE}/{TEST}", "reason": "Ill."}, "Nobody with this address follows this course.", id="nobody"),
        pytest.param({"email": "petar@example.org", "quiz": "elsewhere/test", "reason": "Ill."}, "Choose a quiz from the list.", id="no quiz of theirs"),
        pytest.param({"email": "petar@example.org", "quiz": f"{COURSE}/{TEST}", "reason": " "}, "Say why, in a sentence: it is kept with the attempt, and they read it.", id="no reason"),
    ],
)
def test_giving_an_attempt_needs_somebody_a_quiz_and_a_reason(make: Makers, course: Published, fields: dict[str, str], sentence: str) -> None:
    used_up(make, course)
    trainer = teacher(make, course)
    page = trainer.submit(trainer.page(DESK), "Give an attempt", fields, status=422) if fields["quiz"] != "elsewhere/test" else None
    text = page.text if page else trainer.send(f"{DESK}given", fields).text
    assert (sentence in text, make.rows(select(FurtherAttempt.id))) == (True, [])


def test_an_attempt_can_be_given_without_being_asked(app: Flask, make: Makers, course: Published) -> None:
    learner, trainer = used_up(make, course), teacher(make, course)
    trainer.submit(trainer.page(DESK), "Give an attempt", {"email": "PETAR@example.org", "quiz": f"{COURSE}/{TEST}", "reason": "The network was down."})
    assert learner.send(f"{RULES}attempts").status_code == 303
    assert post(app) == [("petar@example.org", "You have another attempt at “Last test”")]


def test_a_trainer_begins_at_what_waits(make: Makers, course: Published) -> None:
    trainer = teacher(make, course)
    assert "Nothing waits for you." in trainer.page("/teaching/").text
    for number in range(2):
        used_up(make, course, f"p{number}@example.org").send(f"{RULES}further")
    assert trainer.page("/teaching/").links()["2 wishes for another attempt wait to be decided"] == DESK


def test_a_trainer_without_a_course_is_told_so(make: Makers) -> None:
    page = make.client(make.person(role="trainer")).page("/teaching/")
    assert "You do not teach a course here yet. An administrator can give you one." in page.text


def test_who_decides_is_a_person_of_this_site(make: Makers, course: Published) -> None:
    used_up(make, course).send(f"{RULES}further")
    teacher(make, course)
    row = make.rows(select(FurtherAttempt.uid))[0]
    trainer = make.rows(select(Person.id).where(Person.email == "teacher@example.org"))[0].id
    browser = make.client(make.person(role="admin"))
    browser.send(f"{DESK}{row.uid}/decision", {"decision": "yes"})
    assert make.rows(select(FurtherAttempt.is_granted))[0].is_granted is True
    assert make.rows(select(FurtherAttempt.decided_by))[0].decided_by != trainer

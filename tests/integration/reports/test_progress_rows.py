"""The rows of the progress report: measured rightly, filtered and sorted by the database, in a constant number of statements."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import asdict
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select, update

from lms.domain.certificates.service import revoke
from lms.domain.courses.queries import Published
from lms.domain.enrolment.models import Enrolment
from lms.domain.people.models import Person
from lms.domain.progress.service import Follower
from lms.domain.records.reports import (
    ProgressRow,
    ReportFilters,
    Sort,
    Stage,
    as_record,
    every_row,
    progress_rows,
)
from lms.kernel.clock import SetClock
from lms.platform.database import unit_of_work
from tests.makers import COURSE, LESSONS, PRACTICE, TEST, Makers, files_of

STATEMENTS_OF_A_PAGE = 3  # how many there are, the rows, their standings
Counter = Callable[[int], AbstractContextManager[None]]


def rows_of(app: Flask, **chosen: Any) -> list[ProgressRow]:
    with app.app_context():
        return list(progress_rows(ReportFilters(**chosen)).rows)


def names_of(app: Flask, **chosen: Any) -> list[str]:
    return [row.name for row in rows_of(app, **chosen)]


def learner(make: Makers, course: Published, name: str, email: str = "") -> Enrolment:
    return make.enrolment(make.person(name=name, email=email), course)


def take(make: Makers, made: Enrolment, course: Published, quiz: str, *, right: bool = True) -> None:
    outline = make.outline(course.key)
    activity = outline.find(quiz)
    assert activity is not None
    make.take(Follower(made.person_id, made.id, course.edition_id, outline), activity, right=right)


def test_a_row_says_who_how_far_and_with_what_result(app: Flask, make: Makers, clock: SetClock) -> None:
    course = make.course()
    made = learner(make, course, "Ана Илиева", "Ana@Example.org")
    make.done(made, course, LESSONS[0])
    clock.move(timedelta(hours=2))
    take(make, made, course, TEST, right=False)
    (row,) = rows_of(app)
    told = asdict(row)
    assert told.pop("title")["by_language"]["bg"] == "Общината пита"
    assert told == {
        "person": make.rows(select(Person.uid).where(Person.id == made.person_id))[0].uid,
        "name": "Ана Илиева",
        "email": "Ana@Example.org",
        "course": COURSE,
        "state": Stage.IN_PROGRESS,
        "progress": 25,
        "done": 1,
        "total": 4,
        "score": 0,
        "last_activity": clock.now(),
        "certificate": None,
    }


def test_whoever_has_only_enrolled_is_enrolled_and_has_no_score(app: Flask, make: Makers) -> None:
    learner(make, make.course(), "Ana")
    (row,) = rows_of(app)
    assert (row.state, row.progress, row.score, row.certificate) == (Stage.ENROLLED, 0, None, None)


def test_whoever_has_begun_is_in_progress_even_within_the_moment_of_enrolling(
    app: Flask, make: Makers
) -> None:
    course = make.course()
    make.done(learner(make, course, "Ana"), course, LESSONS[0])
    assert rows_of(app)[0].state is Stage.IN_PROGRESS


def test_whoever_has_completed_holds_a_certificate_until_it_is_revoked(app: Flask, make: Makers) -> None:
    course = make.course()
    uid = make.certificate(course)
    (row,) = rows_of(app)
    assert (row.state, row.progress, row.score, row.certificate) == (Stage.COMPLETED, 100, 100, uid)
    with app.app_context(), unit_of_work():
        revoke(uid, "Wrong person", now=make.now)
    (row,) = rows_of(app)
    assert (row.state, row.progress, row.certificate) == (Stage.COMPLETED, 100, None)


def test_a_later_edition_is_asked_of_nobody_who_follows_an_earlier_line(app: Flask, make: Makers) -> None:
    course = make.course()
    make.certificate(course, name="Arrived")
    made = learner(make, course, "On the way")
    make.done(made, course, *LESSONS)
    take(make, made, course, PRACTICE)
    path = f"modules/{COURSE}/answering.yaml"
    longer = files_of()[path].decode().replace("required: false", "required: true")
    learner(make, make.course(changed={path: longer}, as_="revision"), "Newcomer")
    assert [(row.name, row.done, row.total) for row in rows_of(app)] == [
        ("Arrived", 4, 4),
        ("Newcomer", 0, 5),
        ("On the way", 3, 4),
    ]


def test_an_enrolment_that_was_given_up_keeps_its_row_beside_the_next_one(app: Flask, make: Makers) -> None:
    course = make.course()
    person = make.person()
    first = make.enrolment(person, course)
    with app.app_context(), unit_of_work() as session:
        session.execute(update(Enrolment).where(Enrolment.id == first.id).values(state="withdrawn"))
    make.enrolment(person, course)
    assert [row.state for row in rows_of(app)] == [Stage.WITHDRAWN, Stage.ENROLLED]


@pytest.fixture
def school(app: Flask, make: Makers, clock: SetClock) -> Flask:
    """A school with one learner in each state, each enrolled a day after the one before."""
    course = make.course()
    learner(make, course, "Ана Илиева", "zora@example.org")
    clock.move(timedelta(days=1))
    make.done(learner(make, course, "boris_50%", "boris@example.org"), course, LESSONS[0])
    clock.move(timedelta(days=1))
    make.certificate(course, name="Ελένη Μελά", email="anna@example.org")
    return app


FILTERS = {
    "nothing": ({}, ["boris_50%", "Ана Илиева", "Ελένη Μελά"]),
    "the course": ({"course": COURSE}, ["boris_50%", "Ана Илиева", "Ελένη Μελά"]),
    "another course": ({"course": "other"}, []),
    "enrolled": ({"state": Stage.ENROLLED}, ["Ана Илиева"]),
    "in progress": ({"state": Stage.IN_PROGRESS}, ["boris_50%"]),
    "completed": ({"state": Stage.COMPLETED}, ["Ελένη Μελά"]),
    "withdrawn": ({"state": Stage.WITHDRAWN}, []),
    "with certificate": ({"has_certificate": True}, ["Ελένη Μελά"]),
    "without certificate": ({"has_certificate": False}, ["boris_50%", "Ана Илиева"]),
    "part of a name": ({"text": "Илие"}, ["Ана Илиева"]),
    "a Cyrillic name in small letters": ({"text": "ана илиева"}, ["Ана Илиева"]),
    "a Greek name in capitals": ({"text": "Ελένη"}, ["Ελένη Μελά"]),
    "part of an address in capitals": ({"text": "BORIS@EX"}, ["boris_50%"]),
    "an address and a name at once": ({"text": "an"}, ["Ελένη Μελά"]),
    "a percent sign as itself": ({"text": "0%"}, ["boris_50%"]),
    "a percent sign that no name has": ({"text": "и%е"}, []),
    "an underscore as itself": ({"text": "s_5"}, ["boris_50%"]),
    "an underscore that no name has": ({"text": "b_ris"}, []),
    "a backslash": ({"text": "\\"}, []),
    "a quotation mark": ({"text": "' OR 1=1 --"}, []),
    "a null character": ({"text": "\x00"}, ["boris_50%", "Ана Илиева", "Ελένη Μελά"]),
    "two at once": ({"state": Stage.COMPLETED, "text": "zora"}, []),
}


@pytest.mark.parametrize(("chosen", "names"), FILTERS.values(), ids=FILTERS.keys())
def test_filters_let_through_what_they_name(school: Flask, chosen: dict[str, Any], names: list[str]) -> None:
    assert sorted(names_of(school, **chosen)) == sorted(names)


SORTS = {
    Sort.EMAIL: ["Ελένη Μελά", "boris_50%", "Ана Илиева"],
    Sort.STATE: ["Ελένη Μελά", "Ана Илиева", "boris_50%"],
    Sort.LATEST: ["Ελένη Μελά", "boris_50%", "Ана Илиева"],
    Sort.OLDEST: ["Ана Илиева", "boris_50%", "Ελένη Μελά"],
}


@pytest.mark.parametrize(("sort", "names"), SORTS.items(), ids=[sort.value for sort in SORTS])
def test_rows_come_in_the_order_asked_for(school: Flask, sort: Sort, names: list[str]) -> None:
    assert names_of(school, sort=sort) == names


def test_names_are_sorted_whatever_their_capitals(app: Flask, make: Makers) -> None:
    course = make.course()
    for name in ("boris", "Ana", "Carla"):
        learner(make, course, name)
    assert names_of(app) == ["Ana", "boris", "Carla"]


def test_pages_hold_every_row_once(app: Flask, make: Makers) -> None:
    course = make.course()
    for _ in range(5):
        learner(make, course, "Ana")
    with app.app_context():
        pages = [progress_rows(ReportFilters(), page=page, per_page=2) for page in (1, 2, 3)]
        beyond, before = (progress_rows(ReportFilters(), page=page, per_page=2) for page in (99, 0))
        everybody = list(every_row(ReportFilters()))
    assert [(each.total, each.page, each.pages) for each in pages] == [(5, 1, 3), (5, 2, 3), (5, 3, 3)]
    assert [row for each in pages for row in each.rows] == everybody
    assert (beyond, before) == (pages[2], pages[0])
    assert len({row.email for row in everybody}) == 5


def test_an_empty_report_has_one_empty_page(app: Flask) -> None:
    with app.app_context():
        found = progress_rows(ReportFilters())
    assert (found.rows, found.total, found.page, found.pages) == ((), 0, 1, 1)


@pytest.mark.parametrize("many", [1, 3])
def test_a_page_takes_as_many_statements_however_long_it_is(
    app: Flask, make: Makers, queries: Counter, many: int
) -> None:
    course = make.course()
    for _ in range(many):
        make.done(learner(make, course, "Ana"), course, LESSONS[0])
    rows_of(app)
    with app.app_context(), queries(STATEMENTS_OF_A_PAGE):
        assert (
            len(progress_rows(ReportFilters(course=COURSE, state=Stage.IN_PROGRESS, text="ana")).rows) == many
        )


def test_a_file_has_the_row_in_plain_values(app: Flask, make: Makers) -> None:
    uid = make.certificate(make.course(), name="Ана Илиева", email="ana@example.org")
    assert as_record(rows_of(app)[0]) == {
        "name": "Ана Илиева",
        "email": "ana@example.org",
        "course": COURSE,
        "state": "completed",
        "progress": 100,
        "score": 100,
        "last_activity": "2026-11-21T10:42:07Z",
        "certificate": uid,
        "done": 4,
        "total": 4,
    }

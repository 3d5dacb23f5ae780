"""Pages ask the database few things, and the same number however long their lists are (architecture.md)."""

from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest

from tests.makers import COURSE, LESSONS, PRACTICE, Makers
from tests.support.client import PageClient
from tests.support.surveys import SURVEY_AT, with_survey

Queries = Callable[[int], AbstractContextManager[None]]


def learner_of(make: Makers, how_many: int, role: str = "learner") -> PageClient:
    """Return the browser of somebody who follows so many courses and has begun each."""
    person = make.person(role=role)
    for course in make.courses(how_many):
        make.done(make.enrolment(person, course), course, LESSONS[0])
    return make.client(person)


@pytest.mark.parametrize("how_many", [1, 3], ids=["one course", "three courses"])
@pytest.mark.parametrize(
    ("path", "role", "statements"),
    [
        pytest.param("/", "learner", 4, id="start page"),
        pytest.param("/courses/", "learner", 4, id="catalogue"),
        pytest.param("/learn/", "learner", 4, id="my learning"),
        pytest.param("/reports/progress", "admin", 5, id="report"),
    ],
)
@pytest.mark.mend(
    "Ask once for all rows in place of once for each: a query in lms/domain/ that takes the whole list. If "
    "one statement more is worth it, change the number in tests/contracts/test_reads.py."
)
def test_a_list_asks_the_same_whatever_its_length(
    make: Makers, queries: Queries, path: str, role: str, statements: int, how_many: int
) -> None:
    client = learner_of(make, how_many, role=role)
    client.page(path)
    with queries(statements):
        client.page(path)


@pytest.mark.parametrize("how_many", [1, 3], ids=["one course", "three courses"])
@pytest.mark.mend(
    "Keep list_published in lms/domain/courses/queries.py the only one that asks; what an edition determines "
    "is kept in memory (lms/platform/cache.py)."
)
def test_a_stranger_is_told_of_all_courses_by_one_statement(
    make: Makers, queries: Queries, how_many: int
) -> None:
    make.courses(how_many)
    client = make.client()
    client.page("/courses/")
    with queries(1):
        client.page("/courses/")


@pytest.mark.parametrize(
    ("path", "statements"),
    [
        pytest.param(f"/learn/{COURSE}/{LESSONS[0]}/", 2, id="a lesson"),
        pytest.param(f"/learn/{COURSE}/", 2, id="the home of a course"),
        pytest.param(f"/learn/{COURSE}/{PRACTICE}/", 3, id="the page before a quiz"),
        pytest.param(SURVEY_AT, 2, id="a survey"),
    ],
)
@pytest.mark.mend(
    "What an edition determines is kept by its digest (lms/platform/cache.py) and not asked for again. If one "
    "statement more is worth it, change the number in tests/contracts/test_reads.py."
)
def test_a_page_of_a_course_asks_little(make: Makers, queries: Queries, path: str, statements: int) -> None:
    client = make.learner(make.course(changed=with_survey()))
    client.page(path)
    with queries(statements):
        client.page(path)

"""The demonstration: thirty people who did what they did through the same services as everybody else."""

from collections import Counter
from datetime import timedelta
from fractions import Fraction

import pytest
from flask import Flask
from sqlalchemy import func, select

from lms.commands import demo_memos
from lms.commands.demo import COURSE, make_demo_people
from lms.commands.demo_people import PASSWORD, PEOPLE, SIGN_IN_AS, WITHDRAWAL
from lms.domain.certificates.models import Certificate
from lms.domain.courses.queries import find_published
from lms.domain.people.models import Person
from lms.domain.people.passwords import password_matches
from lms.domain.progress.models import ActivityState
from lms.domain.quizzes import essays
from lms.domain.quizzes.models import Attempt, SurveyAnswer
from lms.domain.records.models import Record
from lms.domain.records.reports import ReportFilters, Stage, every_row
from tests.integration.commands.conftest import Lms, shipped_files
from tests.makers import Makers

pytestmark = pytest.mark.slow
REAL_PEOPLE = "Error: Real people have accounts here, so no demo people are made. To look around, use another instance folder"


@pytest.fixture
def school(app: Flask, make: Makers) -> Flask:
    """Return the school with the shipped course and its demo people."""
    make.publish(COURSE, shipped_files(COURSE))
    with app.app_context():
        assert make_demo_people(make.now) == len(PEOPLE)
    return app


def test_there_are_thirty_people_of_three_roles_with_one_password(school: Flask, make: Makers) -> None:
    people = make.rows(select(Person.email, Person.role, Person.is_demo, Person.password_hash))
    assert Counter(row.role for row in people) == {"learner": 28, "trainer": 1, "admin": 1}
    assert {row.is_demo for row in people} == {True}
    assert all(row.email.endswith("@demo.example") for row in people)
    (kept,) = {row.password_hash for row in people}
    assert password_matches(PASSWORD, kept)


def test_they_are_in_every_state(school: Flask, make: Makers) -> None:
    with school.app_context():
        rows = {row.email.partition("@")[0]: row for row in every_row(ReportFilters())}
    assert Counter(row.state for row in rows.values()) == {
        Stage.ENROLLED: 4,
        Stage.IN_PROGRESS: 16,
        Stage.COMPLETED: 8,
    }
    assert sum(row.certificate is not None for row in rows.values()) == 7
    halfway = rows["learner"]
    assert (halfway.state, halfway.done, halfway.total, halfway.score) == (Stage.IN_PROGRESS, 6, 13, None)
    failed = rows["iria.castroagudin"]
    assert (failed.state, failed.done, failed.score is not None and failed.score < 70) == (
        Stage.IN_PROGRESS,
        12,
        True,
    )
    passed = rows["solene.kerguennec"]
    assert (passed.state, passed.score is not None and passed.score >= 70) == (Stage.IN_PROGRESS, True)
    assert (rows["kamelia.dragozova.2"].state, rows["kamelia.dragozova.2"].certificate) == (
        Stage.COMPLETED,
        None,
    )


def test_the_test_was_taken_again_left_open_and_used_up(school: Flask, make: Makers) -> None:
    tries = make.rows(
        select(func.count(), func.count(Attempt.submitted_at))
        .where(Attempt.quiz_key == "final-test")
        .group_by(Attempt.enrolment_id)
    )
    assert Counter(map(tuple, tries)) == {(1, 1): 9, (1, 0): 1, (2, 2): 3, (3, 3): 2}


def test_who_has_passed_answered_the_survey_so_that_there_are_results(school: Flask, make: Makers) -> None:
    answered = make.rows(select(SurveyAnswer.question_key, func.count()).group_by(SurveyAnswer.question_key))
    assert {key for key, _count in answered} == {"useful", "pace", "helped", "hours", "order", "change"}
    assert all(5 <= number <= 10 for _key, number in answered)
    assert make.rows(select(func.count()).select_from(ActivityState).where(ActivityState.key == "your-view")) == [(10,)]
    assert {row.language for row in make.rows(select(SurveyAnswer.language))} == {"en", "bg"}


def test_the_trainer_finds_texts_to_mark_and_one_that_they_have_marked(school: Flask) -> None:
    with school.app_context():
        published = find_published(COURSE)
        assert published is not None
        waiting, marked = (essays.list_texts(published.course_id, demo_memos.QUIZ, waiting=each) for each in (True, False))
        (given,) = essays.list_given_to(marked[0].attempt_id, demo_memos.QUESTION)
    assert [(text.name, text.language, text.body) for text in waiting] == [
        ("Wojciech Źrebiński", "en", demo_memos.PLAYGROUNDS.body),
        ("Калоян Търничков", "bg", demo_memos.ANNEX.body),
    ]
    assert [(text.name, text.body) for text in marked] == [("Ioana Vrâncioaia", demo_memos.MARKET.body)]
    assert (given.points, given.share, given.comment) == (demo_memos.MARKET.points, Fraction(4, 10), demo_memos.MARKET.comment)


def test_one_certificate_was_revoked_with_a_reason(school: Flask, make: Makers) -> None:
    revoked = make.rows(select(Certificate.reason).where(Certificate.revoked_at.is_not(None)))
    assert [row.reason for row in revoked] == [WITHDRAWAL]


def test_all_of_it_happened_in_the_past_weeks_and_was_recorded(school: Flask, make: Makers) -> None:
    moments = [row.at for row in make.rows(select(Record.at).where(Record.verb != "published"))]
    assert make.now - timedelta(days=91) < min(moments) <= max(moments) < make.now
    verbs = Counter(row.verb for row in make.rows(select(Record.verb)))
    assert (verbs["enrolled"], verbs["completed"], verbs["certified"], verbs["revoked"]) == (28, 8, 8, 1)


def test_the_command_says_how_to_sign_in_and_changes_nothing_when_repeated(
    school: Flask, make: Makers, lms: Lms
) -> None:
    said = lms("demo")
    assert (said.status, said.err) == (0, "The demo people are there already; nothing was changed.\n")
    assert said.lines[0] == "Sign in as"
    assert [line.split()[0] for line in said.lines[1:4]] == [
        f"{account}@demo.example" for account in SIGN_IN_AS
    ]
    assert said.lines[4] == f"Password: {PASSWORD}"
    assert make.rows(select(func.count()).select_from(Person)) == [(30,)]


def test_what_was_interrupted_is_finished_and_nobody_is_made_twice(
    app: Flask, make: Makers, lms: Lms
) -> None:
    make.publish(COURSE, shipped_files(COURSE))
    for person in PEOPLE[3:]:
        make.person(name=person.name, email=person.email, is_demo=True)
    said = lms("demo")
    assert (said.status, said.err) == (0, "3 demo people were made.\n")
    assert make.rows(select(func.count()).select_from(Person)) == [(30,)]


def test_nobody_is_made_where_real_people_are(make: Makers, lms: Lms) -> None:
    make.publish(COURSE, shipped_files(COURSE))
    make.person()
    said = lms("demo")
    assert (said.status, said.out, said.err.startswith(REAL_PEOPLE)) == (2, "", True)
    assert make.rows(select(func.count()).select_from(Person)) == [(1,)]


def test_nobody_is_made_on_a_site_with_an_address_of_its_own(make: Makers, lms: Lms) -> None:
    make.publish(COURSE, shipped_files(COURSE))
    said = lms("demo", LMS_BASE_URL="https://learn.example.eu")
    assert (said.status, said.out) == (2, "")
    assert make.rows(select(func.count()).select_from(Person)) == [(0,)]


def test_nobody_is_made_before_the_course_is_published(lms: Lms) -> None:
    said = lms("demo")
    assert (said.status, said.out) == (2, "")
    assert said.err == (
        "Error: The demo people learn in the course citizen-engagement, which is not published here. Run: lms library publish\n"
    )

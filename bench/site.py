"""A site to measure: a throw-away folder, the shipped course, one learner who is signed in and enrolled."""

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlalchemy import Column, Engine, Integer, MetaData, Table, Text, text

from bench.browser import Browser
from lms.assembly import create_app
from lms.commands import edge
from lms.commands.database import upgrade_database
from lms.commands.demo_answers import responses
from lms.commands.edge import Unable
from lms.commands.publishing import publish_library
from lms.domain.certificates.queries import find_uid_of
from lms.domain.courses.outline import Activity
from lms.domain.courses.queries import find_published, get_outline
from lms.domain.courses.questionnaires import get_questionnaire
from lms.domain.enrolment import service as enrolment
from lms.domain.people import service as people
from lms.domain.people.passwords import hash_password
from lms.domain.progress.rules import activities_needed
from lms.domain.progress.service import Follower, mark_done
from lms.domain.quizzes import service as quizzes
from lms.domain.quizzes.queries import find_try
from lms.kernel.refusals import Missing
from lms.platform.database import Base, db, unit_of_work
from lms.platform.schema import version_of
from lms.settings import CHECKOUT, Settings, read_settings

COURSE = "citizen-engagement"
EMAIL = "learner@bench.example"

# What the plain view writes into: one row for each answer that is sent to it.
ROWS = Table(
    "bench_row", MetaData(), Column("id", Integer, primary_key=True), Column("body", Text, nullable=False)
)


@dataclass(frozen=True)
class Site:
    """The throw-away site. ``cookies`` are those of the learner's browser; ``environment`` makes commands work on it."""

    settings: Settings
    environment: dict[str, str]
    cookies: dict[str, str]
    person_id: int
    enrolment_id: int
    edition_id: int
    lesson: str
    quiz: str

    @property
    def lesson_path(self) -> str:
        """The address of the first lesson."""
        return f"/learn/{COURSE}/{self.lesson}/"

    @property
    def quiz_path(self) -> str:
        """The address of the course's test."""
        return f"/learn/{COURSE}/{self.quiz}/"


@contextmanager
def throw_away_site(database: str = "") -> Iterator[Site]:
    """Set up a site in a folder that is removed at the end; on SQLite in it, or on an empty PostgreSQL database."""
    with TemporaryDirectory(prefix="isegoria-bench-") as folder:
        environment = {"LMS_INSTANCE": str(Path(folder) / "instance"), "LMS_LIBRARY": str(CHECKOUT)}
        if database:
            environment["LMS_DATABASE_URL"] = database
        settings = read_settings(environment)
        with edge.site(settings, any_schema=True):
            if version_of(db.engine) is not None:
                raise Unable(
                    "That database is not empty. Name one that is: what is made in it is removed at the end."
                )
            upgrade_database()
            ROWS.metadata.create_all(db.engine)
        try:
            yield _populate(settings, environment)
        finally:
            if database:
                with edge.site(settings, any_schema=True):
                    _remove_tables(db.engine)


def _populate(settings: Settings, environment: dict[str, str]) -> Site:
    password = secrets.token_urlsafe(16)
    hashed = hash_password(password)
    with edge.site(settings):
        publish_library(CHECKOUT, course=COURSE)
        published = find_published(COURSE)
        if published is None:
            raise Missing(f"course {COURSE}")
        outline = get_outline(published.map_digest)
        with unit_of_work():
            person = people.add_person(
                "Ana Ilieva", EMAIL, role="learner", password_hash=hashed, now=edge.now()
            )
            enrolled = enrolment.enrol(person.id, published.course_id, now=edge.now())
    lesson = next(each.key for each in outline.activities if each.kind == "lesson")
    test = next(each.key for each in outline.activities if each.required and each.quiz and each.quiz.mode == "test")
    browser = Browser.inside(create_app(settings))
    browser.sign_in(EMAIL, password)
    browser.get("/learn/")  # from here on its forms have a token, as in every browser that has seen a page
    return Site(
        settings, environment, browser.cookies, person.id, enrolled.id, published.edition_id, lesson, test
    )


def complete(site: Site) -> str:
    """Let the learner do everything that the course asks for, and return the uid of the certificate."""
    with edge.site(site.settings):
        published = find_published(COURSE)
        assert published is not None
        follower = Follower(
            site.person_id, site.enrolment_id, site.edition_id, get_outline(published.map_digest)
        )
        for activity in activities_needed(follower.outline):
            if activity.quiz:
                _take(follower, activity)
            else:
                with unit_of_work():
                    mark_done(follower, activity, now=edge.now())
        uid = find_uid_of(site.enrolment_id)
    if uid is None:
        raise Missing("certificate")
    return uid


def _take(follower: Follower, activity: Activity) -> None:
    """Answer a quiz rightly throughout and send it in; the attempt that is open is the one that is taken."""
    questionnaire = get_questionnaire(follower.outline, activity)
    now = edge.now()
    with unit_of_work():
        uid = quizzes.start(follower.person_id, follower.enrolment_id, follower.edition_id, activity, now=now)
    attempt = find_try(uid)
    assert attempt is not None
    questions = [questionnaire.quiz.by_key[key] for key in questionnaire.drawn(attempt.seed)]
    said = responses(questions, questionnaire.source, mistakes=0)
    with unit_of_work():
        answers = [quizzes.Said(key, body, questionnaire.source) for key, body in said.items()]
        quizzes.save_form(attempt, answers, now=now)
        quizzes.submit(attempt, questionnaire, activity, now=now)


def _remove_tables(engine: Engine) -> None:
    Base.metadata.drop_all(engine)
    ROWS.metadata.drop_all(engine)
    with engine.begin() as connection:
        connection.execute(text("DROP TABLE IF EXISTS alembic_version"))

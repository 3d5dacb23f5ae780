"""Makes people, courses and enrolments for tests; a test names only what it is about.

The course is ``town-hall`` from ``tests/courses``: two modules, English and Bulgarian, every kind of question. Nothing
that would tell the right answer may reach a page too early: each such text holds ``KEY`` or is one of ``KEY_NUMBERS``.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cache
from itertools import count
from pathlib import Path
from typing import Any

from flask import Flask
from sqlalchemy import select, update

from lms.domain.certificates.models import Certificate
from lms.domain.courses.models import Course, EditionFile, Staff
from lms.domain.courses.notices import publish_notice
from lms.domain.courses.outline import Activity, Outline
from lms.domain.courses.publication import Prepared, plan, prepare
from lms.domain.courses.queries import Published, find_published, get_outline
from lms.domain.courses.questionnaires import get_questionnaire
from lms.domain.courses.service import Outcome, publish
from lms.domain.enrolment import service as enrolment
from lms.domain.enrolment.models import Enrolment
from lms.domain.people import service as people
from lms.domain.people.models import Person
from lms.domain.people.passwords import hash_password
from lms.domain.progress import service as progress
from lms.domain.questions.kinds.essay import most_points
from lms.domain.questions.kinds.gaps import gaps_of
from lms.domain.questions.model import Question
from lms.domain.quizzes import essays
from lms.domain.quizzes import service as quizzes
from lms.domain.quizzes.models import FurtherAttempt
from lms.domain.quizzes.queries import find_try
from lms.domain.quizzes.surveys import Sheet
from lms.domain.site import service as site
from lms.kernel.clock import SetClock
from lms.kernel.problems import Problems
from lms.platform.database import db, unit_of_work
from lms.platform.jobs import Job
from lms.web.mail.letters import post
from lms.web.shell.visitors import COOKIE
from tests.support.client import PageClient, make_client

COURSES = Path(__file__).parent / "courses"
COURSE = "town-hall"
LESSONS = ("why-ask", "how-to-answer")
OPTIONAL_LESSON = "to-read-on"
PASSAGE = "reflect-54bec1ffbfc9"  # of the second lesson: "Whom did you last ask?"
PRACTICE = "first-practice"
TEST = "last-test"
KEY = "zqkey"
KEY_NUMBERS = ("48151", "62342")
PASSWORD = "a quiet sentence for tests"

Files = Mapping[str, bytes]


def files_of(key: str = COURSE, *, changed: Mapping[str, str | None] | None = None) -> dict[str, bytes]:
    """Return the map of a course of ``tests/courses``; ``changed`` puts other texts in place of files, None removes one."""
    folders = (COURSES / top / key for top in ("modules", "content", "quizzes"))
    paths = [path for folder in folders for path in sorted(folder.rglob("*")) if path.is_file()]
    files = {path.relative_to(COURSES).as_posix(): path.read_bytes() for path in paths}
    for path, text in (changed or {}).items():
        if text is None:
            del files[path]
        else:
            files[path] = text.encode()
    return files


def copy_of(key: str, number: int) -> tuple[str, dict[str, bytes]]:
    """Return another course that is the same but for its key and uid, as its key and its map."""
    other, uid = f"{key}-{number}", f"{number:032x}"
    files = {path.replace(f"/{key}/", f"/{other}/"): body for path, body in files_of(key).items()}
    first = f"modules/{other}/course.yaml"
    lines = files[first].decode().splitlines()
    files[first] = "\n".join(f"uid: {uid}" if line.startswith("uid:") else line for line in lines).encode()
    return other, files


def prepared(key: str, files: Files) -> Prepared:
    """Return a course ready to be published; the same files are read and rendered once in a run."""
    return _prepared(key, tuple(sorted(files.items())))


@cache
def _prepared(key: str, files: tuple[tuple[str, bytes], ...]) -> Prepared:
    problems = Problems()
    ready = prepare(key, dict(files), problems, date(2026, 11, 21))
    assert ready is not None, "\n".join(map(str, problems.found))
    return ready


@cache
def _hash_of(password: str) -> str:
    return hash_password(password)


@dataclass(frozen=True)
class Makers:
    """Makes what a test needs in the school under test, at the time that its clock shows."""

    app: Flask
    clock: SetClock
    _numbers: Iterator[int] = field(default_factory=lambda: count(1), repr=False)

    @property
    def now(self) -> datetime:
        """The time in the school."""
        return self.clock.now()

    def person(
        self,
        *,
        name: str = "Ana Ilieva",
        email: str = "",
        role: str = "learner",
        password: str | None = None,
        language: str | None = None,
        zone: str | None = None,
        is_demo: bool = False,
        suspended: bool = False,
        knows_certificate_name: bool = True,
    ) -> Person:
        """Make an account, with a password only if one is given (hashing it is slow)."""
        hashed = _hash_of(password) if password else None
        address = email or f"person-{next(self._numbers)}@example.org"
        with self.app.app_context(), unit_of_work():
            made = people.add_person(
                name,
                address,
                role=role,
                password_hash=hashed,
                now=self.now,
                language=language,
                is_demo=is_demo,
                knows_certificate_name=knows_certificate_name,
            )
            made.zone = zone
            made.suspended_at = self.now if suspended else None
        return made

    def client(self, person: Person | None = None) -> PageClient:
        """Return a new browser, with this person signed in if one is given."""
        browser = make_client(self.app)
        if person:
            self.sign_in(browser, person)
        return browser

    def guest(self) -> PageClient:
        """Return the browser of a new guest: somebody without an account who has left something in some course."""
        browser = make_client(self.app)
        with self.app.app_context(), unit_of_work():
            token = people.sign_in(people.add_guest(now=self.now), instead_of=None, now=self.now)
        browser.set_cookie(COOKIE, token)
        return browser

    def sign_in(self, browser: PageClient, person: Person) -> None:
        """Sign a person in, as the form does once the password was right."""
        with self.app.app_context(), unit_of_work():
            token = people.sign_in(person.id, instead_of=None, now=self.now)
        browser.set_cookie(COOKIE, token)

    def course(
        self,
        key: str = COURSE,
        *,
        changed: Mapping[str, str | None] | None = None,
        as_: str | None = None,
        visibility: str = "public",
    ) -> Published:
        """Publish a course of ``tests/courses``, or publish it anew with some files changed, and return how it is offered."""
        self.publish(key, files_of(key, changed=changed), as_=as_)
        with self.app.app_context():
            if visibility != "public":
                with unit_of_work() as session:
                    session.execute(update(Course).where(Course.key == key).values(visibility=visibility))
            found = find_published(key)
        assert found is not None, f"{key} was not published"
        return found

    def courses(self, how_many: int) -> list[Published]:
        """Publish so many courses that differ in their keys alone, and return how they are offered."""
        for number in range(1, how_many + 1):
            self.publish(*copy_of(COURSE, number))
        with self.app.app_context():
            found = [find_published(f"{COURSE}-{number}") for number in range(1, how_many + 1)]
        return [each for each in found if each is not None]

    def publish(self, key: str, files: Files, *, as_: str | None = None, by: int | None = None) -> Outcome:
        """Publish these files and return what came of it."""
        ready = prepared(key, files)
        with self.app.app_context():
            planned = plan(ready, as_)
            with unit_of_work():
                return publish([planned], by=by, now=self.now, note="The key was wrong." if as_ == "key-fix" else "")[0]

    def outline(self, key: str = COURSE) -> Outline:
        """Return the outline of a course as it is offered now."""
        with self.app.app_context():
            found = find_published(key)
            assert found is not None, f"{key} is not published"
            return get_outline(found.map_digest)

    def notice(self, text: str = "?", *, key: str = COURSE, activity: str | None = None, **more: str) -> str:
        """Tell something to the readers of a course, and return the uid under which it is kept; ``more`` are texts in other languages."""
        outline = self.outline(key)
        with self.app.app_context():
            found = find_published(key)
            assert found is not None, f"{key} is not published"
            with unit_of_work():
                return publish_notice(
                    outline, found.course_id, day=self.now.date(), texts={outline.source: text, **more}, activity=activity, to_holders=False, by=None, now=self.now
                )

    def enrolment(self, person: Person, course: Published) -> Enrolment:
        """Enrol a person in a course."""
        with self.app.app_context(), unit_of_work():
            return enrolment.enrol(person.id, course.course_id, now=self.now)

    def learner(self, course: Published, **traits: Any) -> PageClient:
        """Return the browser of a new person who is enrolled in a course."""
        person = self.person(**traits)
        self.enrolment(person, course)
        return self.client(person)

    def done(self, made: Enrolment, course: Published, *lessons: str) -> None:
        """Mark lessons of an enrolment as done."""
        outline = self.outline(course.key)
        follower = progress.Follower(made.person_id, made.id, course.edition_id, outline)
        for lesson in lessons:
            activity = outline.find(lesson)
            assert activity is not None, f"{course.key} has no {lesson}"
            with self.app.app_context(), unit_of_work():
                progress.mark_done(follower, activity, now=self.now)

    def rows(self, statement: Any) -> list[Any]:
        """Return the rows that a statement finds, in a session of its own."""
        with self.app.app_context():
            return list(db.session.execute(statement).all())

    def hide(self, key: str, visibility: str) -> None:
        """Change who may see a course."""
        with self.app.app_context(), unit_of_work() as session:
            session.execute(update(Course).where(Course.key == key).values(visibility=visibility))

    def letter(self, person: Person | None = None, *, failed: bool = False) -> str:
        """Have a test letter sent to a person, or to a new one, and return the key of its job."""
        reader = person or self.person(role="admin")
        key = f"test:{next(self._numbers)}"
        with self.app.app_context(), unit_of_work() as session:
            post("test", key, {"person": reader.id, "language": "en"}, now=self.now)
            if failed:
                values = {"failed_at": self.now, "tries": 1, "error": "The mail server does not take this letter.\n550 No such user"}
                session.execute(update(Job).where(Job.key == key).values(values))
        return key

    def medium(self, name: str) -> str:
        """Return the address of a picture of the published courses."""
        rows = self.rows(select(EditionFile.path, EditionFile.digest).where(EditionFile.path.endswith(name)))
        return f"/media/{rows[0].digest}/{name}"

    def certificate(self, course: Published, **traits: Any) -> str:
        """Let a new person complete a course by passing its test, and return the uid of the certificate."""
        person = self.person(**traits)
        made = self.enrolment(person, course)
        self.complete(made, course)
        return str(self.rows(select(Certificate.uid).where(Certificate.enrolment_id == made.id))[0].uid)

    def teaches(self, person: Person, course: Published) -> None:
        """Let a person teach a course."""
        with self.app.app_context(), unit_of_work() as session:
            session.add(Staff(course_id=course.course_id, person_id=person.id, part="teacher"))

    def wish(self, made: Enrolment, quiz: str, words: str = "") -> str:
        """Let somebody ask for a further attempt, as if all of theirs were used up, and return the uid of the request."""
        uid = f"{next(self._numbers):032x}"
        with self.app.app_context(), unit_of_work() as session:
            session.add(FurtherAttempt(uid=uid, enrolment_id=made.id, quiz_key=quiz, words=words, made_at=self.now, reason=""))
        return uid

    def barrier(self, body: str = "The list cannot be reached.", **more: Any) -> str:
        """Report a barrier and return the uid under which it is kept."""
        said = {"page": "/courses/", "reply_to": "", "language": "en", "person_id": None} | more
        with self.app.app_context(), unit_of_work():
            return site.report_barrier(body, **said, now=self.now)

    def complete(self, made: Enrolment, course: Published) -> None:
        """Let an enrolment reach everything that its course asks for, as its quizzes and lessons would."""
        outline = self.outline(course.key)
        follower = progress.Follower(made.person_id, made.id, course.edition_id, outline)
        for activity in outline.activities:
            if activity.quiz is None:
                self.done(made, course, activity.key)
            elif activity.kind == "survey":
                self.send_survey(made, course, activity)
            else:
                self.take(follower, activity)

    def send_survey(self, made: Enrolment, course: Published, activity: Activity, said: Mapping[str, Any] | None = None) -> None:
        """Let an enrolment send a survey, with these answers or with none."""
        follower = progress.Follower(made.person_id, made.id, course.edition_id, self.outline(course.key))
        sheet = Sheet(course.course_id, course.edition_id, activity.key, said or {}, "en")
        with self.app.app_context(), unit_of_work():
            progress.send_survey(follower, activity, sheet, now=self.now)

    def take_quiz(self, made: Enrolment, course: Published, key: str) -> None:
        """Let an enrolment answer a quiz rightly throughout, and submit it."""
        outline = self.outline(course.key)
        activity = outline.find(key)
        assert activity is not None, f"{course.key} has no {key}"
        self.take(progress.Follower(made.person_id, made.id, course.edition_id, outline), activity)

    def take(self, follower: progress.Follower, activity: Activity, *, right: bool = True) -> None:
        """Answer a quiz, rightly throughout or not at all, and submit it."""
        with self.app.app_context():
            questionnaire = get_questionnaire(follower.outline, activity)
            with unit_of_work():
                uid = quizzes.start(
                    follower.person_id, follower.enrolment_id, follower.edition_id, activity, now=self.now
                )
            attempt = find_try(uid)
            assert attempt is not None
            answers = [
                quizzes.Said(key, right_answer(questionnaire.quiz.by_key[key]), "en")
                for key in questionnaire.drawn(attempt.seed)
                if right
            ]
            with unit_of_work():
                quizzes.save_form(attempt, answers, now=self.now)
                quizzes.submit(attempt, questionnaire, activity, now=self.now)
            self._mark(uid, [questionnaire.quiz.by_key[said.question_key] for said in answers], by=follower.person_id)

    def _mark(self, uid: str, questions: list[Question], *, by: int) -> None:
        """Give every text of an attempt all points that there are."""
        for question in questions:
            text = essays.find_text(uid, question.key) if question.kind == "essay" else None
            if text:
                with unit_of_work():
                    essays.give(text, [high for _low, high in most_points(question)], "", markers=1, by=by, now=self.now)


def right_answer(question: Question) -> Any:
    """Return a response that is worth all points, as data (course-format G13)."""
    answers = question.answers
    right = [answer.number for answer in answers if answer.share > 0]
    match question.kind:
        case "single":
            return max(answers, key=lambda answer: answer.share).number
        case "multiple":
            return right
        case "truth":
            return answers[0].plain == "true"
        case "short" | "number":
            return answers[0].plain
        case "matching":
            return {str(answer.number): answer.number for answer in answers if answer.text}
        case "essay":
            return "First ask, then answer."
        case "ordering":
            return [answer.number for answer in answers]
        case "gaps":
            return [gap.right or gap.texts[0] for gap in gaps_of(question)]
    raise AssertionError(question.kind)

"""A thousand learners in the middle of a test and the people who sign in meanwhile, all of whom are real rows of the site."""

import secrets
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import count
from typing import Any, TypeVar

from sqlalchemy import select

from bench.browser import Browser, token_in
from bench.site import COURSE, Site
from lms.assembly import create_app
from lms.commands import edge
from lms.domain.courses.outline import Activity
from lms.domain.courses.queries import find_published, get_outline
from lms.domain.courses.questionnaires import Questionnaire, get_questionnaire
from lms.domain.enrolment import service as enrolment
from lms.domain.people import service as people
from lms.domain.people.models import SignIn
from lms.domain.people.passwords import hash_password
from lms.domain.quizzes import service as quizzes
from lms.domain.quizzes.models import Attempt, Response
from lms.domain.quizzes.queries import find_try
from lms.kernel.refusals import Missing
from lms.platform.database import db, unit_of_work
from lms.web.shell.visitors import COOKIE

T = TypeVar("T")

TOGETHER = 100  # people who are made in one unit of work
CLIENT = "0123456789abcdef"


@dataclass(frozen=True)
class Question:
    """A question that takes one choice, and as what its first and its second choice are stored in this attempt."""

    key: str
    bodies: tuple[Any, Any]


@dataclass
class Learner:
    """Somebody in the middle of a test: what their browser holds, and what it has been told is saved."""

    attempt: str
    questions: list[Question]
    cookies: dict[str, str]
    token: str
    acknowledged: dict[int, Any] = field(default_factory=dict)
    _numbers: Iterator[int] = field(default_factory=lambda: count(1))

    def save(self, browser: Browser, path: str) -> None:
        """Save one more answer, the first or the second choice in turn. Raises RuntimeError unless it is acknowledged."""
        seq = next(self._numbers)
        question, choice = self.questions[seq % len(self.questions)], seq % 2
        fields = {f"q-{question.key}": [str(1 + choice)]}
        event = {"client": CLIENT, "seq": seq, "question": question.key, "fields": fields}
        answer = browser.post_json(f"{path}attempts/{self.attempt}/responses", event, self.token)
        if answer.status != 200:
            raise RuntimeError(f"saving an answer answered {answer.status}")
        self.acknowledged[seq] = question.bodies[choice]


@dataclass(frozen=True)
class Crowd:
    """The learners, and the addresses of those who will sign in, each once, with the same password."""

    learners: list[Learner]
    emails: list[str]
    password: str


def gather(site: Site, learners: int, signing_in: int) -> Crowd:
    """Make so many learners in the middle of the course's test, and so many people who are about to sign in."""
    password = secrets.token_urlsafe(16)
    hashed = hash_password(password)
    emails = [f"person-{number}@bench.example" for number in range(signing_in)]
    with edge.site(site.settings):
        published = find_published(COURSE)
        if published is None:
            raise Missing(f"course {COURSE}")
        outline = get_outline(published.map_digest)
        activity = outline.find(site.quiz)
        assert activity is not None
        questionnaire = get_questionnaire(outline, activity)
        for some in parts(emails):
            with unit_of_work():
                for email in some:
                    people.add_person("Ana Ilieva", email, role="learner", password_hash=hashed, now=edge.now())
        begun = [
            each
            for some in parts(range(learners + learners // 20))  # a few draw no question that takes one choice
            for each in _begin(some, published.course_id, published.edition_id, activity)
        ]
        questions = {uid: _questions(uid, questionnaire) for uid, _token in begun}
    app = create_app(site.settings)
    able = [(uid, token) for uid, token in begun if questions[uid]][:learners]
    return Crowd([_at_work(Browser.inside(app, {COOKIE: token}), uid, questions[uid]) for uid, token in able], emails, password)


def parts(all_of_them: Sequence[T]) -> Iterator[Sequence[T]]:
    """Return so many of them at a time as are made in one unit of work."""
    return (all_of_them[first : first + TOGETHER] for first in range(0, len(all_of_them), TOGETHER))


def _begin(numbers: Sequence[int], course_id: int, edition_id: int, activity: Activity) -> list[tuple[str, str]]:
    """Let some learners begin the test, and return the uid of each attempt with the token of a sign-in."""
    begun = []
    with unit_of_work():
        for number in numbers:
            person = people.add_person("Boris Petrov", f"learner-{number}@bench.example", role="learner", password_hash=None, now=edge.now())
            follows = enrolment.enrol(person.id, course_id, now=edge.now())
            uid = quizzes.start(person.id, follows.id, edition_id, activity, now=edge.now())
            begun.append((uid, people.sign_in(person.id, instead_of=None, now=edge.now())))
    return begun


def _questions(uid: str, questionnaire: Questionnaire) -> list[Question]:
    """Return the questions of an attempt that take one choice, true or false among them."""
    attempt = find_try(uid)
    assert attempt is not None
    seed = attempt.seed
    keys = [key for key in questionnaire.drawn(seed) if questionnaire.quiz.by_key[key].kind in ("single", "truth")]
    first, second = ([questionnaire.take(seed, key, {f"q-{key}": [choice]}) for key in keys] for choice in ("1", "2"))
    return [Question(*each) for each in zip(keys, zip(first, second, strict=True), strict=True)]


def _at_work(browser: Browser, uid: str, questions: list[Question]) -> Learner:
    token = token_in(browser.get("/learn/"))
    return Learner(uid, questions, browser.cookies, token)


def lost(site: Site, crowd: Crowd) -> int:
    """Return how many answers were acknowledged and are not stored as they were given."""
    rows = select(Attempt.uid, Response.seq, Response.body).join(Attempt, Attempt.id == Response.attempt_id).where(Response.client == CLIENT)
    with edge.site(site.settings):
        stored: dict[tuple[str, int], Any] = {(uid, seq): body for uid, seq, body in db.session.execute(rows)}
    acknowledged = {(each.attempt, seq): body for each in crowd.learners for seq, body in each.acknowledged.items()}
    return sum(stored.get(which) != body for which, body in acknowledged.items())


def signed_in(site: Site) -> int:
    """Return how many sign-ins of people with a password are in the table."""
    with edge.site(site.settings):
        return len(db.session.execute(select(SignIn.token_digest).where(SignIn.agent.is_not(None))).all())

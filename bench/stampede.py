"""A thousand learners who begin the same test within a minute and answer every few seconds, and send it in: what goes wrong."""

import re
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from heapq import heapify, heappop, heappush
from random import Random
from typing import Any

from sqlalchemy import func, select

from bench.browser import Answer, Browser, token_in
from bench.crowd import CLIENT, parts
from bench.figures import Figure
from bench.served import THREADS, served
from bench.site import COURSE, Site
from lms.assembly import create_app
from lms.commands import edge
from lms.domain.courses.queries import find_published, get_outline
from lms.domain.courses.questionnaires import get_questionnaire
from lms.domain.enrolment import service as enrolment
from lms.domain.people import service as people
from lms.domain.quizzes.models import Attempt, QuestionMark, Response
from lms.kernel.refusals import Missing
from lms.platform.database import db, unit_of_work
from lms.web.shell.visitors import COOKIE

LEARNERS = 1000
WITHIN = 60.0  # seconds in which all of them begin
SAVES, BETWEEN = 12, (3.0, 7.0)  # answers of each, and seconds from one to the next
WORKERS, CONNECTIONS = 2, 64
SLOWEST = 1000  # milliseconds for all but one answer in a hundred
SEED = 1
SERVE = ("-m", "lms.commands", "serve", "--port", "0", "--workers", str(WORKERS))
CHOICE = re.compile(r'<input class="choice-control"[^>]*\bname="q-([a-z0-9-]+)"')


@dataclass
class Taker:
    """Somebody who takes the test: what their browser holds, and what it has been told is saved."""

    cookies: dict[str, str]
    token: str
    saves: int = 0
    attempt: str = ""
    keys: list[str] = field(default_factory=list)
    acknowledged: dict[int, tuple[str, str]] = field(default_factory=dict)

    @property
    def uid(self) -> str:
        """The uid of their attempt."""
        return self.attempt.rstrip("/").rpartition("/")[2]


@dataclass
class Seen:
    """What the learners saw: how long each kind of step took from the moment it was due, in seconds, and what went wrong."""

    took: dict[str, list[float]] = field(default_factory=dict)
    errors: list[str] = field(default_factory=list)

    def part(self, step: str, share: float) -> float:
        """Return within how many milliseconds such a share of the steps of a kind was done."""
        ordered = sorted(self.took.get(step, [0.0]))
        return 1000 * ordered[min(len(ordered) - 1, int(len(ordered) * share))]

    def __str__(self) -> str:
        return "; ".join(f"{step}: half within {self.part(step, 0.5):.0f} ms, 99 in a hundred within {self.part(step, 0.99):.0f} ms" for step in self.took)


def measure(site: Site) -> Iterator[Figure]:
    """Yield within what time all but one answer in a hundred were saved, and what failed, was lost or doubled."""
    takers, seen = _gather(site), Seen()
    with served(site, SERVE) as server, ThreadPoolExecutor(CONNECTIONS) as pool:
        for _ in range(4 * WORKERS):  # what is kept in memory is there
            Browser.at(server.address, site.cookies).get(site.quiz_path)
        _Rush(server.address, site.quiz_path, pool, seen).run(takers)
    wrong = _what_is_wrong(site, takers)
    answers = sum(len(taker.acknowledged) for taker in takers)
    with edge.site(site.settings):
        where = "SQLite" if db.engine.dialect.name == "sqlite" else "PostgreSQL"
    how = (
        f"{LEARNERS} learners begin at random moments of {WITHIN:.0f} seconds and give {SAVES} answers each, one every {BETWEEN[0]:.0f} to {BETWEEN[1]:.0f} seconds; all requests are"
        f" sent when due, over connections of their own, timed from then on; {WORKERS} served workers with {THREADS} threads each, client and database on the same machine; {where}"
    )
    yield Figure(
        name="stampede-saves",
        says=f"Saving an answer while {LEARNERS} learners take the same test: all but the slowest hundredth",
        value=round(seen.part("save", 0.99)),
        unit="ms",
        limit=SLOWEST,
        beside=str(seen),
        how=how,
    )
    yield Figure(
        name="stampede-errors",
        says="Requests that failed, answers lost or doubled, attempts that are not one for each learner, sent in and marked",
        value=len(seen.errors) + sum(wrong.values()),
        unit="things",
        limit=0,
        beside=f"{answers} answers acknowledged; {dict(wrong) or 'nothing wrong'}; {len(seen.errors)} failed{': ' + seen.errors[0] if seen.errors else ''}",
        how="after the server has stopped every acknowledged answer is compared with its row, and rows and attempts are counted",
    )


def _gather(site: Site) -> list[Taker]:
    """Enrol the learners and sign them in; none of them has begun."""
    tokens = []
    with edge.site(site.settings):
        published = find_published(COURSE)
        if published is None:
            raise Missing(f"course {COURSE}")
        for some in parts(range(LEARNERS)):
            with unit_of_work():
                for number in some:
                    person = people.add_person("Boris Petrov", f"taker-{number}@bench.example", role="learner", password_hash=None, now=edge.now())
                    enrolment.enrol(person.id, published.course_id, now=edge.now())
                    tokens.append(people.sign_in(person.id, instead_of=None, now=edge.now()))
    app, takers = create_app(site.settings), []
    for token in tokens:
        browser = Browser.inside(app, {COOKIE: token})
        takers.append(Taker(browser.cookies, token_in(browser.get("/learn/"))))
    return takers


class _Rush:
    """Sends what the learners do when it is due, however long the others take; each waits for their own step before the next."""

    def __init__(self, address: str, quiz: str, pool: ThreadPoolExecutor, seen: Seen) -> None:
        self._address, self._quiz, self._pool, self._seen = address, quiz, pool, seen
        self._chance, self._lock = Random(SEED), threading.Lock()  # noqa: S311 – nothing is to be guessed here
        self._due: list[tuple[float, int]] = []

    def run(self, takers: list[Taker]) -> None:
        """Let all of them begin, answer and send in."""
        began = time.monotonic()
        self._due = [(began + self._chance.random() * WITHIN, number) for number in range(len(takers))]
        heapify(self._due)
        going: set[Future[None]] = set()
        while self._due or going:
            going = {each for each in going if not each.done()}
            with self._lock:
                is_due = bool(self._due) and self._due[0][0] <= time.monotonic()
                due, number = heappop(self._due) if is_due else (0.0, 0)
            if is_due:
                going.add(self._pool.submit(self._step, takers[number], number, due))
            else:
                time.sleep(0.001)

    def _step(self, taker: Taker, number: int, due: float) -> None:
        browser = Browser.at(self._address, taker.cookies)
        name, do = self._next(taker)
        try:
            do(browser, taker)
        except (RuntimeError, OSError) as error:
            self._seen.errors.append(f"{name}: {error}")
            if name == "start":
                return
        else:
            self._seen.took.setdefault(name, []).append(time.monotonic() - due)
        if name != "send in":
            with self._lock:
                heappush(self._due, (max(time.monotonic(), due) + self._chance.uniform(*BETWEEN), number))

    def _next(self, taker: Taker) -> tuple[str, Callable[[Browser, Taker], None]]:
        if not taker.attempt:
            return "start", self._start
        return ("save", self._save) if taker.saves < SAVES else ("send in", self._send_in)

    def _start(self, browser: Browser, taker: Taker) -> None:
        """Read the rules, begin, and open the page of the attempt."""
        _good(browser.get(self._quiz), 200)
        path = _good(browser.submit(f"{self._quiz}attempts", {"csrf_token": taker.token}), 303).header("location")
        page = _good(browser.get(path), 200)
        taker.keys = list(dict.fromkeys(found[1] for found in CHOICE.finditer(page.text)))
        if not taker.keys:
            raise RuntimeError("no question with choices")
        taker.attempt = path

    def _save(self, browser: Browser, taker: Taker) -> None:
        taker.saves += 1
        key, choice = taker.keys[taker.saves % len(taker.keys)], str(1 + taker.saves % 2)
        event = {"client": CLIENT, "seq": taker.saves, "question": key, "fields": {f"q-{key}": [choice]}}
        _good(browser.post_json(f"{taker.attempt}responses", event, taker.token), 200)
        taker.acknowledged[taker.saves] = (key, choice)

    def _send_in(self, browser: Browser, taker: Taker) -> None:
        _good(browser.submit(f"{taker.attempt}submission", {"csrf_token": taker.token}), 303)
        _good(browser.get(f"{taker.attempt}review/"), 200)


def _good(answer: Answer, status: int) -> Answer:
    if answer.status != status:
        raise RuntimeError(f"answered {answer.status}")
    return answer


def _what_is_wrong(site: Site, takers: list[Taker]) -> Counter[str]:
    """Compare what was acknowledged with what is stored, and return what differs, by what it is."""
    wrong: Counter[str] = Counter()
    with edge.site(site.settings):
        published = find_published(COURSE)
        assert published is not None, "the course"
        outline = get_outline(published.map_digest)
        activity = outline.find(site.quiz)
        assert activity is not None, "the course's test"
        questionnaire = get_questionnaire(outline, activity)
        marks = select(func.count()).where(QuestionMark.attempt_id == Attempt.id).scalar_subquery().label("marks")
        columns = (Attempt.enrolment_id, Attempt.uid, Attempt.seed, Attempt.submitted_at, Attempt.mark_num, marks)
        everybodys = db.session.execute(select(*columns)).all()
        attempts = {row.uid: row for row in everybodys}
        stored: Counter[tuple[str, int]] = Counter()
        bodies: dict[tuple[str, int], Any] = {}
        rows = select(Attempt.uid, Response.seq, Response.question_key, Response.body).join(Attempt, Attempt.id == Response.attempt_id).where(Response.client == CLIENT)
        for uid, seq, key, body in db.session.execute(rows):
            stored[uid, seq] += 1
            bodies[uid, seq] = (key, body)
    for taker in takers:
        attempt = attempts.get(taker.uid)
        if attempt is None or attempt.submitted_at is None or attempt.mark_num is None or not attempt.marks:
            wrong["attempts not sent in and marked"] += 1
            continue
        for seq, (key, choice) in taker.acknowledged.items():
            wrong["answers lost"] += bodies.get((taker.uid, seq)) != (key, questionnaire.take(attempt.seed, key, {f"q-{key}": [choice]}))
    wrong["answers doubled"] += sum(number - 1 for number in stored.values())
    theirs = {attempts[taker.uid].enrolment_id for taker in takers if taker.uid in attempts}
    wrong["learners with two attempts"] += sum(row.enrolment_id in theirs for row in everybodys) - len(theirs)
    return +wrong

"""A site, as a process of its own, that is killed again and again while answers are saved: each acknowledged one is there once."""

import signal
import threading
from collections.abc import Callable

import click
import pytest
from flask import Flask
from sqlalchemy import select

from lms.domain.people import service as people
from lms.domain.people.models import Person
from lms.domain.quizzes.models import Response
from lms.kernel.clock import SetClock, SystemClock
from lms.platform.database import unit_of_work
from lms.settings import Settings
from tests.integration.commands.conftest import PATIENCE, Started, environment_of
from tests.integration.test_attempts import begin
from tests.makers import Makers
from tests.support.answering import Acknowledged, Learner
from tests.support.killing import kill_all_of

Start = Callable[..., Started]
LEARNERS, KILLS, BETWEEN = 4, 3, 30  # so many answers are acknowledged between two deaths


class Served:
    """A site that dies and comes back under the same address."""

    def __init__(self, process: Start, settings: Settings) -> None:
        self._process, self._settings = process, settings
        self.address = ""
        self.started = self._serve("0")

    def _serve(self, port: str) -> Started:
        started = self._process("serve", "--port", port, **environment_of(self._settings))
        self.address = started.says(r"^Isegoria is served at (http://127\.0\.0\.1:\d+)")[1]
        return started

    def dies_and_comes_back(self) -> None:
        """Kill it and its workers as a power cut does, and start it anew."""
        kill_all_of(self.started.process.pid)
        assert self.started.end().status == -signal.SIGKILL
        self.started = self._serve(self.address.rpartition(":")[2])


@pytest.fixture
def people_at_work(app: Flask, make: Makers, clock: SetClock) -> list[tuple[str, str, str]]:
    """Return the attempt, the sign-in and the client of several people, at the time of the machine."""
    clock.at = SystemClock().now()
    course, found = make.course(), []
    for number in range(LEARNERS):
        person = make.person()
        make.enrolment(person, course)
        found.append((begin(make.client(person)), token_of(app, person, clock), f"client-{number:09}"))
    return found


def token_of(app: Flask, person: Person, clock: SetClock) -> str:
    with app.app_context(), unit_of_work():
        return people.sign_in(person.id, instead_of=None, now=clock.now())


@pytest.mark.slow
@pytest.mark.server
def test_a_killed_site_has_each_answer_that_it_acknowledged_exactly_once(
    make: Makers, process: Start, settings: Settings, people_at_work: list[tuple[str, str, str]]
) -> None:
    site = Served(process, settings)
    learners = [Learner(*each, lambda: site.address) for each in people_at_work]
    for each in learners:
        each.begin()
    acknowledged, over = Acknowledged(), threading.Event()
    threads = [threading.Thread(target=each.answer, args=(acknowledged, over)) for each in learners]
    for thread in threads:
        thread.start()
    try:
        for kill in range(1, KILLS + 1):
            acknowledged.wait_for(kill * BETWEEN, PATIENCE)
            site.dies_and_comes_back()
        acknowledged.wait_for(len(acknowledged.answers) + BETWEEN, PATIENCE)
    finally:
        over.set()
        for thread in threads:
            thread.join(PATIENCE)
    kept = [(row.client, row.seq, row.body) for row in make.rows(select(Response.client, Response.seq, Response.body))]
    click.echo(f"{KILLS} sites killed over {len(acknowledged.answers)} answers, {acknowledged.replayed} of them sent again; {len(kept)} kept")
    assert [each for each in acknowledged.answers if kept.count(each) != 1] == []
    assert len({(client, seq) for client, seq, _text in kept}) == len(kept)
    assert len(kept) - len(acknowledged.answers) in range(LEARNERS + 1)  # one of each may be stored and not heard of

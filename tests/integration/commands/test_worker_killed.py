"""A worker, as a process of its own, that is killed between the server's "250" and its mark: nothing lost, one double at most."""

import os
import signal
import threading
from collections import Counter
from collections.abc import Callable
from time import sleep

import click
import pytest
from flask import Flask
from sqlalchemy import text, update

from lms.kernel.clock import SetClock, SystemClock
from lms.platform.database import WRITES, db, unit_of_work
from lms.platform.jobs import Job
from lms.settings import Settings
from tests.integration.commands.conftest import PATIENCE, Started, environment_of
from tests.makers import Makers
from tests.support.letters import Post
from tests.support.mail_server import TAKEN, Arrived, MailServer, mail_server

Start = Callable[..., Started]
KILLS, LETTERS = 4, 8


class Assassin:
    """Kills the worker when the server has taken a letter, and keeps it from marking it until it is dead."""

    def __init__(self, app: Flask) -> None:
        self.kills = 0
        self.victim: Started | None = None
        self.deed = threading.Thread()
        self._app = app

    def take(self, _letter: Arrived) -> str:
        """Answer that a letter is taken; strike after the answer, if there is a victim."""
        if self.victim is not None:
            held = threading.Event()
            self.deed = threading.Thread(target=self._strike, args=(self.victim, held))
            self.deed.start()
            assert held.wait(PATIENCE), "the table was not held"
            self.victim = None
        return TAKEN

    def _strike(self, victim: Started, held: threading.Event) -> None:
        with self._app.app_context(), db.engine.connect().execution_options(**{WRITES: True}) as other, other.begin():
            if other.dialect.name == "postgresql":
                other.execute(text("LOCK TABLE job IN EXCLUSIVE MODE"))
            held.set()
            sleep(0.3)  # the answer is on its way; the mark waits for the table
            os.kill(victim.process.pid, signal.SIGKILL)
            victim.process.wait(PATIENCE)
        self.kills += 1


@pytest.fixture
def mail(app: Flask, make: Makers, clock: SetClock) -> Post:
    """Return the way of letters in this school, whose clock is that of the machine."""
    clock.at = SystemClock().now()
    return Post(app, make, clock)


def environment(settings: Settings, server: MailServer) -> dict[str, str]:
    return {**environment_of(settings), "LMS_MAIL_URL": server.url, "LMS_BASE_URL": "https://learn.example.org"}


@pytest.mark.slow
@pytest.mark.server
def test_a_killed_worker_loses_nothing_and_doubles_one_letter_at_most(
    app: Flask, mail: Post, process: Start, settings: Settings
) -> None:
    readers = mail.letters(LETTERS)
    assassin = Assassin(app)
    with mail_server(on_data=assassin.take).open() as server:
        for _ in range(KILLS):
            victim = process("worker", **environment(settings, server))
            victim.says("^Letters go to the mail server")
            assassin.victim = victim
            assert victim.process.wait(PATIENCE) == -signal.SIGKILL
            assassin.deed.join(PATIENCE)
            let_leases_run_out(app)
        last = process("worker", **environment(settings, server))
        for _ in range(PATIENCE * 10):
            if not mail.still_waiting():
                break
            sleep(0.1)
        said = last.end(signal.SIGTERM)
    came = Counter(server.readers)
    doubles = len(server.arrived) - LETTERS
    click.echo(f"{assassin.kills} workers killed over {LETTERS} letters: {LETTERS - len(came)} lost, {doubles} doubled")
    assert (said.status, mail.still_waiting(), assassin.kills) == (0, 0, KILLS)
    assert sorted(came) == sorted(str(each.email) for each in readers)
    assert 0 < doubles <= KILLS
    assert len({(each.to, each.id) for each in server.arrived}) == LETTERS


def let_leases_run_out(app: Flask) -> None:
    """Let the time pass that a dead worker's job is still held."""
    with app.app_context(), unit_of_work() as session:
        session.execute(update(Job).where(Job.lease_until.is_not(None)).values(lease_until=Job.made_at))


@pytest.mark.slow
@pytest.mark.server
@pytest.mark.parametrize("sign", [signal.SIGTERM, signal.SIGINT])
def test_a_worker_stops_in_order_after_the_letter_at_hand(
    app: Flask, mail: Post, process: Start, settings: Settings, sign: signal.Signals
) -> None:
    mail.letters(3)
    going: list[Started] = []

    def ask_to_end(_letter: Arrived) -> str:
        going[0].process.send_signal(sign)
        sleep(0.2)
        return TAKEN

    with mail_server(on_data=ask_to_end).open() as server:
        going.append(process("worker", **environment(settings, server)))
        said = going[0].end()
    assert (said.status, len(server.arrived), mail.still_waiting()) == (0, 1, 2)
    assert "Traceback" not in said.err


@pytest.mark.slow
@pytest.mark.server
def test_run_delivers_by_itself_and_serve_does_not(app: Flask, mail: Post, process: Start, settings: Settings) -> None:
    mail.make.course()
    mail.letters(1)
    with mail_server().open() as server:
        here = {name: value for name, value in environment(settings, server).items() if name != "LMS_BASE_URL"}
        serving = process("serve", "--port", "0", **here)
        serving.says("^Isegoria is served at")
        sleep(3)
        assert (serving.end(signal.SIGTERM).status, server.arrived) == (0, [])
        running = process("run", "--port", "0", "--no-demo", **here)
        running.says(f"^Letters go to the mail server {server.url}$")
        for _ in range(PATIENCE * 10):
            if server.arrived and not mail.still_waiting():
                break
            sleep(0.1)
        said = running.end(signal.SIGINT)
    assert (said.status, len(server.arrived), mail.still_waiting()) == (0, 1, 0)
    assert "http://127.0.0.1:" in server.arrived[0].text("plain")
    assert "Traceback" not in said.err

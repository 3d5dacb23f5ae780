"""Letters when something goes wrong: a server that is away, slow, busy or refuses, and several workers at once.

The machine's own time stands still here: what takes hours is a clock that is moved.
"""

from collections.abc import Callable, Iterator
from datetime import timedelta
from itertools import count
from time import sleep
from typing import Any

import click
import pytest
from aiosmtpd.smtp import AuthResult, LoginPassword
from flask import Flask
from sqlalchemy import select, update
from sqlalchemy.exc import OperationalError

from lms.assembly import CHORES, JOBS
from lms.domain.people.models import Person
from lms.kernel.clock import SetClock
from lms.platform import jobs, worker
from lms.platform.database import unit_of_work
from lms.platform.delivery import NO_TLS, MailServer
from lms.platform.jobs import LEASE, MOST_TRIES, Task, take
from lms.platform.mail import Sender
from lms.platform.mail_route import Route
from lms.platform.worker import Chore, Unreachable, Worker
from tests.makers import Makers
from tests.support.letters import Post, send_through
from tests.support.mail_server import TAKEN, Arrived, mail_server
from tests.support.mail_server import MailServer as Server
from tests.support.together import at_once

AWAY = "The mail server cannot be reached.\nConnection refused"


@pytest.fixture
def mail(app: Flask, make: Makers, clock: SetClock) -> Post:
    """Return the way of letters in this school."""
    return Post(app, make, clock)


@pytest.fixture
def closed(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Server:
    """Return a mail server through which the letters of this school go, and that is not there yet."""
    smtp = mail_server()
    send_through(app, monkeypatch, smtp)
    return smtp


@pytest.fixture
def smtp(closed: Server) -> Iterator[Server]:
    """Return that server, open."""
    with closed.open():
        yield closed


def test_a_server_that_is_down_for_an_hour_loses_nothing(mail: Post, closed: Server) -> None:
    working, readers, tried = mail.worker(), list[Person](), 0
    for minute in range(60):
        if minute % 5 == 0:
            readers += mail.letters(3)
        tried += working.work()
        mail.wait(minutes=1)
    assert (len(readers), mail.still_waiting()) == (36, 36)
    assert {job.error for job in mail.jobs()} == {AWAY, None}
    with closed.open():
        while mail.still_waiting():
            working.work()
            mail.wait(minutes=1)
    assert sorted(closed.readers) == sorted(str(each.email) for each in readers)
    assert len({each.id for each in closed.arrived}) == 36
    click.echo(f"36 letters waited for a server that was down for an hour; {tried} tries in vain, all 36 arrived once")


def test_while_the_server_is_away_one_letter_a_minute_asks_for_it(mail: Post, closed: Server) -> None:
    """So a long queue neither hammers it nor uses up the tries of its letters."""
    mail.letters(20)
    working = mail.worker()
    tries = []
    for _ in range(5):
        tries.append(working.work())
        mail.wait(minutes=1)
    assert tries == [1] * 5
    assert sorted(job.tries for job in mail.jobs()) == [0] * 15 + [1] * 5
    mail.wait(minutes=1)
    with closed.open():
        assert (working.work(), mail.still_waiting()) == (20, 0)


def test_the_pauses_grow_and_end_after_two_days(mail: Post, smtp: Server) -> None:
    smtp.on_rcpt = lambda _to: "451 Come back later"
    mail.letters(1)
    key, began, pauses = mail.jobs()[0].key, mail.clock.now(), list[timedelta]()
    while mail.still_waiting():
        before = mail.clock.now()
        assert mail.deliver() == 1
        if mail.still_waiting():
            pauses.append(mail.job(key)["due_at"] - before)
            mail.clock.at = mail.job(key)["due_at"]
    in_minutes = [pause.total_seconds() / 60 for pause in pauses]
    about = [1, 2, 5, 10, 20, 40, *[60] * (MOST_TRIES - 6)]
    assert [each for each, wanted in zip(in_minutes, about, strict=True) if not 0.89 * wanted <= each <= 1.11 * wanted] == []
    assert timedelta(hours=44) < mail.clock.now() - began < timedelta(hours=52)
    assert (mail.job(key)["error"], len(smtp.seen)) == ("The mail server does not take this letter now.\n451 Come back later", MOST_TRIES + 1)


FOR_NOW: dict[str, dict[str, Callable[[Any], str]]] = {
    "to the reader": {"on_rcpt": lambda _to: "450 Mailbox busy"},
    "to the text": {"on_data": lambda _letter: "452 No room"},
    "to the sender": {"on_mail": lambda _sender: "451 Greylisted"},
    "by closing the door": {"on_rcpt": lambda _to: "421 Closing"},
}


@pytest.mark.parametrize("answers", FOR_NOW.values(), ids=FOR_NOW.keys())
def test_what_is_refused_for_now_arrives_later(mail: Post, smtp: Server, answers: dict[str, Callable[[Any], str]]) -> None:
    usual = {name: getattr(smtp, name) for name in answers}
    for name, answer in answers.items():
        setattr(smtp, name, answer)
    mail.letters(1)
    assert (mail.deliver(), smtp.arrived, mail.still_waiting()) == (1, [], 1)
    for name, answer in usual.items():
        setattr(smtp, name, answer)
    assert mail.deliver() == 0
    mail.wait(minutes=2)
    assert (mail.deliver(), len(smtp.arrived), mail.still_waiting()) == (1, 1, 0)


FOR_GOOD: dict[str, tuple[dict[str, Callable[[Any], str]], str]] = {
    "the reader": ({"on_rcpt": lambda to: f"550 <{to}> unknown"}, "550 <…> unknown"),
    "the text": ({"on_data": lambda _letter: "554 Looks like junk"}, "554 Looks like junk"),
    "the sender": ({"on_mail": lambda _sender: "553 Not from you"}, "553 Not from you"),
}


@pytest.mark.parametrize(("answers", "said"), FOR_GOOD.values(), ids=FOR_GOOD.keys())
def test_what_is_refused_for_good_is_parked_at_once(mail: Post, smtp: Server, answers: dict[str, Callable[[Any], str]], said: str) -> None:
    """The reason is kept, but not the address: that is kept in the account alone."""
    for name, answer in answers.items():
        setattr(smtp, name, answer)
    mail.letters(1)
    assert (mail.deliver(), mail.still_waiting()) == (1, 0)
    job = mail.jobs()[0]
    assert (job.failed_at, job.done_at, job.tries) == (mail.clock.now(), None, 1)
    assert job.error == f"The mail server does not take this letter.\n{said}"
    mail.wait(days=3)
    assert mail.deliver() == 0


def test_one_reader_who_is_refused_keeps_nobody_else_from_their_letter(mail: Post, smtp: Server) -> None:
    first, refused, last = mail.letters(3)
    smtp.on_rcpt = lambda to: "550 No such user" if to == refused.email else "250 OK"
    assert (mail.deliver(), smtp.readers, mail.still_waiting()) == (3, [first.email, last.email], 0)
    assert [job.failed_at is None for job in mail.jobs()] == [True, False, True]


def wants(password: bytes) -> dict[str, Any]:
    """Return what makes a server take this password and no other."""

    def check(_server: Any, _session: Any, _envelope: Any, _mechanism: str, given: LoginPassword) -> AuthResult:
        return AuthResult(success=given.password == password, handled=False)

    return {"authenticator": check, "auth_require_tls": False}


@pytest.mark.parametrize("password", ["right", "wrong"])
def test_a_password_lets_in_or_the_letters_wait(app: Flask, mail: Post, monkeypatch: pytest.MonkeyPatch, password: str) -> None:
    """A wrong one is the site's mistake and no letter's, so none of them is given up."""
    with mail_server().open(**wants(b"right")) as smtp:
        send_through(app, monkeypatch, mail_url=smtp.url.replace("//", f"//ana:{password}@"))
        mail.letters(2)
        mail.deliver()
    arrived, waiting = (2, 0) if password == "right" else (0, 2)
    assert (len(smtp.arrived), mail.still_waiting()) == (arrived, waiting)
    assert (mail.jobs()[0].error or "").split("\n")[0] == ("" if arrived else "The mail server does not let us in.")


class Elsewhere(Route):
    """A way to this machine that is taken for one to another."""

    is_loopback = False  # type: ignore[assignment]


def test_a_password_does_not_travel_in_clear(app: Flask) -> None:
    with mail_server().open(**wants(b"right")) as smtp:
        office = MailServer(Elsewhere("smtp", "127.0.0.1", smtp.port, "ana", "right"), Sender("", "a@b.example", "b.example"))
        with pytest.raises(Unreachable) as refused:
            office.greet()
    assert (refused.value.reason, smtp.conversations) == (NO_TLS, 1)


def test_several_letters_are_handed_over_in_one_conversation(mail: Post, smtp: Server) -> None:
    mail.letters(5)
    assert (mail.deliver(), smtp.conversations, len(smtp.arrived)) == (5, 1, 5)


def test_a_conversation_that_the_server_has_ended_is_begun_anew(mail: Post, app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    with mail_server().open(timeout=0.2) as smtp:
        send_through(app, monkeypatch, smtp)
        smtp.on_data = lambda _letter: TAKEN
        mail.letters(2)
        working = mail.worker()
        doer = working._doers["letter"]
        for _ in range(2):
            with mail.app.app_context(), unit_of_work():
                task = take(["letter"], now=mail.clock.now())
            assert task is not None
            doer.do(task)
            sleep(0.5)
        doer.rest()
    assert (smtp.conversations, len(smtp.arrived)) == (2, 2)


def test_nothing_of_the_database_is_held_while_the_server_takes_its_time(mail: Post, smtp: Server) -> None:
    """Somebody else writes in the middle of each conversation, which would wait ten seconds for whoever holds something."""
    written = []

    def write_meanwhile(_letter: Arrived) -> str:
        with mail.app.app_context(), unit_of_work() as session:
            session.execute(update(Person).values(zone="Europe/Sofia"))
        written.append(mail.make.rows(select(Person.zone)))
        return TAKEN

    smtp.on_data = write_meanwhile
    mail.letters(3)
    assert (mail.deliver(), len(written), len(smtp.arrived)) == (3, 3, 3)


def test_two_workers_at_once_double_nothing(mail: Post, smtp: Server) -> None:
    def take_a_moment(_letter: Arrived) -> str:
        sleep(0.002)
        return TAKEN

    smtp.on_data = take_a_moment
    readers = mail.letters(40)
    shares = at_once([mail.worker().work for _ in range(4)])
    assert (sum(shares), mail.still_waiting()) == (40, 0)
    assert sorted(smtp.readers) == sorted(str(each.email) for each in readers)
    click.echo(f"four workers at once took {shares} of 40 letters; none came twice")


def test_a_letter_that_somebody_holds_is_taken_when_the_lease_is_over(mail: Post, smtp: Server) -> None:
    mail.letters(1)
    with mail.app.app_context(), unit_of_work():
        held = take(["letter"], now=mail.clock.now())
    assert held is not None
    mail.clock.move(LEASE - timedelta(seconds=1))
    assert mail.deliver() == 0
    mail.wait(seconds=1)
    assert (mail.deliver(), len(smtp.arrived)) == (1, 1)


def test_a_worker_that_comes_back_late_does_not_disturb_the_one_after_it(mail: Post, closed: Server) -> None:
    mail.letters(1)
    with mail.app.app_context(), unit_of_work():
        late = take(["letter"], now=mail.clock.now())
    mail.clock.move(LEASE)
    with mail.app.app_context(), unit_of_work():
        take(["letter"], now=mail.clock.now())
    assert late is not None
    before = mail.jobs()
    with mail.app.app_context(), unit_of_work():
        jobs.postpone(late, "late", now=mail.clock.now())
        jobs.park(late, "late", now=mail.clock.now())
    assert mail.jobs() == before


def test_a_mistake_in_one_letter_does_not_stop_the_others(mail: Post, smtp: Server, caplog: pytest.LogCaptureFixture) -> None:
    def make_a_mistake(_facts: Any) -> None:
        raise KeyError("nobody thought of that")

    patched = {**mail.app.extensions["letters"], "broken": make_a_mistake}
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(mail.app.extensions, "letters", patched)
        with mail.app.app_context(), unit_of_work():
            for number, kind in enumerate(("broken", "unheard-of")):
                jobs.add_job("letter", f"{kind}:{number}", {"kind": kind}, now=mail.clock.now())
        mail.letters(1)
        assert (mail.deliver(), len(smtp.arrived), mail.still_waiting()) == (3, 1, 2)
    assert [job.error for job in mail.jobs()][:2] == [worker.MISTAKE, "This version of the program knows no letters of this kind."]
    assert "nobody thought of that" in caplog.text


def test_jobs_of_a_kind_that_this_program_does_not_know_are_left_to_another(mail: Post, smtp: Server) -> None:
    with mail.app.app_context(), unit_of_work():
        jobs.add_job("fax", "fax:1", {}, now=mail.clock.now())
    assert (mail.deliver(), mail.jobs()[0].tries) == (0, 0)


def test_the_mark_is_made_when_the_database_is_back(mail: Post, smtp: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without it the letter would be sent a second time."""
    finish, refusals = jobs.finish, count(1)

    def fail_twice(task: Task, **named: Any) -> None:
        if next(refusals) < 3:
            raise OperationalError("UPDATE job", None, Exception("database is locked"))
        finish(task, **named)

    monkeypatch.setattr(worker, "finish", fail_twice)
    monkeypatch.setattr(worker, "POLL_SECONDS", 0.01)
    mail.letters(1)
    assert (mail.deliver(), mail.still_waiting()) == (1, 0)
    mail.wait(hours=1)
    assert (mail.deliver(), len(smtp.arrived)) == (0, 1)


def test_the_loop_goes_on_until_it_is_stopped(mail: Post, smtp: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(worker, "POLL_SECONDS", 0.01)
    broken = Chore("broken", timedelta(hours=1), lambda now: 1 / 0)
    working = Worker(mail.app, JOBS, [broken])
    readers = mail.letters(2)

    def stop_when_both_have_arrived() -> None:
        for _ in range(500):
            if len(smtp.arrived) == 2:
                break
            sleep(0.01)
        working.stop()

    at_once([working.run, stop_when_both_have_arrived])
    assert sorted(smtp.readers) == sorted(str(each.email) for each in readers)
    assert mail.still_waiting() == 0


@pytest.mark.parametrize(
    ("days", "measured_days", "left"),
    [
        pytest.param(29, 29, 4, id="younger than a month"),
        pytest.param(31, 31, 1, id="older than a month"),
        pytest.param(90, 0, 4, id="a clock that has jumped ahead"),
    ],
)
def test_old_jobs_are_removed_by_a_clock_that_has_not_jumped(
    mail: Post, smtp: Server, days: int, measured_days: int, left: int
) -> None:
    """One is done, one has failed, one was put aside; one waits, and is never removed."""
    smtp.on_rcpt = lambda to: "550 No such user" if to == refused.email else "250 OK"
    _done, refused, aside = mail.letters(3)
    measured = [0.0]
    working = Worker(mail.app, {}, CHORES, measured=lambda: measured[0])
    with mail.app.app_context(), unit_of_work():
        jobs.give_up(mail.jobs()[2].key, now=mail.clock.now())
    mail.deliver()
    mail.letters(1)
    mail.wait(days=days)
    measured[0] += timedelta(days=measured_days).total_seconds()
    working.do_chores()
    assert (len(mail.jobs()), aside.email in smtp.readers) == (left, False)
    assert mail.jobs()[-1].done_at is None

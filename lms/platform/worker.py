"""The loop that does jobs and chores: beside the pages of a small site, or as a process of its own.

A job is taken in a transaction, done outside of any, and marked in another one. So whatever dies in between, nothing is
lost; what was done and not marked yet is done once more.
"""

import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import Protocol

from flask import Flask
from sqlalchemy.exc import InterfaceError, OperationalError

from lms.kernel.words import N_
from lms.platform.database import unit_of_work
from lms.platform.jobs import Task, finish, is_any_due, park, postpone, take

POLL_SECONDS = 2.0
REST = timedelta(minutes=1)  # of a whole kind, when whoever it needs cannot be reached
CLOCK_MAY_JUMP = timedelta(seconds=60)
MISTAKE = N_("The program made a mistake; its log says more.")


class Doer(Protocol):
    """Does the jobs of one kind for one worker."""

    def do(self, task: Task) -> None:
        """Do a job, outside of any transaction; raises Later, Unreachable or Never, all else is a mistake of the program."""
        ...

    def rest(self) -> None:
        """Let go of what is kept from one job to the next: there is none for the moment."""
        ...


class Later(Exception):
    """A job could not be done now and may be done later: ``reason`` is a sentence, ``said`` what somebody else said."""

    def __init__(self, reason: str, said: str = "") -> None:
        super().__init__(reason)
        self.reason, self.said = reason, said

    @property
    def words(self) -> str:
        """Both, as the job keeps them: the sentence on the first line."""
        return f"{self.reason}\n{self.said}".strip()


class Unreachable(Later):
    """Nobody was there to do any job of this kind, so the others of it need not be tried for a while."""


class Never(Later):
    """A job cannot be done, however often it is tried."""


@dataclass(frozen=True)
class Chore:
    """Something to be done every so often: ``do(now=…)`` in a unit of work of its own.

    One that removes things by their age waits for a clock that has not jumped.
    """

    name: str
    every: timedelta
    do: Callable[..., object]
    removes: bool = True


class Steady:
    """Tells whether the site's clock has gone as long as the machine's own measure of time since the start.

    After a jump nothing is removed by age until the clock is back, or the program has been started anew.
    """

    def __init__(self, now: datetime, measured: Callable[[], float] = time.monotonic) -> None:
        self._began, self._measured = now, measured
        self._mark = measured()

    def has_jumped(self, now: datetime) -> bool:
        """Tell whether more or less time has passed by the clock than has been measured."""
        passed = timedelta(seconds=self._measured() - self._mark)
        return abs((now - self._began) - passed) > CLOCK_MAY_JUMP


class Worker:
    """Does what is due, until it is stopped; several may work at once, here and elsewhere."""

    def __init__(
        self,
        app: Flask,
        jobs: Mapping[str, Callable[[Flask], Doer]],
        chores: Sequence[Chore] = (),
        *,
        measured: Callable[[], float] = time.monotonic,
    ) -> None:
        self._app, self._chores, self._measured = app, chores, measured
        self._doers = {kind: make(app) for kind, make in jobs.items()}
        self._steady = Steady(self._now(), measured)
        self._chore_due = {chore.name: measured() for chore in chores}
        self._resting: dict[str, datetime] = {}
        self._stopped = threading.Event()

    def run(self) -> None:
        """Work until ``stop()`` is called; whatever goes wrong is logged, and tried again after a while."""
        while not self._stopped.is_set():
            calm = self._survive("work", self.work) and self._survive("chores", self.do_chores)
            self._stopped.wait(POLL_SECONDS if calm else 5 * POLL_SECONDS)

    def stop(self) -> None:
        """Let the loop end after the job at hand."""
        self._stopped.set()

    def work(self) -> int:
        """Do every job that is due now, one after the other, and return how many were taken."""
        taken = 0
        if not self._is_any_due():
            return taken
        while not self._stopped.is_set() and (task := self._take()):
            self._do(task)
            taken += 1
        for doer in self._doers.values():
            doer.rest()
        return taken

    def do_chores(self) -> None:
        """Do the chores whose time has come; one that fails is logged and does not keep the others from being done."""
        for chore in self._chores:
            if self._measured() < self._chore_due[chore.name]:
                continue
            self._chore_due[chore.name] = self._measured() + chore.every.total_seconds()
            if chore.removes and self._steady.has_jumped(self._now()):
                self._app.logger.error("The clock has jumped, so nothing is removed by age: %s. Set it right, then start the program anew.", chore.name)
                continue
            self._survive(chore.name, partial(self._do_chore, chore))

    def _do_chore(self, chore: Chore) -> None:
        with self._app.app_context(), unit_of_work():
            chore.do(now=self._now())

    def _now(self) -> datetime:
        moment: datetime = self._app.extensions["clock"].now()
        return moment

    def _is_any_due(self) -> bool:
        """Ask what is asked every few seconds: whether there is anything to do."""
        with self._app.app_context():
            return is_any_due(self._willing(), now=self._now())

    def _take(self) -> Task | None:
        with self._app.app_context(), unit_of_work():
            return take(self._willing(), now=self._now())

    def _willing(self) -> list[str]:
        """The kinds of jobs for which there is somebody, and which do not rest."""
        now = self._now()
        return [kind for kind in self._doers if not self._rests(kind, now)]

    def _rests(self, kind: str, now: datetime) -> bool:
        until = self._resting.get(kind, now)
        return now < until <= now + REST  # one that lies further away was made before the clock was set back

    def _do(self, task: Task) -> None:
        """Do a job and mark what came of it; a mistake of the program is logged and never stands in the way of others."""
        try:
            self._doers[task.kind].do(task)
        except Later as error:
            if isinstance(error, Unreachable):
                self._resting[task.kind] = self._now() + REST
            self._app.logger.warning("%s could not be done (try %d): %s", task.kind, task.tries, error.words.replace("\n", " "))
            self._insist(partial(self._put_off, task, error.words, for_good=isinstance(error, Never)))
        except Exception:
            self._app.logger.exception("A mistake in a job of the kind %s", task.kind)
            self._insist(partial(self._put_off, task, MISTAKE, for_good=False))
        else:
            self._insist(lambda: finish(task, now=self._now()))

    def _put_off(self, task: Task, error: str, *, for_good: bool) -> None:
        (park if for_good else postpone)(task, error, now=self._now())

    def _insist(self, mark: Callable[[], None]) -> None:
        """Mark a job, however long the database is away: without the mark it would be done a second time."""
        while True:
            try:
                with self._app.app_context(), unit_of_work():
                    mark()
            except (OperationalError, InterfaceError):
                self._app.logger.warning("The database is away; a job waits to be marked.")
                if self._stopped.wait(POLL_SECONDS):
                    return
            else:
                return

    def _survive(self, what: str, do: Callable[[], object]) -> bool:
        """Do something and tell whether it went well; if not, it is in the log."""
        try:
            do()
        except (OperationalError, InterfaceError) as error:
            self._app.logger.warning("The database is away (%s): %s", what, str(error.orig).strip())
            return False
        except Exception:
            self._app.logger.exception("A mistake in the worker: %s", what)
            return False
        return True

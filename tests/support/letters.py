"""The letters of the school under test: asked for as the program does, and delivered by its own worker."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from lms.assembly import CHORES, JOBS
from lms.domain.people.models import Person
from lms.kernel.clock import SetClock
from lms.platform.jobs import Job
from lms.platform.worker import Worker
from tests.makers import Makers
from tests.support.mail_server import MailServer

SITE = "https://learn.example.org"


@dataclass(frozen=True)
class Post:
    """The way of letters in the school under test."""

    app: Flask
    make: Makers
    clock: SetClock

    def worker(self) -> Worker:
        """Return a new worker of this school."""
        return Worker(self.app, JOBS, CHORES)

    def deliver(self) -> int:
        """Let a new worker do what is due, and return how many jobs it took."""
        return self.worker().work()

    def letters(self, how_many: int, **traits: Any) -> list[Person]:
        """Have a test letter sent to so many new people, and return them."""
        people = [self.make.person(role="admin", **traits) for _ in range(how_many)]
        for person in people:
            self.make.letter(person)
        return people

    def wait(self, **step: float) -> None:
        """Let time pass in the school."""
        self.clock.move(timedelta(**step))

    def job(self, key: str) -> Mapping[str, Any]:
        """Return how a job stands."""
        return next(row._mapping for row in self.jobs() if row.key == key)

    def jobs(self) -> list[Any]:
        """Return how all jobs stand, the oldest first."""
        columns = (Job.key, Job.kind, Job.body, Job.due_at, Job.lease_until, Job.tries, Job.done_at, Job.failed_at, Job.error)
        return self.make.rows(select(*columns).order_by(Job.id))

    def still_waiting(self) -> int:
        """Return how many letters are neither done nor given up."""
        return sum(job.done_at is None and job.failed_at is None for job in self.jobs())


def send_through(app: Flask, patch: pytest.MonkeyPatch, server: MailServer | None = None, **settings: Any) -> None:
    """Let letters of this school go through a mail server, under the name by which people know the site."""
    given = {"base_url": SITE, "mail_url": server.url if server else "file:"} | settings
    patch.setitem(app.extensions, "settings", replace(app.extensions["settings"], **given))

"""Sends in the attempts whose time is over, also when nobody has the page open: what has been saved by then counts."""

from flask import Flask

from lms.domain.quizzes.queries import find_try
from lms.domain.quizzes.service import submit_as_it_stands
from lms.platform.database import unit_of_work
from lms.platform.jobs import Task


class Closer:
    """Does for one worker the jobs that end attempts, each in a unit of work of its own."""

    def __init__(self, app: Flask) -> None:
        self._app = app

    def do(self, task: Task) -> None:
        """Send in the attempt of a job, unless it was sent in or is gone."""
        with self._app.app_context():
            attempt = find_try(task.body["attempt"])
            if attempt is not None and attempt.submitted_at is None:
                with unit_of_work():
                    submit_as_it_stands(attempt.uid, now=self._app.extensions["clock"].now())

    def rest(self) -> None:
        """Nothing is kept from one attempt to the next."""

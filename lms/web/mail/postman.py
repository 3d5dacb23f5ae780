"""Does the jobs that are letters: lets the writer of its kind say what is to be said, and hands it to the office."""

from collections.abc import Mapping

from flask import Flask, current_app

from lms.kernel.words import N_
from lms.platform.delivery import MailServer, Office, Outbox
from lms.platform.jobs import Task
from lms.platform.mail import Message, Sender
from lms.platform.worker import Later
from lms.settings import Settings
from lms.web.mail.composing import compose
from lms.web.mail.letters import Writer
from lms.web.shell.site import site

UNKNOWN = N_("This version of the program knows no letters of this kind.")


def office_of(settings: Settings, name: str = "") -> Office:
    """Return where the letters of a site leave it; ``name`` is how the site calls itself now."""
    sender = Sender(name or settings.site_name, settings.sender, settings.host)
    route = settings.mail_route
    return Outbox(settings.outbox, sender) if route.is_file else MailServer(route, sender)


class Postman:
    """Writes and sends letters for one worker."""

    def __init__(self, app: Flask) -> None:
        self._app = app
        self._name = ""
        self._office = office_of(app.extensions["settings"])

    def do(self, task: Task) -> None:
        """Send the letter of a job; nothing is sent where its writer finds nobody to write to."""
        message = write(self._app, task)
        if message is not None:
            self._sign()
            self._office.send(message, posted_at=task.made_at, now=self._app.extensions["clock"].now())

    def _sign(self) -> None:
        """Let letters come from the site by the name that it has now: administrators change it in the browser."""
        with self._app.app_context():
            name = site().site_name
        if name != self._name:
            self._office.close()
            self._name, self._office = name, office_of(self._app.extensions["settings"], name)

    def rest(self) -> None:
        """End the conversation with the mail server."""
        self._office.close()


def write(app: Flask, task: Task) -> Message | None:
    """Return the letter of a job, or None where there is nobody to write to any more.

    Each letter has a context of its own, as a request has: its language, and whatever else it finds out, is gone with it,
    and so is its connection to the database before anybody talks to a mail server.
    """
    with app.app_context(), app.test_request_context("/"):
        writers: Mapping[str, Writer] = current_app.extensions["letters"]
        facts = dict(task.body)
        writer = writers.get(facts.pop("kind", ""))
        if writer is None:
            raise Later(UNKNOWN)
        letter = writer(facts)
        return None if letter is None else compose(letter, task.key)

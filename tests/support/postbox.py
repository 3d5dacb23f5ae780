"""The letters that wait to be sent: written as the worker would write them, and read as people read them."""

from urllib.parse import urlsplit

from flask import Flask
from sqlalchemy import select

from lms.assembly import LETTERS
from lms.platform.database import db
from lms.platform.jobs import Job
from lms.web.mail.letters import Letter


def letters(app: Flask, *, to: str = "") -> list[Letter]:
    """Return the letters that were posted and have a reader, the oldest first; those to one address where it is given."""
    written = [letter for letter in attempted(app) if letter is not None]
    return [letter for letter in written if not to or letter.to == to]


def attempted(app: Flask) -> list[Letter | None]:
    """Return what the writer of each posted letter gives, None where there is nobody to write to."""
    with app.app_context():
        bodies = [row.body for row in db.session.execute(select(Job.body).where(Job.kind == "letter").order_by(Job.id))]
    found = []
    for body in bodies:
        with app.app_context(), app.test_request_context("/"):  # as the postman does
            found.append(LETTERS[body["kind"]](body))
    return found


def newest(app: Flask, to: str) -> Letter:
    """Return the newest letter to an address."""
    return letters(app, to=to)[-1]


def path_of(letter: Letter) -> str:
    """Return the path of the page behind a letter's button."""
    return urlsplit(letter.link).path

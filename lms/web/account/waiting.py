"""What people are told who wait for a letter."""

from pathlib import Path

from flask import current_app

from lms.domain.people.queries import count_demo_people
from lms.settings import Settings


def outbox() -> Path | None:
    """Return the folder in which the letters of a demonstration lie, for whoever tries it on their own machine."""
    settings: Settings = current_app.extensions["settings"]
    return settings.outbox if settings.mail_route.is_file and settings.is_loopback and count_demo_people() else None

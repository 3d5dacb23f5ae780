"""Delivers letters and does what else is done afterwards: as a process of its own, or beside the pages in ``run``."""

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from types import FrameType

import click
from flask import Flask

from lms.assembly import CHORES, JOBS, create_app
from lms.commands import edge
from lms.commands.edge import LOCAL_ADDRESS, tell
from lms.commands.presence import together
from lms.platform.worker import Worker
from lms.settings import Settings, read_settings

PARTING_SECONDS = 5.0  # for the letter at hand; one that takes longer is sent again later
NO_ADDRESS = f"LMS_BASE_URL is not set, so links in letters lead to {LOCAL_ADDRESS}, on this machine only."


@click.command()
def worker() -> None:
    """Deliver letters, and do what else is done afterwards, until it is stopped.

    A site that is served with "lms serve" needs one; "lms run" does the same by itself. Several do no harm.
    """
    with together(settings_with_address(read_settings())) as settings:
        with edge.site(settings, make=create_app) as app:
            words = f"{way_of_letters()}\nStop it with Ctrl+C."
        working = Worker(app, JOBS, CHORES)
        with stopped_in_order(working):
            click.echo(words)
            working.run()


def settings_with_address(settings: Settings) -> Settings:
    """Return the settings with an address for the links in letters, where none is set."""
    if settings.base_url:
        return settings
    tell(NO_ADDRESS)
    return replace(settings, base_url=LOCAL_ADDRESS)


def way_of_letters() -> str:
    """Return a sentence that says how letters leave the open site."""
    settings = edge.site_settings()
    route = settings.mail_route
    if route.is_file:
        return f"Letters are only written into the folder {settings.outbox}"
    return f"Letters go to the mail server {route.shown}"


@contextmanager
def in_the_background(app: Flask) -> Iterator[None]:
    """Let a worker go on in a thread of this process for the length of the block."""
    working = Worker(app, JOBS, CHORES)
    thread = threading.Thread(target=working.run, name="worker", daemon=True)
    thread.start()
    try:
        yield
    finally:
        working.stop()
        thread.join(PARTING_SECONDS)


@contextmanager
def stopped_in_order(working: Worker) -> Iterator[None]:
    """Let the first Ctrl+C, or a request to end, stop the worker after the letter at hand; a second one ends it at once."""

    def stop(number: int, _frame: FrameType | None) -> None:
        working.stop()
        signal.signal(number, before[signal.Signals(number)])

    before = {number: signal.signal(number, stop) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)

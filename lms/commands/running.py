"""Sets up what is missing on this machine, then serves: the one command for a first look."""

import signal
from collections.abc import Iterator
from contextlib import closing, contextmanager
from functools import partial
from types import FrameType

import click

from lms.assembly import create_app
from lms.commands import edge
from lms.commands.database import upgrade_database
from lms.commands.demo import COURSE, how_to_sign_in, make_demo_people, why_not_demo
from lms.commands.demo_people import PEOPLE
from lms.commands.edge import Unable, tell
from lms.commands.presence import together
from lms.commands.publishing import explain, publish_library, render_what_is_missing
from lms.commands.server import open_door
from lms.commands.serving import (
    THREADS,
    WORKERS,
    check_may_be_served,
    serve_at,
    served_at,
    settings_at,
    where,
)
from lms.commands.working import in_the_background, way_of_letters
from lms.domain.courses.queries import find_published
from lms.domain.people.queries import count_demo_people, has_people
from lms.kernel.refusals import Refused
from lms.platform.database import db
from lms.platform.schema import newest_version, version_of
from lms.settings import read_settings

NOBODY = "Nobody has an account yet. Make one for yourself: python3 manage.py people add EMAIL --name NAME --role admin"


@click.command()
@where
@click.option("--no-demo", is_flag=True, help="Make no demo people.")
def run(host: str, port: int, no_demo: bool) -> None:
    """Set up what is missing, then serve until stopped.

    Makes or upgrades the database, publishes the course library and, where nobody real has an account, makes thirty
    demo people. Letters are delivered too.
    """
    door = open_door(host, port)
    with closing(door.socket), together(settings_at(door, read_settings())) as settings:
        with stoppable(), edge.site(settings, any_schema=True, make=create_app) as app:
            set_up(with_demo=not no_demo and door.is_loopback)
            if no_demo and count_demo_people():
                tell("This site has demo people already. For one without them set LMS_INSTANCE to another folder.")
            check_may_be_served(door)
            words = "\n".join([served_at(door), "Stop it with Ctrl+C.", *_who_can_sign_in(), way_of_letters()])
        serve_at(app, door, words, workers=WORKERS, threads=THREADS, beside=partial(in_the_background, app))


@contextmanager
def stoppable() -> Iterator[None]:
    """Let Ctrl+C end the block for sure: where Python loses the interruption, as in a finaliser, at the block's end."""
    stopped = False

    def stop(_number: int, _frame: FrameType | None) -> None:
        nonlocal stopped
        stopped = True
        raise KeyboardInterrupt

    before = signal.signal(signal.SIGINT, stop)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
    if stopped:
        raise KeyboardInterrupt


def set_up(*, with_demo: bool) -> None:
    """Bring the open site to where it can be served, and say each step that takes time."""
    if version_of(db.engine) != newest_version():
        tell("Setting up the database …")
        upgrade_database()
    render_what_is_missing()
    tell("Looking at the course library …")
    _publish()
    missing = count_demo_people() < len(PEOPLE)
    if with_demo and missing and why_not_demo() is None and find_published(COURSE):
        tell(f"Making {len(PEOPLE)} demo people …")
        make_demo_people(edge.now())


def _publish() -> None:
    """Publish what has changed in the library; one that cannot be published leaves the courses as they are."""
    library = edge.site_settings().library
    if not library.is_dir():
        raise Unable(f"LMS_LIBRARY names a folder that is not there: {library}.")
    try:
        outcomes = publish_library(library)
    except (Refused, Unable) as error:
        tell(edge.sentence(error) if isinstance(error, Refused) else error.message)
        tell("The courses stay as they are.")
        return
    for outcome in outcomes:
        if outcome.what != "unchanged":
            tell(f"Published {outcome.key} {outcome.edition} ({outcome.what}).")
            explain(outcome)


def _who_can_sign_in() -> list[str]:
    if count_demo_people():
        return [how_to_sign_in()]
    return [] if has_people() else [NOBODY]

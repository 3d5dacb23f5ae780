"""Serves the site: ``run`` sets up what is missing first, ``serve`` serves what is there."""

from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from typing import Any

import click
from flask import Flask

from lms.commands import edge
from lms.commands.database import upgrade_database
from lms.commands.demo import COURSE, how_to_sign_in, make_demo_people, why_not_demo
from lms.commands.demo_people import PEOPLE
from lms.commands.edge import Unable, tell
from lms.commands.publishing import publish_library, render_editions
from lms.commands.server import Door, Server, open_door
from lms.domain.courses.queries import find_published, list_unrendered
from lms.domain.people.queries import count_demo_people, has_people
from lms.kernel.refusals import Refused
from lms.platform.database import db
from lms.platform.migrations import newest_version, version_of
from lms.settings import Settings, read_settings

HOST, PORT = "127.0.0.1", 8000
WORKERS, THREADS = 1, 8
NOBODY = "Nobody has an account yet. Make one for yourself: python3 manage.py people add EMAIL --name NAME --role admin"
FOR_DEMO_ONLY = (
    "There are demo people here, whose password everybody knows, so this site is served on this machine's own address"
    " only: with --host 127.0.0.1 and without LMS_BASE_URL. For a real site use another instance folder: LMS_INSTANCE."
)


def _where(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command the options that say where to listen."""
    command = click.option(
        "--port", type=click.IntRange(0, 65535), default=PORT, show_default=True, help="0 is any free one."
    )(command)
    return click.option(
        "--host", default=HOST, show_default=True, help="Address of this machine to listen at."
    )(command)


@click.command()
@_where
@click.option("--workers", type=click.IntRange(1, 256), default=WORKERS, show_default=True, help="Processes.")
@click.option(
    "--threads",
    type=click.IntRange(1, 256),
    default=THREADS,
    show_default=True,
    help="Threads of each process.",
)
def serve(host: str, port: int, workers: int, threads: int) -> None:
    """Serve the site until it is stopped."""
    door = open_door(host, port)
    with closing(door.socket):
        with edge.site(settings_at(door, read_settings())) as app:
            check_may_be_served(door)
            words = served_at(door)
        _serve(app, door, words, workers=workers, threads=threads)


@click.command()
@_where
@click.option("--no-demo", is_flag=True, help="Make no demo people.")
def run(host: str, port: int, no_demo: bool) -> None:
    """Set up what is missing, then serve until stopped.

    Makes or upgrades the database, publishes the course library and, where nobody real has an account, makes thirty
    demo people.
    """
    door = open_door(host, port)
    with closing(door.socket):
        with edge.site(settings_at(door, read_settings()), any_schema=True) as app:
            set_up(with_demo=not no_demo and door.is_loopback)
            check_may_be_served(door)
            words = "\n".join([served_at(door), "Stop it with Ctrl+C.", *_who_can_sign_in()])
        _serve(app, door, words, workers=WORKERS, threads=THREADS)


def settings_at(door: Door, settings: Settings) -> Settings:
    """Return the settings with the address really served, where none is set; refuse an open door without an address."""
    if settings.base_url:
        return settings
    if not door.is_loopback:
        raise Unable(
            f"Other machines can reach {door.host}, so this site must know the address that people use:"
            " set LMS_BASE_URL, as in LMS_BASE_URL=https://learn.example.eu, or leave --host away."
        )
    return replace(settings, base_url=door.address)


def check_may_be_served(door: Door) -> None:
    """Refuse to serve demo people to other machines."""
    if count_demo_people() and not (door.is_loopback and edge.site_settings().is_loopback):
        raise Unable(FOR_DEMO_ONLY)


def served_at(door: Door) -> str:
    """Return the sentence with the address, once it is served; with that of the people too where it is another."""
    base_url = edge.site_settings().base_url
    also = "" if base_url == door.address else f", for people at {base_url}"
    return f"Isegoria is served at {door.address}{also}"


def set_up(*, with_demo: bool) -> None:
    """Bring the open site to where it can be served, and say each step that takes time."""
    if version_of(db.engine) != newest_version():
        tell("Setting up the database …")
        upgrade_database()
    if list_unrendered():
        tell("Rendering the published courses anew …")
        render_editions()
    tell("Looking at the course library …")
    _publish()
    missing = count_demo_people() < len(PEOPLE)
    if with_demo and missing and why_not_demo() is None and find_published(COURSE):
        tell(f"Making {len(PEOPLE)} demo people …")
        make_demo_people(edge.now())


def _publish() -> None:
    """Publish what has changed in the library; one that cannot be published leaves the courses as they are."""
    try:
        outcomes = publish_library(edge.site_settings().library)
    except (Refused, Unable) as error:
        tell(edge.sentence(error) if isinstance(error, Refused) else error.message)
        tell("The courses stay as they are.")
        return
    for outcome in outcomes:
        if outcome.what != "unchanged":
            tell(f"Published {outcome.key} {outcome.edition} ({outcome.what}).")


def _who_can_sign_in() -> list[str]:
    if count_demo_people():
        return [how_to_sign_in()]
    return [] if has_people() else [NOBODY]


def _serve(app: Flask, door: Door, words: str, *, workers: int, threads: int) -> None:
    """Serve until stopped; the words are said when people can come in."""
    Server(app, door, workers=workers, threads=threads, when_ready=lambda: click.echo(words)).run()

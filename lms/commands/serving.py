"""Serves the site as it stands; what only setting up needs is not even loaded, so that a start is quick."""

from collections.abc import Callable
from contextlib import AbstractContextManager, closing, nullcontext
from dataclasses import replace
from typing import Any

import click
from flask import Flask

from lms.assembly import create_app
from lms.commands import edge
from lms.commands.edge import Unable
from lms.commands.presence import together
from lms.commands.publishing import render_what_is_missing
from lms.commands.server import Door, Server, open_door
from lms.domain.people.passwords import places
from lms.domain.people.queries import count_demo_people
from lms.settings import Settings, read_settings

HOST, PORT = "127.0.0.1", 8000
WORKERS, THREADS = 1, 8
FOR_DEMO_ONLY = (
    "There are demo people here, whose password everybody knows, so this site is served on this machine's own address"
    " only: with --host 127.0.0.1 and without LMS_BASE_URL. For a real site use another instance folder: LMS_INSTANCE."
)


def where(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command the options that say where to listen."""
    command = click.option(
        "--port", type=click.IntRange(0, 65535), default=PORT, show_default=True, help="0 is any free one."
    )(command)
    return click.option(
        "--host", default=HOST, show_default=True, help="Address of this machine to listen at."
    )(command)


@click.command()
@where
@click.option("--workers", type=click.IntRange(1, 256), default=WORKERS, show_default=True, help="Processes.")
@click.option(
    "--threads",
    type=click.IntRange(1, 256),
    default=THREADS,
    show_default=True,
    help="Threads of each process.",
)
def serve(host: str, port: int, workers: int, threads: int) -> None:
    """Serve the site until it is stopped. Letters are delivered by: lms worker."""
    door = open_door(host, port)
    with closing(door.socket), together(settings_at(door, read_settings())) as settings:
        with edge.site(settings, make=create_app) as app:
            check_may_be_served(door)
            render_what_is_missing()
            words = served_at(door)
        serve_at(app, door, words, workers=workers, threads=threads)


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


def serve_at(
    app: Flask,
    door: Door,
    words: str,
    *,
    workers: int,
    threads: int,
    beside: Callable[[], AbstractContextManager[object]] = nullcontext,
) -> None:
    """Serve until stopped; the words are said when people can come in, and ``beside`` goes on in each process."""
    places.make_room(threads)
    app.extensions["limits"].share_among(workers)
    Server(app, door, workers=workers, threads=threads, when_ready=lambda: click.echo(words), beside=beside).run()

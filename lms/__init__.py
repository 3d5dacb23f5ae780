"""Isegoria: a learning platform for public administrations. ``create_app`` is all that is exported, ever."""

from importlib import import_module

from flask import Flask

from lms.kernel.clock import Clock
from lms.kernel.loading import loading
from lms.settings import Settings

__all__ = ["create_app"]


def create_app(settings: Settings | None = None, clock: Clock | None = None) -> Flask:
    """Return the whole application, ready to serve. Its pages are loaded here, because most commands do without.

    Raises SettingsError or DatabaseError with one clear sentence when it must not start.
    """
    with loading():
        assembly = import_module("lms.assembly")
    app: Flask = assembly.create_app(settings, clock)
    return app

"""What the site says of itself, as pages ask for it: read at most once in five seconds in each process."""

from datetime import datetime, timedelta
from typing import Any

from flask import Flask, current_app
from sqlalchemy.exc import InterfaceError, OperationalError

from lms.domain.site.keeping import find_site
from lms.domain.site.settings import SETTINGS, Site, put_together
from lms.settings import Settings
from lms.web.shell.visitors import now

KEPT_FOR = timedelta(seconds=5)
KEY = "site"


class Kept:
    """What was read last, and when."""

    def __init__(self) -> None:
        self.site: Site | None = None
        self.read_at: datetime | None = None


def keep_site(app: Flask) -> None:
    """Give the application a place for what it read."""
    app.extensions[KEY] = Kept()


def site() -> Site:
    """Return the site as it is; where the database cannot say, as it was or as the operator has set it up."""
    kept: Kept = current_app.extensions[KEY]
    moment = now()
    if kept.site is None or kept.read_at is None or not timedelta() <= moment - kept.read_at < KEPT_FOR:
        kept.read_at = moment
        try:
            kept.site = find_site(said(), fixed())
        except (OperationalError, InterfaceError):  # a page is being made that says so
            kept.site = kept.site or put_together(said(), {}, fixed())
    return kept.site


def forget_site() -> None:
    """Read it anew for the next page, because it was changed here."""
    current_app.extensions[KEY].read_at = None


def trust_what_is_known() -> None:
    """Ask the database nothing for a while: it has just failed."""
    kept: Kept = current_app.extensions[KEY]
    kept.site, kept.read_at = kept.site or put_together(said(), {}, fixed()), now()


def said() -> dict[str, Any]:
    """Return the settings of the operator that could be set in the browser too."""
    settings: Settings = current_app.extensions["settings"]
    return {name: getattr(settings, name) for name in SETTINGS if hasattr(settings, name)}


def fixed() -> frozenset[str]:
    """Return the names of those that the operator really gave, so that the browser cannot change them."""
    settings: Settings = current_app.extensions["settings"]
    return settings.given

"""What people typed and the site does not have yet waits in their browser (static/unsent.js): sealed, under a name that says nothing.

Name and key of each person are made from the site's secret and kept nowhere. They stand in pages that are made for that
person alone and that no browser keeps, so on a shared computer nobody else can tell whose texts wait there, or read them.
"""

from typing import NamedTuple

from flask import Flask, current_app

from lms.platform.cache import Shelf
from lms.platform.seals import Seals
from lms.settings import Settings
from lms.web.shell.visitors import somebody

PLACES_KEPT = 1024
PLACES = "unsent_places"


class Place(NamedTuple):
    """Where somebody's unsent texts are in a browser, and what they are sealed with."""

    name: str
    key: str


def keep_unsent(app: Flask) -> None:
    """Make ``unsent_place()`` known to templates, for pages on which something is kept."""
    app.extensions[PLACES] = Shelf[Place](PLACES_KEPT)
    app.jinja_env.globals["unsent_place"] = unsent_place


def unsent_place() -> Place | None:
    """Return where the browser of whoever is here keeps what was not sent; None for a stranger, or somebody who is looked at."""
    found = somebody()
    if found is None or found.is_looked_at:
        return None
    places: Shelf[Place] = current_app.extensions[PLACES]
    return places.get(found.uid, lambda: _place_of(found.uid))


def _place_of(uid: str) -> Place:
    settings: Settings = current_app.extensions["settings"]
    seals = Seals(settings.secret_key)
    return Place(seals.seal("unsent", uid), seals.key("unsent", uid))

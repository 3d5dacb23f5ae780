"""Pages that every stranger gets alike: rendered once, and given out with the token of each browser's own form."""

from collections.abc import Callable

from flask import Flask, current_app, g, request, session

from lms.kernel.digest import digest_of
from lms.platform.cache import Shelf
from lms.web.shell.kept_forms import accepted_form
from lms.web.shell.languages import ui_language
from lms.web.shell.site import site
from lms.web.shell.tokens import TOKEN_HERE, FormTokens
from lms.web.shell.visitors import somebody

PLACES = 64  # each a page in one language, with one query
KEPT = "kept_pages"


def keep_pages(app: Flask) -> None:
    """Give the application its place for pages."""
    app.extensions[KEPT] = Shelf[tuple[str, ...]](PLACES)


def page_for_strangers(make: Callable[[], str], *depends_on: str) -> str:
    """Return a page that its address, its language, the settings of the site and ``depends_on`` determine, but for the token of its form.

    Whoever is known to us, or is to be told something, gets a page made for them alone.
    """
    if somebody() or "_flashes" in session or accepted_form():
        return make()
    name = digest_of(request.full_path, ui_language(), repr(site()), *depends_on)
    pages: Shelf[tuple[str, ...]] = current_app.extensions[KEPT]
    parts = pages.get(name, lambda: tuple(_without_token(make).split(TOKEN_HERE)))
    tokens: FormTokens = current_app.extensions["form_tokens"]
    return str(tokens.field()).join(parts)


def _without_token(make: Callable[[], str]) -> str:
    g.csrf_field = TOKEN_HERE
    try:
        return make()
    finally:
        g.pop("csrf_field")

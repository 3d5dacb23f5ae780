"""Browsers in words: what a browser says of itself is for programs; people know "Firefox on Windows"."""

from typing import NamedTuple

# The first that is found counts: every browser says that it is also some older one.
BROWSERS = (
    (("Edg/", "EdgA/", "EdgiOS/"), "Edge"),
    (("OPR/", "Opera", "OPT/"), "Opera"),
    (("SamsungBrowser/",), "Samsung Internet"),
    (("Vivaldi/",), "Vivaldi"),
    (("YaBrowser/",), "Yandex Browser"),
    (("DuckDuckGo/", "Ddg/"), "DuckDuckGo"),
    (("Firefox/", "FxiOS/"), "Firefox"),
    (("Chrome/", "CriOS/", "Chromium/"), "Chrome"),
    (("Safari/",), "Safari"),
)
SYSTEMS = (
    (("iPhone",), "iPhone"),
    (("iPad",), "iPad"),
    (("Android",), "Android"),
    (("Windows",), "Windows"),
    (("CrOS",), "ChromeOS"),
    (("Macintosh", "Mac OS X"), "macOS"),
    (("Linux", "X11"), "Linux"),
)


class Described(NamedTuple):
    """A browser and the system it runs on, by the names that they are sold under; empty where it does not say."""

    browser: str
    system: str


def describe(agent: str | None) -> Described:
    """Return what a browser is, as far as it says so."""
    return Described(_first(BROWSERS, agent or ""), _first(SYSTEMS, agent or ""))


def _first(known: tuple[tuple[tuple[str, ...], str], ...], agent: str) -> str:
    return next((name for signs, name in known if any(sign in agent for sign in signs)), "")

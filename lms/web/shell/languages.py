"""Which language a page speaks: the wish of the visitor, and what the interface and a course can offer.

One wish serves both: the interface takes the best that its catalogues have, a course the best that it is written in.
``?lang=`` sets the wish and is remembered in a cookie; the page stays the same.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from flask import Flask, Response, current_app, g, request
from flask_babel import Babel, refresh
from werkzeug.datastructures import LanguageAccept
from werkzeug.http import parse_accept_header

from lms.kernel.localtext import best_language
from lms.platform.tongues import own_name
from lms.web.shell.site import site
from lms.web.shell.visitors import cookie_name, visitor

__all__ = [
    "LanguageChoice", "choices", "course_language", "habits", "own_name", "speak", "speak_languages", "speaking", "ui_language", "wishes", "zone",
]  # fmt: skip

COOKIE = "lang"
A_YEAR = 365 * 24 * 3600
KEPT = 256  # wishes and names of languages that were worked out lately
TRANSLATIONS = Path(__file__).resolve().parents[3] / "translations"


@dataclass(frozen=True)
class LanguageChoice:
    """One language in the switch: its tag, its own name, and this page's address in it."""

    tag: str
    name: str
    url: str
    current: bool


def speak_languages(app: Flask) -> None:
    """Make every page speak the language that its visitor wishes, as far as it is there."""
    Babel(
        app,
        default_translation_directories=str(TRANSLATIONS),
        locale_selector=habits,
        timezone_selector=zone,
    )
    app.after_request(_remember_wish)


def habits() -> str:
    """Return the locale by which days and numbers are written: English is British here, with the day before the month."""
    language = ui_language()
    return "en_GB" if language == "en" else language.replace("-", "_")


def zone() -> ZoneInfo:
    """Return the time zone of the reader: their own, else that of the site."""
    found = visitor()
    return ZoneInfo(found.zone) if found and found.zone else site().zone


def _asked() -> str:
    """The language named in the address, if it is a possible one."""
    asked = request.args.get("lang", "") if request.query_string else ""
    return asked if 2 <= len(asked) <= 35 and own_name(asked) else ""


def wishes() -> list[str]:
    """Return the languages that the visitor wishes, best first: address, cookie, profile, browser."""
    wished: list[str] | None = g.get("wishes")
    if wished is None:
        found = visitor()
        said = [_asked(), request.cookies.get(cookie_name(COOKIE), ""), (found.language if found else None) or ""]
        wished = [*filter(None, said), *_of_browser(request.headers.get("Accept-Language", ""))]
        g.wishes = wished
    return wished


@lru_cache(KEPT)
def _of_browser(header: str) -> tuple[str, ...]:
    """The languages that a browser asks for, best first; few different headers are ever sent."""
    return tuple(tag for tag, _ in parse_accept_header(header, LanguageAccept))


def ui_language() -> str:
    """Return the language of the interface for this request."""
    language: str | None = g.get("ui_language")
    if language is None:
        offered = current_app.config["LANGUAGES"]
        language = g.ui_language = best_language(wishes(), offered) or offered[0]
    return language


def speak(language: str) -> None:
    """Let what is said from now on be in this language, or in the best that the catalogues have for it: for letters."""
    offered = current_app.config["LANGUAGES"]
    g.ui_language = best_language([language], offered) or offered[0]
    g.pop("words", None)
    refresh()  # what Flask-Babel remembers of the language before


@contextmanager
def speaking(language: str) -> Iterator[None]:
    """Let what is said within be in this language, and what is said afterwards in that of the page again."""
    before = ui_language()
    speak(language)
    try:
        yield
    finally:
        speak(before)


def course_language(languages: Sequence[str], source: str) -> str:
    """Return the language in which a course is shown: the best of the visitor's wishes, else its source."""
    return best_language(wishes(), languages) or source


def choices(course_languages: Sequence[str] = (), current: str = "") -> Sequence[LanguageChoice]:
    """Return the languages in which this page can be had: those of the interface and those of the course shown."""
    tags = tuple(dict.fromkeys([*current_app.config["LANGUAGES"], *course_languages]))
    asked = request.args.items(multi=True) if request.query_string else ()
    others = tuple((name, value) for name, value in asked if name != "lang")
    return _choices(tags, current or ui_language(), others)


@lru_cache(KEPT)
def _choices(tags: tuple[str, ...], chosen: str, others: tuple[tuple[str, str], ...]) -> Sequence[LanguageChoice]:
    return tuple(LanguageChoice(tag, own_name(tag), f"?{urlencode([*others, ('lang', tag)])}", tag == chosen) for tag in tags)


def _remember_wish(response: Response) -> Response:
    asked = _asked()
    if asked and request.cookies.get(cookie_name(COOKIE)) != asked and response.status_code < 400:
        secure = current_app.config["SESSION_COOKIE_SECURE"]
        response.set_cookie(cookie_name(COOKIE), asked, max_age=A_YEAR, samesite="Lax", secure=secure, httponly=True)
    return response

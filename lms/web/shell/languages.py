"""Which language a page speaks: the wish of the visitor, and what the interface and a course can offer.

One wish serves both: the interface takes the best that its catalogues have, a course the best that it is written in.
``?lang=`` sets the wish and is remembered in a cookie; the page stays the same.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode

from babel import Locale, UnknownLocaleError
from flask import Flask, Response, current_app, g, request
from flask_babel import Babel

from lms.kernel.localtext import best_language
from lms.web.shell.visitors import visitor

COOKIE = "lang"
A_YEAR = 365 * 24 * 3600
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
        locale_selector=_habits,
        timezone_selector=_zone,
    )
    app.after_request(_remember_wish)


def _habits() -> str:
    """The locale by whose habits days and numbers are written: English is British here, with the day before the month."""
    language = ui_language()
    return "en_GB" if language == "en" else language.replace("-", "_")


def _zone() -> str:
    found = visitor()
    zone: str = (found.zone if found else None) or current_app.config["TIMEZONE"]
    return zone


def _asked() -> str:
    """The language named in the address, if it is a possible one."""
    asked = request.args.get("lang", "")
    return asked if 2 <= len(asked) <= 35 and own_name(asked) else ""


def wishes() -> list[str]:
    """Return the languages that the visitor wishes, best first: address, cookie, profile, browser."""
    if "wishes" not in g:
        found = visitor()
        said = [_asked(), request.cookies.get(COOKIE, ""), (found.language if found else None) or ""]
        g.wishes = [tag for tag in said if tag] + [tag for tag, _ in request.accept_languages]
    wished: list[str] = g.wishes
    return wished


def ui_language() -> str:
    """Return the language of the interface for this request."""
    if "ui_language" not in g:
        offered = current_app.config["LANGUAGES"]
        g.ui_language = best_language(wishes(), offered) or offered[0]
    language: str = g.ui_language
    return language


def course_language(languages: Sequence[str], source: str) -> str:
    """Return the language in which a course is shown: the best of the visitor's wishes, else its source."""
    return best_language(wishes(), languages) or source


def own_name(tag: str) -> str:
    """Return a language's name in itself, as in "български"; empty for a tag that names none."""
    try:
        return (Locale.parse(tag, sep="-").get_display_name() or "").capitalize()
    except (UnknownLocaleError, ValueError):
        return ""


def choices(course_languages: Sequence[str] = (), current: str = "") -> list[LanguageChoice]:
    """Return the languages in which this page can be had: those of the interface and those of the course shown."""
    tags = list(dict.fromkeys([*current_app.config["LANGUAGES"], *course_languages]))
    chosen = current or ui_language()
    others = [(name, value) for name, value in request.args.items(multi=True) if name != "lang"]
    return [LanguageChoice(tag, own_name(tag), f"?{urlencode([*others, ('lang', tag)])}", tag == chosen) for tag in tags]


def _remember_wish(response: Response) -> Response:
    asked = _asked()
    if asked and request.cookies.get(COOKIE) != asked and response.status_code < 400:
        secure = current_app.config["SESSION_COOKIE_SECURE"]
        response.set_cookie(COOKIE, asked, max_age=A_YEAR, samesite="Lax", secure=secure, httponly=True)
    return response

"""What every template may use: globals, filters, and the context of the frame around a page."""

from collections.abc import Callable
from datetime import date, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal

from babel.dates import format_date
from flask import Blueprint, Flask, current_app, g, request, url_for
from flask_babel import format_datetime
from markupsafe import Markup

from lms.domain.site.rules import page_named
from lms.web.shell import languages, words
from lms.web.shell.compiling import QuickTemplates
from lms.web.shell.site import site
from lms.web.shell.visitors import visitor
from lms.web.shell.who_sees import who_sees, who_sees_notes

MACROS = "shell/macros.html"
DAYS_KEPT = 1024  # as written in one language

blueprint = Blueprint("shell", __name__, template_folder=str(Path(__file__).parent / "templates"))


def furnish_templates(app: Flask) -> None:
    """Make the shell's templates, globals and filters known."""
    app.register_blueprint(blueprint)
    app.jinja_env.code_generator_class = QuickTemplates
    said = {"gettext": words.gettext_in_template, "_": words.gettext_in_template, "ngettext": words.ngettext_in_template}
    app.jinja_env.globals.update(said)  # instead of Flask-Babel's, which ask the catalogue anew for every word
    app.jinja_env.globals.update(address_of=_addresses(), macros_of=macros_of, spoken=_spoken(), who_sees=who_sees, who_sees_notes=who_sees_notes)
    app.jinja_env.filters.update(day=day, short_day=short_day, datetime=date_and_time, clock=clock_time)
    app.context_processor(_frame)
    app.jinja_env.globals["mark"] = app.jinja_env.get_template(MACROS).module.mark()  # type: ignore[attr-defined]


def _addresses() -> Callable[[str], str]:
    """Return what gives the address of a page that has no parts of its own; it is the same for ever, so built once."""
    known: dict[str, str] = {}

    def address_of(endpoint: str) -> str:
        found = known.get(endpoint)
        if found is None:
            found = known[endpoint] = url_for(endpoint)
        return found

    return address_of


def _spoken() -> Callable[[str, str], Markup]:
    """Return what gives a macro without arguments in the language of the page; it says the same to everybody, so once."""
    known: dict[tuple[str, str, str], Markup] = {}

    def spoken(template: str, macro: str) -> Markup:
        asked = template, macro, languages.ui_language()
        found = known.get(asked)
        if found is None:
            found = known[asked] = getattr(macros(template), macro)()
        return found

    return spoken


def macros_of(template: str) -> Any:
    """Return the macros of a template that need nothing of the page's context, for a page that calls them: made once."""
    return current_app.jinja_env.get_template(template).module


def macros(template: str = MACROS) -> Any:
    """Return the macros of a template as functions that speak the language of the page: for what is then kept."""
    return current_app.jinja_env.get_template(template).make_module({"ui_lang": languages.ui_language()})


def day(moment: datetime | date) -> str:
    """Return a day in words of the page's language, in the reader's time zone."""
    return _written(_day_of(moment), "long", languages.habits())


def short_day(moment: datetime | date) -> str:
    """Return a day as the page's language writes it in a table, in the reader's time zone."""
    return _written(_day_of(moment), "medium", languages.habits())


def _day_of(moment: datetime | date) -> date:
    return moment.astimezone(languages.zone()).date() if isinstance(moment, datetime) else moment


@lru_cache(DAYS_KEPT)
def _written(moment: date, form: Literal["long", "medium"], locale: str) -> str:
    return format_date(moment, form, locale)


def date_and_time(moment: datetime) -> str:
    """Return a day and time with its zone, in words of the page's language."""
    return f"{day(moment)}, {format_datetime(moment, 'HH:mm')} ({languages.zone()})"


def clock_time(moment: datetime) -> str:
    """Return a time of the day to the second, in the reader's time zone."""
    return moment.astimezone(languages.zone()).strftime("%H:%M:%S")


_page_named = lru_cache(256)(page_named)  # every page names itself at its foot; few addresses are asked for again and again


def _frame() -> dict[str, Any]:
    """The context of the frame: who is here, and which languages this page can be had in."""
    course, here = g.get("course_languages", ()), site()
    return {
        "_": words.words().say,  # asks for the language once; what has no context asks each time
        "person": visitor(),
        "this_site": here,
        "site_name": here.site_name,
        "may_register": here.registration_open,
        "ui_lang": languages.ui_language(),
        "languages": languages.choices(course, g.get("course_language", "")),
        "this_page": _page_named(request.path),
    }

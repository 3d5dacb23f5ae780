"""What every template may use: globals, filters, and the context of the frame around a page."""

from datetime import date, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from flask import Blueprint, Flask, current_app, g
from flask_babel import format_date, format_datetime, get_timezone
from flask_wtf.csrf import generate_csrf
from markupsafe import Markup

from lms.web.shell import languages, words
from lms.web.shell.visitors import visitor

blueprint = Blueprint("shell", __name__, template_folder=str(Path(__file__).parent / "templates"))


def furnish_templates(app: Flask) -> None:
    """Make the shell's templates, globals and filters known."""
    app.register_blueprint(blueprint)
    said = {"gettext": words.gettext_in_template, "_": words.gettext_in_template, "ngettext": words.ngettext_in_template}
    app.jinja_env.globals.update(said)  # instead of Flask-Babel's, which ask the catalogue anew for every word
    app.jinja_env.globals.update(csrf_field=csrf_field, site_name=app.extensions["settings"].site_name)
    app.jinja_env.filters.update(day=day, datetime=date_and_time, clock=clock_time)
    app.context_processor(_frame)


def csrf_field() -> Markup:
    """Return the hidden field that every form carries."""
    return Markup('<input type="hidden" name="csrf_token" value="{}">').format(generate_csrf())


def day(moment: datetime | date) -> str:
    """Return a day in words of the page's language, in the reader's time zone."""
    if isinstance(moment, datetime):
        moment = moment.astimezone(_zone()).date()
    return str(format_date(moment, "long"))


def date_and_time(moment: datetime) -> str:
    """Return a day and time with its zone, in words of the page's language."""
    return f"{day(moment)}, {format_datetime(moment, 'HH:mm')} ({get_timezone()})"


def clock_time(moment: datetime) -> str:
    """Return a time of the day to the second, in the reader's time zone."""
    return moment.astimezone(_zone()).strftime("%H:%M:%S")


def _zone() -> Any:
    return get_timezone() or ZoneInfo(current_app.config["TIMEZONE"])


def _frame() -> dict[str, Any]:
    """The context of the frame: who is here, and which languages this page can be had in."""
    course = g.get("course_languages", ())
    return {
        "person": visitor(),
        "ui_lang": languages.ui_language(),
        "languages": languages.choices(course, g.get("course_language", "")),
    }

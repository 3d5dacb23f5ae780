"""What the fields of cards say, in words of the reader's language."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from babel import Locale
from flask_babel import format_decimal
from markupsafe import Markup

from lms.domain.courses.cards import Card, Field, Span, Value, Worded
from lms.web.learner.labels import NOTHING, labelled
from lms.web.shell.languages import ui_language
from lms.web.shell.templates import short_day
from lms.web.shell.words import gettext as _


@dataclass(frozen=True)
class Said:
    """What a card says in a field: ``text`` in a language, as safe ``html`` too where links are in it; empty where it says nothing."""

    text: str = ""
    lang: str = ""
    html: Markup = NOTHING


def said_in(card: Card, field: Field) -> Said:
    """Return what a card says in a field."""
    return said(field, card.values[field.key]) if field.key in card.values else Said()


def said(field: Field, value: Value) -> Said:
    """Return a value of a field in words."""
    if isinstance(value, Worded):
        return Said(value.text, value.lang, labelled(value.html, value.lang) if value.html else NOTHING)
    if isinstance(value, Span):
        return Said(_span(value))
    if isinstance(value, bool):
        return Said(_("Yes") if value else _("No"))
    if isinstance(value, date):
        return Said(short_day(value))
    if isinstance(value, Decimal):
        return Said(number(value))
    if field.type == "country":
        return Said(country_name()(value))
    choice = field.choices[value]
    return Said(choice.text, choice.lang)


def number(value: Decimal) -> str:
    """Return a number as the page's language writes it."""
    return str(format_decimal(value))


def _span(value: Span) -> str:
    if value.low is None:
        return _("up to %(number)s", number=number(value.high or Decimal()))
    if value.high is None:
        return _("%(number)s or more", number=number(value.low))
    return number(value.low) if value.low == value.high else f"{number(value.low)}–{number(value.high)}"


def country_name() -> Callable[[str], str]:
    """Return what gives the name of a country in the reader's language by its code."""
    names = Locale.parse(ui_language(), sep="-").territories
    return lambda code: str(names.get(code, code))


def shortened(text: str, signs: int = 200) -> str:
    """Return the beginning of a text, cut between two words."""
    return text if len(text) <= signs else f"{text[:signs].rpartition(' ')[0].rstrip(' ,;:.–')} …"

"""Long lists: choices that stand in the address, pages, and the way from one to the next."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask import request, url_for
from flask_babel import format_decimal
from wtforms import SelectChoice, SelectField
from wtforms.form import BaseForm
from wtforms.validators import ValidationError

from lms.web.shell.words import gettext as _

PER_PAGE = 50


class Choice(SelectField):
    """One of several values, given with their labels; whatever else stands in the address is said to be wrong."""

    def pre_validate(self, form: BaseForm) -> None:
        """Refuse a value that is not in the list."""
        if self.data not in [choice.value for choice in self.choices]:
            raise ValidationError(_("Choose one from the list."))


def options(labels: Mapping[Any, Any]) -> list[SelectChoice]:
    """Return values with their labels as a field takes them."""
    return [SelectChoice(value, label) for value, label in labels.items()]


@dataclass(frozen=True)
class Pager:
    """Where the pages before and after this one are; None at either end."""

    previous_url: str | None
    next_url: str | None
    text: str


def pager(page: int, pages: int) -> Pager:
    """Return the way from this page of a list to those beside it; what was chosen stays in the address."""
    asked = asked_for()
    return Pager(
        _address(asked, page - 1) if page > 1 else None,
        _address(asked, page + 1) if page < pages else None,
        _("Page %(page)s of %(pages)s", page=format_decimal(page), pages=format_decimal(pages)),
    )


def _address(asked: Mapping[str, str], page: int) -> str:
    return url_for(request.endpoint or "", **asked, page=page)  # type: ignore[arg-type]


def asked_for() -> dict[str, str]:
    """Return the choices in the address, without those that were left open."""
    return {name: value for name, value in request.args.items() if value and name not in ("page", "lang") and not name.startswith("_")}


def page_asked_for() -> int:
    """Return the number of the page that the address names, or 1."""
    number = request.args.get("page", "1")
    return int(number[:6]) if number.isdecimal() else 1

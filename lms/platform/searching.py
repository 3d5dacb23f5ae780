"""Finding a text that people typed in a column, however it is capitalised."""

from typing import Any

from sqlalchemy import ColumnElement, or_
from sqlalchemy.orm import InstrumentedAttribute


def holds(column: "InstrumentedAttribute[Any]", text: str) -> ColumnElement[bool]:
    """Return whether a column holds the text, however it is capitalised.

    SQLite knows capitals of the Latin alphabet only, so a text in another is looked for in each usual spelling.
    """
    spellings = dict.fromkeys((text, text.lower(), text.upper(), text.title(), text.capitalize()))
    return or_(*(column.icontains(spelling, autoescape=True) for spelling in spellings))

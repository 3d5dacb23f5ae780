"""Sets of cards as they are served, and which of their cards somebody wants to see: pure, over pages kept in memory."""

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Any

from lms.kernel.folding import fold
from lms.kernel.localtext import Spoken

LONGEST = 100  # signs that are looked at of what somebody typed
NUMBER = re.compile(r"-?[0-9]{1,9}(?:[.,][0-9]{1,3})?")
DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
YES, NO = "yes", "no"


@dataclass(frozen=True)
class Worded:
    """A value in words, and the language that they are in; ``html`` where links are in it."""

    text: str
    lang: str = ""
    html: str = ""


@dataclass(frozen=True)
class Span:
    """From ``low`` to ``high``, both included; None where that end is open."""

    low: Decimal | None
    high: Decimal | None

    def holds(self, number: Decimal) -> bool:
        """Tell whether a number lies in it."""
        return (self.low is None or self.low <= number) and (self.high is None or number <= self.high)


Value = Worded | Span | Decimal | date | bool | str


@dataclass(frozen=True)
class Field:
    """What the cards of a set say; ``choices`` are in the author's order."""

    key: str
    type: str
    label: Spoken
    choices: Mapping[str, Spoken]
    can_filter: bool


@dataclass(frozen=True)
class Card:
    """A card as it is shown to readers of one language, itself in ``lang``; ``html`` and ``sources`` are safe HTML.

    ``state`` is current, stale or missing; ``beginning`` is the first paragraph of its text.
    """

    key: str
    lang: str
    state: str
    title: str
    summary: str
    beginning: str
    text: str
    html: str
    sources: tuple[str, ...]
    checked: date | None
    values: Mapping[str, Value]

    @cached_property
    def words(self) -> str:
        """Everything that is found when somebody looks for words, folded, a blank before each word."""
        return f" {' '.join(fold(' '.join((self.title, self.summary, self.text))))} "


@dataclass(frozen=True)
class Sheet:
    """A set with all its cards, by title; ``former`` says under which key a card is found now that had another."""

    key: str
    title: Spoken
    fields: tuple[Field, ...]
    show: tuple[str, ...]
    former: Mapping[str, str]
    cards: tuple[Card, ...]

    @cached_property
    def by_key(self) -> Mapping[str, Card]:
        """The cards by key."""
        return {card.key: card for card in self.cards}

    @cached_property
    def columns(self) -> tuple[Field, ...]:
        """The fields of which a table of the set has columns: those that its author chose, else all."""
        chosen = {field.key: field for field in self.fields}
        return tuple(chosen[key] for key in self.show) or self.fields


def sheet_from_json(body: str) -> Sheet:
    """Return the set that the compiler of cards wrote."""
    raw = json.loads(body)
    fields = tuple(
        Field(each["key"], each["type"], Spoken(**each["label"]), {one["key"]: Spoken(one["text"], one["lang"]) for one in each["choices"]}, each["filter"])
        for each in raw["fields"]
    )
    cards = tuple(_card(each, fields) for each in raw["cards"])
    return Sheet(raw["key"], Spoken(**raw["title"]), fields, tuple(raw["show"]), raw["former"], cards)


def _card(raw: dict[str, Any], fields: tuple[Field, ...]) -> Card:
    values = {field.key: _value(field.type, raw["values"][field.key]) for field in fields if field.key in raw["values"]}
    checked = date.fromisoformat(raw["checked"]) if raw["checked"] else None
    return Card(**{**raw, "sources": tuple(raw["sources"]), "checked": checked, "values": values})


def _value(kind: str, raw: Any) -> Value:
    if kind == "range":
        return Span(*(None if end is None else Decimal(end) for end in raw))
    if kind == "number":
        return Decimal(raw)
    if kind == "date":
        return date.fromisoformat(raw)
    if kind in ("text", "source"):
        return Worded(**raw)
    return raw if isinstance(raw, bool) else str(raw)


@dataclass(frozen=True)
class Wish:
    """What somebody typed for a field, and what it means: None where it means nothing."""

    typed: str
    means: Decimal | date | bool | str | tuple[str, ...] | None


def read_wish(field: Field, typed: str) -> Wish | None:
    """Return what is wished of a field; None where nothing is."""
    typed = typed.strip()[:LONGEST]
    return Wish(typed, _meaning(field, typed)) if typed else None


def _meaning(field: Field, typed: str) -> Decimal | date | bool | str | tuple[str, ...] | None:
    if field.type in ("number", "range"):
        return Decimal(typed.replace(",", ".")) if NUMBER.fullmatch(typed) else None
    if field.type == "date":
        return _day(typed)
    if field.type == "flag":
        return {YES: True, NO: False}.get(typed)
    if field.type == "choice":
        return typed if typed in field.choices else None
    return typed if field.type == "country" else tuple(fold(typed)) or None


def _day(typed: str) -> date | None:
    try:
        return date.fromisoformat(typed) if DAY.fullmatch(typed) else None
    except ValueError:
        return None


def fits(card: Card, field: Field, wish: Wish) -> bool:
    """Tell whether a card is as wished in one field: what it says nothing of does not fit; what means nothing asks nothing.

    A number fits up to the one wished, a range if the one wished lies in it, a day from the one wished on.
    """
    value, means = card.values.get(field.key), wish.means
    if means is None:
        return True
    if isinstance(value, Span):
        return isinstance(means, Decimal) and value.holds(means)
    if isinstance(value, Decimal):
        return isinstance(means, Decimal) and value <= means
    if isinstance(value, date):
        return isinstance(means, date) and value >= means
    if isinstance(value, Worded):
        return isinstance(means, tuple) and has_words(f" {' '.join(fold(value.text))}", means)
    return value == means


def has_words(folded: str, sought: tuple[str, ...]) -> bool:
    """Tell whether every word is in a folded text, at least by its beginning."""
    return all(f" {word}" in folded for word in sought)


def chosen(sheet: Sheet, words: str, wishes: Mapping[str, Wish]) -> list[Card]:
    """Return the cards that have these words and are as wished in every field, by title."""
    sought = tuple(fold(words[:LONGEST]))
    asked = [(field, wishes[field.key]) for field in sheet.fields if field.can_filter and field.key in wishes]
    return [card for card in sheet.cards if has_words(card.words, sought) and all(fits(card, field, wish) for field, wish in asked)]


def in_order(cards: list[Card], field: Field | None, *, backwards: bool, country: Callable[[str], str]) -> list[Card]:
    """Return cards in the order of a field, or of their titles; those of which it says nothing stand last either way."""
    if field is None:
        return cards[::-1] if backwards else cards
    said = [card for card in cards if field.key in card.values]
    silent = [card for card in cards if field.key not in card.values]
    return sorted(said, key=lambda card: _rank(field, card.values[field.key], country), reverse=backwards) + silent


def _rank(field: Field, value: Value, country: Callable[[str], str]) -> Any:
    if isinstance(value, Span):
        low, high = value.low, value.high
        return (low is not None, low or 0, high is None, high or 0)
    if isinstance(value, Worded):
        return fold(value.text)
    if field.type == "choice" and isinstance(value, str):
        return list(field.choices).index(value)
    return fold(country(value)) if isinstance(value, str) else value

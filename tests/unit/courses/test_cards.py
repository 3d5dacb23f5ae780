"""Which cards somebody is shown, and in which order: filters and sorting on paper."""

from datetime import date
from decimal import Decimal

import pytest

from lms.domain.courses.cards import (
    LONGEST,
    Card,
    Field,
    Sheet,
    Span,
    Value,
    Wish,
    Worded,
    chosen,
    fits,
    in_order,
    read_wish,
)
from lms.kernel.localtext import Spoken

NAMES = {"BG": "Bulgaria", "DE": "Germany", "AT": "Austria"}


def field(kind: str, *, can_filter: bool = True) -> Field:
    choices = {"low": Spoken("low", "en"), "middle": Spoken("middling", "en"), "high": Spoken("high", "en")} if kind == "choice" else {}
    return Field("f", kind, Spoken("A field", "en"), choices, can_filter)


def card(value: Value | None = None, *, key: str = "c", title: str = "A card", text: str = "") -> Card:
    return Card(key, "en", "current", title, "", "", text, "", (), None, {} if value is None else {"f": value})


def span(low: int | None, high: int | None) -> Span:
    return Span(None if low is None else Decimal(low), None if high is None else Decimal(high))


FITS = [
    ("range", "12", span(12, 200), True),
    ("range", "200", span(12, 200), True),
    ("range", "11", span(12, 200), False),
    ("range", "200.5", span(12, 200), False),
    ("range", "1000000", span(12, None), True),
    ("range", "3", span(12, None), False),
    ("range", "3", span(None, 12), True),
    ("range", "13", span(None, 12), False),
    ("range", "2,5", span(2, 3), True),
    ("number", "3", Decimal(3), True),
    ("number", "3", Decimal("2.5"), True),
    ("number", "3", Decimal("3.1"), False),
    ("date", "2020-01-02", date(2020, 1, 2), True),
    ("date", "2020-01-02", date(2021, 1, 1), True),
    ("date", "2020-01-02", date(2020, 1, 1), False),
    ("choice", "low", "low", True),
    ("choice", "low", "high", False),
    ("country", "BG", "BG", True),
    ("country", "BG", "DE", False),
    ("country", "XX", "BG", False),
    ("flag", "yes", True, True),
    ("flag", "no", False, True),
    ("flag", "yes", False, False),
    ("text", "ROOM", Worded("a large room"), True),
    ("text", "large ro", Worded("a large room"), True),
    ("text", "oom", Worded("a large room"), False),
    ("text", "room garden", Worded("a large room"), False),
    ("source", "guide", Worded("The guide: https://example.org", html="…"), True),
]


@pytest.mark.parametrize(("kind", "typed", "value", "fitting"), FITS, ids=[f"{case[0]} {case[1]} in {case[2]}" for case in FITS])
def test_a_card_fits_what_is_wished(kind: str, typed: str, value: Value, fitting: bool) -> None:
    wish = read_wish(field(kind), typed)
    assert wish is not None
    assert fits(card(value), field(kind), wish) is fitting


@pytest.mark.parametrize("kind", ["range", "number", "date", "choice", "country", "flag", "text"])
def test_a_card_that_says_nothing_of_a_field_does_not_fit(kind: str) -> None:
    typed = {"date": "2020-01-02", "choice": "low", "country": "BG", "flag": "no", "text": "a"}.get(kind, "3")
    wish = read_wish(field(kind), typed)
    assert wish is not None
    assert not fits(card(), field(kind), wish)


@pytest.mark.parametrize(
    ("kind", "typed"),
    [("range", "many"), ("range", "1e3"), ("number", "--3"), ("number", "NaN"), ("date", "2020-02-30"), ("date", "today"), ("date", "20200102"), ("date", "2020-W01-1"), ("choice", "none"), ("flag", "true"), ("text", "?!")],
)
def test_what_means_nothing_asks_nothing(kind: str, typed: str) -> None:
    assert read_wish(field(kind), typed) == Wish(typed, None)
    assert fits(card(), field(kind), Wish(typed, None))


@pytest.mark.parametrize("typed", ["", "  "])
def test_nothing_typed_is_no_wish(typed: str) -> None:
    assert read_wish(field("text"), typed) is None


@pytest.mark.parametrize("kind", ["text", "country", "number"])
def test_of_what_is_typed_so_many_signs_are_looked_at(kind: str) -> None:
    wish = read_wish(field(kind), "7" * (LONGEST + 1))
    assert wish is not None
    assert wish.typed == "7" * LONGEST


def sheet(*cards: Card, of: Field) -> Sheet:
    return Sheet("s", Spoken("A set", "en"), (of,), (), {}, cards)


def test_words_are_looked_for_in_titles_and_texts_by_their_beginnings() -> None:
    a, b = card(key="a", title="World Café"), card(key="b", title="A jury", text="Held in a cafeteria.")
    found = [[each.key for each in chosen(sheet(a, b, of=field("text")), words, {})] for words in ("cafe", "café w", "jury held", "feteria", "")]
    assert found == [["a", "b"], ["a"], ["b"], [], ["a", "b"]]


def test_of_the_words_that_are_looked_for_so_many_signs_are_looked_at() -> None:
    a = card(title="World Café")
    assert chosen(sheet(a, of=field("text")), f"world{' ' * LONGEST}nothing", {}) == [a]


def test_a_field_that_does_not_filter_asks_nothing() -> None:
    closed = field("choice", can_filter=False)
    assert chosen(sheet(card("low"), of=closed), "", {"f": Wish("high", "high")}) == [card("low")]


ORDERS: list[tuple[str, list[Value], list[int]]] = [
    ("number", [Decimal(10), Decimal(9), Decimal("-1")], [2, 1, 0]),
    ("range", [span(12, None), span(12, 25), span(None, 30), span(3, 9)], [2, 3, 1, 0]),
    ("choice", ["high", "low", "middle"], [1, 2, 0]),
    ("date", [date(2021, 1, 1), date(1999, 1, 1)], [1, 0]),
    ("country", ["DE", "BG", "AT"], [2, 1, 0]),
    ("flag", [True, False], [1, 0]),
    ("text", [Worded("Éa"), Worded("b"), Worded("A")], [2, 1, 0]),
]


@pytest.mark.parametrize(("kind", "values", "order"), ORDERS, ids=[each[0] for each in ORDERS])
def test_cards_are_sorted_by_a_field_and_the_silent_ones_stand_last(kind: str, values: list[Value], order: list[int]) -> None:
    cards = [card(key="silent"), *(card(value, key=str(number)) for number, value in enumerate(values))]
    forwards, backwards = ([each.key for each in in_order(cards, field(kind), backwards=way, country=NAMES.__getitem__)] for way in (False, True))
    assert forwards == [*map(str, order), "silent"]
    assert backwards == [*map(str, reversed(order)), "silent"]


def test_without_a_field_cards_keep_the_order_of_their_titles() -> None:
    cards = [card(key="a"), card(key="b")]
    assert in_order(cards, None, backwards=False, country=str) == cards
    assert in_order(cards, None, backwards=True, country=str) == cards[::-1]

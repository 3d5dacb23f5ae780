"""Makes the pages of cards out of what was loaded and what the address asks for: which cards, in which view and order."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from flask import request
from markupsafe import Markup
from werkzeug.datastructures import MultiDict

from lms.domain.courses.cards import NO, YES, Card, Field, Sheet, Wish, chosen, in_order, read_wish
from lms.web.learner.addresses import card_url, home_of, set_url
from lms.web.learner.card_words import Said, country_name, said_in, shortened
from lms.web.learner.labels import labelled
from lms.web.learner.loaders import Drawer
from lms.web.shell.languages import own_name
from lms.web.shell.words import gettext as _

VIEWS = ("cards", "table", "compare")
MOST_COMPARED = 4
LONGEST_WORDS = 100


@dataclass(frozen=True)
class Option:
    """One of the answers that a filter offers."""

    value: str
    label: str
    lang: str
    chosen: bool


@dataclass(frozen=True)
class Filter:
    """A field by which cards are filtered; without ``options`` something is typed into it, and ``error`` says what is wrong with that."""

    field: Field
    typed: str
    options: tuple[Option, ...]
    error: str


@dataclass(frozen=True)
class CardLine:
    """A card in a list, a table or a comparison; ``says`` is what it says in each of the fields shown."""

    key: str
    title: str
    lang: str
    url: str
    lead: str
    says: tuple[tuple[Field, Said], ...]
    compared: bool


@dataclass(frozen=True)
class Column:
    """A column of the table: the address that sorts by it, and how it is sorted now (``aria-sort``, or nothing)."""

    label: str
    lang: str
    url: str
    sorted: str


@dataclass(frozen=True)
class Above:
    """The course or guide to which cards belong, and where its reader goes on from them."""

    title: str
    lang: str
    url: str
    is_guide: bool


@dataclass(frozen=True)
class SetPage:
    """A set of cards as the address asks for it; ``hidden`` are the parts of the address that the forms keep."""

    above: Above
    sheet: Sheet
    is_glossary: bool
    url: str
    view: str
    views: Mapping[str, str]
    words: str
    filters: tuple[Filter, ...]
    is_filtered: bool
    all_url: str
    found: int
    cards: tuple[CardLine, ...]
    columns: tuple[Column, ...]
    compared: tuple[CardLine, ...]
    too_many: bool
    hidden: tuple[tuple[str, str], ...]
    hidden_in_compare: tuple[tuple[str, str], ...]

    @property
    def errors(self) -> list[Filter]:
        """The filters into which something was typed that cannot be understood."""
        return [each for each in self.filters if each.error]


@dataclass(frozen=True)
class CardPage:
    """A single card."""

    above: Above
    card: Card
    sheet: Sheet
    says: tuple[tuple[Field, Said], ...]
    html: Markup
    sources: tuple[Markup, ...]
    sources_lang: str
    note: str
    set_url: str
    previous: CardLine | None
    next: CardLine | None


@dataclass(frozen=True)
class Asked:
    """What the address asks for."""

    view: str
    words: str
    wishes: Mapping[str, Wish]
    sort: str
    compared: tuple[str, ...]

    def parts(self, sheet: Sheet, *, without: Sequence[str] = ()) -> list[tuple[str, str]]:
        """Return what is asked for as parts of an address."""
        named = [("view", self.view if self.view != VIEWS[0] else ""), ("q", self.words)]
        named += [(field.key, self.wishes[field.key].typed) for field in sheet.fields if field.key in self.wishes]
        named += [("sort", self.sort), *(("card", key) for key in self.compared)]
        return [(name, value) for name, value in named if value and name not in without]


def set_page(drawer: Drawer) -> SetPage:
    """Return a set of cards as the address asks for it."""
    sheet = drawer.sheet
    asked = asked_for(sheet, request.args)
    url = set_url(drawer.place.outline, sheet.key)
    found = _in_order(sheet, asked)
    compared = [sheet.by_key[key] for key in asked.compared]
    kept = asked.parts(sheet)
    return SetPage(
        above=_above(drawer),
        sheet=sheet,
        is_glossary=drawer.set.is_glossary,
        url=url,
        view=asked.view,
        views={view: _address(url, asked.parts(sheet, without=["view"]), ("view", view if view != VIEWS[0] else "")) for view in VIEWS} if sheet.fields else {},
        words=asked.words,
        filters=tuple(_filter(sheet, field, asked.wishes.get(field.key)) for field in sheet.fields if field.can_filter),
        is_filtered=bool(asked.words or asked.wishes),
        all_url=_address(url, [(name, value) for name, value in kept if name in ("view", "sort", "card")]),
        found=len(found),
        cards=tuple(_line(drawer, card, sheet.columns, asked) for card in [*(each for each in compared if each not in found and asked.view == VIEWS[2]), *found]),
        columns=_columns(sheet, asked, url),
        compared=tuple(_line(drawer, card, sheet.fields, asked) for card in compared[:MOST_COMPARED]),
        too_many=len(compared) > MOST_COMPARED,
        hidden=tuple(part for part in kept if part[0] in ("view", "sort", "card")),
        hidden_in_compare=tuple(part for part in kept if part[0] != "card"),
    )


def _above(drawer: Drawer) -> Above:
    outline = drawer.place.outline
    title = outline.title.in_(drawer.place.lang)
    return Above(title.text, title.lang, home_of(outline), outline.is_guide)


def asked_for(sheet: Sheet, args: MultiDict[str, str]) -> Asked:
    """Return what an address asks for, as far as it means something here."""
    view = args.get("view", VIEWS[0])
    wishes = {field.key: wish for field in sheet.fields if field.can_filter and (wish := read_wish(field, args.get(field.key, "")))}
    sort = args.get("sort", "")
    by = {f"{sign}{key}" for sign in ("", "-") for key in ("title", *(field.key for field in sheet.columns))}
    compared = dict.fromkeys(key for key in args.getlist("card") if key in sheet.by_key)
    return Asked(
        view if view in VIEWS and sheet.fields else VIEWS[0], args.get("q", "").strip()[:LONGEST_WORDS], wishes, sort if sort in by else "", tuple(compared)
    )


def _in_order(sheet: Sheet, asked: Asked) -> list[Card]:
    field = next((each for each in sheet.fields if each.key == asked.sort.lstrip("-")), None)
    cards = chosen(sheet, asked.words, asked.wishes)
    return in_order(cards, field, backwards=asked.sort.startswith("-"), country=country_name())


def _address(url: str, parts: Sequence[tuple[str, str]], *more: tuple[str, str]) -> str:
    asked = urlencode([(name, value) for name, value in (*more, *parts) if value])
    return f"{url}?{asked}" if asked else url


def _filter(sheet: Sheet, field: Field, wish: Wish | None) -> Filter:
    typed = wish.typed if wish else ""
    nonsense = wish is not None and wish.means is None
    error = ""
    if nonsense and field.type in ("number", "range"):
        error = _("Write a number, like 30.")
    elif nonsense and field.type == "date":
        error = _("Write a day, like 2026-11-21.")
    return Filter(field, typed, _options(sheet, field, typed), error)


def _options(sheet: Sheet, field: Field, typed: str) -> tuple[Option, ...]:
    if field.type == "choice":
        return tuple(Option(key, each.text, each.lang, key == typed) for key, each in field.choices.items())
    if field.type == "flag":
        return tuple(Option(key, label, "", key == typed) for key, label in ((YES, _("Yes")), (NO, _("No"))))
    if field.type != "country":
        return ()
    named = country_name()
    codes = {str(card.values[field.key]) for card in sheet.cards if field.key in card.values}
    return tuple(Option(code, named(code), "", code == typed) for code in sorted(codes, key=named))


def _columns(sheet: Sheet, asked: Asked, url: str) -> tuple[Column, ...]:
    rest = asked.parts(sheet, without=["sort"])

    def column(key: str, label: str, lang: str) -> Column:
        now = "ascending" if (asked.sort or "title") == key else "descending" if asked.sort == f"-{key}" else ""
        wanted = f"-{key}" if now == "ascending" else key
        return Column(label, lang, f"{_address(url, rest, ('sort', wanted))}#found", now)

    return (column("title", _("Title"), ""), *(column(field.key, field.label.text, field.label.lang) for field in sheet.columns))


def _line(drawer: Drawer, card: Card, fields: Sequence[Field], asked: Asked | None = None) -> CardLine:
    url = card_url(drawer.place.outline, drawer.set.key, card.key)
    says = tuple((field, said_in(card, field)) for field in fields)
    compared = asked is not None and card.key in asked.compared
    return CardLine(card.key, card.title, card.lang, url, card.summary or shortened(card.beginning), says, compared)


def card_page(drawer: Drawer) -> CardPage:
    """Return a single card with what it says in every field."""
    sheet, card = drawer.sheet, drawer.card
    before, after = _neighbours(sheet, card)
    source = drawer.place.outline.source
    return CardPage(
        _above(drawer),
        card,
        sheet,
        tuple((field, value) for field in sheet.fields if (value := said_in(card, field)) != Said()),
        labelled(card.html, card.lang),
        tuple(labelled(each, source) for each in card.sources),
        source,
        _note(drawer, card),
        set_url(drawer.place.outline, sheet.key),
        _line(drawer, before, ()) if before else None,
        _line(drawer, after, ()) if after else None,
    )


def _neighbours(sheet: Sheet, card: Card) -> tuple[Card | None, Card | None]:
    place = sheet.cards.index(card)
    return sheet.cards[place - 1] if place else None, sheet.cards[place + 1] if place + 1 < len(sheet.cards) else None


def _note(drawer: Drawer, card: Card) -> str:
    """Return the line that says in which language a card is shown when it is not the wished one, or is out of date."""
    if card.state == "missing":
        wished = own_name(drawer.place.lang)
        return _("This page is not available in %(wished)s yet, so it is shown in %(shown)s.", wished=wished, shown=own_name(card.lang))
    return _("The original of this page has changed since it was translated.") if card.state == "stale" else ""

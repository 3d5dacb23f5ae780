"""Makes from the cards of a course what is served of them: a page for each set and language, and the explained terms.

A page holds every card of its set: one that is not translated stands in the source language. Terms are those of the set
``glossary`` that are there in the language itself, so that no lesson mixes two languages.
"""

import json
import re
from collections.abc import Callable, Container, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from lms.domain.courses.format.card_values import Range
from lms.domain.courses.format.cards import GLOSSARY, CardField, CardSet
from lms.domain.courses.format.lesson import Lesson
from lms.domain.courses.format.library import CourseMap
from lms.domain.courses.format.outline import Course
from lms.domain.courses.format.terms import terms_of
from lms.kernel.folding import fold
from lms.kernel.localtext import LocalText, Spoken
from lms.platform.markdown import Resolve, Resolved, Terms, linked, plain_text, render, target_id

FIRST_PARAGRAPH = re.compile(r"<p>(.*?)</p>", re.DOTALL)
PostsFor = Callable[[str], Resolve]


@dataclass(frozen=True)
class SetPage:
    """The page of a set in one language: its JSON, and its plain text for searching."""

    body: str
    text: str
    cards: int


@dataclass(frozen=True)
class CompiledCards:
    """The page of each set by key and language, and the terms of each language with what explains them."""

    pages: Mapping[tuple[str, str], SetPage]
    terms: Mapping[str, Terms]
    explained: Mapping[str, Mapping[str, Mapping[str, str]]]

    def explain(self, lang: str, keys: Sequence[str]) -> list[Mapping[str, str]]:
        """Return what a lesson says of the terms that were marked in it."""
        return [self.explained[lang][key] for key in keys]


def home_of(course: Course) -> str:
    """Return the address under which the pages of a course lie, or of a guide."""
    return f"/{'guides' if course.kind == 'guide' else 'learn'}/{course.key}/"


def card_url(course: Course, name: str, card: str = "", anchor: str = "") -> str:
    """Return the address of a card, or of its whole set, or of a place in the text of a card."""
    whole = f"{home_of(course)}cards/{name}/"
    if not card:
        return whole
    fragment = f"#{target_id(f'{name}-{card}', anchor)}" if anchor else ""
    return f"{whole}{card}/{fragment}"


def find_card(course_map: CourseMap, target: str, lang: str) -> Resolved | None:
    """Return where ``set:card`` leads, or ``set:`` for the whole set, with its title; None where nothing is there."""
    course, cards = course_map.course, course_map.cards
    path, _hash, anchor = target.partition("#")
    name, _colon, key = path.partition(":")
    if name in cards.sets and not key and cards.keys[name]:
        title = cards.sets[name].title.in_(lang)
        return Resolved(card_url(course, name), title.text, title.lang)
    found = cards.find(name, key, lang, course.source)
    return Resolved(card_url(course, name, key, anchor), found[0].title, found[1]) if found else None


def compile_cards(course_map: CourseMap, posts_for: PostsFor, known: Container[str] = ()) -> CompiledCards:
    """Return what is served of the cards of a course, of the sets that are not ``known``; ``posts_for`` says in a language where links lead."""
    pages: dict[tuple[str, str], SetPage] = {}
    explained: dict[str, dict[str, Mapping[str, str]]] = {}
    for lang in course_map.course.languages:
        for of in course_map.cards.sets.values():
            if of.key in known:
                continue
            cards = _in_order([_card(course_map, of, key, lang, posts_for) for key in course_map.cards.keys[of.key]])
            if cards:
                pages[of.key, lang] = SetPage(_body(course_map, of, lang, cards), _text(of, lang, cards), len(cards))
            if of.key == GLOSSARY:
                explained[lang] = {card["key"]: _explained(course_map, card) for card in cards}
    terms = {lang: Terms(terms_of(course_map.cards, lang)) for lang in explained}
    return CompiledCards(pages, terms, explained)


def _in_order(cards: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return sorted(cards, key=lambda card: (_alphabetical(card["title"]), card["key"]))


def _alphabetical(title: str) -> list[tuple[int, int, str]]:
    """Return what titles are ordered by: their folded words, numbers as numbers and before letters."""
    return [(0, int(word), "") if word.isascii() and word.isdigit() else (1, 0, word) for word in fold(title)]


def _explained(course_map: CourseMap, card: Mapping[str, Any]) -> Mapping[str, str]:
    url = card_url(course_map.course, GLOSSARY, card["key"])
    return {"key": card["key"], "title": card["title"], "text": card["summary"] or card["beginning"], "url": url}


def _body(course_map: CourseMap, of: CardSet, lang: str, cards: list[dict[str, Any]]) -> str:
    source = course_map.course.source
    former = {
        old: card["key"] for card in cards for old in course_map.cards.documents[of.key, card["key"], source].more.get("formerly", ())
    }
    page = {
        "key": of.key,
        "title": _spoken(of.title, lang),
        "fields": [_field(each, lang) for each in of.fields],
        "show": list(of.show),
        "former": former,
        "cards": cards,
    }
    return json.dumps(page, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def _spoken(text: LocalText, lang: str) -> dict[str, str]:
    said = text.in_(lang)
    return {"text": said.text, "lang": said.lang}


def _field(of: CardField, lang: str) -> dict[str, Any]:
    choices = [{"key": key, **_spoken(text, lang)} for key, text in of.choices.items()]
    return {"key": of.key, "type": of.type, "label": _spoken(of.label, lang), "choices": choices, "filter": of.can_filter}


def _card(course_map: CourseMap, of: CardSet, key: str, lang: str, posts_for: PostsFor) -> dict[str, Any]:
    """Return a card as its page holds it: its words in ``lang`` where they are there, all else as the source says it."""
    course, cards = course_map.course, course_map.cards
    source = cards.documents[of.key, key, course.source]
    document, spoken = cards.find(of.key, key, lang, course.source) or (source, course.source)
    html = render(document.text, document=f"{of.key}-{key}", resolve=posts_for(spoken), lang=spoken).html
    first = FIRST_PARAGRAPH.search(html)
    return {
        "key": key,
        "lang": spoken,
        "state": cards.freshness_of(of.key, key, lang, course.source).state,
        "title": document.title or key,
        "summary": document.summary,
        "beginning": plain_text(first[1]) if first else "",
        "html": html,
        "text": plain_text(html),
        "sources": [linked(each) for each in source.sources],
        "checked": source.checked.isoformat() if source.checked else None,
        "values": _values(of, source, lang, course.source),
    }


def _values(of: CardSet, card: Lesson, lang: str, source: str) -> dict[str, Any]:
    return {each.key: _value(each, card.more[each.key], lang, source) for each in of.fields if each.key in card.more}


def _value(of: CardField, value: Any, lang: str, source: str) -> Any:
    if of.type == "source":
        return {"text": value, "lang": source, "html": linked(value)}
    if of.type == "text":
        said = value.in_(lang) if isinstance(value, LocalText) else Spoken(value, source)
        return {"text": said.text, "lang": said.lang}
    if isinstance(value, Range):
        return [None if end is None else str(end) for end in (value.low, value.high)]
    return value.isoformat() if isinstance(value, date) else str(value) if isinstance(value, Decimal) else value


def _text(of: CardSet, lang: str, cards: list[dict[str, Any]]) -> str:
    words = [part for card in cards if card["lang"] == lang for part in (card["title"], card["summary"], card["text"]) if part]
    return " ".join([of.title.in_(lang).text, *words])

"""What is made of cards at publication: a page for each set and language, links to cards, and terms in lessons."""

import json
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from lms.domain.courses.cards import Span, Worded, sheet_from_json
from lms.domain.courses.compiling import Made
from lms.domain.courses.outline import CardSet, Outline, from_json, to_json
from lms.kernel.localtext import LocalText, Spoken
from tests.makers import COURSE, files_of, prepared
from tests.support.cards import CARDS, DECISION, JURY, METHODS_AT, WORLD_CAFE, card

LESSON = f"content/{COURSE}/en/how-to-answer.md"


def made(changes: Mapping[str, str | None] | None = None) -> tuple[Outline, dict[str, Made]]:
    """Return the outline and the pages by digest of the course with cards and these changes."""
    changed = {path: text for path, text in {**CARDS, **(changes or {})}.items() if text is not None}
    pages = {page.digest: page for page in prepared(COURSE, files_of(changed=changed)).pages}
    outline = next(from_json(page.body) for page in pages.values() if page.kind == "outline")
    return outline, pages


def set_page(name: str, lang: str, changes: Mapping[str, str | None] | None = None) -> Made:
    outline, pages = made(changes)
    found = outline.find_set(name)
    assert found is not None
    return pages[found.pages[lang]]


def lesson_page(key: str, lang: str, changes: Mapping[str, str | None] | None = None) -> dict[str, Any]:
    outline, pages = made(changes)
    activity = outline.find(key)
    assert activity is not None
    body: dict[str, Any] = json.loads(pages[activity.documents[lang].page].body)
    return body


def test_the_outline_names_each_set_the_glossary_last() -> None:
    outline, pages = made()
    assert [(each.key, each.title.by_language, each.cards, each.is_glossary) for each in outline.sets] == [
        ("methods", {"en": "Methods", "bg": "Методи"}, 3, False),
        ("glossary", {"en": "Glossary", "bg": "Речник"}, 2, True),
    ]
    assert [pages[digest].kind for each in outline.sets for digest in each.pages.values()] == ["cards"] * 4


def test_an_outline_with_sets_comes_back_from_json_as_it_was() -> None:
    outline, _pages = made()
    assert from_json(to_json(outline)) == outline
    assert outline.find_set("nothing") is None
    assert outline.find_set("glossary") == CardSet("glossary", LocalText({"en": "Glossary", "bg": "Речник"}, "en"), 2, outline.sets[1].pages, is_glossary=True)


def test_a_set_without_cards_is_not_served() -> None:
    outline, _pages = made({path: None for path in CARDS if "/cards/methods/" in path})
    assert [each.key for each in outline.sets] == ["glossary"]


def test_a_page_holds_every_card_with_its_values() -> None:
    sheet = sheet_from_json(set_page("methods", "en").body)
    cafe = sheet.by_key["world-cafe"]
    assert [each.key for each in sheet.cards] == ["poster", "jury", "world-cafe"]
    assert sheet.show == ("group", "cost", "country")
    assert sheet.former == {"planning-cell": "jury"}
    assert (cafe.title, cafe.lang, cafe.state, cafe.checked) == ("World Café", "en", "current", date(2026, 11, 21))
    guide = cafe.values["handbook"]
    assert isinstance(guide, Worded)
    assert guide.text == "The hosts’ guide: https://example.org/cafe"
    assert 'href="https://example.org/cafe"' in guide.html
    assert {name: value for name, value in cafe.values.items() if name != "handbook"} == {
        "group": Span(Decimal(12), Decimal(200)),
        "cost": "low",
        "hours": Decimal("2.5"),
        "since": date(1995, 1, 1),
        "country": "US",
        "online": False,
        "place": Worded("a large room", "en"),
    }


def test_a_card_that_is_not_translated_stands_in_the_source_and_says_so() -> None:
    sheet = sheet_from_json(set_page("methods", "bg").body)
    assert [(each.key, each.title, each.lang, each.state) for each in sheet.cards] == [
        ("poster", "A poster", "en", "missing"),
        ("jury", "Citizens’ jury", "en", "missing"),
        ("world-cafe", "Световно кафене", "bg", "current"),
    ]
    assert sheet.title == Spoken("Методи", "bg")
    assert sheet.by_key["world-cafe"].values["place"] == Worded("голяма зала", "bg")


def test_a_card_whose_source_changed_is_stale() -> None:
    sheet = sheet_from_json(set_page("methods", "bg", {card("world-cafe"): WORLD_CAFE.replace("low", "high")}).body)
    assert sheet.by_key["world-cafe"].state == "stale"


def test_what_is_found_by_searching_are_the_words_of_that_language() -> None:
    assert set_page("methods", "bg").text == (
        "Методи Световно кафене Разговори на малки маси, които се сменят след всеки кръг. "
        "Хората разговарят на малки маси. Първо прочетете Защо да питаме? и Citizens’ jury."
    )


def test_titles_with_numbers_are_in_the_order_of_the_numbers() -> None:
    numbered = {card(f"n{each}"): JURY.replace("Citizens’ jury", f"Step {each}").replace("formerly: [planning-cell]\n", "") for each in (10, 2, 1)}
    sheet = sheet_from_json(set_page("methods", "en", numbered).body)
    assert [each.title for each in sheet.cards] == ["A poster", "Citizens’ jury", "Step 1", "Step 2", "Step 10", "World Café"]


@pytest.mark.parametrize(
    ("link", "html"),
    [
        ("[[methods:world-cafe]]", f'<a href="{METHODS_AT}world-cafe/">World Café</a>'),
        ("[[methods:world-cafe|own words]]", f'<a href="{METHODS_AT}world-cafe/">own words</a>'),
        ("[[methods:]]", f'<a href="{METHODS_AT}">Methods</a>'),
        ("[[methods:jury#why]]", f'<a href="{METHODS_AT}jury/#methods-jury--why">Citizens’ jury</a>'),
    ],
)
def test_a_link_leads_to_a_card_under_its_title(link: str, html: str) -> None:
    changes = {LESSON: f"---\ntitle: How to answer\n---\n\nSee {link}.\n", card("jury"): f"{JURY}\n## Why {{#why}}\n\nTherefore.\n"}
    assert lesson_page("how-to-answer", "en", changes)["html"] == f"<p>See {html}.</p>"


def test_a_link_says_in_which_language_its_title_is() -> None:
    page = sheet_from_json(set_page("methods", "bg").body).by_key["world-cafe"]
    assert page.html == (
        f'<p>Хората разговарят на малки маси. Първо прочетете <a href="/learn/{COURSE}/why-ask/">Защо да питаме?</a> '
        f'и <a href="{METHODS_AT}jury/" lang="en">Citizens’ jury</a>.</p>'
    )


def test_terms_are_explained_by_their_summary_or_their_first_paragraph() -> None:
    assert lesson_page("why-ask", "en")["terms"] == [
        {"key": "decision", "title": "Decision", "text": "What the council says will be done. It stands in the minutes.", "url": f"/learn/{COURSE}/cards/glossary/decision/"},
        {"key": "office", "title": "Office", "text": "Where the people work who carry a decision out.", "url": f"/learn/{COURSE}/cards/glossary/office/"},
    ]


def test_only_terms_that_are_there_in_the_language_are_marked() -> None:
    body = lesson_page("why-ask", "bg")
    assert [term["title"] for term in body["terms"]] == ["Решение"]
    assert 'href="#why-ask--_term-decision"' in body["html"]


def test_a_lesson_without_terms_explains_none() -> None:
    assert lesson_page("to-read-on", "en")["terms"] == []


CHANGES: list[tuple[str, str, str, bool, bool]] = [
    ("another explanation", card("decision", of="glossary"), DECISION.replace("council", "mayor"), True, True),
    ("another form", card("decision", of="glossary"), DECISION.replace("decisions", "resolutions"), False, False),
    ("another value", card("jury"), JURY.replace("high", "low"), False, False),
]


@pytest.mark.parametrize(("path", "text", "lesson", "glossary"), [case[1:] for case in CHANGES], ids=[case[0] for case in CHANGES])
def test_a_page_is_kept_by_all_that_it_depends_on(path: str, text: str, lesson: bool, glossary: bool) -> None:
    (before, _), (after, _) = made(), made({path: text})

    def differs(name: str) -> bool:
        old, new = before.find_set(name), after.find_set(name)
        assert old
        assert new
        return old.pages["en"] != new.pages["en"]

    old, new = before.find("why-ask"), after.find("why-ask")
    assert old
    assert new
    assert (old.documents["en"].page != new.documents["en"].page) is lesson
    assert differs("glossary") is glossary
    assert differs("methods") is (path == card("jury"))


def test_a_course_without_cards_has_no_sets() -> None:
    assert made(dict.fromkeys(CARDS))[0].sets == ()

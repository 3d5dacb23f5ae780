"""Sets of cards: who reads them, what the address asks for, in which language they stand, and the terms in lessons."""

from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest

from tests.makers import COURSE, LESSONS, Makers, files_of
from tests.support.cards import CARDS, METHODS_AT, WORLD_CAFE, card, many
from tests.support.client import PageClient
from tests.support.pages import Page

Queries = Callable[[int], AbstractContextManager[None]]
OUTLINE = f"modules/{COURSE}/course.yaml"
GLOSSARY_AT = f"/learn/{COURSE}/cards/glossary/"
ALL = ["A poster", "Citizens’ jury", "World Café"]


@pytest.fixture
def browser(make: Makers) -> PageClient:
    return make.learner(make.course(changed=CARDS))


def titles(page: Page) -> list[str]:
    """Return the titles of the cards that a page lists."""
    return [node.text for node in page.all("h2")]


def rows(page: Page) -> list[list[str]]:
    return [[cell.text for cell in (*row.all("th"), *row.all("td"))] for row in page.all("tr")]


def link(page: Page, words: str) -> str:
    """Return where the one link with these words leads."""
    (found,) = [node for node in page.all("a") if node.text == words]
    return found.get("href")


def count_of(page: Page) -> str:
    return page.one("p", id="found").text


def test_a_set_shows_its_cards_by_title(browser: PageClient) -> None:
    page = browser.page(METHODS_AT)
    assert page.one("h1").text == "Methods"
    assert titles(page) == ALL
    assert count_of(page) == "3 cards"
    assert [node.get("href") for node in page.all("a") if node.text in ALL] == [f"{METHODS_AT}{key}/" for key in ("poster", "jury", "world-cafe")]


FILTERS = [
    ("group=12", ["A poster", "Citizens’ jury", "World Café"]),
    ("group=30", ["A poster", "World Café"]),
    ("group=500", ["A poster"]),
    ("group=0", []),
    ("cost=low", ["World Café"]),
    ("cost=none", ALL),
    ("hours=3", ["World Café"]),
    ("hours=30", ["Citizens’ jury", "World Café"]),
    ("since=1995-01-01", ["World Café"]),
    ("since=1995-01-02", []),
    ("country=DE", ["Citizens’ jury"]),
    ("online=yes", ["Citizens’ jury"]),
    ("online=no", ["World Café"]),
    ("place=large", ["World Café"]),
    ("q=drawn+lot", ["Citizens’ jury"]),
    ("handbook=guide", ALL),
    ("group=30&cost=low", ["World Café"]),
    ("group=30&cost=high", []),
    ("colour=red", ALL),
]


@pytest.mark.parametrize(("asked", "found"), FILTERS, ids=[each[0] for each in FILTERS])
def test_the_address_filters(browser: PageClient, asked: str, found: list[str]) -> None:
    assert titles(browser.page(f"{METHODS_AT}?{asked}")) == found


def test_a_field_that_does_not_filter_is_not_kept_in_the_address(browser: PageClient) -> None:
    page = browser.page(f"{METHODS_AT}?handbook=guide")
    assert (count_of(page), link(page, "Table")) == ("3 cards", f"{METHODS_AT}?view=table")


def test_the_number_of_cards_found_is_said_and_there_is_a_way_back(browser: PageClient) -> None:
    page = browser.page(f"{METHODS_AT}?cost=low&view=table&sort=-group")
    assert count_of(page) == "1 of 3 cards Show all"
    assert link(page, "Show all") == f"{METHODS_AT}?view=table&sort=-group"
    assert page.one("title").text == "Methods (1 of 3 cards) – Isegoria"


def test_nothing_found_is_said_in_words(browser: PageClient) -> None:
    page = browser.page(f"{METHODS_AT}?group=0")
    assert count_of(page) == "Nothing fits what you asked for. Show all"
    assert link(page, "Show all") == METHODS_AT


def test_the_form_holds_what_was_asked_for(browser: PageClient) -> None:
    page = browser.page(f"{METHODS_AT}?cost=low&group=30&q=caf%C3%A9&sort=-cost&view=table")
    fields = {node.get("name"): node.get("value") for node in page.one("form", class_="card-filters").all("input")}
    chosen = [node.get("value") for node in page.all("option") if "selected" in node.attrs]
    assert fields == {"view": "table", "sort": "-cost", "q": "café", "group": "30", "hours": "", "since": "", "place": ""}
    assert chosen == ["low"]
    assert [node.get("value") for node in page.one("select", name="country").all("option")] == ["", "DE", "US"]


@pytest.mark.parametrize(
    ("asked", "error"),
    [("group=many", "Write a number, like 30."), ("hours=1e9", "Write a number, like 30."), ("since=yesterday", "Write a day, like 2026-11-21.")],
)
def test_what_cannot_be_understood_is_said_and_asks_nothing(browser: PageClient, asked: str, error: str) -> None:
    page = browser.page(f"{METHODS_AT}?{asked}")
    assert [node.text for node in page.all("p") if node.get("class") == "error"] == [error]
    assert page.title == "Error: Methods (3 of 3 cards) – Isegoria"
    (summary,) = page.one("div", id="found").all("a")
    assert summary.text.endswith(f": {error}")
    assert page.one("input", id=summary.get("href")[1:]).get("aria-invalid") == "true"
    assert [title for title in titles(page) if title != "There is a problem"] == ALL


def test_what_is_typed_is_shown_as_it_was_typed_and_nothing_else(browser: PageClient) -> None:
    page = browser.page(f"{METHODS_AT}?q=%3Cscript%3Ex%3C/script%3E&group=%22%3E%3Cb%3E")
    assert page.one("input", name="q").get("value") == "<script>x</script>"
    assert page.one("input", name="group").get("value") == '"><b>'
    assert page.all("b") == []


def test_of_what_is_typed_a_hundred_signs_are_kept(browser: PageClient) -> None:
    page = browser.page(f"{METHODS_AT}?q={'a' * 101}&place={'b' * 101}")
    assert [page.one("input", name=name).get("value") for name in ("q", "place")] == ["a" * 100, "b" * 100]
    assert link(page, "Table") == f"{METHODS_AT}?view=table&q={'a' * 100}&place={'b' * 100}"


def test_the_table_has_the_columns_that_its_author_chose(browser: PageClient) -> None:
    assert rows(browser.page(f"{METHODS_AT}?view=table")) == [
        ["Title", "Group size", "Cost", "Country"],
        ["A poster", "1 or more", "–not stated", "–not stated"],
        ["Citizens’ jury", "12–25", "high", "Germany"],
        ["World Café", "12–200", "low", "United States"],
    ]


SORTED = [
    ("", ["A poster", "Citizens’ jury", "World Café"], "Title", "ascending"),
    ("-title", ["World Café", "Citizens’ jury", "A poster"], "Title", "descending"),
    ("group", ["A poster", "Citizens’ jury", "World Café"], "Group size", "ascending"),
    ("-group", ["World Café", "Citizens’ jury", "A poster"], "Group size", "descending"),
    ("cost", ["World Café", "Citizens’ jury", "A poster"], "Cost", "ascending"),
    ("-cost", ["Citizens’ jury", "World Café", "A poster"], "Cost", "descending"),
    ("nothing", ["A poster", "Citizens’ jury", "World Café"], "Title", "ascending"),
]


@pytest.mark.parametrize(("sort", "order", "column", "way"), SORTED, ids=[each[0] or "by title" for each in SORTED])
def test_the_address_sorts_the_table_and_the_table_says_so(browser: PageClient, sort: str, order: list[str], column: str, way: str) -> None:
    page = browser.page(f"{METHODS_AT}?view=table&sort={sort}")
    assert [row[0] for row in rows(page)[1:]] == order
    assert [(node.text, node.get("aria-sort")) for node in page.all("th") if node.get("aria-sort")] == [(column, way)]


def test_a_column_sorts_the_other_way_when_it_is_asked_again(browser: PageClient) -> None:
    page = browser.page(f"{METHODS_AT}?view=table&sort=cost&q=a")
    assert [link(page, name) for name in ("Title", "Cost")] == [
        f"{METHODS_AT}?sort=title&view=table&q=a#found",
        f"{METHODS_AT}?sort=-cost&view=table&q=a#found",
    ]


def test_cards_stand_beside_each_other_with_every_field(browser: PageClient) -> None:
    page = browser.page(f"{METHODS_AT}?view=compare&card=world-cafe&card=jury&card=world-cafe&card=nothing")
    assert rows(page) == [
        ["World Café", "Citizens’ jury", ""],
        ["Group size", "12–200", "12–25"],
        ["Cost", "low", "high"],
        ["Hours", "2.5", "30"],
        ["First used", "1 Jan 1995", "–not stated"],
        ["Country", "United States", "Germany"],
        ["Online", "No", "Yes"],
        ["Place", "a large room", "–not stated"],
        ["Handbook", "The hosts’ guide: https://example.org/cafe (on another site)", "–not stated"],
        ["In short", "Talking at small tables, with a change of tables after each round.", "A small group, drawn by lot, hears witnesses and gives its advice."],
    ]
    ticked = [node.get("value") for node in page.all("input") if "checked" in node.attrs]
    assert ticked == ["jury", "world-cafe"]


def test_a_chosen_card_can_be_taken_back_even_when_it_is_not_found_any_more(browser: PageClient) -> None:
    page = browser.page(f"{METHODS_AT}?view=compare&card=jury&cost=low")
    assert [node.get("value") for node in page.all("input") if node.get("type") == "checkbox"] == ["jury", "world-cafe"]
    assert count_of(page) == "1 of 3 cards Show all"


def test_four_cards_at_most_stand_beside_each_other(make: Makers) -> None:
    browser = make.learner(make.course(changed=many(6)))
    asked = "&".join(f"card=method-{each}" for each in range(1, 6))
    page = browser.page(f"{METHODS_AT}?view=compare&{asked}")
    assert len(rows(page)[0]) == 5
    assert [node.text for node in page.all("p") if node.get("class") == "notice"] == [
        "Four cards at most stand beside each other: these are the first four of those that you chose."
    ]


def test_the_views_keep_what_was_asked_for(browser: PageClient) -> None:
    page = browser.page(f"{METHODS_AT}?cost=low&view=table&card=jury")
    assert [link(page, name) for name in ("Cards", "Table", "Compare")] == [
        f"{METHODS_AT}?cost=low&card=jury",
        f"{METHODS_AT}?view=table&cost=low&card=jury",
        f"{METHODS_AT}?view=compare&cost=low&card=jury",
    ]


def test_a_card_says_everything_that_is_on_it(browser: PageClient) -> None:
    page = browser.page(f"{METHODS_AT}world-cafe/")
    assert page.one("h1").text == "World Café"
    assert [(node.text) for node in page.all("dt")] == ["Group size", "Cost", "Hours", "First used", "Country", "Online", "Place", "Handbook"]
    assert [node.text for node in page.one("section").all("li")] == ["A made-up source: https://example.org/methods (on another site)"]
    assert "facts checked on 21 November 2026" in page.text
    assert link(page, "Why ask?") == f"/learn/{COURSE}/why-ask/"
    assert link(page, "Previous: Citizens’ jury") == f"{METHODS_AT}jury/"


def test_a_former_key_leads_to_the_present_one(browser: PageClient) -> None:
    answer = browser.get(f"{METHODS_AT}planning-cell/")
    assert (answer.status_code, answer.location) == (301, f"{METHODS_AT}jury/")


@pytest.mark.parametrize("where", [f"{METHODS_AT}nothing/", f"/learn/{COURSE}/cards/nothing/", f"/learn/{COURSE}/cards/"])
def test_what_is_not_there_is_not_found(browser: PageClient, where: str) -> None:
    assert browser.get(where).status_code == 404


def test_a_set_is_shown_in_the_language_of_its_reader(browser: PageClient) -> None:
    page = browser.page(f"{METHODS_AT}?lang=bg&view=table")
    assert page.one("h1").text == "Методи"
    assert [row[-1] for row in rows(page)] == ["Държава", "–не е посочено", "Германия", "Съединени щати"]
    assert [(node.text, node.get("lang")) for node in page.all("th") if node.get("scope") == "row"] == [
        ("A poster", "en"),
        ("Citizens’ jury", "en"),
        ("Световно кафене", ""),
    ]


def test_a_source_says_in_which_language_it_is(browser: PageClient) -> None:
    page = browser.page(f"{METHODS_AT}world-cafe/?lang=bg")
    (said,) = [node for node in page.all("span", lang="en") if node.text.startswith("The hosts’ guide")]
    assert said.all("span", lang="bg")[0].text == "(на друг сайт)"


@pytest.mark.parametrize(
    ("key", "changed", "notes"),
    [
        ("jury", {}, ["Тази страница още я няма на избрания език (Български), затова е показана на друг (English)."]),
        ("world-cafe", {card("world-cafe"): WORLD_CAFE.replace("low", "high")}, ["Оригиналът на тази страница е променен след превода."]),
        ("world-cafe", {}, []),
    ],
    ids=["missing", "stale", "current"],
)
def test_a_card_says_how_its_translation_stands(make: Makers, key: str, changed: dict[str, str], notes: list[str]) -> None:
    page = make.learner(make.course(changed={**CARDS, **changed})).page(f"{METHODS_AT}{key}/?lang=bg")
    assert [node.text for node in page.all("p") if node.get("class") == "notice"] == notes


def test_the_course_names_its_sets_on_its_home_and_beside_its_lessons(browser: PageClient) -> None:
    links = [("Methods: 3 cards", METHODS_AT), ("Glossary: 2 terms", GLOSSARY_AT)]
    for where in (f"/learn/{COURSE}/", f"/learn/{COURSE}/{LESSONS[0]}/"):
        page = browser.page(where)
        assert [(name, link(page, name)) for name, _url in links] == links


def test_a_term_leads_to_its_explanation_on_the_same_page_and_back(browser: PageClient) -> None:
    page = browser.page(f"/learn/{COURSE}/{LESSONS[0]}/")
    marks = [node for node in page.all("a") if node.get("class") == "term"]
    assert [(node.text, node.get("href")) for node in marks] == [("decision", "#why-ask--_term-decision"), ("office", "#why-ask--_term-office")]
    explained = page.one("div", id="why-ask--_term-decision")
    assert explained.text == "Decision What the council says will be done. It stands in the minutes. ↩Back to the text"
    assert [node.get("href") for node in explained.all("a")] == [f"{GLOSSARY_AT}decision/", "#why-ask--_use-decision"]
    assert page.one("span", id="why-ask--_use-decision").text == "decision"


def test_the_glossary_is_a_list_of_terms_without_other_views(browser: PageClient) -> None:
    page = browser.page(f"{GLOSSARY_AT}?view=compare")
    assert titles(page) == ["Decision", "Office"]
    assert count_of(page) == "2 terms"
    assert page.all("table") == []


def test_without_cards_nothing_is_said_of_them(make: Makers) -> None:
    page = make.learner(make.course()).page(f"/learn/{COURSE}/{LESSONS[0]}/")
    assert "Terms in this lesson" not in page.text
    assert [node for node in page.all("ul") if node.get("class") == "outline-sets"] == []


@pytest.mark.parametrize("number", [0, 27], ids=["three cards", "thirty cards"])
@pytest.mark.parametrize("path", ["", "?view=table", "?view=compare&card=jury&card=poster", "jury/"])
def test_a_page_of_cards_asks_who_it_is_and_whether_they_follow_however_many_cards_there_are(
    make: Makers, queries: Queries, path: str, number: int
) -> None:
    browser = make.learner(make.course(changed=many(number)))
    browser.page(METHODS_AT + path)
    with queries(2):
        browser.page(METHODS_AT + path)


OPEN = {OUTLINE: files_of()[OUTLINE].decode().replace("\nmodules:", "\nopen: [asking]\nmodules:")}


@pytest.mark.parametrize("where", [METHODS_AT, f"{METHODS_AT}jury/", f"{METHODS_AT}planning-cell/", f"{METHODS_AT}nothing/", f"/learn/{COURSE}/cards/nothing/"])
def test_what_is_not_open_asks_a_stranger_to_sign_in_whether_it_exists_or_not(make: Makers, where: str) -> None:
    make.course(changed=CARDS)
    answer = make.client().get(where)
    assert (answer.status_code, answer.location) == (302, f"/account/sign-in?next={where}")


def test_a_guest_who_is_enrolled_reads_no_cards_when_nothing_is_open_any_more(make: Makers) -> None:
    make.course(changed={**CARDS, **OPEN})
    guest = make.client()
    assert guest.send(f"/learn/{COURSE}/{LESSONS[0]}/done", {"done": "yes"}).status_code == 303
    assert guest.get(METHODS_AT).status_code == 200
    make.course(changed=CARDS)
    assert guest.get(METHODS_AT).status_code == 302


@pytest.mark.parametrize(("visibility", "stranger", "guest", "outsider"), [("public", 200, 200, 200), ("signed-in", 302, 302, 200), ("invited", 302, 302, 404)])
@pytest.mark.parametrize("where", [METHODS_AT, f"{METHODS_AT}jury/"])
def test_cards_of_an_open_course_are_read_by_those_who_may_see_it(make: Makers, where: str, visibility: str, stranger: int, guest: int, outsider: int) -> None:
    make.course(changed={**CARDS, **OPEN})
    make.hide(COURSE, visibility)
    browsers = (make.client(), make.guest(), make.client(make.person()))
    assert [browser.get(where).status_code for browser in browsers] == [stranger, guest, outsider]

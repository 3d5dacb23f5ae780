"""Cards that a stranger may read say what they are in their heads, and are in the sitemap."""

import pytest

from tests.integration.test_sharing import HERE, OUTLINE, alternates, entries, robots, said, things
from tests.makers import COURSE, Makers, files_of
from tests.support.cards import CARDS, METHODS_AT

GLOSSARY_AT = f"/learn/{COURSE}/cards/glossary/"


def open_with_cards(make: Makers) -> None:
    """Publish the course with cards, and its first module open to everybody."""
    text = files_of()[OUTLINE].decode()
    make.course(changed={**CARDS, OUTLINE: text.replace("\nmodules:", "\nopen: [asking]\nmodules:")})


def test_a_set_of_cards_and_a_card_say_what_they_are_to_strangers(make: Makers) -> None:
    open_with_cards(make)
    found, one = (make.client().page(where, language="bg") for where in (METHODS_AT, f"{METHODS_AT}world-cafe/"))
    assert [said(page, "og:title") for page in (found, one)] == [["Методи – Общината пита"], ["Световно кафене – Общината пита"]]
    assert said(found, "og:description") == ["A poster, Citizens’ jury, Световно кафене"]
    assert said(one, "og:description") == ["Разговори на малки маси, които се сменят след всеки кръг."]
    assert one.one("link", rel="canonical").get("href") == f"{HERE}{METHODS_AT}world-cafe/?lang=bg"
    assert set(alternates(one)) == {"en", "bg", "x-default"}
    part, trail = things(one)
    assert (part["name"], part["inLanguage"], part["isPartOf"]["@type"]) == ("Световно кафене", "bg", "Course")
    assert [step["name"] for step in trail["itemListElement"]] == ["Курсове", "Общината пита", "Методи", "Световно кафене"]


def test_a_card_that_is_not_translated_names_the_one_language_that_it_is_in(make: Makers) -> None:
    open_with_cards(make)
    page = make.client().page(f"{METHODS_AT}jury/", language="bg")
    assert (page.one("link", rel="canonical").get("href"), set(alternates(page))) == (f"{HERE}{METHODS_AT}jury/?lang=en", {"en", "x-default"})


@pytest.mark.parametrize("asked", ["?q=jury", "?view=table", "?cost=low&lang=bg", "?card=jury", "?nothing=1"])
def test_what_is_asked_of_a_set_is_not_for_search_engines(make: Makers, asked: str) -> None:
    open_with_cards(make)
    assert "X-Robots-Tag" not in make.client().get(f"{METHODS_AT}?lang=bg").headers
    assert make.client().get(f"{METHODS_AT}{asked}").headers["X-Robots-Tag"] == "noindex"


def test_the_sitemap_lists_cards_where_anything_of_their_course_is_open(make: Makers) -> None:
    open_with_cards(make)
    found = {address for address in entries(make.client()) if "/cards/" in address}
    names = [f"{METHODS_AT}", f"{METHODS_AT}world-cafe/", GLOSSARY_AT, f"{GLOSSARY_AT}decision/"]
    alone = [f"{METHODS_AT}jury/", f"{METHODS_AT}poster/", f"{GLOSSARY_AT}office/"]
    assert found == {f"{HERE}{path}?lang={tag}" for path in names for tag in ("en", "bg")} | {f"{HERE}{path}?lang=en" for path in alone}
    for address in found:
        page = make.client().page(address.removeprefix(HERE))
        assert (page.one("link", rel="canonical").get("href"), alternates(page)) == (address, entries(make.client())[address])
    reader = robots(make.client())
    assert [reader.can_fetch("*", path) for path in (*names, *alone, f"/learn/{COURSE}/cards/")] == [True] * 7 + [False]
    make.course(changed=CARDS)
    assert [address for address in entries(make.client()) if "/cards/" in address] == []
    assert not robots(make.client()).can_fetch("*", METHODS_AT)

"""Terms of a glossary are marked at their first use, and nowhere where a link would do harm (course-format §6)."""

import re

import pytest

from lms.platform.markdown import Rendered, Terms, render

TERMS = Terms(
    [
        ("consultation", ("Consultation", "consultations")),
        ("public", ("public consultation",)),
        ("it", ("IT",)),
        ("cafe", ("World Café",)),
        ("uchastie", ("участие", "участието")),
    ]
)
MARK = re.compile(r'<a class="term" href="#d--_term-([a-z]+)"><span id="d--_use-\1">([^<]*)</span></a>')


def rendered(text: str) -> Rendered:
    return render(text, document="d", terms=TERMS)


def marked(text: str) -> list[tuple[str, str]]:
    """Return the keys of the terms that are marked in a text, with the words that are marked."""
    return [(match[1], match[2]) for match in MARK.finditer(rendered(text).html)]


MARKED = [
    ("at the beginning of a sentence", "Consultation is old.", [("consultation", "Consultation")]),
    ("in another form", "Two consultations.", [("consultation", "consultations")]),
    ("at the first use only", "A consultation and a Consultation.", [("consultation", "consultation")]),
    ("the longest wins", "A public consultation.", [("public", "public consultation")]),
    ("the longest wins again", "A public consultation, a public consultation, a consultation.", [("public", "public consultation"), ("consultation", "consultation")]),
    ("an acronym in capitals", "Use it with IT.", [("it", "IT")]),
    ("over the end of a line", "The World\nCafé.", [("cafe", "World\nCafé")]),
    ("with a hard blank", "The World\u00a0Café.", [("cafe", "World&nbsp;Café")]),
    ("inside of emphasis", "A **consultation** here.", [("consultation", "consultation")]),
    ("in a list", "- a\n- consultation\n", [("consultation", "consultation")]),
    ("in a cell", "| a | b |\n|---|---|\n| x | consultation |\n", [("consultation", "consultation")]),
    ("in a call-out of another kind", "> [!TIP]\n> A consultation.\n", [("consultation", "consultation")]),
    ("in quotation marks", "A “consultation”, (consultation).", [("consultation", "consultation")]),
    ("before an apostrophe", "The consultation’s end.", [("consultation", "consultation")]),
    ("in Bulgarian", "Важно е Участието.", [("uchastie", "Участието")]),
    ("two in one text", "IT, consultation, end.", [("it", "IT"), ("consultation", "consultation")]),
    ("after a heading with it", "## Consultation\n\nA consultation.\n", [("consultation", "consultation")]),
    ("after a link with it", "[a consultation](https://example.org), a consultation", [("consultation", "consultation")]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "found"), [case[1:] for case in MARKED], ids=[case[0] for case in MARKED])
def test_a_term_is_marked(text: str, found: list[tuple[str, str]]) -> None:
    assert marked(text) == found
    assert rendered(text).terms == tuple(key for key, _words in found)


LEFT_ALONE = [
    ("part of a word", "Preconsultation, consultationary."),
    ("part of a word with a hyphen", "A pre-consultation, a consultation-based plan, IT-like."),
    ("part of a Bulgarian word", "съучастието"),
    ("small letters of an acronym", "It is it."),
    ("heading", "## A consultation\n"),
    ("link", "[a consultation](https://example.org)"),
    ("word in a link", "[a **consultation**](https://example.org)"),
    ("address", "<https://example.org/consultation>"),
    ("code", "`consultation`"),
    ("code of several lines", "```\nconsultation\n```"),
    ("formula", "$IT$"),
    ("alt text", "![A consultation](media/a.svg)"),
    ("abbreviation", '<abbr title="consultation">IT</abbr>'),
    ("key", "<kbd>IT</kbd>"),
    ("head of a table", "| consultation | IT |\n|---|---|\n| a | b |\n"),
    ("title of a call-out", "> [!CASE] A consultation\n> Text.\n"),
    ("what a learner is asked", "> [!REFLECT] Who?\n> A consultation.\n\n> [!EXERCISE]\n> IT.\n"),
    ("footnote", "Text.[^1]\n\n[^1]: A consultation.\n"),
    ("words in another language", '## a\n\n*IT*{lang="de"} x\n'),
    ("escaped signs", "consul\\*tation"),
]


@pytest.mark.parametrize("text", [case[1] for case in LEFT_ALONE], ids=[case[0] for case in LEFT_ALONE])
def test_a_text_is_left_alone(text: str) -> None:
    assert marked(text) == []
    assert rendered(text).html == render(text, document="d").html


def test_the_text_for_searching_is_the_same_with_and_without_marks() -> None:
    text = "A consultation, IT, and so on."
    assert rendered(text).text == render(text, document="d").text == text


def test_what_stands_around_a_mark_stays_where_it_was() -> None:
    assert rendered("a *b* consultation c *d* IT e").html == (
        '<p>a <em>b</em> <a class="term" href="#d--_term-consultation"><span id="d--_use-consultation">consultation</span></a> c '
        '<em>d</em> <a class="term" href="#d--_term-it"><span id="d--_use-it">IT</span></a> e</p>'
    )


def test_without_terms_nothing_is_marked() -> None:
    assert render("A consultation.", document="d", terms=Terms([])).html == "<p>A consultation.</p>"


@pytest.mark.parametrize("words", ["a.b", "(c)", "a|b", "*"])
def test_signs_in_a_term_mean_themselves(words: str) -> None:
    found = [key for _start, _end, key in Terms([("k", (words,))]).find(f"x {words} y")]
    assert found == ["k"]
    assert list(Terms([("k", (words,))]).find("aXb c a b")) == []

"""What sets of cards and cards may do wrong, each with a near miss that stays silent (course-format §6, N1, N2, N8, T5)."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

import pytest

from lms.domain.courses.format.card_values import COUNTRIES, Range
from lms.domain.courses.format.library import CourseMap, read_course
from lms.kernel.localtext import LocalText
from tests.unit.format.a_course import a_course, found

SET = "content/c/cards/m.yaml"
CARD = "content/c/en/cards/m/cafe.md"
FIELDS = """\
title: {en: "Methods"}
fields:
  group: {label: {en: "Group"}, type: range}
  cost: {label: {en: "Cost"}, type: choice, choices: {low: {en: "low"}, high: {en: "high"}}}
  hours: {label: {en: "Hours"}, type: number}
  since: {label: {en: "Since"}, type: date}
  where: {label: {en: "Country"}, type: country}
  online: {label: {en: "Online"}, type: flag, filter: false}
  place: {label: {en: "Place"}, type: text}
  guide: {label: {en: "Guide"}, type: source}
show: [group, cost]
x-mine: free
"""


def a_card(front: str = "", body: str = "Text.\n") -> str:
    """Return a card whose own settings begin in line 3."""
    return f"---\ntitle: Café\n{front}---\n\n{body}"


def said(front: str = "", body: str = "Text.\n", *, fields: str = FIELDS, more: Mapping[str, str | None] | None = None) -> list[str]:
    return found({SET: fields, CARD: a_card(front, body), **(more or {})})


def of_card(*lines: str) -> list[str]:
    return [f"{CARD}:{line}" for line in lines]


def of_set(*lines: str) -> list[str]:
    return [f"{SET}:{line}" for line in lines]


WRONG_VALUES = [
    ("range of one number", "group: 12\n", "group must be a range, like 12..200, or 12.. or ..200 with one open end"),
    ("range without ends", "group: ..\n", "group must be a range, like 12..200, or 12.. or ..200 with one open end"),
    ("range upside down", "group: 200..12\n", "group begins with 200 and ends with 12: write the smaller number first"),
    ("choice that there is not", "cost: none\n", "cost must be one of low, high"),
    ("number in words", "hours: two\n", "hours must be a number, like 30 or 1.5"),
    ("number with a comma", "hours: '1,5'\n", "hours must be a number, like 30 or 1.5"),
    ("day that there is not", "since: 2026-02-30\n", "since must be a date, written 2026-11-21"),
    ("country in small letters", "where: be\n", "where must be the code of a country in two capitals, like BE or BG (ISO 3166)"),
    ("country that there is not", "where: XX\n", "where must be the code of a country in two capitals, like BE or BG (ISO 3166)"),
    ("flag in words", "online: 'yes'\n", "online must be true or false"),
    ("empty text", "place: ''\n", "place is empty: write a text or take the line out"),
    ("list for a source", "guide: [a]\n", "guide must be a text; if it begins with [ or {, put the text in quotes"),
]


@pytest.mark.parametrize(("front", "sentence"), [case[1:] for case in WRONG_VALUES], ids=[case[0] for case in WRONG_VALUES])
def test_a_value_that_is_not_of_the_type_of_its_field_is_said_with_its_line(front: str, sentence: str) -> None:
    assert said(front) == of_card(f"3: error: {sentence} [bad-value]")


RIGHT_VALUES = [
    ("a range", "group: 12..200\n", {"group": Range(Decimal(12), Decimal(200))}),
    ("a range open above", "group: 12..\n", {"group": Range(Decimal(12), None)}),
    ("a range open below", "group: ..-1.5\n", {"group": Range(None, Decimal("-1.5"))}),
    ("a range of one number", "group: 5..5\n", {"group": Range(Decimal(5), Decimal(5))}),
    ("a choice", "cost: low\n", {"cost": "low"}),
    ("a number", "hours: 1.50\n", {"hours": Decimal("1.50")}),
    ("a date", "since: 2024-02-29\n", {"since": date(2024, 2, 29)}),
    ("a country that YAML would take for a lie", "where: NO\n", {"where": "NO"}),
    ("a flag", "online: false\n", {"online": False}),
    ("a plain text", "place: no\n", {"place": "no"}),
    ("a text by language", "place: {en: a room}\n", {"place": LocalText({"en": "a room"}, "en")}),
    ("a source", 'guide: "The guide: https://example.org"\n', {"guide": "The guide: https://example.org"}),
    ("a former key", "formerly: [kafe]\n", {"formerly": ("kafe",)}),
    ("a key of somebody else", "x-id: 4\n", {}),
]


def read(front: str, more: Mapping[str, str | None] | None = None) -> CourseMap:
    course_map, _problems = read_course("c", a_course({SET: FIELDS, CARD: a_card(front), **(more or {})}))
    assert course_map is not None
    return course_map


@pytest.mark.parametrize(("front", "values"), [case[1:] for case in RIGHT_VALUES], ids=[case[0] for case in RIGHT_VALUES])
def test_a_value_is_read_by_the_type_of_its_field(front: str, values: Mapping[str, object]) -> None:
    assert said(front) == []
    assert read(front).cards.documents["m", "cafe", "en"].more == values


def test_the_countries_are_those_of_the_standard() -> None:
    assert len(COUNTRIES) == 249
    assert {"BG", "GB", "XK", "EU", "UK"} & COUNTRIES == {"BG", "GB"}


KNOWN = "title, summary, description, sources, checked, review, formerly, group, cost, hours, since, where, online, place, guide"
WRONG_CARDS = [
    ("unknown field", "colour: red\n", "Text.\n", [f"3: error: colour is not known here; known are {KNOWN} [unknown-key]"]),
    ("forms outside of the glossary", "forms: [cafés]\n", "Text.\n", [f"3: error: forms is not known here; known are {KNOWN} [unknown-key]"]),
    ("overdue review", "review: 2026-11-20\n", "Text.\n", ["3: warning: this should have been reviewed by 2026-11-20 [review-overdue]"]),
    ("former key that is one now", "formerly: [cafe]\n", "Text.\n", ["3: error: cafe is the key of something now, so nothing can have been called so formerly [former-is-current]"]),
    ("picture without alt text", "", "![](media/a.svg)\n", [
        "5: error: media/a.svg is not there: media lie in content/c/media/ [missing-media]",
        "5: error: picture without alt text: write ![what it shows](media/a.svg), or {.decorative} [missing-alt]",
    ]),
    ("heading skipped", "", "### a\n", ["5: error: the first heading is of level 3: begin with level 2 (##) [heading-order]"]),
    ("link to nothing", "", "[[m:tea]]\n", ["5: error: there is no card m:tea [broken-link]"]),
    ("link to a set that is not there", "", "[[tea:]]\n", ["5: error: there is no set of cards tea [broken-link]"]),
    ("link to no place of a card", "", "[[m:cafe#top]]\n", ["5: error: there is no link target {#top} in content/c/en/cards/m/cafe.md [broken-link]"]),
    ("no text", "", "", ["4: warning: this document has no text yet [empty-text]"]),
]  # fmt: skip


@pytest.mark.parametrize(("front", "body", "lines"), [case[1:] for case in WRONG_CARDS], ids=[case[0] for case in WRONG_CARDS])
def test_what_is_wrong_with_a_card_is_said_with_its_line(front: str, body: str, lines: list[str]) -> None:
    assert sorted(said(front, body)) == sorted(of_card(*lines))


def test_the_line_of_a_text_behind_settings_is_that_of_the_file() -> None:
    assert said("cost: low\nhours: 2\n", "[[first]] and\n[[second]]\n") == of_card("8: error: there is no activity second [broken-link]")


RIGHT_CARDS = [
    ("links", "", "[[m:]] and [[m:cafe]] and [[m:cafe#top]] and [[first]]\n\n## Top {#top}\n"),
    ("review on the very day", "review: 2026-11-21\n", "Text.\n"),
    ("sources", 'sources: ["A, b"]\nchecked: 2026-11-21\n', "Text.\n"),
]


@pytest.mark.parametrize(("front", "body"), [case[1:] for case in RIGHT_CARDS], ids=[case[0] for case in RIGHT_CARDS])
def test_a_card_that_is_right_is_silent(front: str, body: str) -> None:
    assert said(front, body) == []


def test_a_card_without_a_title_is_an_error() -> None:
    assert said(more={CARD: "---\ncost: low\n---\n\nText.\n"}) == of_card("2: error: title is missing [missing-key]")


WRONG_SETS = [
    ("no title", FIELDS.replace("title: {en", "x-title: {en"), ["1: error: title is missing [missing-key]"]),
    ("plain title", FIELDS.replace('{en: "Methods"}', "Methods"), ['1: error: title must say its language, like {en: "Planning", bg: "Планиране"} [bad-value]']),
    ("unknown key", f"{FIELDS}order: title\n", ["13: error: order is not known here; known are title, fields, show, stamps [unknown-key]"]),
    ("unknown type", FIELDS.replace("type: range", "type: list"), ["3: error: type must be one of text, number, range, choice, date, country, flag, source [bad-value]"]),
    ("field without a label", FIELDS.replace('label: {en: "Group"}, ', ""), ["3: error: label is missing [missing-key]"]),
    ("field without a type", FIELDS.replace(", type: range", ""), ["3: error: type is missing [missing-key]"]),
    ("field with a key of its own", FIELDS.replace("type: range", "type: range, unit: people"), ["3: error: unit is not known here; known are label, type, choices, filter [unknown-key]"]),
    ("choice without choices", FIELDS.replace(', choices: {low: {en: "low"}, high: {en: "high"}}', ""), ["4: error: cost is a choice: say among what, choices: {low: {…}, high: {…}} [missing-choices]"]),
    ("choices without choice", FIELDS.replace("type: number", 'type: number, choices: {a: {en: "a"}}'), ["5: error: only a field of the type choice has choices [choices-not-here]"]),
    ("field called as a setting", FIELDS.replace("  hours:", "  view:"), ["5: error: view means something else on a card: give the field another name [reserved-key]"]),
    ("field called as no key", FIELDS.replace("  hours:", "  Hours:"), ["5: error: “Hours” is no key: small Latin letters, digits and hyphens, a letter first, 63 at most [bad-key]"]),
    ("column that is no field", FIELDS.replace("[group, cost]", "[group, price]"), ["11: error: show names price, which is no field of this set [unknown-field]"]),
    ("column twice", FIELDS.replace("[group, cost]", "[group, group]"), ["11: error: group stands twice in show [duplicate-value]"]),
    ("list for a map", "title: {en: M}\nfields: [a]\n", ["2: error: fields must hold keys and values [bad-value]"]),
    ("language that the course has not", FIELDS.replace('{en: "Group"}', '{en: "Group", fr: "Groupe"}'), ["3: warning: fr is not among the languages of this course: nobody will see this text [language-not-listed]"]),
]  # fmt: skip


@pytest.mark.parametrize(("fields", "lines"), [case[1:] for case in WRONG_SETS], ids=[case[0] for case in WRONG_SETS])
def test_what_is_wrong_with_a_set_is_said_with_its_line(fields: str, lines: list[str]) -> None:
    assert said(fields=fields) == of_set(*lines)


@pytest.mark.parametrize("fields", [FIELDS, 'title: {en: "M"}\n', 'title: {en: "M"}\nshow: []\n'], ids=["fields of every type", "title alone", "no columns"])
def test_a_set_that_is_right_is_silent(fields: str) -> None:
    assert said(fields=fields) == []


def test_a_set_without_cards_is_a_warning() -> None:
    assert said(more={CARD: None}) == of_set("1: warning: this set has no cards yet: write them as content/c/en/cards/m/….md [set-without-cards]")


def test_a_card_without_a_set_is_an_error() -> None:
    assert said(more={SET: None}) == of_card("1: error: there is no file content/c/cards/m.yaml that says what the cards of this set hold [card-without-set]")


def test_of_a_set_that_cannot_be_read_only_that_is_said() -> None:
    assert said("colour: red\n", fields="- a\n") == of_set("1: error: this file must hold keys and values, like “title: …” [yaml-syntax]")


@pytest.mark.parametrize(
    ("path", "line"),
    [
        ("content/c/en/cards/m/Cafe.md", "error: “Cafe” is no key: small Latin letters, digits and hyphens, a letter first, 63 at most [bad-key]"),
        ("content/c/en/cards/m/deep/cafe.md", "warning: nothing in the course refers to this file [unused-file]"),
        ("content/c/fr/cards/m/cafe.md", "warning: nothing in the course refers to this file [unused-file]"),
        ("content/c/en/cards/m/cafe.txt", "warning: nothing in the course refers to this file [unused-file]"),
    ],
    ids=["capitals", "a folder too deep", "a language that the course has not", "no Markdown"],
)
def test_a_file_among_the_cards_that_is_none_is_said(path: str, line: str) -> None:
    clash = [f"{CARD}:1: error: some systems cannot tell this name from {path} [name-clash]"] if path.endswith("Cafe.md") else []
    assert said(more={path: a_card()}) == sorted([f"{path}:1: {line}", *clash])


def test_a_link_to_a_former_key_says_the_present_one() -> None:
    assert said("formerly: [kafe]\n", "[[m:kafe]]\n") == of_card("6: error: m:kafe is called m:cafe now [broken-link]")


def test_a_medium_that_only_a_card_shows_is_used() -> None:
    picture = {"content/c/media/a.svg": "<svg/>"}
    assert said(body="![A tree](media/a.svg)\n", more=picture) == []
    assert said(more=picture) == ["content/c/media/a.svg:1: warning: nothing shows this file [unused-media]"]


TERM, OTHER = "content/c/en/cards/glossary/jury.md", "content/c/en/cards/glossary/panel.md"
GLOSSARY: Mapping[str, str | None] = {"content/c/cards/glossary.yaml": 'title: {en: "Glossary"}\n', TERM: "---\ntitle: Jury\nforms: [juries]\n---\n\nA.\n"}


@pytest.mark.parametrize("words", ["Panel\nforms: [JURIES]", "jury"], ids=["by a form", "by the title"])
def test_a_word_stands_for_one_term_only(words: str) -> None:
    line = 3 if "forms" in words else 2
    assert found({**GLOSSARY, OTHER: f"---\ntitle: {words}\n---\n\nB.\n"}) == [
        f"{OTHER}:{line}: error: “{'JURIES' if line == 3 else 'jury'}” stands for the term jury already: a word can be marked for one term only [duplicate-term]"
    ]


def test_titles_that_cannot_be_read_are_no_words_for_the_same_term() -> None:
    broken = "---\ntitle: [Panel]\n---\n\nB.\n"
    told = found({**GLOSSARY, OTHER: broken, OTHER.replace(".md", "-too.md"): broken})
    assert (len(told), [line for line in told if "[bad-value]" not in line]) == (2, [])


@pytest.mark.parametrize("words", ["Panel\nforms: [panels]", "Jury duty", "Jury-panel"], ids=["other words", "a longer term", "a word with a hyphen"])
def test_terms_that_differ_are_silent(words: str) -> None:
    assert found({**GLOSSARY, OTHER: f"---\ntitle: {words}\n---\n\nB.\n"}) == []

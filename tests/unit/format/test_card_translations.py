"""Translations of cards and of what their sets hold: missing, stale, unstamped, and what may stand in them (T1 to T6)."""

import re
from collections.abc import Mapping

import pytest

from lms.domain.courses.format.library import read_course
from lms.domain.courses.format.stamping import stamp
from tests.unit.format.a_course import COURSE, COURSE_PATH, LESSON_PATH, MODULE, MODULE_PATH, a_course, found

SET = "content/c/cards/m.yaml"
GLOSSARY = "content/c/cards/glossary.yaml"
EN, BG = "content/c/en/cards/m/cafe.md", "content/c/bg/cards/m/cafe.md"
TERM, TERM_BG = "content/c/en/cards/glossary/jury.md", "content/c/bg/cards/glossary/jury.md"
LESSON_BG = "content/c/bg/first.md"
FIELDS = """\
title: {en: "Methods", bg: "Методи"}
fields:
  cost: {label: {en: "Cost", bg: "Разход"}, type: choice, choices: {low: {en: "low", bg: "нисък"}}}
  place: {label: {en: "Place", bg: "Място"}, type: text}
"""
CARD = "---\ntitle: Café\ncost: low\n---\n\nText.\n\n- a\n- b\n"
CARD_BG = "---\ntitle: Кафене\n---\n\nТекст.\n\n- а\n- б\n"
CHANGED = CARD.replace("Text.", "Words.")
WHOLE = {
    COURSE_PATH: COURSE.replace("[en]", "[en, bg]").replace('"A course"', '"A course", bg: "Курс"'),
    MODULE_PATH: MODULE.replace('"One"', '"One", bg: "Едно"'),
    LESSON_BG: "---\ntitle: Първи\n---\n\nТекст.\n",
    SET: FIELDS,
    EN: CARD,
    BG: CARD_BG,
    GLOSSARY: 'title: {en: "Glossary", bg: "Речник"}\n',
    TERM: "---\ntitle: Jury\nforms: [juries]\n---\n\nA.\n",
    TERM_BG: "---\ntitle: Жури\nforms: [журито, журита]\n---\n\nА.\n",
}


def stamped() -> dict[str, str | None]:
    """Return a course in two languages with a set and a glossary, all of it stamped as up to date."""
    files = a_course(WHOLE)
    return {path: (stamp(path, files) or files[path]).decode() for path in (*WHOLE, LESSON_PATH)}


def said(changes: Mapping[str, str | None]) -> list[str]:
    return found({**stamped(), **changes})


def text_of(path: str) -> str:
    return stamped()[path] or ""


def test_what_is_stamped_is_silent() -> None:
    assert said({}) == []


def test_the_stamp_of_a_set_is_a_line_at_its_end() -> None:
    assert re.fullmatch(r"stamps: \{bg: [0-9a-f]{64}\}\n", text_of(SET).removeprefix(FIELDS))


@pytest.mark.parametrize(
    ("old", "new"),
    [('en: "Methods"', 'en: "Ways"'), ('en: "Cost"', 'en: "Price"'), ('en: "low"', 'en: "little"')],
    ids=["title", "label", "choice"],
)
def test_a_changed_text_of_a_set_makes_its_translations_stale(old: str, new: str) -> None:
    assert said({SET: text_of(SET).replace(old, new)}) == [
        f"{SET}:5: warning: stale: the texts of this file changed since they were put into bg: look those through, then run lms library stamp [stale]"
    ]


@pytest.mark.parametrize(
    ("old", "new"),
    [("\n  place:", "\n  x-note: {label: {}}\n  place:"), ('bg: "нисък"', 'bg: "малък"')],
    ids=["something free", "another translation"],
)
def test_what_is_no_text_of_the_source_leaves_a_set_current(old: str, new: str) -> None:
    changed = text_of(SET).replace(old, new)
    assert changed != text_of(SET)
    assert [line for line in said({SET: changed}) if "stale" in line] == []


def test_a_set_without_a_stamp_says_so() -> None:
    assert said({SET: FIELDS}) == [
        f"{SET}:1: warning: nothing says whether the bg texts of this file are up to date: run lms library stamp [unstamped]"
    ]


def test_a_choice_that_is_not_translated_is_missing() -> None:
    assert said({SET: text_of(SET).replace(', bg: "нисък"', "")}) == [
        f"{SET}:3: warning: one text of this file has no bg: fields/cost/choices/low [missing-translation]"
    ]


def test_a_card_that_is_not_translated_is_missing() -> None:
    assert said({BG: None}) == [f"{EN}:1: warning: not translated into bg: it is shown in en [missing-translation]"]


def test_a_card_without_a_stamp_says_so() -> None:
    sentence = "nothing says which version of the source this was made from: look it through, then run lms library stamp"
    assert said({BG: CARD_BG}) == [f"{BG}:1: warning: {sentence} [unstamped]"]


def test_a_changed_block_of_a_card_is_stale() -> None:
    assert said({EN: CHANGED}) == [f"{BG}:7: warning: stale: 1 of 2 blocks of the source changed since, from line 6 there: look the translation through, then run lms library stamp [stale]"]


def test_a_changed_value_of_a_card_makes_its_translation_stale_as_a_whole() -> None:
    sentence = "stale: the source changed since, outside its blocks (its front matter or an introduction, say): look the translation through, then run lms library stamp"
    assert said({EN: CARD.replace("cost: low\n", "")}) == [f"{BG}:1: warning: {sentence} [stale]"]


@pytest.mark.parametrize(
    ("changes", "state"), [({}, "current"), ({EN: CHANGED}, "stale"), ({BG: None}, "missing")], ids=["current", "stale", "missing"]
)
def test_the_state_of_a_card_is_known(changes: Mapping[str, str | None], state: str) -> None:
    course_map, _problems = read_course("c", a_course({**stamped(), **changes}))
    assert course_map is not None
    assert course_map.cards.freshness_of("m", "cafe", "bg", "en").state == state
    assert course_map.cards.freshness_of("m", "cafe", "en", "en").state == "current"


def test_a_card_that_the_source_lacks_is_an_error() -> None:
    assert said({EN: None}) == [f"{BG}:1: error: there is no file {EN} of which this is a translation [card-without-source]"]


@pytest.mark.parametrize("line", ["cost: low", "sources: [a]", "checked: 2026-11-21", "formerly: [kafe]"])
def test_a_setting_in_a_translation_is_an_error_even_if_equal(line: str) -> None:
    name = line.partition(":")[0]
    assert said({BG: text_of(BG).replace("---\n", f"---\n{line}\n", 1)}) == [
        f"{BG}:2: error: {name} is set in the source only: take it out of the translation [setting-in-translation]"
    ]


def test_a_translation_may_hold_summary_description_and_the_forms_of_a_term() -> None:
    assert said({BG: text_of(BG).replace("---\n", "---\nsummary: Кратко\ndescription: Дълго\n", 1)}) == []
    assert "forms: [журито, журита]" in text_of(TERM_BG)


def test_a_text_by_language_that_lacks_one_is_missing_and_a_plain_one_is_not() -> None:
    by_language, plain = ({EN: CARD.replace("cost: low", value)} for value in ('place: {en: "a room"}', "place: Sofia"))
    missing = f"{EN}:3: warning: place has no text in bg [missing-translation]"
    assert missing in said(by_language)
    assert [line for line in said(plain) if "missing" in line] == []

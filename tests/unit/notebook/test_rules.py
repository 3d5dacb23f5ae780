"""What becomes of a note that is saved twice or changed in two windows, and which passage a note belongs to."""

import pytest

from lms.domain.notebook.rules import (
    BETWEEN,
    Asking,
    Outcome,
    Refusal,
    Said,
    Stored,
    clean_body,
    join,
    list_passages,
    settle,
    why_not_keep,
)

OURS, THEIRS = "a" * 32, "b" * 32


def asking(kind: str, title: str, text: str = "", end: int = 0) -> Asking:
    return Asking(kind, "", title, text, end)


STORED = Stored("first", 3, THEIRS, 5)


@pytest.mark.parametrize(
    ("stored", "said", "outcome"),
    [
        pytest.param(None, Said("first", 0, OURS, 1), Outcome("first", 1, True), id="the first text"),
        pytest.param(None, Said(" \n", 0, OURS, 1), Outcome(" \n", 1, False), id="nothing, where nothing is"),
        pytest.param(STORED, Said("second", 3, OURS, 1), Outcome("second", 1, True), id="written on the newest version"),
        pytest.param(STORED, Said("", 3, OURS, 1), Outcome("", 1, True), id="emptied on the newest version"),
        pytest.param(STORED, Said("second", 3), Outcome("second", 0, True), id="a form without a script"),
        pytest.param(STORED, Said("first", 3, THEIRS, 5), Outcome("first", 5, False), id="the same save once more"),
        pytest.param(STORED, Said("fir", 2, THEIRS, 4), Outcome("first", 5, False), id="an earlier save of the same window that comes late"),
        pytest.param(STORED, Said("third", 2, THEIRS, 6), Outcome("third", 6, True), id="a later save of the same window whose reply was lost"),
        pytest.param(STORED, Said("first", 1, OURS, 1), Outcome("first", 5, False), id="the same text from another window"),
        pytest.param(STORED, Said("first and more", 1, OURS, 1), Outcome("first and more", 1, True), id="a text that holds what is stored"),
        pytest.param(STORED, Said("second", 2, OURS, 1), Outcome(f"first{BETWEEN}second", -1, True, True), id="two windows"),
        pytest.param(STORED, Said("second", 2), Outcome(f"first{BETWEEN}second", 0, True, True), id="two forms without a script"),
        pytest.param(STORED, Said("", 2, OURS, 1), Outcome("first", -1, False, True), id="emptied in a window that does not know the newest version"),
        pytest.param(Stored("", 3, THEIRS, 5), Said("second", 2, OURS, 1), Outcome("second", 1, True), id="another window has emptied it"),
        pytest.param(
            Stored(f"first{BETWEEN}second", 4, OURS, -1), Said("second", 2, OURS, 1),
            Outcome(f"first{BETWEEN}second", -1, False, True), id="the save that joined two texts once more",
        ),
        pytest.param(
            Stored(f"first{BETWEEN}second", 4, OURS, -1), Said("third", 2, OURS, 2),
            Outcome(f"first{BETWEEN}second{BETWEEN}third", -2, True, True), id="a window that has not heard that two texts were joined",
        ),
    ],
)  # fmt: skip
def test_what_is_kept(stored: Stored | None, said: Said, outcome: Outcome) -> None:
    assert settle(stored, said) == outcome


def test_joining_says_nothing_twice() -> None:
    both = join("one", "two")
    assert both == "one\n\n———\n\ntwo"
    assert join(both, "two") == both
    assert join(both, " one\n") == both
    assert join("", "two") == "two"


def test_a_note_of_twenty_thousand_signs_is_kept_and_one_more_sign_is_too_many() -> None:
    assert why_not_keep("я" * 20_000) is None
    assert why_not_keep("я" * 20_001) is Refusal.TOO_LONG


def test_what_nobody_sees_is_taken_out_of_a_note() -> None:
    assert clean_body("a\r\nb\rc\td\x00\x1b\u200d") == "a\nb\nc\td\u200d"


def test_a_passage_keeps_its_key_when_the_text_around_and_below_its_title_changes() -> None:
    before = [asking("reflect", "Who was missing?", "Think."), asking("exercise", "Try it", "Ten minutes.")]
    after = [asking("exercise", "TRY  it", "Five minutes."), asking("reflect", "Who was missing?", "Think again.")]
    keys = [passage.key for passage in list_passages(before, before)]
    assert [passage.key for passage in list_passages(after, after)] == keys[::-1]
    assert keys == ["reflect-3d761d62903a", "exercise-a8b81981ee4e"]


def test_passages_that_ask_the_same_are_counted() -> None:
    twice = [asking("reflect", "", "Why?"), asking("reflect", "Why?"), asking("exercise", "Why?")]
    first, second, other = (passage.key for passage in list_passages(twice, twice))
    assert (second, other[:9]) == (f"{first}-2", "exercise-")


def test_a_translation_has_the_keys_of_its_source_and_prompts_of_its_own() -> None:
    source = [asking("reflect", "Why?", end=5), asking("exercise", "Try it", end=9)]
    shown = [asking("reflect", "Защо?", end=50), asking("exercise", "", "Опитайте", end=90)]
    passages = list_passages(shown, source)
    assert [passage.key for passage in passages] == [passage.key for passage in list_passages(source, source)]
    assert [(passage.prompt, passage.end) for passage in passages] == [("Защо?", 50), ("Опитайте", 90)]


@pytest.mark.parametrize(
    "shown",
    [
        pytest.param([asking("exercise", "Опитайте")], id="one is missing"),
        pytest.param([asking("exercise", "Опитайте"), asking("reflect", "Защо?")], id="another order"),
    ],
)
def test_a_translation_out_of_step_with_its_source_puts_no_note_beside_another_question(shown: list[Asking]) -> None:
    source = [asking("reflect", "Why?"), asking("exercise", "Try it")]
    theirs = {passage.key for passage in list_passages(source, source)}
    assert theirs.isdisjoint(passage.key for passage in list_passages(shown, source))


def test_a_prompt_is_no_longer_than_its_column_and_a_key_neither() -> None:
    long = [asking("exercise", "", "a" * 600)] * 100
    passages = list_passages(long, long)
    assert {len(passage.prompt) for passage in passages} == {500}
    assert max(len(passage.key) for passage in passages) <= 40

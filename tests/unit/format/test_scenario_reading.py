"""A scenario as it is read out of its document (§5)."""

import pytest

from lms.domain.courses.format.lesson import read_lesson
from lms.domain.courses.format.scenario import Choice, Scenario, Scene, read_scenario
from lms.kernel.problems import Problems
from tests.unit.format.a_scenario import BODY, EN, scenario


def read(body: str) -> Scenario:
    """Return the scenario with this text, whose first line is line 5."""
    lesson = read_lesson(EN, scenario(body).encode(), Problems())
    assert lesson is not None
    return read_scenario(lesson)


def choices(items: str) -> list[tuple[str, str, str]]:
    """Return the choices of a scene that ends in this list."""
    return [(each.words, each.to, each.consequence) for each in read(f"## A {{#a}}\n\n{items}\n\n## B {{#b}}\n").scenes[0].choices]


def test_a_scenario_is_its_scenes_in_order_with_their_lines() -> None:
    assert read(BODY) == Scenario(
        EN,
        "",
        (
            Scene(
                "counter",
                "The counter",
                (),
                "A woman asks to register.",
                (Choice("Ask for proof", "proof", "She shows savings.", 9), Choice("Turn her away", "refused", "", 11)),
                5,
            ),
            Scene("proof", "The proof", (), "It is enough.", (Choice("Register her", "settled", "", 17),), 13),
            Scene("settled", "The end", ("good",), "She thanks you.", (), 19),
            Scene("refused", "The refusal", (), "She leaves.", (), 23),
        ),
    )


def test_what_stands_before_the_first_scene_introduces_it() -> None:
    told = read(f"It is Monday.\n\n- a list\n- of things\n\n{BODY}")
    assert (told.introduction, told.scenes[0].line) == ("It is Monday.\n\n- a list\n- of things", 10)


def test_a_scene_without_choices_is_an_ending() -> None:
    assert [(scene.key, scene.is_ending, scene.is_good) for scene in read(BODY).scenes] == [
        ("counter", False, False), ("proof", False, False), ("settled", True, True), ("refused", True, False),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("heading", "said"),
    [
        ("## What then {#then}", ("then", "What then", ())),
        ("## What *then*?{#then .good}", ("then", "What *then*?", ("good",))),
        ("## What then {.good #then} ##", ("then", "What then", ("good",))),
        ("What then {#then}\n---", ("then", "What then", ())),
        ("## C # and others {#then}", ("then", "C # and others", ())),
        ("## What then", ("", "What then", ())),
    ],
)
def test_a_heading_says_key_words_and_class(heading: str, said: tuple[str, str, tuple[str, ...]]) -> None:
    scene = read(f"{heading}\n\nEnd.\n").scenes[0]
    assert ((scene.key, scene.title, scene.classes), scene.text) == (said, "End.")


CHOICES = [
    ("numbered", "1. [B](#b)\n2. [Else](#b)", [("B", "b", ""), ("Else", "b", "")]),
    ("other marks", "* [B](#b)\n* [Else](#b)", [("B", "b", ""), ("Else", "b", "")]),
    ("words over two lines", "- [B and\n  all](#b)\n  > So.", [("B and\nall", "b", "So.")]),
    ("words with signs", "- [Say *no* to `[it]` [now]](#b)", [("Say *no* to `[it]` [now]", "b", "")]),
    ("quote of several blocks", "- [B](#b)\n  > So.\n  >\n  > - one\n  >   - two\n  on", [("B", "b", "So.\n\n- one\n  - two\non")]),
    ("blank lines between", "- [B](#b)\n\n  > So.\n\n- [Else](#b)", [("B", "b", "So."), ("Else", "b", "")]),
    ("tabs", "-\t[B](#b)\n\t> So.", [("B", "b", "So.")]),
    ("pointed brackets", "- [B](<#b>)", [("B", "b", "")]),
    ("no link", "- B\n- C", []),
    ("link with more", "- [B](#b) now\n- Go [on](#b)", []),
    ("link with a paragraph", "- [B](#b)\n\n  And on.", []),
    ("link with a list", "- [B](#b)\n  - C", []),
    ("picture", "- ![B](#b)", []),
    ("link with settings", "- [B](#b){#c}", []),
    ("link to another activity", "- [[b]]", []),
]  # fmt: skip


@pytest.mark.parametrize(("items", "said"), [case[1:] for case in CHOICES], ids=[case[0] for case in CHOICES])
def test_choices_are_links_with_quotes_beneath_them(items: str, said: list[tuple[str, str, str]]) -> None:
    assert choices(items) == said


def test_a_list_that_is_no_choices_belongs_to_the_text() -> None:
    assert read("## A {#a}\n\nTake:\n\n- B\n- C\n").scenes[0].text == "Take:\n\n- B\n- C"


def test_definitions_hold_for_every_piece_that_uses_them() -> None:
    told = read("The EU.[^1]\n\n## A {#a}\n\nSee [the law].\n\n[the law]: https://example.org\n*[EU]: European Union\n[^1]: A note.\n")
    assert (told.introduction, told.scenes[0].text) == ("The EU.[^1]", "See [the law].")
    assert told.piece(told.introduction) == "The EU.[^1]\n\n*[EU]: European Union\n\n[^1]: A note."
    assert told.piece(told.scenes[0].text) == "See [the law].\n\n[the law]: https://example.org"
    assert told.piece("The EU.[^1]", footnotes=False) == "The EU.[^1]\n\n*[EU]: European Union"
    assert told.piece("Nothing.") == "Nothing."

"""What a scenario may do wrong, each with a near miss that stays silent (§5)."""

import pytest

from tests.unit.format.a_course import found_in_lesson
from tests.unit.format.a_scenario import BODY, found_in_scenario, found_in_translation

AFTER = "error: choices end their scene: put this before them, or indent it by two blanks as the quote of a choice [text-after-choices]"
MIXED = (
    "error: this is no choice, but others of this list are: write - [what to do](#scene) and nothing else, "
    "and beneath it as a quote what happens next [mixed-choices]"
)
NO_KEY = "error: this scene has no key, so no choice can lead to it: write ## {} {{#its-key}} [scene-without-key]"
NOT_REACHED = "error: nobody can come to scene {} from the first: let a choice lead to it, or take it out [scene-not-reached]"
NEVER = "error: this scenario never ends: a scene without choices is an ending [no-ending]"
NO_WAY = "error: no ending can be reached from scene {}: let one of its choices lead on [no-ending]"
NO_LIST = "error: this looks like a list, but is none: leave a blank line before it [not-a-list]"
A, B = "## A {#a}\n\n", "## B {#b}\n\nEnd.\n"

WRONG = [
    ("no scene", "Only words.\n", ["1: error: this scenario has no scenes: each begins with a heading of level 2, ## What happens {#what-happens} [no-scenes]"]),
    ("scene without a key", f"{A}- [B](#b)\n\n{B}\n## What then\n\nEnd.\n", [f"13: {NO_KEY.format('What then')}"]),
    ("first scene without a key", f"## What now\n\n- [B](#b)\n\n{B}", [f"5: {NO_KEY.format('What now')}"]),
    ("key with a capital letter", f"{A}- [B](#B)\n\n## B {{#B}}\n\nEnd.\n", ["9: error: “B” is no key of a scene: small Latin letters, digits and hyphens, a letter first, 63 at most [bad-key]"]),
    ("key twice", f"{A}- [B](#b)\n\n{B}\n{B}", ["13: error: the link target #b stands here twice, first in line 9 [duplicate-target]"]),
    ("scene that nobody reaches", f"{A}- [B](#b)\n\n{B}\n## C {{#c}}\n\nEnd.\n", [f"13: {NOT_REACHED.format('c')}"]),
    ("scenes that reach each other only", f"{A}- [B](#b)\n\n{B}\n## C {{#c}}\n\n- [D](#d)\n- [B](#b)\n\n## D {{#d}}\n\n- [C](#c)\n", [f"13: {NOT_REACHED.format('c')}", f"18: {NOT_REACHED.format('d')}"]),
    ("scene that leads to no end", f"{A}- [B](#b)\n- [C](#c)\n\n{B}\n## C {{#c}}\n\n- [C](#c)\n", [f"14: {NO_WAY.format('c')}"]),
    ("story without an end", f"{A}- [B](#b)\n\n## B {{#b}}\n\n- [A](#a)\n", [f"5: {NEVER}"]),
    ("choice to nothing", f"{A}- [B](#b)\n- [C](#c)\n\n{B}", ["8: error: there is no link target {#c} in content/c/en/counter.md [broken-link]"]),
    ("scene whose only choice leads to nothing", f"{A}- [B](#b)\n- [C](#c)\n\n{B}\n## C {{#c}}\n\n- [D](#d)\n", ["16: error: there is no link target {#d} in content/c/en/counter.md [broken-link]"]),
    ("choice to a place in a scene", f"{A}- [B](#b)\n- [C](#c)\n\n{B}\n### C {{#c}}\n", ["8: error: #c is a place in the text and no scene: a choice leads to a heading of level 2 [no-such-scene]"]),
    ("item that is no choice", f"{A}- [B](#b)\n- Or wait.\n\n{B}", [f"8: {MIXED}"]),
    ("choice with words after it", f"{A}- [B](#b)\n- [B](#b) or wait\n\n{B}", [f"8: {MIXED}"]),
    ("choice with a paragraph beneath it", f"{A}- [B](#b)\n\n  It happens.\n\n- [End](#b)\n\n{B}", [f"7: {MIXED}"]),
    ("choice to another site", f"{A}- [B](#b)\n- [Elsewhere](https://example.org)\n\n{B}", [f"8: {MIXED}"]),
    ("quote that is not indented", f"{A}- [B](#b)\n> It happens.\n\n{B}", [f"8: {AFTER}"]),
    ("text after the choices", f"{A}- [B](#b)\n\nAnd then?\n\n{B}", [f"9: {AFTER}"]),
    ("the same choice twice", f"{A}- [B](#b)\n- [Also B](#b)\n\n{B}", ["8: warning: this choice changes nothing: the one in line 7 leads to the same scene, and the same happens [same-choice]"]),
    ("unknown class", f"{A}- [B](#b)\n\n## B {{#b .great}}\n\nEnd.\n", ["9: warning: .great says nothing of a scene: only an ending that is good says so, .good [unknown-class]"]),
    ("good before the end", f"## A {{#a .good}}\n\n- [B](#b)\n\n{B}", ["5: warning: only an ending can be .good, and this scene has choices [good-before-end]"]),
    ("choices that are no list", f"{A}What now?\n- [B](#b)\n\n{B}", [f"8: {NO_LIST}"]),
]  # fmt: skip


@pytest.mark.parametrize(("body", "said"), [case[1:] for case in WRONG], ids=[case[0] for case in WRONG])
def test_what_is_wrong_is_said_with_its_line(body: str, said: list[str]) -> None:
    assert found_in_scenario(body) == said


RIGHT = [
    ("a whole scenario", BODY),
    ("one scene that is an ending", "## A {#a}\n\nEnd.\n"),
    ("introduction", f"Before all.\n\n- a list\n- of words\n\n{A}- [B](#b)\n\n{B}"),
    ("way back", f"{A}- [B](#b)\n\n## B {{#b}}\n\n- [A](#a)\n- [C](#c)\n\n## C {{#c}}\n\nEnd.\n"),
    ("same scene, other consequence", f"{A}- [B](#b)\n  > So.\n- [Also B](#b)\n  > Or so.\n\n{B}"),
    ("list of words in an ending", "## A {#a}\n\n- one\n- two\n"),
    ("links among the words of a list", f"{A}- You could [ask](#b) first.\n\n- [B](#b)\n\n{B}".replace("\n\n- [B]", "\n\nText.\n\n1. [B]")),
    ("list of words before the choices", f"{A}- one\n- two\n\nAnd now?\n\n- [B](#b)\n\n{B}"),
    ("numbered choices", f"{A}1. [B](#b)\n2. [C](#c)\n\n{B}\n## C {{#c}}\n\nEnd.\n"),
    ("long words of a choice", f"{A}- [B, and all that\n  goes with it](#b)\n  > So it goes\n  on.\n\n{B}"),
    ("consequence after a blank line", f"{A}- [B](#b)\n\n  > So.\n  >\n  > And so.\n\n- [Also B](#b)\n\n{B}"),
    ("scenes in code", f"{A}```\n## C\n```\n\n- [B](#b)\n\n{B}"),
    ("footnote after the choices", f"{A}Text.[^1]\n\n- [B](#b)\n\n[^1]: A note.\n\n{B}"),
    ("abbreviation after the choices", f"{A}The EU.\n\n- [B](#b)\n\n*[EU]: European Union\n\n{B}"),
    ("place within a scene", f"{A}### Her lease {{#lease}}\n\n[Her lease](#lease)\n\n- [B](#b)\n\n{B}"),
]  # fmt: skip


@pytest.mark.parametrize("body", [case[1] for case in RIGHT], ids=[case[0] for case in RIGHT])
def test_what_only_looks_wrong_is_silent(body: str) -> None:
    assert found_in_scenario(body) == []


@pytest.mark.parametrize("body", [case[1] for case in WRONG if case[0] in ("no scene", "scene that nobody reaches", "item that is no choice", "text after the choices")])
def test_a_lesson_is_not_taken_for_a_scenario(body: str) -> None:
    assert found_in_lesson(body) == []


MISSING = "1: {}: scene settled of en (line 19) is missing here [scenes-differ]"
DIFFERS = [
    ("scene missing", BODY.replace("## The end {#settled .good}\n\nShe thanks you.\n\n", "").replace("#settled", "#refused"), [
        MISSING,
        "14: {}: the choices of scene proof lead to #refused, but in en (line 13) to #settled [choices-differ]",
    ]),
    ("scene too many", f"{BODY}\n## More {{#more}}\n", ["28: {}: scene more is not in en [scenes-differ]"]),
    ("other order of scenes", BODY.partition("## The end")[0] + "## The refusal {#refused}\n\nShe leaves.\n\n## The end {#settled .good}\n\nShe thanks you.\n", ["20: {}: scene refused stands in another order than in en (line 23) [scenes-differ]"]),
    ("other order of choices", BODY.replace("- [Ask for proof](#proof)\n  > She shows savings.\n- [Turn her away](#refused)\n", "- [Turn her away](#refused)\n- [Ask for proof](#proof)\n  > She shows savings.\n"), [
        "6: {}: the choices of scene counter lead to #refused, #proof, but in en (line 5) to #proof, #refused [choices-differ]"
    ]),
    ("choice missing", BODY.replace("- [Turn her away](#refused)\n", ""), ["6: {}: the choices of scene counter lead to #proof, but in en (line 5) to #proof, #refused [choices-differ]"]),
    ("choices missing", BODY.replace("- [Register her](#settled)\n", ""), ["14: {}: the choices of scene proof lead to –, but in en (line 13) to #settled [choices-differ]"]),
    ("consequence missing", BODY.replace("  > She shows savings.\n", ""), ["10: {}: what happens next is told beneath this choice in one language only: here or in en (line 9) [choices-differ]"]),
    ("good in one language", BODY.replace(" .good", ""), ["20: {}: scene settled is a good ending in one language only: here or in en (line 19) [scenes-differ]"]),
]  # fmt: skip


@pytest.mark.parametrize(("body", "said"), [case[1:] for case in DIFFERS], ids=[case[0] for case in DIFFERS])
def test_a_translation_that_claims_to_be_current_tells_the_same_story(body: str, said: list[str]) -> None:
    assert found_in_translation(body) == [each.format("error") for each in said]


@pytest.mark.parametrize(("body", "said"), [case[1:] for case in DIFFERS], ids=[case[0] for case in DIFFERS])
def test_a_stale_translation_is_only_warned_of(body: str, said: list[str]) -> None:
    stale = "1: warning: stale: the source has been divided anew since, so the whole file counts as out of date: look it through, then run lms library stamp [stale]"
    told = found_in_translation(body, of="## Another {#counter}\n")
    assert told == sorted([each.format("warning") for each in said] + [stale], key=lambda each: (int(each.split(":")[0]), each))


def test_a_translation_of_all_scenes_is_silent() -> None:
    assert found_in_translation(BODY.replace("Ask for proof", "Поискайте доказателство").replace("The counter", "Гишето")) == []


def test_a_scene_without_a_key_in_a_translation_is_told_once() -> None:
    assert found_in_translation(BODY.replace(" {#refused}", "")) == [
        "12: error: there is no link target {#refused} in content/c/bg/counter.md [broken-link]",
        f"24: {NO_KEY.format('The refusal')}",
    ]

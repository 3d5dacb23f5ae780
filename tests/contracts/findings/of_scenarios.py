"""Scenes, choices and endings (course-format §5)."""

from tests.contracts.findings.a_case import Case, Row, in_file
from tests.unit.format.a_course import MODULE, MODULE_PATH, Files

PATH = "content/c/en/counter.md"
END = "\n## B {#b}\n\nEnd.\n"
STORY = "## A {#a}\n\n- [Go](#b)\n" + END
NO_KEY = "is no key of a scene: small Latin letters, digits and hyphens, a letter first, 63 at most [bad-key]"
NO_CHOICE = "this is no choice, but others of this list are: write - [what to do](#scene) and nothing else, and beneath it as a quote what happens next [mixed-choices]"
AFTER = "choices end their scene: put this before them, or indent it by two blanks as the quote of a choice [text-after-choices]"


def begins(choices: str) -> str:
    """Return a story with two scenes: the choices of the first begin in line 7 of its file."""
    return f"## A {{#a}}\n\n{choices}{END}"


# the text of a scenario, from line 5 on
TEXTS: list[Row] = [
    ("no-scenes",          "Text.\n",                                       ["1: error: this scenario has no scenes: each begins with a heading of level 2, ## What happens {#what-happens} [no-scenes]"],     "## Text {#text}\n"),
    ("no-ending",          STORY.replace("End.", "- [Back](#a)"),           ["5: error: this scenario never ends: a scene without choices is an ending [no-ending]"],                                          STORY.replace("End.", "[Back](#a)")),
    ("no-ending",          begins("- [Go](#b)\n- [Up](#c)\n") + "\n## C {#c}\n\n- [Up](#c)\n", ["14: error: no ending can be reached from scene c: let one of its choices lead on [no-ending]"],               begins("- [Go](#b)\n- [Up](#c)\n") + "\n## C {#c}\n\n- [Up](#b)\n"),
    ("scene-without-key",  STORY + "\n## C\n\nEnd.\n",                      ["13: error: this scene has no key, so no choice can lead to it: write ## C {#its-key} [scene-without-key]"],                      STORY + "\n### C\n\nEnd.\n"),
    ("bad-key",            STORY.replace("#b", "#B"),                       [f"9: error: “B” {NO_KEY}"],                                                                                                      STORY),
    ("good-before-end",    STORY.replace("{#a}", "{#a .good}"),             ["5: warning: only an ending can be .good, and this scene has choices [good-before-end]"],                                         STORY.replace("{#b}", "{#b .good}")),
    ("unknown-class",      STORY.replace("{#b}", "{#b .goods}"),            ["9: warning: .goods says nothing of a scene: only an ending that is good says so, .good [unknown-class]"],                        STORY.replace("{#b}", "{#b .good}")),
    ("mixed-choices",      begins("- [Go](#b)\n- Stay\n"),                  [f"8: error: {NO_CHOICE}"],                                                                                                       begins("- [Go](#b)\n- [Stay](#a)\n")),
    ("text-after-choices", begins("- [Go](#b)\n\nText.\n"),                 [f"9: error: {AFTER}"],                                                                                                           begins("Text.\n\n- [Go](#b)\n")),
    ("scene-not-reached",  STORY + "\n## C {#c}\n\nEnd.\n",                 ["13: error: nobody can come to scene c from the first: let a choice lead to it, or take it out [scene-not-reached]"],             STORY + "\n### C {#c}\n\nEnd.\n"),
    ("no-such-scene",      begins("- [Go](#b)\n- [Up](#c)\n") + "\n### C {#c}\n\nEnd.\n", ["8: error: #c is a place in the text and no scene: a choice leads to a heading of level 2 [no-such-scene]"],      begins("- [Go](#b)\n- [Up](#c)\n") + "\n## C {#c}\n\nEnd.\n"),
    ("broken-link",        begins("- [Go](#b)\n- [Up](#c)\n"),              ["8: error: there is no link target {#c} in content/c/en/counter.md [broken-link]"],                                                                         begins("- [Go](#b)\n- [Up](#a)\n")),
    ("same-choice",        begins("- [Go](#b)\n- [Walk](#b)\n"),            ["8: warning: this choice changes nothing: the one in line 7 leads to the same scene, and the same happens [same-choice]"],        begins("- [Go](#b)\n- [Walk](#b)\n  > Slowly.\n")),
]  # fmt: skip


def a_scenario(body: str) -> Files:
    """Return a scenario with this text."""
    return {MODULE_PATH: MODULE + "  - scenario: counter\n", PATH: f"---\ntitle: Counter\n---\n\n{body}"}


CASES: list[Case] = in_file(PATH, a_scenario, TEXTS)

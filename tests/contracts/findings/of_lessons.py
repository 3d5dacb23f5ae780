"""The text of a lesson by itself, and where its links lead (course-format §4, L1 to L4, §10)."""

from tests.contracts.findings.a_case import (
    QUIZ_PATH,
    TEXT_PATH,
    WITH_TEST,
    WITH_TEXT,
    Case,
    Row,
    a_lesson,
    in_file,
)
from tests.unit.format.a_course import LESSON, LESSON_PATH, MODULE, MODULE_PATH, TEST, Files

PRACTICE = TEST.replace("pass: 50\n", "mode: practice\n")
CALLOUTS = "NOTE, TIP, IMPORTANT, WARNING, CASE, EXERCISE, REFLECT, FURTHER"
ONLY = "is shown as text: of raw HTML only <br> <sub> <sup> <kbd> <abbr> are allowed [raw-html]"
NO_LIST = "error: this looks like a list, but is none: leave a blank line before it [not-a-list]"
SAYS_NOTHING = "warning: the words of a link should say where it leads;"
NOWHERE = "leads nowhere: write [[key]] for another activity, media/… for a file, https://… for another site [broken-link]"

# the text of a lesson, from line 5 on
TEXTS: list[Row] = [
    ("empty-text",       "",                                           ["4: warning: this document has no text yet [empty-text]"],                                                        "A"),
    ("empty-text",       "<!-- Later. -->\n",                          ["4: warning: this document has no text yet [empty-text]"],                                                        "<!-- Later. --> Now.\n"),
    ("unknown-callout",  "> [!NOTES]\n> Text.\n",                      [f"5: error: [!NOTES] is not known here; known are {CALLOUTS} [unknown-callout]"],                                 "> [!NOTE]\n> Text.\n"),
    ("raw-html",         "One<hr>two\n",                               [f"5: warning: <hr> {ONLY}"],                                                                                      "One<br>two\n"),
    ("raw-html",         "One\n<b>two</b>\n",                          [f"6: warning: </b> {ONLY}", f"6: warning: <b> {ONLY}"],                                                            "One\n\\<b>two\\</b>\n"),
    ("not-a-list",       "Text:\n- a\n- b\n",                          [f"6: {NO_LIST}"],                                                                                                 "Text:\n\n- a\n- b\n"),
    ("not-a-list",       "> Text:\n> 1. a\n",                          [f"6: {NO_LIST}"],                                                                                                 "> Text:\n> 2026. a\n"),
    ("table-header",     "|  |  |\n|---|---|\n| a | b |\n",            ["5: error: table without headers: say in its first row what each column holds [table-header]"],                    "|  | B |\n|---|---|\n| a | b |\n"),
    ("table-header",     "| A |  |\n|---|---|\n| a | b |\n",           ["5: warning: a column of this table has no header [table-header]"],                                               "|  | B |\n|---|---|\n| a | b |\n"),
    ("table-cells",      "| A | B |\n|---|---|\n| a | b | c |\n",      ["7: warning: this row has 3 cells, but the table has 2 columns: the rest is not shown [table-cells]"],            "| A | B |\n|---|---|\n| a | b \\| c |\n"),
    ("missing-footnote", "Text.[^1]\n",                                ["5: error: footnote 1 is nowhere written: add a line “[^1]: …” [missing-footnote]"],                              "Text.[^1]\n\n[^1]: More.\n"),
    ("unused-footnote",  "Text.\n\n[^1]: More.\n",                     ["7: warning: nothing refers to footnote 1 [unused-footnote]"],                                                    "Text.[^1]\n\n[^1]: More.\n"),
    ("fence-open",       "Text:\n\n```\ncode\n``\n",                   ["7: error: the code that begins here has no closing line of the same signs [fence-open]"],                        "Text:\n\n```\ncode\n````\n"),
    ("bad-formula",      "Text\n$x_1_2$\n",                            ["6: error: this formula cannot be read: $x_1_2$ [bad-formula]"],                                                  "Text\n$x_{1_2}$\n"),
    ("empty-heading",    "## {#a}\n\nText.\n",                         ["5: error: this heading has no words [empty-heading]"],                                                           "## A {#a}\n\nText.\n"),
    ("heading-order",    "# A\n\nText.\n",                             ["5: error: the title of the page is its only heading of level 1: begin with ## [heading-order]"],                 "\\# A\n\nText.\n"),
    ("heading-order",    "A\n===\n\nText.\n",                          ["5: error: the title of the page is its only heading of level 1: begin with ## [heading-order]"],                 "A\n---\n\nText.\n"),
    ("heading-order",    "### A\n\nText.\n",                           ["5: error: the first heading is of level 3: begin with level 2 (##) [heading-order]"],                            "## A\n\nText.\n"),
    ("heading-order",    "## A\n\n#### B\n\nText.\n",                  ["7: error: heading of level 4 after one of level 2: none may be skipped [heading-order]"],                        "## A\n\n### B\n\nText.\n"),
    ("empty-link",       "[](https://example.org)\n",                  ["5: error: link without words: write [where it leads](https://example.org) [empty-link]"],                        "[A](https://example.org)\n"),
    ("link-text",        "[here](https://example.org)\n",              [f"5: {SAYS_NOTHING} “here” does not [link-text]"],                                                                "[hero](https://example.org)\n"),
    ("link-text",        "[εδώ](https://example.org)\n",               [f"5: {SAYS_NOTHING} “εδώ” does not [link-text]"],                                                                 "[εδώ και τώρα](https://example.org)\n"),
    ("link-text",        "[Cliquez ici](https://example.org)\n",       [f"5: {SAYS_NOTHING} “Cliquez ici” does not [link-text]"],                                                         "[ici, les chiffres](https://example.org)\n"),
    ("link-text",        "[leer más](https://example.org)\n",          [f"5: {SAYS_NOTHING} “leer más” does not [link-text]"],                                                            "[leer el informe](https://example.org)\n"),
    ("link-text",        "[Clicca qui](https://example.org)\n",        [f"5: {SAYS_NOTHING} “Clicca qui” does not [link-text]"],                                                          "[qui il rapporto](https://example.org)\n"),
    ("link-text",        "[https://example.org](https://example.org)\n", [f"5: {SAYS_NOTHING} “https://example.org” does not [link-text]"],                                               "<https://example.org>\n"),
    ("duplicate-target", "## A {#a}\n\n## B {#a}\n\nText.\n",          ["7: error: the link target #a stands here twice, first in line 5 [duplicate-target]"],                            "## A {#a}\n\n## B {#b}\n\nText.\n"),
    ("automatic-target", "## A place\n\n[There](#a-place)\n",          ["7: error: #a-place is an automatic id: name the place itself, ## A place {#a-place} [automatic-target]"],         "## A place {#a-place}\n\n[There](#a-place)\n"),
    ("bad-link",         "[A file](ftp://example.org)\n",              ["5: error: links lead to https, http, mailto or tel only, not to ftp://example.org [bad-link]"],                   "[A file](http://example.org)\n"),
    ("broken-link",      "## A {#a}\n\n[There](#b)\n",                 ["7: error: there is no link target {#b} in content/c/en/first.md [broken-link]"],                                                          "## A {#b}\n\n[There](#b)\n"),
    ("broken-link",      "[There](first.md)\n",                        [f"5: error: first.md {NOWHERE}"],                                                                                 "[[first]]\n"),
    ("broken-link",      "[[elsewhere]]\n",                            ["5: error: there is no activity elsewhere [broken-link]"],                                                        "[[first|elsewhere]]\n"),
    ("broken-link",      "[A note][n]\n\n[n]: notes\n",               [f"5: error: notes {NOWHERE}"],                                                                                    "[A note][n] [n]\n"),
    ("broken-link",      "A [n]\n\n[n]: notes\n",                     [f"5: error: notes {NOWHERE}"],                                                                                    "A [n]\n\n[m]: notes\n"),
    ("bad-link",         "[A file](https://example.org/a b)\n",       ["5: error: the address https://example.org/a b cannot hold “ ”: write %20 for it [bad-link]"],                    "[A file](https://example.org/a%20b)\n"),
    ("bad-link",         "<ftp://example.org>\n",                     ["5: error: links lead to https, http, mailto or tel only, not to ftp://example.org [bad-link]"],                  "<http://example.org>\n"),
    ("link-slip",        "Text, [[First]].\n",                        ["5: warning: [[First]] is shown as text: keys are small, write [[first]] [link-slip]"],                           "Text, [[first|First]].\n"),
    ("link-slip",        "Text.\n\n- ![[First#a|One two]]\n",         ["7: warning: [[First#a|One two]] is shown as text: keys are small, write [[first#a|One two]] [link-slip]"],       "Text.\n\n- [[First of all]]\n"),
    ("link-slip",        "[[first|One two]\n",                        ["5: warning: [[first|One two] is shown as text: a link to an activity ends with two brackets, [[first|One two]] [link-slip]"], "[[a|b] c], `[[first|a]`\n"),
    ("link-slip",        "Text, [[first].\n",                          ["5: warning: [[first] is shown as text: a link to an activity ends with two brackets, [[first]] [link-slip]"],    "Text, [[a] b], `[[first]`\n"),
    ("link-slip",        "- [[first#a].\n",                            ["5: warning: [[first#a] is shown as text: a link to an activity ends with two brackets, [[first#a]] [link-slip]"], "- [[first](https://example.org)]\n"),
    ("open-braces",      "## A {#columns\n\nText.\n",                  ["5: warning: {#columns is shown as text: the brace is not closed, write {#columns} [open-braces]"],               "## A {#columns}\n\n## B { or \\{#c\n\nText {#d\n"),
    ("open-braces",      "## A {: .b \n\nText.\n",                     ["5: warning: {: .b is shown as text: the brace is not closed, write {: .b} [open-braces]"],                       "## A `{#b`\n\nText.\n"),
    ("formula-braces",   "Text\n$\\frac{t}{2$\n",                       ["6: warning: a brace in this formula has no partner: $\\frac{t}{2$ [formula-braces]"],                            "Text\n$\\frac{t}{2} + \\{$\n"),
    ("formula-braces",   "$x_1}$\n",                                  ["5: warning: a brace in this formula has no partner: $x_1}$ [formula-braces]"],                                   "$x_1\\}$\n"),
    ("callout-slip",     "Text.\n\n> [!TIP\n> Text.\n",               ["7: warning: this call-out lacks a bracket: write > [!TIP] [callout-slip]"],                                      "Text.\n\n> [!TIP] Text [a\n"),
    ("callout-slip",     "Text.\n\n[!TIP] More\n",                    ["7: warning: this call-out is shown as text: write > before [!TIP], and before each of its lines [callout-slip]"], "Text.\n\nA [!TIP] More\n"),
    ("not-a-table",      "Text.\n\n| a | b |\n| c | d |\n| e | f |\n", ["7: warning: this looks like a table, but is none: write a line |---|---| beneath its first row [not-a-table]"], "Text.\n\n| a | b |\n|---|---|\n| c | d |\n| e | f |\n"),
    ("not-a-table",      "> | a |\n> | b |\n",                        ["5: warning: this looks like a table, but is none: write a line |---|---| beneath its first row [not-a-table]"],   "> | a |\n\n> | b |\n"),
    ("broken-link",      "[[firsts]]\n",                               ["5: error: there is no activity firsts: is first meant? [broken-link]"],                                                           "[[first]]\n"),
]  # fmt: skip


def with_test(body: str, test: str = PRACTICE) -> Files:
    """Return a lesson with this text beside a quiz for practice with the question ``a``."""
    return a_lesson(body) | {MODULE_PATH: WITH_TEST, QUIZ_PATH: test}


def beside_text(body: str, module: str = WITH_TEXT) -> Files:
    """Return a lesson with this text beside another text."""
    return a_lesson(body) | {MODULE_PATH: module, TEXT_PATH: LESSON}


OTHERS: list[Case] = [
    Case("not-practice", with_test("![[test#a]]\n", TEST),                                     [f"{LESSON_PATH}:5: error: only questions of a practice quiz can stand in a text, and test is none [not-practice]"], with_test("![[test#a]]\n")),
    Case("broken-link",  with_test("![[test]]\n"),                                             [f"{LESSON_PATH}:5: error: test is no question: write ![[quiz#question]] [broken-link]"],                            with_test("[[test]]\n")),
    Case("broken-link",  with_test("![[test#b]]\n"),                                           [f"{LESSON_PATH}:5: error: quiz test has no question b [broken-link]"],                                              with_test("![[test#a]]\n")),
    Case("broken-link",  beside_text("[[second]]\n", MODULE + "trainer: [second]\n"),          [f"{LESSON_PATH}:5: error: second is a trainer's document: learners cannot follow this link [broken-link]"],         beside_text("[[second]]\n")),
    Case("broken-link",  beside_text("[[old]]\n", WITH_TEXT + "    formerly: [old]\n"),        [f"{LESSON_PATH}:5: error: old is called second now [broken-link]"],                                                 beside_text("[[second]]\n", WITH_TEXT + "    formerly: [old]\n")),
    Case("broken-link",  {MODULE_PATH: WITH_TEST, QUIZ_PATH: TEST.replace("## a", "## a {see=firsts}")}, [f"{QUIZ_PATH}:6: error: there is no activity firsts: is first meant? [broken-link]"],                                      {MODULE_PATH: WITH_TEST, QUIZ_PATH: TEST.replace("## a", "## a {see=first}")}),
]  # fmt: skip
CASES = [*in_file(LESSON_PATH, a_lesson, TEXTS), *OTHERS]

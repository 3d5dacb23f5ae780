"""A quiz as a whole: front matter, headings, settings, sections, blind zones (course-format §7, G1 to G3, G6, G10)."""

from tests.contracts.findings.a_case import QUIZ_PATH, Case, Row, a_quiz, a_survey, asks, in_file

SOUND = "## z\n\nWho?\n\n= me\n"
A, B, C = (f"## {key}\n\nWho?\n\n= me\n" for key in "abc")
MOST = 256 * 1024 - len(f"---\ntitle: Test\n---\n\n\n\n{SOUND}")
LONG_WORDS = f"*[AB]: {'words ' * 17_000}\n\n"
KNOWN = "case, formerly, kind, marking, points, see, words"
NO_ANSWERS_SHOWN = "the right answers are never shown [answers-never-shown]"
UNDERLINED = "a line of = or - beneath a text makes a heading: write ### before it, or leave a line blank [underlined-heading]"
IN_TEXT = "warning: this looks like an answer, but it is shown as text: only the last lines of a question are its answers [answer-in-text]"
LONGEST_RIGHT = "\n".join(f"## {key}\n\nWho?\n\n- (x) somebody\n- ( ) he\n- ( ) she\n" for key in "abcd")


def question(settings: str, answers: str = "= me") -> str:
    return asks(answers, f" {{{settings}}}")


# the text of a quiz, from line 5 on
TEXTS: list[Row] = [
    ("too-large",           f"{'a' * (MOST + 1)}\n\n{SOUND}",             ["1: error: a quiz of more than 256 KB is not read [too-large]"],                                                                              f"{'a' * MOST}\n\n{SOUND}"),
    ("too-large",           SOUND + "\n" * 19_995,                        ["20004: error: a quiz of more than 20000 lines is not read [too-large]"],                                                                     SOUND + "\n" * 19_994),
    ("too-large",           LONG_WORDS + "".join(f"## q{n}\n\nWhat is AB?\n\n= me\n\n" for n in range(11)), ["1: error: the texts of this quiz, each with the definitions that it uses, hold more than 1024 KB: use fewer definitions or shorter ones [too-large]"], LONG_WORDS + "".join(f"## q{n}\n\nWhat is AB?\n\n= me\n\n" for n in range(10))),
    ("too-many-questions",  "".join(f"## q{n}\n\nYes?\n\n= true\n\n" for n in range(1001)), ["6005: error: a quiz has 1000 sections and questions at most; from here on nothing is read [too-many-questions]"],        "".join(f"## q{n}\n\nYes?\n\n= true\n\n" for n in range(1000))),
    ("no-questions",        "Text.\n",                                    ["1: error: there is no question here: write “## key”, a text and answers [no-questions]"],                                                     f"Text.\n\n{SOUND}"),
    ("footnote",            asks("= me", text="Who?[^1]"),                ["7: error: a quiz has no footnotes: say it in the text or in feedback [footnote]"],                                                           asks("= me", text="Who?\\[^1]")),
    ("footnote",            asks("- (x) a[^1]\n- ( ) b"),                 ["9: error: a quiz has no footnotes: say it in the text or in feedback [footnote]"],                                                           asks("- (x) a`[^1]`\n- ( ) b")),
    ("empty-title",         f"# {{draw=1}}\n\n{SOUND}",                   ["5: error: the section has no title: write “# Title” [empty-title]"],                                                                         f"# A {{draw=1}}\n\n{SOUND}"),
    ("bad-key",             "## Who is it?\n\nWho?\n\n= me\n",            ["5: error: the heading of a question is its key, and “Who is it?” is none: small Latin letters, digits and hyphens, a letter first, like “## ladder-top” [bad-key]"], "## who-is-it\n\nWho?\n\n= me\n"),
    ("duplicate-question",  f"{B}\n{B}",                                  ["11: error: question b stands here twice, first in line 5 [duplicate-question]"],                                                             f"{B}\n{C}"),
    ("no-text",             "## b\n\n= me\n",                             ["5: warning: question b asks nothing: write its text above the answers [no-text]"],                                                           "## b\n\nWho?\n= me\n"),
    ("empty-section",       f"# A\n\n# B\n\n{SOUND}",                     ["5: warning: section “A” holds nothing [empty-section]"],                                                                                     f"# A\n\nText.\n\n# B\n\n{SOUND}"),
    ("draw-too-many",       f"# A {{draw=2}}\n\n{SOUND}",                 ["5: error: section “A” draws 2 questions, but has only 1 [draw-too-many]"],                                                                   f"# A {{draw=1}}\n\n{SOUND}"),
    ("draw-points",         f"# A {{draw=1}}\n\n{B}\n## c {{points=2}}\n\nWho?\n\n= me\n", ["13: error: questions of a drawn section have equal points: c has 2, b has 1 [draw-points]"],                                f"# A {{draw=1}}\n\n{B}\n## c {{points=1}}\n\nWho?\n\n= me\n"),
    ("former-key-in-use",   f"{B}\n## c {{formerly=b}}\n\nWho?\n\n= me\n", ["11: error: b cannot be a former key of c: a question is called so now [former-key-in-use]"],                                                f"{B}\n## c {{formerly=bb}}\n\nWho?\n\n= me\n"),
    ("longest-right",       LONGEST_RIGHT,                                ["5: warning: in every single choice of this quiz the longest answer is the right one [longest-right]"],                                        LONGEST_RIGHT.replace("( ) he", "( ) everybody", 1)),
    ("no-points",           "## b {kind=reflection}\n\nWho?\n",           ["1: error: a test needs a question with points: ask one, or write mode: practice [no-points]"],                                                f"## b {{kind=reflection}}\n\nWho?\n\n{SOUND}"),
    ("heading-blank",       f"##b\n\nWho?\n\n{SOUND}",                    ["5: error: write a blank after ## [heading-blank]"],                                                                                          f"#b\n\nWho?\n\n{SOUND}"),
    ("heading-indented",    f" ## b\n\nWho?\n\n{SOUND}",                  ["5: error: this heading is text, since it is indented: begin it in the first column, or write ### [heading-indented]"],                        f" ### b\n\nWho?\n\n{SOUND}"),
    ("heading-order",       asks("= me", text="#### Who?"),               ["7: error: the first heading of this text is of level 4: begin with level 3 (###) [heading-order]"],                                           asks("= me", text="### Who?")),
    ("underlined-heading",  asks("= me", text="Who?\n---"),               [f"8: error: {UNDERLINED}"],                                                                                                                   asks("= me", text="Who?\n\n---")),
    ("underlined-heading",  asks("= me", text="Who?\n==="),               [f"8: error: {UNDERLINED}"],                                                                                                                   asks("= me", text="Who?\n===a")),
    ("small-callout",       asks("= me", text="> [!Note]\n> Who?"),       ["7: error: in a quiz the word in brackets is written in capitals, without blanks: > [!NOTE] [small-callout]"],                                 asks("= me", text="> [!NOTE]\n> Who?")),
    ("unclosed-code",       f"{B}\n## c\n\n```\nWho?\n``\n\n= me\n",      ["13: error: the code that begins here has no closing line of the same signs [unclosed-code]"],                     f"{B}\n## c\n\n```\nWho?\n```\n\n= me\n"),
    ("unclosed-comment",    f"{SOUND}\n> Yes. <!-- no\n",                 ["11: error: the comment that begins here has no end (-->) [unclosed-comment]"],                                                               f"{SOUND}\n> Yes. <!-- no -->\n"),
    ("bad-setting",         question("points=0"),                         ["5: error: points is a number above 0 with two decimals at most, like points=2 or points=0.5 [bad-setting]"],                                  question("points=0.5")),
    ("bad-setting",         question("see=First"),                        ["5: error: see names an activity, like see=ladder or see=ladder#top [bad-setting]"],                                                          question("see=first")),
    ("bad-setting",         question("formerly=a,a"),                     ["5: error: formerly lists keys, each once, like formerly=older,oldest [bad-setting]"],                                                        question("formerly=a,aa")),
    ("bad-setting",         question("kind=shorts"),                      ["5: error: kind is one of essay, gaps, information, matching, multiple, number, ordering, reflection, short, single, truth [bad-setting]"],     question("kind=short")),
    ("bad-setting",         question("marking=none", "- [x] a\n- [ ] b"), ["5: error: marking can only be all: all or nothing [bad-setting]"],                                                                           question("marking=all", "- [x] a\n- [ ] b")),
    ("bad-setting",         question("case=true"),                        ["5: error: case is yes or no [bad-setting]"],                                                                                                 question("case=yes")),
    ("bad-setting",         question("=2"),                               ['5: error: “=2” is no setting: write name, name=value or name="two words"; for braces as text write \\{ [bad-setting]'],                       question("points=2")),
    ("bad-setting",         question("points=2 points=2"),                ["5: error: points is set twice [bad-setting]"],                                                                                               question("points=2")),
    ("bad-setting",         f"# A {{draw=0}}\n\n{SOUND}",                 ["5: error: draw is a whole number, like draw=3 [bad-setting]"],                                                                               f"# A {{draw=1}}\n\n{SOUND}"),
    ("bad-setting",         asks("- (x) a {fixed=yes}\n- ( ) b"),         ["9: error: {fixed} has no value: write it alone [bad-setting]"],                                                                              asks("- (x) a {fixed}\n- ( ) b")),
    ("unknown-setting",     question("point=2"),                          [f"5: error: no setting is called point here; known are {KNOWN} [unknown-setting]"],                                                           question("points=2")),
    ("unknown-setting",     f"# A {{points=1}}\n\n{SOUND}",               ["5: error: no setting is called points here; known are draw [unknown-setting]"],                                                              f"# A {{draw=1}}\n\n{SOUND}"),
    ("unknown-setting",     asks("- (x) a {fix}\n- ( ) b"),               ["9: error: an answer knows no setting fix, only {fixed}; for braces as text write \\{ [unknown-setting]"],                                     asks("- (x) a \\{fix}\n- ( ) b")),
    ("setting-not-here",    question("marking=all"),                      ["5: error: a question of the kind short knows no marking [setting-not-here]"],                                                                question("marking=all", "- [x] a\n- [ ] b")),
    ("setting-not-here",    asks("1. a {fixed}\n2. b"),                   ["9: error: {fixed} is for choices only [setting-not-here]"],                                                                                  asks("1. a{fixed}\n2. b")),
    ("setting-not-here",    asks("- (x) a\n  more {fixed}\n- ( ) b"),     ["10: error: {fixed} stands at the end of the first line of its answer; for braces as text write \\{ [setting-not-here]"],                      asks("- (x) a {fixed}\n  more\n- ( ) b")),
    ("answer-in-text",      asks("= me", text="(x) he\n\nWho?"),          [f"7: {IN_TEXT}"],                                                                                                                             asks("= me", text="(y) he\n\nWho?")),
    ("answer-in-text",      asks("= me", text="= he\n\nWho?"),            [f"7: {IN_TEXT}"],                                                                                                                             asks("= me", text="\\= he\n\nWho?")),
]  # fmt: skip
# a line of the front matter of a quiz, which is line 3, and what else stands there
FRONT: list[Row] = [
    ("setting-against-mode", "mode: practice\npass: 50\n",           ["4: error: a quiz with mode: practice has no pass mark: take pass out, or make it a test [setting-against-mode]"], "mode: test\npass: 50\n"),
    ("setting-against-mode", "mode: practice\nminutes: 5\n",         ["4: error: practice has no time limit: take minutes out, or make it a test [setting-against-mode]"],              "mode: test\nminutes: 5\n"),
    ("setting-against-mode", "mode: test\nshow_answers: after-each\n", ["4: error: a test never shows right answers after each question: write after-attempt [setting-against-mode]"],  "mode: practice\nshow_answers: after-each\n"),
    ("answers-never-shown",  "show_answers: after-pass\n",           [f"3: warning: without a pass mark nobody passes, so {NO_ANSWERS_SHOWN}"],                                          "show_answers: after-pass\npass: 50\n"),
    ("answers-never-shown",  "show_answers: after-last\n",           [f"3: warning: with unlimited attempts none is the last, so {NO_ANSWERS_SHOWN}"],                                   "show_answers: after-last\nattempts: 1\n"),
    ("bad-value",            "attempts: 0\n",                        ["3: error: attempts (a number, or unlimited) must be a whole number from 1 to 1000 [bad-value]"],                 "attempts: unlimited\n"),
]  # fmt: skip
# the text of a survey, from line 6 on
SURVEYS: list[Row] = [
    ("setting-against-mode", f"# All {{draw=1}}\n\n{SOUND}", ["6: error: section “All”: a survey asks everybody the same questions, so take draw out [setting-against-mode]"], f"# All\n\n{SOUND}"),
]  # fmt: skip
# a line of the front matter of a survey, which is line 4, and what may stand there
ONCE = "error: a survey is one page in the order written, sent once and never marked"
FRONT_OF_SURVEYS: list[Row] = [
    ("setting-against-mode", "shuffle: [questions]\n", [f"4: {ONCE}: take shuffle out [setting-against-mode]"], "summary: Six questions\n"),
    ("setting-against-mode", "attempts: unlimited\n",  [f"4: {ONCE}: take attempts out [setting-against-mode]"], "description: Sent once\n"),
]  # fmt: skip
CASES: list[Case] = [
    *in_file(QUIZ_PATH, a_quiz, TEXTS),
    *in_file(QUIZ_PATH, lambda front: a_quiz(SOUND, front), FRONT),
    *in_file(QUIZ_PATH, a_survey, SURVEYS),
    *in_file(QUIZ_PATH, lambda front: a_survey(SOUND, front), FRONT_OF_SURVEYS),
]

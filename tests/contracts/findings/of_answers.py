"""Answers, gaps and feedback, kind by kind (course-format §7, G4 to G12, §10)."""

from tests.contracts.findings.a_case import QUIZ_PATH, Case, Row, a_quiz, asks, in_file

MANY = "error: a question has 100 answers at most [too-many-answers]"
NO_ANSWER = "error: this line is no answer: indent it by two blanks if it belongs to the answer above, or give it a mark [text-after-answers]"
A_QUOTE = "error: a quote among the answers: indent it by two blanks to make it feedback of the answer above [text-after-answers]"
AFTER = "error: text after the answers: put it before them, make it a quote (>) to be feedback, or state {kind=information} [text-after-answers]"
ABOVE = "error: this line stands right above the answers, but is none of them: write its mark like theirs, or leave a blank line beneath it [bad-mark]"
NO_LINE = "error: this is no answer line: write “- (x) right”, “- [x] right” or “- (50%) nearly”, a blank after each mark [bad-mark]"
NO_EQUALS = "error: this is no answer line: write “= text” or “=50% text”, a blank after the mark, or state {kind=information} [bad-mark]"
NO_NUMBER = "warning: this is no answer line: write “1. first”, a blank after each number, or state {kind=information} [bad-mark]"
FIRST_COLUMN = "error: this is no answer line: an answer begins in the first column, without blanks before its mark [bad-mark]"
OF_AN_ORDER = "error: this is an item of an order, so its mark is shown as text: write “- (x) right” for a choice [bad-mark]"
TEXTS_IN_GAP = "write {{Article 20}}, {{=Article 20|=Art. 20}} or {{*right|wrong}} [bad-gap]"
FEEDBACK = "error: this feedback is shown before anybody has answered: put the quote at the end of its question [feedback-before-answers]"
TOO_LONG = "warning: nobody can type this: an answer has 1000 characters at most [too-long-to-type]"
SOUND = "\n## z\n\nWho?\n\n= me\n"


def many(number: int) -> str:
    return asks("- (x) a\n" + "".join(f"- ( ) a{each}\n" for each in range(2, number + 1)))


def gap(text: str) -> str:
    """Return a question with this text and no answer lines, and a sound one beneath it."""
    return f"## b\n\n{text}\n{SOUND}"


def stated(kind: str, answers: str) -> str:
    return asks(answers, f" {{kind={kind}}}")


# the text of a quiz, from line 5 on: the heading is line 5, the text line 7, the answers begin in line 9
TEXTS: list[Row] = [
    ("gap-beside-answers",      asks("= me", text="Who {{is}} it?"),      ["5: error: question b has a gap {{…}} and answer lines: it can have one of them [gap-beside-answers]"],  asks("= me", text="Who \\{{is}} it?")),
    ("no-answers",              stated("short", ""),                      ["5: error: question b of the kind short has no answers [no-answers]"],                                   stated("short", "= me")),
    ("kind-against-form",       stated("single", "= me"),                 ["5: error: question b says kind=single, but its answers are written as short [kind-against-form]"],       stated("short", "= me")),
    ("kind-against-form",       stated("single", "- [x] a\n- [ ] b"),     ["5: error: question b says kind=single, but its answers are written as multiple [kind-against-form]"],    stated("multiple", "- [x] a\n- [ ] b")),
    ("too-many-answers",        many(101),                                [f"109: {MANY}"],                                                                                         many(100)),
    ("too-many-answers",        gap("{{a}}\n" * 101),                     [f"107: {MANY}"],                                                                                         gap("{{a}}\n" * 100)),
    ("text-after-answers",      asks("= me\n\nWhy?"),                     [f"11: {AFTER}"],                                                                                         asks("= me\n\n> Why?")),
    ("text-after-answers",      asks("- (x) a\n- ( ) b\nWhy?"),           [f"11: {NO_ANSWER}"],                                                                                     asks("- (x) a\n- ( ) b\n  Why?")),
    ("text-after-answers",      asks("- (x) a\n> Yes.\n- ( ) b"),         [f"10: {A_QUOTE}"],                                                                                       asks("- (x) a\n  > Yes.\n- ( ) b")),
    ("empty-answer",            asks("- (x)\n- ( ) b"),                   ["9: error: this answer is empty; for a sign > at its beginning write \\> [empty-answer]"],                asks("- (x) a\n- ( ) b")),
    ("empty-answer",            asks("- a =>\n- b => c"),                 ["9: error: this answer is empty; for a sign > at its beginning write \\> [empty-answer]"],                asks("- a => d\n- b => c")),
    ("empty-answer",            asks("- (x) > a\n- ( ) b"),               ["9: error: this answer is empty; for a sign > at its beginning write \\> [empty-answer]"],                asks("- (x) \\> a\n- ( ) b")),
    ("two-arrows",              asks("- a => b => c\n- d => e"),          ["9: error: two arrows in one pair: write \\=> for one that is text [two-arrows]"],                        asks("- a => b \\=> c\n- d => e")),
    ("mixed-forms",             asks("- (x) a\n- [ ] b"),                 ["10: error: all answers of a question have one form, but this line has another than line 9 [mixed-forms]"], asks("- (x) a\n- ( ) b")),
    ("bad-share",               asks("- (x) a\n- (-101%) b"),             ["10: error: a share lies between -100% and 100% [bad-share]"],                                           asks("- (x) a\n- (-100%) b")),
    ("bad-mark",                asks("- (y) a\n- (x) b\n- ( ) c"),        [f"9: {ABOVE}"],                                                                                          asks("- ( ) a\n- (x) b\n- ( ) c")),
    ("bad-mark",                asks("- (yes) a\n- ( no) b"),             [f"9: {NO_LINE}"],                                                                                        stated("information", "- (yes) a\n- ( no) b") + SOUND),
    ("bad-mark",                asks("=me"),                              [f"9: {NO_EQUALS}"],                                                                                      asks("= me")),
    ("bad-mark",                asks("1.a\n2.b") + SOUND,                 [f"9: {NO_NUMBER}"],                                                                                      asks("1. a\n2. b") + SOUND),
    ("bad-mark",                asks(" - (x) a\n - ( ) b"),               [f"9: {FIRST_COLUMN}"],                                                                                   asks("- (x) a\n- ( ) b")),
    ("bad-mark",                asks("1. (x) a\n2. b"),                   [f"9: {OF_AN_ORDER}"],                                                                                    asks("1. (xx) a\n2. b")),
    ("list-without-marks",      asks("- a\n- b"),                         ["9: error: the question ends in a list without marks: mark the answers, or state {kind=information} [list-without-marks]"], asks("- (x) a\n- ( ) b")),
    ("one-answer",              asks("- (x) a"),                          ["5: warning: question b has only one answer [one-answer]"],                                               asks("- (x) a\n- ( ) b")),
    ("all-right",               asks("- [x] a\n- [x] b"),                 ["5: warning: question b: every answer is right [all-right]"],                                             asks("- [x] a\n- [ ] b")),
    ("several-right",           asks("- (x) a\n- (x) b\n- ( ) c"),        ["5: warning: question b: 2 answers are right, and one of them is enough; write [x] and [ ] where all must be chosen [several-right]"], asks("- (x) a\n- (100%) b\n- ( ) c")),
    ("all-right",               asks("- a => c\n- b => c"),               ["5: warning: question b: there is only one right side [all-right]"],                                      asks("- a => c\n- b => d")),
    ("all-right",               asks("= 7\n= 8\n  > Not quite."),         ["10: warning: question b: 8 is worth all points too; for a common error write “=0% 8” [all-right]"],      asks("= 7\n=0% 8\n  > Not quite.")),
    ("same-answer",             asks("- (x) a\n- ( ) A"),                 ["10: warning: question b: answers 1 and 2 are the same [same-answer]"],                                   asks("- (x) a\n- ( ) À")),
    ("same-answer",             asks("- a => b\n- c => d\n- => b"),       ["11: warning: question b: this distractor is also the right side of line 9 [same-answer]"],               asks("- a => b\n- c => d\n- => B")),
    ("same-answer",             gap("Who {{=is|=IS}} it?"),               ["7: warning: question b: gap 1 has the same text twice [same-answer]"],                                   gap("Who {{=is|=was}} it?")),
    ("no-right-answer",         asks("- ( ) a\n- (50%) b"),               ["5: error: question b: no answer is marked right, with (x) [no-right-answer]"],                           asks("- ( ) a\n- (100%) b")),
    ("no-right-answer",         asks("- [ ] a\n- [ ] b"),                 ["5: error: question b: no answer is marked right, with [x] [no-right-answer]"],                           asks("- [x] a\n- [ ] b")),
    ("no-right-answer",         asks("=50% me"),                          ["5: error: question b: no text is worth all points; write “= text” [no-right-answer]"],                   asks("= 50% me")),
    ("no-right-answer",         asks("=50% 7"),                           ["5: error: question b: no number is worth all points; write “= 720” [no-right-answer]"],                  asks("=100% 7")),
    ("full-marks-unreachable",  asks("- [50%] a\n- [49%] b"),             ["5: warning: question b: its right answers together are worth less than 100% [full-marks-unreachable]"],  asks("- [50%] a\n- [50%] b")),
    ("no-lefts",                asks("- => a\n- => b"),                   ["5: error: question b: every line is a distractor; write “- left => right” [no-lefts]"],                  asks("- c => a\n- => b")),
    ("too-few-items",           asks("1. a"),                             ["5: error: question b: an order has two items or more [too-few-items]"],                                  asks("1. a\n2. b")),
    ("bad-truth",               stated("truth", "= True"),                ["9: error: true or false has one answer line, “= true” or “= false”, in every language [bad-truth]"],     stated("truth", "= true")),
    ("looks-like-truth",        asks("= True"),                           ["9: warning: this is a text to be typed; for a true-or-false question write “= true” or “= false” [looks-like-truth]"], stated("short", "= True")),
    ("looks-like-number",       asks("= 1,000"),                          ["9: warning: “1,000” is read as a text: write numbers with a decimal point and without groups, or state {kind=short} [looks-like-number]"], asks("= 1000")),
    ("looks-like-number",       asks("= 10-20"),                          ["9: warning: “10-20” is read as a text: write 10..20 or 3.14 ± 0.01, with a decimal point, or state {kind=short} [looks-like-number]"], asks("= 10..20")),
    ("too-long-to-type",        asks(f"= {'a' * 1001}"),                  [f"9: {TOO_LONG}"],                                                                                       asks(f"= {'a' * 1000}")),
    ("too-long-to-type",        asks(f"= {'a' * 1001}*"),                 [f"9: {TOO_LONG}"],                                                                                       asks(f"= {'a' * 990}*")),
    ("not-a-number",            stated("number", "= 1,5"),                ["9: error: “1,5” is no number: write 720, 3.14 ± 0.01 or 10..20, with a decimal point [not-a-number]"],   stated("number", "= 1.5")),
    ("range-backwards",         asks("= 20..10"),                         ["9: error: “20..10” has its limits the wrong way round: nothing lies between them [range-backwards]"],    asks("= 10..20")),
    ("range-backwards",         asks("= 7 ± -1"),                         ["9: error: “7 ± -1” has its limits the wrong way round: nothing lies between them [range-backwards]"],    asks("= 7 ± 1")),
    ("unreachable-answer",      asks("= 10..20\n=50% 20"),                ["10: warning: question b: line 9 already takes this number, and the first match wins [unreachable-answer]"], asks("= 10..20\n=50% 20.5")),
    ("unreachable-answer",      asks("= m*\n=50% me"),                    ["10: warning: question b: line 9 already takes this text, and the first match wins [unreachable-answer]"], asks("= m\\*\n=50% me")),
    ("bad-gap",                 gap("Who {{*is}} it?"),                   ["7: error: gap 1 has only one text to choose from: write others behind bars, like {{*twenty|two}} [bad-gap]"], gap("Who {{*is|was}} it?")),
    ("bad-gap",                 gap("Who {{is|was}} it?"),                ["7: error: gap 1 has several texts to choose from: mark the one right one with a star, like {{*twenty|two}} [bad-gap]"], gap("Who {{is\\|was}} it?")),
    ("bad-gap",                 gap("Who {{=is|was}} it?"),               ["7: error: gap 1: each text that may be typed begins with =, like {{=Article 20|=Art. 20}} [bad-gap]"],   gap("Who {{=is|=was}} it?")),
    ("bad-gap",                 gap("Who {{}} it?"),                      [f"7: error: gap 1 holds an empty text; {TEXTS_IN_GAP}"],                                                 gap("Who \\{{}} it?")),
    ("gap-number",              gap("Who {{1:is}} it?"),                  ["7: error: gaps of the source count from the first: take 1: out, or write {{=1:…}} where it is text [gap-number]"], gap("Who {{=1:is}} it?")),
    ("unclosed-gap",            gap("Who {{is} it?"),                     ["7: error: this gap has no end: write }} in the same line, or \\{{ where the braces are text [unclosed-gap]"], gap("Who {{is}} it?")),
    ("gap-misplaced",           gap("[Who {{is}} it?](https://example.org)"), ["7: error: a gap cannot stand in a link, in the description of a picture or in an address [gap-misplaced]"], gap("[Who] {{is}} it?(https://example.org)")),
    ("feedback-before-answers", asks("= me", text="> [!FEEDBACK]\n> No.\n\nWho?"), [f"7: {FEEDBACK}"],                                                                              asks("= me\n\n> [!FEEDBACK]\n> Yes.")),
]  # fmt: skip
# essays, which this site does not serve yet
ESSAYS: list[Row] = [
    ("bad-rubric",            "- (4-0) a",          ["9: error: the points of a criterion run upwards, like (0-4) [bad-rubric]"],                                                                 "- (0-4) a"),
    ("bad-rubric",            "- (0-4)a",           ["9: error: these are no points of a rubric: write “- (0-4) criterion” in the first column, a blank behind the brackets [bad-rubric]"], "- (0-4) a"),
    ("rubric-without-points", "- (0-0) a",          ["9: error: this criterion can give no points: write (0-4) or more [rubric-without-points]"],                                                "- (0-1) a"),
    ("rubric-without-points", "- (0-4) a\n- b",     ["10: error: this criterion of the rubric has no points: write “- (0-4) criterion” [rubric-without-points]"],                                "- (0-4) a\n- (0-4) b"),
    ("text-after-answers",    "- (0-4) a\nb",       ["10: error: this line is no criterion: indent it by two blanks if it belongs to the one above [text-after-answers]"],                         "- (0-4) a\n  b"),
    ("same-points",           "- (4-4) a",          ["9: warning: this criterion gives everybody the same points: write (0-4) [same-points]"],                                                   "- (0-4) a"),
    ("same-answer",           "- (0-4) a\n- (0-3) a", ["10: warning: question b: answers 1 and 2 are the same [same-answer]"],                                                                    "- (0-4) a\n- (0-3) b"),
]  # fmt: skip
# how many words one of them may have
WORDS: list[Row] = [("bad-setting", "0", ["5: error: words is a whole number, like words=300 [bad-setting]"], "1")]
CASES: list[Case] = [
    *in_file(QUIZ_PATH, a_quiz, TEXTS),
    *in_file(QUIZ_PATH, lambda answers: a_quiz(stated("essay", answers)), ESSAYS),
    *in_file(QUIZ_PATH, lambda words: a_quiz(asks("", f" {{kind=essay words={words}}}")), WORDS),
]

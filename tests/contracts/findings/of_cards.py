"""Sets, their fields, their cards and the glossary (course-format §6)."""

from tests.contracts.findings.a_case import Case, Row, a_lesson, in_file
from tests.unit.format.a_course import LESSON_PATH, Files

SET = "content/c/cards/m.yaml"
CARD, OTHER = "content/c/en/cards/m/a.md", "content/c/en/cards/m/b.md"
GLOSSARY = "content/c/cards/glossary.yaml"
JURY, PANEL = "content/c/en/cards/glossary/jury.md", "content/c/en/cards/glossary/panel.md"
A_CARD = "---\ntitle: A\n---\n\nText.\n"
NO_KEY = "is no key: small Latin letters, digits and hyphens, a letter first, 63 at most [bad-key]"
TYPES = "text, number, range, choice, date, country, flag, source"
OF_CARDS = "title, summary, description, sources, checked, review, formerly, f"


def a_set(fields: str) -> Files:
    """Return a set with fields that begin in line 3 of its file, and a card that says nothing in them."""
    return {SET: f'title: {{en: "M"}}\nfields:\n{fields}', CARD: A_CARD}


def a_value(type_of: str, value: str) -> Files:
    """Return a set with one field ``f``, and a card that says something in it, in line 3."""
    return {SET: f'title: {{en: "M"}}\nfields:\n  f: {{label: {{en: "F"}}, {type_of}}}\n', CARD: f"---\ntitle: A\n{value}\n---\n\nText.\n"}


def cards(files: Files) -> Files:
    """Return a set without fields, and these files."""
    return {SET: 'title: {en: "M"}\n', CARD: A_CARD, **files}


def terms(jury: str, panel: str) -> Files:
    """Return a glossary with two terms, and what they say from line 2 on."""
    return {GLOSSARY: 'title: {en: "G"}\n', JURY: f"---\n{jury}---\n\nText.\n", PANEL: f"---\n{panel}---\n\nText.\n"}


# the fields of a set, from line 3 of its file on
FIELDS: list[Row] = [
    ("bad-key",          '  F: {label: {en: "F"}, type: text}\n',                    [f"3: error: “F” {NO_KEY}"],                                                                                  '  f: {label: {en: "F"}, type: text}\n'),
    ("bad-value",        '  f: {label: {en: "F"}, type: texts}\n',                   [f"3: error: type must be one of {TYPES} [bad-value]"],                                                       '  f: {label: {en: "F"}, type: text}\n'),
    ("bad-value",        "  - f\n",                                                  ["3: error: fields must hold keys and values [bad-value]"],                                                   "  {}\n"),
    ("missing-key",      '  f: {label: {en: "F"}}\n',                                ["3: error: type is missing [missing-key]"],                                                                  '  f: {label: {en: "F"}, type: flag}\n'),
    ("reserved-key",     '  review: {label: {en: "F"}, type: text}\n',               ["3: error: review means something else on a card: give the field another name [reserved-key]"],              '  reviews: {label: {en: "F"}, type: text}\n'),
    ("missing-choices",  '  f: {label: {en: "F"}, type: choice}\n',                  ["3: error: f is a choice: say among what, choices: {low: {…}, high: {…}} [missing-choices]"],                '  f: {label: {en: "F"}, type: choice, choices: {low: {en: "low"}}}\n'),
    ("choices-not-here", '  f:\n    label: {en: "F"}\n    type: text\n    choices: {low: {en: "low"}}\n', ["6: error: only a field of the type choice has choices [choices-not-here]"],         '  f:\n    label: {en: "F"}\n    type: choice\n    choices: {low: {en: "low"}}\n'),
    ("unknown-field",    '  f: {label: {en: "F"}, type: text}\nshow: [g]\n',         ["4: error: show names g, which is no field of this set [unknown-field]"],                                    '  f: {label: {en: "F"}, type: text}\nshow: [f]\n'),
]  # fmt: skip
CASES: list[Case] = [
    *in_file(SET, a_set, FIELDS),
    Case("bad-value",           a_value("type: number", "f: 1,5"),                             [f"{CARD}:3: error: f must be a number, like 30 or 1.5 [bad-value]"],                                         a_value("type: number", "f: 1.5")),
    Case("bad-value",           a_value("type: range", "f: 12-200"),                           [f"{CARD}:3: error: f must be a range, like 12..200, or 12.. or ..200 with one open end [bad-value]"],        a_value("type: range", "f: 12..200")),
    Case("bad-value",           a_value("type: range", "f: 200..12"),                          [f"{CARD}:3: error: f begins with 200 and ends with 12: write the smaller number first [bad-value]"],         a_value("type: range", "f: 12..12")),
    Case("bad-value",           a_value('type: choice, choices: {low: {en: "low"}}', "f: Low"), [f"{CARD}:3: error: f must be one of low [bad-value]"],                                                      a_value('type: choice, choices: {low: {en: "low"}}', "f: low")),
    Case("missing-choices",     a_value("type: choice", "f: low"),                             [f"{SET}:3: error: f is a choice: say among what, choices: {{low: {{…}}, high: {{…}}}} [missing-choices]"],       a_value('type: choice, choices: {low: {en: "low"}}', "f: low")),
    Case("bad-key",             a_value('type: choice, choices: {Low: {en: "low"}}', "f: Low"), [f"{SET}:3: error: “Low” {NO_KEY}"],                                                                            a_value('type: choice, choices: {low: {en: "Low"}}', "f: low")),
    Case("bad-value",           a_value("type: country", "f: UK"),                             [f"{CARD}:3: error: f must be the code of a country in two capitals, like BE or BG (ISO 3166) [bad-value]"],  a_value("type: country", "f: GB")),
    Case("unknown-key",         a_value("type: text", "g: one"),                               [f"{CARD}:3: error: g is not known here; known are {OF_CARDS} [unknown-key]"],                                a_value("type: text", "f: one")),
    Case("set-without-cards",   cards({CARD: None}),                                           [f"{SET}:1: warning: this set has no cards yet: write them as content/c/en/cards/m/….md [set-without-cards]"], cards({})),
    Case("card-without-set",    cards({"content/c/en/cards/n/a.md": A_CARD}),                  ["content/c/en/cards/n/a.md:1: error: there is no file content/c/cards/n.yaml that says what the cards of this set hold [card-without-set]"], cards({"content/c/en/cards/n/a.md": A_CARD, "content/c/cards/n.yaml": 'title: {en: "N"}\n'})),
    Case("bad-key",             cards({"content/c/en/cards/m/Ab.md": A_CARD}),                 [f"content/c/en/cards/m/Ab.md:1: error: “Ab” {NO_KEY}"],                                                      cards({"content/c/en/cards/m/ab.md": A_CARD})),
    Case("review-overdue",      cards({CARD: A_CARD.replace("A\n", "A\nreview: 2026-11-20\n")}), [f"{CARD}:3: warning: this should have been reviewed by 2026-11-20 [review-overdue]"],                       cards({CARD: A_CARD.replace("A\n", "A\nreview: 2026-11-21\n")})),
    Case("former-is-current",   cards({OTHER: A_CARD.replace("A\n", "B\nformerly: [a]\n")}),   [f"{OTHER}:3: error: a is the key of something now, so nothing can have been called so formerly [former-is-current]"], cards({OTHER: A_CARD.replace("A\n", "B\nformerly: [aa]\n")})),
    Case("broken-link",         cards(a_lesson("[[m:b]]\n")),                                  [f"{LESSON_PATH}:5: error: there is no card m:b [broken-link]"],                                               cards(a_lesson("[[m:a]]\n"))),
    Case("broken-link",         cards(a_lesson("[[n:]]\n")),                                   [f"{LESSON_PATH}:5: error: there is no set of cards n [broken-link]"],                                         cards(a_lesson("[[m:]]\n"))),
    Case("broken-link",         cards(a_lesson("[[m:b]]\n") | {CARD: A_CARD.replace("A\n", "A\nformerly: [b]\n")}), [f"{LESSON_PATH}:5: error: m:b is called m:a now [broken-link]"],                          cards(a_lesson("[[m:a]]\n") | {CARD: A_CARD.replace("A\n", "A\nformerly: [b]\n")})),
    Case("duplicate-term",      terms("title: Jury\nforms: [juries]\n", "title: Panel\nforms: [Juries]\n"), [f"{PANEL}:3: error: “Juries” stands for the term jury already: a word can be marked for one term only [duplicate-term]"], terms("title: Jury\nforms: [juries]\n", "title: Panel\nforms: [panels]\n")),
    Case("duplicate-term",      terms("title: Jury\nforms: [juries]\n", "title: juries\nforms: [panels]\n"), [f"{PANEL}:2: error: “juries” stands for the term jury already: a word can be marked for one term only [duplicate-term]"], terms("title: Jury\nforms: [juries]\n", "title: jurie\nforms: [panels]\n")),
]  # fmt: skip

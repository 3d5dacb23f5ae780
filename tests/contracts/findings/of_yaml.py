"""YAML and front matter (course-format N5, N6), and what a value may be."""

from tests.contracts.findings.a_case import TEXT_PATH, WITH_TEXT, Case, Row, in_file
from tests.unit.format.a_course import COURSE, COURSE_PATH, LESSON, LESSON_PATH, MODULE, MODULE_PATH, UID

DIGEST = "0123456789abcdef" * 4
MOST_IN_FRONT = 16 * 1024 - len("title: First\nsummary: \n")
MOST_IN_YAML = 256 * 1024 - len(MODULE + "x-a: \n")
MOST_ITEMS = 5000 - 12  # the module with its title and lesson has ten keys and values, x-a and its list are two
NO_SIGN = "error: an escape in this text names no sign of writing (like \\0 or \\ud800): write the sign itself, or write the backslash twice [bad-sign]"
SHOWN = 'warning: the quotes around this text are shown: take them out, or write straight ones (") [curly-quotes]'
SYNTAX = "error: this is not YAML: look at the indentation, colons and quotes around here [yaml-syntax]"
MAKE = 'python3 -c "import uuid; print(uuid.uuid4().hex)"'
BRACKET = "error: this bracket is not closed, or a text in it holds a comma, colon or bracket: put the text in quotes [yaml-quotes]"
OF_MODULES = "title, outcomes, after, check_first, trainer, formerly, stamps, activities"

# a file of a lesson, whole
DOCUMENTS: list[Row] = [
    ("front-matter-missing",   "title: First\n---\n\nText.\n",        ["1: error: the front matter is missing: begin the file with --- , a line “title: …” and --- [front-matter-missing]"], "\ufeff---\ntitle: First\n---\n\nText.\n"),
    ("front-matter-missing",   "\n---\ntitle: First\n---\n\nText.\n", ["1: error: the front matter must begin in the very first line of the file [front-matter-missing]"],                  "---  \ntitle: First\n---\n\nText.\n"),
    ("front-matter-open",      "---\ntitle: First\n\nText.\n",        ["1: error: the front matter is not closed: end it with a line of three hyphens (---) [front-matter-open]"],         "---\ntitle: First\n---\nText.\n"),
    ("front-matter-open",      "---\ntitle: First\n----\n\nText.\n",  ["1: error: the front matter is not closed: end it with a line of three hyphens (---) [front-matter-open]"],         "---\ntitle: First\n---\t\n\nText.\n"),
    ("front-matter-too-large", f"---\ntitle: First\nsummary: {'x' * (MOST_IN_FRONT + 1)}\n---\n\nText.\n", ["1: error: front matter of more than 16 KB is not read [front-matter-too-large]"], f"---\ntitle: First\nsummary: {'x' * MOST_IN_FRONT}\n---\n\nText.\n"),
    ("yaml-syntax",            "---\n- title: First\n---\n\nText.\n", ["2: error: front matter is a list of lines like “title: What it is called” [yaml-syntax]"],                          "---\ntitle: '- First'\n---\n\nText.\n"),
    ("missing-key",            "---\nsummary: First\n---\n\nText.\n", ["2: error: title is missing [missing-key]"],                                                                         "---\nsummary: First\ntitle: First\n---\n\nText.\n"),
    ("bad-value",              "---\ntitle: [First]\n---\n\nText.\n", ["2: error: title must be a text; if it begins with [ or {, put the text in quotes [bad-value]"],                     '---\ntitle: "[First]"\n---\n\nText.\n'),
    ("curly-quotes",           "---\ntitle: “First”\n---\n\nText.\n", ['2: warning: the quotes around this text are shown: take them out, or write straight ones (") [curly-quotes]'],      "---\ntitle: “One” and “two”\n---\n\nText.\n"),
    ("curly-quotes",           "---\nslides: true\ntitle: „Първи“\n---\n\nText.\n", ['3: warning: the quotes around this text are shown: take them out, or write straight ones (") [curly-quotes]'],      '---\nslides: true\ntitle: "„Първи“ и друго"\n---\n\nText.\n'),
    ("bad-value",              "---\ntitle:\n---\n\nText.\n",         ["2: error: title is empty: write a text or take the line out [bad-value]"],                                          "---\ntitle: 0\n---\n\nText.\n"),
    ("bad-value",              "---\ntitle: First\nchecked: 2026-11-31\n---\n\nText.\n", ["3: error: checked must be a date, written 2026-11-21 [bad-value]"],                              "---\ntitle: First\nchecked: 2026-11-30\n---\n\nText.\n"),
]  # fmt: skip
# what is written at the end of a module's file, from its line 4 on
IN_MODULES: list[Row] = [
    ("curly-quotes",    "outcomes: {en: [“One”]}\n",  [f"4: {SHOWN}"],                                                                                                                              "outcomes: {en: ['“One”', “a” or “b”]}\n"),
    ("curly-quotes",    "outcomes:\n  en:\n    - „One“\n", [f"6: {SHOWN}"],                                                                                                                          "outcomes:\n  en:\n    - One „two“\n"),
    ("yaml-syntax",     "---\nx-a: b\n",              ["4: error: a second document begins here (---): one file holds one [yaml-syntax]"],                                                           "# ---\nx-a: b\n"),
    ("yaml-syntax",     "? [x-a]\n: b\n",             ["4: error: a key must be a plain word [yaml-syntax]"],                                                                                       "? x-a\n: b\n"),
    ("yaml-syntax",     "x-a: \x07b\n",               ["4: error: this holds characters that YAML does not allow (control characters) [yaml-syntax]"],                                              "x-a: \u2407b\n"),
    ("yaml-syntax",     " after: []\n",               [f"4: {SYNTAX}"],                                                                                                                             "after: []\n"),
    ("yaml-quotes",     "x-a: *b\n",                  ["4: error: a text that begins with * must be in quotes: put the text in quotes [yaml-quotes]"],                                              'x-a: "*b"\n'),
    ("yaml-quotes",     "x-a: &b c\n",                ["4: error: anchors are not read here; a text that begins with & must be in quotes: put the text in quotes [yaml-quotes]"],                   "x-a: b& c\n"),
    ("yaml-quotes",     "x-a: !b c\n",                ["4: error: tags are not read here; a text that begins with ! must be in quotes: put the text in quotes [yaml-quotes]"],                      "x-a: b! c\n"),
    ("yaml-quotes",     "x-a: {en:One}\n",            ["4: error: “en:One” needs a blank after its colon; if it is meant as text, put the text in quotes [yaml-quotes]"],                           "x-a: {en: One}\n"),
    ("yaml-quotes",     "x-a: {en: One, two}\n",      ["4: error: a comma ends a text inside { }, so “two” is cut off: put the text in quotes [yaml-quotes]"],                                      'x-a: {en: "One, two"}\n'),
    ("yaml-quotes",     "x-a: @b\n",                  ["4: error: a text that begins with @ must be in quotes: put the text in quotes [yaml-quotes]"],                                              "x-a: b@\n"),
    ("yaml-quotes",     "x-a: b: c\n",                ["4: error: there is a colon too many in this line; if the text holds one, put the text in quotes [yaml-quotes]"],                            "x-a: b:c\n"),
    ("yaml-quotes",     'x-a: "b\\c"\n',              ["4: error: inside double quotes a backslash begins an escape: write it twice, or use single quotes [yaml-quotes]"],                          'x-a: "b\\\\c"\n'),
    ("yaml-quotes",     'x-a: "b\nx-b: c\n',          ["4: error: this text is missing its closing quote [yaml-quotes]"],                                                                           'x-a: "b"\nx-b: c\n'),
    ("yaml-quotes",     'x-a: "b" c\n',               ["4: error: something follows the closing quote: put the whole text in one pair of quotes [yaml-quotes]"],                                    'x-a: "b c"\n'),
    ("yaml-quotes",     "x-a: [b\n",                  [f"4: {BRACKET}"],                                                                                                                            "x-a: [b]\n"),
    ("yaml-quotes",     "x-a: - b\n",                 ["4: error: this text begins with a sign that means something in YAML: put the text in quotes [yaml-quotes]"],                                "x-a: -b\n"),
    ("bad-sign",        'x-a: "\\U00110000"\n',       [f"4: {NO_SIGN}"],                                                                                                                            'x-a: "\\U0010fffd"\n'),
    ("too-deep",        f"x-a: {'[' * 10}{']' * 10}\n", ["4: error: this is nested deeper than 10 levels [too-deep]"],                                                                              f"x-a: {'[' * 9}{']' * 9}\n"),
    ("yaml-merge",      "<<: {x-a: b}\n",             ["4: error: merge keys (<<) are not read here: write the values out [yaml-merge]"],                                                           "x-<<: {x-a: b}\n"),
    ("yaml-tab",        "x-a:\n\t- b\n",              ["5: error: tabs do not indent in YAML: use blanks [yaml-tab]"],                                                                              'x-a:\n    - "\tb"\n'),
    ("too-large",       f"x-a: {'b' * (MOST_IN_YAML + 1)}\n", ["1: error: YAML of more than 256 KB is not read [too-large]"],                                                                       f"x-a: {'b' * MOST_IN_YAML}\n"),
    ("too-large",       "x-a:\n" + "  - b\n" * (MOST_ITEMS + 1), ["4993: error: more than 5000 keys and values are not read [too-large]"],                                                          "x-a:\n" + "  - b\n" * MOST_ITEMS),
    ("unknown-key",     "afterr: []\n",               [f"4: error: afterr is not known here; known are {OF_MODULES} [unknown-key]"],                                                                "after: []\n"),
    ("unknown-key",     "    review: {trainer: true}\n", ["4: error: only an assignment has a review [unknown-key]"],                                                                               "    x-review: {trainer: true}\n"),
    ("duplicate-key",   "title: {en: One}\n",         ["4: error: title stands here twice, first in line 1 [duplicate-key]"],                                                                       "x-title: {en: One}\n"),
    ("bad-value",       "stamps: {bg: 0123}\n",       ["4: error: stamps must be a SHA-256 digest: 64 hexadecimal digits [bad-value]"],                                                             f"stamps: {{bg: {DIGEST}}}\n"),
    ("bad-value",       "stamps: [bg]\n",             ["4: error: stamps must hold keys and values [bad-value]"],                                                                                   "stamps: {}\n"),
    ("bad-value",       "    minutes: 0\n",           ["4: error: minutes must be a whole number from 1 to 10000 [bad-value]"],                                                                     "    minutes: 1\n"),
    ("bad-value",       "    required: yes\n",        ["4: error: required must be true or false [bad-value]"],                                                                                     "    required: true\n"),
    ("bad-value",       "outcomes: One\n",            ['4: error: outcomes must say its language, like {en: "Planning", bg: "Планиране"} [bad-value]'],                                             "outcomes: {en: [One]}\n"),
    ("bad-value",       "outcomes: {en: One}\n",      ["4: error: outcomes must be a list, like [one, two] [bad-value]"],                                                                           "outcomes: {en: [One]}\n"),
    ("bad-language",    f"stamps: {{BG: {DIGEST}}}\n", ["4: error: “BG” is no language tag; write en, bg, pt-BR … [bad-language]"],                                                                 f"stamps: {{bg: {DIGEST}}}\n"),
    ("missing-source-text", "outcomes: {}\n",         ["4: error: outcomes has no text in en, the language of the course [missing-source-text]"],                                                   "outcomes: {en: []}\n"),
    ("duplicate-value", "formerly: [a, a]\n",         ["4: error: a stands twice in formerly [duplicate-value]"],                                                                                   "formerly: [a, aa]\n"),
    ("bad-key",         "formerly: [A]\n",            ["4: error: “A” is no key: small Latin letters, digits and hyphens, a letter first, 63 at most [bad-key]"],                                   "formerly: [a]\n"),
]  # fmt: skip
# what is written at the end of course.yaml, from its line 8 on
IN_COURSES: list[Row] = [
    ("bad-sign",        'licence: "a\\ud800"\n',      [f"8: {NO_SIGN}"],                                                                                  'licence: "a\\u0416"\n'),
    ("bad-sign",        'licence: "\\0"\n',           [f"8: {NO_SIGN}"],                                                                                  'licence: "\\\\0"\n'),
    ("bad-uid",         f"derived_from: {UID[1:]}\n", [f"8: error: a uid is 32 hexadecimal digits in small letters, without hyphens; this makes one: {MAKE} [bad-uid]"], f"derived_from: {UID}\n"),
    ("duplicate-key",   "kind: course\n",             ["8: error: kind stands here twice, first in line 3 [duplicate-key]"],                              "x-kind: course\n"),
    ("bad-value",       "completion: all\n",          ["8: error: completion must hold keys and values [bad-value]"],                                     "completion: {activities: all}\n"),
    ("bad-value",       "level: trainers\n",          ["8: error: level must be one of introductory, intermediate, advanced, trainer [bad-value]"],       "level: trainer\n"),
    ("bad-value",       "hours: 1,5\n",               ["8: error: hours must be a number above 0, like 6 or 1.5 [bad-value]"],                            "hours: 1.5\n"),
    ("bad-value",       "credits: Ada\n",             ["8: error: credits must be a list, like [one, two] [bad-value]"],                                  "credits: [Ada]\n"),
]  # fmt: skip
OTHERS: list[Case] = [
    Case("not-utf8", {LESSON_PATH: b"---\ntitle: First\n---\n\nText \xff.\n"}, [f"{LESSON_PATH}:5: error: this file is not UTF-8: save it as UTF-8 [not-utf8]"], {LESSON_PATH: "---\ntitle: First\n---\n\nText ÿ.\n"}),
    Case("not-utf8", {LESSON_PATH: b"---\rtitle: First\r---\r\rText \xff.\r"}, [f"{LESSON_PATH}:5: error: this file is not UTF-8: save it as UTF-8 [not-utf8]"], {LESSON_PATH: b"---\rtitle: First\r---\r\rText \xc3\xbf.\r"}),
    Case("yaml-syntax", {MODULE_PATH: "- lesson: first\n"}, [f"{MODULE_PATH}:1: error: this file must hold keys and values, like “title: …” [yaml-syntax]"], {MODULE_PATH: MODULE}),
    Case("yaml-syntax", {MODULE_PATH: f"%YAML 1.2\n---\n{MODULE}"}, [f"{MODULE_PATH}:1: error: directives (%YAML, %TAG) are not read here: take them out [yaml-syntax]"], {MODULE_PATH: f"# %YAML 1.2\n---\n{MODULE}"}),
    Case("missing-key", {COURSE_PATH: COURSE.replace("kind: course", "x-kind: course")}, [f"{COURSE_PATH}:1: error: kind is missing [missing-key]"], {COURSE_PATH: COURSE.replace("kind: course", "kind: course ")}),
    Case("missing-key", {COURSE_PATH: COURSE.replace("uid:", "x-uid:")}, [f"{COURSE_PATH}:1: error: uid is missing: run lms library new KEY for a course with one, or put one in that this makes: {MAKE} [missing-key]"], {COURSE_PATH: COURSE.replace("uid:", "uid :")}),
    Case("bad-uid", {COURSE_PATH: COURSE.replace(UID, f"{UID[:8]}-{UID[8:]}")}, [f"{COURSE_PATH}:2: error: a uid is 32 hexadecimal digits in small letters, without hyphens; this makes one: {MAKE} [bad-uid]"], {COURSE_PATH: COURSE.replace(UID, f'"{UID}"')}),
    Case("bad-uid", {COURSE_PATH: COURSE.replace(UID, UID.upper())}, [f"{COURSE_PATH}:2: error: a uid is 32 hexadecimal digits in small letters, without hyphens; this makes one: {MAKE} [bad-uid]"], {COURSE_PATH: COURSE.replace(UID, UID[::-1])}),
    Case("newer-format", {COURSE_PATH: COURSE.replace("format: 1", "format: 2")}, [f"{COURSE_PATH}:1: error: this course is in format 2, but this program reads up to 1: update the program [newer-format]"], {COURSE_PATH: COURSE + "x-format: 2\n"}),
    Case("bad-value", {MODULE_PATH: WITH_TEXT.replace("activities:\n  - lesson: first\n  - lesson: second\n", "activities: first\ntrainer: [first]\n"), COURSE_PATH: COURSE.replace("[one]", "[two, one]"), "modules/c/two.yaml": 'title: {en: "Two"}\nactivities:\n  - lesson: second\n', TEXT_PATH: LESSON},
         [f"{MODULE_PATH}:2: error: activities must be a list of lines like “- lesson: my-lesson” [bad-value]"],
         {MODULE_PATH: WITH_TEXT.replace("activities:\n  - lesson: first\n  - lesson: second\n", "activities: []\ntrainer: [first]\n"), COURSE_PATH: COURSE.replace("[one]", "[two, one]"), "modules/c/two.yaml": 'title: {en: "Two"}\nactivities:\n  - lesson: second\n', TEXT_PATH: LESSON}),
]  # fmt: skip
CASES = [
    *in_file(LESSON_PATH, lambda text: {LESSON_PATH: text}, DOCUMENTS),
    *in_file(MODULE_PATH, lambda text: {MODULE_PATH: MODULE + text}, IN_MODULES),
    *in_file(COURSE_PATH, lambda text: {COURSE_PATH: COURSE + text}, IN_COURSES),
    *OTHERS,
]

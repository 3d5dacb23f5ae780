"""Translations beside their source: drift, what may stand in them, and where they say something else (course-format §8, L2, L3).

Everything here is stamped as up to date once, and something is changed then.
"""

from functools import cache

from lms.domain.courses.format.stamping import stamp
from tests.contracts.findings.a_case import QUIZ_PATH, Case
from tests.unit.format.a_course import COURSE, COURSE_PATH, LESSON_PATH, MODULE, MODULE_PATH, Files, a_course

BG, QUIZ_BG = "content/c/bg/first.md", "quizzes/c/bg/test.md"
STORY, STORY_BG = "content/c/en/counter.md", "content/c/bg/counter.md"
SET, CARD, CARD_BG = "content/c/cards/m.yaml", "content/c/en/cards/m/a.md", "content/c/bg/cards/m/a.md"
DRAWING, DRAWING_BG = "content/c/media/a.svg", "content/c/media/bg/a.svg"
# What is not translated here stays as it is. A translation has two more lines in front, its stamps (lines 3 and 4).
WHOLE: dict[str, str] = {
    COURSE_PATH: COURSE.replace("[en]", "[en, bg]").replace('"A course"', '"A course", bg: "Курс"'),
    MODULE_PATH: MODULE.replace('"One"', '"One", bg: "Едно"') + "  - quiz: test\n  - scenario: counter\n",
    LESSON_PATH: "---\ntitle: First\n---\n\n## A {#a}\n\nText.\n",
    BG: "---\ntitle: Първи\n---\n\n## А {#a}\n\nТекст.\n",
    QUIZ_PATH: "---\ntitle: Test\n---\n\n# P\n\n## a\n\nWho?\n\n- (x) a\n- ( ) b\n\n# Q\n\n## b\n\nHow many?\n\n= 7\n",
    QUIZ_BG: "---\ntitle: Тест\n---\n\n# П\n\n## a\n\nКой?\n\n- (x) а\n- ( ) б\n\n# Р\n\n## b\n\nКолко?\n\n= 7\n",
    STORY: "---\ntitle: Story\n---\n\n## A {#a}\n\n- [Go](#b)\n- [Up](#c)\n\n## B {#b}\n\nEnd.\n\n## C {#c}\n\nEnd.\n",
    STORY_BG: "---\ntitle: История\n---\n\n## А {#a}\n\n- [Върви](#b)\n- [Горе](#c)\n\n## Б {#b}\n\nКрай.\n\n## В {#c}\n\nКрай.\n",
    SET: 'title: {en: "M", bg: "М"}\nfields:\n  f: {label: {en: "F", bg: "Ф"}, type: text}\n',
    CARD: "---\ntitle: A\nf: {en: one, bg: едно}\n---\n\nText.\n",
    CARD_BG: "---\ntitle: А\n---\n\nТекст.\n",
}
STALE = "warning: stale: the texts of this file changed since they were put into bg: look those through, then run lms library stamp [stale]"
UNSTAMPED = "warning: nothing says which version of the source this was made from: look it through, then run lms library stamp [unstamped]"
YAML_UNSTAMPED = "warning: nothing says whether the bg texts of this file are up to date: run lms library stamp [unstamped]"
IN_SOURCE = "is set in the source only: take it out of the translation [setting-in-translation]"
ONE_ONLY = "what happens next is told beneath this choice in one language only: here or in en (line 7) [choices-differ]"
OUTSIDE = "warning: stale: the source changed since, outside its blocks (its front matter or an introduction, say): look the translation through, then run lms library stamp [stale]"
CHANGED = "warning: stale: 1 of 2 blocks of the source changed since, from line"
LOOK = "there: look the translation through, then run lms library stamp [stale]"
DIVIDED = "warning: stale: the source has been divided anew since, so the whole file counts as out of date: look it through, then run lms library stamp [stale]"


@cache
def stamped() -> dict[str, str]:
    """Return a course in two languages, all of it stamped as up to date."""
    return _stamped(WHOLE)


def _stamped(texts: dict[str, str]) -> dict[str, str]:
    files = a_course(texts)
    return {path: (stamp(path, files) or files[path]).decode() for path in texts}


def after(path: str, old: str, new: str) -> Files:
    """Return that course, one text of one of its files changed."""
    text = stamped()[path]
    assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in {path}"
    return {**stamped(), path: text.replace(old, new)}


def before(*changes: tuple[str, str, str]) -> Files:
    """Return that course with these texts changed before it was stamped."""
    texts = dict(WHOLE)
    for path, old, new in changes:
        assert texts[path].count(old) == 1, f"{old!r} stands {texts[path].count(old)} times in {path}"
        texts[path] = texts[path].replace(old, new)
    return dict(_stamped(texts))


def plain(path: str) -> Files:
    """Return that course, one file of which bears no stamp."""
    return {**stamped(), path: WHOLE[path]}


def with_drawing(*paths: str) -> Files:
    """Return that course with a drawing that holds words, and its twins."""
    body = "![A](media/a.svg)\n\n## "
    changed = before((LESSON_PATH, "## ", body), (BG, "## ", body))
    return {**changed, **dict.fromkeys(paths, "<svg><text>A</text></svg>")}


ASKED = ("Text.\n", "Text.\n\n> [!REFLECT] A?\n> B.\n\nEnd.\n"), ("Текст.\n", "Текст.\n\n> [!REFLECT] А?\n> Б.\n\nКрай.\n")
HERE_MORE = "warning: here stands more than in en: take it out, or put it into en too (about line"
OTHERS = "warning: from here on the blocks are not those of en, which has"


def with_question(*changes: tuple[str, str]) -> Files:
    """Return that course with a call-out in its lesson, its translation changed before everything was stamped as up to date."""
    body = WHOLE[BG].replace(*ASKED[1])
    for old, new in changes:
        assert body.count(old) == 1
        body = body.replace(old, new)
    return before((LESSON_PATH, *ASKED[0]), (BG, WHOLE[BG], body))


OUTCOMES = "outcomes:\n  en: [a, b]\n  bg: [а]\n"
FILES: list[Case] = [
    Case("unstamped",              plain(BG),                                                   [f"{BG}:1: {UNSTAMPED}"],                                                               stamped()),
    Case("unstamped",              plain(QUIZ_BG),                                              [f"{QUIZ_BG}:1: {UNSTAMPED}"],                                                          stamped()),
    Case("unstamped",              plain(CARD_BG),                                              [f"{CARD_BG}:1: {UNSTAMPED}"],                                                          stamped()),
    Case("unstamped",              plain(COURSE_PATH),                                          [f"{COURSE_PATH}:1: {YAML_UNSTAMPED}"],                                                 stamped()),
    Case("unstamped",              plain(SET),                                                  [f"{SET}:1: {YAML_UNSTAMPED}"],                                                         stamped()),
    Case("stale",                  after(COURSE_PATH, '"A course"', '"The course"'),            [f"{COURSE_PATH}:8: {STALE}"],                                                          after(COURSE_PATH, '"Курс"', '"Курсът"')),
    Case("stale",                  after(SET, '"F"', '"G"'),                                    [f"{SET}:4: {STALE}"],                                                                  after(SET, '"Ф"', '"Г"')),
    Case("stale",                  after(LESSON_PATH, "Text.", "Texts."),                       [f"{BG}:9: {CHANGED} 7 {LOOK}"],         after(BG, "Текст.", "Текстове.")),
    Case("stale",                  after(LESSON_PATH, "Text.", "Text.\n\nMore."),               [f"{BG}:1: {DIVIDED}"],                                                                 {**stamped(), LESSON_PATH: stamped()[LESSON_PATH].replace("\n", "\r\n")}),
    Case("stale",                  after(LESSON_PATH, "First", "Firsts"),                       [f"{BG}:1: {OUTSIDE}"],                                                                 {**stamped(), LESSON_PATH: "\ufeff" + stamped()[LESSON_PATH]}),
    Case("missing-translation",    {**stamped(), BG: None},                                     [f"{LESSON_PATH}:1: warning: not translated into bg: it is shown in en [missing-translation]"], stamped()),
    Case("missing-translation",    {**stamped(), CARD_BG: None},                                [f"{CARD}:1: warning: not translated into bg: it is shown in en [missing-translation]"], stamped()),
    Case("missing-translation",    before((CARD, ", bg: едно", "")),                            [f"{CARD}:3: warning: f has no text in bg [missing-translation]"],                      before((CARD, "{en: one, bg: едно}", "one"))),
    Case("missing-translation",    before((SET, ', bg: "Ф"', "")),                              [f"{SET}:3: warning: one text of this file has no bg: fields/f/label [missing-translation]"], stamped()),
    Case("missing-translation",    before((SET, '"Ф"}, type: text}', '"Ф"}, type: text}\n  g: {label: {en: "G"}, type: text}\n  h: {label: {en: "H"}, type: text}')), [f"{SET}:4: warning: 2 texts of this file have no bg; the first is fields/g/label [missing-translation]"], before((SET, '"Ф"}, type: text}', '"Ф"}, type: text}\n  g: {label: {en: "G", bg: "Г"}, type: text}'))),
    Case("card-without-source",    {**stamped(), "content/c/bg/cards/m/b.md": "---\ntitle: Б\n---\n\nТекст.\n"}, ["content/c/bg/cards/m/b.md:1: error: there is no file content/c/en/cards/m/b.md of which this is a translation [card-without-source]"], stamped()),
    Case("language-not-listed",    before((MODULE_PATH, 'bg: "Едно"', 'bg: "Едно", fr: "Un"')), [f"{MODULE_PATH}:1: warning: fr is not among the languages of this course: nobody will see this text [language-not-listed]"], before((MODULE_PATH, "activities:", "x-title: {fr: Un}\nactivities:"))),
    Case("counts-differ",          before((MODULE_PATH, "activities:", f"{OUTCOMES}activities:")), [f"{MODULE_PATH}:3: warning: outcomes has 1 texts in bg, but 2 in en [counts-differ]"], before((MODULE_PATH, "activities:", f"{OUTCOMES.replace('[а]', '[а, б]')}activities:"))),
    Case("bad-value",              after(BG, "source_blocks: [", "source_blocks: [0, "),        [f"{BG}:4: error: source_blocks holds 8 hexadecimal digits for each block [bad-value]"], after(BG, "source_blocks: [", "source_blocks: [00000000, ")),
    Case("setting-in-translation", after(BG, "Първи\n", "Първи\nchecked: 2026-11-21\n"),        [f"{BG}:3: error: checked {IN_SOURCE}"],                                                after(BG, "Първи\n", "Първи\nsummary: 2026-11-21\n")),
    Case("setting-in-translation", after(QUIZ_BG, "Тест\n", "Тест\nmode: test\n"),              [f"{QUIZ_BG}:3: error: mode {IN_SOURCE}"],                                              after(QUIZ_BG, "Тест\n", "Тест\nmachine: true\n")),
    Case("setting-in-translation", after(QUIZ_BG, "## b", "## b {points=1}"),                   [f"{QUIZ_BG}:18: error: points {IN_SOURCE}"],                                           before((QUIZ_PATH, "## b", "## b {points=1}"))),
    Case("setting-in-translation", after(QUIZ_BG, "- (x) а", "- (x) а {fixed}"),                [f"{QUIZ_BG}:13: error: fixed {IN_SOURCE}"],                                            after(QUIZ_BG, "- (x) а", "- (x) а{fixed}")),
    Case("targets-differ",         after(BG, " {#a}", ""),                                      [f"{BG}:1: warning: the link target {{#a}} of the source (line 5) is missing here [targets-differ]"], after(BG, " {#a}", " {: #a}")),
    Case("blocks-differ",          with_question(("> [!REFLECT] А?\n> Б.\n\n", "")),           [f"{BG}:11: warning: a block is missing here that en has (about line 9 there, “> [!REFLECT] A?”): translate it, and put it into the same place [blocks-differ]"], with_question(("> Б.", "> Б. Още."))),
    Case("blocks-differ",          with_question(("\n\n> [!REFLECT] А?\n> Б.\n\nКрай.", "")), [f"{BG}:9: warning: 2 blocks are missing here that en has (about line 9 there, “> [!REFLECT] A?”): translate them, and put them into the same place [blocks-differ]"], with_question(("Край.", "Край. Край."))),
    Case("blocks-differ",          with_question(("Край.", "- Край.")),                [f"{BG}:14: {OTHERS} “End.” here (line 12 there): put the same blocks in the same order [blocks-differ]"], with_question(("Край.", "Край.\n\n<!-- Още. -->"))),
    Case("blocks-differ",          with_question(("[!REFLECT]", "[!TIP]")),                     [f"{BG}:11: {OTHERS} “> [!REFLECT] A?” here (line 9 there): put the same blocks in the same order [blocks-differ]"], with_question(("[!REFLECT]", "[!Reflect]"))),
    Case("blocks-differ",          before((BG, "Текст.", "Текст.\n\n- Още.")),                  [f"{BG}:11: {HERE_MORE} 7 there) [blocks-differ]"],                                     before((BG, "Текст.", "Текст.\n\n[a]: https://example.org"))),
    Case("blocks-differ",          after(BG, "Текст.", "Текст.\n\n- Още."),                     [f"{BG}:11: {HERE_MORE} 7 there) [blocks-differ]"],                                     after(BG, "Текст.", "Текст.\nОще.")),
    Case("blocks-differ",          before((CARD_BG, "Текст.", "Текст.\n\n- Още.")),             [f"{CARD_BG}:9: {HERE_MORE} 6 there) [blocks-differ]"],                                 before((CARD_BG, "Текст.", "Текст.\nОще."))),
    Case("blocks-differ",          before((STORY_BG, "Край.\n\n## В", "Край.\n\nКрай.\n\n## В")), [f"{STORY_BG}:16: {HERE_MORE} 14 there) [blocks-differ]"],                         before((STORY_BG, "Край.\n\n## В", "Край.\nКрай.\n\n## В"))),
    Case("missing-twin",           with_drawing(DRAWING),                                       [f"{DRAWING}:1: warning: this holds words, and there is no twin for bg: media/bg/a.svg [missing-twin]"], with_drawing(DRAWING, DRAWING_BG)),
]  # fmt: skip
QUIZZES: list[Case] = [
    Case("question-missing",    before((QUIZ_BG, "## b\n\nКолко?\n\n= 7\n", "Колко?\n")),   [f"{QUIZ_BG}:1: warning: question b is missing here and is shown in en (line 16) [question-missing]"],                stamped()),
    Case("question-unknown",    before((QUIZ_BG, "= 7\n", "= 7\n\n## c\n\nКой?\n\n= 8\n")), [f"{QUIZ_BG}:24: error: question c is not in en [question-unknown]"],                                                  before((QUIZ_BG, "Колко?\n", "Колко?\n\n### c\n\nКой?\n"))),
    Case("question-falls-back", after(QUIZ_PATH, "= 7", "= 8"),                             [f"{QUIZ_BG}:18: warning: question b changed in en (line 16) since, and is shown in that language [question-falls-back]", f"{QUIZ_BG}:18: {CHANGED} 16 {LOOK}"], before((QUIZ_PATH, "= 7", "= 8"), (QUIZ_BG, "= 7", "= 8"))),
    Case("kind-differs",        before((QUIZ_BG, "= 7", "= седем")),                        [f"{QUIZ_BG}:18: error: question b is of the kind short, but in en (line 16) of the kind number [kind-differs]"],     before((QUIZ_BG, "= 7", "= 7.0"))),
    Case("key-differs",         before((QUIZ_BG, "(x) а\n- ( ) б", "( ) а\n- (x) б")),      [f"{QUIZ_BG}:14: error: question a: answer 2 is marked right, but in en (line 11) answer 1 is [key-differs]"],          before((QUIZ_BG, "(x) а\n- ( ) б", "(Х) б\n- ( ) а"))),
    Case("key-differs",         before((QUIZ_BG, "( ) б", "(50%) б")),                      [f"{QUIZ_BG}:14: error: question a: answer 2 has another mark than in en (line 12) [key-differs]"],                    before((QUIZ_BG, "( ) б", "(0%) б"))),
    Case("answers-differ",      before((QUIZ_BG, "( ) б", "( ) б\n- ( ) в")),               [f"{QUIZ_BG}:9: error: question a has 3 answers, but 2 in en (line 7) [answers-differ]"],                              before((QUIZ_BG, "( ) б", "( ) б\n\n  - ( ) в"))),
    Case("value-differs",       before((QUIZ_BG, "= 7", "= 7.1")),                          [f"{QUIZ_BG}:22: error: question b has 7.1 here, but 7 in en (line 20) [value-differs]"],                              before((QUIZ_BG, "= 7", "= 7.0"))),
    Case("no-right-answer",     before((QUIZ_BG, "= 7", "=50% седем"), (QUIZ_PATH, "= 7", "= seven")), [f"{QUIZ_BG}:18: error: question b: no text is worth all points; write “= text” [no-right-answer]"],        before((QUIZ_BG, "= 7", "=100% седем"), (QUIZ_PATH, "= 7", "= seven"))),
    Case("order-differs",       before((QUIZ_PATH, "# Q\n\n", ""), (QUIZ_BG, "# Р\n\n## b\n\nКолко?\n\n= 7\n", ""), (QUIZ_BG, "## a", "## b\n\nКолко?\n\n= 7\n\n## a")), [f"{QUIZ_BG}:15: error: question a stands in another order than in en (line 7) [order-differs]"], before((QUIZ_PATH, "# Q\n\n", ""), (QUIZ_BG, "# Р\n\n", ""))),
    Case("sections-differ",     before((QUIZ_BG, "# Р\n\n", "")),                           [f"{QUIZ_BG}:7: error: there are 1 sections here, but 2 in en [sections-differ]"],                                     before((QUIZ_BG, "# Р\n\n", "# Р\n\nТекст.\n\n"))),
    Case("sections-differ",     before((QUIZ_BG, "# Р\n\n", ""), (QUIZ_BG, "= 7\n", "= 7\n\n# Р\n\nТекст.\n")), [f"{QUIZ_BG}:16: error: question b is in another section than in en (line 16) [sections-differ]"],  stamped()),
]  # fmt: skip


def instead(en: str, bg: str, settings: str = "") -> Files:
    """Return that course with another question ``b``: it stands in line 16, in bg in line 18; its text begins two lines beneath."""
    changes = [(QUIZ_PATH, "How many?\n\n= 7\n", en), (QUIZ_BG, "Колко?\n\n= 7\n", bg), (QUIZ_PATH, "## b", f"## b{settings}")]
    return before(*changes)


KINDS: list[Case] = [
    Case("gap-number",     instead("{{a}} {{b}}\n", "{{3:в}} {{г}}\n"),             [f"{QUIZ_BG}:20: error: there is no gap 3 here; where it is text, write {{{{=3:…}}}} [gap-number]"],                      instead("{{a}} {{b}}\n", "{{2:в}} {{г}}\n")),
    Case("gap-number",     instead("{{a}} {{b}}\n", "{{1:в}} {{1:г}}\n"),           [f"{QUIZ_BG}:20: error: two gaps have the number 1 here; where it is text, write {{{{=1:…}}}} [gap-number]"],             instead("{{a}} {{b}}\n", "{{2:в}} {{1:г}}\n")),
    Case("answers-differ", instead("{{a}}\n", "{{*в|г}}\n"),                        [f"{QUIZ_BG}:20: error: question b: gap 1 is typed in one language and chosen in the other; see en (line 18) [answers-differ]"], instead("{{a}}\n", "{{=в|=г}}\n")),
    Case("answers-differ", instead("{{*a|b}}\n", "{{*в|г|д}}\n"),                   [f"{QUIZ_BG}:20: error: question b: gap 1 has 3 alternatives, but 2 in en (line 18) [answers-differ]"],                    instead("{{*a|b}}\n", "{{*в|г\\|д}}\n")),
    Case("key-differs",    instead("{{*a|b}}\n", "{{в|*г}}\n"),                     [f"{QUIZ_BG}:20: error: question b: in gap 1 alternative 2 is marked right, but in en (line 18) alternative 1 is [key-differs]"], instead("{{*a|b}}\n", "{{*в|г}}\n")),
    Case("key-differs",    instead("Who?\n\n- a => b\n- => d\n", "Кой?\n\n- => д\n- в => г\n"), [f"{QUIZ_BG}:22: error: question b: pair 1 does not go together as in en (line 20) [key-differs]"],      instead("Who?\n\n- a => b\n- => d\n", "Кой?\n\n- в => г\n- => д\n")),
    Case("key-differs",    instead("Who?\n\n- (0-4) a\n", "Кой?\n\n- (0-3) а\n", " {kind=essay}"), [f"{QUIZ_BG}:22: error: question b: criterion 1 has other points than in en (line 20) [key-differs]"], instead("Who?\n\n- (0-4) a\n", "Кой?\n\n- (0-4) а\n", " {kind=essay}")),
    Case("value-differs",  instead("Who?\n\n= true\n", "Кой?\n\n= false\n"),       [f"{QUIZ_BG}:22: error: question b is false here, but true in en (line 20) [value-differs]"],                             instead("Who?\n\n= true\n", "Кой?\n\n= true\n")),
]  # fmt: skip
SCENARIOS: list[Case] = [
    Case("scenes-differ",  before((STORY_BG, "## В {#c}\n\nКрай.\n", "### В {#c}\n\nКрай.\n")), [f"{STORY_BG}:1: error: scene c of en (line 14) is missing here [scenes-differ]"], stamped()),
    Case("scenes-differ",  before((STORY_BG, "## В {#c}", "## Г {#d}\n\nКрай.\n\n## В {#c}")),                  [f"{STORY_BG}:16: error: scene d is not in en [scenes-differ]"],                                                       before((STORY_BG, "## В {#c}", "### Г {#d}\n\nКрай.\n\n## В {#c}"), (STORY, "## C {#c}", "### D {#d}\n\nEnd.\n\n## C {#c}"))),
    Case("scenes-differ",  before((STORY_BG, "## Б {#b}", "## В {#x}"), (STORY_BG, "## В {#c}", "## Б {#b}"), (STORY_BG, "{#x}", "{#c}")), [f"{STORY_BG}:12: error: scene c stands in another order than in en (line 14) [scenes-differ]"], stamped()),
    Case("scenes-differ",  before((STORY_BG, "{#c}", "{#c .good}")),                                            [f"{STORY_BG}:16: error: scene c is a good ending in one language only: here or in en (line 14) [scenes-differ]"],     before((STORY_BG, "{#c}", "{#c .good}"), (STORY, "{#c}", "{#c .good}"))),
    Case("choices-differ", before((STORY_BG, "(#b)\n- [Горе](#c)", "(#c)\n- [Горе](#b)")),                      [f"{STORY_BG}:7: error: the choices of scene a lead to #c, #b, but in en (line 5) to #b, #c [choices-differ]"],        before((STORY_BG, "[Върви](#b)\n- [Горе](#c)", "[Горе](#b)\n- [Върви](#c)"))),
    Case("choices-differ", before((STORY_BG, "(#b)\n", "(#b)\n  > Бавно.\n")),                                  [f"{STORY_BG}:9: error: {ONE_ONLY}"],                                                                                 before((STORY_BG, "(#b)\n", "(#b)\n  > Бавно.\n"), (STORY, "(#b)\n", "(#b)\n  > Slowly.\n"))),
]  # fmt: skip
CASES: list[Case] = [*FILES, *QUIZZES, *KINDS, *SCENARIOS]

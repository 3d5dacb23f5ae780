"""The table of course-format §9, row by row and in both directions: what a change asks for, and what undoing it asks for."""

from collections.abc import Mapping

import pytest

from lms.domain.courses.changes import changes
from lms.domain.courses.format.library import CourseMap, read_course
from lms.domain.courses.publication import what_it_is
from lms.domain.courses.rules import Refusal
from lms.domain.courses.weights import Change, Weight
from lms.kernel.refusals import Refused
from tests.unit.format.a_course import COURSE_PATH, MODULE_PATH, UID

TWO_PATH, LESSON_PATH, BULGARIAN_LESSON = "modules/c/two.yaml", "content/c/en/first.md", "content/c/bg/first.md"
QUIZ_PATH, BULGARIAN_QUIZ = "quizzes/c/en/check.md", "quizzes/c/bg/check.md"
COURSE = f"""\
format: 1
uid: {UID}
kind: course
title: {{en: "A course"}}
source: en
languages: [en, bg]
level: introductory
hours: 2
licence: CC-BY-4.0
credits: ["Ana"]
open: [one]
modules: [one, two]
completion:
  activities: required
  score: 50
  quizzes: {{check: 2}}
certificate:
  title: {{en: "Certificate"}}
  outcomes: {{en: ["can ask"]}}
  valid_months: 36
"""
MODULE = """\
title: {en: "One"}
outcomes: {en: ["ask"]}
activities:
  - lesson: first
    minutes: 10
  - lesson: more
    required: false
  - quiz: check
"""
TWO = """\
title: {en: "Two"}
after: [one]
check_first: other
trainer: [notes]
activities:
  - lesson: last
  - quiz: other
    required: false
  - scenario: story
"""
LESSON = """\
---
title: First
summary: In short
sources: ["A book"]
checked: 2026-11-21
---

Text with ![a ladder](media/ladder.svg).
"""
QUIZ = """\
---
title: Check
mode: test
pass: 50
attempts: 3
minutes: 20
extra_time: "not here"
grading: best
shuffle: [answers]
show_answers: after-pass
page: one
---

Welcome.

# Basics {draw=1}

## one {points=2 see=first}

Which?

- ( ) Informing
  > Not yet.
- (x) Citizen control

> For all.

## two {points=2}

Which?

- ( ) Low
- (x) High

# Rest

## typed

What?

= yes
=50% well

## count

How many?

= 720

## some

Which ones?

- [x] paper
- [ ] ink
"""
STORY = "---\ntitle: Story\n---\n\n## At the counter {#counter}\n\nSomebody asks.\n\n- [Answer](#good)\n  > They listen.\n- [Leave](#bad)\n\n## Settled {#good}\n\nDone.\n\n## Gone {#bad}\n\nOver.\n"
STORY_PATH = "content/c/en/story.md"
PLAIN = "---\ntitle: {0}\n---\n\nText.\n"
OTHER = "---\ntitle: Other\npass: 50\n---\n\n## fact\n\nSo?\n\n= true\n"
TEXTS: Mapping[str, str] = {
    COURSE_PATH: COURSE,
    MODULE_PATH: MODULE,
    TWO_PATH: TWO,
    LESSON_PATH: LESSON,
    BULGARIAN_LESSON: "---\ntitle: Първи\n---\n\nТекст с ![стълба](media/ladder.svg).\n",
    "content/c/en/more.md": PLAIN.format("More"),
    "content/c/en/last.md": PLAIN.format("Last"),
    "content/c/en/notes.md": PLAIN.format("Notes"),
    STORY_PATH: STORY,
    "content/c/cards/methods.yaml": 'title: {en: "Methods"}\nfields:\n  cost: {label: {en: "Cost"}, type: text}\nshow: [cost]\n',
    "content/c/en/cards/methods/cafe.md": "---\ntitle: Café\ncost: low\n---\n\nText.\n",
    "content/c/media/ladder.svg": "<svg xmlns='http://www.w3.org/2000/svg'/>",
    QUIZ_PATH: QUIZ,
    BULGARIAN_QUIZ: "---\ntitle: Проверка\n---\n\n## typed\n\nКакво?\n\n= да\n=50% добре\n",
    "quizzes/c/en/other.md": OTHER,
}
Pairs = list[tuple[str, str]]


def read(path: str, pairs: Pairs) -> CourseMap:
    """Return the course, with these texts of one file replaced by others."""
    text = TEXTS[path]
    for old, new in pairs:
        assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in {path}"
        text = text.replace(old, new)
    course_map, _problems = read_course("c", {name: body.encode() for name, body in {**TEXTS, path: text}.items()})
    assert course_map is not None
    return course_map


def weight(old: CourseMap, new: CourseMap) -> str:
    """Return what the heaviest change between two maps asks for."""
    found = changes(old, new)
    return found[0].weight.name if found else "CORRECTION"


C, K, R, N = "CORRECTION", "KEY_FIX", "REVISION", "NEVER"
MORE = ("  - lesson: more\n    required: false\n", "")
TABLE: list[tuple[str, str, Pairs, str, str]] = [
    # the first row: what may always be corrected
    ("the words of a lesson", LESSON_PATH, [("Text with", "A text with")], C, C),
    ("the words of a question", QUIZ_PATH, [("What?", "And what?")], C, C),
    ("the words of an answer", QUIZ_PATH, [("Informing", "To inform")], C, C),
    ("feedback to an answer", QUIZ_PATH, [("  > Not yet.\n", "")], C, C),
    ("feedback to all", QUIZ_PATH, [("> For all.", "> For everybody.")], C, C),
    ("the title of a course", COURSE_PATH, [("A course", "The course")], C, C),
    ("the title of a module", MODULE_PATH, [('"One"', '"First"')], C, C),
    ("the title of a lesson", LESSON_PATH, [("title: First", "title: The first")], C, C),
    ("the title of a quiz", QUIZ_PATH, [("title: Check", "title: A check")], C, C),
    ("the title of a section", QUIZ_PATH, [("# Rest", "# The rest")], C, C),
    ("the introduction of a quiz", QUIZ_PATH, [("Welcome.", "Be welcome.")], C, C),
    ("what one can do after a module", MODULE_PATH, [('"ask"', '"ask well"')], C, C),
    ("a picture", "content/c/media/ladder.svg", [("<svg", "<svg width='1'")], C, C),
    ("an alt text", LESSON_PATH, [("a ladder", "a ladder of eight rungs")], C, C),
    ("sources", LESSON_PATH, [("A book", "Another book")], C, C),
    ("when facts were checked", LESSON_PATH, [("2026-11-21", "2026-11-22")], C, C),
    ("a mended translation of a lesson", BULGARIAN_LESSON, [("Текст", "Един текст")], C, C),
    ("a mended translation of a question", BULGARIAN_QUIZ, [("Какво?", "Какво е?")], C, C),
    ("a new translation of a title", MODULE_PATH, [('"One"}', '"One", bg: "Едно"}')], C, C),
    ("see", QUIZ_PATH, [("see=first", "see=last")], C, C),
    ("the minutes of an activity", MODULE_PATH, [("minutes: 10", "minutes: 15")], C, C),
    ("one question a page", QUIZ_PATH, [("page: one", "page: all")], C, C),
    ("shuffling", QUIZ_PATH, [("shuffle: [answers]", "shuffle: [questions]")], C, C),
    ("an answer that keeps its place", QUIZ_PATH, [("- ( ) Informing", "- ( ) Informing {fixed}")], C, C),
    ("credits", COURSE_PATH, [('["Ana"]', '["Ana", "Ivan"]')], C, C),
    ("a new optional activity, and one that is gone", MODULE_PATH, [("  - quiz: check\n", "  - quiz: check\n  - lesson: last-word\n    required: false\n")], C, R),
    ("the words of a scene", STORY_PATH, [("Somebody asks.", "Ana asks.")], C, C),
    ("what follows a choice", STORY_PATH, [("  > They listen.\n", "")], C, C),
    ("an ending that is called good", STORY_PATH, [("{#good}", "{#good .good}")], C, C),
    # the second row: the answer key
    ("another right answer", QUIZ_PATH, [("- ( ) Low", "- (x) Low"), ("- (x) High", "- ( ) High")], K, K),
    ("another share", QUIZ_PATH, [("=50% well", "=40% well")], K, K),
    ("one accepted text more, and less", QUIZ_PATH, [("= yes\n", "= yes\n= yea\n")], K, K),
    ("the accepted texts of a translation", BULGARIAN_QUIZ, [("= да\n", "= да\n= ами да\n")], K, K),
    ("tolerance", QUIZ_PATH, [("= 720", "= 720 ± 5")], K, K),
    ("case", QUIZ_PATH, [("## typed", "## typed {case=yes}")], K, K),
    ("marking", QUIZ_PATH, [("## some", "## some {marking=all}")], K, K),
    ("capitals of an accepted text that do not count", QUIZ_PATH, [("= yes\n", "= Yes\n")], C, C),
    # the third row: what only a revision may change
    ("a key gone, and a new required one", MODULE_PATH, [("  - lesson: first\n    minutes: 10\n", "")], R, R),
    ("an optional activity gone, and a new optional one", MODULE_PATH, [MORE], R, C),
    ("a renamed activity", MODULE_PATH, [("lesson: more\n", "lesson: much-more\n    formerly: [more]\n")], R, R),
    ("a module gone, and a new one", COURSE_PATH, [("modules: [one, two]", "modules: [one]")], R, R),
    ("a question gone, and a new one", QUIZ_PATH, [("## count\n\nHow many?\n\n= 720\n\n", "")], R, R),
    ("an answer gone, and added", QUIZ_PATH, [("- [ ] ink\n", "")], R, R),
    ("answers that change places", QUIZ_PATH, [("- [x] paper\n- [ ] ink", "- [ ] ink\n- [x] paper")], R, R),
    ("questions that change places", QUIZ_PATH, [("## count\n\nHow many?\n\n= 720\n\n", ""), ("## typed", "## count\n\nHow many?\n\n= 720\n\n## typed")], R, R),
    ("points", QUIZ_PATH, [("## count", "## count {points=3}")], R, R),
    ("draw", QUIZ_PATH, [("{draw=1}", "{draw=2}")], R, R),
    ("pass", QUIZ_PATH, [("pass: 50", "pass: 60")], R, R),
    ("attempts", QUIZ_PATH, [("attempts: 3", "attempts: unlimited")], R, R),
    ("minutes of a quiz", QUIZ_PATH, [("minutes: 20", "minutes: 30")], R, R),
    ("extra time", QUIZ_PATH, [('"not here"', '"a good reason"')], R, R),
    ("grading", QUIZ_PATH, [("grading: best", "grading: latest")], R, R),
    ("mode", QUIZ_PATH, [("mode: test\npass: 50\n", "mode: practice\n"), ("minutes: 20\n", "")], R, R),
    ("when right answers are shown", QUIZ_PATH, [("after-pass", "never")], R, R),
    ("required", MODULE_PATH, [("    required: false\n", "")], R, R),
    ("after", TWO_PATH, [("after: [one]\n", "")], R, R),
    ("what completes the course: activities", COURSE_PATH, [("activities: required", "activities: all")], R, R),
    ("what completes the course: score", COURSE_PATH, [("score: 50", "score: 60")], R, R),
    ("what completes the course: weights", COURSE_PATH, [("{check: 2}", "{check: 2, other: 1}")], R, R),
    ("the order of modules", COURSE_PATH, [("[one, two]", "[two, one]")], R, R),
    ("hours", COURSE_PATH, [("hours: 2", "hours: 3")], R, R),
    ("the title of the certificate", COURSE_PATH, [('"Certificate"', '"Diploma"')], R, R),
    ("what the certificate says one can", COURSE_PATH, [('"can ask"', '"can listen"')], R, R),
    ("how long the certificate holds", COURSE_PATH, [("  valid_months: 36\n", "")], R, R),
    ("the certificate in one language more, and less", COURSE_PATH, [('"Certificate"}', '"Certificate", bg: "Удостоверение"}')], C, R),
    ("no certificate at all", COURSE_PATH, [('certificate:\n  title: {en: "Certificate"}\n  outcomes: {en: ["can ask"]}\n  valid_months: 36\n', "")], R, R),
    ("a language removed, and one added", COURSE_PATH, [("languages: [en, bg]", "languages: [en]")], R, C),
    ("a course that becomes a guide", COURSE_PATH, [("kind: course", "kind: guide")], R, R),
    # not listed, so a revision
    ("the order of activities", MODULE_PATH, [MORE, ("  - quiz: check\n", "  - quiz: check\n  - lesson: more\n    required: false\n")], R, R),
    ("a choice less, and one more", STORY_PATH, [("- [Leave](#bad)\n", "")], R, R),
    ("a choice that leads elsewhere", STORY_PATH, [("[Leave](#bad)", "[Leave](#good)")], R, R),
    ("an ending that goes on", STORY_PATH, [("Done.\n", "Done.\n\n- [And then](#bad)\n")], R, R),
    ("an ending gone, and a new one", STORY_PATH, [("\n## Gone {#bad}\n\nOver.\n", "")], R, R),
    ("a section more", QUIZ_PATH, [("## count", "# Numbers\n\n## count")], R, R),
    # cards are corrected, whatever of them changes
    ("the title of a set of cards", "content/c/cards/methods.yaml", [("Methods", "Ways")], C, C),
    ("what a card says", "content/c/en/cards/methods/cafe.md", [("cost: low", "cost: high")], C, C),
    # what may be corrected besides
    ("open", COURSE_PATH, [("open: [one]", "open: [one, two]")], C, C),
    ("trainer", TWO_PATH, [("trainer: [notes]\n", "")], C, C),
    ("check_first", TWO_PATH, [("check_first: other\n", "")], C, C),
    ("level", COURSE_PATH, [("introductory", "advanced")], C, C),
    ("licence", COURSE_PATH, [("CC-BY-4.0", "CC0-1.0")], C, C),
    ("a former key more, and one less, which would take what was done under it", MODULE_PATH, [("lesson: more\n", "lesson: more\n    formerly: [old]\n")], C, R),
    ("a former key of a question", QUIZ_PATH, [("## count", "## count {formerly=number}")], C, C),
    # never
    ("the kind of a question", QUIZ_PATH, [("= 720", "= many")], N, N),
    ("the kind of an activity", MODULE_PATH, [("lesson: more", "scenario: more")], N, N),
    ("uid", COURSE_PATH, [(UID, "f" * 32)], N, N),
    ("source", COURSE_PATH, [("source: en", "source: bg")], N, N),
]  # fmt: skip


@pytest.mark.parametrize(("path", "pairs", "there", "back"), [row[1:] for row in TABLE], ids=[row[0] for row in TABLE])
def test_what_a_change_asks_for_and_what_undoing_it_asks_for(path: str, pairs: Pairs, there: str, back: str) -> None:
    old, new = read(path, []), read(path, pairs)
    assert (weight(old, new), weight(new, old)) == (there, back)


COUNTING = [
    ("all", COURSE_PATH, [("activities: required", "activities: all")], "lesson", R),
    ("required", COURSE_PATH, [], "lesson", C),
    ("score of all tests", COURSE_PATH, [("  quizzes: {check: 2}\n", "")], "quiz", R),
    ("score of tests that are named", COURSE_PATH, [], "quiz", C),
    ("no score", COURSE_PATH, [("  score: 50\n  quizzes: {check: 2}\n", "")], "quiz", C),
]


@pytest.mark.parametrize(("path", "pairs", "kind", "asks_for"), [row[1:] for row in COUNTING], ids=[row[0] for row in COUNTING])
def test_a_new_optional_activity_is_no_correction_where_the_course_would_ask_for_it(path: str, pairs: Pairs, kind: str, asks_for: str) -> None:
    course = TEXTS[path]
    for old, new in pairs:
        course = course.replace(old, new)
    with_it = TEXTS[MODULE_PATH] + f"  - {kind}: extra\n    required: false\n"
    files = {**TEXTS, path: course, "quizzes/c/en/extra.md": OTHER, "content/c/en/extra.md": PLAIN.format("Extra")}
    before, _ = read_course("c", {name: body.encode() for name, body in files.items()})
    after, _ = read_course("c", {name: body.encode() for name, body in {**files, MODULE_PATH: with_it}.items()})
    assert before is not None
    assert after is not None
    assert weight(before, after) == asks_for


FIX, NEW_EDITION, IMPOSSIBLE = (Change(each, f"a {each.name}") for each in (Weight.KEY_FIX, Weight.REVISION, Weight.NEVER))
NAMES = [
    ("nothing heavy, without a word", [], None, "correction"),
    ("nothing heavy, said to be a correction", [], "correction", "correction"),
    ("nothing heavy, said to be a key fix", [], "key-fix", Refusal.NO_KEY_CHANGED),
    ("nothing heavy, said to be a revision", [], "revision", "revision"),
    ("an answer key, without a word", [FIX], None, "revision"),
    ("an answer key, said to be a correction", [FIX], "correction", Refusal.NOT_A_CORRECTION),
    ("an answer key, said to be a key fix", [FIX], "key-fix", "key-fix"),
    ("an answer key, said to be a revision", [FIX], "revision", "revision"),
    ("more than a key, without a word", [NEW_EDITION, FIX], None, "revision"),
    ("more than a key, said to be a correction", [NEW_EDITION], "correction", Refusal.NOT_A_CORRECTION),
    ("more than a key, said to be a key fix", [NEW_EDITION, FIX], "key-fix", Refusal.NOT_A_KEY_FIX),
    ("more than a key, said to be a revision", [NEW_EDITION], "revision", "revision"),
    ("never, without a word", [IMPOSSIBLE], None, Refusal.NEVER),
    ("never, said to be a key fix", [IMPOSSIBLE], "key-fix", Refusal.NEVER),
    ("never, said to be a revision", [IMPOSSIBLE, NEW_EDITION], "revision", Refusal.NEVER),
]


@pytest.mark.parametrize(("found", "wanted", "outcome"), [row[1:] for row in NAMES], ids=[row[0] for row in NAMES])
def test_what_an_edition_may_be_called(found: list[Change], wanted: str | None, outcome: str) -> None:
    try:
        called: str = what_it_is("c", found, wanted)
    except Refused as refused:
        called = refused.reason
    assert called == outcome


def test_every_reason_is_told_at_once() -> None:
    old, new = read(QUIZ_PATH, []), read(QUIZ_PATH, [("pass: 50", "pass: 60"), ("- [ ] ink\n", ""), ("= 720", "= 721")])
    with pytest.raises(Refused) as refused:
        what_it_is("c", changes(old, new), "correction")
    assert refused.value.facts["why"] == (
        "answers of question check/some were added, removed or moved; the rules or the questions of quiz check changed; "
        "what is right in question check/count changed"
    )

"""The outline of a course, and what must be there of it (course-format §1, §3, N1, N2, G10)."""

from tests.contracts.findings.a_case import (
    QUIZ_PATH,
    TEXT_PATH,
    TWO,
    TWO_PATH,
    WITH_TEST,
    WITH_TEXT,
    Case,
    a_lesson,
)
from tests.unit.format.a_course import (
    COURSE,
    COURSE_PATH,
    LESSON,
    LESSON_PATH,
    MODULE,
    MODULE_PATH,
    TEST,
    Files,
)

TWO_MODULES = COURSE.replace("modules: [one]", "modules: [one, two]")
GUIDE = COURSE.replace("kind: course", "kind: guide")
NO_PASS = TEST.replace("pass: 50\n", "")
SURVEY = NO_PASS.replace("title: Test\n", "title: Test\nmode: survey\n")
PRACTICE = NO_PASS.replace("title: Test\n", "title: Test\nmode: practice\n")
KINDS = "lesson, scenario, quiz, survey, discussion, assignment, live"
NO_KEY = "is no key: small Latin letters, digits and hyphens, a letter first, 63 at most [bad-key]"
NOTHING = "this course asks for nothing, so it would be complete at once: require an activity, or make it a guide [asks-for-nothing]"
NO_SCORE = "a score is asked for, but no quiz has a pass mark: name the quizzes that count [score-without-quiz]"
NOW = "is the key of something now, so nothing can have been called so formerly [former-is-current]"


def module(end: str, course: str = COURSE) -> Files:
    """Return a module with two lessons, and what is written from line 5 of its file on, beside another module."""
    return {COURSE_PATH: course, MODULE_PATH: WITH_TEXT + end, TEXT_PATH: LESSON}


def with_test(test: str, end: str = "", course_end: str = "") -> Files:
    """Return a module with a lesson and a quiz, what is written from line 5 of its file on, and from line 8 of the course's."""
    return {COURSE_PATH: COURSE + course_end, MODULE_PATH: WITH_TEST + end, QUIZ_PATH: test}


CASES: list[Case] = [
    Case("missing-course", {COURSE_PATH: None, "modules/c/course.yml": COURSE},      [f"{COURSE_PATH}:1: error: there is no course.yaml: every course has one [missing-course]"], {COURSE_PATH: COURSE}),
    Case("missing-module", {COURSE_PATH: TWO_MODULES},                               [f"{COURSE_PATH}:7: error: there is no file modules/c/two.yaml for this module [missing-module]"], {COURSE_PATH: TWO_MODULES, TWO_PATH: TWO}),
    Case("missing-document", {MODULE_PATH: WITH_TEXT},                               [f"{MODULE_PATH}:4: error: there is no file {TEXT_PATH} [missing-document]"], module("")),
    Case("missing-document", {MODULE_PATH: MODULE.replace("lesson: first", "lesson: fist")}, ["content/c/en/first.md:1: warning: nothing in the course refers to this file [unused-file]", f"{MODULE_PATH}:3: error: there is no file content/c/en/fist.md: is first meant? [missing-document]"], {MODULE_PATH: MODULE.replace("One", "Ones")}),
    Case("missing-document", {MODULE_PATH: MODULE + "trainer: [second]\n"},          [f"{MODULE_PATH}:4: error: there is no file {TEXT_PATH} [missing-document]"], {MODULE_PATH: MODULE + "trainer: [second]\n", TEXT_PATH: LESSON}),
    Case("foreign-path", {"content/d/media/a.svg": "x"},                             ["content/d/media/a.svg:1: error: this file does not belong to the course c [foreign-path]"], {"content/c/media/a.svg": "x", **a_lesson("![A](media/a.svg)\n")}),
    Case("foreign-path", {"docs/c/a.md": "x"},                                       ["docs/c/a.md:1: error: this file does not belong to the course c [foreign-path]"], {"content/c/media/a.md": "x", **a_lesson("[A text](media/a.md)\n")}),
    Case("name-clash", {"content/c/media/Ж.svg": "x", "content/c/media/ж.svg": "x", **a_lesson("![A](media/Ж.svg) ![B](media/ж.svg)\n")}, ["content/c/media/ж.svg:1: error: some systems cannot tell this name from content/c/media/Ж.svg [name-clash]"], {"content/c/media/Ж.svg": "x", "content/c/media/з.svg": "x", **a_lesson("![A](media/Ж.svg) ![B](media/з.svg)\n")}),
    Case("unused-file", {TEXT_PATH: LESSON},                                         [f"{TEXT_PATH}:1: warning: nothing in the course refers to this file [unused-file]"], module("")),
    Case("unused-media", {"content/c/media/a.svg": "x"},                             ["content/c/media/a.svg:1: warning: nothing shows this file [unused-media]"], {"content/c/media/a.svg": "x", **a_lesson("![A](media/a.svg)\n")}),
    Case("bad-activity", {MODULE_PATH: MODULE + "  - second\n"},                     [f"{MODULE_PATH}:4: error: an activity is one line like “- lesson: my-lesson”; its kind is one of {KINDS} [bad-activity]"], module("")),
    Case("bad-activity", {MODULE_PATH: MODULE + "  - lesson: second\n    quiz: third\n"}, [f"{MODULE_PATH}:4: error: an activity is one line like “- lesson: my-lesson”; its kind is one of {KINDS} [bad-activity]"], module("    x-quiz: third\n")),
    Case("bad-key", {MODULE_PATH: MODULE + "  - lesson: Second\n"},                  [f"{MODULE_PATH}:4: error: “Second” {NO_KEY}"], module("")),
    Case("duplicate-key", {MODULE_PATH: MODULE + "  - lesson: first\n"},             [f"{MODULE_PATH}:4: error: first is an activity already, in {MODULE_PATH}:3: every activity has its own key [duplicate-key]"], module("")),
    Case("duplicate-value", {COURSE_PATH: COURSE.replace("[one]", "[one, one]")},    [f"{COURSE_PATH}:7: error: one stands twice in modules [duplicate-value]"], {COURSE_PATH: TWO_MODULES, TWO_PATH: TWO}),
    Case("source-not-listed", {COURSE_PATH: COURSE.replace("[en]", "[]")},           [f"{COURSE_PATH}:6: error: the source language en must be among the languages [source-not-listed]"], {COURSE_PATH: COURSE}),
    Case("trainer-is-activity", {MODULE_PATH: MODULE + "trainer: [first]\n"},        [f"{MODULE_PATH}:4: error: first is an activity that learners see, so it cannot be a trainer's document [trainer-is-activity]"], {MODULE_PATH: MODULE + "trainer: [second]\n", TEXT_PATH: LESSON}),
    Case("reserved-key", {MODULE_PATH: MODULE + "  - lesson: notebook\n", "content/c/en/notebook.md": LESSON}, [f"{MODULE_PATH}:4: error: notebook is the address of another page of every course, so no activity can have it as its key [reserved-key]"], {MODULE_PATH: MODULE + "  - lesson: notebooks\n", "content/c/en/notebooks.md": LESSON}),
    Case("former-is-current", module("    formerly: [first]\n"),                     [f"{MODULE_PATH}:5: error: first {NOW}"], module("    formerly: [firsts]\n")),
    Case("former-is-current", module("formerly: [one]\n"),                           [f"{MODULE_PATH}:5: error: one {NOW}"], module("formerly: [ones]\n")),
    Case("former-is-current", {COURSE_PATH: COURSE + "formerly: [c]\n"},             [f"{COURSE_PATH}:8: error: c {NOW}"], {COURSE_PATH: COURSE + "formerly: [cc]\n"}),
    Case("unknown-module", {MODULE_PATH: MODULE + "after: [two]\n"},                 [f"{MODULE_PATH}:4: error: there is no module two [unknown-module]"], {COURSE_PATH: TWO_MODULES, TWO_PATH: TWO, MODULE_PATH: MODULE + "after: [two]\n"}),
    Case("unknown-module", {COURSE_PATH: COURSE + "open: [ones]\n"},                 [f"{COURSE_PATH}:8: error: there is no module ones [unknown-module]"], {COURSE_PATH: COURSE + "open: [one]\n"}),
    Case("circle", {COURSE_PATH: TWO_MODULES, TWO_PATH: TWO, MODULE_PATH: MODULE + "after: [one]\n"}, [f"{MODULE_PATH}:4: error: module one comes after itself: nobody could ever begin it [circle]"], {COURSE_PATH: TWO_MODULES, TWO_PATH: TWO, MODULE_PATH: MODULE + "after: [two]\n"}),
    Case("circle", {COURSE_PATH: TWO_MODULES, TWO_PATH: TWO + "after: [one]\n", MODULE_PATH: MODULE + "after: [two]\n"}, [f"{MODULE_PATH}:4: error: module one comes after itself: nobody could ever begin it [circle]", f"{TWO_PATH}:3: error: module two comes after itself: nobody could ever begin it [circle]"], {COURSE_PATH: TWO_MODULES, TWO_PATH: TWO + "after: [one]\n", MODULE_PATH: MODULE + "after: []\n"}),
    Case("not-in-a-guide", {COURSE_PATH: GUIDE, MODULE_PATH: WITH_TEST, QUIZ_PATH: TEST}, [f"{MODULE_PATH}:4: error: a guide holds lessons, scenarios and cards only, so test cannot be a quiz [not-in-a-guide]"], module("", GUIDE)),
    Case("not-in-a-guide", {COURSE_PATH: GUIDE + 'certificate: {title: {en: "A"}}\n'}, [f"{COURSE_PATH}:8: error: a guide is only read: it has no certificate [not-in-a-guide]"], {COURSE_PATH: COURSE + 'certificate: {title: {en: "A"}}\n'}),
    Case("kind-not-served", module("  - live: third\n") | {"content/c/en/third.md": LESSON}, [f"{MODULE_PATH}:5: error: this site cannot serve the live third yet: take it out, or write required: false [kind-not-served]"], module("  - lesson: third\n") | {"content/c/en/third.md": LESSON}),
    Case("kind-not-served", module("  - live: third\n    required: false\n") | {"content/c/en/third.md": LESSON}, [f"{MODULE_PATH}:5: warning: this site cannot serve the live third yet: learners will not see it [kind-not-served]"], module("  - lesson: third\n    required: false\n") | {"content/c/en/third.md": LESSON}),
    Case("kind-not-served", module("  - live: third\n    required: false\n", COURSE + "completion: {activities: all}\n") | {"content/c/en/third.md": LESSON}, [f"{MODULE_PATH}:5: error: this site cannot serve the live third yet, and completion asks for it: nobody could complete the course [kind-not-served]"], module("  - lesson: third\n    required: false\n", COURSE + "completion: {activities: all}\n") | {"content/c/en/third.md": LESSON}),
    Case("score-without-quiz", with_test(NO_PASS, course_end="completion: {score: 50}\n"), [f"{COURSE_PATH}:8: error: {NO_SCORE}"], with_test(TEST, course_end="completion: {score: 50}\n")),
    Case("score-without-quiz", with_test(NO_PASS, course_end="completion:\n  activities: all\n  score: 50\n"), [f"{COURSE_PATH}:10: error: {NO_SCORE}"], with_test(NO_PASS, course_end="completion:\n  activities: all\n  score: 50\n  quizzes: {test: 1}\n")),
    Case("asks-for-nothing", {MODULE_PATH: MODULE + "    required: false\n"},        [f"{COURSE_PATH}:7: error: {NOTHING}"], {COURSE_PATH: GUIDE, MODULE_PATH: MODULE + "    required: false\n"}),
    Case("asks-for-nothing", {COURSE_PATH: COURSE + "completion: {activities: []}\n"}, [f"{COURSE_PATH}:8: error: {NOTHING}"], {COURSE_PATH: COURSE + "completion: {activities: [first]}\n"}),
    Case("unknown-activity", with_test(TEST, "check_first: tests\n"),                [f"{MODULE_PATH}:5: error: tests is no quiz of this module [unknown-activity]"], with_test(TEST, "check_first: test\n")),
    Case("unknown-activity", {COURSE_PATH: COURSE + "completion: {activities: [first, second]}\n"}, [f"{COURSE_PATH}:8: error: there is no activity second [unknown-activity]"], {COURSE_PATH: COURSE + "completion: {activities: [first]}\n"}),
    Case("unknown-activity", with_test(TEST, course_end="completion: {quizzes: {first: 1}}\n"), [f"{COURSE_PATH}:8: error: first is no quiz [unknown-activity]"], with_test(TEST, course_end="completion: {quizzes: {test: 1}}\n")),
    Case("check-without-pass", with_test(NO_PASS, "check_first: test\n"),            [f"{MODULE_PATH}:5: error: quiz test has no pass mark, so nobody could show by it that they know the module already [check-without-pass]"], with_test(TEST, "check_first: test\n")),
    Case("survey-mode", with_test(SURVEY),                                           [f"{MODULE_PATH}:4: error: test is a quiz here, but its file says mode: survey [survey-mode]"], with_test(PRACTICE)),
    Case("bad-value", module("  - assignment: third\n    required: false\n    review: {rubric: second}\n") | {"content/c/en/third.md": LESSON}, [f"{MODULE_PATH}:5: warning: this site cannot serve the assignment third yet: learners will not see it [kind-not-served]", f"{MODULE_PATH}:7: error: a review is done by {{trainer: true}} or by peers, like {{peers: 2}} [bad-value]"], module("  - assignment: third\n    required: false\n    review: {rubric: second, peers: 2}\n") | {"content/c/en/third.md": LESSON}, (f"{MODULE_PATH}:5: warning: this site cannot serve the assignment third yet: learners will not see it [kind-not-served]",)),
    Case("review-overdue", {LESSON_PATH: LESSON.replace("title: First\n", "title: First\nreview: 2026-11-20\n")}, [f"{LESSON_PATH}:3: warning: this should have been reviewed by 2026-11-20 [review-overdue]"], {LESSON_PATH: LESSON.replace("title: First\n", "title: First\nreview: 2026-11-21\n")}),
]  # fmt: skip

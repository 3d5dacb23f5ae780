"""course.yaml and the module files as data, and what is said of wrong ones (§3)."""

from decimal import Decimal

import pytest

from lms.domain.courses.format.library import read_course
from lms.domain.courses.format.outline import Activity, Certificate, Completion, Course, Review
from lms.kernel.localtext import LocalText
from lms.kernel.problems import Problems
from tests.unit.format.a_course import COURSE, COURSE_PATH, MODULE, MODULE_PATH, UID, a_course, found

WHOLE = f"""\
format: 1
uid: {UID}
kind: course
title: {{en: "Engagement", bg: "Ангажиране"}}
summary: {{en: "About it"}}
audience: {{en: "Civil servants"}}
source: en
languages: [en, bg]
level: introductory
hours: 1.5
licence: CC-BY-4.0
credits: ["Somebody"]
open: [one]
modules: [one]
formerly: [older, oldest]
x-note: free
completion:
  activities: [first]
  score: 70
  quizzes: {{check: 3}}
certificate:
  title: {{en: "Certificate"}}
  outcomes: {{en: ["Knows"], bg: ["Знае"]}}
  valid_months: 36
"""
WHOLE_MODULE = """\
title: {en: "One"}
outcomes: {en: ["a", "b"], bg: ["а", "б"]}
check_first: check
formerly: [uno]
activities:
  - lesson: first
    minutes: 12
    formerly: [zeroth]
  - quiz: check
  - survey: what-now
    required: false
  - scenario: at-the-counter
    required: false
  - discussion: what-went-wrong
    required: false
  - live: group-work
    required: false
  - assignment: plan
    required: false
    review: {peers: 2, rubric: plan-rubric}
trainer: [notes]
"""


def read(course: str, module: str) -> Course:
    course_map, _ = read_course("c", a_course({COURSE_PATH: course, MODULE_PATH: module}))
    assert course_map is not None
    return course_map.course


def test_everything_that_a_course_may_say_is_read() -> None:
    course = read(WHOLE, WHOLE_MODULE)
    assert (course.key, course.uid, course.kind, course.source, course.languages) == (
        "c",
        UID,
        "course",
        "en",
        ("en", "bg"),
    )
    assert course.title == LocalText({"en": "Engagement", "bg": "Ангажиране"}, "en")
    assert (course.level, course.hours, course.licence, course.credits) == (
        "introductory",
        Decimal("1.5"),
        "CC-BY-4.0",
        ("Somebody",),
    )
    assert (course.open, course.formerly) == (("one",), ("older", "oldest"))
    assert course.completion == Completion(("first",), 70, {"check": 3})
    assert course.certificate == Certificate(
        LocalText({"en": "Certificate"}, "en"), {"en": ("Knows",), "bg": ("Знае",)}, 36
    )


def test_everything_that_a_module_may_say_is_read() -> None:
    (module,) = read(WHOLE, WHOLE_MODULE).modules
    assert (module.key, module.title.in_("bg").text, module.check_first, module.formerly, module.trainer) == (
        "one",
        "One",
        "check",
        ("uno",),
        ("notes",),
    )
    assert module.outcomes == {"en": ("a", "b"), "bg": ("а", "б")}
    assert module.activities == (
        Activity("first", "lesson", 12, formerly=("zeroth",), line=6),
        Activity("check", "quiz", line=9),
        Activity("what-now", "survey", required=False, line=10),
        Activity("at-the-counter", "scenario", required=False, line=12),
        Activity("what-went-wrong", "discussion", required=False, line=14),
        Activity("group-work", "live", required=False, line=16),
        Activity("plan", "assignment", required=False, review=Review(peers=2, rubric="plan-rubric"), line=18),
    )  # fmt: skip


def test_what_is_absent_has_its_default() -> None:
    course = read(COURSE, MODULE)
    assert (course.summary, course.level, course.hours, course.open, course.certificate) == (
        None,
        None,
        None,
        (),
        None,
    )
    assert course.completion == Completion("required", None, None)
    assert course.modules[0].activities == (Activity("first", "lesson", None, True, line=3),)


def test_a_former_key_leads_to_those_that_carry_it_on() -> None:
    split = "title: {en: One}\nactivities:\n  - lesson: first\n    formerly: [old]\n  - lesson: second\n    formerly: [old, older]\n"
    course = read(COURSE, split)
    assert [course.current_key(key) for key in ("first", "old", "older", "never")] == [
        ("first",),
        ("first", "second"),
        ("second",),
        (),
    ]


def test_activities_are_numbered_by_module_and_place_and_those_that_nobody_sees_are_passed_over() -> None:
    with_one_more = WHOLE_MODULE.replace("trainer:", "  - lesson: last\ntrainer:").replace("- scenario:", "- discussion:")
    assert [(number, activity.key) for number, _, activity in read(WHOLE, with_one_more).numbered()] == [
        ("1.1", "first"),
        ("1.2", "check"),
        ("1.3", "what-now"),
        ("1.4", "last"),
    ]


C, M = COURSE_PATH, MODULE_PATH
IN_COURSE = [
    ("unknown key", "kind: course\n", "kind: course\nkeywords: x\n", f"{C}:4: error: keywords is not known here; known are"),
    ("uid too short", f"uid: {UID}", "uid: 0123", f"{C}:2: error: a uid is 32 hexadecimal digits in small letters, without hyphens; this makes one: python3 -c \"import uuid; print(uuid.uuid4().hex)\" [bad-uid]"),
    ("uid in capitals", UID, UID.upper(), f"{C}:2: error: a uid is 32 hexadecimal digits in small letters, without hyphens; this makes one: python3 -c \"import uuid; print(uuid.uuid4().hex)\" [bad-uid]"),
    ("kind", "kind: course", "kind: book", f"{C}:3: error: kind must be one of course, guide [bad-value]"),
    ("no title", 'title: {en: "A course"}\n', "", f"{C}:1: error: title is missing [missing-key]"),
    ("title without language", 'title: {en: "A course"}', "title: A course", f'{C}:4: error: title must say its language, like {{en: "Planning", bg: "Планиране"}} [bad-value]'),
    ("title in no such language", "{en: ", "{english: ", f"{C}:4: error: title has no text in en, the language of the course [missing-source-text]"),
    ("empty title", '"A course"', '" "', f"{C}:4: error: title is empty: write a text or take the line out [bad-value]"),
    ("language tag", "languages: [en]", "languages: [en, EN_us]", f"{C}:6: error: “EN_us” is no language tag; write en, bg, pt-BR … [bad-language]"),
    ("language twice", "languages: [en]", "languages: [en, en]", f"{C}:6: error: en stands twice in languages [duplicate-value]"),
    ("source not listed", "languages: [en]", "languages: [bg]", f"{C}:6: error: the source language en must be among the languages [source-not-listed]"),
    ("modules no list", "modules: [one]", "modules: one", f"{C}:7: error: modules must be a list, like [one, two] [bad-value]"),
    ("bad key", "modules: [one]", "modules: [one, Two]", f"{C}:7: error: “Two” is no key: small Latin letters, digits and hyphens, a letter first, 63 at most [bad-key]"),
    ("module file missing", "modules: [one]", "modules: [one, two]", f"{C}:7: error: there is no file modules/c/two.yaml for this module [missing-module]"),
    ("hours", "source: en", "source: en\nhours: six", f"{C}:6: error: hours must be a number above 0, like 6 or 1.5 [bad-value]"),
    ("score", "source: en", "source: en\ncompletion: {score: 101}", f"{C}:6: error: score must be a whole number from 1 to 100 [bad-value]"),
    ("unknown in completion", "source: en", "source: en\ncompletion:\n  scores: 70", f"{C}:7: error: scores is not known here; known are activities, score, quizzes [unknown-key]"),
    ("certificate without title", "source: en", "source: en\ncertificate: {valid_months: 3}", f"{C}:6: error: title is missing [missing-key]"),
    ("duplicate key", "kind: course", "kind: course\nkind: guide", f"{C}:4: error: kind stands here twice, first in line 3 [duplicate-key]"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("old", "new", "said"), [case[1:] for case in IN_COURSE], ids=[case[0] for case in IN_COURSE]
)
def test_what_is_wrong_in_course_yaml_is_said(old: str, new: str, said: str) -> None:
    assert old in COURSE
    problems = found({COURSE_PATH: COURSE.replace(old, new, 1)})
    assert [problem for problem in problems if problem.startswith(said)] != [], problems


SILENT = [
    ("x keys", "kind: course", "kind: course\nx-colour: red"),
    ("key quoted", "modules: [one]", 'modules: ["one"]'),
    ("whole hours", "source: en", "source: en\nhours: 6"),
    ("uid that looks like a float", UID, "1234567890123456789012345678e100"),
    ("block list", "modules: [one]", "modules:\n  - one"),
]


@pytest.mark.parametrize(("old", "new"), [case[1:] for case in SILENT], ids=[case[0] for case in SILENT])
def test_what_only_looks_wrong_in_course_yaml_is_silent(old: str, new: str) -> None:
    assert found({COURSE_PATH: COURSE.replace(old, new, 1)}) == []


IN_MODULE = [
    ("activities no list", "  - lesson: first", "  lesson: first", f"{M}:3: error: activities must be a list of lines like “- lesson: my-lesson” [bad-value]"),
    ("no such kind", "- lesson: first", "- lecture: first", f"{M}:3: error: an activity is one line like “- lesson: my-lesson”; its kind is one of lesson, scenario, quiz, survey, discussion, assignment, live [bad-activity]"),
    ("two kinds", "- lesson: first", "- lesson: first\n    quiz: second", f"{M}:3: error: an activity is one line like “- lesson: my-lesson”; its kind is one of lesson, scenario, quiz, survey, discussion, assignment, live [bad-activity]"),
    ("plain word", "- lesson: first", "- first", f"{M}:3: error: an activity is one line like “- lesson: my-lesson”; its kind is one of lesson, scenario, quiz, survey, discussion, assignment, live [bad-activity]"),
    ("bad key", "lesson: first", "lesson: First lesson", f"{M}:3: error: “First lesson” is no key: small Latin letters, digits and hyphens, a letter first, 63 at most [bad-key]"),
    ("minutes", "lesson: first", "lesson: first\n    minutes: ten", f"{M}:4: error: minutes must be a whole number from 1 to 10000 [bad-value]"),
    ("required", "lesson: first", "lesson: first\n    required: no", f"{M}:4: error: required must be true or false [bad-value]"),
    ("review of a lesson", "lesson: first", "lesson: first\n    review: {trainer: true}", f"{M}:4: error: only an assignment has a review [unknown-key]"),
    ("unknown key", "lesson: first", "lesson: first\n    title: x", f"{M}:4: error: title is not known here; known are minutes, required, formerly, review [unknown-key]"),
    ("review by nobody", "lesson: first", "lesson: first\n  - assignment: a\n    required: false\n    review: {}", f"{M}:6: error: a review is done by {{trainer: true}} or by peers, like {{peers: 2}} [bad-value]"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("old", "new", "said"), [case[1:] for case in IN_MODULE], ids=[case[0] for case in IN_MODULE]
)
def test_what_is_wrong_in_a_module_is_said(old: str, new: str, said: str) -> None:
    assert old in MODULE
    problems = found({MODULE_PATH: MODULE.replace(old, new, 1)})
    assert [problem for problem in problems if problem == said] == [said], problems


def test_a_newer_format_is_refused_in_words_and_nothing_else_is_said() -> None:
    assert found({COURSE_PATH: COURSE.replace("format: 1", "format: 2")}) == [
        f"{COURSE_PATH}:1: error: this course is in format 2, but this program reads up to 1: update the program [newer-format]"
    ]


def test_a_course_without_course_yaml_is_an_error() -> None:
    assert found({COURSE_PATH: None}) == [
        f"{COURSE_PATH}:1: error: there is no course.yaml: every course has one [missing-course]"
    ]


def test_an_unreadable_module_does_not_hide_the_others() -> None:
    problems = Problems()
    course_map, problems = read_course(
        "c",
        a_course(
            {
                COURSE_PATH: COURSE.replace("[one]", "[one, two]"),
                "modules/c/two.yaml": "title: {en: Two}\nactivities: []\n",
                MODULE_PATH: "a: b: c\n",
            }
        ),
    )
    assert course_map is not None
    assert [module.key for module in course_map.course.modules] == ["two"]
    assert [problem.code for problem in problems.found] == ["yaml-quotes"]

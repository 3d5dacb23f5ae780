"""What a change asks for (course-format §9): a correction, a key fix, a new edition, or that it is never made."""

from collections.abc import Mapping

import pytest

from lms.domain.courses.changes import changes
from lms.domain.courses.format.library import CourseMap, read_course
from tests.unit.format.a_course import COURSE, COURSE_PATH, LESSON, MODULE, MODULE_PATH, a_course

QUIZ_PATH, BULGARIAN = "quizzes/c/en/check.md", "quizzes/c/bg/check.md"
QUIZ = """\
---
title: Check
pass: 50
---

## one

Which?

- ( ) Informing
- (x) Citizen control
- ( ) Partnership

## some

Which ones?

- [x] paper
- [x] pen
- [ ] ink

## pairs

- left => right
- up => down
- in => out
- => sideways

## order

1. first
2. second
3. third

## typed

What?

= yes
=50% well

## holes

{{Article 20}} asks for {{*minutes|notes|films}} and {{a vote}}.

## count

How many?

= 720

## fact

So?

= true
"""
BULGARIAN_QUIZ = """\
---
title: Проверка
---

## typed

Какво?

= да
=50% добре

## holes

{{Член 20}} иска {{*протокол|бележки|филми}} и {{гласуване}}.
"""
SURROUNDINGS: Mapping[str, str] = {
    COURSE_PATH: COURSE.replace("[en]", "[en, bg]").replace("modules: [one]", "hours: 2\nmodules: [one]"),
    MODULE_PATH: f"{MODULE}  - quiz: check\n  - lesson: more\n    required: false\n",
    "content/c/en/more.md": LESSON,
    QUIZ_PATH: QUIZ,
    BULGARIAN: BULGARIAN_QUIZ,
}


def read(files: Mapping[str, str | None]) -> CourseMap:
    """Return the course with these files."""
    course_map, _problems = read_course("c", a_course({**SURROUNDINGS, **files}))
    assert course_map is not None
    return course_map


def heaviest(path: str, *pairs: tuple[str, str]) -> str:
    """Return what the change of these texts of one file asks for."""
    text = SURROUNDINGS[path]
    for old, new in pairs:
        assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in {path}"
        text = text.replace(old, new)
    found = changes(read({}), read({path: text}))
    return found[0].weight.name if found else "CORRECTION"


@pytest.mark.parametrize(
    ("pairs", "weight"),
    [
        pytest.param([("Which?", "Which one?")], "CORRECTION", id="other words in a question"),
        pytest.param([("Partnership", "Partnerships")], "CORRECTION", id="other words in an answer"),
        pytest.param([("( ) Informing\n", "( ) Informing\n  > Not yet.\n")], "CORRECTION", id="feedback"),
        pytest.param([("sideways", "askew")], "CORRECTION", id="other words in a distractor"),
        pytest.param([("=> out", "=> outside")], "CORRECTION", id="other words on a right side"),
        pytest.param([("3. third", "3. third!")], "CORRECTION", id="other words in an item of an order"),
        pytest.param([("= 720", "= 720.0")], "CORRECTION", id="the same number, spelled otherwise"),
        pytest.param([("(x) Citizen", "( ) Citizen"), ("( ) Part", "(x) Part")], "KEY_FIX", id="another right answer"),
        pytest.param([("= 720", "= 721")], "KEY_FIX", id="another number"),
        pytest.param([("= 720", "= 719..721")], "KEY_FIX", id="a wider tolerance"),
        pytest.param([("= yes", "= yes\n= yea")], "KEY_FIX", id="another accepted text"),
        pytest.param([("=50% well", "=40% well")], "KEY_FIX", id="another share"),
        pytest.param([("asks for", "wants")], "CORRECTION", id="other words around a gap"),
        pytest.param([("|films", "|films and plays")], "CORRECTION", id="other words in an alternative"),
        pytest.param([("{{Article 20}}", "{{=Article 20|=Art. 20}}")], "KEY_FIX", id="another text in a gap"),
        pytest.param([("{{*minutes|notes|", "{{minutes|*notes|")], "KEY_FIX", id="another right alternative"),
        pytest.param([("{{*minutes|notes|", "{{*notes|minutes|")], "REVISION", id="alternatives change places"),
        pytest.param([("|films", "")], "REVISION", id="an alternative less"),
        pytest.param([("{{a vote}}", "{{*a vote|a song}}")], "REVISION", id="a gap that is chosen now"),
        pytest.param([("{{a vote}}", "a vote")], "REVISION", id="a gap less"),
        pytest.param([("{{Article 20}}", "{{a vote}}"), ("{{a vote}}.", "{{Article 20}}.")], "REVISION", id="gaps change places"),
        pytest.param([("= true", "= false")], "KEY_FIX", id="another truth"),
        pytest.param([("## typed", "## typed {case=yes}")], "KEY_FIX", id="capitals now count"),
        pytest.param([("## some", "## some {marking=all}")], "KEY_FIX", id="all or nothing"),
        pytest.param([("=> right", "=> across"), ("=> down", "=> across")], "KEY_FIX", id="two rights become the same answer"),
        pytest.param([("=> right", "=> down"), ("up => down", "up => right")], "REVISION", id="rights change places"),
        pytest.param([("- left", "- up"), ("- up => down", "- left => down")], "REVISION", id="lefts change places"),
        pytest.param([("up => down", "up => right")], "REVISION", id="a right side becomes that of another"),
        pytest.param(
            [("( ) Informing", "( ) Citizen control"), ("(x) Citizen control", "(x) Informing"), ("Partnership", "Partnerships")],
            "REVISION",
            id="right and wrong change places while a third is reworded",
        ),
        pytest.param([("1. first", "1. second"), ("2. second", "2. first"), ("third", "third!")], "REVISION", id="an order, and a rewording"),
        pytest.param([("[x] paper", "[x] pen"), ("[x] pen\n- [ ]", "[x] paper\n- [ ]")], "REVISION", id="two right answers change places"),
        pytest.param([("- ( ) Partnership", "- ( ) Partnership\n- ( ) None")], "REVISION", id="another answer"),
        pytest.param([("- [ ] ink\n", "")], "REVISION", id="an answer less"),
        pytest.param([("## fact", "## fact {points=2}")], "REVISION", id="more points"),
        pytest.param([("## fact\n\nSo?\n\n= true\n", "")], "REVISION", id="a question less"),
        pytest.param([("## fact\n\nSo?\n\n= true\n", ""), ("## one", "## fact\n\nSo?\n\n= true\n\n## one")], "REVISION", id="questions in another order"),
        pytest.param([("## fact", "## truth {formerly=fact}")], "REVISION", id="a question with a new name"),
        pytest.param([("pass: 50", "pass: 60")], "REVISION", id="another pass mark"),
        pytest.param([("= 720", "= many")], "NEVER", id="another kind"),
        pytest.param([("## fact", "## truth {formerly=count}")], "NEVER", id="a former name that was of another kind"),
    ],
)  # fmt: skip
def test_what_a_change_of_a_quiz_asks_for(pairs: list[tuple[str, str]], weight: str) -> None:
    assert heaviest(QUIZ_PATH, *pairs) == weight


@pytest.mark.parametrize(
    ("pairs", "weight"),
    [
        pytest.param([("Какво?", "Що?")], "CORRECTION", id="other words"),
        pytest.param([("= да", "= не")], "KEY_FIX", id="another accepted text"),
        pytest.param([("= да", "= да\n= ами да")], "KEY_FIX", id="one accepted text more"),
        pytest.param([("=50% добре\n", "")], "KEY_FIX", id="one accepted text less"),
        pytest.param([("{{гласуване}}", "{{=гласуване|=вот}}")], "KEY_FIX", id="another text in a gap"),
        pytest.param([("|филми", "|пиеси")], "CORRECTION", id="other words in an alternative"),
        pytest.param([("## typed\n\nКакво?\n\n= да\n=50% добре\n", "")], "KEY_FIX", id="a question taken out"),
    ],
)
def test_what_is_accepted_in_a_translation_decides_too(pairs: list[tuple[str, str]], weight: str) -> None:
    assert heaviest(BULGARIAN, *pairs) == weight


def test_a_new_translation_is_a_correction_and_one_that_is_gone_takes_what_it_accepted_along() -> None:
    without, with_it = read({BULGARIAN: None}), read({})
    assert [[change.weight.name for change in changes(*both)] for both in ((without, with_it), (with_it, without))] == [[], ["KEY_FIX", "KEY_FIX"]]


@pytest.mark.parametrize(
    ("path", "pairs", "weight"),
    [
        pytest.param(MODULE_PATH, [("  - lesson: more\n    required: false\n", "")], "REVISION", id="an activity less"),
        pytest.param(MODULE_PATH, [("    required: false\n", "    minutes: 5\n    required: false\n")], "CORRECTION", id="minutes"),
        pytest.param(MODULE_PATH, [("    required: false\n", "")], "REVISION", id="an activity that is now required"),
        pytest.param(MODULE_PATH, [("lesson: more\n", "lesson: other\n    formerly: [more]\n")], "REVISION", id="a lesson with a new name"),
        pytest.param(MODULE_PATH, [("lesson: more\n", "quiz: other\n    formerly: [more]\n")], "NEVER", id="a quiz that was a lesson formerly"),
        pytest.param(MODULE_PATH, [("lesson: more", "quiz: more")], "NEVER", id="a lesson that becomes a quiz"),
        pytest.param(COURSE_PATH, [("hours: 2", "hours: 3")], "REVISION", id="hours"),
        pytest.param(COURSE_PATH, [("languages: [en, bg]", "languages: [en]")], "REVISION", id="a language less"),
        pytest.param(COURSE_PATH, [("languages: [en, bg]", "languages: [en, bg, el]")], "CORRECTION", id="a language more"),
        pytest.param(COURSE_PATH, [("hours: 2", "hours: 2\nopen: [one]")], "CORRECTION", id="open to read"),
        pytest.param(COURSE_PATH, [("0123456789abcdef0123456789abcdef", "f" * 32)], "NEVER", id="uid"),
        pytest.param(COURSE_PATH, [("source: en", "source: bg")], "NEVER", id="source"),
    ],
)  # fmt: skip
def test_what_a_change_of_the_outline_asks_for(path: str, pairs: list[tuple[str, str]], weight: str) -> None:
    assert heaviest(path, *pairs) == weight

"""A course with one small scenario that is right, to be made wrong in one place."""

from lms.domain.courses.format.checker import check_course
from lms.kernel.digest import text_digest
from tests.unit.format.a_course import (
    COURSE,
    COURSE_PATH,
    LESSON_PATH,
    MODULE,
    MODULE_PATH,
    TODAY,
    a_course,
    found,
)

EN, BG = "content/c/en/counter.md", "content/c/bg/counter.md"
BODY = """\
## The counter {#counter}

A woman asks to register.

- [Ask for proof](#proof)
  > She shows savings.
- [Turn her away](#refused)

## The proof {#proof}

It is enough.

- [Register her](#settled)

## The end {#settled .good}

She thanks you.

## The refusal {#refused}

She leaves.
"""
MODULES = MODULE + "  - scenario: counter\n"
TWO_LANGUAGES = COURSE.replace("languages: [en]", "languages: [en, bg]")


def scenario(body: str, *, front: str = "") -> str:
    """Return a scenario whose text begins in line 5 of its file, or one line later for each line of ``front``."""
    return f"---\ntitle: Counter\n{front}---\n\n{body}"


def found_in_scenario(body: str) -> list[str]:
    """Return what the checker says of a scenario, without its path; the first line of ``body`` is line 5."""
    return [line.removeprefix(f"{EN}:") for line in found({MODULE_PATH: MODULES, EN: scenario(body)})]


def found_in_translation(body: str, *, source: str = BODY, of: str | None = None) -> list[str]:
    """Return what the checker says of a scenario in bg beside that in en, without its path; its text begins in line 6.

    It is stamped as made from ``of``, or from the source as it is.
    """
    stamp = f"source_digest: {text_digest(scenario(of or source).encode())}\n"
    changes = {
        COURSE_PATH: TWO_LANGUAGES,
        MODULE_PATH: MODULES,
        EN: scenario(source),
        BG: scenario(body, front=stamp),
        LESSON_PATH.replace("/en/", "/bg/"): "---\ntitle: First\n---\n\nText.\n",
    }
    _, problems = check_course("c", a_course(changes), TODAY)
    return [str(each).removeprefix(f"{BG}:") for each in problems.found if each.file == BG]

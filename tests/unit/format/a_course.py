"""A small course that is right, to be made wrong in one place, and what the checker says of it."""

from collections.abc import Mapping
from datetime import date

from lms.domain.courses.format.checker import check_course

Files = Mapping[str, str | bytes | None]
TODAY = date(2026, 11, 21)
UID = "0123456789abcdef0123456789abcdef"
COURSE = f"""\
format: 1
uid: {UID}
kind: course
title: {{en: "A course"}}
source: en
languages: [en]
modules: [one]
"""
MODULE = """\
title: {en: "One"}
activities:
  - lesson: first
"""
LESSON = """\
---
title: First
---

Text.
"""
TEST = """\
---
title: Test
pass: 50
---

## a

Yes?

= true
"""
COURSE_PATH = "modules/c/course.yaml"
MODULE_PATH = "modules/c/one.yaml"
LESSON_PATH = "content/c/en/first.md"


def a_course(changes: Files | None = None) -> dict[str, bytes]:
    """Return the files of a course without any problem, some of them replaced or (None) taken away."""
    texts = {COURSE_PATH: COURSE, MODULE_PATH: MODULE, LESSON_PATH: LESSON, **(changes or {})}
    return {path: text.encode() if isinstance(text, str) else text for path, text in texts.items() if text is not None}


def found(changes: Files | None = None, *, today: date = TODAY) -> list[str]:
    """Return what the checker says of a course with these changes, each problem as a line of text."""
    _, problems = check_course("c", a_course(changes), today)
    return [str(problem) for problem in problems.found]


def lesson(body: str) -> str:
    """Return a lesson whose text begins in line 5 of its file."""
    return f"---\ntitle: First\n---\n\n{body}"


def found_in_lesson(body: str) -> list[str]:
    """Return what the checker says of a lesson, without its path: ``line: severity: message [code]``.

    The first line of ``body`` is line 5.
    """
    return [line.removeprefix(f"{LESSON_PATH}:") for line in found({LESSON_PATH: lesson(body)})]

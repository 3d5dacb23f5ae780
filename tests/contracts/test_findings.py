"""Every finding is proved: a faulty case that is told of it exactly, and a near miss that stays silent (course-format §10).

The codes are collected from the source; the cases of most stand in tests/unit/format beside what they are about, those
that had none stand here. A new code without a case fails.
"""

import ast
import re
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path

import pytest

from lms.domain.courses.format.checker import check_course
from lms.platform.markdown_limits import TooMuch
from tests.support.source import LMS, ROOT
from tests.unit.format.a_course import (
    COURSE,
    COURSE_PATH,
    LESSON_PATH,
    MODULE,
    MODULE_PATH,
    TEST,
    a_course,
    lesson,
)
from tests.unit.format.a_course import found as found_in

NOTES = frozenset("error warning refuse pattern Broken note _error _report _report_twice".split())
CODE = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)+|footnote|stale|circle|unstamped")
TODAY = date(2026, 11, 21)
WITH_TEST = MODULE + "  - quiz: test\n"
QUIZ_PATH = "quizzes/c/en/test.md"
CAPTIONS = "content/c/media/a.vtt"
FILM = lesson("![A film](media/a.mp4){captions=media/a.vtt speaks-for-itself}\n")
SOUND_CAPTIONS = "WEBVTT\n\n00:00.000 --> 00:01.000\nWords.\n"


def film(captions: str) -> dict[str, str | None]:
    return {LESSON_PATH: FILM, "content/c/media/a.mp4": "x", CAPTIONS: captions}


def quiz(body: str) -> dict[str, str | None]:
    return {MODULE_PATH: WITH_TEST, QUIZ_PATH: TEST + "\n" + body}


def words(text: str) -> dict[str, str | None]:
    return {LESSON_PATH: lesson(f"[{text}](https://example.org)\n")}


NO_SIGN = "an escape in this text names no sign of writing (like \\0 or \\ud800): write the sign itself, or write the backslash twice [bad-sign]"
# code, the faulty files of a sound course, all that is found, the near miss in which nothing is
CASES: list[tuple[str, Mapping[str, str | None], list[str], Mapping[str, str | None]]] = [
    ("bad-sign", {COURSE_PATH: COURSE + 'licence: "a\\ud800"\n'}, [f"{COURSE_PATH}:8: error: {NO_SIGN}"], {COURSE_PATH: COURSE + 'licence: "a\\u0416"\n'}),
    ("bad-sign", {COURSE_PATH: COURSE + 'licence: "\\0"\n'}, [f"{COURSE_PATH}:8: error: {NO_SIGN}"], {COURSE_PATH: COURSE + 'licence: "\\\\0"\n'}),
    ("bad-sign", {MODULE_PATH: MODULE + 'x-a: "\\U00110000"\n'}, [f"{MODULE_PATH}:4: error: {NO_SIGN}"], {MODULE_PATH: MODULE + 'x-a: "\\U0010fffd"\n'}),
    ("bad-captions", film("00:00.000 --> 00:01.000\nWords.\n"), [f"{CAPTIONS}:1: error: captions begin with a line WEBVTT; without it nothing is shown [bad-captions]"], film(SOUND_CAPTIONS)),
    ("bad-captions", film("WEBVTT-\n\n00:00.000 --> 00:01.000\nx\n"), [f"{CAPTIONS}:1: error: captions begin with a line WEBVTT; without it nothing is shown [bad-captions]"], film("\ufeffWEBVTT - English\r\n\r\n1\r\n00:00:00.000 --> 00:00:01.000 line:0\r\nx\r\n")),
    ("bad-captions", film("WEBVTT\n\n00:00 --> 00:01\nWords.\n"), [f"{CAPTIONS}:1: error: these captions are empty: write times, like 00:01.000 --> 00:04.000, and beneath them the words [bad-captions]"], film(SOUND_CAPTIONS)),
    ("link-text", words("εδώ"), [f"{LESSON_PATH}:5: warning: the words of a link should say where it leads; “εδώ” does not [link-text]"], words("εδώ και τώρα")),
    ("link-text", words("Cliquez ici"), [f"{LESSON_PATH}:5: warning: the words of a link should say where it leads; “Cliquez ici” does not [link-text]"], words("ici, les chiffres")),
    ("link-text", words("leer más"), [f"{LESSON_PATH}:5: warning: the words of a link should say where it leads; “leer más” does not [link-text]"], words("leer el informe")),
    ("link-text", words("Clicca qui"), [f"{LESSON_PATH}:5: warning: the words of a link should say where it leads; “Clicca qui” does not [link-text]"], words("qui il rapporto")),
    ("too-long-to-type", quiz(f"## b\n\nWho?\n\n= {'a' * 1001}\n"), [f"{QUIZ_PATH}:16: warning: nobody can type this: an answer has 1000 characters at most [too-long-to-type]"], quiz(f"## b\n\nWho?\n\n= {'a' * 1000}\n")),
    ("too-long-to-type", quiz(f"## b\n\nWho?\n\n= {'a' * 1001}*\n"), [f"{QUIZ_PATH}:16: warning: nobody can type this: an answer has 1000 characters at most [too-long-to-type]"], quiz(f"## b\n\nWho?\n\n= {'a' * 990}*\n")),
    ("feedback-before-answers", quiz("## b\n\n> [!FEEDBACK]\n> No.\n\nWho?\n\n= me\n"), [f"{QUIZ_PATH}:14: error: this feedback is shown before anybody has answered: put the quote at the end of its question [feedback-before-answers]"], quiz("## b\n\nWho?\n\n= me\n\n> [!FEEDBACK]\n> Yes.\n")),
]  # fmt: skip


@pytest.mark.mend("Write a faulty course for the code named above, with exactly what is found, and a near miss: in CASES, or in tests/unit/format.")
@pytest.mark.parametrize(
    ("files", "said", "near_miss"), [case[1:] for case in CASES], ids=[f"{case[0]} {number}" for number, case in enumerate(CASES)]
)
def test_a_fault_is_told_exactly_and_a_near_miss_is_not(files: Mapping[str, str | None], said: list[str], near_miss: Mapping[str, str | None]) -> None:
    assert found_in(files) == said
    assert found_in(near_miss) == []


def codes() -> dict[str, str]:
    """Return every code that the domain can note, with the file in which it stands."""
    found = {each.value: "markdown_limits.py" for each in TooMuch}
    for path in sorted((LMS / "domain").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            for text in _texts(node):
                if CODE.fullmatch(text):
                    found.setdefault(text, path.name)
    return found


def _texts(node: ast.AST) -> Iterator[str]:
    """Yield the texts that may be codes: what is given to whoever notes a finding, and first of three that are returned."""
    parts: list[ast.expr] = []
    if isinstance(node, ast.Call):
        name = node.func.attr if isinstance(node.func, ast.Attribute) else node.func.id if isinstance(node.func, ast.Name) else ""
        parts = node.args if name in NOTES else []
    elif isinstance(node, ast.Return) and isinstance(node.value, ast.Tuple) and len(node.value.elts) == 3:
        parts = node.value.elts[:1]
    yield from (part.value for part in parts if isinstance(part, ast.Constant) and isinstance(part.value, str))


def cases_elsewhere() -> str:
    paths = [*(ROOT / "tests" / "unit").rglob("*.py")]
    return "\n".join(path.read_text(encoding="utf-8") for path in paths if path != Path(__file__))


@pytest.mark.mend("Write a faulty course for the code named above, with exactly what is found, and a near miss: in CASES, or in tests/unit/format.")
def test_every_code_has_a_faulty_case() -> None:
    texts, here = cases_elsewhere(), {case[0] for case in CASES}
    named = {each.value: f"TooMuch.{each.name}" for each in TooMuch}
    proved = {code for code in codes() if code in here or re.search(rf"(?<![a-z-]){re.escape(named.get(code, code))}(?![a-z-])", texts)}
    assert {code: file for code, file in codes().items() if code not in proved} == {}


@pytest.mark.mend("Write a faulty course for the code named above, with exactly what is found, and a near miss: in CASES, or in tests/unit/format.")
def test_the_collection_sees_the_ways_in_which_findings_are_noted() -> None:
    assert {"missing-alt", "bad-value", "bad-key", "yaml-quotes", "yaml-tab", "too-deep", "longest-right", "same-answer", "broken-link", "table-too-wide"} <= codes().keys()
    assert len(codes()) >= 125


@pytest.mark.mend("Write a faulty course for the code named above, with exactly what is found, and a near miss: in CASES, or in tests/unit/format.")
def test_the_sound_course_of_all_these_cases_is_silent() -> None:
    assert [str(each) for each in check_course("c", a_course(), TODAY)[1].found] == []

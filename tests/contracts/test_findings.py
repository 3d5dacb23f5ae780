"""Every finding is proved: a faulty case that is told of it exactly, and a near miss that stays silent (course-format §10).

The codes are collected from the source; the cases stand in tables beside this, by what they are about. A new code without
a case fails, and so does a case of a code that nothing notes.
"""

import ast
import importlib
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from lms.domain.courses.format.checker import check_course, check_uids
from lms.platform.markdown_limits import TooMuch
from tests.contracts.findings.a_case import NOT_SERVED, Case
from tests.support.source import LMS
from tests.unit.format.a_course import COURSE, COURSE_PATH, MODULE, UID, a_course, lesson
from tests.unit.format.a_course import found as found_in

NOTES = frozenset("error warning refuse pattern Broken Difference note _note _error _report _report_twice".split())
CODE = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)+|footnote|stale|circle|unstamped")
TODAY = date(2026, 11, 21)
TABLES = Path(__file__).parent / "findings"
CASES: list[Case] = [
    case for path in sorted(TABLES.glob("of_*.py")) for case in importlib.import_module(f"tests.contracts.findings.{path.stem}").CASES
]
# What is seen only where several courses lie side by side (N3): the uid of the second one, and what is said of both.
OF_LIBRARIES: list[tuple[str, str, list[str]]] = [
    ("duplicate-uid", UID,       ["modules/d/course.yaml:2: error: this uid is that of the course c: every course has its own [duplicate-uid]"]),
    ("duplicate-uid", UID[::-1], []),
]  # fmt: skip
# What is wrong with the name of the folder of a course (N1).
OF_KEYS: list[tuple[str, str, list[str]]] = [
    ("bad-key", "C", ["modules/C/course.yaml:1: error: “C” is no key of a course: small Latin letters, digits and hyphens, a letter first, 63 at most [bad-key]"]),
    ("bad-key", "d", []),
]  # fmt: skip


@pytest.mark.mend("Write a faulty course for the code named above, with exactly what is found, and the nearest sound one: in a table of tests/contracts/findings.")
@pytest.mark.parametrize("case", CASES, ids=[f"{case.code} {number}" for number, case in enumerate(CASES)])
def test_a_fault_is_told_exactly_and_a_near_miss_is_not(case: Case) -> None:
    assert found_in(case.files) == case.said
    assert any(line.endswith(f"[{case.code}]") for line in case.said)
    assert case.near_miss != case.files
    assert found_in(case.near_miss) == list(case.not_served)
    assert all(line.endswith(NOT_SERVED) for line in case.not_served)


@pytest.mark.mend("Write the key of a course for the code named above, with exactly what is found, and a near miss: in OF_KEYS of tests/contracts/test_findings.py.")
@pytest.mark.parametrize(("code", "key", "said"), OF_KEYS, ids=["fault", "near miss"])
def test_a_fault_of_the_key_of_a_course_is_told_exactly(code: str, key: str, said: list[str]) -> None:
    files = {path.replace("/c/", f"/{key}/"): body for path, body in a_course().items()}
    assert [str(each) for each in check_course(key, files, TODAY)[1].found] == said


@pytest.mark.mend("Write two courses for the code named above, with exactly what is found, and a near miss: in OF_LIBRARIES of tests/contracts/test_findings.py.")
@pytest.mark.parametrize(("code", "uid", "said"), OF_LIBRARIES, ids=["fault", "near miss"])
def test_a_fault_of_two_courses_is_told_exactly(code: str, uid: str, said: list[str]) -> None:
    other = {COURSE_PATH: COURSE.replace(UID, uid), "modules/c/one.yaml": MODULE, "content/c/en/first.md": lesson("Text.\n")}
    files = {path.replace("/c/", "/d/"): text.encode() for path, text in other.items()}
    maps = [check_course("c", a_course(), TODAY)[0], check_course("d", files, TODAY)[0]]
    assert [str(each) for each in check_uids(each for each in maps if each).found] == said


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


@pytest.mark.mend("Write a faulty course for the code named above, with exactly what is found, and the nearest sound one: in a table of tests/contracts/findings.")
def test_every_code_has_a_faulty_case_and_every_case_a_code() -> None:
    proved = {case.code for case in CASES} | {code for code, _uid, said in OF_LIBRARIES if said}
    assert {code: file for code, file in codes().items() if code not in proved} == {}
    assert proved - codes().keys() == set()


@pytest.mark.mend("Name in NOTES of tests/contracts/test_findings.py what notes this code, so that it is collected.")
def test_nothing_is_said_whose_code_is_not_collected() -> None:
    said = {line.rpartition("[")[2].rstrip("]") for case in CASES for line in case.said}
    assert said - codes().keys() == set()
    assert len(codes()) >= 174


@pytest.mark.mend("Write a faulty course of which the sentence named above is said, and the nearest sound one: in a table of tests/contracts/findings.")
def test_every_sentence_is_said_in_a_case() -> None:
    """One code may have several sentences, each for a fault of its own."""
    said = "\n".join(line.split(": ", 2)[2] for line in [line for case in CASES for line in case.said] + [line for _, _, lines in (*OF_LIBRARIES, *OF_KEYS) for line in lines])
    assert [sentence for sentence in sentences() if not re.search(pattern_of(sentence), said, re.M)] == []


def sentences() -> Iterator[str]:
    """Yield every sentence that is marked for translation where findings are noted; those of the writer are refusals."""
    folders = [LMS / "domain" / "courses" / "format", LMS / "domain" / "questions"]
    for path in sorted(path for folder in folders for path in folder.rglob("*.py") if path.stem != "writer"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and ast.unparse(node.func) == "N_":
                yield ast.literal_eval(node.args[0])


def pattern_of(sentence: str) -> str:
    """Return what a sentence looks like, whatever its facts are."""
    parts = re.split(r"%\(\w+\)s|%(%)", sentence)
    return "^" + "".join(re.escape(part) if place % 2 == 0 else part or ".*" for place, part in enumerate(parts)) + r" \["


@pytest.mark.mend("Make the base of these cases a course of which nothing is said: tests/unit/format/a_course.py.")
def test_the_sound_course_of_all_these_cases_is_silent() -> None:
    assert [str(each) for each in check_course("c", a_course(), TODAY)[1].found] == []

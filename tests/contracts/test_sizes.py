"""Files and functions that outgrow their place have a concept missing: name it (architecture.md)."""

import ast
from pathlib import Path

import pytest

from tests.support.source import LMS, ROOT

LONGEST_FILE = 400
LONGEST_FUNCTION = 60
LONGEST_TEMPLATE = 150
LONGEST_VIEW = 25
TEMPLATES = (".html", ".txt")


def where(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def python_files() -> list[Path]:
    return sorted([*LMS.rglob("*.py"), *(ROOT / "tests").rglob("*.py"), *(ROOT / "bench").rglob("*.py")])


def length(path: Path) -> int:
    return len(path.read_text(encoding="utf-8").splitlines())


@pytest.mark.mend(
    "A concept is missing: find what belongs together in the file (of lms/, tests/ or bench/, named above), "
    "name it, and give it a file."
)
def test_no_file_is_longer_than_400_lines() -> None:
    assert [f"{where(path)}: {length(path)}" for path in python_files() if length(path) > LONGEST_FILE] == []


@pytest.mark.mend("Name its steps and make each a function; the file in lms/, tests/ or bench/ is named above.")
def test_no_function_is_longer_than_60_lines() -> None:
    """Migrations are lists of tables, and stay as they were when they were made."""
    found = []
    for path in python_files():
        if "versions" in path.parts:
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if (
                isinstance(node, ast.FunctionDef)
                and (lines := (node.end_lineno or 0) - node.lineno + 1) > LONGEST_FUNCTION
            ):
                found.append(f"{where(path)}:{node.lineno} {node.name}: {lines}")
    assert found == []


@pytest.mark.mend(
    "Move a part of the template into a file of its own beside it under lms/web/ (its name begins with _), "
    "and include it."
)
def test_no_template_is_longer_than_150_lines() -> None:
    paths = [path for path in sorted(LMS.rglob("*")) if path.suffix in TEMPLATES and path.is_file()]
    assert [f"{where(path)}: {length(path)}" for path in paths if length(path) > LONGEST_TEMPLATE] == []


@pytest.mark.mend(
    "Move reading into a loader, deciding and writing into service.py of the subject in lms/domain/, words "
    "into phrases.py."
)
def test_views_are_thin() -> None:
    """A view reads the request, calls one service and answers, in 25 lines beside its docstring."""
    found = []
    for path in sorted((LMS / "web").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef) and any(is_address(each) for each in node.decorator_list):
                lines = (node.end_lineno or 0) - node.body[0].lineno
                if lines > LONGEST_VIEW:
                    found.append(f"{where(path)}:{node.lineno} {node.name}: {lines}")
    assert found == []


def is_address(decorator: ast.expr) -> bool:
    return isinstance(decorator, ast.Call) and ast.unparse(decorator.func).split(".")[-1] in (
        "get",
        "post",
        "route",
    )

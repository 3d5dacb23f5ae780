"""The first hour of a developer is as docs/first-hour.md says: its blocks are put in place in a copy, and tried."""

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.source import ROOT

PAGE = ROOT / "docs" / "first-hour.md"
BLOCK = re.compile(r"^```\w+ (?P<path>\S+)(?: (?P<name>\w+))?\n(?P<body>.*?)^```$", re.MULTILINE | re.DOTALL)
COPIED = ("lms", "tests", "bench", "translations", "setup.cfg", "pyproject.toml", "manage.py", "docs", "modules", "content", "quizzes")
LEFT = shutil.ignore_patterns("__pycache__", ".*")


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a copy of the checkout in which everything was typed that the page says."""
    folder = tmp_path_factory.mktemp("first-hour")
    for name in COPIED:
        source = ROOT / name
        if source.is_dir():
            shutil.copytree(source, folder / name, ignore=LEFT)
        else:
            shutil.copy(source, folder / name)
    for block in BLOCK.finditer(PAGE.read_text(encoding="utf-8")):
        type_in(folder / block["path"], block["name"], block["body"])
    return folder


def type_in(path: Path, name: str | None, body: str) -> None:
    """Make a file; or, where a name is given, add a row to the table of that name, or write its line anew."""
    if name is None:
        assert not path.exists(), f"{path} is there already"
        path.write_text(body, encoding="utf-8")
        return
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    (place,) = [number for number, line in enumerate(lines) if re.match(rf"{name}\b.* = ", line)]
    lines[place : place + 1] = [body] if body.startswith(name) else [lines[place], body]
    path.write_text("".join(lines), encoding="utf-8")


def run(copy: Path, *words: str, status: int = 0) -> str:
    """Run a module in the copy and return what it printed."""
    bare = {name: value for name, value in os.environ.items() if not name.startswith(("LMS_", "PYTEST_"))}
    done = subprocess.run(
        [sys.executable, "-m", *words], cwd=copy, env=bare | {"PYTHONPATH": str(copy)}, capture_output=True, encoding="utf-8", check=False
    )
    assert done.returncode == status, done.stdout[-3000:] + done.stderr[-3000:]
    return done.stdout


@pytest.mark.slow
@pytest.mark.mend("Mend docs/first-hour.md until every command and block of it is true, or the house where it must be told of a kind.")
def test_the_kind_of_the_first_hour_stands_all_tests_of_kinds(copy: Path) -> None:
    said = run(copy, "pytest", "-q", "-n", "0", "-p", "no:cacheprovider", "tests/unit/questions", "tests/contracts/test_kinds.py")
    assert re.search(r"^\d+ passed", said, re.MULTILINE)
    assert "test_year" in run(copy, "pytest", "--collect-only", "-q", "-n", "0", "-p", "no:cacheprovider", "tests/unit/questions/test_year.py")


@pytest.mark.slow
@pytest.mark.mend("Mend the module in docs/first-hour.md, or what it says the marks are.")
@pytest.mark.parametrize(("year", "mark"), [("1210", 1), ("1215", 2), ("1300", 0)])
def test_it_marks_as_the_page_says(copy: Path, year: str, mark: int) -> None:
    (copy / "answers.json").write_text(json.dumps({"charter": year}), encoding="utf-8")
    said = json.loads(run(copy, "lms.commands", "quiz", "mark", "quiz.md", "answers.json"))
    assert [(each["kind"], each["points"], each["mark"]) for each in said] == [("year", 2, mark)]
    assert "King John sealed it at Runnymede." in said[0]["feedback"][-1]


@pytest.mark.slow
@pytest.mark.mend("A kind must need no more than its module and its template: mend lms/domain/questions/kinds/__init__.py, or docs/first-hour.md.")
def test_the_platform_is_told_of_it_in_two_files_alone() -> None:
    paths = [block["path"] for block in BLOCK.finditer(PAGE.read_text(encoding="utf-8"))]
    assert [path for path in paths if path.startswith("lms/")] == [
        "lms/domain/questions/kinds/year.py",
        "lms/web/learner/templates/learner/kinds/year.html",
    ]


@pytest.mark.mend("docs/first-hour.md walks along a request: name the files as they are now.")
def test_the_files_that_it_walks_through_are_there() -> None:
    made = {block["path"] for block in BLOCK.finditer(PAGE.read_text(encoding="utf-8"))} | {"tests/contracts/test_first_hour.py"}
    named = set(re.findall(r"`((?:lms|tests|translations|quizzes)/[^`\s]*)`", PAGE.read_text(encoding="utf-8")))
    assert sorted(path for path in named - made if not (ROOT / path).exists()) == []

"""``lms library publish --as key-fix``: whose marks change is shown first, done in one transaction, and told."""

import os
import subprocess
import sys
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select

from lms.domain.courses.models import Edition
from lms.domain.quizzes.models import Regrade, Regraded
from lms.domain.records.models import Record
from lms.platform.jobs import Job
from lms.settings import Settings
from tests.integration.commands.conftest import CHECKOUT, Lms, environment_of
from tests.integration.test_accepting_answers import WHERE, WHY, answer
from tests.integration.test_regrading import HALF, RIGHT
from tests.makers import Makers
from tests.support.answer_keys import QUIZ, Key, files_of
from tests.support.regrading import School

MENDED = replace(Key(), choose=2)
FIX = ("library", "publish", "--as", "key-fix")


@pytest.fixture
def school(make: Makers, lms: Lms, tmp_path: Path) -> School:
    """Return a course published from a folder, with an attempt that rises by the mended key, one that would fall, and one as it is."""
    made = School(make, "trees", 1)
    write(tmp_path, Key())
    assert lms("library", "publish", str(tmp_path)).lines == ["trees 1.1 new"]
    made.take(made.enrol(name="Ana Ilieva"), HALF)
    made.take(made.enrol(name="Boris Petrov"), RIGHT)
    made.take(made.enrol(name="Vera Kirova"), HALF | {"choose": 3})
    return made


def write(folder: Path, key: Key, more: dict[str, bytes] | None = None) -> None:
    for path, body in (files_of("trees", 1, key) | (more or {})).items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(body)


def marks(school: School) -> list[str]:
    return sorted(str(mark) for mark in school.marks().values())


SHOWN = [
    "trees: marks that change: 1 attempt of 1 person; as they are: 1.",
    f"  {QUIZ}, Ana Ilieva, attempt 1: 50 % → 62 %, and passes by it",
    "  1 attempt would be worth less by the mended key, and keep their marks. To let them fall: --may-lower",
]


def told(said: str) -> list[str]:
    return [line for line in said.splitlines() if line.startswith(("trees:", "  "))]


def test_a_dry_run_shows_whose_marks_would_change_and_does_nothing(school: School, lms: Lms, tmp_path: Path) -> None:
    write(tmp_path, MENDED)
    said = lms(*FIX, str(tmp_path), "--dry-run")
    assert (said.status, said.lines, told(said.err)) == (0, ["trees 1.2 key-fix"], SHOWN)
    assert "Nothing was published: only what would be done was shown." in said.err
    assert (marks(school), len(school.make.rows(select(Edition.id)))) == (["1", "1/2", "1/2"], 1)


def test_without_a_reason_it_is_shown_and_refused(school: School, lms: Lms, tmp_path: Path) -> None:
    write(tmp_path, MENDED)
    said = lms(*FIX, str(tmp_path))
    assert (said.status, said.out, told(said.err)) == (2, "", SHOWN)
    assert "Say why with --reason TEXT" in said.err
    assert marks(school) == ["1", "1/2", "1/2"]


def test_it_is_done_as_it_was_shown(school: School, lms: Lms, tmp_path: Path) -> None:
    write(tmp_path, MENDED)
    said = lms(*FIX, str(tmp_path), "--reason", WHY)
    done = "trees: marked anew: 1 attempt of 1 person, who are written to; course completed by it: 1."
    assert (said.status, said.lines, told(said.err)) == (0, ["trees 1.2 key-fix"], [*SHOWN, done])
    assert marks(school) == ["1", "1/2", "5/8"]


def test_marks_fall_where_it_is_said(school: School, lms: Lms, tmp_path: Path) -> None:
    write(tmp_path, MENDED)
    said = lms(*FIX, str(tmp_path), "--reason", WHY, "--may-lower")
    assert f"  {QUIZ}, Boris Petrov, attempt 1: 100 % → 87 %" in said.err
    assert marks(school) == ["1/2", "5/8", "7/8"]


@pytest.mark.parametrize("words", [("--reason", WHY), ("--may-lower",), ("--as", "revision", "--may-lower")])
def test_what_is_about_marks_goes_with_a_key_fix_alone(school: School, lms: Lms, tmp_path: Path, words: tuple[str, ...]) -> None:
    said = lms("library", "publish", str(tmp_path), *words)
    assert (said.status, "go with --as key-fix" in said.err) == (2, True)


def test_a_dry_run_of_anything_else_says_what_it_would_be(school: School, lms: Lms, tmp_path: Path) -> None:
    write(tmp_path, MENDED)
    said = lms("library", "publish", str(tmp_path), "--dry-run")
    assert (said.lines, "Only answer keys changed: with --as key-fix" in said.err) == (["trees 2.1 revision"], True)
    write(tmp_path, Key())
    assert lms("library", "publish", str(tmp_path), "--dry-run").lines == ["trees 1.1 unchanged"]


def accepted_here(school: School, make: Makers) -> None:
    """Let an administrator accept on the site what somebody typed."""
    school.take(school.enrol(), RIGHT | {"short": "lime tree"})
    admin = make.client(make.person(role="admin"))
    page = admin.page(WHERE)
    admin.submit(admin.submit(page, "See whose marks", {"answer": answer(page, "lime")}), "Accept them", {"reason": WHY})


def test_a_folder_that_has_not_changed_takes_nothing_back_that_was_accepted_on_the_site(school: School, make: Makers, lms: Lms, tmp_path: Path) -> None:
    accepted_here(school, make)
    said = lms("library", "publish", str(tmp_path))
    assert (said.status, said.lines) == (0, ["trees 1.2 unchanged"])
    assert "answers were accepted as right on this site" in said.err


def test_a_folder_without_what_was_accepted_is_refused_until_somebody_says_what_it_is(school: School, make: Makers, lms: Lms, tmp_path: Path) -> None:
    accepted_here(school, make)
    before = marks(school)
    write(tmp_path, replace(Key(), number=11))
    said = lms("library", "publish", str(tmp_path))
    assert (said.status, said.out) == (2, "")
    assert f"quizzes/trees/en/{QUIZ}.md: short: = lime tree" in said.err
    told_so = lms(*FIX, str(tmp_path), "--reason", WHY)
    assert (told_so.status, told_so.lines) == (0, ["trees 1.3 key-fix"])
    assert "lacks answers that were accepted as right on this site" in told_so.err
    assert marks(school) == before, "nobody's mark falls"


def test_a_folder_with_what_was_accepted_is_published_as_ever(school: School, make: Makers, lms: Lms, tmp_path: Path) -> None:
    accepted_here(school, make)
    write(tmp_path, replace(Key(), short=("linden", "lime tree")))
    said = lms("library", "publish", str(tmp_path))
    assert (said.status, said.lines, "accepted" in said.err) == (0, ["trees 1.2 unchanged"], False), "it is the file that the site has written"


@pytest.mark.slow
@pytest.mark.server
def test_a_key_fix_that_is_killed_in_the_middle_leaves_all_or_nothing(app: Flask, school: School, make: Makers, lms: Lms, settings: Settings, tmp_path: Path) -> None:
    write(tmp_path, MENDED)
    steps = [str(step) for step in (*range(1, 40, 4), 24, 26, 28, 30)]
    words = [sys.executable, "-m", "tests.support.killed_command_writing", *steps, "--", *FIX, str(tmp_path), "--reason", WHY]
    ours = {name: value for name, value in os.environ.items() if not name.startswith("LMS_")}
    before = what_is_there(make, school)
    done = subprocess.run(words, env={**ours, **environment_of(settings)}, cwd=CHECKOUT, capture_output=True, text=True, timeout=300, check=True)
    assert done.stdout.splitlines()[-1] == str(len(steps) + 1), done.stderr
    assert what_is_there(make, school) == before
    assert lms(*FIX, str(tmp_path), "--reason", WHY).lines == ["trees 1.2 key-fix"]
    assert marks(school) == ["1", "1/2", "5/8"]


def what_is_there(make: Makers, school: School) -> tuple[dict[str, Fraction | None], list[int]]:
    tables = (Edition, Regrade, Regraded, Record, Job)
    return school.marks(), [make.rows(select(func.count()).select_from(table))[0][0] for table in tables]

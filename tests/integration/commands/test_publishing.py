"""Publishing a library folder: all of it or nothing, and what is wrong with it is said."""

from pathlib import Path
from shutil import copytree

import pytest
from flask import Flask

from lms.commands.edge import Unable, sentence
from lms.commands.publishing import publish_library
from lms.domain.courses.rules import Refusal
from lms.exchange.unreadable import Unreadable
from lms.kernel.refusals import Refused
from tests.makers import COURSE, COURSES


@pytest.fixture
def library(tmp_path: Path) -> Path:
    """Return a library of one's own that holds the course of the tests."""
    return Path(copytree(COURSES, tmp_path / "library"))


def outcomes(app: Flask, library: Path, **wanted: str) -> list[tuple[str, str, str]]:
    with app.app_context():
        return [(each.key, each.edition, each.what) for each in publish_library(library, **wanted)]


def change(library: Path, path: str, old: str, new: str) -> None:
    text = (library / path).read_text(encoding="utf-8")
    assert old in text
    (library / path).write_text(text.replace(old, new), encoding="utf-8")


def test_a_library_is_published_once(app: Flask, library: Path) -> None:
    assert outcomes(app, library) == [(COURSE, "1.1", "new")]
    assert outcomes(app, library) == [(COURSE, "1.1", "unchanged")]


def test_what_changed_is_published_as_little_as_it_can_be(app: Flask, library: Path) -> None:
    outcomes(app, library)
    change(library, f"modules/{COURSE}/answering.yaml", 'en: "Answering"', 'en: "To answer"')
    assert outcomes(app, library, course=COURSE) == [(COURSE, "1.2", "correction")]
    change(library, f"modules/{COURSE}/answering.yaml", "required: false", "required: true")
    assert outcomes(app, library) == [(COURSE, "2.1", "revision")]


def test_a_change_that_learners_would_notice_is_no_correction(app: Flask, library: Path) -> None:
    outcomes(app, library)
    change(library, f"modules/{COURSE}/answering.yaml", "required: false", "required: true")
    with pytest.raises(Refused) as refused:
        outcomes(app, library, wanted="correction")
    assert refused.value.reason is Refusal.NOT_A_CORRECTION
    assert outcomes(app, library) == [(COURSE, "2.1", "revision")]


def test_one_broken_course_lets_nothing_be_published(
    app: Flask, library: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (library / "modules" / "broken").mkdir()
    (library / "modules" / "broken" / "course.yaml").write_text("format: 99\n", encoding="utf-8")
    with pytest.raises(Refused) as refused:
        outcomes(app, library)
    assert refused.value.reason is Refusal.HAS_ERRORS
    assert "modules/broken/course.yaml:1: error: " in capsys.readouterr().err
    assert outcomes(app, library, course=COURSE) == [(COURSE, "1.1", "new")]


@pytest.mark.parametrize("course", [None, "no-such-course"])
def test_a_folder_without_the_course_is_said(app: Flask, tmp_path: Path, course: str | None) -> None:
    with app.app_context(), pytest.raises(Unable, match=r"holds no course"):
        publish_library(tmp_path, course=course)


@pytest.mark.parametrize("reason", list(Unreadable), ids=lambda reason: reason.value)
def test_files_that_are_not_read_are_said_in_a_sentence(reason: Unreadable) -> None:
    assert sentence(Refused(reason, path="content/x/y.md", most=5, other="b", format="2")).endswith(".")

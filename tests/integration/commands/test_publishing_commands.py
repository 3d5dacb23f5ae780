"""``lms library publish`` and ``lms library render``."""

import shutil
from pathlib import Path

from flask import Flask
from sqlalchemy import delete, func, select

from lms.domain.courses.models import Findable, Page
from lms.platform.database import db, unit_of_work
from tests.integration.commands.conftest import Lms
from tests.makers import COURSES

LESSON = "content/town-hall/en/why-ask.md"


def copy_of_the_library(folder: Path) -> Path:
    """Return a copy of the test courses that a test may change."""
    return Path(shutil.copytree(COURSES, folder / "library"))


def test_publishing_prints_a_line_for_each_course_and_nothing_changes_the_second_time(lms: Lms) -> None:
    assert (first := lms("library", "publish")).lines == ["town-hall 1.1 new"]
    assert (second := lms("library", "publish")).lines == ["town-hall 1.1 unchanged"]
    assert (first.status, second.status) == (0, 0)


def test_a_change_of_wording_is_a_correction_unless_it_is_called_a_revision(lms: Lms, tmp_path: Path) -> None:
    library = copy_of_the_library(tmp_path)
    lms("library", "publish", str(library))
    for number, words, expected in [(1, [], "town-hall 1.2 correction"), (2, ["--as", "revision"], "town-hall 2.1 revision")]:
        lesson = library / LESSON
        lesson.write_text(lesson.read_text(encoding="utf-8").replace("before the plan", f"{number} days before the plan"), encoding="utf-8")
        assert lms("library", "publish", str(library), *words).lines == [expected]


def test_a_course_with_errors_is_refused_with_file_and_line_and_nothing_is_published(lms: Lms, tmp_path: Path) -> None:
    library = copy_of_the_library(tmp_path)
    lesson = library / LESSON
    lesson.write_text(lesson.read_text(encoding="utf-8").replace("bench.svg", "fountain.svg"), encoding="utf-8")
    said = lms("library", "publish", str(library))
    assert (said.status, said.out) == (2, "")
    assert f"{LESSON}:22: error: media/fountain.svg is not there" in said.err
    assert "Nothing was published" in said.err
    assert lms("library", "publish").lines == ["town-hall 1.1 new"]


def test_a_folder_without_courses_is_refused_in_a_sentence(lms: Lms, tmp_path: Path) -> None:
    said = lms("library", "publish", str(tmp_path))
    assert (said.status, said.out, len(said.err.splitlines())) == (2, "", 1)


def remove_pages() -> None:
    """Leave the site as another version of the program would find it."""
    with unit_of_work() as session:
        session.execute(delete(Findable))
        session.execute(delete(Page))


def test_an_upgrade_renders_the_pages_that_are_missing(app: Flask, lms: Lms) -> None:
    lms("library", "publish")
    with app.app_context():
        remove_pages()
    assert lms("database", "upgrade").err.splitlines() == ["Rendering the published courses anew …", "The database is up to date; nothing was changed."]
    assert lms("database", "upgrade").err.splitlines() == ["The database is up to date; nothing was changed."]


def test_pages_that_are_missing_after_an_upgrade_are_rendered_again(app: Flask, lms: Lms) -> None:
    lms("library", "publish")
    count = select(func.count()).select_from(Page)
    with app.app_context():
        before = db.session.scalar(count)
        remove_pages()
    assert lms("library", "render").err.strip() == "Editions rendered: 1."
    with app.app_context():
        assert db.session.scalar(count) == before
    assert lms("library", "render").err.strip() == "Editions rendered: 0."

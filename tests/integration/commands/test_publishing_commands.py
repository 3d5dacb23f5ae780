"""``lms library publish`` and ``lms library render``."""

import shutil
from pathlib import Path

import pytest
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


BREAK = "Who has begun keeps the edition that they read, and is offered this one."


def renamed(library: Path, formerly: str = "") -> Path:
    """Give a lesson of the library another key, and every link to it."""
    for path in [*library.rglob("*.md"), *library.rglob("*.yaml")]:
        path.write_text(path.read_text(encoding="utf-8").replace("why-ask", "why-we-ask"), encoding="utf-8")
        if path.name == "why-ask.md":
            path.rename(path.with_name("why-we-ask.md"))
    module = library / "modules/town-hall/asking.yaml"
    module.write_text(module.read_text(encoding="utf-8").replace("lesson: why-we-ask\n", f"lesson: why-we-ask\n{formerly}"), encoding="utf-8")
    return library


def test_a_new_name_without_the_old_one_is_asked_about(lms: Lms, tmp_path: Path) -> None:
    lms("library", "publish")
    said = lms("library", "publish", str(renamed(copy_of_the_library(tmp_path))))
    assert said.lines == ["town-hall 2.1 revision"]
    assert said.err.splitlines()[-2:] == [
        f"A revision, because: activity why-ask is gone; activity why-we-ask is new and required. {BREAK}",
        "If one of why-we-ask is what was called why-ask before, say so beneath it, as in formerly: [why-ask], and publish again: then what people did counts on.",
    ]


def test_a_correction_that_is_refused_asks_after_the_old_name(lms: Lms, tmp_path: Path) -> None:
    lms("library", "publish")
    said = lms("library", "publish", str(renamed(copy_of_the_library(tmp_path))), "--as", "correction")
    assert (said.status, said.lines) == (2, [])
    assert "If one of why-we-ask is what was called why-ask before, say so beneath it, as in formerly: [why-ask]; else publish it as a revision." in said.err


@pytest.mark.parametrize("sure", [True, False])
def test_who_can_answer_is_asked_before_a_name_is_forgotten(lms: Lms, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, sure: bool) -> None:
    lms("library", "publish")
    monkeypatch.setattr("lms.commands.publishing.is_answered", lambda: True)
    monkeypatch.setattr("click.confirm", lambda *_words, **_how: sure)
    said = lms("library", "publish", str(renamed(copy_of_the_library(tmp_path))))
    assert said.lines == (["town-hall 2.1 revision"] if sure else [])
    assert ("Nothing was published." in said.err) is not sure


def test_a_new_name_with_the_old_one_is_told_as_what_it_is(lms: Lms, tmp_path: Path) -> None:
    lms("library", "publish")
    library = renamed(copy_of_the_library(tmp_path), "    formerly: [why-ask]\n")
    assert "activity why-ask is called why-we-ask now" in lms("library", "publish", str(library), "--as", "correction").err
    said = lms("library", "publish", str(library))
    assert (said.lines, said.err.splitlines()[-1:]) == (["town-hall 2.1 revision"], [f"A revision, because: activity why-ask is called why-we-ask now. {BREAK}"])


def test_a_revision_that_was_asked_for_says_so(lms: Lms, tmp_path: Path) -> None:
    library = copy_of_the_library(tmp_path)
    lms("library", "publish", str(library))
    (library / LESSON).write_text((library / LESSON).read_text(encoding="utf-8") + "\nMore.\n", encoding="utf-8")
    assert lms("library", "publish", str(library), "--as", "revision").err.splitlines()[-1:] == [f"A revision, because: it was asked for. {BREAK}"]


def test_a_part_of_a_course_is_checked_and_the_rest_is_not_kept_quiet(lms: Lms, tmp_path: Path) -> None:
    library = copy_of_the_library(tmp_path)
    (library / LESSON).write_text((library / LESSON).read_text(encoding="utf-8") + "\nSee [[nowhere]].\n", encoding="utf-8")
    said = lms("library", "check", str(library / "modules" / "town-hall"))
    assert (said.status, [line for line in said.lines if ": warning: " not in line]) == (0, [])
    assert said.err.splitlines()[:2] == [
        "Courses checked: 1. Errors: 0. Warnings: 3.",
        "Only what stands in modules/town-hall is told. Errors elsewhere in the course: 1.",
    ]


def test_a_setting_that_is_none_is_refused_by_the_check_too(lms: Lms) -> None:
    said = lms("library", "check", str(COURSES), LMS_LIBARY="/elsewhere")
    assert (said.status, said.out, said.err.splitlines()[0].startswith("Error: There is no setting LMS_LIBARY.")) == (2, "", True)


def test_a_day_of_a_notice_that_is_none_is_said_with_an_example(lms: Lms) -> None:
    lms("library", "publish")
    said = lms("library", "notice", "town-hall", "--text", "en=New.", "--day", "1 March")
    assert (said.status, said.err.splitlines()[-1]) == (2, "Error: Invalid value for '--day': 1 March: write a day as in 2026-03-01.")

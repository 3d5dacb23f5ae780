"""``lms library export`` and ``import``, and checking and publishing what was carried in (course-format §1, §11)."""

import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select

from lms.domain.courses.models import Blob, Course, Draft, DraftFile, Edition
from lms.exchange.bundles import write_bundle
from lms.settings import CHECKOUT, Settings
from tests.integration.commands.conftest import Lms, environment_of, shipped_files
from tests.makers import COURSE, Makers, copy_of, files_of
from tests.support.zips import Part, archive

SHIPPED = "citizen-engagement"
LESSON = f"content/{COURSE}/en/why-ask.md"
KEY = f"{COURSE}-1"


def bundle(folder: Path, key: str, files: dict[str, bytes], name: str = "in.zip") -> str:
    """Write a bundle and return where it lies."""
    (folder / name).write_bytes(b"".join(write_bundle(key, files)))
    return str(folder / name)


def carried(folder: Path, **changed: str | None) -> str:
    """Write a bundle of a course that no folder of the site holds."""
    key, files = copy_of(COURSE, 1)
    for place, text in changed.items():
        path = {"lesson": LESSON, "picture": f"content/{COURSE}/media/bench.svg"}[place].replace(COURSE, key)
        if text is None:
            del files[path]
        else:
            files[path] = text.encode()
    return bundle(folder, key, files)


def drafts(make: Makers) -> list[str]:
    return [row.key for row in make.rows(select(Draft.key).order_by(Draft.key))]


def test_the_way_out_and_in_and_out_again_is_the_same_bytes_from_edition_draft_and_folder(lms: Lms, make: Makers, tmp_path: Path) -> None:
    make.publish(SHIPPED, shipped_files(SHIPPED))
    make.course()
    for key, files in ((SHIPPED, shipped_files(SHIPPED)), (COURSE, files_of())):
        one, two = str(tmp_path / f"{key}-1.zip"), str(tmp_path / f"{key}-2.zip")
        assert lms("library", "export", key, one).lines == [f"{key} 1.1"]
        assert lms("library", "import", one).lines[0] == f"{key} new"
        assert lms("library", "export", key, two, "--draft").lines == [f"{key} draft"]
        assert Path(one).read_bytes() == Path(two).read_bytes() == b"".join(write_bundle(key, files))


def test_any_edition_can_be_taken_out(lms: Lms, make: Makers, tmp_path: Path) -> None:
    make.course()
    make.course(changed={LESSON: files_of()[LESSON].decode() + "\nMore.\n"})
    first, newest = tmp_path / "first.zip", tmp_path / "newest.zip"
    assert lms("library", "export", COURSE, str(first), "--edition", "1.1").lines == [f"{COURSE} 1.1"]
    assert lms("library", "export", COURSE, str(newest)).lines == [f"{COURSE} 1.2"]
    assert first.read_bytes() == b"".join(write_bundle(COURSE, files_of()))
    assert newest.read_bytes() != first.read_bytes()


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("nowhere", "{}/new.zip"), "There is no published course nowhere."),
        ((COURSE, "{}/new.zip", "--edition", "7.1"), f"There is no edition 7.1 of {COURSE}."),
        ((COURSE, "{}/new.zip", "--draft"), f"There is no draft of a course {COURSE}."),
        ((COURSE, "{}/new.zip", "--draft", "--edition", "1.1"), "a draft is no edition"),
        ((COURSE, "{}/there.zip"), "there.zip is there already"),
        ((COURSE, "{}/none/new.zip"), "There is no folder"),
        ((COURSE, "{}"), "is a folder: name a file in it."),
    ],
)
def test_what_cannot_be_taken_out_is_said_and_nothing_is_written(lms: Lms, make: Makers, tmp_path: Path, words: tuple[str, ...], says: str) -> None:
    make.course()
    (tmp_path / "there.zip").write_text("mine")
    said = lms("library", "export", *(word.format(tmp_path) for word in words))
    assert (said.status, said.out, says in said.err) == (2, "", True)
    assert ([path.name for path in tmp_path.iterdir()], (tmp_path / "there.zip").read_text()) == (["there.zip"], "mine")


def test_a_file_is_written_over_only_with_force_and_then_wholly(lms: Lms, make: Makers, tmp_path: Path) -> None:
    make.course()
    there = tmp_path / "there.zip"
    there.write_text("mine")
    there.chmod(0o600)
    assert lms("library", "export", COURSE, str(there), "--force").status == 0
    assert there.read_bytes() == b"".join(write_bundle(COURSE, files_of()))
    assert (stat.S_IMODE(there.stat().st_mode), [path.name for path in tmp_path.iterdir()]) == (0o600, ["there.zip"])


def test_importing_again_changes_nothing_and_says_so(lms: Lms, make: Makers, tmp_path: Path) -> None:
    first, second = lms("library", "import", carried(tmp_path)), lms("library", "import", carried(tmp_path))
    assert (first.status, first.lines[0], second.status, second.lines[0]) == (0, f"{KEY} new", 0, f"{KEY} unchanged")
    assert (drafts(make), make.rows(select(Course.id))) == ([KEY], [])


def test_another_map_replaces_a_draft_only_when_asked(lms: Lms, tmp_path: Path) -> None:
    lms("library", "import", carried(tmp_path))
    other = carried(tmp_path, picture="<svg xmlns='http://www.w3.org/2000/svg'/>")
    refused = lms("library", "import", other)
    assert (refused.status, refused.out) == (2, "")
    assert refused.err == f"Error: There is a draft of {KEY} already, and it is not the same. Nothing was changed; to give it up for this one, say --replace.\n"
    assert lms("library", "import", other, "--replace").lines[0] == f"{KEY} replaced"


def test_a_faulty_course_lies_in_a_draft_and_its_faults_are_said(lms: Lms, make: Makers, tmp_path: Path) -> None:
    file = carried(tmp_path, picture=None)
    said, checked = lms("library", "import", file), lms("library", "check", file)
    assert (said.status, said.lines[0], drafts(make)) == (1, f"{KEY} new", [KEY])
    assert (checked.status, checked.lines, checked.err) == (1, said.lines[1:], said.err)
    assert any("error: media/bench.svg is not there" in line for line in checked.lines)
    assert lms("library", "check", "--draft", KEY) == checked


@pytest.mark.parametrize(
    ("made", "says"),
    [(b"x", "This is no zip file."), (archive(Part("../x")), "../x: this name leads elsewhere, for one of its parts is empty, “.” or “..”.")],
    ids=["no zip", "a way upwards"],
)
def test_a_file_that_is_not_read_leaves_nothing_behind(lms: Lms, make: Makers, tmp_path: Path, made: bytes, says: str) -> None:
    file = tmp_path / "in.zip"
    file.write_bytes(made)
    imported, published, checked = lms("library", "import", str(file)), lms("library", "publish", str(file)), lms("library", "check", str(file))
    assert [imported, published] == [type(imported)(2, "", f"Error: {says}\n")] * 2
    assert (checked.status, len(checked.lines), says in checked.out) == (1, 1, True)
    assert (drafts(make), make.rows(select(Blob.digest)), [path.name for path in tmp_path.iterdir()]) == ([], [], ["in.zip"])


def test_a_file_that_is_not_there_is_said(lms: Lms, tmp_path: Path) -> None:
    for command in ("import", "check", "publish"):
        assert lms("library", command, str(tmp_path / "none.zip")).status == 2


def test_publishing_a_bundle_is_importing_it_and_publishing_its_draft(lms: Lms, make: Makers, tmp_path: Path) -> None:
    assert lms("library", "publish", carried(tmp_path)).lines == [f"{KEY} 1.1 new"]
    assert (drafts(make), make.rows(select(Course.key, Course.origin))) == ([KEY], [(KEY, "imported")])
    assert lms("library", "publish", carried(tmp_path)).lines == [f"{KEY} 1.1 unchanged"]
    assert lms("library", "publish", "--draft", KEY).lines == [f"{KEY} 1.1 unchanged"]
    assert make.rows(select(func.count()).select_from(Edition)) == [(1,)]


def test_a_draft_is_published_as_it_lies(lms: Lms, tmp_path: Path) -> None:
    lms("library", "import", carried(tmp_path))
    assert lms("library", "publish", "--draft", KEY).lines == [f"{KEY} 1.1 new"]
    lms("library", "import", carried(tmp_path, picture="<svg xmlns='http://www.w3.org/2000/svg'/>"), "--replace")
    assert lms("library", "publish", "--draft", KEY, "--as", "revision").lines == [f"{KEY} 2.1 revision"]


def test_a_faulty_bundle_is_not_published_and_leaves_no_draft(lms: Lms, make: Makers, tmp_path: Path) -> None:
    said = lms("library", "publish", carried(tmp_path, picture=None))
    assert (said.status, said.out, drafts(make)) == (2, "", [])
    assert "Nothing was published" in said.err


def test_a_course_of_the_folder_is_not_published_from_a_bundle_or_draft(lms: Lms, make: Makers, tmp_path: Path) -> None:
    lms("library", "publish")
    other = bundle(tmp_path, COURSE, files_of(changed={LESSON: files_of()[LESSON].decode() + "\nMore.\n"}))
    said = lms("library", "publish", other)
    assert (said.status, said.out, drafts(make)) == (2, "", [])
    assert said.err.splitlines()[-1].startswith(f"Error: {COURSE} is published from the folder of its site alone.")
    lms("library", "import", other)
    assert lms("library", "publish", "--draft", COURSE).status == 2
    assert make.rows(select(func.count()).select_from(Edition)) == [(1,)]


def test_a_course_that_was_imported_is_not_published_from_a_folder(lms: Lms, tmp_path: Path) -> None:
    lms("library", "publish", bundle(tmp_path, COURSE, files_of(changed={LESSON: files_of()[LESSON].decode() + "\nMore.\n"})))
    said = lms("library", "publish")
    assert (said.status, said.out) == (2, "")
    assert said.err.splitlines()[-1].startswith(f"Error: {COURSE} is published from its draft alone")


def test_a_bundle_whose_uid_another_course_has_is_refused(lms: Lms, make: Makers, tmp_path: Path) -> None:
    key, files = copy_of(COURSE, 2)
    make.publish(KEY, copy_of(COURSE, 1)[1])
    theirs = {path: body.replace(b"0" * 31 + b"2", b"0" * 31 + b"1") for path, body in files.items()}
    said = lms("library", "import", bundle(tmp_path, key, theirs))
    assert (said.status, said.out, drafts(make)) == (2, "", [])
    assert said.err == f"Error: {key}: its uid is that of the course {KEY} of this site. A copy needs a uid of its own.\n"


@pytest.mark.parametrize("command", ["check", "publish"])
def test_a_draft_and_a_path_are_not_asked_for_together(lms: Lms, tmp_path: Path, command: str) -> None:
    file = carried(tmp_path)
    lms("library", "import", file)
    assert [lms("library", command, *words, "--draft", KEY).status for words in ([file], ["--course", KEY])] == [2, 2]


@pytest.mark.parametrize("command", ["check", "publish"])
def test_a_bundle_that_does_not_hold_the_course_asked_for_is_said(lms: Lms, tmp_path: Path, command: str) -> None:
    said = lms("library", command, carried(tmp_path), "--course", "other")
    assert (said.status, said.out, f"does not hold the course other: it holds {KEY}" in said.err) == (2, "", True)


@pytest.mark.slow
@pytest.mark.server
def test_an_import_that_is_killed_in_the_middle_leaves_nothing(app: Flask, lms: Lms, make: Makers, settings: Settings, tmp_path: Path) -> None:
    file = carried(tmp_path)
    steps = ["1", "2", "3", "4", "9", "18"]
    words = [sys.executable, "-m", "tests.support.killed_command_writing", *steps, "--", "library", "import", file]
    ours = {name: value for name, value in os.environ.items() if not name.startswith("LMS_")}
    done = subprocess.run(words, env={**ours, **environment_of(settings)}, cwd=CHECKOUT, capture_output=True, text=True, timeout=150, check=True)
    assert (done.stdout, done.stderr) == ("7\n", "")
    assert [make.rows(select(func.count()).select_from(table)) for table in (Draft, DraftFile, Blob)] == [[(0,)]] * 3
    assert lms("library", "import", file).lines[0] == f"{KEY} new"

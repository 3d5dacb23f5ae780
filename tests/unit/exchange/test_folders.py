"""The files of a course in a folder (course-format §1, §11)."""

import os
from dataclasses import replace
from pathlib import Path

import pytest

from lms.exchange.course_files import LIMITS, Limits
from lms.exchange.folders import course_keys, read_folder, write_file
from lms.exchange.unreadable import SENTENCES, Unreadable
from lms.kernel.refusals import Refused


@pytest.fixture
def library(tmp_path: Path) -> Path:
    """Return a folder with two courses and what does not belong to any."""
    for path in (
        "modules/one/course.yaml",
        "modules/two/course.yaml",
        "content/one/en/a.md",
        "content/one/media/bg/a.svg",
        "quizzes/one/en/q.md",
        "content/one/.hidden",
        "content/one/.git/config",
        "content/one/en/a.md~",
        "content/one/Thumbs.db",
        "modules/.cache/x.yaml",
        "modules/readme.txt",
        "other/one/x.md",
        "content/three/en/a.md",
    ):
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_bytes(path.encode())
    return tmp_path


def refusal(library: Path, course: str, limits: Limits = LIMITS) -> Refused:
    with pytest.raises(Refused) as refused:
        read_folder(library, course, limits)
    return refused.value


def test_a_folder_holds_the_courses_that_have_a_folder_in_it(library: Path) -> None:
    assert course_keys(library) == ["one", "three", "two"]
    assert course_keys(library / "other") == []


def test_the_files_of_one_course_are_read_sorted_by_path(library: Path) -> None:
    paths = [
        "content/one/en/a.md",
        "content/one/media/bg/a.svg",
        "modules/one/course.yaml",
        "quizzes/one/en/q.md",
    ]
    files = read_folder(library, "one")
    assert list(files) == paths
    assert files == {path: path.encode() for path in paths}


def test_a_course_that_is_not_there_has_no_files(library: Path) -> None:
    assert read_folder(library, "four") == {}


@pytest.mark.parametrize(
    "target", ["../../../../secret", "../../../content/three/en/a.md"], ids=["outside", "another course"]
)
def test_a_link_out_of_the_course_is_refused(library: Path, target: str) -> None:
    (library.parent / "secret").write_text("s")
    (library / "content/one/en/link.md").symlink_to(target)
    refused = refusal(library, "one")
    assert (refused.reason, refused.facts) == (Unreadable.LINK, {"path": "content/one/en/link.md"})


def test_a_linked_folder_is_refused_even_inside_the_course(library: Path) -> None:
    (library / "content/one/bg").symlink_to("en")
    assert refusal(library, "one").reason == Unreadable.LINK


def test_a_link_to_a_file_of_the_same_course_is_followed(library: Path) -> None:
    (library / "content/one/en/b.md").symlink_to("a.md")
    assert read_folder(library, "one")["content/one/en/b.md"] == b"content/one/en/a.md"


def test_what_is_no_file_is_left_out(library: Path) -> None:
    os.mkfifo(library / "content/one/en/pipe.md")
    (library / "content/one/en/nowhere.md").symlink_to("gone.md")
    assert len(read_folder(library, "one")) == 4


@pytest.mark.parametrize(
    ("limit", "value", "reason", "facts"),
    [
        ("files", 3, Unreadable.MANY, {"most": 3}),
        ("text", 18, Unreadable.LARGE, {"path": "content/one/en/a.md", "most": 18}),
        ("medium", 25, Unreadable.LARGE, {"path": "content/one/media/bg/a.svg", "most": 25}),
        ("total", 80, Unreadable.TOTAL, {"most": 80}),
    ],
)
def test_a_limit_is_kept(
    library: Path,
    limit: str,
    value: int,
    reason: Unreadable,
    facts: dict[str, object],
) -> None:
    refused = refusal(library, "one", replace(LIMITS, **{limit: value}))
    assert (refused.reason, refused.facts) == (reason, facts)
    assert len(read_folder(library, "one", replace(LIMITS, **{limit: value + 8}))) == 4


def test_a_name_that_is_not_utf_8_is_refused(library: Path) -> None:
    Path(os.fsdecode(os.fsencode(library) + b"/content/one/en/\xff.md")).write_text("x")
    assert refusal(library, "one").reason == Unreadable.NAME


def test_every_refusal_has_its_sentence() -> None:
    assert list(SENTENCES) == list(Unreadable)


def test_a_file_is_replaced_wholly_and_keeps_its_rights(library: Path) -> None:
    target = library / "content/one/en/a.md"
    target.chmod(0o640)
    write_file(library, "content/one/en/a.md", b"new")
    assert (target.read_bytes(), target.stat().st_mode & 0o777) == (b"new", 0o640)
    assert sorted(path.name for path in target.parent.iterdir()) == ["a.md", "a.md~"]


def test_a_file_that_is_too_large_can_be_told_while_the_others_are_read(library: Path) -> None:
    large: dict[str, int] = {}
    files = read_folder(library, "one", replace(LIMITS, medium=25), large)
    assert large == {"content/one/media/bg/a.svg": 25}
    assert {path: len(body) for path, body in files.items()} == {path: 0 if path in large else len(path) for path in files}

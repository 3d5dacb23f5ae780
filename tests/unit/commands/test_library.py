"""``lms library check`` and ``stamp``: what they print and how they end (§10)."""

import json
from collections.abc import Mapping
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from lms.commands.library import group
from tests.unit.format.a_course import (
    COURSE,
    COURSE_PATH,
    LESSON,
    LESSON_PATH,
    MODULE,
    MODULE_PATH,
    UID,
    a_course,
    lesson,
)

PROBLEM = f"{LESSON_PATH}:5: error: there is no activity nowhere [broken-link]\n"
WARNING = "content/c/media/a.svg:1: warning: nothing shows this file [unused-media]\n"
TWO_LANGUAGES = COURSE.replace("[en]", "[en, bg]")


@pytest.fixture
def library(tmp_path: Path) -> Path:
    """Return a folder with one course without any problem."""
    write(tmp_path, {})
    return tmp_path


def write(root: Path, changes: Mapping[str, str | None]) -> None:
    for path, body in a_course(changes).items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_bytes(body)


def run(*arguments: object) -> Result:
    return CliRunner().invoke(group, [str(argument) for argument in arguments])


def test_a_course_without_problems_ends_well(library: Path) -> None:
    done = run("check", library)
    assert (done.exit_code, done.stdout, done.stderr) == (
        0,
        "",
        "Courses checked: 1. Errors: 0. Warnings: 0.\n",
    )


def test_errors_end_with_1_and_warnings_with_0(library: Path) -> None:
    write(library, {"content/c/media/a.svg": "x"})
    assert (run("check", library).exit_code, run("check", library).stdout) == (0, WARNING)
    write(library, {LESSON_PATH: lesson("[[nowhere]]\n")})
    assert (run("check", library).exit_code, run("check", library).stdout) == (1, PROBLEM + WARNING)


def test_programs_get_json(library: Path) -> None:
    assert json.loads(run("check", library, "--format", "json").stdout) == []
    write(library, {LESSON_PATH: lesson("[[nowhere]]\n")})
    done = run("check", library, "--format", "json")
    assert done.exit_code == 1
    assert json.loads(done.stdout) == [
        {
            "file": LESSON_PATH,
            "line": 5,
            "severity": "error",
            "code": "broken-link",
            "message": "there is no activity nowhere",
        }
    ]


def test_nothing_to_check_ends_with_2(library: Path) -> None:
    (library / "empty").mkdir()
    for arguments in (
        (library / "gone",),
        (library / "empty",),
        (library, "--course", "d"),
        (library, "--format", "xml"),
    ):
        assert run("check", *arguments).exit_code == 2


def test_one_course_of_several_may_be_asked_for(library: Path) -> None:
    for path, body in a_course(
        {LESSON_PATH: lesson("[[nowhere]]\n"), COURSE_PATH: COURSE.replace(UID, UID[::-1])}
    ).items():
        other = library / path.replace("/c/", "/d/")
        other.parent.mkdir(parents=True, exist_ok=True)
        other.write_bytes(body)
    assert run("check", library, "--course", "c").exit_code == 0
    assert run("check", library, "--course", "d").exit_code == 1
    assert run("check", library).stdout == PROBLEM.replace("/c/", "/d/")


def test_a_file_or_folder_of_a_library_may_be_asked_for(library: Path) -> None:
    write(library, {LESSON_PATH: lesson("[[nowhere]]\n"), "content/c/media/a.svg": "x"})
    assert run("check", library / LESSON_PATH).stdout == PROBLEM
    assert run("check", library / "content/c/media").stdout == WARNING
    assert run("check", library / "modules/c").stdout == ""
    assert run("check", library / "content/c/en/gone.md").exit_code == 2


def test_files_that_are_not_read_are_a_problem_among_the_others(library: Path) -> None:
    write(library, {LESSON_PATH: lesson("[[nowhere]]\n")})
    other = library / "content/other/en"
    other.mkdir(parents=True)
    (other / "large.md").write_bytes(b"x" * (1024 * 1024 + 1))
    (library / "content/third/en").mkdir(parents=True)
    (library / "content/third/en/link.md").symlink_to("/etc/hostname")
    done = run("check", library)
    assert (done.exit_code, done.stdout.splitlines()) == (
        1,
        [
            "modules/other/course.yaml:1: error: there is no course.yaml: every course has one [missing-course]",
            PROBLEM.strip(),
            "content/other/en/large.md:1: error: content/other/en/large.md is too large: 1048576 bytes at most. [file-too-large]",
            "content/third/en/link.md:1: error: content/third/en/link.md is a link that leads out of the course. [link-out-of-the-course]",
        ],
    )
    assert [each["line"] for each in json.loads(run("check", library, "--format", "json").stdout)] == [1, 5, 1, 1]


def test_two_courses_with_one_uid_are_an_error(library: Path) -> None:
    for path, body in a_course().items():
        other = library / path.replace("/c/", "/d/")
        other.parent.mkdir(parents=True, exist_ok=True)
        other.write_bytes(body)
    assert run("check", library).stdout == (
        "modules/d/course.yaml:2: error: this uid is that of the course c: every course has its own [duplicate-uid]\n"
    )


def test_a_stamp_says_that_a_translation_is_up_to_date(library: Path) -> None:
    write(library, {COURSE_PATH: TWO_LANGUAGES, "content/c/bg/first.md": LESSON})
    assert "content/c/bg/first.md:1: warning: nothing says" in run("check", library).stdout
    done = run("stamp", library / "content/c/bg/first.md")
    assert (done.exit_code, done.stdout) == (0, "content/c/bg/first.md\n")
    assert "unstamped" not in run("check", library).stdout
    assert (run("stamp", library / "content/c/bg/first.md").stdout, (library / LESSON_PATH).read_text()) == (
        "",
        LESSON,
    )


def test_stamping_a_folder_stamps_all_that_is_translated_in_it(library: Path) -> None:
    translated = {
        COURSE_PATH: TWO_LANGUAGES.replace('"A course"', '"A course", bg: "Курс"'),
        "content/c/bg/first.md": LESSON,
    }
    write(library, translated)
    assert run("stamp", library).stdout == "content/c/bg/first.md\nmodules/c/course.yaml\n"
    assert (run("stamp", library).stdout, run("stamp", library / "gone").exit_code) == ("", 2)


def test_the_check_ends_with_how_much_is_translated(library: Path) -> None:
    bulgarian = LESSON_PATH.replace("/en/", "/bg/")
    rest = MODULE_PATH.replace("one", "two"), LESSON_PATH.replace("first", "second")
    write(library, {COURSE_PATH: TWO_LANGUAGES.replace("[one]", "[one, two]"), rest[0]: MODULE.replace("first", "second"), rest[1]: LESSON, bulgarian: LESSON})

    assert run("check", library).stderr.endswith(".\nc bg: 1 of 2 documents\n")
    run("stamp", library / bulgarian)
    write(library, {COURSE_PATH: TWO_LANGUAGES.replace("[one]", "[one, two]"), LESSON_PATH: LESSON.replace("Text.", "Other text.")})
    (library / bulgarian).write_text((library / bulgarian).read_text().replace("source_digest", "machine: true\nsource_digest"))
    assert run("check", library).stderr.splitlines()[1:] == ["c bg: 1 of 2 documents, 1 out of date (1 block), 1 translated by a machine"]
    assert run("check", library, "--format", "json").stderr == ""


def test_causes_are_printed_before_what_comes_of_them(library: Path) -> None:
    write(library, {LESSON_PATH: lesson("[[nowhere]]\n"), MODULE_PATH: MODULE + "  - quiz: test\nnothing: 1\n", "quizzes/c/en/test.md": "---\ntitle: Test\n---\n\n## a\n\nWho?\n\n- ( ) a\n- ( ) b\n"})
    folders = [line.partition("/")[0] for line in run("check", library).stdout.splitlines()]
    assert folders == ["modules", "quizzes", "content"]
    assert [problem["file"].partition("/")[0] for problem in json.loads(run("check", library, "--format", "json").stdout)] == folders


def test_a_course_that_is_not_there_is_told_with_those_that_are(library: Path) -> None:
    for body in a_course().items():
        path = library / body[0].replace("/c/", "/tea-rota/")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(body[1])
    done = run("check", library, "--course", "tea-rotta")
    assert (done.exit_code, done.stderr.splitlines()[-1]) == (2, f"Error: Invalid value: {library} does not hold the course tea-rotta: is tea-rota meant?")
    done = run("check", library, "--course", "xyz")
    assert done.stderr.splitlines()[-1] == f"Error: Invalid value: {library} does not hold the course xyz. There are: c, tea-rota"


def test_what_cannot_be_stamped_is_told_in_a_sentence(library: Path) -> None:
    done = run("stamp", library / "nothing.md")
    assert (done.exit_code, done.stderr.splitlines()[-1]) == (2, f"Error: Invalid value: there is no file or folder {library / 'nothing.md'}.")
    done = run("stamp", library / LESSON_PATH)
    assert (done.exit_code, done.stdout) == (0, "")
    assert done.stderr == f"Nothing to stamp in {library / LESSON_PATH}: what stands in it is in the source language, or is stamped as up to date already.\n"

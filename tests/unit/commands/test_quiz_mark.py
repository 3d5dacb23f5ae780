"""``lms quiz mark``: for a file alone and for one that lies in a course, with words for everything that cannot be."""

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from lms.commands import main

COURSE = "format: 1\nsource: en\nlanguages: [en, bg]\n"
SOURCE = "---\ntitle: T\n---\n\n## name {points=2}\n\nText?\n\n= jury\n=0% court\n  > Nearly, but *no*.\n\n## many\n\nText?\n\n= 1000\n\n> For all.\n"
TRANSLATION = (
    "---\ntitle: Т\n---\n\n## name\n\nТекст?\n\n= жури\n=0% съд\n  > Почти.\n\n## many\n\nТекст?\n\n= 1000\n"
)


def mark(quiz: Path, responses: Any, *more: str) -> Result:
    """Return what the command does with responses, which are data or the bytes of a file."""
    file = quiz.parent / "responses.json"
    file.write_bytes(responses if isinstance(responses, bytes) else json.dumps(responses).encode())
    return CliRunner().invoke(main, ["quiz", "mark", str(quiz), str(file), *more])


@pytest.fixture
def alone(tmp_path: Path) -> Path:
    path = tmp_path / "check.md"
    path.write_text(SOURCE, encoding="utf-8")
    return path


@pytest.fixture
def course(tmp_path: Path) -> Path:
    for path, text in {
        "modules/c/course.yaml": COURSE,
        "quizzes/c/en/check.md": SOURCE,
        "quizzes/c/bg/check.md": TRANSLATION,
    }.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(text, encoding="utf-8")
    return tmp_path


def marks(result: Result) -> list[tuple[str, Any, list[str]]]:
    return [(row["key"], row["mark"], row["feedback"]) for row in json.loads(result.stdout)]


def test_a_file_alone_is_marked_in_english(alone: Path) -> None:
    result = mark(alone, {"name": " JURY ", "many": "1,000"})
    assert (result.exit_code, result.stderr) == (0, "")
    assert json.loads(result.stdout) == [
        {"key": "name", "kind": "short", "points": 2, "mark": 2, "feedback": []},
        {"key": "many", "kind": "number", "points": 1, "mark": 1, "feedback": ["For all."]},
    ]


def test_feedback_is_plain_text(alone: Path) -> None:
    assert marks(mark(alone, {"name": "court"}))[0] == ("name", 0, ["Nearly, but no."])


def test_the_language_of_the_answers_can_be_told(alone: Path) -> None:
    assert marks(mark(alone, {"many": "1,000"}, "--lang", "bg"))[1] == ("many", 0, ["For all."])


def test_texts_of_all_languages_of_the_course_count(course: Path) -> None:
    quiz = course / "quizzes/c/en/check.md"
    assert marks(mark(quiz, {"name": "жури"}))[0] == ("name", 2, [])
    assert marks(mark(quiz, {"many": "1,000"}))[1] == ("many", 1, ["For all."])


def test_a_translation_is_marked_by_its_source_and_speaks_for_itself(course: Path) -> None:
    result = mark(course / "quizzes/c/bg/check.md", {"name": "съд", "many": "1,000"})
    assert marks(result) == [("name", 0, ["Почти."]), ("many", 1, [])]
    assert result.exit_code == 0


def test_nothing_answered_is_nothing(alone: Path) -> None:
    assert [(key, found) for key, found, _said in marks(mark(alone, {"name": None}))] == [
        ("name", 0),
        ("many", 0),
    ]


def test_responses_that_fit_nothing_are_told(alone: Path) -> None:
    result = mark(alone, {"nobody": 1, "many": 1000, "name": "jury"})
    assert result.exit_code == 1
    assert result.stderr.replace(str(alone.parent), "…").splitlines() == [
        "…/responses.json: the response to nobody fits no question of this quiz and scores nothing.",
        "…/responses.json: the response to many fits no question of this quiz and scores nothing.",
    ]
    assert [found for _key, found, _said in marks(result)] == [2, 0]


def test_what_is_wrong_with_the_quiz_is_told_and_the_rest_is_marked(alone: Path) -> None:
    alone.write_text(SOURCE.replace("= 1000", "- ( ) a\n- ( ) b"), encoding="utf-8")
    result = mark(alone, {"name": "jury"})
    assert result.exit_code == 1
    assert (
        "check.md:13: error: question many: no answer is marked right, with (x) [no-right-answer]"
        in result.stderr
    )
    assert marks(result)[0] == ("name", 2, [])


BROKEN = [
    (
        "no JSON",
        b"{name: 1}",
        "responses.json:1: this is not JSON: Expecting property name enclosed in double quotes.",
    ),
    ("nothing", b"", "responses.json:1: this is not JSON: Expecting value."),
    ("a list", b"[1]", 'responses.json must hold an object like {"question-key": response}.'),
    ("not UTF-8", b'{"name": "\xff"}', "responses.json is not UTF-8. Save it as UTF-8."),
    ("too deep", b"[" * 100_000, "responses.json is nested too deeply to be responses."),
]


@pytest.mark.parametrize(("body", "sentence"), [row[1:] for row in BROKEN], ids=[row[0] for row in BROKEN])
def test_responses_that_cannot_be_read_end_in_a_sentence(alone: Path, body: bytes, sentence: str) -> None:
    result = mark(alone, body)
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.strip().endswith(sentence)
    assert "Traceback" not in result.stderr


def test_files_that_are_not_there_end_in_a_sentence(alone: Path) -> None:
    result = mark(alone.parent / "nowhere.md", {})
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.strip().endswith("nowhere.md: No such file or directory.")
    result = CliRunner().invoke(main, ["quiz", "mark", str(alone), str(alone.parent / "none.json")])
    assert (result.exit_code, result.stderr.strip().endswith("none.json: No such file or directory.")) == (
        2,
        True,
    )


def test_a_quiz_that_cannot_be_read_ends_in_its_problems(alone: Path) -> None:
    alone.write_bytes(b"---\ntitle: T\n---\n\xff")
    result = mark(alone, {})
    assert (result.exit_code, result.stdout) == (2, "")
    assert (
        result.stderr.strip()
        == "Error: check.md:4: error: this file is not UTF-8: save it as UTF-8 [not-utf8]"
    )

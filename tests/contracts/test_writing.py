"""What docs/writing.md shows is true: its files make a course with nothing wrong but what the page says, its pieces too."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache

import pytest

from lms.domain.courses.format.cards import RESERVED
from lms.domain.courses.format.checker import check_course
from lms.domain.courses.format.stamping import stamp
from lms.domain.questions.kinds import KINDS
from lms.kernel.problems import Problem
from tests.support.source import ROOT

PAGE = (ROOT / "docs" / "writing.md").read_text(encoding="utf-8")
SMALL = PAGE.partition("\n## More for lessons")[0]
COURSE = "late-answers"
TODAY = date(2026, 11, 21)
FRAME = re.compile(r"^(?:(?P<piece>In) )?`(?P<path>[^`\n]+)`:?\n```\w+\n(?P<text>.*?)^```$", re.MULTILINE | re.DOTALL)
SAID = re.compile(r"^```text\n(?P<lines>\w+/\S+:\d+: .*?)^```$", re.MULTILINE | re.DOTALL)
ENTRY = re.compile(r"^(?=\S)", re.MULTILINE)
MEDIA = {f"content/{COURSE}/media/{name}": b"no more than a name" for name in ("intro.mp4", "form.pdf")}  # not shown in a text
LONGEST = 120
MOST_LINES = 580


@dataclass(frozen=True)
class Frame:
    """A file that the page shows, or a piece of one."""

    path: str
    text: str
    is_piece: bool


def frames(page: str) -> Iterator[Frame]:
    for found in FRAME.finditer(page):
        yield Frame(found["path"], found["text"], bool(found["piece"]))


def entries(text: str) -> dict[str, str]:
    """Return the entries of YAML by their names, each with all of its lines."""
    return {piece.partition(":")[0]: piece for piece in ENTRY.split(text) if piece}


def put(text: str, piece: Frame) -> str:
    """Return a text with a piece of it put in: an entry of YAML in its place, anything else at the end."""
    if piece.path.endswith(".yaml"):
        return "".join((entries(text) | entries(piece.text)).values())
    if piece.text.startswith(("sources:", "title:")):
        _, front, rest = text.split("---\n", 2)
        return f"---\n{front}{piece.text}---\n{rest}"
    return f"{text}\n{piece.text}"


@cache
def course(page: str) -> dict[str, bytes]:
    """Return the files of the course of a page."""
    files: dict[str, str] = {}
    for frame in frames(page):
        files[frame.path] = put(files[frame.path], frame) if frame.is_piece else frame.text
    return {path: text.encode() for path, text in files.items()}


def wrong(files: dict[str, bytes]) -> list[Problem]:
    return check_course(COURSE, files, TODAY)[1].found


def stamped(files: dict[str, bytes]) -> dict[str, bytes]:
    return {path: stamp(path, files) or body for path, body in files.items()}


@pytest.mark.mend("The frames of docs/writing.md are found by the line above them: `path`, or In `path`: for a piece of a file.")
def test_every_frame_of_the_page_is_read() -> None:
    assert len(list(frames(PAGE))) == PAGE.count("```") // 2 - len(SAID.findall(PAGE))
    assert all(f"/{COURSE}/" in frame.path for frame in frames(PAGE))


@pytest.mark.mend("Mend the example in docs/writing.md, or say there what check says of it: its code in backticks, its lines in the frame.")
def test_of_the_small_course_only_that_is_wrong_which_the_page_says() -> None:
    found = [problem for problem in wrong(course(SMALL)) if problem.code != "missing-translation"]
    assert [str(problem) for problem in found] == [line for said in SAID.findall(SMALL) for line in said.splitlines() if "missing-translation" not in line]
    assert [line for said in SAID.findall(SMALL) for line in said.splitlines() if line not in {str(each) for each in wrong(course(SMALL))}] == []
    assert {problem.severity for problem in wrong(course(SMALL))} == {"warning"}


@pytest.mark.mend("Mend the example in docs/writing.md: stamped as the page says, it lacks translations and nothing else.")
def test_once_it_is_stamped_only_translations_are_missing() -> None:
    assert {problem.code for problem in wrong(stamped(course(SMALL)))} == {"missing-translation"}


@pytest.mark.mend("Mend the piece in docs/writing.md whose file and line stand above.")
def test_with_every_further_piece_it_is_a_course_still() -> None:
    found = wrong(course(PAGE) | MEDIA)
    expected = ("missing-translation", "unstamped", "missing-twin", "stale", "blocks-differ")  # the pieces stand in English only
    assert [str(problem) for problem in found if problem.severity == "error" or problem.code not in expected] == []
    assert [code for code in {problem.code for problem in found} if f"`{code}`" not in PAGE] == []


@pytest.mark.mend("Show the kind of question in docs/writing.md, in its table and in a frame.")
def test_every_kind_of_question_that_is_served_is_shown() -> None:
    course_map, _ = check_course(COURSE, course(PAGE) | MEDIA, TODAY)
    assert course_map is not None
    shown = {question.kind for quiz in course_map.quizzes.values() for question in quiz.by_key.values()}
    assert set(KINDS) - shown - {"information"} == {"essay"}


@pytest.mark.mend("Name only fields in docs/writing.md that no card can have: RESERVED in lms/domain/courses/format/cards.py.")
def test_the_names_that_no_field_can_have_are_those_of_the_program() -> None:
    sentence = PAGE.partition("means something else on a card, such as ")[2].partition(".")[0]
    assert set(re.findall(r"`([a-z]+)`", sentence)) - RESERVED == set()


@pytest.mark.mend("Shorten docs/writing.md, or break its lines: somebody reads it before writing anything.")
def test_the_page_is_short_and_its_lines_are_too() -> None:
    lines = PAGE.splitlines()
    assert len(lines) < MOST_LINES
    assert [line for line in lines if len(line) > LONGEST and not line.startswith("|") and ": warning: " not in line] == []

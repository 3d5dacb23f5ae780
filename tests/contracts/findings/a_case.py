"""What proves a finding: faulty files, all that is said of them, and the nearest files of which nothing is said.

The tables beside this are typed by hand from the rules of the format, never copied from what the checker says.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from tests.unit.format.a_course import LESSON_PATH, MODULE, MODULE_PATH, Files, lesson

QUIZ_PATH = "quizzes/c/en/test.md"
TEXT_PATH = "content/c/en/second.md"
TWO_PATH = "modules/c/two.yaml"
TWO = 'title: {en: "Two"}\nactivities: []\n'
WITH_TEST = MODULE + "  - quiz: test\n"
WITH_TEXT = MODULE + "  - lesson: second\n"
# What is read and checked, but not served by this site yet, is told so wherever it stands; a near miss can hold nothing else.
NOT_SERVED = "[kind-not-served]"


@dataclass(frozen=True)
class Case:
    """What is changed in a sound course (tests/unit/format/a_course.py), and what is said then.

    ``said`` is all that is found in ``files``: ``path:line: severity: sentence [code]``. In ``near_miss`` nothing is,
    except that this site does not serve such a thing yet (``not_served``).
    """

    code: str
    files: Files
    said: list[str]
    near_miss: Files
    not_served: tuple[str, ...] = ()


# code, a text, what is said of it without the path of its file, the text in which nothing is found
Row = tuple[str, str, list[str], str]


def in_file(path: str, file_of: Callable[[str], Files], rows: Iterable[Row], *, not_served: tuple[str, ...] = ()) -> list[Case]:
    """Return the cases of one kind of file: each row says what differs, and what is said there by line."""
    also = tuple(f"{path}:{line}" for line in not_served)
    return [Case(code, file_of(faulty), [f"{path}:{line}" for line in said], file_of(sound), also) for code, faulty, said, sound in rows]


def a_lesson(body: str) -> Files:
    """Return the lesson of the course with this text, which begins in line 5, beside media, a quiz and another text."""
    return {LESSON_PATH: lesson(body)}


def a_quiz(body: str, front: str = "") -> Files:
    """Return a quiz whose text begins in line 5, or one line later for each line of ``front``."""
    return {MODULE_PATH: WITH_TEST, QUIZ_PATH: f"---\ntitle: Test\n{front}---\n\n{body}"}


def a_survey(body: str, front: str = "") -> Files:
    """Return a survey whose text begins in line 6, or one line later for each line of ``front``."""
    return {MODULE_PATH: MODULE + "  - survey: test\n", QUIZ_PATH: f"---\ntitle: Test\nmode: survey\n{front}---\n\n{body}"}


def asks(answers: str, settings: str = "", text: str = "Who?") -> str:
    """Return a question: its heading is line 5 of a quiz, its text line 7, and its answers begin in line 9."""
    return f"## b{settings}\n\n{text}\n\n{answers}\n"

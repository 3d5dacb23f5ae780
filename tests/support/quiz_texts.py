"""Quizzes written down in tests: their text in, what the reader makes of it and what it says out."""

from textwrap import dedent

from lms.domain.courses.format.quiz import read_quiz
from lms.domain.questions.model import Question, Quiz
from lms.kernel.problems import Problems

# Kinds of which the course of the tests (tests/courses) has no question; better none.
NOT_IN_THE_COURSE: tuple[str, ...] = ()

# Kinds that no key marks.
UNMARKED = ("information", "reflection", "essay")

FILE = "quizzes/c/en/q.md"
TWIN = "quizzes/c/bg/q.md"


def whole(text: str, front: str = "") -> str:
    """Return the text of a file: front matter with a title and ``front``, then ``text``."""
    return f"---\ntitle: T\n{dedent(front).strip()}\n---\n{dedent(text)}".replace("T\n\n---", "T\n---")


def read(text: str, front: str = "", *, source: Quiz | None = None) -> tuple[Quiz, list[str]]:
    """Return the quiz of a text and what was found, as "severity line code"; a translation where ``source`` is given."""
    problems = Problems()
    file = TWIN if source else FILE
    body = whole(text, front).encode()
    quiz = read_quiz(file, body, translation=source is not None, problems=problems, source=source)
    assert quiz is not None
    return quiz, [f"{problem.severity} {problem.line} {problem.code}" for problem in problems.found]


def sound(text: str, front: str = "") -> Quiz:
    """Return the quiz of a text in which nothing is wrong."""
    quiz, found = read(text, front)
    assert found == []
    return quiz


def in_order(text: str) -> Quiz:
    """Return the quiz of a text in which nothing is wrong."""
    return sound(text)


def question(body: str, settings: str = "") -> Question:
    """Return the one question, ``key``, whose body this is."""
    heading = f"## key {{{settings}}}" if settings else "## key"
    quiz, _found = read(f"{heading}\n\nText?\n\n{dedent(body)}")
    return quiz.by_key["key"]


def codes(body: str, settings: str = "") -> list[str]:
    """Return what is said of the one question whose body this is, as "severity code"."""
    heading = f"## key {{{settings}}}" if settings else "## key"
    _quiz, found = read(f"{heading}\n\nText?\n\n{dedent(body)}")
    return [" ".join((each.split()[0], each.split()[2])) for each in found]

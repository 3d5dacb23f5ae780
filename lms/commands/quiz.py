"""``lms quiz mark``: what would these answers score?"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click

from lms.commands.edge import DONE_WITH_PROBLEMS, Unable, tell
from lms.domain.courses.format.quiz import read_quiz
from lms.domain.courses.format.yaml_reader import Map, Scalar, read_yaml
from lms.domain.questions.model import Quiz
from lms.domain.questions.trial import mark_responses, misfits
from lms.kernel.problems import Problems
from lms.platform.markdown import render

ALONE = "en"  # the language of a file that lies in no course


@dataclass(frozen=True)
class Place:
    """Where a quiz lies: the root of its course's files, its path from there, the language that is the source."""

    root: Path
    path: Path
    source: str

    def in_language(self, language: str) -> Path:
        """Return the path of the same quiz in another language, from the root."""
        return self.path.parent.parent / language / self.path.name

    @property
    def languages(self) -> list[str]:
        """The languages in which the quiz is there."""
        folder = self.root / self.path.parent.parent
        return sorted(each.name for each in folder.iterdir() if (each / self.path.name).is_file())


@click.group()
def group() -> None:
    """Try out a quiz file."""


@group.command()
@click.argument("quiz", type=click.Path(path_type=Path))
@click.argument("responses", type=click.Path(path_type=Path))
@click.option("--lang", help="The language of the typed answers; that of the source unless told.")
@click.pass_context
def mark(context: click.Context, quiz: Path, responses: Path, lang: str | None) -> None:
    """Print what the answers in RESPONSES (JSON: question key to response) would score in QUIZ."""
    answers = _answers(responses)
    problems = Problems()
    place = find_place(quiz)
    if place:
        source, twins, shown = _read_course_quiz(place, problems)
    else:
        source, twins = _read(quiz, quiz.name, problems), {}
        shown = source
    for problem in problems.found:
        tell(str(problem))
    lost = list(misfits(source, answers))
    for key in lost:
        tell(f"{responses}: the response to {key} fits no question of this quiz and scores nothing.")
    language = lang or (place.source if place else ALONE)
    rows = mark_responses(source, twins, answers, language, plain=_plain, shown=shown)
    click.echo(json.dumps(rows, ensure_ascii=False, indent=2))
    if problems.has_errors or lost:
        context.exit(DONE_WITH_PROBLEMS)


def find_place(quiz: Path) -> Place | None:
    """Return where a quiz lies in a course (``quizzes/<course>/<language>/<quiz>.md``); None for a file alone."""
    parents = quiz.resolve().parents
    if len(parents) < 4 or parents[2].name != "quizzes":
        return None
    root, course = parents[3], parents[1].name
    description = root / "modules" / course / "course.yaml"
    if not description.is_file():
        return None
    fields = read_yaml(
        description.read_bytes().decode("utf-8-sig", "replace"), file=str(description), problems=Problems()
    )
    source = fields.get("source") if isinstance(fields, Map) else None
    if not isinstance(source, Scalar):
        raise Unable(f"{description} does not say the source language of the course. Run: lms library check")
    place = Place(root, quiz.resolve().relative_to(root), source.text)
    return place if source.text in place.languages else None


def _answers(path: Path) -> Mapping[str, Any]:
    try:
        answers = json.loads(path.read_bytes().decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise Unable(f"{path} is not UTF-8. Save it as UTF-8.") from error
    except RecursionError as error:
        raise Unable(f"{path} is nested too deeply to be responses.") from error
    except json.JSONDecodeError as error:
        raise Unable(f"{path}:{error.lineno}: this is not JSON: {error.msg}.") from error
    if not isinstance(answers, dict):
        raise Unable(f'{path} must hold an object like {{"question-key": response}}.')
    return answers


def _read_course_quiz(place: Place, problems: Problems) -> tuple[Quiz, dict[str, Quiz], Quiz]:
    """Return the source, its translations by language, and the one that was asked for."""
    path = place.in_language(place.source)
    source = _read(place.root / path, path.as_posix(), problems)
    quizzes = {place.source: source}
    for language in place.languages:
        if language != place.source:
            path = place.in_language(language)
            quizzes[language] = _read(place.root / path, path.as_posix(), problems, source)
    shown = quizzes[place.path.parent.name]
    return source, {language: quiz for language, quiz in quizzes.items() if quiz is not source}, shown


def _read(file: Path, path: str, problems: Problems, source: Quiz | None = None) -> Quiz:
    quiz = read_quiz(
        path, file.read_bytes(), translation=source is not None, problems=problems, source=source
    )
    if quiz is None:
        raise Unable("\n".join(str(problem) for problem in problems.found))
    return quiz


def _plain(markdown: str) -> str:
    return render(markdown, document="feedback").text

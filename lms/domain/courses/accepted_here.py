"""Answers that were accepted as right on the site, and are missing in files that come from elsewhere (decision 40).

Who teaches a course accepts what learners typed with one click; that is a key fix whose files are those of the edition
before and a few lines more. The folder from which the course is published does not know of them.
"""

import itertools
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from sqlalchemy import select

from lms.domain.courses.models import Edition, Line
from lms.domain.courses.outline import Outline
from lms.domain.courses.queries import find_published, get_outline
from lms.domain.courses.questionnaires import Questionnaire, get_questionnaire, questionnaire_in
from lms.domain.questions.kinds.gaps import gaps_of
from lms.domain.questions.model import Question
from lms.domain.questions.typed import parts_of
from lms.platform.database import db


@dataclass(frozen=True)
class Accepted:
    """A text that is accepted in one place: a question, and the number of a gap in it, 0 where it has none."""

    quiz: str
    question: str
    gap: int
    parts: tuple[str, ...]


Texts = Mapping[Accepted, str]


@dataclass(frozen=True)
class _Step:
    """An edition of a line; ``is_ours`` says that it was made by accepting answers on the site."""

    map_digest: str
    is_ours: bool


def _line_of(course_id: int) -> list[_Step]:
    """Return the editions of the newest line of a course, the first one first."""
    rows = db.session.execute(
        select(Line.number, Edition.map_digest, Edition.kind, Edition.published_by)
        .join(Line, Line.id == Edition.line_id)
        .where(Line.course_id == course_id)
        .order_by(Line.number, Edition.number)
    ).all()
    return [_Step(row.map_digest, row.kind == "key-fix" and row.published_by is not None) for row in rows if row.number == rows[-1].number]


def is_behind_only(key: str, digest: str) -> bool:
    """Tell whether a map is that of the published edition but for answers that were accepted on the site since."""
    head = find_published(key)
    for step in reversed(_line_of(head.course_id) if head else []):
        if step.map_digest == digest:
            return True
        if not step.is_ours:
            return False
    return False


def list_lost(key: str, outline: Outline, files: Mapping[str, bytes]) -> dict[str, list[str]]:
    """Return the answers that were accepted on the site and are in no file of a map, by the path of the file they belong to."""
    head = find_published(key)
    line = _line_of(head.course_id) if head else []
    accepted: dict[Accepted, str] = {}
    for before, step in itertools.pairwise(line):
        if step.is_ours:
            known = dict(_texts_of_edition(before.map_digest))
            accepted |= {each: text for each, text in _texts_of_edition(step.map_digest) if each not in known}
    if not accepted:
        return {}
    kept = dict(_texts_of_edition(line[-1].map_digest))
    there = dict(_texts_in(outline, files))
    lost: dict[str, list[str]] = {}
    for each, text in accepted.items():
        if each in kept and each not in there:
            where = f", gap {each.gap}" if each.gap else ""
            lost.setdefault(f"quizzes/{outline.key}/{outline.source}/{each.quiz}.md", []).append(f"{each.question}{where}: = {text}")
    return lost


def _texts_of_edition(digest: str) -> Iterator[tuple[Accepted, str]]:
    outline = get_outline(digest)
    for activity in outline.activities:
        if activity.quiz:
            yield from _texts(activity.key, get_questionnaire(outline, activity))


def _texts_in(outline: Outline, files: Mapping[str, bytes]) -> Iterator[tuple[Accepted, str]]:
    for activity in outline.activities:
        if activity.quiz:
            yield from _texts(activity.key, questionnaire_in(files, outline, activity))


def _texts(quiz: str, questionnaire: Questionnaire) -> Iterator[tuple[Accepted, str]]:
    """Yield what is accepted in a quiz, in whatever language: it is right in all of them."""
    for each in (questionnaire.quiz, *questionnaire.translations.values()):
        for question in each.questions:
            case = questionnaire.quiz.by_key.get(question.key, question).settings.get("case") == "yes"
            for gap, text in _places(question):
                yield Accepted(quiz, question.key, gap, parts_of(text, case=case)), text


def _places(question: Question) -> Iterator[tuple[int, str]]:
    if question.kind == "short":
        yield from ((0, answer.plain) for answer in question.answers if answer.share == 1)
    elif question.kind == "gaps":
        yield from ((number, text) for number, gap in enumerate(gaps_of(question), 1) if gap.is_typed for text in gap.texts)

"""Answers to surveys: understood as they were typed, and kept with nothing that leads to whoever gave them (decision 42).

There is no attempt, no seed and no response: a survey is sent once, as a whole. That it was sent stands with the person's
progress; here stands what was answered, each answer by itself under a name that says no order.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from sqlalchemy import delete, insert, select

from lms.domain.courses.questionnaires import Questionnaire
from lms.domain.questions.model import Question
from lms.domain.questions.typed import OF_SOME_LENGTH, longest_in, typed_number
from lms.domain.quizzes.models import SurveyAnswer
from lms.domain.quizzes.rules import Refusal
from lms.kernel.digest import digest_of
from lms.kernel.keys import is_uid, new_uid
from lms.platform.database import change, change_each, db, insert_missing

Fields = Mapping[str, Sequence[str]]
FIELD = "q-"  # what the names of all controls of questions begin with
NO_SEED = ""  # everybody is asked the same in the same order


@dataclass(frozen=True)
class Sheet:
    """A survey as somebody sends it: ``said`` by the key of the question, and in which language.

    ``form`` is the random name of the page from which it was sent; it is kept nowhere.
    """

    course_id: int
    edition_id: int
    quiz_key: str
    said: Mapping[str, Any]
    language: str
    form: str = ""


@dataclass(frozen=True)
class Understood:
    """What a form says: the answers as data (G13) by question, and why some are none; ``""`` stands for what is no question here."""

    said: Mapping[str, Any] = field(default_factory=dict)
    refused: Mapping[str, Refusal] = field(default_factory=dict)


def understand(questionnaire: Questionnaire, fields: Fields, language: str) -> Understood:
    """Return the answers in a form; what is left out is no answer, and what cannot be one is refused, never dropped."""
    said: dict[str, Any] = {}
    refused: dict[str, Refusal] = {}
    given = _by_question(fields)
    asked = questionnaire.drawn(NO_SEED)
    for key in asked:
        typed = given.pop(key, {})
        body = questionnaire.take(NO_SEED, key, typed) if typed else None
        reason = why_not_an_answer(questionnaire.quiz.by_key[key], typed, body, language)
        if reason:
            refused[key] = reason
        elif body is not None:
            said[key] = body
    return Understood(said, {"": Refusal.NOT_ASKED, **refused} if given else refused)


def why_not_an_answer(question: Question, typed: Fields, body: Any, language: str) -> Refusal | None:
    """Return why what was typed to a question cannot be kept as it is, or None where ``body`` says all of it."""
    longest = longest_in(question.kind)
    if any(len(value.replace("\r\n", "\n")) > longest for values in typed.values() for value in values):
        return Refusal.TOO_LONG
    if sum(len(set(values)) for values in typed.values()) != _parts(body):
        return Refusal.NOT_AN_ANSWER
    if question.kind == "number" and body is not None and typed_number(body, language) is None:
        return Refusal.NOT_A_NUMBER
    return None


def _by_question(fields: Fields) -> dict[str, dict[str, list[str]]]:
    """Return the controls of a form in which something stands, by the key of the question to which their names say they belong."""
    found: dict[str, dict[str, list[str]]] = {}
    for name, values in fields.items():
        filled = [value for value in values if value.strip()]
        if name.startswith(FIELD) and filled:
            found.setdefault(name.removeprefix(FIELD).partition(".")[0], {})[name] = filled
    return found


def _parts(body: Any) -> int:
    """Return how many controls an answer fills in, so that nothing that was typed is lost in silence."""
    if isinstance(body, Mapping):
        return len(body)
    return sum(part is not None for part in body) if isinstance(body, list) else int(body is not None)


def is_written(kind: str) -> bool:
    """Tell whether people answer a question of this kind in words of their own, as far as it can be told from its kind."""
    return kind in (*OF_SOME_LENGTH, "short", "gaps")


def keep(sheet: Sheet, *, now: datetime) -> None:
    """Store the answers of a sheet, each apart from the others; the same page sent twice stores them once.

    That holds even for somebody of whom nothing is known yet, and who is two guests if they press the button twice.
    """
    form = sheet.form if is_uid(sheet.form) else new_uid()
    rows = [
        {
            "uid": digest_of("survey answer", form, key)[:32],
            "course_id": sheet.course_id,
            "quiz_key": sheet.quiz_key,
            "edition_id": sheet.edition_id,
            "question_key": key,
            "body": body,
            "language": sheet.language,
            "day": coarse_day(now),
        }
        for key, body in sheet.said.items()
    ]
    change_each(insert_missing(SurveyAnswer), sorted(rows, key=lambda row: str(row["uid"])))


def mix(*, now: datetime) -> int:
    """Write all answers down anew in the order of their random names, and return how many; called by the worker.

    PostgreSQL keeps rows as they came, and a backup lists them so: side by side those of one sheet, and sheet after sheet in
    the order in which the learning record says who sent them. On SQLite this table is ordered by its names from the first.
    """
    if db.engine.dialect.name != "postgresql":
        return 0
    columns = list(SurveyAnswer.__table__.columns)
    taken = delete(SurveyAnswer).returning(*columns).cte("taken")
    again = select(*(taken.c[column.name] for column in columns)).order_by(taken.c.uid)
    return change(insert(SurveyAnswer).from_select([column.name for column in columns], again))


def coarse_day(now: datetime) -> date:
    """Return the first day of the year: the learning record has the moment of sending, and a day would often name the one sender of it."""
    return date(now.year, 1, 1)

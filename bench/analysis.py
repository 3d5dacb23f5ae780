"""Item analysis of a quiz that 20,000 people have taken: read, computed and put in words, as the page of a trainer shows it."""

import json
import time
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from sqlalchemy import func, insert, select, text

from bench.figures import Figure, spread_of
from bench.site import COURSE, Site
from lms.commands import edge
from lms.domain.courses.queries import find_published, get_outline, list_history
from lms.domain.courses.questionnaires import Questionnaire, get_questionnaire
from lms.domain.enrolment.models import Enrolment
from lms.domain.people.models import Person
from lms.domain.questions.marking import Given, mark_question
from lms.domain.questions.model import Question
from lms.domain.quizzes.analysis import Scope, of_quiz
from lms.domain.quizzes.models import Attempt, QuestionMark, Response
from lms.domain.quizzes.sheets import list_heaps
from lms.kernel.digest import digest_of
from lms.platform.database import change_each, db, let_go, read, unit_of_work

ATTEMPTS, QUESTIONS = 20_000, 10
FEW = 1_000  # rows that are sent together
TIMES = 5
MOST_SECONDS = 2.0


def measure(site: Site) -> Iterator[Figure]:
    """Yield how long the analysis takes, with all that is asked of the database for it."""
    with edge.site(site.settings):
        published = find_published(COURSE)
        assert published is not None
        outline = get_outline(published.map_digest)
        activity = outline.find(site.quiz)
        assert activity is not None
        questionnaire = get_questionnaire(outline, activity)
        first = read(select(func.coalesce(func.max(Person.id), 0))).scalar_one() + 1
        with unit_of_work():
            _fill(site, questionnaire, published.course_id, published.line_id, first)
        let_go()
        with db.engine.connect() as here:
            here.execute(text("ANALYZE"))  # as PostgreSQL does by itself before long
            here.commit()

        def analyse() -> float:
            began = time.perf_counter()
            history = list_history(published.course_id)
            heaps = {heap.edition: heap.attempts for heap in list_heaps(published.course_id, activity.key)}
            found, _quiz = of_quiz(history, published.course_id, activity.key, Scope(None, heaps), questionnaire)
            took = time.perf_counter() - began
            if found.attempts != ATTEMPTS or found.alpha is None or sum(item.met for item in found.items) != ATTEMPTS * QUESTIONS:
                raise RuntimeError(f"not everything was analysed: {found.attempts} attempts, alpha {found.alpha}")
            return took

        samples = [analyse() for _ in range(TIMES)]
        dialect = db.engine.dialect.name
    found = spread_of(samples)
    yield Figure(
        name="analysis",
        says=f"Item analysis of {ATTEMPTS:,} attempts with {QUESTIONS} questions each, on {'SQLite' if dialect == 'sqlite' else 'PostgreSQL'}",
        value=round(found.median, 2),
        unit="s",
        limit=MOST_SECONDS,
        spread=found,
        how=f"by the clock, every mark and answer read anew, {TIMES} times",
    )


def _fill(site: Site, questionnaire: Questionnaire, course_id: int, line_id: int, first: int) -> None:
    """Put in people who answer as chance has it, the later the better, so that there is something to find."""
    questions = [each for each in questionnaire.quiz.questions if each.is_marked][:QUESTIONS]
    if len(questions) < QUESTIONS:
        raise RuntimeError(f"the quiz has only {len(questions)} questions")
    worth = {(each.key, json.dumps(body)): mark_question(each, Given(body, "en"), {}).share for each in questions for body in _bodies(each)}
    now = edge.now()
    response_id = read(select(func.coalesce(func.max(Response.id), 0))).scalar_one()
    attempt_id = read(select(func.coalesce(func.max(Attempt.id), 0))).scalar_one()
    rows: dict[Any, list[dict[str, Any]]] = {Person: [], Enrolment: [], Attempt: [], Response: [], QuestionMark: []}
    enrolment_id = read(select(func.coalesce(func.max(Enrolment.id), 0))).scalar_one()
    for number in range(ATTEMPTS):
        person, enrolment, attempt = first + number, enrolment_id + 1 + number, attempt_id + 1 + number
        uid = digest_of("bench analysis", str(number))[:32]
        rows[Person].append({"id": person, "uid": uid, "name": "", "role": "learner", "created_at": now, "is_demo": False, "extra_time": 0})
        rows[Enrolment].append(
            {"id": enrolment, "uid": uid, "person_id": person, "course_id": course_id, "nth": 1, "line_id": line_id, "state": "active", "began_at": now, "last_activity_at": now}
        )
        rows[Attempt].append(
            {
                "id": attempt, "uid": uid, "enrolment_id": enrolment, "quiz_key": site.quiz, "nth": 1, "edition_id": site.edition_id, "seed": uid,
                "began_at": now, "submitted_at": now + timedelta(minutes=9), "mark_num": 1, "mark_den": 2, "marked_edition_id": site.edition_id, "extra_time": 0,
            }
        )  # fmt: skip
        for place, question in enumerate(questions):
            response_id += 1
            chance = int(digest_of(uid, question.key)[:6], 16)
            bodies = _bodies(question)
            body = bodies[0] if chance % ATTEMPTS < number else bodies[chance % len(bodies)]
            share = worth[question.key, json.dumps(body)]
            assert share is not None
            rows[Response].append({"id": response_id, "attempt_id": attempt, "question_key": question.key, "client": "form", "seq": place + 1, "body": body, "language": "en", "at": now})
            rows[QuestionMark].append(
                {"attempt_id": attempt, "question_key": question.key, "response_id": response_id, "num": share.numerator, "den": share.denominator, "seconds": 5 + chance % 90}
            )
    for table, made in rows.items():
        for start in range(0, len(made), FEW):
            change_each(insert(table), made[start : start + FEW])
    if db.engine.dialect.name == "postgresql":  # which counts by itself, and has not noticed these
        for table in (Person, Enrolment, Attempt, Response):
            last = select(func.max(table.id)).scalar_subquery()
            read(select(func.setval(func.pg_get_serial_sequence(table.__tablename__, "id"), last)))


def _bodies(question: Question) -> list[Any]:
    """Return answers to a question, the best first."""
    numbers = range(1, len(question.answers) + 1)
    match question.kind:
        case "single":
            return sorted(numbers, key=lambda number: -question.answer(number).share)
        case "multiple":
            return [[number for number in numbers if question.answer(number).share > 0], *([number] for number in numbers)]
        case "truth":
            return [question.answers[0].plain == "true", question.answers[0].plain != "true"]
        case "matching":
            lefts = [answer.number for answer in question.answers if answer.text]
            return [{str(left): left for left in lefts}, {str(left): lefts[0] for left in lefts}]
        case "ordering":
            return [list(numbers), list(reversed(numbers))]
        case "gaps":
            return [[None] * len(question.answers)]
    return [question.answers[0].plain, *(f"something else {number}" for number in range(500))]

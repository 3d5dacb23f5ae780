"""How an attempt is held, read and closed in the database: few statements, in an order in which nobody waits in a circle."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import JSON, Insert, Select, Update, bindparam, column, func, select, update

from lms.domain.courses.models import Edition, Line
from lms.domain.enrolment.service import noting_of
from lms.domain.quizzes.models import Attempt, QuestionMark
from lms.domain.quizzes.queries import TO_CLOSE, Binding, Closing, closing_of
from lms.platform.database import change, change_and_read, change_each, db, insert_missing, read

_CLOSED = (
    update(Attempt)
    .where(Attempt.id == bindparam("closed"))
    .values(
        submitted_at=bindparam("ended", type_=Attempt.submitted_at.type),
        ended_by=bindparam("ender"),
        receipt=bindparam("as_receipt"),
        marked_edition_id=bindparam("key_of"),
        mark_num=bindparam("mark"),
        mark_den=bindparam("of"),
    )
)


def hold(attempt: Binding, *, now: datetime) -> Closing | None:
    """Hold an attempt that is to be closed, and return what is needed for it; None where it is closed already, or gone.

    SQLite lets one writer in at a time, so one statement does both. On PostgreSQL it waits for answers that are on their
    way, for a key fix of the line, and for other steps of its learner, or makes them wait; what they wrote is seen by the
    next statement only.
    """
    holding, reading = _closing(db.engine.dialect.name)
    values = {"held": attempt.uid, "on_line": attempt.line_id, "at_place": attempt.quiz_key, "now": now}
    asked = {"attempt": attempt.id, "enrolment": attempt.enrolment_id, "quiz": attempt.quiz_key, "edition": attempt.edition_id}
    if reading is None:
        row = change_and_read(holding, **values, **asked)
    else:
        row = read(reading, **asked).one() if change(holding, **values) else None
    return None if row is None else closing_of(attempt, *tuple(row))


@cache
def _closing(dialect: str) -> tuple[Update, Select[*tuple[Any, ...]] | None]:
    """Return what holds an attempt on a database of this kind, and what then reads where that is a statement of its own."""
    found = (
        select(Attempt.enrolment_id)
        .join(Edition, Edition.id == Attempt.edition_id)
        .join(Line, Line.id == Edition.line_id)
        .where(Attempt.uid == bindparam("held"), Attempt.submitted_at.is_(None))
        .suffix_with("FOR NO KEY UPDATE OF attempt FOR SHARE OF line", dialect="postgresql")
    )
    holding = noting_of(found.scalar_subquery())
    return (holding.returning(*TO_CLOSE), None) if dialect == "sqlite" else (holding, select(*TO_CLOSE))


def close(attempt: Binding, values: Mapping[str, Any], marks: Sequence[Mapping[str, Any]]) -> None:
    """Write down how an attempt ended and what its questions were worth; on PostgreSQL, which can, in one statement."""
    dialect = db.engine.dialect.name
    if dialect == "postgresql" and marks:
        change(_closing_with_marks(dialect), closed=attempt.id, marks=marks, **values)
        return
    change(_CLOSED, closed=attempt.id, **values)
    change_each(keeping(dialect), marks)


@cache
def _closing_with_marks(_dialect: str) -> Insert:
    """Return the insert of the marks that come as a list in JSON, with the update of their attempt before it."""
    columns = [QuestionMark.question_key, QuestionMark.response_id, QuestionMark.num, QuestionMark.den, QuestionMark.seconds]
    shape = [column(each.key, each.type) for each in columns]
    rows = func.json_to_recordset(bindparam("marks", type_=JSON)).table_valued(*shape, name="marks").render_derived(with_types=True)
    source = select(bindparam("closed", type_=QuestionMark.attempt_id.type), *(rows.c[each.key] for each in columns))
    names = ["attempt_id", *(each.key for each in columns)]
    return insert_missing(QuestionMark).from_select(names, source).add_cte(_CLOSED.cte("closed"))


@cache
def keeping(_dialect: str) -> Insert:
    """Return the insert of the mark of a question, put together once."""
    return insert_missing(QuestionMark)

"""Reading attempts and their answers: each one statement."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from fractions import Fraction
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, and_, bindparam, func, select
from sqlalchemy.orm import aliased

from lms.domain.courses.models import Course, Edition, Line
from lms.domain.enrolment.models import Enrolment
from lms.domain.quizzes.models import Attempt, Flag, FurtherAttempt, QuestionMark, Response
from lms.kernel.refusals import Missing
from lms.platform.cache import Shelf
from lms.platform.database import db, read
from lms.platform.rows import moment, rows_of

BINDINGS_KEPT = 4096


@dataclass(frozen=True)
class Binding:
    """What never changes about an attempt: whose it is, and the edition and the seed to which it is bound."""

    id: int
    uid: str
    enrolment_id: int
    person_id: int
    course_id: int
    course_key: str
    quiz_key: str
    nth: int
    edition_id: int
    map_digest: str
    line_id: int
    seed: str
    began_at: datetime
    closes_at: datetime | None


@dataclass(frozen=True)
class Try(Binding):
    """An attempt as it stands."""

    submitted_at: datetime | None
    extra_time: int
    ended_by: str | None
    receipt: str | None
    marked_edition_id: int | None
    share: Fraction | None

    @property
    def is_waiting(self) -> bool:
        """Whether it was sent in and a person must still mark something of it."""
        return self.submitted_at is not None and self.share is None


@dataclass(frozen=True)
class Given:
    """The answer to a question that counts: the last one that its client gave, from the client heard last."""

    body: Any
    language: str
    at: datetime
    client: str
    seq: int
    id: int = 0


@dataclass(frozen=True)
class Answers:
    """All answers of an attempt: those that count, and the key and instant of each in the order in which they came."""

    given: dict[str, Given]
    events: tuple[tuple[str, datetime], ...]


@dataclass(frozen=True)
class Closing:
    """What is needed to close an attempt, read while it is held.

    ``others`` are the shares of the other attempts at the quiz that were sent in, in their order, None while one waits to
    be marked; ``before`` how many of them came before this one. ``head_id`` and ``head_digest`` are those of the edition
    whose key marks it, the newest of its line.
    """

    answers: Answers
    others: tuple[Fraction | None, ...]
    before: int
    head_id: int
    head_digest: str


_bindings: Shelf[Binding] = Shelf(BINDINGS_KEPT)
_TRIES: Select[*tuple[Any, ...]] = (
    select(
        Attempt.id,
        Attempt.uid,
        Attempt.enrolment_id,
        Enrolment.person_id,
        Enrolment.course_id,
        Course.key,
        Attempt.quiz_key,
        Attempt.nth,
        Attempt.edition_id,
        Edition.map_digest,
        Edition.line_id,
        Attempt.seed,
        Attempt.began_at,
        Attempt.closes_at,
        Attempt.submitted_at,
        Attempt.extra_time,
        Attempt.ended_by,
        Attempt.receipt,
        Attempt.marked_edition_id,
        Attempt.mark_num,
        Attempt.mark_den,
    )
    .select_from(Attempt)
    .join(Enrolment, Enrolment.id == Attempt.enrolment_id)
    .join(Course, Course.id == Enrolment.course_id)
    .join(Edition, Edition.id == Attempt.edition_id)
)
_BY_UID = _TRIES.where(Attempt.uid == bindparam("uid"))
_OF_A_QUIZ = _TRIES.where(
    Attempt.enrolment_id == bindparam("enrolment"), Attempt.quiz_key == bindparam("quiz")
).order_by(Attempt.nth)
_RESPONSES = (
    select(Response.id, Response.question_key, Response.client, Response.seq, Response.body, Response.language, Response.at)
    .where(Response.attempt_id == bindparam("attempt"))
    .order_by(Response.id)
)

_RESPONSES_IN = (
    select(Response.attempt_id, Response.id, Response.question_key, Response.client, Response.seq, Response.body, Response.language, Response.at)
    .where(Response.attempt_id.in_(bindparam("attempts", expanding=True)))
    .order_by(Response.id)
)


_OWN, _HEAD = aliased(Edition), aliased(Edition)
_SENT = (
    select(Attempt.nth, Attempt.mark_num, Attempt.mark_den)
    .where(Attempt.enrolment_id == bindparam("enrolment"), Attempt.quiz_key == bindparam("quiz"), Attempt.submitted_at.is_not(None))
    .order_by(Attempt.nth)
)
_NEWEST = (
    select(_HEAD.id, _HEAD.map_digest)
    .select_from(_OWN)
    .join(Line, Line.id == _OWN.line_id)
    .join(_HEAD, and_(_HEAD.line_id == Line.id, _HEAD.number == Line.head))
    .where(_OWN.id == bindparam("edition"))
)
# The columns of ``Closing``, each with all rows that belong there.
TO_CLOSE: tuple[ColumnElement[Any], ...] = (rows_of(_RESPONSES), rows_of(_SENT), rows_of(_NEWEST))


def closing_of(attempt: Binding, responses: Any, sent: Any, newest: Any) -> Closing:
    """Return what the columns ``TO_CLOSE`` hold."""
    answers = _that_count((*row[:-1], moment(row[-1])) for row in responses)
    shares = tuple(None if num is None else Fraction(num, den) for _nth, num, den in sent)
    return Closing(answers, shares, sum(nth < attempt.nth for nth, _num, _den in sent), newest[0][0], newest[0][1])


def _from_row(row: Row[*tuple[Any, ...]]) -> Try:
    *most, num, den = tuple(row)
    share = None if num is None else Fraction(num, den)
    return Try(*[*most, share])


def find_try(uid: str) -> Try | None:
    """Return the attempt with this uid, or None."""
    row = read(_BY_UID, uid=uid).first()
    return _from_row(row) if row else None


def get_binding(uid: str) -> Binding:
    """Return to what the attempt with this uid is bound; kept, so that an answer needs not ask for it again.

    It may outlive the attempt, so it never tells whether there still is one: that the statement that stores an answer
    sees. Raises Missing where there is none.
    """
    return _bindings.get(uid, lambda: get_fresh_binding(uid))


def get_fresh_binding(uid: str) -> Binding:
    """Return to what an attempt is bound by now: from a guest it goes to their account. Raises Missing where it is gone."""
    found = find_try(uid)
    if found is None:
        raise Missing(f"attempt {uid}")
    return Binding(**{field.name: getattr(found, field.name) for field in fields(Binding)})


def list_tries(enrolment_id: int, quiz_key: str) -> list[Try]:
    """Return every attempt of an enrolment at a quiz, first to last."""
    return [_from_row(row) for row in read(_OF_A_QUIZ, enrolment=enrolment_id, quiz=quiz_key)]


def list_sent(enrolment_id: int, quiz_key: str) -> tuple[Fraction | None, ...]:
    """Return the shares of the attempts at a quiz that were sent in, first to last, None while one waits to be marked."""
    return tuple(None if num is None else Fraction(num, den) for _nth, num, den in read(_SENT, enrolment=enrolment_id, quiz=quiz_key))


def read_answers(attempt_id: int) -> Answers:
    """Return the answers of an attempt: those that count, by the key of their question, and when each was given.

    A client numbers what it sends, so its highest number is what was typed last, in whatever order it arrived; of
    several clients (two tabs, two devices) the one heard last counts.
    """
    return _that_count(tuple(row) for row in read(_RESPONSES, attempt=attempt_id))


def list_given_in(attempt_ids: Sequence[int]) -> dict[int, dict[str, Given]]:
    """Return the answers of several attempts that count, by attempt and by the key of their question."""
    rows: dict[int, list[tuple[Any, ...]]] = {each: [] for each in attempt_ids}
    for attempt_id, *row in read(_RESPONSES_IN, attempts=list(attempt_ids)):
        rows[attempt_id].append(tuple(row))
    return {attempt_id: _that_count(each).given for attempt_id, each in rows.items()}


def _that_count(rows: Iterable[tuple[Any, ...]]) -> Answers:
    last: dict[tuple[str, str], tuple[int, Given]] = {}
    counts: dict[str, str] = {}
    events = []
    for number, key, client, seq, body, language, at in rows:
        events.append((key, at))
        if seq >= last.get((key, client), (-1,))[0]:
            last[key, client] = (seq, Given(body, language, at, client, seq, number))
            counts[key] = client
    return Answers({key: last[key, client][1] for key, client in counts.items()}, tuple(events))


def list_given(attempt_id: int) -> dict[str, Given]:
    """Return the answers of an attempt that count, by the key of their question."""
    return read_answers(attempt_id).given


def next_number(attempt_id: int, client: str) -> int:
    """Return the next free number of a client in an attempt."""
    highest = select(func.max(Response.seq)).where(Response.attempt_id == attempt_id, Response.client == client)
    return (db.session.scalar(highest) or 0) + 1


def list_flagged(attempt_id: int) -> frozenset[str]:
    """Return the keys of the questions to which the learner of an attempt wants to come back."""
    return frozenset(read(select(Flag.question_key).where(Flag.attempt_id == attempt_id)).scalars())


def list_shares(attempt_id: int) -> dict[str, Fraction]:
    """Return what each question of a submitted attempt was worth, by key; what waits for a person is left out."""
    rows = read(select(QuestionMark.question_key, QuestionMark.num, QuestionMark.den).where(QuestionMark.attempt_id == attempt_id))
    return {key: Fraction(num, den) for key, num, den in rows if num is not None and den}


def count_further(enrolment_id: int, quiz_key: str) -> int:
    """Return how many attempts beyond those that a quiz allows somebody was given."""
    here = (FurtherAttempt.enrolment_id == enrolment_id, FurtherAttempt.quiz_key == quiz_key, FurtherAttempt.is_granted.is_(True))
    return int(read(select(func.count()).select_from(FurtherAttempt).where(*here)).scalar_one())

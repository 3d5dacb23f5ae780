"""Texts that people mark: which wait, who marks which just now, what they were given, and what comes of it.

A text is held by one marker at a time, so that two do not mark the same; the hold lapses by itself. Where a quiz wants two
markers, each marks without seeing what the other gave, and the mean counts.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from fractions import Fraction
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, delete, exists, func, or_, select, update

from lms.domain.courses.models import Course, Edition
from lms.domain.courses.queries import get_outline
from lms.domain.courses.questionnaires import Questionnaire, get_questionnaire
from lms.domain.enrolment.models import Enrolment
from lms.domain.enrolment.service import hold
from lms.domain.people.models import Person
from lms.domain.questions.kinds import essay
from lms.domain.questions.model import Question
from lms.domain.quizzes.facts import TextMarked
from lms.domain.quizzes.models import Attempt, EssayClaim, EssayMark, MarkingWay, QuestionMark, Response
from lms.domain.quizzes.queries import find_try, list_given, list_sent
from lms.domain.quizzes.rules import Refusal
from lms.domain.quizzes.service import count_unanswered, tell_progress
from lms.kernel.facts import announce
from lms.kernel.refusals import Missing, Refused
from lms.platform.database import change, db, insert_missing, read

HELD_FOR = timedelta(minutes=30)
LONGEST_COMMENT = 5000


@dataclass(frozen=True)
class Way:
    """How the texts of a quiz are marked."""

    is_anonymous: bool = False
    markers: int = 1


@dataclass(frozen=True)
class Pile:
    """The texts of one quiz of a course that wait: how many, and since when the oldest does."""

    course_id: int
    course_key: str
    quiz_key: str
    map_digest: str
    waiting: int
    since: datetime


@dataclass(frozen=True)
class Text:
    """A text as its markers know it. ``marks`` is how many have marked it, ``holder`` who holds it just now."""

    attempt_id: int
    uid: str
    question_key: str
    person_id: int
    name: str
    body: str
    language: str
    submitted_at: datetime
    share: Fraction | None
    marks: int
    holder_id: int | None
    holder: str
    held_until: datetime | None

    def held_by_another(self, person_id: int, now: datetime) -> bool:
        """Whether somebody else is marking it just now."""
        return self.holder_id not in (None, person_id) and self.held_until is not None and self.held_until > now


@dataclass(frozen=True)
class Given:
    """What one marker gave: points for each criterion, the share of the points of the question, and what they say."""

    marker_id: int
    points: tuple[Fraction, ...]
    share: Fraction
    comment: str
    at: datetime


_HOLDER = Person.__table__.alias("holder")
_SENT = (Attempt.submitted_at.is_not(None), QuestionMark.response_id.is_not(None))
_WAITS: tuple[ColumnElement[bool], ...] = (*_SENT, QuestionMark.num.is_(None))
_MARKS = (
    select(func.count())
    .select_from(EssayMark)
    .where(EssayMark.attempt_id == QuestionMark.attempt_id, EssayMark.question_key == QuestionMark.question_key)
    .scalar_subquery()
)
_TEXTS: Select[*tuple[Any, ...]] = (
    select(
        Attempt.id,
        Attempt.uid,
        QuestionMark.question_key,
        Enrolment.person_id,
        Person.name,
        Response.body,
        Response.language,
        Attempt.submitted_at,
        QuestionMark.num,
        QuestionMark.den,
        _MARKS,
        EssayClaim.person_id,
        _HOLDER.c.name,
        EssayClaim.until,
    )
    .select_from(QuestionMark)
    .join(Attempt, Attempt.id == QuestionMark.attempt_id)
    .join(Response, Response.id == QuestionMark.response_id)
    .join(Enrolment, Enrolment.id == Attempt.enrolment_id)
    .join(Person, Person.id == Enrolment.person_id)
    .outerjoin(EssayClaim, and_(EssayClaim.attempt_id == QuestionMark.attempt_id, EssayClaim.question_key == QuestionMark.question_key))
    .outerjoin(_HOLDER, _HOLDER.c.id == EssayClaim.person_id)
)


def _text(row: Sequence[Any]) -> Text:
    *before, num, den, marks, holder_id, holder, until = row
    return Text(*(*before, None if num is None else Fraction(num, den), marks, holder_id, holder or "", until))


def list_piles(course_ids: Collection[int] | None) -> list[Pile]:
    """Return the quizzes of these courses, or of all, whose texts wait to be marked, the one that waits longest first."""
    wanted = (
        select(Course.id, Course.key, Attempt.quiz_key, func.max(Edition.map_digest), func.count(), func.min(Attempt.submitted_at))
        .select_from(QuestionMark)
        .join(Attempt, Attempt.id == QuestionMark.attempt_id)
        .join(Edition, Edition.id == Attempt.edition_id)
        .join(Enrolment, Enrolment.id == Attempt.enrolment_id)
        .join(Course, Course.id == Enrolment.course_id)
        .where(*_WAITS)
        .group_by(Course.id, Course.key, Attempt.quiz_key)
        .order_by(func.min(Attempt.submitted_at))
    )
    if course_ids is not None:
        wanted = wanted.where(Course.id.in_(course_ids))
    return [Pile(*row) for row in read(wanted)]  # type: ignore[arg-type]


def list_texts(course_id: int, quiz_key: str, *, waiting: bool, most: int = 200) -> list[Text]:
    """Return the texts of a quiz that wait, the oldest first, or those that were marked, the newest first."""
    here = (Enrolment.course_id == course_id, Attempt.quiz_key == quiz_key)
    if waiting:
        found = _TEXTS.where(*here, *_WAITS).order_by(Attempt.submitted_at, Attempt.id, QuestionMark.question_key)
    else:
        found = _TEXTS.where(*here, *_SENT, QuestionMark.num.is_not(None), _MARKS > 0).order_by(Attempt.submitted_at.desc(), Attempt.id)
    return [_text(row) for row in read(found.limit(most))]


def find_text(uid: str, question_key: str) -> Text | None:
    """Return a text that was sent in for people to mark, or None."""
    row = read(_TEXTS.where(Attempt.uid == uid, QuestionMark.question_key == question_key, *_SENT)).first()
    return None if row is None else _text(row)


def place_of(uid: str) -> tuple[str, str] | None:
    """Return the keys of the course and the quiz to which an attempt belongs, or None."""
    attempt = find_try(uid)
    return None if attempt is None else (attempt.course_key, attempt.quiz_key)


def question_of(text: Text) -> tuple[Questionnaire, Question]:
    """Return the question that a text answers, in the edition of its attempt. Raises Missing where no person marks it."""
    attempt = find_try(text.uid)
    if attempt is None:
        raise Missing(f"attempt {text.uid}")
    outline = get_outline(attempt.map_digest)
    activity = outline.find(attempt.quiz_key)
    questionnaire = get_questionnaire(outline, activity) if activity else None
    question = questionnaire.quiz.by_key.get(text.question_key) if questionnaire else None
    if questionnaire is None or question is None or question.kind != "essay":
        raise Missing(f"text {text.uid}/{text.question_key}")
    return questionnaire, question


def way_of(course_id: int, quiz_key: str) -> Way:
    """Return how the texts of a quiz are marked."""
    row = read(select(MarkingWay.is_anonymous, MarkingWay.markers).where(MarkingWay.course_id == course_id, MarkingWay.quiz_key == quiz_key)).first()
    return Way() if row is None else Way(*row)


def set_way(course_id: int, quiz_key: str, way: Way) -> None:
    """Say how the texts of a quiz are marked from now on."""
    change(insert_missing(MarkingWay).values(course_id=course_id, quiz_key=quiz_key, is_anonymous=way.is_anonymous, markers=way.markers))
    here = (MarkingWay.course_id == course_id, MarkingWay.quiz_key == quiz_key)
    change(update(MarkingWay).where(*here).values(is_anonymous=way.is_anonymous, markers=way.markers))


def list_given_to(attempt_id: int, question_key: str) -> list[Given]:
    """Return what a text was given, in the order in which it was marked."""
    return list_given_in(attempt_id).get(question_key, [])


def list_given_in(attempt_id: int) -> dict[str, list[Given]]:
    """Return what the texts of an attempt were given, by question, in the order in which they were marked."""
    columns = (EssayMark.question_key, EssayMark.marker_id, EssayMark.criteria, EssayMark.num, EssayMark.den, EssayMark.comment, EssayMark.at)
    found: dict[str, list[Given]] = {}
    for key, marker, criteria, num, den, comment, at in read(select(*columns).where(EssayMark.attempt_id == attempt_id).order_by(EssayMark.id)):
        found.setdefault(key, []).append(Given(marker, tuple(map(Fraction, criteria)), Fraction(num, den), comment, at))
    return found


def claim(text: Text, *, by: int, now: datetime) -> bool:
    """Hold a text for half an hour from now, and tell whether nobody else does."""
    change(insert_missing(EssayClaim).values(attempt_id=text.attempt_id, question_key=text.question_key, person_id=by, until=now + HELD_FOR))
    here = (EssayClaim.attempt_id == text.attempt_id, EssayClaim.question_key == text.question_key)
    free = or_(EssayClaim.person_id == by, EssayClaim.until <= now)
    return bool(change(update(EssayClaim).where(*here, free).values(person_id=by, until=now + HELD_FOR)))


def claim_next(course_id: int, quiz_key: str, *, by: int, now: datetime) -> Text | None:
    """Hold the text of a quiz that has waited longest and that nobody else marks just now; None where there is none for this marker."""
    mine = exists().where(EssayMark.attempt_id == QuestionMark.attempt_id, EssayMark.question_key == QuestionMark.question_key, EssayMark.marker_id == by)
    free = or_(EssayClaim.person_id.is_(None), EssayClaim.person_id == by, EssayClaim.until <= now)
    here = (Enrolment.course_id == course_id, Attempt.quiz_key == quiz_key)
    rows = read(_TEXTS.where(*here, *_WAITS, ~mine, free).order_by(Attempt.submitted_at, Attempt.id, QuestionMark.question_key).limit(20)).all()
    return next((text for text in map(_text, rows) if claim(text, by=by, now=now)), None)


def give(text: Text, points: Sequence[Fraction], comment: str, *, markers: int, by: int, now: datetime) -> bool:
    """Mark a text, and tell whether it has its mark now; marked again by the same person, the newer mark is theirs.

    Raises Refused where somebody else holds it, where others have marked it already, or where the points are none of its
    rubric. With the last text of an attempt the attempt has its mark, and what follows from it happens.
    """
    questionnaire, question = question_of(text)
    try:
        share = essay.share_of(question, points)
    except ValueError as error:
        raise Refused(Refusal.NOT_THESE_POINTS) from error
    db.session.execute(select(Attempt.id).where(Attempt.id == text.attempt_id).with_for_update())  # another text of it may be marked at once
    if not claim(text, by=by, now=now):
        raise Refused(Refusal.HELD_BY_ANOTHER)
    before = list_given_to(text.attempt_id, text.question_key)
    if len([each for each in before if each.marker_id != by]) >= markers:
        raise Refused(Refusal.MARKED_ALREADY)
    _keep(text, points, share, comment, by=by, now=now)
    given = list_given_to(text.attempt_id, text.question_key)
    change(delete(EssayClaim).where(EssayClaim.attempt_id == text.attempt_id, EssayClaim.question_key == text.question_key))
    is_marked = len(given) >= markers
    if is_marked:
        mean = sum((each.share for each in given), Fraction(0)) / len(given)
        here = (QuestionMark.attempt_id == text.attempt_id, QuestionMark.question_key == text.question_key)
        change(update(QuestionMark).where(*here).values(num=mean.numerator, den=mean.denominator))
    _finish(text, questionnaire, share, by=by, now=now)
    return is_marked


def _keep(text: Text, points: Sequence[Fraction], share: Fraction, comment: str, *, by: int, now: datetime) -> None:
    kept = {"criteria": [str(each) for each in points], "num": share.numerator, "den": share.denominator, "comment": comment.strip()[:LONGEST_COMMENT], "at": now}
    change(insert_missing(EssayMark).values(attempt_id=text.attempt_id, question_key=text.question_key, marker_id=by, **kept))
    here = (EssayMark.attempt_id == text.attempt_id, EssayMark.question_key == text.question_key, EssayMark.marker_id == by)
    change(update(EssayMark).where(*here).values(kept))


def _finish(text: Text, questionnaire: Questionnaire, share: Fraction, *, by: int, now: datetime) -> None:
    """Tell what was given, and give the attempt its mark as soon as nothing of it waits."""
    attempt = find_try(text.uid)
    assert attempt is not None, "the attempt of a text"
    whole = _whole(attempt.id, questionnaire)
    if whole is not None:
        change(update(Attempt).where(Attempt.id == attempt.id).values(mark_num=whole.numerator, mark_den=whole.denominator))
    result: dict[str, Any] = {"question": text.question_key, "num": share.numerator, "den": share.denominator, "by": by}
    announce(
        TextMarked(
            at=now,
            person_id=attempt.person_id,
            enrolment_id=attempt.enrolment_id,
            edition_id=attempt.edition_id,
            object=f"{attempt.quiz_key}/{attempt.uid}",
            result={**result, "whole": None if whole is None else {"num": whole.numerator, "den": whole.denominator}},
        )
    )
    if whole is not None:
        activity = get_outline(attempt.map_digest).find(attempt.quiz_key)
        assert activity is not None, "an attempt at a quiz of its edition"
        hold([attempt.enrolment_id])
        sent = list_sent(attempt.enrolment_id, attempt.quiz_key)
        tell_progress(attempt, activity, sent, unanswered=count_unanswered(questionnaire, attempt.seed, list_given(attempt.id)), now=now)


def _whole(attempt_id: int, questionnaire: Questionnaire) -> Fraction | None:
    """Return the share of all points of an attempt, from those of its questions; None as long as one has none."""
    rows = read(select(QuestionMark.question_key, QuestionMark.num, QuestionMark.den).where(QuestionMark.attempt_id == attempt_id)).all()
    shares = {key: Fraction(num, den) for key, num, den in rows if num is not None and den}
    if len(shares) < len(rows):
        return None
    points = {key: questionnaire.quiz.by_key[key].points for key in shares}
    total = sum(points.values(), Fraction(0))
    return sum((points[key] * share for key, share in shares.items()), Fraction(0)) / total if total else Fraction(0)

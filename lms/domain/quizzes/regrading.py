"""Fair regrading: a mended answer key marks anew what was submitted, in the transaction in which it is published.

What is shown beforehand (``preview``) and what is done (``follow_edition``) are worked out by the same functions. Only
attempts that began in the line of the key fix are concerned: an older line keeps its questions and its key.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any

from sqlalchemy import Select, bindparam, insert, select, update

from lms.domain.courses.facts import EditionPublished
from lms.domain.courses.models import Course, Edition, Line
from lms.domain.courses.outline import Activity, Outline
from lms.domain.courses.publication import Plan
from lms.domain.courses.queries import get_map_and_line, get_outline
from lms.domain.courses.questionnaires import (
    Questionnaire,
    get_questionnaire,
    have_same_key,
    questionnaire_in,
    with_key,
)
from lms.domain.enrolment.models import Enrolment
from lms.domain.questions.marking import Given as Answer
from lms.domain.quizzes import rules
from lms.domain.quizzes.facts import AttemptProgressed, AttemptRegraded, MarksRegraded
from lms.domain.quizzes.models import Attempt, QuestionMark, Regrade, Regraded
from lms.domain.quizzes.queries import list_given_in
from lms.domain.quizzes.regrading_rules import (
    Change,
    Effect,
    Regrading,
    Shares,
    Sheet,
    judged,
    with_passes,
)
from lms.domain.quizzes.rules import Refusal
from lms.kernel.facts import announce, announce_each
from lms.kernel.keys import new_uid
from lms.kernel.refusals import Missing, Refused
from lms.platform.database import change_each, db, is_writing, read

AT_ONCE = 500  # attempts whose answers are read together

_SHEETS: Select[*tuple[Any, ...]] = (
    select(
        Attempt.id,
        Attempt.uid,
        Attempt.enrolment_id,
        Enrolment.person_id,
        Attempt.quiz_key,
        Attempt.nth,
        Attempt.edition_id,
        Attempt.seed,
        Attempt.mark_num,
        Attempt.mark_den,
        Edition.line_id,
        Edition.map_digest,
    )
    .select_from(Attempt)
    .join(Enrolment, Enrolment.id == Attempt.enrolment_id)
    .join(Edition, Edition.id == Attempt.edition_id)
    .where(
        Enrolment.course_id == bindparam("course"),
        Attempt.quiz_key.in_(bindparam("quizzes", expanding=True)),
        Attempt.submitted_at.is_not(None),
    )
    .order_by(Attempt.enrolment_id, Attempt.quiz_key, Attempt.nth)
)
# Whoever marks an essay of one of them just now comes before or after.
_SHEETS_HELD = _SHEETS.with_for_update(of=Attempt, key_share=True)
_KEPT = select(QuestionMark.attempt_id, QuestionMark.question_key, QuestionMark.num, QuestionMark.den).where(
    QuestionMark.attempt_id.in_(bindparam("attempts", expanding=True))
)


@dataclass(frozen=True)
class Mended:
    """A line with the edition at its head before, and the quizzes whose key is another one now, by key."""

    course_id: int
    line_id: int
    before: Outline
    quizzes: Mapping[str, Questionnaire]


@dataclass(frozen=True)
class Worked:
    """What becomes of the attempts at the quizzes with a mended key; ``others`` are attempts at them that began in other lines."""

    regrading: Regrading
    others: tuple[Sheet, ...] = ()


def preview(plan: Plan, *, may_lower: bool = False) -> Regrading:
    """Return what publishing would do to marks: nothing but where a key is mended."""
    if plan.what != "key-fix" or plan.head is None:
        return Regrading()
    line, number = plan.head
    found = db.session.execute(
        select(Course.id, Line.id, Edition.map_digest)
        .join(Line, Line.course_id == Course.id)
        .join(Edition, Edition.line_id == Line.id)
        .where(Course.uid == plan.prepared.uid, Line.number == line, Edition.number == number)
    ).one()
    files, new = {file.path: file.body for file in plan.prepared.files}, plan.prepared.outline
    return _work_out(_mended(*found, new, lambda activity: questionnaire_in(files, new, activity)), may_lower=may_lower).regrading


def follow_edition(fact: EditionPublished) -> None:
    """Mark anew what a mended key is about; marks fall only where the publisher said that they may (follows courses).

    Raises Refused where marks change and nobody has said why.
    """
    if fact.result["kind"] != "key-fix":
        return
    mended = _mended_by(fact.edition_id or 0)
    worked = _work_out(mended, may_lower=fact.may_lower)
    _write_marks(worked.regrading.changes, fact.edition_id or 0)
    told = worked.regrading.told
    if not told:
        return
    if not fact.note.strip():
        raise Refused(Refusal.NO_REASON)
    uid = _write_down(told, mended.course_id, fact)
    announce_each([_regraded(each, fact) for each in told])
    announce_each(_progressed(worked, mended, fact))
    facts = {"regrade": uid, "attempts": len(told), "may_lower": fact.may_lower}
    announce(MarksRegraded(at=fact.at, person_id=None, actor_id=fact.person_id, edition_id=fact.edition_id, object=fact.object, result=facts))


def _mended_by(edition_id: int) -> Mended:
    """Return what a key fix that was just published has mended."""
    row = db.session.execute(
        select(Line.course_id, Line.id, Edition.number, Edition.map_digest).join(Line, Line.id == Edition.line_id).where(Edition.id == edition_id)
    ).first()
    if row is None:
        raise Missing(f"edition {edition_id}")
    course_id, line_id, number, digest = row
    before = select(Edition.map_digest).where(Edition.line_id == line_id, Edition.number == number - 1)
    new = get_outline(digest)
    return _mended(course_id, line_id, db.session.scalars(before).one(), new, lambda activity: get_questionnaire(new, activity))


def _mended(course_id: int, line_id: int, before: str, new: Outline, read_new: Callable[[Activity], Questionnaire]) -> Mended:
    old, quizzes = get_outline(before), {}
    for activity in new.activities:
        was = old.find(activity.key)
        if was is None or was.quiz is None or was.quiz.mode != "test" or _files(was) == _files(activity):
            continue
        mended = read_new(activity)
        if not have_same_key(get_questionnaire(old, was), mended):
            quizzes[activity.key] = mended
    return Mended(course_id, line_id, old, quizzes)


def _files(activity: Activity) -> dict[str, str]:
    return {language: document.file for language, document in activity.documents.items()}


def _work_out(mended: Mended, *, may_lower: bool) -> Worked:
    """Return what becomes of every attempt that the mended keys are about."""
    if not mended.quizzes:
        return Worked(Regrading())
    here, others, maps = list[Sheet](), list[Sheet](), dict[int, str]()
    for row in read(_SHEETS_HELD if is_writing() else _SHEETS, course=mended.course_id, quizzes=list(mended.quizzes)):
        share = None if row.mark_num is None else Fraction(row.mark_num, row.mark_den)
        sheet = Sheet(row.id, row.uid, row.enrolment_id, row.person_id, row.quiz_key, row.nth, row.edition_id, row.seed, share)
        maps[sheet.edition_id] = row.map_digest
        (here if row.line_id == mended.line_id else others).append(sheet)
    bench = _Bench(mended.quizzes, maps)
    changes = [change for begin in range(0, len(here), AT_ONCE) for change in bench.judge(here[begin : begin + AT_ONCE], may_lower=may_lower)]
    return Worked(Regrading(with_passes(changes, _pass_marks(mended), others)), tuple(others))


def _pass_marks(mended: Mended) -> dict[str, int | None]:
    return {key: activity.quiz.pass_mark for key in mended.quizzes if (activity := mended.before.find(key)) and activity.quiz}


class _Bench:
    """Marks attempts by mended keys; the quiz of each edition is put under its new key once."""

    def __init__(self, quizzes: Mapping[str, Questionnaire], maps: Mapping[int, str]) -> None:
        self.quizzes, self.maps = quizzes, maps
        self.met: dict[tuple[int, str], Questionnaire] = {}

    def judge(self, sheets: Sequence[Sheet], *, may_lower: bool) -> list[Change]:
        """Return what becomes of these attempts."""
        ids = [sheet.id for sheet in sheets]
        given, kept = list_given_in(ids), _kept_in(ids)
        changes = []
        for sheet in sheets:
            answers = {key: Answer(each.body, each.language) for key, each in given[sheet.id].items()}
            marked = self._questionnaire(sheet).marked(sheet.seed, answers)
            changes.append(judged(replace(sheet, kept=kept[sheet.id]), marked, may_lower=may_lower))
        return changes

    def _questionnaire(self, sheet: Sheet) -> Questionnaire:
        """Return the quiz that an attempt met with the mended key."""
        place = (sheet.edition_id, sheet.quiz_key)
        if place not in self.met:
            outline = get_outline(self.maps[sheet.edition_id])
            activity = outline.find(sheet.quiz_key)
            assert activity is not None, "an attempt at a quiz of its edition"
            self.met[place] = with_key(get_questionnaire(outline, activity), self.quizzes[sheet.quiz_key])
        return self.met[place]


def _kept_in(attempt_ids: Sequence[int]) -> dict[int, Shares]:
    """Return the marks of the questions of several attempts as they are kept, by attempt and question."""
    found: dict[int, dict[str, Fraction | None]] = {each: {} for each in attempt_ids}
    for attempt_id, key, num, den in read(_KEPT, attempts=list(attempt_ids)):
        found[attempt_id][key] = None if num is None else Fraction(num, den)
    return dict(found)


def _write_marks(changes: Sequence[Change], edition_id: int) -> None:
    """Write the marks of attempts and of their questions, all that are those of the mended key now."""
    anew = [each for each in changes if each.is_marked_anew]
    whole = [
        {"of_attempt": each.sheet.id, "to_num": each.new.numerator, "to_den": each.new.denominator, "by_edition": edition_id}
        for each in anew
        if each.new is not None and each.effect is not Effect.WAITS
    ]
    values: dict[str, Any] = {"mark_num": bindparam("to_num"), "mark_den": bindparam("to_den"), "marked_edition_id": bindparam("by_edition")}
    change_each(update(Attempt.__table__).where(Attempt.id == bindparam("of_attempt")).values(values), whole)  # type: ignore[arg-type]
    single = [
        {"of_attempt": each.sheet.id, "of_question": key, "to_num": share.numerator, "to_den": share.denominator}
        for each in anew
        for key, share in each.shares.items()
        if share is not None and key in each.sheet.kept and each.sheet.kept[key] != share
    ]
    here = (QuestionMark.attempt_id == bindparam("of_attempt"), QuestionMark.question_key == bindparam("of_question"))
    change_each(update(QuestionMark.__table__).where(*here).values(num=bindparam("to_num"), den=bindparam("to_den")), single)  # type: ignore[arg-type]


def _write_down(told: Sequence[Change], course_id: int, fact: EditionPublished) -> str:
    """Write who regraded what, when and why, and each mark from what to what; return the uid of the regrade."""
    regrade = Regrade(
        uid=new_uid(),
        course_id=course_id,
        edition_id=fact.edition_id or 0,
        by=fact.person_id,
        at=fact.at,
        reason=" ".join(fact.note.split()),
        may_lower=fact.may_lower,
    )
    db.session.add(regrade)
    db.session.flush()
    change_each(insert(Regraded), [{"regrade_id": regrade.id, "attempt_id": each.sheet.id, **_marks(each)} for each in told])
    return regrade.uid


def _marks(change: Change) -> dict[str, int]:
    old, new = _both(change)
    return {"old_num": old.numerator, "old_den": old.denominator, "new_num": new.numerator, "new_den": new.denominator}


def _both(change: Change) -> tuple[Fraction, Fraction]:
    assert change.sheet.share is not None, "what is told has a mark"
    assert change.new is not None, "and gets another one"
    return change.sheet.share, change.new


def _regraded(change: Change, fact: EditionPublished) -> AttemptRegraded:
    old, new = ({"num": share.numerator, "den": share.denominator} for share in _both(change))
    return AttemptRegraded(
        at=fact.at,
        person_id=change.sheet.person_id,
        enrolment_id=change.sheet.enrolment_id,
        edition_id=fact.edition_id,
        object=f"{change.sheet.quiz_key}/{change.sheet.uid}",
        result={"from": old, "to": new},
    )


def _progressed(worked: Worked, mended: Mended, fact: EditionPublished) -> list[AttemptProgressed]:
    """Return what the attempts at a quiz amount to now, for everybody of whom one was regraded."""
    concerned = {(each.sheet.enrolment_id, each.sheet.quiz_key): each.sheet for each in worked.regrading.told}
    tries: dict[tuple[int, str], list[Sheet]] = {place: [] for place in concerned}
    for sheet in (*worked.others, *(replace(each.sheet, share=each.new) for each in worked.regrading.changes)):
        if (sheet.enrolment_id, sheet.quiz_key) in tries:
            tries[sheet.enrolment_id, sheet.quiz_key].append(sheet)
    facts = []
    map_digest, line_id = get_map_and_line(fact.edition_id or 0)
    for (enrolment_id, quiz_key), sheets in tries.items():
        shares = [sheet.share for sheet in sorted(sheets, key=lambda sheet: sheet.nth) if sheet.share is not None]
        activity = mended.before.find(quiz_key)
        assert activity is not None, "what was mended is a quiz"
        assert activity.quiz is not None, "what was mended is a quiz"
        facts.append(
            AttemptProgressed(
                at=fact.at,
                person_id=concerned[enrolment_id, quiz_key].person_id,
                enrolment_id=enrolment_id,
                edition_id=fact.edition_id,
                object=quiz_key,
                map_digest=map_digest,
                line_id=line_id,
                score=rules.score(activity.quiz.grading, shares),
                best=max(shares, default=None),
                submitted=len(shares),
                unanswered=0,
                is_learners=False,
            )
        )
    return facts

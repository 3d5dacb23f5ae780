"""A wrong key is mended: marks rise, nobody's falls unasked, and progress, completion and certificates follow."""

from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest
from sqlalchemy import select

from lms.domain.certificates.models import Certificate
from lms.domain.courses.models import Edition
from lms.domain.enrolment.models import Enrolment
from lms.domain.people.models import Person
from lms.domain.progress.models import ActivityState
from lms.domain.quizzes.models import Attempt, QuestionMark, Regrade, Regraded
from lms.domain.quizzes.regrading import preview
from lms.domain.quizzes.regrading_rules import Effect
from lms.domain.quizzes.rules import Refusal
from lms.domain.records.models import Audit, Record
from lms.kernel.refusals import Refused
from lms.platform.database import db, unit_of_work
from lms.platform.jobs import Job
from tests.makers import Makers
from tests.support.answer_keys import QUIZ, Key, share
from tests.support.postbox import letters
from tests.support.regrading import REASON, School

RIGHT: dict[str, Any] = {
    "choose": 1, "tick": [1, 3], "truth": True, "short": "linden", "number": "10", "order": [1, 2, 3], "fill": ["linden", 1], "left": 1, "right": 1,
}
# 4 of 8 by the key as it is, so one right answer more passes.
HALF = RIGHT | {"truth": False, "number": "12", "order": [3, 2, 1], "choose": 2}


@pytest.fixture
def school(make: Makers) -> School:
    made = School(make, "trees", 1)
    made.publish(Key())
    return made


# Every part of a key (course-format §9): what is changed, what was said, and whether the mark rises when it is mended so.
PARTS: list[Any] = [
    pytest.param({"choose": 2}, {"choose": 2}, id="which choice is right"),
    pytest.param({"tick": frozenset({1, 2})}, {"tick": [1, 2]}, id="which choices are right"),
    pytest.param({"truth": False}, {"truth": False}, id="true or false"),
    pytest.param({"short": ("linden", "oak")}, {"short": "Oak"}, id="an accepted text more"),
    pytest.param({"short_bg": ("липа", "дъб")}, {"short": "дъб"}, id="an accepted text in a translation"),
    pytest.param({"half": "elm"}, {"short": "elm"}, id="a share"),
    pytest.param({"number": 12}, {"number": "12"}, id="a number"),
    pytest.param({"around": 2}, {"number": "12"}, id="a tolerance"),
    pytest.param({"gap": ("linden", "oak")}, {"fill": ["oak", 1]}, id="an accepted text of a gap"),
    pytest.param({"pick": 2}, {"fill": ["linden", 2]}, id="the right alternative of a gap"),
]


def both_ways(school: School, changed: dict[str, Any], said: dict[str, Any], **publishing: Any) -> tuple[Fraction | None, Fraction | None, Fraction | None]:
    """Return the mark of an attempt by the first key, with the key mended, and with it put back as it was."""
    uid = school.take(school.enrol(), RIGHT | said)
    before = school.marks()[uid]
    school.publish(replace(Key(), **changed), "key-fix", **publishing)
    mended = school.marks()[uid]
    school.publish(Key(), "key-fix", **publishing)
    return before, mended, school.marks()[uid]


@pytest.mark.parametrize(("changed", "said"), PARTS)
def test_every_part_of_a_key_is_marked_anew_and_nobody_falls_when_it_is_put_back(school: School, changed: dict[str, Any], said: dict[str, Any]) -> None:
    before, mended, back = both_ways(school, changed, said)
    assert before is not None
    assert mended is not None
    assert mended > before
    assert back == mended


@pytest.mark.parametrize(("changed", "said"), PARTS)
def test_marks_fall_where_the_publisher_says_that_they_may(school: School, changed: dict[str, Any], said: dict[str, Any]) -> None:
    before, mended, back = both_ways(school, changed, said, may_lower=True)
    assert mended != before == back


def test_case_and_all_or_nothing_are_parts_of_the_key_too(make: Makers) -> None:
    strict = replace(Key(), case=True, whole_order=True)
    school = School(make, "trees", 1)
    school.publish(strict)
    uid = school.take(school.enrol(), RIGHT | {"short": "LINDEN", "order": [2, 3, 1], "fill": ["Linden", 1]})
    before = school.marks()[uid]
    school.publish(Key(), "key-fix")
    assert (before, school.marks()[uid]) == (Fraction(11, 16), Fraction(15, 16))


def test_who_passes_by_it_has_done_the_quiz_completes_the_course_and_holds_a_certificate(school: School) -> None:
    enrolment = school.enrol()
    uid = school.take(enrolment, HALF)
    assert school.marks()[uid] == Fraction(1, 2)
    school.publish(replace(Key(), choose=2), "key-fix")
    assert school.marks()[uid] == Fraction(5, 8)
    state = school.make.rows(select(ActivityState).where(ActivityState.enrolment_id == enrolment.id))[0].ActivityState
    assert (state.state, state.score_num, state.score_den) == ("done", 5, 8)
    done = school.make.rows(select(Enrolment.completed_at, Enrolment.state).where(Enrolment.id == enrolment.id))[0]
    assert (done.completed_at is not None, done.state) == (True, "completed")
    assert len(school.make.rows(select(Certificate.uid).where(Certificate.enrolment_id == enrolment.id))) == 1


def test_a_certificate_never_goes_and_a_completion_neither(school: School) -> None:
    enrolment = school.enrol()
    uid = school.take(enrolment, HALF | {"choose": 1})
    school.publish(replace(Key(), choose=2), "key-fix", may_lower=True)
    assert school.marks()[uid] == Fraction(1, 2)
    row = school.make.rows(select(Enrolment.completed_at).where(Enrolment.id == enrolment.id))[0]
    held = school.make.rows(select(Certificate.revoked_at).where(Certificate.enrolment_id == enrolment.id))
    state = school.make.rows(select(ActivityState).where(ActivityState.enrolment_id == enrolment.id))[0].ActivityState
    assert row.completed_at is not None
    assert [each.revoked_at for each in held] == [None]
    assert (state.state, Fraction(state.score_num, state.score_den)) == ("done", Fraction(1, 2))


def test_both_editions_are_kept_and_the_attempt_stays_with_its_own(school: School) -> None:
    uid = school.take(school.enrol(), HALF)
    began = school.attempt(uid).edition_id
    school.publish(replace(Key(), choose=2), "key-fix", wording="Quite other words.")
    editions = school.make.rows(select(Edition.id, Edition.kind).order_by(Edition.id))
    row = school.make.rows(select(Attempt.edition_id, Attempt.marked_edition_id).where(Attempt.uid == uid))[0]
    assert [each.kind for each in editions] == ["new", "key-fix"]
    assert (row.edition_id, row.marked_edition_id) == (began, editions[-1].id)


def test_who_when_and_why_is_written_down_and_what_from_what(school: School, make: Makers) -> None:
    admin = make.person(role="admin")
    enrolment = school.enrol()
    uid = school.take(enrolment, HALF)
    school.publish(replace(Key(), choose=2), "key-fix", note="  Choice 2 is \n right. ", by=admin.id)
    regrade = make.rows(select(Regrade))[0].Regrade
    assert (regrade.by, regrade.at, regrade.reason, regrade.may_lower) == (admin.id, make.now, "Choice 2 is right.", False)
    changed = make.rows(select(Regraded))[0].Regraded
    assert (changed.old_num, changed.old_den, changed.new_num, changed.new_den) == (1, 2, 5, 8)
    record = make.rows(select(Record).where(Record.verb == "regraded"))[0].Record
    assert (record.object, record.result) == (f"{QUIZ}/{uid}", {"from": {"num": 1, "den": 2}, "to": {"num": 5, "den": 8}})
    assert (record.person_id, record.enrolment_id, record.edition_id) == (enrolment.person_id, enrolment.id, regrade.edition_id)
    audit = make.rows(select(Audit).where(Audit.action == "marks-regraded"))[0].Audit
    assert (audit.actor_id, audit.object, audit.changes) == (admin.id, "trees", {"regrade": regrade.uid, "attempts": 1, "may_lower": False})


def test_without_a_reason_marks_do_not_change_and_nothing_is_published(school: School) -> None:
    uid = school.take(school.enrol(), HALF)
    with pytest.raises(Refused) as refused:
        school.publish(replace(Key(), choose=2), "key-fix", note=" ")
    assert refused.value.reason is Refusal.NO_REASON
    assert (school.marks()[uid], len(school.make.rows(select(Edition.id)))) == (Fraction(1, 2), 1)


def test_where_no_mark_changes_no_reason_is_needed_and_nobody_is_told(school: School) -> None:
    school.take(school.enrol(), HALF | {"choose": 3})
    assert school.publish(replace(Key(), choose=2), "key-fix", note="").what == "key-fix"
    assert school.make.rows(select(Regrade.id)) == school.make.rows(select(Job.id)) == []


def test_an_attempt_that_keeps_its_mark_keeps_what_it_is_made_of(school: School) -> None:
    uid = school.take(school.enrol(), RIGHT)
    before = (school.attempt(uid), school.question_marks(uid), marked_by(school, uid))
    school.publish(replace(Key(), choose=2), "key-fix")
    assert (school.attempt(uid), school.question_marks(uid), marked_by(school, uid)) == before


def marked_by(school: School, uid: str) -> int:
    return int(school.make.rows(select(Attempt.marked_edition_id).where(Attempt.uid == uid))[0].marked_edition_id)


def test_an_attempt_that_was_open_is_marked_by_the_newest_key_when_it_is_sent(school: School) -> None:
    uid = school.begin(school.enrol(), HALF)
    school.publish(replace(Key(), choose=2), "key-fix", wording="Other words.")
    school.publish(replace(Key(), choose=2, truth=False), "key-fix")
    assert school.marks() == {uid: None}
    school.submit(uid)
    newest = school.make.rows(select(Edition.id).order_by(Edition.id.desc()))[0].id
    assert (school.marks()[uid], marked_by(school, uid)) == (Fraction(6, 8), newest)


def test_a_correction_in_between_changes_no_mark(school: School) -> None:
    uid = school.begin(school.enrol(), HALF)
    assert school.publish(Key(), wording="Other words.").what == "correction"
    school.submit(uid)
    assert school.marks()[uid] == Fraction(1, 2)


def test_attempts_of_an_older_line_are_left_alone(school: School) -> None:
    older = school.take(school.enrol(), HALF)
    assert school.publish(replace(Key(), truth=False)).what == "revision"
    newer = school.take(school.enrol(), HALF)
    school.publish(replace(Key(), truth=False, choose=2), "key-fix")
    assert school.marks() == {older: Fraction(1, 2), newer: Fraction(6, 8)}


def test_what_a_person_marked_stays_and_what_waits_for_one_waits_on(school: School) -> None:
    """An attempt without a mark waits for a person: the marks of its questions are counted anew, and nobody is told yet."""
    uid = school.take(school.enrol(), HALF)
    with school.make.app.app_context(), unit_of_work() as session:
        attempt = session.query(Attempt).filter_by(uid=uid).one()
        attempt.mark_num = attempt.mark_den = attempt.marked_edition_id = None
    school.publish(replace(Key(), choose=2), "key-fix", note="")
    assert (school.marks()[uid], school.question_marks(uid)["choose"]) == (None, 1)
    assert school.make.rows(select(Regraded)) == []


def test_the_best_of_several_attempts_counts_as_before(school: School) -> None:
    enrolment = school.enrol()
    school.take(enrolment, HALF | {"choose": 3})
    school.take(enrolment, HALF)
    with school.make.app.app_context():
        shown = preview(school.plan(replace(Key(), choose=2), "key-fix"))
    assert [(each.effect, each.passes) for each in shown.changes] == [(Effect.SAME, False), (Effect.RISES, True)]
    school.publish(replace(Key(), choose=2), "key-fix")
    state = school.make.rows(select(ActivityState.score_num, ActivityState.score_den).where(ActivityState.enrolment_id == enrolment.id))[0]
    assert Fraction(*state) == Fraction(5, 8)


def test_each_learner_is_written_to_once_in_their_language(school: School, make: Makers) -> None:
    first = school.enrol(email="en@example.org")
    school.take(first, HALF)
    school.take(first, HALF | {"truth": True})
    school.take(school.enrol(email="bg@example.org", language="bg"), HALF)
    school.take(school.enrol(email="other@example.org"), HALF | {"choose": 3})
    school.publish(replace(Key(), choose=2), "key-fix", note="Choice 2 is right.")
    sent = {letter.to: letter for letter in letters(make.app)}
    assert sorted(sent) == ["bg@example.org", "en@example.org"]
    english, bulgarian = (" ".join(sent[f"{lang}@example.org"].paragraphs) for lang in ("en", "bg"))
    for said in (
        "“Exam”, attempt 1: your result was 50% and is 62% now.",
        "“Exam”, attempt 2: your result was 62% and is 75% now.",
        "Why: Choice 2 is right.",
        "You have passed “Exam”.",
        "You have completed this course.",
    ):
        assert said in english, said
    assert "„Изпит“, опит 1: резултатът ви беше 50\xa0%, а сега е 62\xa0%." in bulgarian


def test_the_pages_say_what_was_changed_and_why(school: School, make: Makers) -> None:
    enrolment = school.enrol()
    uid = school.take(enrolment, HALF)
    school.publish(replace(Key(), choose=2), "key-fix", note="Choice 2 is right.")
    browser = make.client()
    with make.app.app_context():
        person = db.session.get_one(Person, enrolment.person_id)
    make.sign_in(browser, person)
    said = "Your result was changed from 50% to 62% on 21 November 2026, because: Choice 2 is right."
    review = browser.page(f"/learn/trees/{QUIZ}/attempts/{uid}/review/")
    assert said in review.text
    assert said in browser.page(f"/learn/trees/{QUIZ}/").text
    # What is right is explained by the key that marked.
    assert "About 2 by 2." in review.text
    assert "by 1." not in review.text


def test_the_marks_of_questions_are_those_of_the_newest_key(school: School) -> None:
    uid = school.take(school.enrol(), HALF)
    school.publish(replace(Key(), choose=2, truth=False), "key-fix")
    marks = school.question_marks(uid)
    assert (marks["choose"], marks["truth"], marks["number"]) == (1, 1, 0)
    assert sum(marks.values()) / len(marks) == school.marks()[uid] == share(replace(Key(), choose=2, truth=False), HALF, school.drawn(uid))
    assert len(school.make.rows(select(QuestionMark.attempt_id))) == 8


def test_reason_of_the_makers_is_one() -> None:
    assert REASON.strip()

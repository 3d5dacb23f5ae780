"""A course with a new key is the same course (course-format N2, N3): nobody loses anything, and no old address leads nowhere."""

from collections.abc import Mapping

import pytest
from flask import Flask
from sqlalchemy import select

from lms.domain.courses.drafts import put_draft, ready_draft
from lms.domain.courses.models import Course
from lms.domain.courses.rules import Refusal
from lms.domain.enrolment.queries import find_learning
from lms.domain.progress.queries import list_standings
from lms.domain.quizzes.models import Attempt
from lms.domain.quizzes.queries import get_binding
from lms.kernel.refusals import Refused
from lms.platform.database import unit_of_work
from tests.makers import COURSE, LESSONS, TEST, Makers, files_of
from tests.support import a_guide
from tests.support.answers import right_answers

RENAMED = "town-square"
OTHER_UID = "0" * 31 + "1"


def renamed(formerly: str = f"formerly: [{COURSE}]\n", key: str = RENAMED, changed: Mapping[str, str | None] | None = None) -> dict[str, bytes]:
    """Return the course of the tests under another key."""
    files = {path.replace(f"/{COURSE}/", f"/{key}/"): body for path, body in files_of(changed=changed).items()}
    files[f"modules/{key}/course.yaml"] += formerly.encode()
    return files


def keys_of(make: Makers) -> list[str]:
    return [row.key for row in make.rows(select(Course.key))]


def test_a_new_key_is_a_correction_and_everybody_keeps_what_they_have_done(app: Flask, make: Makers) -> None:
    course, person = make.course(), make.person()
    make.done(make.enrolment(person, course), course, LESSONS[0])
    outcome = make.publish(RENAMED, renamed())
    assert (outcome.key, outcome.edition, outcome.what, keys_of(make)) == (RENAMED, "1.2", "correction", [RENAMED])
    with app.app_context():
        learning = find_learning(person.id, RENAMED)
        assert learning is not None
        assert [*list_standings(learning.enrolment_id)] == [LESSONS[0]]
    browser = make.client(person)
    for key in (RENAMED, COURSE):
        assert "1 of 4 parts done" in browser.page(f"/learn/{key}/").text
        assert browser.get(f"/learn/{key}/{LESSONS[1]}/").status_code == 200
        assert make.client().get(f"/courses/{key}/").status_code == 200


def test_whoever_stays_with_an_older_line_goes_on_under_its_old_addresses(make: Makers) -> None:
    learner = make.learner(make.course())
    hours = {f"modules/{COURSE}/course.yaml": files_of()[f"modules/{COURSE}/course.yaml"].decode().replace("hours: 1", "hours: 2")}
    assert make.publish(COURSE, files_of(changed=hours)).what == "revision"
    assert make.publish(RENAMED, renamed(changed=hours)).edition == "2.2"
    lesson = learner.page(f"/learn/{COURSE}/{LESSONS[0]}/")
    learner.submit(lesson, "Done")
    assert "1 of 4 parts done" in learner.page(f"/learn/{COURSE}/").text


def test_an_attempt_that_was_open_is_answered_and_sent_in_from_its_old_page(make: Makers) -> None:
    course, person = make.course(), make.person()
    make.done(make.enrolment(person, course), course, *LESSONS)
    browser = make.client(person)
    page = browser.submit(browser.page(f"/learn/{COURSE}/{TEST}/"), "Start now")
    uid = make.rows(select(Attempt.uid))[0].uid
    get_binding(uid)  # as a process remembers it
    make.publish(RENAMED, renamed())
    assert uid in page.url
    before_sending = browser.submit(page, "check before", right_answers(page))
    sent = browser.submit(before_sending, "Send the answers")
    assert [row.submitted_at is not None for row in make.rows(select(Attempt.submitted_at))] == [True], sent.h1
    for key in (RENAMED, COURSE):
        assert browser.get(f"/learn/{key}/{TEST}/attempts/{uid}/review/").status_code == 200


@pytest.mark.parametrize(
    ("key", "files"),
    [
        pytest.param(RENAMED, renamed(""), id="a new key that does not say the old one"),
        pytest.param(RENAMED, {path: body.replace(b"uid: ", b"uid: " + b"0" * 31 + b"1 # ") for path, body in renamed("").items()} | {}, id="another course"),
    ],
)
def test_only_the_course_itself_takes_a_new_key(make: Makers, key: str, files: dict[str, bytes]) -> None:
    make.course()
    if b"uid: " + OTHER_UID.encode() in files[f"modules/{key}/course.yaml"]:
        assert make.publish(key, files).what == "new"
        assert sorted(keys_of(make)) == sorted([COURSE, RENAMED])
        return
    with pytest.raises(Refused) as refused:
        make.publish(key, files)
    assert (refused.value.reason, keys_of(make)) == (Refusal.UID_IS_TAKEN, [COURSE])


def test_the_old_key_stays_with_the_course_that_had_it(make: Makers) -> None:
    make.course()
    make.publish(RENAMED, renamed())
    other = {path: body.replace(b"uid: ", b"uid: " + OTHER_UID.encode() + b" # ") for path, body in files_of().items()}
    for files in (files_of(), other):
        with pytest.raises(Refused) as refused:
            make.publish(COURSE, files)
        assert refused.value.reason is Refusal.UID_IS_TAKEN
    assert keys_of(make) == [RENAMED]


def test_nobody_takes_the_key_of_another_course_by_calling_it_their_own_former_one(make: Makers) -> None:
    make.course()
    thief = {path: body.replace(b"uid: ", b"uid: " + OTHER_UID.encode() + b" # ") for path, body in renamed().items()}
    with pytest.raises(Refused) as refused:
        make.publish(RENAMED, thief)
    assert (refused.value.reason, keys_of(make)) == (Refusal.UID_IS_TAKEN, [COURSE])
    hours = {f"modules/{COURSE}/course.yaml": files_of()[f"modules/{COURSE}/course.yaml"].decode().replace("hours: 1", "hours: 2")}
    assert make.publish(COURSE, files_of(changed=hours)).what == "revision"


def test_a_guide_with_a_new_key_is_read_under_both(make: Makers) -> None:
    a_guide.publish(make)
    files = {path.replace(f"/{a_guide.GUIDE}/", "/plain-letters/"): text.encode() for path, text in a_guide.FILES.items()}
    files["modules/plain-letters/course.yaml"] += f"formerly: [{a_guide.GUIDE}]\n".encode()
    assert make.publish("plain-letters", files).what == "correction"
    for key in ("plain-letters", a_guide.GUIDE):
        assert make.client().get(f"/guides/{key}/{a_guide.FIRST}/").status_code == 200


def test_a_draft_takes_the_new_key_too(app: Flask, make: Makers) -> None:
    with app.app_context(), unit_of_work():
        assert put_draft(ready_draft(COURSE, files_of()), now=make.now) == "new"
    with app.app_context(), unit_of_work():
        assert put_draft(ready_draft(RENAMED, renamed()), replace=True, now=make.now) == "replaced"
    with app.app_context(), pytest.raises(Refused) as refused, unit_of_work():
        put_draft(ready_draft("a-third-town", renamed("", "a-third-town")), replace=True, now=make.now)
    assert refused.value.reason is Refusal.UID_OF_ANOTHER

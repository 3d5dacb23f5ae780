"""Publishing: editions and lines, all or nothing, and what may be called a correction."""

from dataclasses import replace
from functools import partial

import pytest
from flask import Flask
from sqlalchemy import func, select

from lms.domain.courses import publication, service
from lms.domain.courses.models import Blob, Course, Edition, EditionFile, Line, Page
from lms.domain.courses.publication import plan
from lms.domain.courses.queries import find_published, get_blob, get_outline, list_published
from lms.domain.courses.rules import Refusal
from lms.domain.records.models import Record
from lms.kernel.clock import SetClock
from lms.kernel.problems import Problems
from lms.kernel.refusals import Refused
from lms.platform.database import db, unit_of_work
from tests.makers import COURSE, LESSONS, TEST, Makers, files_of, prepared
from tests.support.client import PageClient
from tests.support.together import at_once

LESSON = f"content/{COURSE}/en/{LESSONS[0]}.md"
QUIZ = f"quizzes/{COURSE}/en/{TEST}.md"
OUTLINE = f"modules/{COURSE}/course.yaml"
ANSWERING = f"modules/{COURSE}/answering.yaml"
TRUTH = "= false"
TABLES = (Course, Line, Edition, EditionFile, Blob, Page, Record)


def text_of(path: str) -> str:
    """Return a file of the course as it is shipped."""
    return files_of()[path].decode()


def changed(path: str, old: str, new: str) -> dict[str, str | None]:
    """Return a course in which one text of one file is another."""
    text = text_of(path)
    assert old in text, f"{path} has no {old!r}"
    return {path: text.replace(old, new)}


def test_a_course_that_is_published_for_the_first_time_is_edition_one_of_line_one(make: Makers) -> None:
    outcome = make.publish(COURSE, files_of())
    assert (outcome.key, outcome.edition, outcome.what) == (COURSE, "1.1", "new")


def test_publishing_the_same_files_twice_makes_nothing(make: Makers) -> None:
    make.publish(COURSE, files_of())
    before = [make.rows(select(func.count()).select_from(table)) for table in TABLES]
    outcome = make.publish(COURSE, files_of())
    assert (outcome.edition, outcome.what) == ("1.1", "unchanged")
    assert [make.rows(select(func.count()).select_from(table)) for table in TABLES] == before


def test_line_ends_and_a_byte_order_mark_are_no_change(make: Makers) -> None:
    make.publish(COURSE, files_of())
    files = files_of()
    files[LESSON] = b"\xef\xbb\xbf" + files[LESSON].replace(b"\n", b"\r\n")
    assert make.publish(COURSE, files).what == "unchanged"


ALLOWED = [
    pytest.param(changed(LESSON, "Better decisions.", "Much better decisions."), "correction", id="other words in a lesson"),
    pytest.param(changed(QUIZ, "The council", "The town council"), "correction", id="other words in an answer"),
    pytest.param(changed(OUTLINE, 'en: "The town hall asks"', 'en: "The town hall asks you"'), "correction", id="another title"),
    pytest.param(changed(QUIZ, "pass: 60", "pass: 70"), "revision", id="another pass mark"),
    pytest.param(changed(QUIZ, "attempts: 2", "attempts: 3"), "revision", id="more attempts"),
    pytest.param(changed(OUTLINE, "hours: 1", "hours: 2"), "revision", id="more hours"),
    pytest.param(changed(OUTLINE, "score: 60", "score: 50"), "revision", id="a lower score to reach"),
    pytest.param(changed(ANSWERING, "    required: false\n", ""), "revision", id="a lesson that is now required"),
    pytest.param(changed(OUTLINE, "modules: [asking, answering]", "modules: [answering, asking]"), "revision", id="modules in another order"),
]


@pytest.mark.parametrize(("files", "what"), ALLOWED)
def test_without_a_word_the_lightest_name_is_taken(make: Makers, files: dict[str, str | None], what: str) -> None:
    make.publish(COURSE, files_of())
    outcome = make.publish(COURSE, files_of(changed=files))
    assert (outcome.what, outcome.edition) == (what, "1.2" if what == "correction" else "2.1")


@pytest.mark.parametrize(("files", "what"), ALLOWED)
def test_what_learners_would_notice_is_never_called_a_correction(make: Makers, files: dict[str, str | None], what: str) -> None:
    make.publish(COURSE, files_of())
    if what == "correction":
        assert make.publish(COURSE, files_of(changed=files), as_="correction").edition == "1.2"
        return
    with pytest.raises(Refused) as refused:
        make.publish(COURSE, files_of(changed=files), as_="correction")
    assert refused.value.reason is Refusal.NOT_A_CORRECTION
    assert find_edition(make) == "1.1"


def test_a_harmless_change_may_be_called_a_revision(make: Makers) -> None:
    make.publish(COURSE, files_of())
    outcome = make.publish(COURSE, files_of(changed=changed(LESSON, "Better decisions.", "Much better decisions.")), as_="revision")
    assert (outcome.what, outcome.edition) == ("revision", "2.1")


@pytest.mark.parametrize(
    ("files", "why"),
    [
        pytest.param(changed(OUTLINE, "abcdef0", "abcdef1"), "the uid of the course changed", id="another uid"),
        pytest.param(
            {path: text_of(path).replace(TRUTH, "- (x) yes\n- ( ) no") for path in (QUIZ, QUIZ.replace("/en/", "/bg/"))},
            f"question {TEST}/truth changed its kind; give it a new key",
            id="another kind of question under the same key",
        ),
    ],
)
def test_what_can_never_be_published_under_the_same_key(make: Makers, files: dict[str, str | None], why: str) -> None:
    make.publish(COURSE, files_of())
    for word in (None, "correction", "revision"):
        with pytest.raises(Refused) as refused:
            make.publish(COURSE, files_of(changed=files), as_=word)
        assert (refused.value.reason, refused.value.facts["why"]) == (Refusal.NEVER, why)


def find_edition(make: Makers) -> str:
    """Return the edition in which the course is offered now."""
    with make.app.app_context():
        found = find_published(COURSE)
    assert found is not None
    return found.edition


def test_learners_stay_on_their_line_when_a_revision_comes(make: Makers) -> None:
    course = make.course()
    browser = make.learner(course)
    make.publish(COURSE, files_of(changed={**changed(QUIZ, "pass: 60", "pass: 90"), **changed(LESSON, "Better decisions.", "A fountain.")}))
    assert find_edition(make) == "2.1"
    page = browser.get(f"/learn/{COURSE}/{LESSONS[0]}/").text
    assert "fountain" not in page
    assert "60%" in browser.get(f"/learn/{COURSE}/{TEST}/").text


def test_learners_see_a_correction_at_the_next_page(make: Makers) -> None:
    course = make.course()
    browser = make.learner(course)
    make.publish(COURSE, files_of(changed=changed(LESSON, "Better decisions.", "A fountain.")), as_="correction")
    assert "fountain" in browser.get(f"/learn/{COURSE}/{LESSONS[0]}/").text


def test_of_what_this_site_cannot_serve_yet_learners_see_nothing(make: Makers) -> None:
    """A meeting stands between two lessons, and one of them names it."""
    outline = text_of(ANSWERING).replace("  - lesson: to-read-on\n", "  - live: meeting\n    required: false\n  - lesson: to-read-on\n")
    course = make.course(
        changed={
            ANSWERING: outline,
            f"content/{COURSE}/en/meeting.md": "---\ntitle: The evening in the hall\n---\n\nText.\n",
            LESSON: text_of(LESSON) + "\nThen comes [[meeting]].\n",
        }
    )
    browser = make.learner(course)
    for page in (f"/courses/{COURSE}/", f"/learn/{COURSE}/"):
        shown = browser.page(page).text
        assert "The evening" not in shown
        assert "2.2" in shown
    assert browser.get(f"/learn/{COURSE}/meeting/").status_code == 404
    lesson = browser.page(f"/learn/{COURSE}/{LESSONS[0]}/")
    assert [path for path in lesson.links().values() if "meeting" in path] == []


def test_a_broken_course_is_refused_with_every_problem_and_nothing_is_published(make: Makers) -> None:
    files = files_of(changed={**changed(QUIZ, "- (x) The council", "- ( ) The council"), LESSON: "no front matter"})
    problems = Problems()
    with make.app.app_context():
        assert publication.prepare(COURSE, files, problems, make.now.date()) is None
    found = {(problem.file, problem.severity) for problem in problems.found}
    assert {(QUIZ, "error"), (LESSON, "error")} <= found
    assert all(problem.line >= 1 for problem in problems.found)
    assert make.rows(select(Course.key)) == []


def test_of_several_courses_all_are_published_or_none(app: Flask, make: Makers, clock: SetClock) -> None:
    good = prepared(COURSE, files_of())
    other = replace(good, key="another-town", uid="0" * 31 + "1")
    thief = replace(good, key="a-third-town")  # with the uid of the first
    with app.app_context():
        plans = [plan(each, None) for each in (good, other, thief)]
        with pytest.raises(Refused) as refused, unit_of_work():
            service.publish(plans, now=clock.now())
        assert refused.value.reason is Refusal.UID_IS_TAKEN
        assert list_published() == []
        with unit_of_work():
            service.publish(plans[:2], now=clock.now())
        assert [course.key for course in list_published()] == ["another-town", COURSE]


def test_a_publication_that_fails_at_its_last_row_leaves_the_old_edition(app: Flask, make: Makers, clock: SetClock) -> None:
    make.publish(COURSE, files_of())
    ready = prepared(COURSE, files_of(changed=changed(LESSON, "Better decisions.", "A fountain.")))
    with app.app_context():
        planned = plan(ready, None)

        def publish_until_the_power_goes() -> None:
            with unit_of_work():
                service.publish([planned], now=clock.now())
                raise RuntimeError("the power went")

        with pytest.raises(RuntimeError, match="the power went"):
            publish_until_the_power_goes()
    assert find_edition(make) == "1.1"
    assert make.rows(select(func.count()).select_from(Edition)) == [(1,)]


def test_of_two_who_publish_at_once_the_later_is_told(app: Flask, make: Makers, clock: SetClock) -> None:
    make.publish(COURSE, files_of())
    mine = prepared(COURSE, files_of(changed=changed(LESSON, "Better decisions.", "A fountain.")))
    yours = prepared(COURSE, files_of(changed=changed(LESSON, "Better decisions.", "A statue.")))
    with app.app_context():
        plans = [plan(mine, None), plan(yours, None)]
        with unit_of_work():
            service.publish(plans[:1], now=clock.now())
        with pytest.raises(Refused) as refused, unit_of_work():
            service.publish(plans[1:], now=clock.now())
    assert refused.value.reason is Refusal.HEAD_MOVED
    assert find_edition(make) == "1.2"


@pytest.mark.slow
def test_of_several_who_publish_at_the_same_moment_one_succeeds(app: Flask, make: Makers, clock: SetClock) -> None:
    make.publish(COURSE, files_of())
    texts = ("A fountain.", "A statue.", "A tree.", "A bench.")
    ready = [prepared(COURSE, files_of(changed=changed(LESSON, "Better decisions.", text))) for text in texts]
    with app.app_context():
        plans = [plan(each, None) for each in ready]

    def publish(number: int) -> str:
        with app.app_context():
            try:
                with unit_of_work():
                    return service.publish([plans[number]], now=clock.now())[0].edition
            except Refused as refused:
                return str(refused.reason)

    outcomes = at_once([partial(publish, number) for number in range(len(plans))])
    assert sorted(outcomes) == sorted(["1.2", *[str(Refusal.HEAD_MOVED)] * 3])
    assert find_edition(make) == "1.2"


def test_an_edition_keeps_the_bytes_of_every_file(app: Flask, make: Makers) -> None:
    make.publish(COURSE, files_of())
    with app.app_context():
        kept = dict(db.session.execute(select(EditionFile.path, EditionFile.digest)).all())
        assert {path: get_blob(digest) for path, digest in kept.items()} == files_of()


def test_a_publication_is_recorded(make: Makers) -> None:
    make.publish(COURSE, files_of())
    rows = make.rows(select(Record.verb, Record.object, Record.result))
    assert [tuple(row) for row in rows] == [("published", COURSE, {"kind": "new"})]


def test_an_outline_that_was_read_once_is_read_without_a_statement(make: Makers) -> None:
    course = make.course(changed=changed(LESSON, "Better decisions.", "Decisions that nobody else in these tests has read."))
    counts = []
    for _time in range(2):
        with make.app.app_context(), PageClient.statements.since() as ran:
            get_outline(course.map_digest)
        counts.append(len(ran))
    assert counts == [1, 0]

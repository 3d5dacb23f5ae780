"""A new edition never breaks a learner: it is offered, told in words, and whoever moves keeps what they have done."""

from fractions import Fraction
from typing import Any

import pytest
from sqlalchemy import select, update

from lms.domain.certificates.models import Certificate
from lms.domain.courses.models import Edition
from lms.domain.courses.queries import Published, get_outline
from lms.domain.enrolment.models import Enrolment
from lms.domain.enrolment.queries import find_learning, get_followed
from lms.domain.people.models import Person
from lms.domain.progress import moving
from lms.domain.progress.models import ActivityState
from lms.domain.progress.queries import list_standings
from lms.domain.progress.rules import Standing, State
from lms.domain.progress.service import follower_of
from lms.domain.records.models import Record
from lms.platform.database import unit_of_work
from tests.makers import COURSE, LESSONS, OPTIONAL_LESSON, PRACTICE, TEST, Makers, files_of
from tests.support.answers import right_answers
from tests.support.client import ORIGIN, PageClient
from tests.support.pages import Page

HOME, EDITION = f"/learn/{COURSE}/", f"/learn/{COURSE}/edition"
ASKING, ANSWERING, OUTLINE = (f"modules/{COURSE}/{name}.yaml" for name in ("asking", "answering", "course"))
RENAMED = "why-we-ask"
NEW_LESSON = "---\ntitle: A third way\n---\n\nText.\n"


def text_of(path: str) -> str:
    """Return a file of the course as it is shipped."""
    return files_of()[path].decode()


def revised() -> dict[str, str | None]:
    """Return what a new edition changes: a lesson with a new key and title, one that is new and required, one that is gone."""
    return {
        ASKING: text_of(ASKING).replace(f"lesson: {LESSONS[0]}\n", f"lesson: {RENAMED}\n    formerly: [{LESSONS[0]}]\n"),
        ANSWERING: text_of(ANSWERING).replace(f"lesson: {OPTIONAL_LESSON}\n    required: false\n", "lesson: a-third-way\n"),
        **{f"content/{COURSE}/{lang}/{LESSONS[0]}.md": None for lang in ("en", "bg")},
        f"content/{COURSE}/en/{OPTIONAL_LESSON}.md": None,
        f"content/{COURSE}/en/{RENAMED}.md": text_of(f"content/{COURSE}/en/{LESSONS[0]}.md").replace('title: "', 'title: "Now: '),
        f"content/{COURSE}/en/a-third-way.md": NEW_LESSON,
        **with_other_links(),
    }


def with_other_links() -> dict[str, str | None]:
    """Return the files that link to the lesson whose key changes, with its new key."""
    return {
        path: body.decode().replace(f"[[{LESSONS[0]}", f"[[{RENAMED}").replace(f"see={LESSONS[0]}", f"see={RENAMED}")
        for path, body in files_of().items()
        if path.endswith(".md") and (f"[[{LESSONS[0]}".encode() in body or f"see={LESSONS[0]}".encode() in body) and LESSONS[0] not in path
    }


class Somebody:
    """A learner of the course with their browser."""

    def __init__(self, make: Makers, course: Published) -> None:
        self.make, self.course = make, course
        self.person: Person = make.person()
        self.enrolment = make.enrolment(self.person, course)
        self.browser: PageClient = make.client(self.person)

    def done(self, *lessons: str) -> None:
        self.make.done(self.enrolment, self.course, *lessons)

    def standings(self) -> dict[str, str]:
        """Return how the activities of the edition that is read stand, those not begun left out."""
        with self.make.app.app_context():
            learning = find_learning(self.person.id, COURSE)
            assert learning is not None
            kept = list_standings(self.enrolment.id)
            return {each.key: kept[each.key].state.value for each in get_outline(learning.map_digest).activities if each.key in kept}

    def edition(self) -> str:
        with self.make.app.app_context():
            learning = find_learning(self.person.id, COURSE)
            assert learning is not None
            return learning.edition

    def move(self) -> Page:
        """Move to the new edition as the page offers it, and return the home of the course."""
        return self.browser.submit(self.browser.page(EDITION), "Move to the new edition")

    def records(self, verb: str) -> list[Any]:
        return [row.result for row in self.make.rows(select(Record.result).where(Record.enrolment_id == self.enrolment.id, Record.verb == verb))]

    def state(self) -> str:
        return str(self.make.rows(select(Enrolment.state).where(Enrolment.id == self.enrolment.id))[0].state)


@pytest.fixture
def somebody(make: Makers) -> Somebody:
    """Return somebody who has read two of three lessons in the first edition."""
    learner = Somebody(make, make.course())
    learner.done(LESSONS[0], OPTIONAL_LESSON)
    return learner


def test_who_reads_an_edition_keeps_it_until_they_move(make: Makers, somebody: Somebody) -> None:
    make.course(changed=revised())
    assert somebody.browser.get(f"{HOME}{LESSONS[0]}/").status_code == 200
    assert somebody.browser.get(f"{HOME}{RENAMED}/").status_code == 404
    assert (somebody.edition(), somebody.standings()) == ("1.1", {LESSONS[0]: "done", OPTIONAL_LESSON: "done"})


def test_a_new_edition_is_offered_on_the_home_of_the_course_and_in_my_learning(make: Makers, somebody: Somebody) -> None:
    before = [somebody.browser.get(where).text.count("There is a new edition of this course.") for where in (HOME, "/learn/")]
    make.course(changed=revised())
    after = [somebody.browser.get(where).text.count("There is a new edition of this course.") for where in (HOME, "/learn/")]
    assert (before, after) == ([0, 0], [1, 1])


def listed(page: Page, heading: str) -> list[str]:
    """Return what the page lists beneath one of its headings."""
    headings = [node.text for node in page.all("h3")]
    lists = page.one("section", aria_labelledby="different").all("ul")
    return [item.text for item in lists[headings.index(heading)].all("li")]


def test_the_offer_says_what_is_different_and_what_would_count(make: Makers, somebody: Somebody) -> None:
    make.course(changed=revised())
    page = somebody.browser.page(EDITION)
    assert [node.text for node in page.all("h3")] == ["New", "Not there any more", "Renamed"]
    assert [listed(page, each) for each in ("New", "Not there any more", "Renamed")] == [
        ["A third way"],
        ["To read on"],
        ["“Why ask?” → is now “Now: Why ask?”"],
    ]
    assert [node.text for node in page.all("p", class_="ring-words")] == ["1 of 4 parts done", "1 of 5 parts done"]


def test_whoever_moves_keeps_what_they_have_done(make: Makers, somebody: Somebody) -> None:
    make.course(changed=revised())
    page = somebody.move()
    assert "There is a new edition of this course." not in page.text
    assert "You read the new edition now. What you have done goes on counting." in page.text
    assert (somebody.edition(), somebody.standings()) == ("2.1", {RENAMED: "done"})
    assert somebody.records("moved") == [{"from": "1.1", "to": "2.1"}]


def test_moving_a_second_time_changes_nothing(make: Makers, somebody: Somebody) -> None:
    make.course(changed=revised())
    somebody.move()
    answer = somebody.browser.send(EDITION, {"line": "2"})
    assert (answer.status_code, answer.location) == (303, HOME)
    assert somebody.records("moved") == [{"from": "1.1", "to": "2.1"}]


def test_where_yet_another_edition_has_come_it_is_shown_first(make: Makers, somebody: Somebody) -> None:
    make.course(changed=revised())
    make.course(changed={**revised(), OUTLINE: text_of(OUTLINE).replace("hours: 1", "hours: 2")})
    answer = somebody.browser.send(EDITION, {"line": "2"})
    assert answer.status_code == 409
    assert "yet another edition was published" in answer.text
    assert somebody.edition() == "1.1"


def test_over_several_lines_every_edition_between_is_followed(make: Makers, somebody: Somebody) -> None:
    """The third edition names the second one's key only; somebody who skips the second loses nothing."""
    make.course(changed=revised())
    last = "why-we-ask-you"
    files = {path: text and text.replace(RENAMED, last) for path, text in revised().items() if path != f"content/{COURSE}/en/{RENAMED}.md"}
    files[ASKING] = text_of(ASKING).replace(f"lesson: {LESSONS[0]}\n", f"lesson: {last}\n    formerly: [{RENAMED}]\n")
    files[f"content/{COURSE}/en/{last}.md"] = revised()[f"content/{COURSE}/en/{RENAMED}.md"]
    make.course(changed=files)
    somebody.move()
    assert (somebody.edition(), somebody.standings()) == ("3.1", {last: "done"})


def test_who_has_completed_the_course_may_move_and_stays_certified(make: Makers) -> None:
    course = make.course()
    learner = Somebody(make, course)
    make.complete(learner.enrolment, course)
    first = make.rows(select(Edition.id))[0].id
    make.course(changed=revised())
    assert "stays in any case" in learner.browser.page(EDITION).text
    learner.move()
    assert (learner.edition(), learner.state()) == ("2.1", "completed")
    kept = make.rows(select(Enrolment.completed_edition_id, Certificate.edition_id, Certificate.revoked_at).join(Certificate, Certificate.enrolment_id == Enrolment.id))
    assert [tuple(row) for row in kept] == [(first, first, None)]


def test_moving_completes_a_course_whose_last_missing_part_is_gone(make: Makers) -> None:
    course = make.course()
    learner = Somebody(make, course)
    learner.done(LESSONS[0])
    make.take_quiz(learner.enrolment, course, PRACTICE)
    make.take_quiz(learner.enrolment, course, TEST)
    make.course(changed={ANSWERING: text_of(ANSWERING).replace(f"lesson: {LESSONS[1]}\n    minutes: 6\n", f"lesson: {LESSONS[1]}\n    required: false\n")})
    assert learner.state() == "active"
    learner.move()
    assert (learner.state(), len(learner.records("completed"))) == ("completed", 1)


def renamed_test() -> dict[str, str | None]:
    """Return a new edition in which the test has another key, and nothing else is different."""
    other = "the-last-test"
    files: dict[str, str | None] = {
        path: body.decode().replace(TEST, other) for path, body in files_of().items() if path.endswith((".md", ".yaml")) and TEST.encode() in body
    }
    for lang in ("en", "bg"):
        path = f"quizzes/{COURSE}/{lang}/{TEST}.md"
        files |= {path: None, f"quizzes/{COURSE}/{lang}/{other}.md": text_of(path)}
    files[ANSWERING] = text_of(ANSWERING).replace(f"quiz: {TEST}\n", f"quiz: {other}\n    formerly: [{TEST}]\n")
    return files


def test_an_attempt_that_was_open_goes_on_as_it_began_and_counts_under_the_new_key(make: Makers) -> None:
    course = make.course()
    learner = Somebody(make, course)
    learner.done(*LESSONS[:2])
    make.take_quiz(learner.enrolment, course, PRACTICE)
    began = learner.browser.submit(learner.browser.page(f"{HOME}{TEST}/"), "Start now")
    make.course(changed=renamed_test())
    learner.move()
    assert learner.standings()["the-last-test"] == "begun"
    attempt = learner.browser.page(began.url.removeprefix(ORIGIN))
    learner.browser.submit(learner.browser.submit(attempt, "check before", right_answers(attempt)), "Send the answers")
    assert (learner.standings()["the-last-test"], learner.state()) == ("done", "completed")


def test_a_former_key_that_a_correction_names_counts_at_once(make: Makers, somebody: Somebody) -> None:
    """Somebody forgot to say that the lesson was called otherwise; a correction says it, and nobody has lost anything."""
    forgotten = {**revised(), ASKING: str(revised()[ASKING]).replace(f"    formerly: [{LESSONS[0]}]\n", "")}
    make.course(changed=forgotten)
    somebody.move()
    assert somebody.standings() == {}
    make.course(changed=revised(), as_="correction")
    assert (somebody.edition(), somebody.standings()) == ("2.2", {RENAMED: "done"})


def test_what_was_taken_back_does_not_come_back_with_the_next_move(make: Makers, somebody: Somebody) -> None:
    make.course(changed=revised())
    somebody.move()
    somebody.browser.send(f"{HOME}{RENAMED}/done", {"done": "no"})
    make.course(changed={**revised(), OUTLINE: text_of(OUTLINE).replace("hours: 1", "hours: 2")})
    somebody.move()
    assert (somebody.edition(), somebody.standings()) == ("3.1", {})


def test_the_old_address_of_a_lesson_leads_to_where_it_is_now(make: Makers, somebody: Somebody) -> None:
    make.course(changed={**revised(), OUTLINE: text_of(OUTLINE) + "open: [asking]\n"})
    old, new = f"{HOME}{LESSONS[0]}/", f"{HOME}{RENAMED}/"
    assert somebody.browser.get(old).status_code == 200  # of the edition that is read it is the address
    somebody.move()
    for browser in (somebody.browser, make.client()):
        answer = browser.get(old)
        assert (answer.status_code, answer.headers["Location"]) == (302, new)
    assert somebody.browser.send(f"{HOME}{LESSONS[0]}/done", {"done": "no"}).status_code == 303  # from a page that was open meanwhile
    assert somebody.standings() == {}
    assert somebody.browser.get(f"{HOME}never-there/").status_code == 404


def test_where_there_is_nothing_newer_the_page_says_so(somebody: Somebody) -> None:
    page = somebody.browser.page(EDITION)
    assert (page.h1, page.main.all("button")) == ("You read the newest edition", [])


def test_who_withdrew_is_offered_nothing(make: Makers, somebody: Somebody) -> None:
    make.course(changed=revised())
    with make.app.app_context(), unit_of_work() as session:
        session.execute(update(Enrolment).values(state="withdrawn"))
    assert somebody.browser.send(EDITION, {"line": "2"}).status_code == 403
    assert make.rows(select(ActivityState.key).where(ActivityState.key == RENAMED)) == []


def test_a_result_that_was_carried_over_is_never_lowered(make: Makers) -> None:
    course = make.course()
    learner = Somebody(make, course)
    make.take_quiz(learner.enrolment, course, TEST)
    newer = make.course(changed=renamed_test())
    learner.move()
    with make.app.app_context():
        follower = follower_of(get_followed(learner.enrolment.id))
    activity = follower.outline.find("the-last-test")
    assert activity is not None
    make.take(follower, activity, right=False)
    with make.app.app_context():
        standing = list_standings(learner.enrolment.id)["the-last-test"]
    assert (newer.edition, standing) == ("2.1", Standing(State.DONE, Fraction(1)))


def test_two_clicks_at_once_are_one_move(make: Makers, somebody: Somebody) -> None:
    """The second one still has in hand what both of them read before the first one wrote."""
    newest = make.course(changed=revised())
    with make.app.app_context():
        learning = get_followed(somebody.enrolment.id)
        for _click in range(2):
            with unit_of_work():
                moving.move(learning, newest.line_id, now=make.now)
    assert somebody.records("moved") == [{"from": "1.1", "to": "2.1"}]

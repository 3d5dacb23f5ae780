"""Texts that people mark: nobody marks what another one marks, names stay hidden where they should, and the learner is told."""

from datetime import timedelta
from fractions import Fraction
from functools import partial

import pytest
from flask import Flask
from sqlalchemy import select

from lms.domain.courses.queries import Published
from lms.domain.quizzes.models import Attempt, EssayMark, QuestionMark
from lms.domain.records.models import Record
from lms.kernel.clock import SetClock
from tests.makers import COURSE, TEST, Makers
from tests.support.client import PageClient
from tests.support.essays import ESSAY, WITH_ESSAY
from tests.support.postbox import letters
from tests.support.together import at_once, hurried

RULES = f"/learn/{COURSE}/{TEST}/"
PILE = f"/teaching/marking/{COURSE}/{TEST}/"
WRITTEN = "First ask the baker, then the schools."
NAME = "Petar Kolev"


@pytest.fixture
def course(make: Makers) -> Published:
    return make.course(changed=WITH_ESSAY)


def teacher(make: Makers, course: Published, email: str = "teacher@example.org", name: str = "Marta Stone") -> PageClient:
    person = make.person(email=email, name=name)
    make.teaches(person, course)
    return make.client(person)


def hand_in(make: Makers, course: Published, written: str = WRITTEN, email: str = "petar@example.org") -> tuple[PageClient, str]:
    """Let a new learner send in the test with a text alone, and return their browser and the address of the attempt."""
    browser = make.learner(course, name=NAME, email=email)
    attempt = browser.send(f"{RULES}attempts").location
    browser.send(f"{attempt}responses", {"shown": f"{ESSAY}:", f"q-{ESSAY}": written})
    browser.send(f"{attempt}submission")
    return browser, attempt


def text_of(attempt: str) -> str:
    return f"/teaching/marking/texts/{attempt.rstrip('/').rpartition('/')[2]}/{ESSAY}/"


def marks(make: Makers) -> list[tuple[int | None, int | None]]:
    return [tuple(row) for row in make.rows(select(Attempt.mark_num, Attempt.mark_den).order_by(Attempt.id))]


def test_a_text_is_marked_by_its_rubric_and_its_writer_is_told(app: Flask, make: Makers, course: Published) -> None:
    learner, attempt = hand_in(make, course)
    assert marks(make) == [(None, None)]
    waiting = learner.page(f"{attempt}review/")
    assert ("Some of your answers are marked by a person." in waiting.text, "Waits to be marked" in waiting.text) == (True, True)
    trainer = teacher(make, course)
    assert "1 text waits to be marked" in trainer.page("/teaching/").links()
    paper = trainer.submit(trainer.page(PILE), "Mark the next text")
    assert [word in paper.text for word in (WRITTEN, NAME, "Who is asked is said", "From 1 to 6 points", "7 words (asked for: 300)")] == [True] * 5
    done = trainer.submit(paper, "Give this mark", {"points-1": "4", "points-2": "3.5", "comment": "Short and clear."})
    assert done.notices == ["Marked, and its writer is told as soon as everything of the test is marked."]
    # 7.5 of 10 points of the rubric are 0.75 of the 10 points of the question; the others of the test have 9 more, and none were had.
    assert Fraction(*marks(make)[0]) == Fraction(75, 10) / 20
    assert make.rows(select(QuestionMark.num, QuestionMark.den).where(QuestionMark.question_key == ESSAY)) == [(3, 4)]
    letter = letters(app, to="petar@example.org")[-1]
    assert (letter.subject, letter.paragraphs[1]) == ("“Last test” is marked", "Your result is 37%. The pass mark is 60%, so this was not enough.")
    told = learner.page(f"{attempt}review/")
    assert [words in told.text for words in ("75%", "4 of 4 points", "3.5 of 6 points", "Short and clear.", WRITTEN, "Waits to be marked")] == [True] * 5 + [False]
    assert [row.result["question"] for row in make.rows(select(Record.result).where(Record.verb == "marked-text"))] == [ESSAY]


def test_what_was_not_written_needs_nobody_to_mark_it(make: Makers, course: Published) -> None:
    hand_in(make, course, written="  ")
    assert marks(make) == [(0, 1)]
    assert "Nothing waits to be marked." in teacher(make, course).page(PILE).text


@pytest.mark.parametrize("points", [["5", "1"], ["4"], ["4", "0"], ["4", ""], ["four", "1"], ["-1", "1"]], ids=["too many", "one missing", "too few", "empty", "words", "below nothing"])
def test_points_that_the_rubric_does_not_have_are_refused_and_what_was_typed_stays(make: Makers, course: Published, points: list[str]) -> None:
    _learner, attempt = hand_in(make, course)
    trainer = teacher(make, course)
    page = trainer.send(f"{text_of(attempt)}mark", {**{f"points-{place}": each for place, each in enumerate(points, 1)}, "comment": "Kept."})
    assert (page.status_code, "Kept." in page.text, make.rows(select(EssayMark.id))) == (422, True, [])


def test_points_are_typed_as_the_language_of_the_page_has_them(make: Makers, course: Published) -> None:
    _learner, attempt = hand_in(make, course)
    trainer = teacher(make, course)
    trainer.get(f"{PILE}?lang=bg")
    assert trainer.send(f"{text_of(attempt)}mark", {"points-1": "2,5", "points-2": "6", "comment": ""}).status_code == 303
    assert make.rows(select(EssayMark.criteria)) == [(["5/2", "6"],)]


def test_two_markers_are_given_two_texts(make: Makers, course: Published) -> None:
    for number in range(2):
        hand_in(make, course, email=f"p{number}@example.org")
    one, other = teacher(make, course), teacher(make, course, "other@example.org", "Olga Reed")
    places = {each.submit(each.page(PILE), "Mark the next text").url for each in (one, other)}
    assert len(places) == 2
    third = teacher(make, course, "third@example.org")
    assert third.submit(third.page(PILE), "Mark the next text").notices == ["No text waits for you here."]


def test_a_text_that_somebody_marks_is_not_marked_by_another_until_half_an_hour_has_passed(make: Makers, clock: SetClock, course: Published) -> None:
    _learner, attempt = hand_in(make, course)
    one, other = teacher(make, course), teacher(make, course, "other@example.org")
    one.submit(one.page(PILE), "Mark the next text")
    page = other.page(text_of(attempt))
    assert ("Marta Stone is marking this text until" in page.text, page.buttons().count("Give this mark")) == (True, 0)
    assert other.send(f"{text_of(attempt)}mark", {"points-1": "4", "points-2": "6"}).status_code == 422
    clock.move(timedelta(minutes=30))
    assert other.send(f"{text_of(attempt)}mark", {"points-1": "4", "points-2": "6"}).status_code == 303
    late = one.send(f"{text_of(attempt)}mark", {"points-1": "0", "points-2": "1"})
    assert (late.status_code, "Somebody else has marked this text already." in late.text) == (422, True)


def test_markers_at_the_same_time_leave_one_mark(app: Flask, make: Makers, course: Published) -> None:
    _learner, attempt = hand_in(make, course)
    people = [make.person(email=f"m{number}@example.org") for number in range(4)]
    for person in people:
        make.teaches(person, course)
    browsers = [next(hurried(app, partial(lambda browser, person: make.sign_in(browser, person), person=person), 1)) for person in people]
    statuses = at_once([lambda browser=browser: browser.send(f"{text_of(attempt)}mark", {"points-1": "4", "points-2": "6", "comment": ""}).status_code for browser in browsers])
    assert sorted(statuses) == [303, 422, 422, 422]
    assert (len(make.rows(select(EssayMark.id))), Fraction(*marks(make)[0])) == (1, Fraction(10, 20))


def test_without_names_nobody_sees_who_wrote(make: Makers, course: Published) -> None:
    _learner, attempt = hand_in(make, course)
    trainer = teacher(make, course)
    trainer.submit(trainer.page(PILE), "Save", {"anonymous": "on"})
    for where in (PILE, text_of(attempt)):
        page = trainer.get(where).text
        assert [word in page for word in (NAME, "petar@example.org")] == [False, False]


def test_of_two_markers_neither_sees_the_other_and_the_mean_counts(app: Flask, make: Makers, course: Published) -> None:
    learner, attempt = hand_in(make, course)
    one, other = teacher(make, course), teacher(make, course, "other@example.org")
    one.submit(one.page(PILE), "Save", {"markers": "2"})
    first = one.submit(one.submit(one.page(PILE), "Mark the next text"), "Give this mark", {"points-1": "4", "points-2": "6", "comment": "Splendid xylophone."})
    assert first.notices == ["Your mark is kept. A second marker reads this text as well."]
    assert (marks(make), letters(app, to="petar@example.org")) == ([(None, None)], [])
    assert one.submit(one.page(PILE), "Mark the next text").notices == ["No text waits for you here."]
    second = other.submit(other.page(PILE), "Mark the next text")
    assert ("xylophone" in second.text, "xylophone" in learner.page(f"{attempt}review/").text) == (False, False)
    other.submit(second, "Give this mark", {"points-1": "1", "points-2": "2", "comment": "Thin."})
    assert Fraction(*marks(make)[0]) == Fraction(13, 2) / 20
    told = learner.page(f"{attempt}review/").text
    assert [words in told for words in ("Splendid xylophone.", "Thin.", "4, 1 of 4 points")] == [True] * 3
    assert "xylophone" in other.page(text_of(attempt)).text


def test_a_mark_can_be_mended_by_who_gave_it_and_what_was_passed_stays_passed(make: Makers, course: Published) -> None:
    learner, attempt = hand_in(make, course)
    trainer = teacher(make, course)
    paper = trainer.submit(trainer.page(PILE), "Mark the next text")
    trainer.submit(paper, "Give this mark", {"points-1": "4", "points-2": "6", "comment": ""})
    again = trainer.page(text_of(attempt))
    assert [again.one("input", id=f"points-{place}").get("value") for place in (1, 2)] == ["4", "6"]
    trainer.submit(again, "Give this mark", {"points-1": "2", "points-2": "3", "comment": "On second thoughts."})
    assert (Fraction(*marks(make)[0]), len(make.rows(select(EssayMark.id)))) == (Fraction(5, 20), 1)
    assert "On second thoughts." in learner.page(f"{attempt}review/").text


def test_who_teaches_another_course_reads_no_text(make: Makers, course: Published) -> None:
    _learner, attempt = hand_in(make, course)
    (other,) = make.courses(1)
    stranger = teacher(make, other)
    assert [stranger.get(where).status_code for where in (PILE, text_of(attempt))] == [404, 404]
    assert WRITTEN not in stranger.page("/teaching/marking/").text
    assert stranger.send(f"{text_of(attempt)}mark", {"points-1": "4", "points-2": "6"}).status_code == 404


def test_an_open_attempt_is_nobodys_to_read(make: Makers, course: Published) -> None:
    browser = make.learner(course, name=NAME)
    attempt = browser.send(f"{RULES}attempts").location
    browser.send(f"{attempt}responses", {"shown": f"{ESSAY}:", f"q-{ESSAY}": WRITTEN})
    trainer = teacher(make, course)
    assert (trainer.get(text_of(attempt)).status_code, WRITTEN in trainer.get(PILE).text) == (404, False)

"""A module that comes after another cannot be entered by its address either."""

from sqlalchemy import func, select

from lms.domain.quizzes.models import Attempt
from tests.makers import COURSE, LESSONS, PRACTICE, TEST, Makers, files_of

ANSWERING = f"modules/{COURSE}/answering.yaml"


def test_what_is_locked_says_what_comes_first_until_that_is_finished(make: Makers) -> None:
    text = files_of()[ANSWERING].decode()
    course = make.course(changed={ANSWERING: text.replace("activities:", "after: [asking]\nactivities:")})
    person = make.person()
    made = make.enrolment(person, course)
    browser = make.client(person)
    lesson = f"/learn/{COURSE}/{LESSONS[1]}/"
    assert "This part opens when you have finished “Asking”." in browser.page(lesson, 409).text
    assert browser.send(f"{lesson}done", {"done": "yes"}).status_code == 409
    assert browser.send(f"/learn/{COURSE}/{TEST}/attempts").status_code == 409
    assert make.rows(select(func.count()).select_from(Attempt)) == [(0,)]
    make.done(made, course, LESSONS[0])
    make.take_quiz(made, course, PRACTICE)
    assert browser.get(lesson).status_code == 200

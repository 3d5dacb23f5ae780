"""A module that comes after another cannot be entered by its address either."""

from urllib.parse import urlsplit

from sqlalchemy import func, select

from lms.domain.quizzes.models import Attempt
from tests.makers import COURSE, LESSONS, PRACTICE, TEST, Makers, files_of
from tests.support.pages import Page

ASKING, ANSWERING = f"modules/{COURSE}/asking.yaml", f"modules/{COURSE}/answering.yaml"


def test_what_is_locked_says_what_comes_first_until_that_is_finished(make: Makers) -> None:
    text = files_of()[ANSWERING].decode()
    course = make.course(changed={ANSWERING: text.replace("activities:", "after: [asking]\nactivities:")})
    person = make.person()
    made = make.enrolment(person, course)
    browser = make.client(person)
    lesson = f"/learn/{COURSE}/{LESSONS[1]}/"
    closed = browser.page(lesson, 409)
    assert "This part opens when you have finished “Asking”." in closed.text
    assert urlsplit(closed.links()["Back to the course"]).path == f"/learn/{COURSE}/"
    assert browser.send(f"{lesson}done", {"done": "yes"}).status_code == 409
    assert browser.send(f"/learn/{COURSE}/{TEST}/attempts").status_code == 409
    assert make.rows(select(func.count()).select_from(Attempt)) == [(0,)]
    home = browser.page(f"/learn/{COURSE}/")
    assert states_of(home) == ["not begun", "not begun", "not open yet", "not open yet", "not open yet"]
    assert [urlsplit(url).path for url in home.links().values() if url.startswith(lesson)] == []
    assert home.text.count("This part opens when you have finished “Asking”.") == 1

    make.done(made, course, LESSONS[0])
    make.take_quiz(made, course, PRACTICE)
    assert browser.get(lesson).status_code == 200
    home = browser.page(f"/learn/{COURSE}/")
    assert (states_of(home)[2], "This part opens" in home.text) == ("not begun", False)


def test_next_leads_back_to_the_course_where_what_follows_is_closed(make: Makers) -> None:
    answering, asking = files_of()[ANSWERING].decode(), files_of()[ASKING].decode().partition("activities:")[0]
    course = make.course(
        changed={
            ANSWERING: answering.replace("activities:", "after: [asking]\nactivities:"),
            ASKING: f"{asking}activities: [{{quiz: {PRACTICE}}}, {{lesson: {LESSONS[0]}}}]\n",
        }
    )
    person = make.person()
    made = make.enrolment(person, course)
    browser, go_on = make.client(person), f"/learn/{COURSE}/{LESSONS[0]}/next"
    assert browser.send(go_on).location == f"/learn/{COURSE}/"
    make.take_quiz(made, course, PRACTICE)
    assert browser.send(go_on).location == f"/learn/{COURSE}/{LESSONS[1]}/"


def states_of(home: Page) -> list[str]:
    """Return in words how each activity stands, in the order of the course."""
    return [node.text for node in home.all("span", class_="activity-state")]

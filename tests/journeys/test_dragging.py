"""Dragging is an extra for orders and pairs: what is dropped is chosen in the lists, saved and acknowledged like anything else."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager

import pytest
from playwright.sync_api import Locator, expect
from sqlalchemy import select

from lms.domain.people.models import Person
from lms.domain.quizzes.models import SurveyAnswer
from tests.journeys.answers import given
from tests.journeys.attempts import SAVED, place, rows, says, until
from tests.journeys.conftest import OpenBrowser
from tests.journeys.storage import kept_in
from tests.journeys.visitors import Visitor
from tests.makers import COURSE, TEST, Makers
from tests.support.surveys import SURVEY_AT, with_survey

pytestmark = [pytest.mark.browser, pytest.mark.server, pytest.mark.slow]

PHONE = {"width": 360, "height": 740}
WIDER_THAN_THE_PAGE = "() => document.documentElement.scrollWidth > document.documentElement.clientWidth"
RIGHT = {"The clerk": "writes the minutes", "The mayor": "signs the answer"}
Move = Callable[[float, float], None]
Point = tuple[float, float]


@pytest.fixture
def person(make: Makers) -> Person:
    """Return somebody who is enrolled in the small course."""
    found = make.person()
    make.enrolment(found, make.course())
    return found


@pytest.fixture
def learner(open_browser: OpenBrowser, person: Person) -> Visitor:
    """Return that person in the test of the course."""
    return open_browser(person=person).goes_to(f"/learn/{COURSE}/{TEST}/").presses("Start now")


def middle(thing: Locator) -> Point:
    box = thing.bounding_box()
    assert box is not None
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


@contextmanager
def by_mouse(visitor: Visitor, start: Point) -> Iterator[Move]:
    """Hold the button of the mouse from a point on, and let go at the end."""
    mouse = visitor.page.mouse
    mouse.move(*start)
    mouse.down()
    yield lambda x, y: mouse.move(x, y, steps=8)
    mouse.up()


@contextmanager
def by_finger(visitor: Visitor, start: Point) -> Iterator[Move]:
    """Lay a finger on a point, and take it off at the end; the browser decides what that is, as on a phone."""
    session, at = visitor.context.new_cdp_session(visitor.page), list(start)

    def touch(kind: str, *points: Point) -> None:
        session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": [{"x": x, "y": y} for x, y in points]})

    def move(x: float, y: float) -> None:
        steps = [(at[0] + (x - at[0]) * step / 8, at[1] + (y - at[1]) * step / 8) for step in range(1, 9)]
        for each in steps:
            touch("touchMove", each)
        at[:] = [x, y]

    touch("touchStart", start)
    yield move
    touch("touchEnd")


WAYS = pytest.mark.parametrize(("hold", "more"), [(by_mouse, {}), (by_finger, {"viewport": PHONE, "has_touch": True, "is_mobile": True})], ids=["mouse", "finger"])
Hold = Callable[[Visitor, Point], AbstractContextManager[Move]]


def lines(visitor: Visitor) -> list[Locator]:
    return place(visitor, "order").locator(".order-item").all()


def words(visitor: Visitor) -> list[str]:
    return place(visitor, "order").locator(".order-item label").all_inner_texts()


def put_in_order(visitor: Visitor, wanted: list[str], hold: Hold) -> None:
    """Drag the lines of the order until they read as wanted."""
    place(visitor, "order").evaluate("(place) => place.scrollIntoView({ block: 'center' })")
    for number, text in enumerate(wanted):
        here = words(visitor).index(text)
        if here == number:
            continue
        target = middle(lines(visitor)[number])
        with hold(visitor, middle(lines(visitor)[here].locator(".grip"))) as move:
            move(target[0], target[1] - 8)
        assert words(visitor)[number] == text


@WAYS
def test_an_order_is_dragged_saved_and_found_again(make: Makers, open_browser: OpenBrowser, person: Person, hold: Hold, more: dict[str, object]) -> None:
    learner = open_browser(person=person, **more).goes_to(f"/learn/{COURSE}/{TEST}/").presses("Start now")
    as_shown = words(learner)
    wanted = [*reversed(as_shown)] if as_shown != ["Answer", "Decide", "Ask"] else ["Ask", "Decide", "Answer"]
    put_in_order(learner, wanted, hold)
    expect(says(learner, "order")).to_have_text(SAVED)
    assert given(learner.page)["order"] == ["1", "2", "3"]
    until(learner.page, lambda: kept_in(learner.page) == ["dragged"])
    assert rows(make)[-1] == ("order", [["Ask", "Decide", "Answer"].index(text) + 1 for text in wanted])
    assert not learner.page.evaluate(WIDER_THAN_THE_PAGE)

    learner.page.reload()
    assert (words(learner), given(learner.page)["order"]) == (wanted, ["1", "2", "3"])
    put_in_order(learner, [wanted[1], wanted[0], wanted[2]], hold)
    expect(says(learner, "order")).to_have_text(SAVED)
    until(learner.page, lambda: rows(make)[-1] == ("order", [["Ask", "Decide", "Answer"].index(wanted[each]) + 1 for each in (1, 0, 2)]))


def test_an_order_is_dragged_in_a_survey_too(make: Makers, open_browser: OpenBrowser) -> None:
    person = make.person()
    make.enrolment(person, make.course(changed=with_survey()))
    learner = open_browser(person=person).goes_to(SURVEY_AT)
    put_in_order(learner, ["Benches", "Shade", "Quiet"], by_mouse)
    learner.presses("Send the answers")
    assert [row.body for row in make.rows(select(SurveyAnswer.body).where(SurveyAnswer.question_key == "order"))] == [[3, 1, 2]]


@WAYS
def test_right_sides_are_dragged_to_their_lines(make: Makers, open_browser: OpenBrowser, person: Person, hold: Hold, more: dict[str, object]) -> None:
    learner = open_browser(person=person, **more).goes_to(f"/learn/{COURSE}/{TEST}/").presses("Start now")
    match = place(learner, "match")
    match.evaluate("(place) => place.scrollIntoView({ block: 'center' })")
    for left, right in RIGHT.items():
        line, chip = (match.locator(kind, has_text=text) for kind, text in ((".pair", left), (".chip", right)))
        with hold(learner, middle(chip.locator(".grip"))) as move:
            move(*middle(line))
            expect(line).to_have_class("pair is-aimed-at")
            assert not learner.page.evaluate(WIDER_THAN_THE_PAGE)
        expect(line.locator("option:checked")).to_have_text(right)
        expect(chip).to_have_class("chip is-used")
    expect(says(learner, "match")).to_have_text(SAVED)
    until(learner.page, lambda: kept_in(learner.page) == [])
    assert rows(make)[-1] == ("match", {"1": 1, "2": 2})
    assert not learner.page.evaluate(WIDER_THAN_THE_PAGE)


def test_escape_and_a_drop_beside_everything_change_nothing(make: Makers, learner: Visitor) -> None:
    before = words(learner)
    place(learner, "order").evaluate("(place) => place.scrollIntoView({ block: 'center' })")
    first, *_, last = lines(learner)
    with by_mouse(learner, middle(first.locator(".grip"))) as move:
        move(*middle(last))
        assert words(learner) != before
        learner.page.keyboard.press("Escape")
    assert (words(learner), given(learner.page)) == (before, {})
    place(learner, "match").evaluate("(place) => place.scrollIntoView({ block: 'center' })")
    with by_mouse(learner, middle(place(learner, "match").locator(".chip").first)) as move:
        move(*middle(place(learner, "match").locator("legend")))
    assert (given(learner.page), kept_in(learner.page), rows(make)) == ({}, [], [])


def test_the_page_comes_along_where_the_lines_are_farther_than_the_window(learner: Visitor) -> None:
    page, match = learner.page, place(learner, "match")
    page.set_viewport_size({"width": 360, "height": 320})
    match.locator(".tray").evaluate("(tray) => tray.scrollIntoView({ block: 'start' })")
    chip, line = match.locator(".chip").first, match.locator(".pair").last
    wanted = chip.inner_text().strip()
    expect(line).not_to_be_in_viewport(ratio=1)
    with by_mouse(learner, middle(chip)) as move:
        move(150, 316)
        expect(line).to_be_in_viewport(ratio=1)
        move(*middle(line.locator("label")))
    expect(line.locator("option:checked")).to_have_text(wanted)


def test_nothing_is_different_for_who_hears_the_page_or_has_no_script(learner: Visitor, open_browser: OpenBrowser, person: Person) -> None:
    """Handles and copies are for the eye; an order that was made with the lists stays where it was."""
    plain = open_browser(person=person, javascript=False).goes_to(learner.path)
    assert plain.page.locator(".grip, .chip, .drag-hint").count() == 0
    for question in ("order", "match"):
        assert place(learner, question).locator(".grip").count() > 1
        assert place(learner, question).locator("fieldset").aria_snapshot() == place(plain, question).locator("fieldset").aria_snapshot()
    before = words(learner)
    for number, line in enumerate(lines(learner)):
        line.locator("select").select_option(str(3 - number))
    expect(says(learner, "order")).to_have_text(SAVED)
    learner.page.reload()
    assert (words(learner), given(learner.page)["order"]) == (before, ["3", "2", "1"])

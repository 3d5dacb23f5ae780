"""Every kind of page as it is met enlarged, with wide spacing, in forced colours, without motion, and by the keyboard.

What the tests cannot see, and when a person looked last, stands in ``docs/accessibility.md``.
"""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from flask import Flask
from playwright.sync_api import Page

from lms.domain.courses.queries import Published
from tests.journeys.answers import answers_in
from tests.journeys.conftest import OpenBrowser
from tests.journeys.inspection import HEIGHT, TOO_WIDE, WIDE
from tests.journeys.visitors import Visitor
from tests.makers import COURSE, LESSONS, PRACTICE, TEST, Makers

pytestmark = [pytest.mark.browser, pytest.mark.server, pytest.mark.slow]

LEARN = f"/learn/{COURSE}/"
ENLARGED = {"width": 320, "height": 256}  # 1280 by 1024 pixels at 400 %
USUAL = {"width": WIDE, "height": HEIGHT}
SPACING = """* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important; }
  p { margin-block-end: 2em !important; }"""
# What is cut off: it holds words, hides what does not fit, and not all of it fits. What scrolls by itself cuts nothing.
CUT_OFF = """() => Array.from(document.querySelectorAll("body *")).filter((each) => {
  const style = getComputedStyle(each);
  return each.textContent.trim() && !each.closest(".visually-hidden, .skip, svg, select") && each.clientWidth > 2
    && [style.overflowX, style.overflowY].some((how) => ["hidden", "clip"].includes(how))
    && (each.scrollWidth > each.clientWidth + 1 || each.scrollHeight > each.clientHeight + 1);
}).map((each) => `cut off: ${each.outerHTML.slice(0, 100)}`)"""
MOVING = """() => Array.from(document.querySelectorAll("*")).filter((each) => {
  const style = getComputedStyle(each);
  return style.animationName !== "none" || style.transitionDuration.split(", ").some((time) => parseFloat(time) > 0);
}).map((each) => `moves: ${each.outerHTML.slice(0, 100)}`)"""
# Goes to everything that takes the focus: an outline must show where it is, and nothing may lie over all of it.
FOCUS = """() => {
  const faults = [];
  const drawn = (each) => each && getComputedStyle(each).outlineStyle !== "none" && parseFloat(getComputedStyle(each).outlineWidth) >= 2;
  for (const each of document.querySelectorAll("a[href], button, input, select, textarea, summary, [tabindex]")) {
    if (each.disabled || each.type === "hidden" || !each.checkVisibility() || each.tabIndex < 0) continue;
    each.focus({ focusVisible: true });
    if (document.activeElement !== each) continue;
    const what = each.outerHTML.slice(0, 100);
    if (!drawn(each) && !drawn(each.closest(".choice"))) faults.push(`no outline: ${what}`);
    each.scrollIntoView({ block: "nearest" });
    const seen = Array.from(each.getClientRects()).some((box) => [0.2, 0.5, 0.8].some((part) => {
      const there = document.elementFromPoint(box.left + box.width * part, box.top + box.height / 2);
      return there && (each.contains(there) || there.contains(each) || there.closest(".choice")?.contains(each));
    }));
    if (!seen) faults.push(`hidden by something else: ${what}`);
  }
  return faults;
}"""
# Pairs of states that colour tells apart: in forced colours each must still look different.
LOOKS = ["borderTopWidth", "borderBottomWidth", "borderInlineStartWidth", "borderTopStyle", "fill"]
DIFFERENT = """([one, other, looks]) => {
  const [first, second] = [one, other].map((selector) => document.querySelector(selector));
  if (!first || !second) return `not on the page: ${first ? other : one}`;
  return looks.some((look) => getComputedStyle(first)[look] !== getComputedStyle(second)[look]) ? "" : `${one} looks like ${other}`;
}"""

Pages = Iterator[tuple[str, Visitor]]


@pytest.fixture
def town_hall(make: Makers) -> Published:
    """Publish the small course."""
    return make.course()


@pytest.fixture
def browser(open_browser: OpenBrowser) -> Callable[..., Visitor]:
    """Return what opens a browser in which a test may put styles of its own on a page."""

    def open_one(**more: Any) -> Visitor:
        return open_browser(javascript=True, bypass_csp=True, **more)

    return open_one


def every_page(app: Flask, make: Makers, browser: Callable[..., Visitor], course: Published) -> Pages:
    """Go to every kind of page, one after the other."""
    stranger = browser()
    certificate = make.certificate(course)
    stranger.watch.expect(404, 422)
    for path in ("/", "/courses/", f"/courses/{COURSE}/", f"/certificates/{certificate}/", "/accessibility/", "/nowhere"):
        yield path, stranger.goes_to(path)
    yield "error", stranger.goes_to("/accessibility/report?page=/courses/").presses("Send the report")
    person = make.person(name="Ásta-Marie Żółć-Иванова von und zu Hohenlohe-Waldenburg")
    make.done(make.enrolment(person, course), course, LESSONS[0])
    learner = browser(person=person)
    for path in ("/learn/", LEARN, f"{LEARN}{LESSONS[0]}/", f"{LEARN}{LESSONS[1]}/", f"{LEARN}notebook/", f"{LEARN}{TEST}/"):
        yield path, learner.goes_to(path)
    learner.goes_to(f"{LEARN}{PRACTICE}/").presses("Start now")
    answers_in(app, COURSE, PRACTICE, "en", right=False).give(learner.page, up_to=4)
    yield "practice", learner.presses("Check answer %(number)s", number=1)
    yield "test", learner.goes_to(f"{LEARN}{TEST}/").presses("Start now")
    yield "summary", learner.goes_to(f"{learner.path}summary")
    yield "review", learner.presses("Send the answers as they are")
    make.barrier("The list jumps.", reply_to="ana@example.org")
    administrator = browser(person=make.person(role="admin"))
    for path in ("/admin/", "/admin/barriers", "/reports/progress"):
        yield path, administrator.goes_to(path)


def look(page: Page) -> Iterator[str]:
    """Yield everything that is wrong with a page in one of the ways of seeing."""
    page.emulate_media(reduced_motion="reduce")
    yield from page.evaluate(MOVING)
    for size in (ENLARGED, USUAL):
        page.set_viewport_size(size)
        for colours in ("none", "active"):
            page.emulate_media(forced_colors=colours)  # type: ignore[arg-type]
            yield from (f"{size['width']} px, forced colours {colours}: {fault}" for fault in page.evaluate(FOCUS))
        page.emulate_media(forced_colors="none")
        yield from (f"{size['width']} px: {fault}" for fault in (*page.evaluate(TOO_WIDE), *_cut(page)))
        style = page.add_style_tag(content=SPACING)
        yield from (f"{size['width']} px, spaced: {fault}" for fault in (*page.evaluate(TOO_WIDE), *_cut(page)))
        style.evaluate("each => each.remove()")


def _cut(page: Page) -> list[str]:
    """The name in the header may be shortened: it is only there to say who is signed in, and whole to screen readers."""
    return [each for each in page.evaluate(CUT_OFF) if 'class="who"' not in each]


def test_every_kind_of_page_can_be_used_in_every_way_of_seeing(
    app: Flask, make: Makers, browser: Callable[..., Visitor], town_hall: Published
) -> None:
    faults = [
        f"{name}: {fault}"
        for name, visitor in every_page(app, make, browser, town_hall)
        for fault in look(visitor.page)
    ]
    assert faults == []


def test_what_colours_tell_is_told_in_forced_colours_too(
    app: Flask, make: Makers, browser: Callable[..., Visitor], town_hall: Published
) -> None:
    person = make.person()
    make.done(make.enrolment(person, town_hall), town_hall, LESSONS[0])
    learner = browser(person=person)
    learner.page.emulate_media(forced_colors="active")

    def differ(one: str, other: str) -> str:
        return str(learner.page.evaluate(DIFFERENT, [one, other, LOOKS]))

    learner.goes_to(LEARN)
    found = [
        differ(".site-nav [aria-current]", ".site-nav a:not([aria-current])"),
        differ(".activities .seat-done", ".activities .seat-open"),
        differ(".ring .taken", ".ring .free"),
    ]
    learner.goes_to(f"{LEARN}{LESSONS[0]}/")
    found.append(differ(".outline-activity.is-here", ".outline-activity:not(.is-here)"))
    learner.goes_to(f"{LEARN}{PRACTICE}/").presses("Start now")
    answers_in(app, COURSE, PRACTICE, "en", right=False).give(learner.page, up_to=1)
    learner.presses("Check answer %(number)s", number=1)
    found.append(differ(".question-map .is-answered", ".question-map a:not(.is-answered)"))
    assert found == [""] * len(found)
    verdicts = learner.page.locator(".choice.is-right .verdict, .choice.is-wrong .verdict, .question-feedback .verdict")
    assert verdicts.all_inner_texts() == ["This is right", "Your answer is not right", "Not right"]

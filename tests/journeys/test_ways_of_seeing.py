"""Every kind of page as it is met enlarged, with wide spacing, in forced colours, without motion, and by the keyboard.

What the tests cannot see, and when a person looked last, stands in ``docs/accessibility.md``.
"""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from flask import Flask
from playwright.sync_api import Page

from lms.domain.courses.queries import Published
from lms.kernel.clock import SetClock
from lms.platform.markdown_safety import LABELS
from tests.journeys.answers import answers_in
from tests.journeys.conftest import OpenBrowser
from tests.journeys.inspection import HEIGHT, TOO_WIDE, WIDE
from tests.journeys.painted import fullest_of_each
from tests.journeys.visitors import Visitor
from tests.makers import COURSE, LESSONS, PRACTICE, Makers

pytestmark = [pytest.mark.browser, pytest.mark.server, pytest.mark.slow]

LEARN = f"/learn/{COURSE}/"
ENLARGED = {"width": 320, "height": 256}  # 1280 by 1024 pixels at 400 %
CALLOUTS = LABELS[:8]
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
      const [top, bottom] = [Math.max(box.top, 0), Math.min(box.bottom, innerHeight)];
      const there = document.elementFromPoint(box.left + box.width * part, (top + bottom) / 2);
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

# What a page paints, and what is used on it, is noted in its usual colours and then looked at in forced ones, in which
# backgrounds are gone: a control has a line all around it, and whatever else stands on a colour has one at a side at least.
NOTE_PAINTED = """() => {
  const ground = getComputedStyle(document.body).backgroundColor;
  for (const each of document.querySelectorAll("body *")) {
    if (!each.checkVisibility() || each.closest("svg, .visually-hidden") || each.offsetWidth < 3) continue;
    const painted = !["rgba(0, 0, 0, 0)", ground].includes(getComputedStyle(each).backgroundColor);
    const used = each.matches(".button, select, textarea, input:not([type=radio], [type=checkbox], [type=hidden])");
    if (used || painted) each.dataset.painted = used ? "control" : "card";
  }
}"""
WITHOUT_EDGE = """() => {
  const ground = getComputedStyle(document.body).backgroundColor;
  return Array.from(document.querySelectorAll("[data-painted]")).filter((each) => {
    const style = getComputedStyle(each);
    const drawn = (line) => !["none", "hidden"].includes(style[`${line}Style`]) && parseFloat(style[`${line}Width`]) >= 1;
    const sides = ["borderTop", "borderRight", "borderBottom", "borderLeft"].filter(drawn).length;
    if (drawn("outline")) return false;
    return each.dataset.painted === "control" ? sides < 4 : sides < 1 && style.backgroundColor === ground;
  }).map((each) => `no edge: ${each.outerHTML.slice(0, 100)}`);
}"""


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


def look(page: Page) -> Iterator[str]:
    """Yield everything that is wrong with a page in one of the ways of seeing."""
    page.emulate_media(reduced_motion="reduce")
    yield from page.evaluate(MOVING)
    for size, colours in ((ENLARGED, "none"), (USUAL, "active")):
        page.set_viewport_size(size)
        page.emulate_media(forced_colors=colours)  # type: ignore[arg-type]
        yield from (f"{size['width']} px, forced colours {colours}: {fault}" for fault in page.evaluate(FOCUS))
        page.emulate_media(forced_colors="none")
        yield from (f"{size['width']} px: {fault}" for fault in (*page.evaluate(TOO_WIDE), *_cut(page)))
        style = page.add_style_tag(content=SPACING)
        yield from (f"{size['width']} px, spaced: {fault}" for fault in (*page.evaluate(TOO_WIDE), *_cut(page)))
        style.evaluate("each => each.remove()")
    page.evaluate(NOTE_PAINTED)
    page.emulate_media(forced_colors="active")
    yield from (f"forced colours: {fault}" for fault in page.evaluate(WITHOUT_EDGE))
    page.emulate_media(forced_colors="none")


def _cut(page: Page) -> list[str]:
    """The name in the header may be shortened: it is only there to say who is signed in, and whole to screen readers."""
    return [each for each in page.evaluate(CUT_OFF) if 'class="who"' not in each]


def test_every_kind_of_page_can_be_used_in_every_way_of_seeing(app: Flask, clock: SetClock, browser: Callable[..., Visitor]) -> None:
    visitor, faults = browser(), []
    visitor.watch.expect("does not conform")  # a day that is none, which the browser does not show in its field
    for page in fullest_of_each(app, Makers(app, clock)):
        page.shown_to(visitor)
        faults += [f"{page}: {fault}" for fault in look(visitor.page)]
    assert not faults, "\n".join(faults)


def test_what_stands_on_a_colour_has_an_edge_in_forced_colours(make: Makers, browser: Callable[..., Visitor], town_hall: Published) -> None:
    """Among it what the lessons and the sites of the tests do not have."""
    page = browser(person=make.person()).goes_to(f"/courses/{COURSE}/").page
    kinds = [*(f"callout callout-{kind}" for kind in CALLOUTS), "notice", "notice is-alarm", "error-summary", "fixed-value", "verdict-line"]
    pieces = "".join(f'<div class="{kind}">Words</div>' for kind in kinds) + "<pre>Words</pre>"
    page.evaluate("pieces => { document.querySelector('.prose').innerHTML += pieces; }", pieces)
    page.evaluate(NOTE_PAINTED)
    assert page.locator("[data-painted=card]").count() >= 6
    page.emulate_media(forced_colors="active")
    assert page.evaluate(WITHOUT_EDGE) == []


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

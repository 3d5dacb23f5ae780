"""A page looked over in every way in which people may see it: widths, light and dark, on paper, by assistive technology."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any, Literal
from unicodedata import normalize

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page
from pypdf import PdfReader

from tests.journeys.visitors import Visitor

Look = tuple[int, Literal["light", "dark"], dict[str, Any]]
WIDE, NARROW, NARROWEST = 1280, 360, 320
HEIGHT = 800
# Colours decide about contrast alone and widths about everything else, so four looks need two whole inspections.
VIOLATIONS: dict[str, Any] = {"resultTypes": ["violations"]}
EVERYTHING = VIOLATIONS | {"rules": {"target-size": {"enabled": True}}}  # all but this rule are on by themselves
CONTRAST = VIOLATIONS | {"runOnly": ["color-contrast"]}
SCROLLING = VIOLATIONS | {"runOnly": ["scrollable-region-focusable"]}
LOOKS: tuple[Look, ...] = (
    (WIDE, "light", EVERYTHING),
    (WIDE, "dark", CONTRAST),
    (NARROW, "dark", EVERYTHING),
    (NARROW, "light", CONTRAST),
)
INSPECT = """options => axe.run(options).then((found) => found.violations.flatMap((rule) =>
  rule.nodes.map((node) => `${rule.id}: ${node.target.join(" ")}: ${node.failureSummary.replace(/\\s+/g, " ")}`)))"""
TOO_WIDE = """() => {
  const room = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth <= room) return [];
  const out = Array.from(document.querySelectorAll("main *, header *, footer *"))
    .filter((each) => each.getBoundingClientRect().right > room + 1 && !each.closest(".table-scroll, pre, math"));
  return [`scrolls sideways: ${document.documentElement.scrollWidth} > ${room}`, ...out.slice(0, 3).map((each) => each.outerHTML.slice(0, 100))];
}"""
# Not every browser lets the keyboard scroll what takes no focus, so what takes none must fit, with wide spacing too.
OUT_OF_REACH = """() => Array.from(document.querySelectorAll(".table-scroll:not([tabindex])")).filter((each) => {
  Object.assign(each.style, { letterSpacing: ".12em", wordSpacing: ".16em" });
  const fits = each.scrollWidth <= each.clientWidth + 1;
  each.removeAttribute("style");
  return !fits;
}).map((each) => `cannot be scrolled by keyboard everywhere: ${each.textContent.slice(0, 100)}`)"""
HEADING = """() => {
  const heading = document.querySelector("h1").cloneNode(true);
  heading.querySelectorAll(".visually-hidden").forEach((each) => each.remove());
  return heading.textContent.replace(/\\s/g, "");
}"""


@dataclass
class Inspection:
    """Pages that somebody comes to, and what is wrong with them.

    ``briefly`` is for many pages of one kind: each width and each set of colours once, and no paper.
    """

    visitor: Visitor
    faults: list[str] = field(default_factory=list)
    briefly: bool = False

    def at(self, path: str) -> "Inspection":
        """Go to an address and look at its page."""
        self.visitor.goes_to(path)
        return self.here()

    def here(self, name: str = "") -> "Inspection":
        """Look at the page that is open."""
        page, path = self.visitor.page, name or self.visitor.path
        found = [*_looks(page, self.visitor.say.lang, LOOKS[::2] if self.briefly else LOOKS)]
        if not self.briefly:
            found += _on_paper(page)
        self.faults += [f"{path}: {fault}" for fault in found]
        return self

    def finds_nothing(self) -> None:
        """Fail for everything that was wrong."""
        assert not self.faults, "\n".join(self.faults)


def _looks(page: Page, lang: str, looks: tuple[Look, ...]) -> Iterator[str]:
    spoken = page.locator("html").get_attribute("lang")
    if spoken != lang:
        yield f"speaks {spoken}"
    page.evaluate(AXE_SCRIPT)
    for width, scheme, options in looks:
        page.set_viewport_size({"width": width, "height": HEIGHT})
        page.emulate_media(
            color_scheme=scheme, reduced_motion="reduce"
        )  # a colour that is still changing is no colour
        yield from (
            f"{width} px, {scheme}: {fault}"
            for fault in (*page.evaluate(INSPECT, options), *page.evaluate(TOO_WIDE))
        )
    page.set_viewport_size({"width": NARROWEST, "height": HEIGHT})
    found = (*page.evaluate(INSPECT, SCROLLING), *page.evaluate(TOO_WIDE), *page.evaluate(OUT_OF_REACH))
    yield from (f"{NARROWEST} px: {fault}" for fault in found)
    page.set_viewport_size({"width": WIDE, "height": HEIGHT})


def _on_paper(page: Page) -> Iterator[str]:
    """Print the page; its heading is on the paper, and what is only of use on a screen is not."""
    heading = page.evaluate(HEADING)
    printed = PdfReader(BytesIO(page.pdf(prefer_css_page_size=True)))
    text = "".join("".join(sheet.extract_text().split()) for sheet in printed.pages)
    text = normalize("NFKC", text)  # a font may join f and i into one sign
    if heading not in text:
        yield f"the heading {heading!r} is not on paper"
    page.emulate_media(media="print")
    for screen_only in page.locator(".site-header, .skip, .no-print, .outline").all():
        if screen_only.is_visible():
            yield f"on paper there is {screen_only.evaluate('each => each.outerHTML.slice(0, 80)')}"
    page.emulate_media(media="screen")

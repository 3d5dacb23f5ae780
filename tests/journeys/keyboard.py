"""Somebody who has a keyboard and no mouse; wherever they come to, they must see where they are."""

from dataclasses import dataclass

from playwright.sync_api import Locator

from tests.journeys.answers import Step
from tests.journeys.visitors import Visitor

FARTHEST = 150  # presses of the tabulator key
# How the focused element stands: is it the one, or of its group of radio buttons, and what is there to see of the focus.
# The frame around a choice is drawn by the choice, so it may show the focus for the button in it.
STANDING = """(target) => {
  const here = document.activeElement;
  const drawn = (each) => {
    const style = each && getComputedStyle(each);
    return Boolean(style) && style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0;
  };
  const shadowed = getComputedStyle(here).boxShadow !== "none";
  const box = here.getBoundingClientRect();
  return {
    isThere: here === target || (target.type === "radio" && here.type === "radio" && here.name === target.name),
    isShown: drawn(here) || shadowed || drawn(here.closest(".choice")),
    isInView: box.width > 0 && box.bottom > 0 && box.right > 0 && box.top < innerHeight && box.left < innerWidth,
    what: here.outerHTML.slice(0, 120),
  };
}"""


@dataclass(frozen=True)
class Keyboard:
    """The keys of a visitor."""

    visitor: Visitor

    def presses(self, key: str) -> None:
        """Press one key."""
        self.visitor.page.keyboard.press(key)

    def tabs_to(self, target: Locator) -> "Keyboard":
        """Press the tabulator key until the focus is there, and see it on every step of the way."""
        element = target.element_handle()
        for _ in range(FARTHEST):
            self.presses("Tab")
            standing = self.visitor.page.evaluate(STANDING, element)
            assert standing["isShown"] or "<body" in standing["what"], (
                f"no focus to be seen on {standing['what']}"
            )
            assert standing["isInView"], f"the focus is out of sight, on {standing['what']}"
            if standing["isThere"]:
                return self
        raise AssertionError(f"the tabulator key does not lead to {target}")

    def opens(self, target: Locator, key: str = "Enter") -> "Keyboard":
        """Go to a link or a button and press a key there, and wait for the page that follows."""
        self.tabs_to(target)
        with self.visitor.page.expect_navigation():
            self.presses(key)
        return self

    def types(self, field: Locator, text: str) -> "Keyboard":
        """Go to a field and type."""
        self.tabs_to(field).visitor.page.keyboard.type(text)
        return self

    def does(self, step: Step) -> None:
        """Do one step of an answer."""
        if step.what == "type":
            self.types(step.control, step.text)
        elif step.what == "select":
            self._selects(step.control, step.text)
        elif step.control.get_attribute("type") == "radio":
            self._chooses(step.control)
        else:
            self.tabs_to(step.control).presses(" ")

    def _chooses(self, radio: Locator) -> None:
        """Go to a group of radio buttons and on within it by the arrow keys, which choose as they go."""
        self.tabs_to(radio)
        self.presses(" ")
        for _ in range(FARTHEST):
            if radio.is_checked():
                return
            self.presses("ArrowDown")
        raise AssertionError(f"the arrow keys do not lead to {radio}")

    def _selects(self, select: Locator, text: str) -> None:
        self.tabs_to(select)
        self.presses("Home")
        for _ in range(FARTHEST):
            if select.locator("option:checked").inner_text() == text:
                return
            self.presses("ArrowDown")
        raise AssertionError(f"the arrow keys do not lead to {text}")

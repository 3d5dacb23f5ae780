"""Somebody at a browser, in the words of a story: goes to, follows, presses, types, sees."""

import re
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import BrowserContext, Locator, Page, expect

from tests.journeys.chromium import Watch
from tests.journeys.words import Words
from tests.makers import PASSWORD


@dataclass
class Visitor:
    """A person with a browser of their own, who reads one language; ``page`` is the tab in front."""

    context: BrowserContext
    watch: Watch
    address: str
    say: Words
    page: Page

    def goes_to(self, path: str) -> "Visitor":
        """Type an address of the site, or a whole one."""
        self.page.goto(path if "://" in path else f"{self.address}{path}")
        return self

    def opens_a_tab(self, path: str) -> "Visitor":
        """Open another tab of the same browser; return the same person looking at it."""
        return Visitor(self.context, self.watch, self.address, self.say, self.context.new_page()).goes_to(
            path
        )

    @property
    def path(self) -> str:
        """Where this tab is: path, query and all."""
        return self.page.url.removeprefix(self.address)

    def link(self, sentence: str, **places: object) -> Locator:
        """Return the link with these words."""
        return self.page.get_by_role("link", name=self.say(sentence, **places), exact=True)

    def button(self, sentence: str, **places: object) -> Locator:
        """Return the button with these words."""
        return self.page.get_by_role("button", name=self.say(sentence, **places), exact=True)

    def follows(self, sentence: str, **places: object) -> "Visitor":
        """Follow the link with these words of the interface, and wait for the page."""
        return self.clicks(self.link(sentence, **places))

    def presses(self, sentence: str, **places: object) -> "Visitor":
        """Press the button with these words of the interface, and wait for the page."""
        return self.clicks(self.button(sentence, **places))

    def clicks(self, control: Locator) -> "Visitor":
        """Click on what leads to another page, and wait for that."""
        with self.page.expect_navigation():
            control.click()
        return self

    def types(self, label: str, text: str) -> "Visitor":
        """Type into the field with this label."""
        self.page.get_by_label(self.say(label), exact=True).fill(text)
        return self

    def signs_in(self, email: str) -> "Visitor":
        """Fill in the form for signing in, and press its button."""
        return self.types("E-mail address", email).types("Password", PASSWORD).presses_in_main("Sign in")

    def presses_in_main(self, sentence: str) -> "Visitor":
        """Press the button of the main part with these words."""
        return self.clicks(
            self.page.locator("main").get_by_role("button", name=self.say(sentence), exact=True)
        )

    def sees(self, text: str) -> "Visitor":
        """Look for words in the main part of the page."""
        expect(self.page.locator("main")).to_contain_text(text, use_inner_text=True)
        return self

    def reads(self, sentence: str, **places: object) -> "Visitor":
        """Look for words of the interface in the main part of the page."""
        return self.sees(self.say(sentence, **places))

    def does_not_see(self, text: str) -> "Visitor":
        """Look for words that must not be in the main part of the page."""
        expect(self.page.locator("main")).not_to_contain_text(text, use_inner_text=True)
        return self

    def is_on(self, heading: str) -> "Visitor":
        """Look at the main heading."""
        expect(self.page.locator("h1")).to_have_text(re.compile(re.escape(heading)), use_inner_text=True)
        return self

    def downloads(self, link: Locator, to: Path) -> Path:
        """Follow a link to a file and keep the file."""
        with self.page.expect_download() as coming:
            link.click()
        kept = to / coming.value.suggested_filename
        coming.value.save_as(kept)
        return kept

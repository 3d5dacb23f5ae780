"""A visit to one page, as a test makes it."""

from collections.abc import Mapping
from dataclasses import dataclass

from tests.support.client import ORIGIN, PageClient
from tests.support.pages import Page, Typed, read_page


@dataclass(frozen=True)
class Visit:
    """A page as somebody meets it: by going there, or with ``fields`` by sending them."""

    who: PageClient
    where: str
    status: int = 200
    fields: Mapping[str, Typed] | None = None

    def read(self, language: str) -> Page:
        """Return the page that a browser gets which asks for this language."""
        return read_page(ORIGIN + self.where, self.status, self.html(language), self.who.quoted)

    def html(self, language: str) -> str:
        """Return what a browser gets which asks for this language, as it is sent."""
        headers = {"Accept-Language": language}
        if self.fields is None:
            answer = self.who.get(self.where, headers=headers)
        else:
            answer = self.who.send(self.where, self.fields, headers=headers)
        assert answer.status_code == self.status, f"{self.where} answered {answer.status_code}"
        return answer.text

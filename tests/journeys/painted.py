"""Every kind of page in a real browser, in states that take long to come to by clicking.

What the site answers is asked for by the test client, as each kind of visitor (``tests/support/visits.py``, of which a test
holds that it leaves no page out), and then painted by the browser, with the styles, scripts and pictures of the served site.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from flask import Flask, template_rendered
from jinja2 import Template

from lms.web.shell.kept_pages import keep_pages
from tests.journeys.visitors import Visitor
from tests.makers import Makers
from tests.support.visits import every_kind

# Who looks: somebody who is signed in, or an administrator who looks as somebody else.
MARKS = ('<form class="account"', 'class="looking"')


@dataclass(frozen=True)
class Painted:
    """A page as the site answered it: what it is made of, its status, where it lies, and its HTML."""

    template: str
    status: int
    where: str
    html: str

    @property
    def elements(self) -> int:
        """How much there is on it."""
        return self.html.count("</")

    @property
    def is_of_strangers(self) -> bool:
        """Whether it was answered to somebody who is not signed in."""
        return MARKS[0] not in self.html

    def __str__(self) -> str:
        return f"{self.template}, {self.status}, {self.where[:100]}"

    def shown_to(self, visitor: Visitor) -> None:
        """Let a browser open it, as if the served site had answered it."""
        address = f"{visitor.address}{self.where}"
        visitor.page.route(address, lambda route: route.fulfill(content_type="text/html; charset=utf-8", body=self.html))
        visitor.page.goto(address)
        visitor.page.unroute(address)


def fullest_of_each(app: Flask, make: Makers, language: str = "en") -> list[Painted]:
    """Return for each template, status and kind of visitor the page on which there is most."""
    found: dict[tuple[str, int, tuple[bool, ...]], Painted] = {}
    for page in _answered(app, make, language):
        kind = page.template, page.status, tuple(mark in page.html for mark in MARKS)
        if kind not in found or page.elements > found[kind].elements:
            found[kind] = page
    return list(found.values())


def _answered(app: Flask, make: Makers, language: str) -> Iterator[Painted]:
    visits = every_kind(make)
    names: list[str] = []

    def note(_app: Flask, template: Template, **_: object) -> None:
        names.append(template.name or "")

    with template_rendered.connected_to(note, app):
        for visit in visits:
            names.clear()
            keep_pages(app)  # a page that is kept from before comes from no template
            html = visit.html(language)
            assert names, f"{visit.where} is made from no template"
            yield Painted(names[-1], visit.status, visit.where, html)

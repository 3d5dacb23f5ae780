"""An attempt as a journey sees it: its questions, what is said beneath them, and what the database holds of them."""

import re
from collections.abc import Callable

from playwright.sync_api import Locator, Page
from sqlalchemy import select

from lms.domain.quizzes.models import Response
from tests.journeys.visitors import Visitor
from tests.makers import Makers

SAVED = re.compile(r"^Saved \d\d:\d\d:\d\d$")
NOT_YET = re.compile("^Not saved yet – ")
DISCONNECTED = "net::ERR_INTERNET_DISCONNECTED"
WAIT = "%(count)s answers wait in this browser; they are sent as soon as the site can be reached."
ONE_WAITS = "One answer waits in this browser; it is sent as soon as the site can be reached."
ALL_SAVED = "All answers that waited are saved."


def place(visitor: Visitor, question: str) -> Locator:
    return visitor.page.locator(f"#question-{question}")


def says(visitor: Visitor, question: str) -> Locator:
    return place(visitor, question).locator("[data-saved]")


def choose(visitor: Visitor, question: str, answer: str) -> None:
    place(visitor, question).get_by_label(answer, exact=True).check()


def writes(visitor: Visitor, text: str) -> None:
    place(visitor, "short").get_by_role("textbox").fill(text)


def waits(visitor: Visitor) -> Locator:
    """Return the line that says how many answers wait."""
    return visitor.page.locator("[data-waiting] span")


def rows(make: Makers) -> list[tuple[str, object]]:
    """Return every answer that the database holds, in the order in which they came; fail if one was stored twice."""
    found = make.rows(select(Response.client, Response.seq, Response.question_key, Response.body).order_by(Response.id))
    assert len({(client, seq) for client, seq, _key, _body in found}) == len(found)
    return [(key, body) for _client, _seq, key, body in found]


def until(page: Page, is_so: Callable[[], bool]) -> None:
    """Let the browser go on until something is so."""
    for _ in range(600):
        if is_so():
            return
        page.wait_for_timeout(25)
    raise AssertionError("it never was so")

"""What is written into gaps and for oneself is kept as it was written, and a practice is done when all of it is there."""

import pytest
from sqlalchemy import select

from lms.domain.quizzes.models import Response
from lms.platform.database import db
from tests.makers import COURSE, PRACTICE, Makers
from tests.support.client import PageClient

SMALL = """---
title: "First practice"
mode: practice
---

## holes

Article {{20}} is {{*kept|broken}}.

## thought {kind=reflection}

What do you think of it?

> [!FEEDBACK]
> Think of it again tomorrow.
"""
THOUGHT = "I should have <asked>.\n\n  Tomorrow!"


@pytest.fixture
def browser(make: Makers) -> PageClient:
    """Return the browser of somebody who is enrolled in a course with a practice of these two questions."""
    changed = {f"quizzes/{COURSE}/en/{PRACTICE}.md": SMALL, f"quizzes/{COURSE}/bg/{PRACTICE}.md": None}
    return make.learner(make.course(changed=changed))


def stored(make: Makers) -> dict[str, object]:
    with make.app.app_context():
        return {row.question_key: row.body for row in db.session.execute(select(Response.question_key, Response.body).order_by(Response.id))}


def test_gaps_and_thoughts_are_kept_and_shown_again(make: Makers, browser: PageClient) -> None:
    attempt = browser.submit(browser.page(f"/learn/{COURSE}/{PRACTICE}/"), "Start ")
    page = browser.submit(attempt, "Save answers", {"q-holes.1": " 20 ", "q-holes.2": "2"})
    assert stored(make) == {"holes": ["20", 2]}
    assert "1 of 2 answered" in page.text

    page = browser.submit(page, "Save answers", {"q-thought": THOUGHT.replace("\n", "\r\n")})
    assert stored(make) == {"holes": ["20", 2], "thought": THOUGHT}
    assert "2 of 2 answered" in page.text
    assert [node.text for node in page.all("textarea")] == [" ".join(THOUGHT.split())]
    assert "done" in browser.get(f"/learn/{COURSE}/").text.partition(f'href="/learn/{COURSE}/{PRACTICE}/"')[2].partition("</li>")[0]


def test_a_thought_is_answered_and_neither_right_nor_wrong(browser: PageClient) -> None:
    attempt = browser.submit(browser.page(f"/learn/{COURSE}/{PRACTICE}/"), "Start ")
    page = browser.submit(attempt, "Check answer 2", {"q-thought": THOUGHT})
    assert [node.text for node in page.all("p") if "verdict" in node.get("class").split()] == ["Answered"]
    assert "Think of it again tomorrow." in page.text

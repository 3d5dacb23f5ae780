"""What the steps of an attempt ask the database: never more than six things, however many questions there are.

Saving an answer asks two, however much was saved before: who is asking, and to store it.

What pages ask is counted in ``tests/contracts/test_reads.py``.
"""

from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest

from tests.makers import COURSE, TEST, Makers
from tests.support.client import PageClient

Queries = Callable[[int], AbstractContextManager[None]]
CLIENT = "0123456789abcdef"


def save(browser: PageClient, attempt: str, seq: int) -> int:
    """Send one answer as the script does, and return the status of what came back."""
    event = {"client": CLIENT, "seq": seq, "question": "short", "fields": {"q-short": [f"answer {seq}"]}}
    return browser.post(
        f"{attempt}responses", json=event, headers={"X-CSRFToken": browser.token(), "Accept": "application/json"}
    ).status_code


@pytest.mark.parametrize("how_many", [1, 3], ids=["one answer", "three answers"])
def test_saving_an_answer_takes_two_statements(make: Makers, queries: Queries, how_many: int) -> None:
    browser = make.learner(make.course())
    attempt = browser.send(f"/learn/{COURSE}/{TEST}/attempts").location
    assert [save(browser, attempt, seq) for seq in range(1, how_many + 1)] == [200] * how_many
    with queries(2):
        assert save(browser, attempt, how_many + 1) == 200


QUESTION = """
## question-{number}

Which of these is number {number}?

- (x) This one
- ( ) That one
"""

def quiz_of(how_many: int) -> dict[str, str | None]:
    """Return the last test of the small course with so many questions, in every language."""
    head = {"en": "title: Last test\nmode: test\npass: 60\nattempts: 2\nshow_answers: after-pass", "bg": "title: Последен тест"}
    body = "".join(QUESTION.format(number=number) for number in range(1, how_many + 1))
    return {f"quizzes/{COURSE}/{lang}/{TEST}.md": f"---\n{said}\n---\n{body}" for lang, said in head.items()}


@pytest.mark.parametrize("how_many", [1, 12], ids=["one question", "twelve questions"])
def test_no_step_of_an_attempt_asks_more_than_six_things(make: Makers, queries: Queries, how_many: int) -> None:
    browser = make.learner(make.course(changed=quiz_of(how_many)))
    page = f"/learn/{COURSE}/{TEST}/"
    browser.page(page)
    form = {f"q-question-{number}": "1" for number in range(1, how_many + 1)}
    shown = [f"question-{number}:" for number in range(1, how_many + 1)]
    with queries(6):
        attempt = browser.send(f"{page}attempts").location
    browser.page(attempt)
    with queries(4):
        browser.page(attempt)
    with queries(6):
        browser.send(f"{attempt}responses", {**form, "shown": shown, "then": "summary"})
    with queries(4):
        browser.page(f"{attempt}summary")
    with queries(6):
        browser.send(f"{attempt}submission")
    with queries(5):
        browser.page(f"{attempt}review/")

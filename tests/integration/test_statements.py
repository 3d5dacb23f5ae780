"""Saving an answer asks the database two things, however much was saved before: who is asking, and to store it.

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

"""Sets of cards: who reads them, what the address asks for, in which language they stand, and the terms in lessons."""

from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest

from tests.makers import COURSE, Makers, files_of
from tests.support.cards import CARDS, METHODS_AT, many
from tests.support.client import PageClient

Queries = Callable[[int], AbstractContextManager[None]]
OUTLINE = f"modules/{COURSE}/course.yaml"


def reader(make: Makers) -> PageClient:
    return make.learner(make.course(changed=CARDS))


def test_smoke(make: Makers) -> None:
    browser = reader(make)
    print(browser.page(METHODS_AT).text)
    print(browser.page(METHODS_AT+"?view=table&group=30").text)
    print(browser.page(METHODS_AT+"?view=compare&card=jury&card=world-cafe").text)
    print(browser.page(METHODS_AT+"world-cafe/").text)
    print(browser.page(f"/learn/{COURSE}/why-ask/").text)
    print(browser.page(f"/learn/{COURSE}/").text)

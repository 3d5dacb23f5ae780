"""Many browsers at once: what happens when two clicks, two tabs or two devices race."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.support.client import PageClient


class Hurried(PageClient):
    """A browser among many at once; whether one of them leaves work undone cannot be told while the others work."""

    def _one_request(self, *arguments: Any, **named: Any) -> TestResponse:
        return FlaskClient.open(self, *arguments, **named)


def hurried(app: Flask, sign_in: Callable[[PageClient], None], how_many: int) -> Iterator[PageClient]:
    """Return so many browsers, each signed in by ``sign_in``."""
    browsers = [Hurried(app, app.response_class) for _ in range(how_many)]
    for browser in browsers:
        sign_in(browser)
    return iter(browsers)


def at_once(tasks: list[Callable[[], Any]]) -> list[Any]:
    """Do several things at the same time, each in a thread and with a connection of its own; return what each gave."""
    start = Barrier(len(tasks))

    def run(task: Callable[[], Any]) -> Any:
        start.wait()
        return task()

    with ThreadPoolExecutor(len(tasks)) as pool:
        results = [each.result() for each in [pool.submit(run, task) for task in tasks]]
    PageClient.tidiness.faults.clear()  # each saw what the others had not committed yet
    return results

"""Saving one answer, beside a view that does one durable insert: both by one served server, in turn, same database."""

import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import count
from typing import Any

from bench.browser import Browser, token_in
from bench.figures import Figure, spread_of
from bench.plain import INSERT
from bench.served import BESIDE_PLAIN, PLAIN, served
from bench.site import Site
from lms.commands import edge
from lms.domain.courses.queries import get_outline_of
from lms.domain.courses.questionnaires import get_questionnaire
from lms.domain.quizzes.queries import find_try
from lms.kernel.refusals import Missing

ROUNDS, EACH = 15, 60
CONNECTIONS = 4
LEAST_SHARE = 0.5
CLIENT = "0123456789abcdef"

Send = Callable[[Browser], None]


def measure(site: Site) -> Iterator[Figure]:
    """Yield how many answers are saved for each row that the plain view inserts in the same time."""
    with served(site, BESIDE_PLAIN) as server:
        browser = Browser.at(server.address, site.cookies)
        path, token = _begin(site, browser)
        save, insert = _saving(site, path, token), _inserting()
        _throughput(server.address, site, save)
        _throughput(server.address, site, insert)
        pairs = [
            (_throughput(server.address, site, save), _throughput(server.address, site, insert))
            for _ in range(ROUNDS)
        ]
    shares = spread_of([ours / plain for ours, plain in pairs])
    ours, plain = spread_of([pair[0] for pair in pairs]), spread_of([pair[1] for pair in pairs])
    yield Figure(
        name="answer-share",
        says="Answers saved for each row of a plain insert",
        value=round(shares.median, 3),
        unit="times",
        limit=LEAST_SHARE,
        at_least=True,
        spread=shares,
        beside=f"beside: {ours.median:.0f} answers a second, {plain.median:.0f} rows a second by the plain view",
        how=(
            f"{ROUNDS} rounds in turn of {EACH} requests by {CONNECTIONS} connections to one served worker;"
            " each answered only after its commit"
        ),
    )


def _begin(site: Site, browser: Browser) -> tuple[str, str]:
    """Start the course's test as a learner does; return the address of the attempt and the token of its form."""
    token = token_in(browser.get(site.quiz_path))
    started = browser.submit(f"{site.quiz_path}attempts", {"csrf_token": token})
    path = started.header("location")
    return path, token_in(browser.get(path))


def _saving(site: Site, path: str, token: str) -> Send:
    """Return what saves the next answer: always to the same question, which it answers anew."""
    fields = _fields(site, path.rstrip("/").rpartition("/")[2])
    numbers = count(1)

    def save(browser: Browser) -> None:
        seq = next(numbers)
        key, values = fields[seq % len(fields)]
        answer = browser.post_json(
            f"{path}responses", {"client": CLIENT, "seq": seq, "question": key, "fields": values}, token
        )
        if answer.status != 200:
            raise RuntimeError(f"saving an answer answered {answer.status}: {answer.text}")

    return save


def _fields(site: Site, uid: str) -> list[tuple[str, dict[str, Any]]]:
    """Return for each question of the attempt that takes one choice what a form would send for its first."""
    with edge.site(site.settings):
        attempt, outline = find_try(uid), get_outline_of(site.edition_id)
        activity = outline.find(site.quiz)
        if attempt is None or activity is None:
            raise Missing(f"attempt {uid}")
        questionnaire = get_questionnaire(outline, activity)
        drawn = [questionnaire.quiz.by_key[key] for key in questionnaire.drawn(attempt.seed)]
    return [(each.key, {f"q-{each.key}": ["1"]}) for each in drawn if each.kind == "single"]


def _inserting() -> Send:
    body = b'{"client": "0123456789abcdef", "seq": 1, "question": "a-question", "fields": {"q-a-question": ["1"]}}'

    def insert(browser: Browser) -> None:
        answer = browser.post(PLAIN + INSERT, body, "application/json")
        if answer.status != 200:
            raise RuntimeError(f"the plain view answered {answer.status}")

    return insert


def _throughput(address: str, site: Site, send: Send) -> float:
    """Return how many requests a second are answered, with so many connections at once."""
    browsers = [Browser.at(address, site.cookies) for _ in range(CONNECTIONS)]

    def work(browser: Browser) -> None:
        for _ in range(EACH // CONNECTIONS):
            send(browser)

    with ThreadPoolExecutor(CONNECTIONS) as pool:
        began = time.monotonic()
        for done in [pool.submit(work, browser) for browser in browsers]:
            done.result()
        return EACH / (time.monotonic() - began)

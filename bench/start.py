"""A cold start: from the command ``lms serve`` on a site that is set up to the last byte of the first page."""

import time
from collections.abc import Iterator

from bench.browser import Browser
from bench.figures import Figure, spread_of
from bench.served import served
from bench.site import Site

STARTS = 5
MOST_SECONDS = 2.0


def measure(site: Site) -> Iterator[Figure]:
    """Yield how long a cold start takes."""
    _seconds(site)  # so that Python has compiled its files and the disk has been read once
    spread = spread_of([_seconds(site) for _ in range(STARTS)])
    yield Figure(
        name="start",
        says="Cold start: lms serve to the first page",
        value=round(spread.median, 3),
        unit="s",
        limit=MOST_SECONDS,
        spread=spread,
        how="clock time from starting the process to the last byte of the start page; set up before, one start before",
    )


def _seconds(site: Site) -> float:
    began = time.monotonic()
    with served(site) as server:
        answer = Browser.at(server.address).get("/")
        took = time.monotonic() - began
    if answer.status != 200:
        raise RuntimeError(f"the start page answered {answer.status}")
    return took

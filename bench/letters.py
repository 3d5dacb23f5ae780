"""How long it takes to ask for letters to many people at once, in the transaction of what causes them."""

import time
from collections.abc import Iterator

from bench.figures import Figure, spread_of
from bench.site import Site
from lms.commands import edge
from lms.kernel.keys import new_uid
from lms.platform.database import unit_of_work
from lms.web.mail import trial
from lms.web.mail.letters import post_each

LETTERS = 5_000
TIMES = 5
MOST_SECONDS = 2.0


def measure(site: Site) -> Iterator[Figure]:
    """Yield the seconds in which so many letters are asked for and committed."""
    with edge.site(site.settings):
        samples = [_ask(site.person_id) for _ in range(TIMES)]
    found = spread_of(samples)
    yield Figure(
        name="letters",
        says=f"Asking for {LETTERS:,} letters",
        value=round(found.median, 2),
        unit="s",
        limit=MOST_SECONDS,
        spread=found,
        how=f"by the clock, in one unit of work, with its commit; {TIMES} times",
    )


def _ask(person_id: int) -> float:
    began = time.perf_counter()
    with unit_of_work():
        letters = {f"{trial.KIND}:{new_uid()}": {"person_id": person_id, "language": "en"} for _ in range(LETTERS)}
        post_each(trial.KIND, letters, now=edge.now())
    return time.perf_counter() - began

"""The memory of a worker after it has done a bit of everything."""

import secrets
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from bench.browser import Browser, token_in
from bench.figures import Figure
from bench.served import served
from bench.site import COURSE, Site, complete
from lms.commands.edge import Unable

REQUESTS, CONNECTIONS = 500, 8
MOST_MEGABYTES = 150
KILOBYTE = 1024


def measure(site: Site) -> Iterator[Figure]:
    """Yield the resident memory of the only worker after mixed requests."""
    uid = complete(site)
    with served(site) as server:
        paths = _paths(site, uid)
        _ask(server.address, site, paths)
        rss, pss = _memory_of(server.worker)
    yield Figure(
        name="memory",
        says="Memory of a worker (RSS)",
        value=round(rss, 1),
        unit="MB",
        limit=MOST_MEGABYTES,
        beside=f"beside: {pss:.1f} MB where pages shared with the parent process are counted in shares (PSS)",
        how=(
            f"/proc of the worker after {REQUESTS} requests by {CONNECTIONS} connections: {len(paths)} different pages,"
            f" among them a certificate as PDF, and {CONNECTIONS} passwords checked at once"
        ),
    )


def _paths(site: Site, uid: str) -> list[str]:
    """Return the addresses that are asked for in turn."""
    learn = [f"/learn/{COURSE}/{key}/" for key in (site.lesson, site.quiz)]
    public = ["/", "/courses/", f"/courses/{COURSE}/", f"/certificates/{uid}/", "/?lang=bg", "/readyz"]
    return [*learn, *public, "/learn/", f"/learn/{COURSE}/", f"/certificates/{uid}.pdf"]


def _sign_in_wrongly(address: str) -> None:
    """Let a password be checked, which takes memory of its own."""
    browser = Browser.at(address)
    token = token_in(browser.get("/account/sign-in"))
    fields = {"csrf_token": token, "email": "nobody@bench.example", "password": secrets.token_urlsafe(16)}
    browser.submit("/account/sign-in", fields)


def _ask(address: str, site: Site, paths: list[str]) -> None:
    def work(number: int) -> None:
        _sign_in_wrongly(address)
        browser = Browser.at(address, site.cookies)
        for turn in range(REQUESTS // CONNECTIONS + 1):
            path = paths[(turn + number) % len(paths)]
            answer = browser.get(path)
            if answer.status != 200:
                raise RuntimeError(f"{path} answered {answer.status}")

    with ThreadPoolExecutor(CONNECTIONS) as pool:
        for done in [pool.submit(work, number) for number in range(CONNECTIONS)]:
            done.result()


def _memory_of(pid: int) -> tuple[float, float]:
    """Return resident memory and the proportional share of it, in megabytes of a million bytes."""
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii").splitlines()
    except OSError as error:
        raise Unable("The memory of a worker can only be read on Linux.") from error
    sizes = {line.split(":")[0]: int(line.split()[1]) for line in lines[1:]}
    return sizes["Rss"] * KILOBYTE / 1e6, sizes["Pss"] * KILOBYTE / 1e6

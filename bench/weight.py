"""What travels for the first lesson page: with everything it needs at the first visit, and alone afterwards."""

import re
from collections.abc import Iterator
from urllib.parse import urljoin

from bench.browser import Answer, Browser
from bench.figures import Figure
from bench.served import served
from bench.site import Site

NEEDED = re.compile(
    r'<(?:link rel="(?:stylesheet|icon)"[^>]*? href|script[^>]*? src|img[^>]*? src|source[^>]*? src)="([^"]+)"'
)
IN_STYLES = re.compile(r"url\([\"']?([^\"')]+)[\"']?\)|@import [\"']([^\"']+)[\"']")
IN_SCRIPTS = re.compile(r"(?:from|import) ?\(?[\"'](\.[^\"']+)[\"']")
MOST_FIRST, MOST_AFTER = 90.0, 15.0  # kilobytes of 1000 bytes
KEPT = "immutable"


def measure(site: Site) -> Iterator[Figure]:
    """Yield the kilobytes of the first visit and those of the next."""
    with served(site) as server:
        browser = Browser.at(server.address, site.cookies)
        page = browser.get(site.lesson_path)
        assets = _assets(browser, site.lesson_path, page)
    again = [name for name, answer in assets.items() if KEPT not in answer.header("cache-control")]
    how = "status line, headers and body of every answer as they are sent by the served site, compressed as the browser asks"
    yield Figure(
        name="weight-first",
        says=f"First lesson page with its {len(assets)} assets, first visit",
        value=round((page.size + sum(answer.size for answer in assets.values())) / 1000, 2),
        unit="KB",
        limit=MOST_FIRST,
        beside="; ".join(
            f"{path.rpartition('/')[2]} {answer.size / 1000:.1f}" for path, answer in assets.items()
        ),
        how=how,
    )
    yield Figure(
        name="weight-after",
        says="First lesson page, next visit",
        value=round((page.size + sum(assets[path].size for path in again)) / 1000, 2),
        unit="KB",
        limit=MOST_AFTER,
        beside=f"the page itself is {len(page.text.encode()) / 1000:.1f} KB of HTML; {len(again)} assets are asked for again",
        how=how,
    )


def _assets(browser: Browser, where: str, page: Answer) -> dict[str, Answer]:
    """Return everything that a page makes a browser fetch from this site, and what that makes it fetch."""
    found: dict[str, Answer] = {}
    waiting = [urljoin(where, path) for path in NEEDED.findall(page.text)]
    while waiting:
        path = waiting.pop(0)
        if path in found or path.startswith("data:"):
            continue
        found[path] = answer = browser.get(path)
        if answer.status != 200:
            raise RuntimeError(f"{path} answered {answer.status}")
        waiting += [urljoin(path, each) for each in _needed_by(answer)]
    return found


def _needed_by(asset: Answer) -> list[str]:
    media_type = asset.header("content-type")
    if "css" in media_type:
        return [one or other for one, other in IN_STYLES.findall(asset.text)]
    return IN_SCRIPTS.findall(asset.text) if "javascript" in media_type else []

"""Chromium as the journeys use it: found, started so that it never calls home, and watched in all that it does."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit

from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Playwright, Request, Response

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
MISSING = f"no Chromium is here: install one so that a command {' or '.join(NAMES)} starts it"
# Nothing but this machine has an address in this browser, so that it cannot call home whatever it tries.
FLAGS = (
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-domain-reliability",
    "--disable-sync",
    "--disable-features=MediaRouter,OptimizationHints,Translate",
    "--dns-prefetch-disable",
    "--metrics-recording-only",
    "--no-default-browser-check",
    "--no-first-run",
    "--no-pings",
    "--disable-dev-shm-usage",
)
OURS = ("data", "blob")
DROPPED = (
    "net::ERR_ABORTED"  # the browser itself let go: a download is no page, or somebody has gone on meanwhile
)


def find_chromium() -> str | None:
    """Return the program that starts Chromium, or None."""
    return next((found for name in NAMES if (found := shutil.which(name))), None)


def launch(playwright: Playwright, program: str) -> Browser:
    """Start Chromium; as root it takes its own sandbox for a danger, so there it goes without."""
    as_root = ["--no-sandbox"] if os.geteuid() == 0 else []
    return playwright.chromium.launch(executable_path=program, args=[*FLAGS, *as_root])


class Watch:
    """Notes what goes wrong in a browser: messages of the console, answers that are errors, requests to elsewhere.

    A fault that a story leads to on purpose is expected beforehand, by words that stand in it; it must then happen.
    """

    def __init__(self, context: BrowserContext, address: str) -> None:
        self.faults: list[str] = []
        self._expected: dict[str, int] = {}
        self._origin = urlsplit(address)
        context.on("console", self._console)
        context.on("weberror", lambda error: self._note(f"script failed: {error.error}"))
        context.on("request", self._request)
        context.on("response", self._response)
        context.on("requestfailed", self._failure)

    def expect(self, *signs: str | int) -> None:
        """Take faults with these words, or answers with these statuses, for intended from now on."""
        self._expected.update({f" {sign}" if isinstance(sign, int) else sign: 0 for sign in signs})

    @property
    def what_never_happened(self) -> list[str]:
        """What was expected and did not come."""
        return [words for words, times in self._expected.items() if not times]

    def _note(self, fault: str) -> None:
        known = [words for words in self._expected if words in fault]
        for words in known:
            self._expected[words] += 1
        if not known:
            self.faults.append(fault)

    def _console(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            self._note(f"console {message.type}: {message.text}")

    def _request(self, request: Request) -> None:
        there = urlsplit(request.url)
        if there.scheme not in OURS and (there.scheme, there.netloc) != (
            self._origin.scheme,
            self._origin.netloc,
        ):
            self._note(f"asked elsewhere: {request.method} {request.url}")

    def _failure(self, request: Request) -> None:
        if request.failure != DROPPED:
            self._note(f"{request.failure}: {request.method} {request.url}")

    def _response(self, response: Response) -> None:
        if response.status >= 400:
            self._note(f"answered {response.status}: {response.request.method} {response.url}")


@contextmanager
def watched(context: BrowserContext, address: str) -> Iterator[Watch]:
    """Give a watch over a browser; at the end close it, and fail for what went wrong in it."""
    watch = Watch(context, address)
    try:
        yield watch
    finally:
        context.close()
    assert not watch.faults, "\n".join(watch.faults)
    assert not watch.what_never_happened, watch.what_never_happened

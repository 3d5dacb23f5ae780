"""What a browser keeps of a site, as whoever sits down at the computer next can look it up; and how tabs break down."""

from contextlib import suppress

from playwright.sync_api import Error, Page

from tests.journeys.visitors import Visitor

WHOLE = "JSON.stringify([Object.entries(localStorage), Object.entries(sessionStorage), document.cookie])"
KEPT = "[...Object.keys(localStorage), ...Object.keys(sessionStorage)].filter((key) => !key.startsWith('outline '))"
WITHOUT_SEALS = "Object.defineProperty(crypto, 'subtle', { value: undefined });"
# What a page sends while it is being left goes out even in a browser that was told to be without a network.
NOTHING_WHILE_LEAVING = """() => {
  const send = window.fetch;
  window.fetch = (address, more) => (more?.keepalive ? Promise.reject(new TypeError("no network")) : send(address, more));
}"""
REFUSED = "Storage.prototype.setItem = () => { throw new DOMException('full', 'QuotaExceededError'); };"


def whole_store(page: Page) -> str:
    """Return everything that the browser keeps for pages of the site, as one text."""
    text: str = page.evaluate(WHOLE)
    return text


def kept_in(page: Page) -> list[str]:
    """Return the names of what the browser keeps because the site has not acknowledged it."""
    names: list[str] = page.evaluate(KEPT)
    return names


def break_down(visitor: Visitor) -> None:
    """Let the process that shows this tab die, as when the memory is full: no script of the page gets to do anything more."""
    with visitor.page.expect_event("crash"), suppress(Error):
        visitor.page.goto("chrome://crash")
    visitor.page.close()

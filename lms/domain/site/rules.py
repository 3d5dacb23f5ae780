"""Decisions about what people tell those who run the site."""

from urllib.parse import unquote, urlsplit

from lms.kernel.keys import is_key

SHORTEST_REPORT, LONGEST_REPORT = 3, 5000
LONGEST_PAGE = 1000
LEFT_OUT = "…"
LONGEST_WORD = 19  # a longer piece of an address is a key made of words, or nobody else's business


def page_named(address: str) -> str:
    """Return the path of an address of this site, without anything that is somebody's own; nothing of what is no address.

    The query goes, and so does every piece that is a uid or may be a token: the page can still be told by the rest.
    """
    try:
        path = urlsplit(address.strip()).path
    except ValueError:
        return ""
    shown = "".join(sign for sign in unquote(path) if sign.isprintable())
    if not shown.startswith("/"):
        return ""
    return "/".join(LEFT_OUT if _is_private(piece) else piece for piece in shown.split("/"))[:LONGEST_PAGE]


def page_told(text: str) -> str:
    """Return what somebody says of a page: an address is shortened to its path, words stay as they are."""
    words = " ".join(text.split())
    is_address = words.startswith("/") or "://" in words
    return page_named(words) if is_address else words[:LONGEST_PAGE]


def _is_private(piece: str) -> bool:
    return len(piece) > LONGEST_WORD and not (is_key(piece) and "-" in piece)

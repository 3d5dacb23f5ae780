"""What the head of a page tells search engines, and those to whom somebody sends its address.

A page is kept out of search engines unless its view calls ``share`` and the visitor is a stranger: what a stranger is
shown is public by definition, so nothing private can get here by mistake, and pages of people who are known cost nothing.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from babel import Locale
from babel.core import get_global
from flask import current_app, g, request, url_for
from jinja2.utils import htmlsafe_json_dumps
from markupsafe import Markup

from lms.exchange.lettering import plain
from lms.exchange.schema_org import Provider
from lms.web.shell.addresses import whole
from lms.web.shell.languages import ui_language
from lms.web.shell.site import site
from lms.web.shell.visitors import somebody

LONGEST_DESCRIPTION = 300
BRITISH = "en_GB"


@dataclass(frozen=True)
class Picture:
    """A picture of our own that stands for a page where its address is shown."""

    url: str
    width: int
    height: int
    alt: str


@dataclass(frozen=True)
class Shared:
    """What a page says of itself (shell/shared.html); ``url`` is its one address in the language in which it is shown."""

    title: str
    description: str
    kind: str
    url: str
    in_any_language: str
    in_languages: tuple[tuple[str, str], ...]
    locale: str
    other_locales: tuple[str, ...]
    picture: Picture | None
    things: Markup | None


def share(
    title: str,
    description: str,
    *,
    languages: Sequence[str] = (),
    language: str = "",
    kind: str = "website",
    picture: Picture | None = None,
    things: Sequence[dict[str, Any]] = (),
) -> Shared | None:
    """Let search engines have this page and return what its head says; None for anybody who is not a stranger.

    ``languages`` are those in which its content is to be had and ``language`` the one shown; without them, those of
    the interface. ``things`` are described in the words of schema.org.
    """
    if is_nobodys_business():
        return None
    g.indexable = True
    tags = tuple(languages) or tuple(current_app.config["LANGUAGES"])
    shown = language or ui_language()
    return Shared(
        plain(title),
        shortened(description),
        kind,
        whole(request.path, shown),
        whole(request.path),
        tuple((tag, whole(request.path, tag)) for tag in tags),
        locale_of(shown),
        tuple(locale_of(tag) for tag in tags if tag != shown),
        picture,
        data_block(things) if things else None,
    )


def is_nobodys_business() -> bool:
    """Tell whether what is shown is not for search engines: to somebody who is known, or in answer to a form."""
    return somebody() is not None or request.method not in ("GET", "HEAD")


def data_block(things: Sequence[dict[str, Any]]) -> Markup:
    """Return JSON-LD that may stand in a page: no sign in it means anything to HTML or ends its element.

    Browsers run nothing of the kind ``application/ld+json``, so the policy that forbids scripts in pages stands.
    """
    written = htmlsafe_json_dumps({"@context": "https://schema.org", "@graph": list(things)}, ensure_ascii=False)
    return written.replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")


def shortened(text: str) -> str:
    """Return a text as a description: in one line, and cut after a word where it is long."""
    line = plain(text)
    if len(line) <= LONGEST_DESCRIPTION:
        return line
    return f"{line[:LONGEST_DESCRIPTION].rpartition(' ')[0] or line[:LONGEST_DESCRIPTION]} …"


@lru_cache(64)
def locale_of(tag: str) -> str:
    """Return a language as Open Graph wants it, with the country where it is mostly spoken: "bg_BG"; English is British."""
    if tag == "en":
        return BRITISH
    locale = Locale.parse(tag, sep="-")
    likely = get_global("likely_subtags").get(locale.language, "")
    territory = locale.territory or (Locale.parse(likely).territory if likely else None)
    return f"{locale.language}_{territory}" if territory else locale.language


def provider() -> Provider:
    """Return who offers the courses of this site."""
    return Provider(site().site_name, whole(url_for("public.home")))

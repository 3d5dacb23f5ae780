"""What search engines are told: which pages there are, in which languages, and which are nobody's business."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, time

from flask import Blueprint, Response, current_app, url_for
from markupsafe import escape

from lms.domain.courses.outline import CardSet, Outline
from lms.domain.courses.queries import Published, get_outline, get_sheet, languages_of_card, list_published
from lms.domain.progress.rules import open_to_strangers
from lms.web.learner.addresses import activity_url, card_url, page_of, set_url
from lms.web.public.accessibility import conformance
from lms.web.shell.addresses import whole
from lms.web.shell.guards import public

blueprint = Blueprint("robots", __name__)

OPEN_PAGES = ("public.home", "public.catalogue")  # those that change with every edition of a course
PRIVATE = ("/account/", "/admin/", "/certificates/", "/learn/", "/reports/", "/teaching/")
MOST_ADDRESSES = 50_000  # of one sitemap, as sitemaps.org has it; a site with more needs an index of several
A_WHILE = "public, max-age=600"
XML = '<?xml version="1.0" encoding="UTF-8"?>'
URLSET = '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:xhtml="http://www.w3.org/1999/xhtml">'


@dataclass(frozen=True)
class OpenPage:
    """A page that anybody may read: its path, its languages, and when it was last changed, if that is known."""

    path: str
    languages: tuple[str, ...]
    changed: datetime | None


@blueprint.get("/robots.txt")
@public
def robots() -> Response:
    """Keep robots out of what is private; of a course they may read what is open, and its cards where anything is."""
    opened = [page.path for published in list_published() for page in _parts(published, get_outline(published.map_digest))]
    lines = ["User-agent: *", *(f"Allow: {path}" for path in opened if path.startswith(PRIVATE)), *(f"Disallow: {path}" for path in PRIVATE), "", f"Sitemap: {whole(url_for('robots.sitemap'))}"]
    return Response("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


@blueprint.get("/sitemap.xml")
@public
def sitemap() -> Response:
    """List every public page in each of its languages, the same for whoever asks."""
    urls = [url for page in open_pages() for url in _urls(page)]
    body = "\n".join([XML, URLSET, *urls[:MOST_ADDRESSES], "</urlset>", ""])
    response = Response(body, content_type="application/xml; charset=utf-8")
    response.headers["Cache-Control"] = A_WHILE
    return response


def open_pages() -> Iterator[OpenPage]:
    """Yield every page that a stranger may read and search engines may have."""
    courses = list_published()
    outlines = {published.key: get_outline(published.map_digest) for published in courses}
    newest = max((published.published_at for published in courses), default=None)
    languages = tuple(current_app.config["LANGUAGES"])
    for endpoint in OPEN_PAGES:
        yield OpenPage(url_for(endpoint), languages, newest)
    yield OpenPage(url_for("accessibility.statement"), languages, datetime.combine(conformance().reviewed_on, time()))
    if any(outline.is_guide for outline in outlines.values()):
        yield OpenPage(url_for("guides.guides"), languages, newest)
    for published in courses:
        outline = outlines[published.key]
        yield OpenPage(page_of(outline), outline.languages, published.published_at)
        yield from _parts(published, outline)
        yield from _cards(published, outline)


def _parts(published: Published, outline: Outline) -> Iterator[OpenPage]:
    for activity in outline.activities if outline.is_guide else open_to_strangers(outline):
        if activity.kind in ("lesson", "scenario"):
            languages = tuple(language for language in outline.languages if language in activity.documents)
            yield OpenPage(activity_url(outline, activity), languages, published.published_at)
    yield from (OpenPage(set_url(outline, each.key), outline.languages, published.published_at) for each in _open_sets(outline))


def _cards(published: Published, outline: Outline) -> Iterator[OpenPage]:
    for each in _open_sets(outline):
        for card in get_sheet(each.pages[outline.source]).cards:
            yield OpenPage(card_url(outline, each.key, card.key), languages_of_card(each, card.key), published.published_at)


def _open_sets(outline: Outline) -> tuple[CardSet, ...]:
    """Return the sets of cards that a stranger may read: those of a guide, and of a course of which something is open."""
    return outline.sets if outline.is_guide or outline.open else ()


def _urls(page: OpenPage) -> Iterable[str]:
    """Return a page as a sitemap names it: an entry for each of its languages, each with all of them."""
    addresses = [(language, whole(page.path, language)) for language in page.languages] + [("x-default", whole(page.path))]
    links = "".join(f'<xhtml:link rel="alternate" hreflang="{escape(tag)}" href="{escape(url)}"/>' for tag, url in addresses)
    changed = f"<lastmod>{page.changed.date().isoformat()}</lastmod>" if page.changed else ""
    return [f"<url><loc>{escape(url)}</loc>{changed}{links}</url>" for tag, url in addresses if tag != "x-default"]

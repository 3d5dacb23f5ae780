"""What the pages of open lessons, scenarios and cards say in their heads to search engines (shell/sharing.py)."""

import re
from collections.abc import Sequence
from html import unescape

from flask import request, url_for

from lms.domain.courses.outline import Activity, Outline
from lms.domain.courses.queries import languages_of_card
from lms.exchange import schema_org
from lms.exchange.schema_org import Part
from lms.web.learner.addresses import activity_url, card_url, page_of, set_url
from lms.web.learner.loaders import Drawer
from lms.web.shell.addresses import whole
from lms.web.shell.sharing import Shared, is_nobodys_business, provider, share
from lms.web.shell.words import gettext as _

FIRST_PARAGRAPH = re.compile(r"<p>(.*?)</p>", re.DOTALL)
TAG = re.compile(r"<[^>]*>")


def lesson_head(outline: Outline, activity: Activity, lang: str, opening: str) -> Shared | None:
    """Return what a lesson or scenario with this first paragraph says of itself to a stranger; None for anybody else, at no cost."""
    if is_nobodys_business():
        return None
    languages = tuple(language for language in outline.languages if language in activity.documents)
    part = Part(outline, activity.title.in_(lang).text, lang, whole(activity_url(outline, activity)), activity.minutes)
    return _head(part, opening, languages, [])


def set_head(drawer: Drawer) -> Shared | None:
    """Return what a set of cards says of itself to a stranger: what is in it. Nothing is said of what was asked of it, by which it has many addresses."""
    if is_nobodys_business() or request.args.keys() - {"lang"}:
        return None
    return _head(_part_of_set(drawer), ", ".join(card.title for card in drawer.sheet.cards), tuple(drawer.set.pages), [])


def card_head(drawer: Drawer) -> Shared | None:
    """Return what a card says of itself to a stranger."""
    if is_nobodys_business():
        return None
    outline, card, above = drawer.place.outline, drawer.card, _part_of_set(drawer)
    part = Part(outline, card.title, card.lang, whole(card_url(outline, drawer.set.key, card.key)))
    return _head(part, card.summary or card.beginning, languages_of_card(drawer.set, card.key), [(above.name, above.url)])


def _part_of_set(drawer: Drawer) -> Part:
    outline, lang = drawer.place.outline, drawer.place.lang
    return Part(outline, drawer.sheet.title.text, lang, whole(set_url(outline, drawer.set.key)))


def _head(part: Part, description: str, languages: Sequence[str], between: list[tuple[str, str]]) -> Shared | None:
    """Return what a part of a course or guide says of itself; ``between`` are the pages between the two, as names and whole addresses."""
    outline, lang = part.outline, part.lang
    title, above = outline.title.in_(lang).text, whole(page_of(outline))
    top = (_("Guides"), whole(url_for("guides.guides"))) if outline.is_guide else (_("Courses"), whole(url_for("public.catalogue")))
    return share(
        f"{part.name} – {title}",
        description or outline.summary.in_(lang).text,
        languages=languages,
        language=lang,
        kind="article",
        things=[schema_org.part(part, above, provider()), schema_org.trail([top, (title, above), *between, (part.name, part.url)])],
    )


def beginning_of(html: str) -> str:
    """Return the words of the first paragraph of a rendered text."""
    found = FIRST_PARAGRAPH.search(html)
    return unescape(TAG.sub("", found[1])) if found else ""

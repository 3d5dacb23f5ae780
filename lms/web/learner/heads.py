"""What the page of an open lesson says in its head to search engines (shell/sharing.py)."""

import re
from html import unescape

from flask import url_for

from lms.exchange import schema_org
from lms.web.learner.loaders import Spot
from lms.web.learner.outlines import activity_url
from lms.web.shell.addresses import whole
from lms.web.shell.sharing import Shared, is_nobodys_business, provider, share
from lms.web.shell.words import gettext as _

FIRST_PARAGRAPH = re.compile(r"<p>(.*?)</p>", re.DOTALL)
TAG = re.compile(r"<[^>]*>")


def lesson_head(spot: Spot, lang: str, opening: str) -> Shared | None:
    """Return what a lesson with this first paragraph says of itself to a stranger; None for anybody else, at no cost."""
    if is_nobodys_business():
        return None
    outline, activity = spot.place.outline, spot.activity
    title, course = activity.title.in_(lang).text, outline.title.in_(lang).text
    address, above = whole(activity_url(outline, activity)), whole(url_for("public.course_page", course=outline.key))
    return share(
        f"{title} – {course}",
        opening or outline.summary.in_(lang).text,
        languages=tuple(language for language in outline.languages if language in activity.documents),
        language=lang,
        kind="article",
        things=[
            schema_org.lesson(outline, activity, lang, (address, above), provider()),
            schema_org.trail([(_("Courses"), whole(url_for("public.catalogue"))), (course, above), (title, address)]),
        ],
    )


def beginning_of(html: str) -> str:
    """Return the words of the first paragraph of a rendered text."""
    found = FIRST_PARAGRAPH.search(html)
    return unescape(TAG.sub("", found[1])) if found else ""

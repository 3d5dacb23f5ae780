"""What the start page, the catalogue, guides and course pages say in their heads (shell/sharing.py)."""

from datetime import datetime

from flask import url_for

from lms.domain.courses.outline import Outline
from lms.exchange import schema_org
from lms.web.public.pictures import course_picture
from lms.web.shell.addresses import whole
from lms.web.shell.sharing import Shared, is_nobodys_business, provider, share
from lms.web.shell.templates import macros
from lms.web.shell.words import gettext as _


def home_head() -> Shared | None:
    """Return what the start page says of itself and of the site."""
    if is_nobodys_business():
        return None
    start = _("Courses for people who serve the public, and for everybody who wants a say.")
    search = f"{whole(url_for('public.catalogue'))}?q={{words}}"
    return share(_("A seat for everybody"), start, things=schema_org.site(provider(), start, search))


def catalogue_head() -> Shared | None:
    """Return what the catalogue says of itself."""
    return share(_("Courses"), _("Read what a course holds before you decide. Enrol when you want to keep your progress."))


def guides_head() -> Shared | None:
    """Return what the list of guides says of itself."""
    return share(_("Guides"), _("Guides are read like a book: there is nothing to enrol in, and nothing is kept of what you read."))


def guide_head(outline: Outline, lang: str, address: str, published_at: datetime) -> Shared | None:
    """Return what the page of a guide says of it."""
    if is_nobodys_business():
        return None
    title = outline.title.in_(lang).text
    level = str(macros().level_name(outline.level)) if outline.level else ""
    trail = schema_org.trail([(_("Guides"), whole(url_for("guides.guides"))), (title, whole(address))])
    return share(
        title,
        outline.summary.in_(lang).text,
        languages=outline.languages,
        language=lang,
        picture=course_picture(outline, lang),
        things=[schema_org.guide(schema_org.Shown(outline, lang, whole(address), level, published_at), provider()), trail],
    )


def course_head(outline: Outline, lang: str, published_at: datetime) -> Shared | None:
    """Return what the page of a course says of it."""
    if is_nobodys_business():
        return None
    title, address = outline.title.in_(lang).text, whole(url_for("public.course_page", course=outline.key))
    level = str(macros().level_name(outline.level)) if outline.level else ""
    shown = schema_org.Shown(outline, lang, address, level, published_at)
    trail = schema_org.trail([(_("Courses"), whole(url_for("public.catalogue"))), (title, address)])
    return share(
        title,
        outline.summary.in_(lang).text,
        languages=outline.languages,
        language=lang,
        picture=course_picture(outline, lang),
        things=[schema_org.course(shown, provider()), trail],
    )

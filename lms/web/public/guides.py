"""Guides: courses that are only read. Nobody enrols in them, and nothing is kept of their readers."""

from dataclasses import dataclass
from datetime import datetime
from functools import partial

from flask import Blueprint, render_template, url_for

from lms.domain.courses.outline import Activity, Outline
from lms.domain.courses.queries import Published, find_published, get_outline
from lms.domain.courses.rules import which_edition
from lms.domain.enrolment.rules import may_see_course
from lms.domain.people.permissions import Permission, Relation
from lms.domain.people.queries import Visitor
from lms.kernel.refusals import Missing
from lms.web.learner.heads import beginning_of
from lms.web.learner.lessons import LessonText, lesson_text
from lms.web.learner.loaders import Place, Spot, visit
from lms.web.learner.notices import NoticeLine, told_of_activity, told_of_course
from lms.web.learner.reading import language_note
from lms.web.public.cards import CourseCard, Listed, list_offered
from lms.web.public.contents import ModulePart, PartView, contents
from lms.web.public.heads import guide_head, guides_head, reading_head
from lms.web.shell.guards import may, public
from lms.web.shell.sharing import Shared
from lms.web.shell.visitors import somebody

blueprint = Blueprint("guides", __name__)


@dataclass(frozen=True)
class Guide:
    """A guide as this visitor reads it; its place is that of somebody who follows nothing."""

    published: Published
    place: Place
    relations: frozenset[Relation]


@dataclass(frozen=True)
class Reading:
    """One page of a guide."""

    guide: Guide
    spot: Spot

    @property
    def relations(self) -> frozenset[Relation]:
        """Those to the guide: whoever may see it may read all of it."""
        return self.guide.relations


@dataclass(frozen=True)
class GuidePage(CourseCard):
    """The page of a guide, with all that is in it."""

    audience: str
    modules: tuple[ModulePart, ...]
    begin_url: str
    edition_date: datetime
    told: tuple[NoticeLine, ...]


@dataclass(frozen=True)
class ReadingPage:
    """A page of a guide, and the contents of the whole beside it."""

    guide: str
    guide_lang: str
    guide_url: str
    module: ModulePart
    part: PartView
    modules: tuple[ModulePart, ...]
    text: LessonText
    source_language_note: str | None
    told: tuple[NoticeLine, ...]
    previous: PartView | None
    next: PartView | None


def load_guide(asking: Visitor | None, guide: str) -> Guide:
    """Return a guide as it is offered now; a course is none."""
    published = find_published(guide)
    outline = get_outline(which_edition(newest=published.map_digest)) if published else None
    if published is None or outline is None or not outline.is_guide:
        raise Missing(f"guide {guide}")
    has_account = asking is not None and not asking.is_guest
    seen = may_see_course(published.visibility, signed_in=has_account, enrolled=False)
    return Guide(published, Place(visit(asking, published), outline, has_account), frozenset({Relation.MAY_SEE_COURSE} if seen else ()))


def load_reading(asking: Visitor | None, guide: str, activity: str) -> Reading:
    """Return a page of a guide."""
    loaded = load_guide(asking, guide)
    found = loaded.place.outline.find(activity)
    if found is None or found.kind != "lesson":
        raise Missing(f"page {guide}/{activity}")
    return Reading(loaded, Spot(loaded.place, found))


@blueprint.get("/guides/")
@public
def guides() -> str:
    """Show every guide that the visitor may see."""
    cards = [each.card() for each in list_offered(somebody(), []) if each.outline.is_guide]
    return render_template("public/guides.html", guides=cards, shared=guides_head())


@blueprint.get("/guides/<string(maxlength=63):guide>/")
@may(Permission.SEE_COURSE, of=load_guide)
def guide(loaded: Guide) -> str:
    """Show what a guide is about and everything in it."""
    outline, lang, published = loaded.place.outline, loaded.place.lang, loaded.published
    modules = contents_of(outline, lang)
    page = GuidePage(
        **vars(Listed(outline, published.map_digest, None, {}).card()),
        audience=outline.audience.in_(lang).text,
        modules=modules,
        begin_url=next((part.url for module in modules for part in module.activities), ""),
        edition_date=published.published_at,
        told=told_of_course(published.course_id, published.notices, outline, lang),
    )
    return render_template("public/guide.html", guide=page, shared=guide_head(outline, lang, page.url, published.published_at))


@blueprint.get("/guides/<string(maxlength=63):guide>/<string(maxlength=63):activity>/")
@may(Permission.SEE_COURSE, of=load_reading)
def reading(loaded: Reading) -> str:
    """Show a page of a guide, for whoever may see it, with nothing to fill in."""
    spot, place = loaded.spot, loaded.guide.place
    outline, lang = place.outline, spot.activity.language(place.lang)
    text = lesson_text(spot.activity, lang)
    title, above = outline.title.in_(place.lang), url_for("guides.guide", guide=outline.key)
    modules = contents_of(outline, place.lang)
    parts = {part.key: part for module in modules for part in module.activities}
    before, after = outline.neighbours(spot.activity.key)
    page = ReadingPage(
        title.text,
        title.lang,
        above,
        next(module for module in modules if any(part.key == spot.activity.key for part in module.activities)),
        parts[spot.activity.key],
        modules,
        text,
        language_note(spot, lang),
        told_of_activity(place.learning.course_id, place.learning.notices, outline, spot.activity, place.lang),
        parts[before.key] if before else None,
        parts[after.key] if after else None,
    )
    return render_template("public/reading.html", page=page, shared=_head(outline, spot.activity, lang, above, text))


def contents_of(outline: Outline, lang: str) -> tuple[ModulePart, ...]:
    """Return all that a guide holds, each a link."""
    return contents(outline, lang, partial(guide_url, outline), opened=[module.key for module in outline.modules])


def guide_url(outline: Outline, activity: Activity) -> str:
    """Return the address of a page of a guide."""
    return url_for("guides.reading", guide=outline.key, activity=activity.key)


def _head(outline: Outline, activity: Activity, lang: str, above: str, text: LessonText) -> Shared | None:
    beginning = beginning_of(text.parts[0].html) if text.parts else ""
    return reading_head(outline, activity, lang, (guide_url(outline, activity), above), beginning)

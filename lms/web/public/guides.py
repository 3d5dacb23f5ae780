"""Guides: courses that are only read. Nobody enrols in them, and nothing is kept of their readers."""

from dataclasses import dataclass

from flask import Blueprint, redirect, render_template
from werkzeug.wrappers import Response

from lms.domain.courses.queries import Published, find_published, get_outline
from lms.domain.courses.rules import which_edition
from lms.domain.enrolment.rules import may_see_course
from lms.domain.people.permissions import Permission, Relation
from lms.domain.people.queries import Visitor
from lms.kernel.refusals import Missing
from lms.web.learner.addresses import activity_url
from lms.web.learner.card_sets import show_card, show_set
from lms.web.learner.heads import lesson_head
from lms.web.learner.loaders import Drawer, Place, Spot, visit
from lms.web.learner.reading import language_notices
from lms.web.public.cards import list_offered
from lms.web.public.guide_pages import guide_page, reading_page, text_of
from lms.web.public.heads import guide_head, guides_head
from lms.web.shell.guards import may, public
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
class Cards:
    """A set of cards of a guide, or one of them."""

    guide: Guide
    drawer: Drawer

    @property
    def relations(self) -> frozenset[Relation]:
        """Those to the guide: whoever may see it may read its cards."""
        return self.guide.relations


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
    found = loaded.place.outline.find_called(activity)
    if found is None:
        raise Missing(f"page {guide}/{activity}")
    return Reading(loaded, Spot(loaded.place, found, activity))


def load_cards(asking: Visitor | None, guide: str, name: str) -> Cards:
    """Return a set of cards of a guide."""
    loaded = load_guide(asking, guide)
    found = loaded.place.outline.find_set(name)
    if found is None:
        raise Missing(f"cards {guide}/{name}")
    return Cards(loaded, Drawer(loaded.place, found))


def load_card(asking: Visitor | None, guide: str, name: str, card: str) -> Cards:
    """Return a card of a guide; under a former key too."""
    loaded = load_cards(asking, guide, name)
    drawer = loaded.drawer.ask_for(card)
    if drawer is None:
        raise Missing(f"card {guide}/{name}/{card}")
    return Cards(loaded.guide, drawer)


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
    page = guide_page(loaded.place, loaded.published)
    return render_template("public/guide.html", guide=page, shared=guide_head(loaded.place.outline, loaded.place.lang, page.url, page.edition_date))


@blueprint.get("/guides/<string(maxlength=63):guide>/<string(maxlength=63):activity>/")
@may(Permission.SEE_COURSE, of=load_reading)
def reading(loaded: Reading) -> str | Response:
    """Show a page of a guide, for whoever may see it, with nothing to fill in; under a former key, say where it is now."""
    spot = loaded.spot
    if spot.activity.key != spot.wanted:
        return redirect(activity_url(spot.place.outline, spot.activity))
    outline, activity, lang = spot.place.outline, spot.activity, spot.activity.language(spot.place.lang)
    text, is_behind = text_of(activity, lang)
    page = reading_page(spot, text, language_notices(activity, spot.place.lang, lang, is_behind=is_behind))
    return render_template("public/reading.html", page=page, shared=lesson_head(outline, activity, lang, text.opening))


@blueprint.get("/guides/<string(maxlength=63):guide>/cards/<string(maxlength=63):name>/")
@may(Permission.SEE_COURSE, of=load_cards)
def cards(loaded: Cards) -> str:
    """Show a set of cards of a guide."""
    return show_set(loaded.drawer)


@blueprint.get("/guides/<string(maxlength=63):guide>/cards/<string(maxlength=63):name>/<string(maxlength=63):card>/")
@may(Permission.SEE_COURSE, of=load_card)
def card(loaded: Cards) -> str | Response:
    """Show a single card of a guide."""
    return show_card(loaded.drawer)

"""The start page, the catalogue and the page of a course: readable without an account."""

from dataclasses import dataclass
from datetime import datetime
from functools import partial

from flask import Blueprint, g, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from lms.domain.courses.outline import Outline, in_language
from lms.domain.courses.queries import Published, find_published, get_outline, teaches
from lms.domain.courses.rules import which_edition
from lms.domain.enrolment import service
from lms.domain.enrolment.queries import Learning, find_learning
from lms.domain.enrolment.rules import Refusal, may_see_course
from lms.domain.people.permissions import Permission, Relation
from lms.domain.people.queries import Visitor
from lms.domain.progress.queries import list_standings
from lms.exchange.lettering import plain
from lms.kernel.refusals import Missing, Refused
from lms.platform.database import unit_of_work
from lms.web.learner.addresses import activity_url
from lms.web.learner.covering import CoverageView, coverage_of
from lms.web.learner.notices import NoticeLine, told_of_course
from lms.web.learner.showing import needs_of
from lms.web.public.cards import CourseCard, Listed, list_followed, list_offered, where_left_off
from lms.web.public.contents import ModulePart, contents
from lms.web.public.heads import catalogue_head, course_head, home_head
from lms.web.public.search import search_page
from lms.web.shell.guards import may, public
from lms.web.shell.languages import course_language
from lms.web.shell.visitors import now, somebody, visitor
from lms.web.shell.who_sees import who_sees

# What somebody is told beside the button with which they enrol; the last is said where there is a certificate.
OF_LEARNERS = (
    Permission.SEE_PROGRESS,
    Permission.SEE_RESULT,
    Permission.ANSWER,
    Permission.MEND_KEY,
    Permission.SEE_NOTES,
    Permission.SEE_CERTIFICATE,
)

blueprint = Blueprint("public", __name__, template_folder="templates")


@dataclass(frozen=True)
class CoursePage(CourseCard):
    """The page of a course."""

    audience: str
    outcomes: tuple[str, ...]
    modules: tuple[ModulePart, ...]
    needs: tuple[str, ...]
    enrolled: bool
    enrol_url: str
    open_url: str
    learn_url: str
    pack_url: str
    edition_date: datetime
    who_sees: tuple[str, ...]
    told: tuple[NoticeLine, ...]
    coverage: tuple[CoverageView, ...]


@dataclass(frozen=True)
class Offer:
    """A course as it is offered to this visitor, and how they follow it, if they do."""

    published: Published
    learning: Learning | None
    relations: frozenset[Relation]

    @property
    def outline(self) -> Outline:
        """The edition that this visitor reads, or would read."""
        return get_outline(which_edition(newest=self.published.map_digest, line_head=self.learning.map_digest if self.learning else None))


def load_offer(asking: Visitor | None, course: str) -> Offer:
    """Return a course as it is offered now."""
    published = find_published(course)
    if published is None:
        raise Missing(f"course {course}")
    learning = find_learning(asking.id, published.key) if asking else None
    has_account = asking is not None and not asking.is_guest
    seen = may_see_course(published.visibility, signed_in=has_account, enrolled=learning is not None)
    return Offer(published, learning, frozenset({Relation.MAY_SEE_COURSE}) if seen else frozenset())


@blueprint.get("/")
@public
def home() -> str:
    """Show what this is, and to those who learn already where they left off."""
    asking = somebody()
    followed = list_followed(asking)
    cards = [each.card() for each in list_offered(asking, followed) if not each.outline.is_guide]
    return render_template(
        "public/home.html", courses=cards, continue_=where_left_off(followed, has_account=visitor() is not None), shared=home_head()
    )


@blueprint.get("/courses/")
@public
def catalogue() -> str:
    """Show every course and guide that the visitor may see, or those in which the words are that they look for."""
    asking, typed = somebody(), request.args.get("q", "")
    if plain(typed):
        return render_template("public/search.html", search=search_page(asking, typed))
    cards = [each.card() for each in list_offered(asking, list_followed(asking))]
    courses, guides = ([card for card in cards if card.is_guide is only] for only in (False, True))
    return render_template("public/catalogue.html", courses=courses, guides=guides, shared=catalogue_head())


@blueprint.get("/courses/<string(maxlength=63):course>/")
@may(Permission.SEE_COURSE, of=load_offer)
def course_page(offer: Offer) -> str | Response:
    """Show what a course holds, what it asks for and what one gets; a guide has its own page."""
    outline = offer.outline
    if outline.is_guide:
        return redirect(url_for("guides.guide", guide=outline.key), 302)
    standings = list_standings(offer.learning.enrolment_id) if offer.learning else {}
    lang = course_language(outline.languages, outline.source)
    g.course_languages, g.course_language = outline.languages, lang
    outcomes = outline.certificate.outcomes if outline.certificate else {}
    page = CoursePage(
        **vars(Listed(outline, offer.published.map_digest, offer.learning, standings).card()),
        audience=outline.audience.in_(lang).text,
        outcomes=in_language(outcomes, lang, outline.source)[0],
        modules=_contents(outline, lang, is_read=offer.learning is None),
        open_url=_first_open(outline) if offer.learning is None else "",
        needs=needs_of(outline, {}, lang),
        enrolled=offer.learning is not None,
        enrol_url=url_for("public.enrol", course=outline.key),
        learn_url=url_for("learner.course_home", course=outline.key),
        pack_url=_pack_url(outline, offer),
        edition_date=offer.published.published_at,
        who_sees=() if offer.learning else tuple(who_sees(*(OF_LEARNERS if outline.certificate else OF_LEARNERS[:-1]))),
        told=told_of_course(offer.published.course_id, offer.published.notices, outline, lang),
        coverage=coverage_of(outline),
    )
    return render_template("public/course.html", course=page, shared=course_head(outline, lang, offer.published.published_at))


@blueprint.post("/courses/<string(maxlength=63):course>/enrolment")
@may(Permission.ENROL, of=load_offer)
def enrol(offer: Offer) -> Response:
    """Enrol the visitor and take them to the course; whoever is in already just goes there."""
    asking = visitor()
    if Relation.MAY_SEE_COURSE not in offer.relations or asking is None:
        raise Missing(f"course {offer.published.key}")
    try:
        with unit_of_work():
            service.enrol(asking.id, offer.published.course_id, now=now())
    except Refused as refused:
        if refused.reason is not Refusal.ALREADY_ENROLLED:
            raise
    return redirect(url_for("learner.course_home", course=offer.published.key), 303)


def _first_open(outline: Outline) -> str:
    """Return the address of the first activity that may be read without an enrolment, or "" where there is none."""
    opened = [module for module in outline.modules if module.key in outline.open and module.activities and not module.after]
    return activity_url(outline, opened[0].activities[0]) if opened else ""


def _contents(outline: Outline, lang: str, *, is_read: bool) -> tuple[ModulePart, ...]:
    """Return the modules; where only open ones may be read, their activities are links."""
    return contents(outline, lang, partial(activity_url, outline), opened=outline.open if is_read else ())


def _pack_url(outline: Outline, offer: Offer) -> str:
    """Return where those who teach the course find what it holds for them; "" for everybody else, or where it holds nothing."""
    asking = visitor()
    if asking is None or not any(module.trainer for module in outline.modules):
        return ""
    is_shown = asking.is_admin or teaches(asking.id, offer.published.course_id)
    return url_for("trainer.pack", course=outline.key) if is_shown else ""

"""A new edition of a course: what is different, what would count, and the move, which is the learner's own choice."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from lms.domain.courses.comparing import Differences, differences, shown
from lms.domain.courses.lineage import has_former_keys
from lms.domain.courses.outline import Activity, Outline
from lms.domain.courses.queries import (
    Past,
    Published,
    bodies_of,
    find_published,
    get_chain,
    get_outline,
    list_history,
)
from lms.domain.people.permissions import Permission
from lms.domain.progress import moving
from lms.domain.progress.carrying import carried
from lms.domain.progress.queries import kept_of
from lms.domain.progress.rules import Standings, activities_needed, standing_of
from lms.platform.database import end_reading, unit_of_work
from lms.web.learner.loaders import Place, load_place
from lms.web.learner.pages import Ring
from lms.web.learner.showing import needs_of, ring_of
from lms.web.shell.guards import may
from lms.web.shell.visitors import now
from lms.web.shell.words import gettext as _

blueprint = Blueprint("editions", __name__)

ADDRESS = "/learn/<string(maxlength=63):course>/edition"


@dataclass(frozen=True)
class Title:
    """The title of an activity and the language it is in; ``olds`` are those of the ones that it goes on from."""

    text: str
    lang: str
    olds: tuple["Title", ...] = ()


@dataclass(frozen=True)
class Offer:
    """A new edition as it is offered: what is different in titles, and how far one is in each of the two."""

    edition: str
    own_edition: str
    published: Past
    now: Ring
    then: Ring
    added: Sequence[Title]
    gone: Sequence[Title]
    renamed: Sequence[Title]
    rewritten: Sequence[Title]
    required: Sequence[Title]
    optional: Sequence[Title]
    terms: Sequence[Title]
    done_and_gone: Sequence[Title]
    found: Differences
    needs: tuple[str, ...]
    hours: int | float | None


@blueprint.get(ADDRESS)
@may(Permission.LEARN, of=load_place)
def offered(place: Place) -> str:
    """Show what is different in the newest edition; where one reads it already, say so."""
    return _show(place)


@blueprint.post(ADDRESS)
@may(Permission.LEARN, of=load_place)
def move(place: Place) -> str | tuple[str, int] | Response:
    """Move to the edition that was shown; where yet another one has come, show that one first."""
    newest = find_published(place.learning.course_key)
    if newest is None or not place.learning.has_newer:
        return redirect(_home(place), 303)
    if request.form.get("line") != newest.edition.partition(".")[0]:
        return _show(place, changed=True), 409
    end_reading()
    with unit_of_work():
        moving.move(place.learning, newest.line_id, now=now())
    flash(_("You read the new edition now. What you have done goes on counting."))
    return redirect(_home(place), 303)


def _home(place: Place) -> str:
    return url_for("learner.course_home", course=place.learning.course_key)


def _show(place: Place, *, changed: bool = False) -> str:
    newest = find_published(place.learning.course_key) if place.learning.has_newer else None
    offer = _offer(place, newest) if newest else None
    title = place.outline.title.in_(place.lang)
    return render_template("learner/edition.html", offer=offer, title=title, home_url=_home(place), completed_at=place.learning.completed_at, changed=changed)


def _offer(place: Place, newest: Published) -> Offer:
    history, lang, own = list_history(place.learning.course_id), place.lang, place.learning.edition
    new = get_outline(newest.map_digest)
    chain = get_chain(history, newest.edition)
    since = chain[len(get_chain(history, own)) - 1 :]
    kept = kept_of([place.learning.enrolment_id])[place.learning.enrolment_id]
    then: Standings = {**kept, **(carried(chain, kept) if has_former_keys(new) else {})}
    bodies = bodies_of([shown(activity, lang).page for each in (place.outline, new) for activity in each.activities])
    found = differences(since, lang, bodies.__getitem__)
    return Offer(
        edition=newest.edition,
        own_edition=own,
        published=next(past for past in history if past.edition == newest.edition),
        now=ring_of(place.outline, place.standings, lang),
        then=ring_of(new, then, lang),
        added=_titles(found.added, lang),
        gone=_titles(found.gone, lang),
        renamed=tuple(_title(pair.new, lang, pair.olds) for pair in found.renamed),
        rewritten=_titles(found.rewritten, lang),
        required=_titles(found.required, lang),
        optional=_titles(found.optional, lang),
        terms=_titles(found.terms, lang),
        done_and_gone=_titles(_done(place.outline, place.standings, found.gone), lang),
        found=found,
        needs=needs_of(new, then, lang),
        hours=new.study_hours,
    )


def _done(outline: Outline, standings: Standings, activities: Sequence[Activity]) -> list[Activity]:
    needed = {activity.key for activity in activities_needed(outline)}
    return [activity for activity in activities if activity.key in needed and standing_of(activity, standings).is_done]


def _titles(activities: Sequence[Activity], lang: str) -> tuple[Title, ...]:
    return tuple(_title(activity, lang) for activity in activities)


def _title(activity: Activity, lang: str, olds: Sequence[Activity] = ()) -> Title:
    title = activity.title.in_(lang)
    return Title(title.text, title.lang, tuple(_title(each, lang) for each in olds))

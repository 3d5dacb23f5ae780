"""Makes the pages for learners out of what was loaded."""

from collections.abc import Collection
from typing import Any

from flask import url_for

from lms.domain.courses.outline import Activity, Outline
from lms.domain.enrolment.queries import Learning
from lms.domain.progress import rules
from lms.domain.progress.rules import Standings
from lms.web.learner.addresses import activity_url
from lms.web.learner.loaders import Place, Spot
from lms.web.learner.notices import told_of_activity
from lms.web.learner.outlines import kind_of, outline_parts
from lms.web.learner.pages import Next, Ring, Seat, Visit
from lms.web.shell.words import gettext as _
from lms.web.shell.words import ngettext


def ring_of(outline: Outline, standings: Standings, lang: str) -> Ring:
    """Return the ring of seats: one for each activity that completion asks for."""
    return Ring(
        tuple(
            Seat(rules.standing_of(activity, standings).is_done, f"{activity.number} {activity.title.in_(lang)}")
            for activity in rules.activities_needed(outline)
        )
    )


def next_of(outline: Outline, standings: Standings, place: str | None, lang: str, *, but: Collection[str] = ()) -> Next | None:
    """Return where the one button goes, or None when nothing is left; modules in ``but`` are not for this reader."""
    activity = rules.what_is_next(outline, standings, place, but=but)
    if activity is None:
        return None
    title = activity.title.in_(lang)
    verb = "continue" if standings else "start"
    address = activity_url(outline, activity)
    return Next(verb, activity.number, title.text, title.lang, activity.minutes, address, str(outline.title.in_(lang)))


def needs_of(outline: Outline, standings: Standings, lang: str) -> tuple[str, ...]:
    """Return in sentences what is still missing for completion."""
    left = [activity for activity in rules.activities_needed(outline) if not rules.standing_of(activity, standings).is_done]
    sentences = []
    lessons = sum(activity.kind == "lesson" for activity in left)
    scenarios = sum(activity.kind == "scenario" for activity in left)
    practices = sum(kind_of(activity) == "practice" for activity in left)
    if lessons:
        sentences.append(ngettext("%(num)s lesson to read", "%(num)s lessons to read", lessons))
    if scenarios:
        sentences.append(ngettext("%(num)s scenario to bring to an end", "%(num)s scenarios to bring to an end", scenarios))
    if practices:
        sentences.append(ngettext("%(num)s practice quiz to answer", "%(num)s practice quizzes to answer", practices))
    for activity in left:
        if kind_of(activity) == "survey":
            sentences.append(_("the survey “%(title)s”", title=activity.title.in_(lang)))
        elif activity.quiz and activity.quiz.mode != "practice":
            sentences.append(_test_sentence(activity, lang))
    if not rules.passing_is_enough(outline):
        reached = rules.course_score(outline, standings)
        if reached is None or reached * 100 < (outline.completion.score or 0):
            sentences.append(_("an overall result of %(percent)s%%", percent=outline.completion.score))
    return tuple(sentences)


def _test_sentence(activity: Activity, lang: str) -> str:
    title = activity.title.in_(lang)
    if activity.quiz and activity.quiz.pass_mark is not None:
        return _("the test “%(title)s”, with %(percent)s%% or more", title=title, percent=activity.quiz.pass_mark)
    return _("the test “%(title)s”", title=title)


def visit_of(place: Place) -> Visit:
    """Return how whoever reads stands to the course, where it is not as somebody enrolled with an account."""
    if place.has_account:
        return Visit.MEMBER if place.is_followed else Visit.OUTSIDER
    return Visit.GUEST if place.is_followed else Visit.STRANGER


def newer_url(learning: Learning) -> str | None:
    """Return where a new edition is offered to somebody who reads an older one; None where there is none."""
    return url_for("editions.offered", course=learning.course_key) if learning.has_newer else None


def _if_open(place: Place, activity: Activity | None) -> Activity | None:
    """Return an activity, or None where this visitor is not let into its module."""
    closed = place.kept_back.modules
    return None if activity and closed and place.outline.module_of(activity.key).key in closed else activity


def around(spot: Spot) -> dict[str, Any]:
    """Return what every page of an activity shows around its own content (the fields of ActivityPage)."""
    place, activity = spot.place, spot.activity
    before, after = (_if_open(place, each) for each in place.outline.neighbours(activity.key))
    title, lines = activity.title.in_(place.lang), place.text.lines
    module, line = lines[activity.key]
    return {
        "number": activity.number,
        "title": title.text,
        "lang": title.lang,
        "about": line.about,
        "place": module.place,
        "course": place.text,
        "outline": outline_parts(place.outline, place.text, place.standings, activity.key, place.kept_back),
        "told": told_of_activity(place.learning.course_id, place.learning.notices, place.outline, activity, place.lang),
        "previous": lines[before.key][1] if before else None,
        "next": lines[after.key][1] if after else None,
    }

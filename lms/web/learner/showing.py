"""Makes the pages for learners out of what was loaded."""

from typing import Any

from flask import url_for

from lms.domain.courses.outline import Activity, Outline
from lms.domain.progress import rules
from lms.domain.progress.rules import Standings, State
from lms.web.learner.loaders import Place, Spot
from lms.web.learner.pages import ActivityView, Link, ModuleView, Next, Ring, Seat
from lms.web.shell.words import gettext as _
from lms.web.shell.words import ngettext


def activity_url(outline: Outline, activity: Activity) -> str:
    """Return the address of an activity for somebody who follows the course."""
    return url_for("learner.activity", course=outline.key, activity=activity.key)


def ring_of(outline: Outline, standings: Standings, lang: str) -> Ring:
    """Return the ring of seats: one for each activity that completion asks for."""
    return Ring(
        tuple(
            Seat(rules.standing_of(activity, standings).is_done, f"{activity.number} {activity.title.in_(lang)}")
            for activity in rules.activities_needed(outline)
        )
    )


def next_of(outline: Outline, standings: Standings, place: str | None, lang: str) -> Next | None:
    """Return where the one button goes, or None when nothing is left."""
    activity = rules.what_is_next(outline, standings, place)
    if activity is None:
        return None
    title = activity.title.in_(lang)
    verb = "continue" if standings else "start"
    address = activity_url(outline, activity)
    return Next(verb, activity.number, title.text, title.lang, activity.minutes, address, str(outline.title.in_(lang)))


def modules_of(place: Place, here: str = "") -> tuple[ModuleView, ...]:
    """Return the outline with the state of everything in words."""
    words = _state_words()
    return tuple(
        ModuleView(
            module.number,
            *_spoken(module.title.in_(place.lang)),
            tuple(_activity_view(place, activity, here, words) for activity in module.activities),
        )
        for module in place.outline.modules
    )


def _spoken(text: Any) -> tuple[str, str]:
    return text.text, text.lang


def _state_words() -> dict[State, str]:
    return {State.OPEN: _("not begun"), State.BEGUN: _("begun"), State.DONE: _("done"), State.KNOWN: _("known already")}


def _activity_view(place: Place, activity: Activity, here: str, words: dict[State, str]) -> ActivityView:
    state = rules.standing_of(activity, place.standings).state
    title = activity.title.in_(place.lang)
    return ActivityView(
        activity.number,
        activity.key,
        kind_of(activity),
        title.text,
        title.lang,
        activity.minutes,
        state.value,
        words[state],
        activity.required,
        activity_url(place.outline, activity),
        activity.key == here,
    )


def kind_of(activity: Activity) -> str:
    """Return the kind of an activity as people are told it: a quiz is a practice or a test."""
    return activity.quiz.mode if activity.quiz else activity.kind


def needs_of(outline: Outline, standings: Standings, lang: str) -> tuple[str, ...]:
    """Return in sentences what is still missing for completion."""
    left = [activity for activity in rules.activities_needed(outline) if not rules.standing_of(activity, standings).is_done]
    sentences = []
    lessons = sum(activity.kind == "lesson" for activity in left)
    practices = sum(kind_of(activity) == "practice" for activity in left)
    if lessons:
        sentences.append(ngettext("%(num)s lesson to read", "%(num)s lessons to read", lessons))
    if practices:
        sentences.append(ngettext("%(num)s practice quiz to answer", "%(num)s practice quizzes to answer", practices))
    for activity in left:
        if activity.quiz and activity.quiz.mode != "practice":
            sentences.append(_test_sentence(activity, lang))
    if outline.completion.score is not None and rules.quizzes_weighed(outline):
        reached = rules.course_score(outline, standings)
        if reached is None or reached * 100 < outline.completion.score:
            sentences.append(_("an overall result of %(percent)s%%", percent=outline.completion.score))
    return tuple(sentences)


def _test_sentence(activity: Activity, lang: str) -> str:
    title = activity.title.in_(lang)
    if activity.quiz and activity.quiz.pass_mark is not None:
        return _("the test “%(title)s”, with %(percent)s%% or more", title=title, percent=activity.quiz.pass_mark)
    return _("the test “%(title)s”", title=title)


def link_to(place: Place, activity: Activity | None) -> Link | None:
    """Return a link to a neighbouring activity, if there is one."""
    if activity is None:
        return None
    title = activity.title.in_(place.lang)
    return Link(activity.number, title.text, title.lang, activity_url(place.outline, activity))


def around(spot: Spot) -> dict[str, Any]:
    """Return what every page of an activity shows around its own content (the fields of ActivityPage)."""
    place, activity = spot.place, spot.activity
    outline = place.outline
    before, after = outline.neighbours(activity.key)
    title, module, course = activity.title.in_(place.lang), outline.module_of(activity.key).title.in_(place.lang), outline.title.in_(place.lang)
    return {
        "key": activity.key,
        "number": activity.number,
        "title": title.text,
        "lang": title.lang,
        "minutes": activity.minutes,
        "module_title": module.text,
        "module_lang": module.lang,
        "course_title": course.text,
        "course_lang": course.lang,
        "course_url": url_for("learner.course_home", course=outline.key),
        "modules": modules_of(place, activity.key),
        "previous": link_to(place, before),
        "next": link_to(place, after),
    }

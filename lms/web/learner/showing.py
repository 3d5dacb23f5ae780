"""Makes the pages for learners out of what was loaded."""

from typing import Any

from flask import url_for

from lms.domain.courses.outline import Activity, Outline
from lms.domain.progress import rules
from lms.domain.progress.rules import Standings, State
from lms.web.learner.loaders import Place, Spot
from lms.web.learner.outlines import ModuleLine, activity_url, kind_of
from lms.web.learner.pages import ActivityView, ModuleView, Next, Ring, Seat
from lms.web.shell.words import gettext as _
from lms.web.shell.words import ngettext

DONE = (State.DONE, State.KNOWN)


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
    """Return the outline with the state of everything in words; ``here`` is the key of the page shown, if it has one."""
    words = _state_words()
    return tuple(_module_view(place, line, here, words) for line in place.text.modules)


def _module_view(place: Place, module: ModuleLine, here: str, words: dict[State, str]) -> ModuleView:
    states = [rules.standing_of(activity, place.standings).state for activity, _line in module.activities]
    activities = tuple(
        ActivityView(line, state.value, words[state], line.key == here)
        for (_activity, line), state in zip(module.activities, states, strict=True)
    )
    done = _("%(done)s of %(total)s done", done=sum(state in DONE for state in states), total=len(states))
    return ModuleView(module, done, any(activity.here for activity in activities), activities)


def _state_words() -> dict[State, str]:
    return {State.OPEN: _("not begun"), State.BEGUN: _("begun"), State.DONE: _("done"), State.KNOWN: _("known already")}


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
        "previous": place.text.lines[before.key] if before else None,
        "next": place.text.lines[after.key] if after else None,
    }

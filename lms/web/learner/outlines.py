"""The outline of a course in words and HTML: what is the same for everybody who reads it is made once and kept.

Every page of a course shows its whole outline, in which only the states of activities are the reader's own. So a
module's part is kept for each pattern of states in which somebody is met.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple

from flask import url_for

from lms.domain.courses.outline import Activity, Module, Outline
from lms.domain.progress.rules import Standings, State, check_to_offer, standing_of, what_opens
from lms.kernel.digest import digest_of
from lms.platform.cache import Shelf
from lms.web.learner.addresses import activity_url, home_of, set_url
from lms.web.shell.languages import ui_language
from lms.web.shell.templates import macros
from lms.web.shell.words import gettext as _

MODULE = "shell/outline_module.html"
DONE = (State.DONE, State.KNOWN)
CLOSED = "closed"  # not begun, and another module comes first
ACCOUNT, ENROL = "account", "enrol"  # not for this visitor, who would need an account or an enrolment


@dataclass(frozen=True)
class ActivityLine:
    """An activity as everybody is told it: ``title`` as HTML, ``name`` its number before it, ``about`` its kind and time.

    ``done_url`` and ``next_url`` are where the buttons below a lesson lead.
    """

    key: str
    number: str
    url: str
    done_url: str
    next_url: str
    title: str
    name: str
    about: str
    required: bool


@dataclass(frozen=True)
class ModuleLine:
    """A module as everybody is told it; ``place`` says on its pages where they lie."""

    number: int
    title: str
    name: str
    place: str
    activities: tuple[ActivityLine, ...]


@dataclass(frozen=True)
class OutlineText:
    """A whole course in one language of its own and one of the interface; ``name`` is HTML, ``digest`` stands for it all.

    ``sets`` are links to its sets of cards, as HTML.
    """

    digest: str
    url: str
    name: str
    modules: tuple[ModuleLine, ...]
    sets: tuple[str, ...] = ()

    @cached_property
    def lines(self) -> dict[str, tuple[ModuleLine, ActivityLine]]:
        """Each activity with the module that it is in, by its key."""
        return {line.key: (module, line) for module in self.modules for line in module.activities}


class KeptBack(NamedTuple):
    """The keys of the modules that a visitor may not go into, and the state that their activities have for them."""

    modules: frozenset[str] = frozenset()
    state: str = ACCOUNT


NOTHING = KeptBack()


class ActivityView(NamedTuple):
    """An activity as one reader is told it; ``state`` is open, closed, begun, done or known, ``state_text`` says it in words."""

    line: ActivityLine
    state: str
    state_text: str
    here: bool


@dataclass(frozen=True)
class ModuleView:
    """A module as one reader is told it; ``here`` says that the page shown is in it, ``opens`` what opens it (HTML or empty).

    ``check`` is the quiz by which they may show that they know it already, where that is offered.
    """

    line: ModuleLine
    done_text: str
    here: bool
    opens: str
    activities: tuple[ActivityView, ...]
    check: ActivityLine | None


_texts: Shelf[OutlineText] = Shelf(256)
_parts: Shelf[str] = Shelf(2048)


def outline_text(outline: Outline, map_digest: str, lang: str) -> OutlineText:
    """Return the outline of the edition with this map as it is told in ``lang``, in the reader's language."""
    digest = digest_of(map_digest, lang, ui_language())
    return _texts.get(digest, lambda: _told(outline, lang, digest))


def outline_parts(outline: Outline, text: OutlineText, standings: Standings, here: str, but: KeptBack = NOTHING) -> list[str]:
    """Return the outline beside the page of the activity ``here`` as HTML, module by module."""
    told = zip(outline.modules, text.modules, strict=True)
    return [_part(text, line, _states(outline, module, standings, but), here, _check(outline, module, standings, but)) for module, line in told]


def module_views(outline: Outline, text: OutlineText, standings: Standings, but: KeptBack = NOTHING) -> list[ModuleView]:
    """Return the outline with the state of everything in words."""
    views = []
    for module, line in zip(outline.modules, text.modules, strict=True):
        states, first = _states(outline, module, standings, but), what_opens(outline, standings, module)
        opens = text.modules[first.number - 1].title if first and CLOSED in states else ""
        views.append(_view(line, states, "", opens=opens, check=_check(outline, module, standings, but)))
    return views


def kind_of(activity: Activity) -> str:
    """Return the kind of an activity as people are told it: a quiz is a practice or a test."""
    return activity.quiz.mode if activity.quiz else activity.kind


def _states(outline: Outline, module: Module, standings: Standings, but: KeptBack) -> list[str]:
    if module.key in but.modules:
        return [but.state] * len(module.activities)
    states = [standing_of(activity, standings).state.value for activity in module.activities]
    if State.OPEN in states and what_opens(outline, standings, module):
        return [CLOSED if state == State.OPEN else state for state in states]
    return states


def _check(outline: Outline, module: Module, standings: Standings, but: KeptBack) -> str:
    """Return the key of the check that a visitor is offered before a module, or ""."""
    check = None if module.key in but.modules else check_to_offer(outline, standings, module)
    return check.key if check else ""


def _part(text: OutlineText, module: ModuleLine, states: Sequence[str], here: str, check: str) -> str:
    """Return a module's part of the outline; whatever it shows is in the digest under which it is kept."""
    here = here if text.lines[here][0] is module else ""
    digest = digest_of(text.digest, str(module.number), here, check, *states)
    return _parts.get(digest, lambda: macros(MODULE).outline_module(_view(module, states, here, check=check)))


def _view(module: ModuleLine, states: Sequence[str], here: str, *, opens: str = "", check: str = "") -> ModuleView:
    words = {
        State.OPEN: _("not begun"),
        CLOSED: _("not open yet"),
        ACCOUNT: _("with an account"),
        ENROL: _("once you are enrolled"),
        State.BEGUN: _("begun"),
        State.DONE: _("done"),
        State.KNOWN: _("known already"),
    }
    activities = tuple(
        ActivityView(line, CLOSED if state in (ACCOUNT, ENROL) else state, words[state], line.key == here) for line, state in zip(module.activities, states, strict=True)
    )
    done = _("%(done)s of %(total)s done", done=sum(state in DONE for state in states), total=len(states))
    return ModuleView(module, done, bool(here), opens, activities, next((line for line in module.activities if line.key == check), None))


def _told(outline: Outline, lang: str, digest: str) -> OutlineText:
    spoken, url, title = macros(), home_of(outline), outline.title.in_(lang)
    modules = tuple(_module(outline, module, lang, spoken, url) for module in outline.modules)
    return OutlineText(digest, url, spoken.said(title.text, title.lang), modules, links_to_sets(outline, lang))


def links_to_sets(outline: Outline, lang: str) -> tuple[str, ...]:
    """Return a link to each set of cards, as HTML."""
    titles = [(each, each.title.in_(lang)) for each in outline.sets]
    return tuple(macros().set_link(set_url(outline, each.key), title.text, title.lang, each.cards, each.is_glossary) for each, title in titles)


def _module(outline: Outline, module: Module, lang: str, spoken: Any, url: str) -> ModuleLine:
    course, title = outline.title.in_(lang), module.title.in_(lang)
    return ModuleLine(
        module.number,
        spoken.said(title.text, title.lang),
        spoken.numbered(module.number, title.text, title.lang),
        spoken.place(course.text, course.lang, url, title.text, title.lang),
        tuple(_activity(outline, activity, lang, spoken) for activity in module.activities),
    )


def _activity(outline: Outline, activity: Activity, lang: str, spoken: Any) -> ActivityLine:
    title = activity.title.in_(lang)
    names: dict[str, Any] = {"course": outline.key, "activity": activity.key}
    return ActivityLine(
        activity.key,
        activity.number,
        activity_url(outline, activity),
        url_for("learner.done", **names),
        url_for("learner.go_on", **names),
        spoken.said(title.text, title.lang),
        spoken.numbered(activity.number, title.text, title.lang),
        spoken.kind_and_time(kind_of(activity), activity.minutes),
        activity.required,
    )

"""The outline of a course in words: what is the same for everybody who reads it is put together once and kept."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from flask import url_for

from lms.domain.courses.outline import Activity, Module, Outline
from lms.kernel.digest import digest_of
from lms.platform.cache import Shelf
from lms.web.shell.languages import ui_language
from lms.web.shell.templates import macros


@dataclass(frozen=True)
class ActivityLine:
    """An activity as everybody is told it. ``title`` is HTML, ``name`` is that after its number, ``about`` says kind and time."""

    key: str
    number: str
    url: str
    title: str
    name: str
    about: str
    required: bool


@dataclass(frozen=True)
class ModuleLine:
    """A module as everybody is told it; ``title`` and ``name`` are HTML."""

    number: int
    title: str
    name: str
    activities: tuple[tuple[Activity, ActivityLine], ...]


@dataclass(frozen=True)
class OutlineText:
    """A whole course in one language of its own and one of the interface."""

    modules: tuple[ModuleLine, ...]

    @cached_property
    def lines(self) -> dict[str, ActivityLine]:
        """The activities by their keys."""
        return {line.key: line for module in self.modules for _activity, line in module.activities}


_kept: Shelf[OutlineText] = Shelf(256)


def outline_text(outline: Outline, map_digest: str, lang: str) -> OutlineText:
    """Return the outline of the edition with this map as it is told in ``lang``, in the reader's language."""
    return _kept.get(digest_of(map_digest, lang, ui_language()), lambda: _told(outline, lang))


def activity_url(outline: Outline, activity: Activity) -> str:
    """Return the address of an activity for somebody who follows the course."""
    return url_for("learner.activity", course=outline.key, activity=activity.key)


def kind_of(activity: Activity) -> str:
    """Return the kind of an activity as people are told it: a quiz is a practice or a test."""
    return activity.quiz.mode if activity.quiz else activity.kind


def _told(outline: Outline, lang: str) -> OutlineText:
    spoken = macros()
    return OutlineText(tuple(_module(outline, module, lang, spoken) for module in outline.modules))


def _module(outline: Outline, module: Module, lang: str, spoken: Any) -> ModuleLine:
    title = module.title.in_(lang)
    return ModuleLine(
        module.number,
        spoken.said(title.text, title.lang),
        spoken.numbered(module.number, title.text, title.lang),
        tuple((activity, _activity(outline, activity, lang, spoken)) for activity in module.activities),
    )


def _activity(outline: Outline, activity: Activity, lang: str, spoken: Any) -> ActivityLine:
    title = activity.title.in_(lang)
    return ActivityLine(
        activity.key,
        activity.number,
        activity_url(outline, activity),
        spoken.said(title.text, title.lang),
        spoken.numbered(activity.number, title.text, title.lang),
        spoken.kind_and_time(kind_of(activity), activity.minutes),
        activity.required,
    )

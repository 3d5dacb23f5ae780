"""What a course or guide holds, as its page lists it: modules and their activities, with links to those that may be read."""

from collections.abc import Callable, Collection
from dataclasses import dataclass

from lms.domain.courses.outline import Activity, Outline, in_language
from lms.web.learner.outlines import kind_of


@dataclass(frozen=True)
class PartView:
    """An activity on the page of a course; ``url`` is "" where it cannot be read from there."""

    key: str
    number: str
    kind: str
    title: str
    lang: str
    minutes: int | None
    url: str


@dataclass(frozen=True)
class ModulePart:
    """A module on the page of a course."""

    number: int
    title: str
    lang: str
    outcomes: tuple[str, ...]
    outcomes_lang: str
    is_open: bool
    activities: tuple[PartView, ...]


def contents(outline: Outline, lang: str, address: Callable[[Activity], str], *, opened: Collection[str]) -> tuple[ModulePart, ...]:
    """Return the modules in ``lang``; the activities of those that are opened are links."""
    found = []
    for module in outline.modules:
        title, outcomes = module.title.in_(lang), in_language(module.outcomes, lang, outline.source)
        is_open = module.key in opened
        parts = tuple(_part(each, lang, address(each) if is_open else "") for each in module.activities)
        found.append(ModulePart(module.number, title.text, title.lang, *outcomes, is_open, parts))
    return tuple(found)


def _part(activity: Activity, lang: str, url: str) -> PartView:
    title = activity.title.in_(lang)
    return PartView(activity.key, activity.number, kind_of(activity), title.text, title.lang, activity.minutes, url)

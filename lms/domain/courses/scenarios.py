"""A scenario of an edition as it is read: its scenes, where their choices lead, and which of them are endings."""

import json
from dataclasses import dataclass
from functools import cached_property

from lms.domain.courses.outline import Activity
from lms.domain.courses.queries import get_page
from lms.platform.cache import Shelf


@dataclass(frozen=True)
class Choice:
    """What one can do at the end of a scene; ``words`` and ``consequence`` are safe HTML, ``to`` is the key of a scene."""

    words: str
    to: str
    consequence: str


@dataclass(frozen=True)
class Scene:
    """A scene; ``title`` and ``html`` are safe HTML."""

    key: str
    title: str
    html: str
    is_good: bool
    choices: tuple[Choice, ...]

    @property
    def is_ending(self) -> bool:
        """Whether the story ends here."""
        return not self.choices


@dataclass(frozen=True)
class Story:
    """A scenario in one language; ``introduction`` and ``sources`` are safe HTML, ``checked`` and ``review`` days or None."""

    introduction: str
    scenes: tuple[Scene, ...]
    sources: tuple[str, ...]
    checked: str | None
    review: str | None

    @cached_property
    def endings(self) -> frozenset[str]:
        """The keys of the scenes in which the story ends."""
        return frozenset(scene.key for scene in self.scenes if scene.is_ending)


_stories: Shelf[Story] = Shelf(256)


def get_story(activity: Activity, lang: str) -> Story:
    """Return a scenario as it was rendered in ``lang`` when its edition was published."""
    page = activity.documents[lang].page
    return _stories.get(page, lambda: _story(get_page(page)))


def endings_of(activity: Activity) -> frozenset[str]:
    """Return the keys of the endings of a scenario; they are the same in all languages."""
    return get_story(activity, activity.title.source).endings


def scene_anchor(activity: str, scene: str) -> str:
    """Return the name of a scene on the page of its scenario: the one to which links from other texts lead."""
    return f"{activity}--{scene}"


def _story(body: str) -> Story:
    raw = json.loads(body)
    scenes = tuple(
        Scene(
            scene["key"],
            scene["title"],
            scene["html"],
            scene["good"],
            tuple(Choice(choice["html"], choice["to"], choice["consequence"]) for choice in scene["choices"]),
        )
        for scene in raw["scenes"]
    )
    return Story(raw["introduction"], scenes, tuple(raw["sources"]), raw["checked"], raw["review"])

"""The outline of a course as data: what ``course.yaml`` and the module files say (course-format §3)."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal

from lms.kernel.localtext import LocalText

KINDS = ("lesson", "scenario", "quiz", "survey", "discussion", "assignment", "live")
QUESTIONNAIRES = ("quiz", "survey")
SERVED = frozenset({"lesson", "quiz", "scenario", "survey"})


@dataclass(frozen=True)
class Review:
    """How an assignment is reviewed: by a trainer, or by so many peers with the rubric of that key."""

    trainer: bool = False
    peers: int = 0
    rubric: str | None = None


@dataclass(frozen=True)
class Activity:
    """One thing to do; its ``key`` is its identity, ``formerly`` its older keys (N2). ``minutes`` is an estimate.

    ``lines`` are those of what is said of it in its file, beneath the ``line`` that names it.
    """

    key: str
    kind: str
    minutes: int | None = None
    required: bool = True
    formerly: tuple[str, ...] = ()
    review: Review | None = None
    line: int = 1
    lines: Mapping[str, int] = field(default_factory=dict, compare=False)

    @property
    def is_questionnaire(self) -> bool:
        """Whether its document is a quiz file."""
        return self.kind in QUESTIONNAIRES

    @property
    def is_served(self) -> bool:
        """Whether this site can serve an activity of this kind; others are left out of what learners see."""
        return self.kind in SERVED


@dataclass(frozen=True)
class Module:
    """A part of a course: activities in their order, what one can do afterwards, and what comes before it."""

    key: str
    title: LocalText
    outcomes: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    after: tuple[str, ...] = ()
    check_first: str | None = None
    activities: tuple[Activity, ...] = ()
    trainer: tuple[str, ...] = ()
    formerly: tuple[str, ...] = ()
    stamps: Mapping[str, str] = field(default_factory=dict)
    file: str = ""
    lines: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Completion:
    """What completes a course; ``quizzes`` are weights by key, None where all quizzes with a pass mark count once.

    ``score`` is the weighted mean that is asked for, in percent; None where none is.
    """

    activities: Literal["required", "all"] | tuple[str, ...] = "required"
    score: int | None = None
    quizzes: Mapping[str, int] | None = None


@dataclass(frozen=True)
class Certificate:
    """What a certificate says; ``valid_months`` is None where it holds for ever."""

    title: LocalText
    outcomes: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    valid_months: int | None = None


@dataclass(frozen=True)
class Course:
    """A course as its files say it: who it is, what it holds in which order, and how it is completed."""

    key: str
    uid: str
    kind: Literal["course", "guide"]
    title: LocalText
    source: str
    languages: tuple[str, ...]
    summary: LocalText | None = None
    audience: LocalText | None = None
    level: str | None = None
    hours: Decimal | None = None
    licence: str | None = None
    credits: tuple[str, ...] = ()
    open: tuple[str, ...] = ()
    modules: tuple[Module, ...] = ()
    completion: Completion = field(default_factory=Completion)
    certificate: Certificate | None = None
    formerly: tuple[str, ...] = ()
    stamps: Mapping[str, str] = field(default_factory=dict)
    file: str = ""
    lines: Mapping[str, int] = field(default_factory=dict)

    @property
    def activities(self) -> tuple[Activity, ...]:
        """Every activity of the course, in the order in which it is taught."""
        return tuple(activity for module in self.modules for activity in module.activities)

    @property
    def translations(self) -> tuple[str, ...]:
        """The languages other than the source."""
        return tuple(tag for tag in self.languages if tag != self.source)

    def find_activity(self, key: str) -> Activity | None:
        """Return the activity of that key, or None."""
        return next((activity for activity in self.activities if activity.key == key), None)

    def find_module(self, key: str) -> Module | None:
        """Return the module of that key, or None."""
        return next((module for module in self.modules if module.key == key), None)

    def module_of(self, key: str) -> Module | None:
        """Return the module in which the activity of that key stands, or None."""
        return next((module for module in self.modules if any(a.key == key for a in module.activities)), None)

    def numbered(self) -> Iterator[tuple[str, Module, Activity]]:
        """Yield every served activity with its number, like ``2.3`` for the third of the second module, and its module."""
        for first, module in enumerate(self.modules, 1):
            for second, activity in enumerate((each for each in module.activities if each.is_served), 1):
                yield f"{first}.{second}", module, activity

    def current_key(self, key: str) -> tuple[str, ...]:
        """Return the keys that carry on the activity ``key``: itself, or those that say they were it formerly (N2)."""
        if self.find_activity(key):
            return (key,)
        return tuple(activity.key for activity in self.activities if key in activity.formerly)

"""The outline of an edition as it is served: what there is, in which order, in which languages, under which terms.

It is made once, at publication, from the files of the edition, and kept as JSON by the digest of the map.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from lms.kernel.localtext import LocalText, best_language


@dataclass(frozen=True)
class QuizTerms:
    """What a quiz asks for, as far as the pages around it must know. ``questions`` is how many are drawn."""

    mode: str
    pass_mark: int | None
    attempts: int | None
    minutes: int | None
    grading: str
    show_answers: str
    questions: int


@dataclass(frozen=True)
class Document:
    """A lesson or quiz in one language: digests of its file and of the page made from it, and how fresh it is.

    ``changed`` says how many blocks or questions of the source changed since, ``whole`` that they could not be told
    apart, so that all of them count; ``machine`` that a machine translated it.
    """

    file: str
    page: str
    state: str  # current | stale
    changed: int = 0
    whole: bool = False
    machine: bool = False

    @property
    def is_behind(self) -> bool:
        """Whether anything in it says what the source says no more; a change of settings or titles alone is none."""
        return self.whole or self.changed > 0


@dataclass(frozen=True)
class Activity:
    """Something to do in a module. ``number`` is its place for people, as in "2.3"; ``minutes`` an estimate."""

    key: str
    kind: str
    number: str
    title: LocalText
    minutes: int | None
    required: bool
    formerly: tuple[str, ...]
    documents: Mapping[str, Document]
    quiz: QuizTerms | None

    def language(self, wished: str) -> str:
        """Return the language in which this activity can be shown: the wished one if it is there, else the source."""
        return best_language([wished, self.title.source], list(self.documents)) or self.title.source


@dataclass(frozen=True)
class Handout:
    """A document that only those see who teach the course; ``slides`` says that it is a set of slides."""

    key: str
    title: LocalText
    slides: bool
    documents: Mapping[str, Document]

    def language(self, wished: str) -> str:
        """Return the language in which this can be shown: the wished one if it is there, else the source."""
        return best_language([wished, self.title.source], list(self.documents)) or self.title.source


@dataclass(frozen=True)
class Module:
    """A part of a course: an ordered list of activities; ``check_first`` is the quiz by which one shows that one knows it already."""

    key: str
    number: int
    title: LocalText
    outcomes: Mapping[str, tuple[str, ...]]
    after: tuple[str, ...]
    activities: tuple[Activity, ...]
    check_first: str | None = None
    formerly: tuple[str, ...] = ()
    trainer: tuple[Handout, ...] = ()


@dataclass(frozen=True)
class CardSet:
    """A set of cards: how many it has, and the digest of the page made from it in each language.

    ``is_glossary`` says that its cards are the terms that are marked in lessons.
    """

    key: str
    title: LocalText
    cards: int
    pages: Mapping[str, str]
    is_glossary: bool = False


@dataclass(frozen=True)
class CompletionRule:
    """When a course is complete (course-format §3): which activities, and which mean score of which quizzes.

    ``activities`` is "required", "all" or the keys meant; ``score`` percent or None; ``quizzes`` weights by key, empty
    for all quizzes with a pass mark at weight 1.
    """

    activities: str | tuple[str, ...]
    score: int | None
    quizzes: Mapping[str, int]


@dataclass(frozen=True)
class CertificateTerms:
    """What the certificate of a course says; ``valid_months`` None is for ever."""

    title: LocalText
    outcomes: Mapping[str, tuple[str, ...]]
    valid_months: int | None


@dataclass(frozen=True)
class Outline:
    """A whole edition in outline."""

    key: str
    uid: str
    title: LocalText
    summary: LocalText
    audience: LocalText
    source: str
    languages: tuple[str, ...]
    level: str
    hours: str
    licence: str
    credits: tuple[str, ...]
    open: tuple[str, ...]
    modules: tuple[Module, ...]
    completion: CompletionRule
    certificate: CertificateTerms | None
    kind: str = "course"  # course | guide
    sets: tuple[CardSet, ...] = ()
    formerly: tuple[str, ...] = ()  # the keys that the course itself had before

    @property
    def is_guide(self) -> bool:
        """Whether this is only read, by whoever may see it: nobody enrols in it and nothing is kept of its readers."""
        return self.kind == "guide"

    @property
    def study_hours(self) -> int | float | None:
        """How many hours the course is estimated to take, a whole number where it is one; None where nothing is said."""
        hours = float(self.hours) if self.hours else None
        return int(hours) if hours is not None and hours.is_integer() else hours

    @cached_property
    def activities(self) -> tuple[Activity, ...]:
        """All activities in the order in which they are taken."""
        return tuple(activity for module in self.modules for activity in module.activities)

    def find_handout(self, key: str) -> Handout | None:
        """Return the document for trainers with this key, or None."""
        return next((each for module in self.modules for each in module.trainer if each.key == key), None)

    @cached_property
    def places(self) -> dict[str, int]:
        """The place of each activity in that order, by its key."""
        return {activity.key: place for place, activity in enumerate(self.activities)}

    def find(self, key: str) -> Activity | None:
        """Return the activity with this key, or None."""
        place = self.places.get(key)
        return None if place is None else self.activities[place]

    def find_called(self, key: str) -> Activity | None:
        """Return the activity with this key, or else the first that says it was called so formerly; None where there is none."""
        return self.find(key) or next((each for each in self.activities if key in each.formerly), None)

    def find_set(self, key: str) -> CardSet | None:
        """Return the set of cards with this key, or None."""
        return next((each for each in self.sets if each.key == key), None)

    def module_of(self, key: str) -> Module:
        """Return the module that holds the activity with this key; the key must be one of the outline."""
        return next(module for module in self.modules if any(each.key == key for each in module.activities))

    def neighbours(self, key: str) -> tuple[Activity | None, Activity | None]:
        """Return the activities before and after this one, across modules; None at either end."""
        place = self.places[key]
        before = self.activities[place - 1] if place else None
        after = self.activities[place + 1] if place + 1 < len(self.activities) else None
        return before, after


def in_language(texts: Mapping[str, tuple[str, ...]], language: str, source: str) -> tuple[tuple[str, ...], str]:
    """Return a list of texts in ``language``, or in the source where it is missing, and the language it is in."""
    return (texts[language], language) if texts.get(language) else (tuple(texts.get(source, ())), source)


def to_json(outline: Outline) -> str:
    """Return the outline as canonical JSON; ``from_json`` gives it back unchanged."""
    return json.dumps(_plain(outline), ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def _plain(value: Any) -> Any:
    if isinstance(value, LocalText):
        return dict(value.by_language)
    if hasattr(value, "__dataclass_fields__"):
        return {name: _plain(getattr(value, name)) for name in value.__dataclass_fields__}
    if isinstance(value, Mapping):
        return {key: _plain(each) for key, each in value.items()}
    return [_plain(each) for each in value] if isinstance(value, tuple | list) else value


def from_json(body: str) -> Outline:
    """Return the outline that ``to_json`` wrote."""
    raw = json.loads(body)
    source = raw["source"]

    def local(texts: dict[str, str]) -> LocalText:
        return LocalText(texts, source)

    completion, certificate = raw["completion"], raw["certificate"]
    asked = completion["activities"]
    return Outline(
        **{
            **raw,
            **{name: local(raw[name]) for name in ("title", "summary", "audience")},
            **{name: tuple(raw[name]) for name in ("languages", "credits", "open", "formerly")},
            "modules": tuple(_module(module, source) for module in raw["modules"]),
            "sets": tuple(CardSet(each["key"], local(each["title"]), each["cards"], each["pages"], each["is_glossary"]) for each in raw["sets"]),
            "completion": CompletionRule(asked if isinstance(asked, str) else tuple(asked), completion["score"], completion["quizzes"]),
            "certificate": certificate
            and CertificateTerms(local(certificate["title"]), _lines(certificate["outcomes"]), certificate["valid_months"]),
        }
    )


def _lines(texts: dict[str, list[str]]) -> dict[str, tuple[str, ...]]:
    return {language: tuple(lines) for language, lines in texts.items()}


def _module(raw: dict[str, Any], source: str) -> Module:
    return Module(
        raw["key"],
        raw["number"],
        LocalText(raw["title"], source),
        _lines(raw["outcomes"]),
        tuple(raw["after"]),
        tuple(_activity(each, source) for each in raw["activities"]),
        raw["check_first"],
        tuple(raw["formerly"]),
        tuple(_handout(each, source) for each in raw["trainer"]),
    )


def _handout(raw: dict[str, Any], source: str) -> Handout:
    return Handout(raw["key"], LocalText(raw["title"], source), raw["slides"], _documents(raw["documents"]))


def _documents(raw: dict[str, Any]) -> dict[str, Document]:
    return {language: Document(**document) for language, document in raw.items()}


def _activity(raw: dict[str, Any], source: str) -> Activity:
    return Activity(
        **{
            **raw,
            "title": LocalText(raw["title"], source),
            "formerly": tuple(raw["formerly"]),
            "documents": _documents(raw["documents"]),
            "quiz": raw["quiz"] and QuizTerms(**raw["quiz"]),
        }
    )

"""Courses and lessons in the words of schema.org, which search engines read (types Course, LearningResource, …)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from lms.domain.courses.outline import Outline, in_language

Thing = dict[str, Any]


@dataclass(frozen=True)
class Provider:
    """Who offers the courses: the site, by its name and its whole address."""

    name: str
    url: str


@dataclass(frozen=True)
class Shown:
    """A course as a page shows it: in one language, at one whole address, its level in words."""

    outline: Outline
    lang: str
    url: str
    level: str
    published_at: datetime


@dataclass(frozen=True)
class Part:
    """A page of a course or guide that anybody may read: what it is called, in one language, at one whole address."""

    outline: Outline
    name: str
    lang: str
    url: str
    minutes: int | None = None


def site(provider: Provider, description: str, search: str) -> list[Thing]:
    """Return the site itself; ``search`` is the whole address of a search with ``{words}`` in it."""
    looking = {"@type": "SearchAction", "target": {"@type": "EntryPoint", "urlTemplate": search}, "query-input": "required name=words"}
    return [
        _organization(provider),
        {
            "@type": "WebSite",
            "name": provider.name,
            "url": provider.url,
            "description": description,
            "publisher": {"@id": _id_of(provider)},
            "potentialAction": looking,
        },
    ]


def course(shown: Shown, provider: Provider) -> Thing:
    """Return a course; what it says nothing about is left out."""
    outline, lang = shown.outline, shown.lang
    time = duration(float(outline.hours)) if outline.hours else None
    outcomes = in_language(outline.certificate.outcomes, lang, outline.source)[0] if outline.certificate else ()
    instance = _told(
        {"@type": "CourseInstance", "courseMode": "Online", "courseWorkload": time, "inLanguage": list(outline.languages)}
    )
    audience = outline.audience.in_(lang).text
    return _told(
        {
            "@type": "Course",
            "@id": f"{shown.url}#course",
            "url": shown.url,
            "name": outline.title.in_(lang).text,
            "description": outline.summary.in_(lang).text,
            "inLanguage": list(outline.languages),
            "educationalLevel": shown.level,
            "timeRequired": time,
            "teaches": list(outcomes),
            "audience": {"@type": "Audience", "audienceType": audience} if audience else None,
            "educationalCredentialAwarded": _credential(outline, lang),
            "hasCourseInstance": instance,
            "isAccessibleForFree": True,
            "offers": {"@type": "Offer", "category": "Free", "price": 0, "priceCurrency": "EUR"},
            "license": f"https://spdx.org/licenses/{outline.licence}" if outline.licence else None,
            "dateModified": shown.published_at.date().isoformat(),
            "provider": _organization(provider),
        }
    )


def guide(shown: Shown, provider: Provider) -> Thing:
    """Return a guide, which is only read; what it says nothing about is left out."""
    outline, lang = shown.outline, shown.lang
    audience = outline.audience.in_(lang).text
    return _told(
        {
            "@type": "LearningResource",
            "@id": f"{shown.url}#guide",
            "url": shown.url,
            "name": outline.title.in_(lang).text,
            "description": outline.summary.in_(lang).text,
            "inLanguage": list(outline.languages),
            "educationalLevel": shown.level,
            "audience": {"@type": "Audience", "audienceType": audience} if audience else None,
            "isAccessibleForFree": True,
            "license": f"https://spdx.org/licenses/{outline.licence}" if outline.licence else None,
            "dateModified": shown.published_at.date().isoformat(),
            "provider": _organization(provider),
        }
    )


def part(of: Part, above: str, provider: Provider) -> Thing:
    """Return a page that anybody may read, as a part of its course or guide, whose whole address is ``above``."""
    kind, name = ("LearningResource", "guide") if of.outline.is_guide else ("Course", "course")
    return _told(
        {
            "@type": "LearningResource",
            "url": of.url,
            "name": of.name,
            "inLanguage": of.lang,
            "timeRequired": duration(of.minutes / 60) if of.minutes else None,
            "isAccessibleForFree": True,
            "isPartOf": {"@type": kind, "@id": f"{above}#{name}", "name": of.outline.title.in_(of.lang).text, "url": above},
            "provider": _organization(provider),
        }
    )


def trail(steps: Sequence[tuple[str, str]]) -> Thing:
    """Return where a page lies: names and whole addresses from the top down."""
    items = [{"@type": "ListItem", "position": place, "name": name, "item": url} for place, (name, url) in enumerate(steps, 1)]
    return {"@type": "BreadcrumbList", "itemListElement": items}


def duration(hours: float) -> str:
    """Return a time as ISO 8601 writes it: "PT1H30M"."""
    whole, minutes = divmod(round(hours * 60), 60)
    return f"PT{f'{whole}H' if whole else ''}{f'{minutes}M' if minutes or not whole else ''}"


def _credential(outline: Outline, lang: str) -> Thing | None:
    if outline.certificate is None:
        return None
    name = outline.certificate.title.in_(lang).text
    return {"@type": "EducationalOccupationalCredential", "name": name, "credentialCategory": "certificate"}


def _organization(provider: Provider) -> Thing:
    return {"@type": "Organization", "@id": _id_of(provider), "name": provider.name, "url": provider.url}


def _id_of(provider: Provider) -> str:
    return f"{provider.url}#organization"


def _told(thing: Thing) -> Thing:
    """Return a thing without what is not said of it."""
    return {name: value for name, value in thing.items() if value not in (None, "", [])}

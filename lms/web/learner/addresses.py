"""Where the pages of a course or guide lie: a guide is read under /guides/, a course is learnt under /learn/."""

from flask import url_for

from lms.domain.courses.outline import Activity, Outline


def page_of(outline: Outline) -> str:
    """Return the address of the page that says what a course or guide is."""
    return url_for("guides.guide", guide=outline.key) if outline.is_guide else url_for("public.course_page", course=outline.key)


def home_of(outline: Outline) -> str:
    """Return the address from which one goes on in a course or guide."""
    return url_for("guides.guide", guide=outline.key) if outline.is_guide else url_for("learner.course_home", course=outline.key)


def activity_url(outline: Outline, activity: Activity, anchor: str | None = None) -> str:
    """Return the address of an activity for somebody who reads it, or of a place on its page."""
    if outline.is_guide:
        return url_for("guides.reading", guide=outline.key, activity=activity.key, _anchor=anchor)
    return url_for("learner.activity", course=outline.key, activity=activity.key, _anchor=anchor)


def set_url(outline: Outline, name: str) -> str:
    """Return the address of a set of cards."""
    return url_for("guides.cards", guide=outline.key, name=name) if outline.is_guide else url_for("cards.set_", course=outline.key, name=name)


def card_url(outline: Outline, name: str, card: str) -> str:
    """Return the address of a single card."""
    return f"{set_url(outline, name)}{card}/"

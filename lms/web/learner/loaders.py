"""Loads what the addresses for learners are about, and finds out how the visitor stands to it."""

from dataclasses import dataclass
from functools import cached_property

from flask import g

from lms.domain.courses.outline import Activity, Outline
from lms.domain.courses.queries import find_published, get_outline
from lms.domain.courses.rules import which_edition
from lms.domain.enrolment.queries import Learning, find_learning
from lms.domain.enrolment.rules import may_see_course
from lms.domain.people.permissions import Relation
from lms.domain.people.queries import Visitor
from lms.domain.progress.queries import list_standings
from lms.domain.progress.rules import Standing, check_is_open
from lms.domain.progress.service import Follower
from lms.kernel.refusals import Missing
from lms.web.learner.outlines import OutlineText, outline_text
from lms.web.shell.languages import course_language


@dataclass(frozen=True)
class Doorstep:
    """A course that the visitor may see but does not follow: they are shown the way to its page."""

    course_key: str
    relations: frozenset[Relation] = frozenset()


@dataclass(frozen=True)
class Place:
    """A course with the person who follows it."""

    learning: Learning
    outline: Outline
    relations: frozenset[Relation]

    @cached_property
    def standings(self) -> dict[str, Standing]:
        """How each activity stands; read once."""
        return list_standings(self.learning.enrolment_id)

    @cached_property
    def lang(self) -> str:
        """The language in which this visitor reads the course."""
        language = course_language(self.outline.languages, self.outline.source)
        g.course_languages, g.course_language = self.outline.languages, language
        return language

    @cached_property
    def text(self) -> OutlineText:
        """The outline in words, as everybody is told it who reads the course in these languages."""
        return outline_text(self.outline, self.learning.map_digest, self.lang)

    @property
    def follower(self) -> Follower:
        """The person as progress knows them."""
        return Follower(self.learning.person_id, self.learning.enrolment_id, self.learning.edition_id, self.outline)


@dataclass(frozen=True)
class Spot:
    """One activity of a course that somebody follows."""

    place: Place
    activity: Activity

    @property
    def relations(self) -> frozenset[Relation]:
        """Those to the course."""
        return self.place.relations


def load_place(visitor: Visitor, course: str) -> Place | Doorstep:
    """Return the course as this person follows it; a Doorstep if they do not but may see it."""
    learning = find_learning(visitor.id, course)
    if learning:
        return Place(learning, get_outline(which_edition(newest=None, line_head=learning.map_digest)), frozenset({Relation.ENROLLED, Relation.MAY_SEE_COURSE}))
    published = find_published(course)
    if published is None or not may_see_course(published.visibility, signed_in=True, enrolled=False):
        raise Missing(f"course {course}")
    g.doorstep = course
    return Doorstep(course)


def load_spot(visitor: Visitor, course: str, activity: str) -> Spot | Doorstep:
    """Return an activity of a course as this person follows it; refused while other modules come first."""
    place = load_place(visitor, course)
    if isinstance(place, Doorstep):
        return place
    found = place.outline.find(activity)
    if found is None:
        raise Missing(f"activity {course}/{activity}")
    check_is_open(place.outline, place.standings, found, place.lang)
    return Spot(place, found)


def load_lesson(visitor: Visitor, course: str, activity: str) -> Spot | Doorstep:
    """Return a lesson of a course as this person follows it; other kinds are not found."""
    return _of_kind("lesson", load_spot(visitor, course, activity))


def load_quiz(visitor: Visitor, course: str, activity: str) -> Spot | Doorstep:
    """Return a quiz of a course as this person follows it; other kinds are not found."""
    return _of_kind("quiz", load_spot(visitor, course, activity))


def _of_kind(kind: str, spot: Spot | Doorstep) -> Spot | Doorstep:
    if isinstance(spot, Spot) and spot.activity.kind != kind:
        raise Missing(f"{kind} {spot.activity.key}")
    return spot

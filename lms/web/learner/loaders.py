"""Loads what the addresses for learners are about, and finds out how the visitor stands to it."""

from dataclasses import dataclass, field, replace
from functools import cached_property

from flask import g

from lms.domain.courses.cards import Card, Sheet
from lms.domain.courses.outline import Activity, CardSet, Module, Outline
from lms.domain.courses.queries import Published, find_published, get_outline, get_sheet
from lms.domain.courses.rules import which_edition
from lms.domain.enrolment.queries import Learning
from lms.domain.enrolment.rules import may_see_course
from lms.domain.people.permissions import Relation
from lms.domain.people.queries import Visitor
from lms.domain.progress.queries import find_place
from lms.domain.progress.rules import Standings, check_is_open
from lms.domain.progress.service import Follower
from lms.kernel.refusals import Missing
from lms.web.learner.outlines import ACCOUNT, ENROL, KeptBack, OutlineText, outline_text
from lms.web.shell.languages import course_language

VISITING = "visiting"  # reads what is open without an enrolment


@dataclass(frozen=True)
class Doorstep:
    """A course that the visitor may see but does not follow: they are shown the way to its page."""

    course_key: str
    relations: frozenset[Relation] = frozenset()


@dataclass(frozen=True)
class Place:
    """A course with the person who follows it, or with somebody who reads what is open without following it.

    Whoever has no account is let into the open modules only, enrolled as a guest or not.
    """

    learning: Learning
    outline: Outline
    has_account: bool
    standings: Standings = field(default_factory=dict)

    @property
    def is_followed(self) -> bool:
        """Whether there is an enrolment; a visitor of an open module has none until they leave something there."""
        return self.learning.state != VISITING

    @property
    def relations(self) -> frozenset[Relation]:
        """Those to the course as a whole."""
        return frozenset({Relation.ENROLLED, Relation.MAY_SEE_COURSE} if self.is_followed else {Relation.MAY_SEE_COURSE})

    def lets_in(self, module: Module) -> bool:
        """Tell whether this visitor may go into a module at all, whatever comes first."""
        return (self.is_followed and self.has_account) or module.key in self.outline.open

    @cached_property
    def kept_back(self) -> KeptBack:
        """The modules into which this visitor is not let, and what would let them in."""
        closed = frozenset(module.key for module in self.outline.modules if not self.lets_in(module))
        return KeptBack(closed, ENROL if self.has_account else ACCOUNT)

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
    """One activity of a course that somebody follows; ``wanted`` is the key that was asked for, maybe a former one."""

    place: Place
    activity: Activity
    wanted: str

    @property
    def relations(self) -> frozenset[Relation]:
        """Those to the course, as far as this activity is meant."""
        if self.place.is_followed and self.place.has_account:
            return frozenset({Relation.ENROLLED})
        return frozenset({Relation.READS_OPEN} if self.place.lets_in(self.place.outline.module_of(self.activity.key)) else ())

    @property
    def needs_account(self) -> bool:
        """Whether this is a test, which nobody takes without an account, and the visitor has none."""
        return not self.place.has_account and self.activity.quiz is not None and self.activity.quiz.mode == "test"


@dataclass(frozen=True)
class Drawer:
    """A set of cards of a course; ``wanted`` is the key of the card that is asked for, "" where the whole set is."""

    place: Place
    set: CardSet
    wanted: str = ""

    @property
    def relations(self) -> frozenset[Relation]:
        """Those to the course, as far as its cards are meant: they are read wherever something of it is open."""
        if self.place.is_followed and self.place.has_account:
            return frozenset({Relation.ENROLLED})
        return frozenset({Relation.READS_OPEN} if self.place.outline.open else ())

    @cached_property
    def sheet(self) -> Sheet:
        """The set as it is in the language in which this visitor reads the course."""
        return get_sheet(self.set.pages[self.place.lang])

    @property
    def card(self) -> Card:
        """The card that is asked for, under its present key or a former one; it is there."""
        return self.sheet.by_key[self.sheet.former.get(self.wanted, self.wanted)]

    def ask_for(self, card: str) -> "Drawer | None":
        """Return the same with a card that is asked for under this key; None where there is none, nor was."""
        return replace(self, wanted=card) if card in self.sheet.by_key or card in self.sheet.former else None


def load_place(asking: Visitor | None, course: str) -> Place | Doorstep:
    """Return the course as somebody follows it; a Doorstep if they do not but may see it."""
    place = _load(asking, course)
    return place if isinstance(place, Doorstep) or place.is_followed else Doorstep(course)


def load_spot(asking: Visitor | None, course: str, activity: str) -> Spot | Doorstep:
    """Return an activity of a course that somebody follows, or of its open modules; refused while other modules come first.

    Under a former key too, so that no link and no form of an open tab leads nowhere.

    Whoever has no account is told the same of what needs one and of what does not exist.
    """
    place = _load(asking, course)
    if isinstance(place, Doorstep):
        return place
    found = place.outline.find_called(activity)
    if found is None:
        return _not_found(asking, course, f"activity {course}/{activity}")
    spot = Spot(place, found, activity)
    if not spot.relations:
        return Doorstep(course)
    check_is_open(place.outline, place.standings, found, place.lang)
    return spot


def load_lesson(asking: Visitor | None, course: str, activity: str) -> Spot | Doorstep:
    """Return a lesson as load_spot does; other kinds are not found."""
    return _of_kind("lesson", load_spot(asking, course, activity))


def load_scenario(asking: Visitor | None, course: str, activity: str) -> Spot | Doorstep:
    """Return a scenario as load_spot does; other kinds are not found."""
    return _of_kind("scenario", load_spot(asking, course, activity))


def load_quiz(asking: Visitor | None, course: str, activity: str) -> Spot | Doorstep:
    """Return a quiz that is to be started, as load_spot does; other kinds are not found, a test needs an account."""
    spot = _of_kind("quiz", load_spot(asking, course, activity))
    return Doorstep(course) if isinstance(spot, Spot) and spot.needs_account else spot


def load_survey(asking: Visitor | None, course: str, activity: str) -> Spot | Doorstep:
    """Return a survey as load_spot does; other kinds are not found. Nobody needs an account to say what they think."""
    return _of_kind("survey", load_spot(asking, course, activity))


def load_set(asking: Visitor | None, course: str, name: str) -> Drawer | Doorstep:
    """Return a set of cards of a course that somebody follows, or of which something is open."""
    place = _load(asking, course)
    if isinstance(place, Doorstep):
        return place
    found = place.outline.find_set(name)
    if found is None:
        return _not_found(asking, course, f"cards {course}/{name}")
    drawer = Drawer(place, found)
    return drawer if drawer.relations else Doorstep(course)


def load_card(asking: Visitor | None, course: str, name: str, card: str) -> Drawer | Doorstep:
    """Return a card as load_set returns its set; under a former key too."""
    drawer = load_set(asking, course, name)
    if isinstance(drawer, Doorstep):
        return drawer
    return drawer.ask_for(card) or _not_found(asking, course, f"card {course}/{name}/{card}")


def _load(asking: Visitor | None, course: str) -> Place | Doorstep:
    has_account = asking is not None and not asking.is_guest
    found = find_place(asking.id, course) if asking else None
    if found:
        learning, standings = found
        return Place(learning, get_outline(which_edition(newest=None, line_head=learning.map_digest)), has_account, standings)
    published = find_published(course)
    if published and published.key != course:
        return _load(asking, published.key)  # its key was another one formerly
    if published is None or not may_see_course(published.visibility, signed_in=has_account, enrolled=False):
        return _not_found(asking, course, f"course {course}")
    outline = get_outline(which_edition(newest=published.map_digest))
    if outline.is_guide:
        return _not_found(asking, course, f"course {course}")
    return Place(visit(asking, published), outline, has_account) if outline.open else Doorstep(course)


def visit(asking: Visitor | None, published: Published) -> Learning:
    """Return how somebody stands to a course that they do not follow."""
    return Learning(
        enrolment_id=0,
        person_id=asking.id if asking else 0,
        course_id=published.course_id,
        course_key=published.key,
        state=VISITING,
        place=None,
        began_at=published.published_at,
        completed_at=None,
        edition_id=published.edition_id,
        map_digest=published.map_digest,
        notices=published.notices,
    )


def _not_found(asking: Visitor | None, course: str, what: str) -> Doorstep:
    """Say that there is no such thing to those who have an account; ask everybody else to sign in, as for what there is."""
    if asking and not asking.is_guest:
        raise Missing(what)
    return Doorstep(course)


def _of_kind(kind: str, spot: Spot | Doorstep) -> Spot | Doorstep:
    if isinstance(spot, Spot) and spot.activity.kind != kind:
        raise Missing(f"{kind} {spot.activity.key}")
    return spot

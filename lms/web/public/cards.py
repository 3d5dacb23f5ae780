"""The courses that a visitor may see, as cards in a list."""

from dataclasses import dataclass

from lms.domain.courses.outline import Outline
from lms.domain.courses.queries import get_outline, list_published
from lms.domain.enrolment.queries import Learning, list_learning
from lms.domain.people.queries import Visitor
from lms.domain.progress.queries import standings_of
from lms.domain.progress.rules import Standings
from lms.web.learner.addresses import page_of
from lms.web.learner.loaders import Place
from lms.web.learner.pages import Next, Ring
from lms.web.learner.showing import next_of, ring_of
from lms.web.shell.languages import course_language, own_name


@dataclass(frozen=True)
class CourseCard:
    """A course or guide in a list. ``state`` is None, enrolled or completed."""

    key: str
    title: str
    summary: str
    lang: str
    level: str
    hours: int | float | None
    languages: tuple[tuple[str, str], ...]
    has_certificate: bool
    url: str
    is_guide: bool
    state: str | None
    ring: Ring | None


@dataclass(frozen=True)
class Listed:
    """A course in a list: the edition with which it is offered, and how the visitor follows it, if they do."""

    outline: Outline
    map_digest: str
    learning: Learning | None
    standings: Standings

    def card(self) -> CourseCard:
        """Return the card of the course, in the language in which the visitor reads it."""
        outline, learning = self.outline, self.learning
        lang = course_language(outline.languages, outline.source)
        title = outline.title.in_(lang)
        return CourseCard(
            outline.key,
            title.text,
            outline.summary.in_(lang).text,
            title.lang,
            outline.level,
            outline.study_hours,
            tuple((tag, own_name(tag)) for tag in outline.languages),
            outline.certificate is not None,
            page_of(outline),
            outline.is_guide,
            None if learning is None else "completed" if learning.completed_at else "enrolled",
            ring_of(outline, self.standings, lang) if learning else None,
        )


def list_followed(asking: Visitor | None) -> list[Listed]:
    """Return every course that the visitor follows, in their edition of it, the one that they touched last first."""
    following = list_learning(asking.id) if asking else []
    standings = standings_of([learning.enrolment_id for learning in following]) if following else {}
    return [
        Listed(get_outline(learning.map_digest), learning.map_digest, learning, standings.get(learning.enrolment_id, {})) for learning in following
    ]


def list_offered(asking: Visitor | None, followed: list[Listed]) -> list[Listed]:
    """Return every course of the catalogue of this visitor, in its newest edition."""
    by_key = {each.outline.key: each for each in followed}
    offered = []
    for published in list_published(("public", "signed-in") if asking and not asking.is_guest else ("public",)):
        here = by_key.get(published.key)
        outline = get_outline(published.map_digest)
        offered.append(Listed(outline, published.map_digest, here.learning if here else None, here.standings if here else {}))
    return offered


def list_visible(asking: Visitor | None) -> list[Listed]:
    """Return every course whose page this visitor may see, in the edition that it shows them."""
    followed = list_followed(asking)
    by_key = {each.outline.key: each for each in followed}
    offered = [by_key.pop(each.outline.key, each) for each in list_offered(asking, followed)]
    return offered + list(by_key.values())


def where_left_off(followed: list[Listed], *, has_account: bool) -> Next | None:
    """Return where the visitor left off in the course that they touched last and have not completed."""
    for each in followed:
        if each.learning and each.learning.completed_at is None:
            outline, place = each.outline, Place(each.learning, each.outline, has_account)
            lang = course_language(outline.languages, outline.source)
            return next_of(outline, each.standings, each.learning.place, lang, but=place.kept_back.modules)
    return None

"""Makes the pages of guides out of what was loaded."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from lms.domain.courses.outline import Activity, Outline
from lms.domain.courses.queries import Published
from lms.web.learner.addresses import activity_url, page_of
from lms.web.learner.lessons import LessonText, lesson_text
from lms.web.learner.loaders import Place, Spot
from lms.web.learner.notices import NoticeLine, told_of_activity, told_of_course
from lms.web.learner.outlines import links_to_sets
from lms.web.learner.pages import Notice
from lms.web.learner.stories import StoryText, story_text
from lms.web.public.cards import CourseCard, Listed
from lms.web.public.contents import ModulePart, contents
from lms.web.shell.templates import macros


@dataclass(frozen=True)
class GuidePage(CourseCard):
    """The page of a guide, with all that is in it."""

    audience: str
    modules: tuple[ModulePart, ...]
    begin_url: str
    edition_date: datetime
    told: tuple[NoticeLine, ...]
    sets: tuple[str, ...]


@dataclass(frozen=True)
class Step:
    """What comes before or after a page of a guide; ``name`` is HTML."""

    url: str
    name: str


@dataclass(frozen=True, kw_only=True)
class ReadingPage:
    """A page of a guide, and the contents of the whole beside it: what a lesson or scenario shows of itself, and nothing to be done.

    ``place`` and ``sets`` are HTML, ``module`` is the number of the one that it is in.
    """

    guide: str
    guide_lang: str
    guide_url: str
    key: str
    number: str
    title: str
    about: str
    place: str
    module: int
    modules: tuple[ModulePart, ...]
    sets: tuple[str, ...]
    text: LessonText | StoryText
    is_scenario: bool
    notices: Sequence[Notice]
    told: tuple[NoticeLine, ...]
    previous: Step | None
    next: Step | None
    done: bool = False
    ending_url: str = ""
    visit: None = None


def guide_page(place: Place, published: Published) -> GuidePage:
    """Return the page of a guide, with everything in it."""
    outline, lang = place.outline, place.lang
    modules = contents_of(outline, lang)
    return GuidePage(
        **vars(Listed(outline, published.map_digest, None, {}).card()),
        audience=outline.audience.in_(lang).text,
        modules=modules,
        begin_url=next((part.url for module in modules for part in module.activities), ""),
        edition_date=published.published_at,
        told=told_of_course(published.course_id, published.notices, outline, lang),
        sets=links_to_sets(outline, lang),
    )


def reading_page(spot: Spot, text: LessonText | StoryText, notices: Sequence[Notice]) -> ReadingPage:
    """Return a page of a guide with this text, told of which is what ``notices`` say."""
    place, activity, outline, spoken = spot.place, spot.activity, spot.place.outline, macros()
    whole, title, module = outline.title.in_(place.lang), activity.title.in_(place.lang), outline.module_of(activity.key)
    above, part_of = page_of(outline), module.title.in_(place.lang)
    before, after = outline.neighbours(activity.key)
    return ReadingPage(
        guide=whole.text,
        guide_lang=whole.lang,
        guide_url=above,
        key=activity.key,
        number=activity.number,
        title=title.text,
        about=spoken.kind_and_time(activity.kind, activity.minutes),
        place=spoken.place(whole.text, whole.lang, above, part_of.text, part_of.lang),
        module=module.number,
        modules=contents_of(outline, place.lang),
        sets=links_to_sets(outline, place.lang),
        text=text,
        is_scenario=activity.kind == "scenario",
        notices=notices,
        told=told_of_activity(place.learning.course_id, place.learning.notices, outline, activity, place.lang),
        previous=_step(outline, before, place.lang),
        next=_step(outline, after, place.lang),
    )


def text_of(activity: Activity, lang: str) -> tuple[LessonText | StoryText, bool]:
    """Return the text of a page of a guide, and whether it is out of date as a whole."""
    if activity.kind == "scenario":
        return story_text(activity, lang), activity.documents[lang].state == "stale"
    lesson = lesson_text(activity, lang)
    return lesson, lesson.is_behind


def contents_of(outline: Outline, lang: str) -> tuple[ModulePart, ...]:
    """Return all that a guide holds, each a link."""
    return contents(outline, lang, partial(activity_url, outline), opened=[module.key for module in outline.modules])


def _step(outline: Outline, to: Activity | None, lang: str) -> Step | None:
    if to is None:
        return None
    title = to.title.in_(lang)
    return Step(activity_url(outline, to), macros().numbered(to.number, title.text, title.lang))

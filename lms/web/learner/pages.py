"""What the pages for learners show: plain data, texts with the language they are in."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from lms.domain.questions.views import QuestionView
from lms.web.learner.covering import CoverageView
from lms.web.learner.exercises import Exercise
from lms.web.learner.lessons import LessonText
from lms.web.learner.notices import NoticeLine
from lms.web.learner.outlines import ActivityLine, ModuleView, OutlineText
from lms.web.learner.stories import StoryText
from lms.web.shell.sharing import Shared


class Visit(StrEnum):
    """How somebody stands to a course that they read: enrolled, or only to its open modules."""

    MEMBER = "member"
    OUTSIDER = "outsider"
    GUEST = "guest"
    STRANGER = "stranger"


@dataclass(frozen=True)
class Seat:
    """A needed activity as a seat of the ring."""

    done: bool
    label: str


@dataclass(frozen=True)
class Ring:
    """Progress as an assembly in a circle."""

    seats: tuple[Seat, ...]

    @property
    def done(self) -> int:
        """How many seats are taken."""
        return sum(seat.done for seat in self.seats)

    @property
    def total(self) -> int:
        """How many seats there are."""
        return len(self.seats)


@dataclass(frozen=True)
class Link:
    """Another activity of the course."""

    number: str
    title: str
    lang: str
    url: str


@dataclass(frozen=True)
class Next:
    """Where the one button goes; ``verb`` is start or continue."""

    verb: str
    number: str
    title: str
    lang: str
    minutes: int | None
    url: str
    course_title: str = ""


@dataclass(frozen=True)
class CourseRow:
    """A course in "my learning"."""

    title: str
    lang: str
    url: str
    ring: Ring
    next: Next | None
    certificate_url: str | None
    name_url: str | None
    notebook_url: str
    newer_url: str | None


@dataclass(frozen=True)
class CourseHome:
    """The home of a course for somebody who follows it; ``name_url`` leads to what a certificate waits for, ``sets`` (HTML) to its cards."""

    title: str
    lang: str
    ring: Ring
    next: Next | None
    minutes_left: int
    modules: Sequence[ModuleView]
    needs: tuple[str, ...]
    leads_to_certificate: bool
    completed_at: datetime | None
    certificate_url: str | None
    name_url: str | None
    notebook_url: str
    visit: Visit
    newer_url: str | None
    told: tuple[NoticeLine, ...]
    coverage: Sequence[CoverageView]
    sets: Sequence[str] = ()


@dataclass(frozen=True)
class Notice:
    """A sentence on top of a page, and where one may go from it; ``url`` is empty where nowhere."""

    text: str
    url: str = ""
    link: str = ""


@dataclass(frozen=True, kw_only=True)
class ActivityPage:
    """What every page of an activity shows around its own content; ``place`` and ``outline`` are HTML.

    ``notices`` say how its language stands to the wished one and to the original; ``known`` that it is done because its
    reader passed the check of its module.
    """

    number: str
    title: str
    lang: str
    about: str
    place: str
    course: OutlineText
    outline: Sequence[str]
    told: tuple[NoticeLine, ...]
    notices: Sequence[Notice] = ()
    done: bool = False
    known: bool = False
    previous: ActivityLine | None
    next: ActivityLine | None


@dataclass(frozen=True)
class NoteField:
    """A note as its writer can change it; ``label`` is the id of the element that says what the passage asks.

    ``saved`` says when it was saved last, ``error`` why what was just sent could not be.
    """

    key: str
    url: str
    prompt: str
    prompt_lang: str
    label: str
    body: str
    version: int
    saved: str
    error: str = ""
    joined: bool = False


@dataclass(frozen=True)
class Margin:
    """The notes beside a lesson: those of its passages by key, and the other ones; ``person`` is whose browser this is.

    ``is_own`` is False for an administrator who looks as somebody else: notes are not theirs to see.
    """

    is_own: bool
    person: str
    notes: dict[str, NoteField]
    others: tuple[NoteField, ...] = ()

    @property
    def has_error(self) -> bool:
        """Whether a note could not be kept."""
        return any(note.error for note in self.notes.values())


@dataclass(frozen=True, kw_only=True)
class LessonPage(ActivityPage):
    """A lesson; ``exercises`` are the questions in its text by their numbers, ``shared`` is what an open one says in its head."""

    text: LessonText
    can_undo: bool
    done_url: str
    next_url: str
    exercises: Mapping[int, Exercise]
    shared: Shared | None
    visit: Visit
    margin: Margin


@dataclass(frozen=True, kw_only=True)
class ScenarioPage(ActivityPage):
    """A scenario, all of it; ``ending_url`` takes the ending that was reached, the rest is as with a lesson."""

    text: StoryText
    ending_url: str
    shared: Shared | None
    visit: Visit


@dataclass(frozen=True)
class AttemptRow:
    """A submitted attempt on the page of a quiz's rules; ``changed`` says what regrades did to its result."""

    nth: int
    submitted_at: str
    percent: str
    passed: bool | None
    review_url: str | None
    changed: Sequence[str] = ()


@dataclass(frozen=True)
class AskingForMore:
    """What somebody is told who has no attempt left: ``since`` when their wish waits, ``refused`` when it was refused, and why."""

    url: str
    since: str
    refused: str
    reason: str
    longest: int


@dataclass(frozen=True, kw_only=True)
class QuizRules(ActivityPage):
    """The page before a quiz: what, how long, how often, what is shown afterwards."""

    intro: str
    sentences: Sequence[str]
    attempts: Sequence[AttemptRow]
    open_attempt_url: str | None
    may_start: bool
    why_not: str
    left: str
    start_url: str
    best: str | None
    visit: Visit
    asking: AskingForMore | None = None
    extra_time_url: str | None = None
    notices: Sequence[Notice] = ()


@dataclass(frozen=True)
class SectionView:
    """A part of a quiz as an attempt meets it; ``title`` and ``text`` are safe HTML or empty."""

    title: str
    text: str
    questions: tuple[QuestionView, ...]

    @property
    def drags(self) -> bool:
        """Whether something in it can be dragged."""
        return any(question.kind in ("matching", "ordering") for question in self.questions)


@dataclass(frozen=True)
class WrongAnswer:
    """Something in a survey that cannot be kept, and why; ``key`` is empty and ``number`` 0 for what is no question of it."""

    key: str
    number: int
    words: str


@dataclass(frozen=True, kw_only=True)
class SurveyPage(ActivityPage):
    """A survey: its ``sections`` as long as it was not sent, afterwards when that was (``sent``) and what comes next.

    ``form`` is a random name by which the same page sent twice is known.
    """

    intro: str
    sentences: Sequence[str]
    sections: tuple[SectionView, ...]
    wrong: tuple[WrongAnswer, ...]
    form: str
    url: str
    sent: str
    going_on: Next | None
    visit: Visit

    @property
    def drags(self) -> bool:
        """Whether something on this page can be dragged."""
        return any(section.drags for section in self.sections)

    @property
    def asks(self) -> frozenset[str]:
        """The keys of the questions that must be looked at again."""
        return frozenset(each.key for each in self.wrong)

"""What the templates of attempts are given: the page with the questions, its overview and clock, and the result."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from lms.domain.questions.views import QuestionView
from lms.web.learner.pages import Link, Next, SectionView


@dataclass(frozen=True)
class MapEntry:
    """A question in the overview of an attempt: the page on which it stands, and how it stands."""

    key: str
    number: int
    page: int
    answered: bool
    flagged: bool
    is_here: bool


@dataclass(frozen=True)
class HeldEntry:
    """A question of an attempt that was sent in; ``is_written`` says that it is answered in words or digits."""

    key: str
    number: int
    is_written: bool


@dataclass(frozen=True)
class ClockView:
    """When the time of an attempt ends, in words, and in how many seconds."""

    ends: str
    seconds: int


@dataclass(frozen=True, kw_only=True)
class AttemptPage:
    """An attempt that is going on, or one page of it; ``saved`` says when each answer was last stored.

    ``shown`` are the questions of this page. ``signs`` has a sign for the answer to each of the attempt, ``sent_by`` names the
    client of each answer and its number there. ``over`` says that its time has ended; ``empty`` are the questions that were to
    be checked and have no answer: nothing is explained of those.
    """

    title: str
    lang: str
    course_title: str
    course_lang: str
    course_url: str
    url: str
    save_url: str
    submit_url: str
    flags_url: str
    practice: bool
    sections: tuple[SectionView, ...]
    map: tuple[MapEntry, ...]
    place: int
    pages: int
    saved: dict[str, str]
    empty: frozenset[str]
    answered: int
    total: int
    shown: tuple[str, ...]
    signs: dict[str, str]
    sent_by: dict[str, str]
    clock: ClockView | None
    over: str | None

    @property
    def drags(self) -> bool:
        """Whether something on this page can be dragged."""
        return any(section.drags for section in self.sections)

    @property
    def flagged(self) -> int:
        """How many questions are to be come back to."""
        return sum(entry.flagged for entry in self.map)


@dataclass(frozen=True)
class MarkedText:
    """A text of an attempt that a person marks, with what they gave; ``html`` is what was asked, ``body`` what was written.

    ``criteria`` are the lines of the rubric, each with the points of every marker and the most there are; ``percent`` is
    empty as long as it waits.
    """

    number: int
    html: str
    lang: str
    body: str
    body_lang: str
    percent: str
    criteria: tuple[tuple[str, str, str], ...]
    comments: tuple[str, ...]


@dataclass(frozen=True)
class ReviewPage:
    """A submitted attempt; ``questions`` is empty as long as its answers may not be shown, ``percent`` in a practice.

    ``uid`` is that of the attempt, under which browsers keep what they could not send; ``held`` are its questions, with what
    the site has of each.
    """

    title: str
    lang: str
    course_title: str
    course_lang: str
    course_url: str
    practice: bool
    percent: str
    passed: bool | None
    sentences: Sequence[str]
    questions: tuple[QuestionView, ...] = ()
    again_url: str | None = None
    next: Next | None = None
    certificate_url: str | None = None
    name_url: str | None = None
    notebook_url: str | None = None
    read_again: tuple[Link, ...] = field(default=())
    receipt: str = ""
    ended: str = ""
    rules_url: str | None = None
    texts: tuple[MarkedText, ...] = ()
    uid: str = ""
    held: tuple[HeldEntry, ...] = ()
    signs: dict[str, str] = field(default_factory=dict)
    sent_by: dict[str, str] = field(default_factory=dict)

"""What a learner may see of a question, before and after it has been marked.

``Asked`` is a question without anything that says which answers are right; a ``QuestionView`` is made from it alone,
so that nothing else can reach a page. Controls count the answers by their place on the page, from 1, because the
number under which an author wrote an answer gives it away: the first right side belongs to the first left side.
HTML is HTML that the lesson renderer made and sanitised.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Literal

Verdict = Literal["right", "partly", "wrong", "unanswered", "answered", "waiting"]


@dataclass(frozen=True)
class Asked:
    """A question as it is put: ``options`` the numbers of its answers in the order shown, ``lefts`` those of its left
    sides, ``rights`` the numbers and texts of its right sides in the order shown, ``lists`` for each gap those of its
    alternatives, none where it is typed."""

    key: str
    kind: str
    points: Fraction
    options: tuple[int, ...] = ()
    lefts: tuple[int, ...] = ()
    rights: tuple[tuple[int, str], ...] = ()
    lists: tuple[tuple[tuple[int, str], ...], ...] = ()

    def place_of(self, number: int | None) -> int | None:
        """Return the place, from 1, at which the answer with this number is shown; None for none."""
        return self.options.index(number) + 1 if number in self.options else None


@dataclass(frozen=True)
class OptionView:
    """One answer on the page: ``value`` its place from 1, ``place`` what was chosen for it in a pair, an order or a gap.

    A gap has ``rights`` of its own to choose from, or else what was ``typed`` into it.
    """

    value: int
    html: str = ""
    lang: str = ""
    chosen: bool = False
    place: int | None = None
    rights: tuple[tuple[int, str], ...] = ()
    typed: str = ""


@dataclass(frozen=True)
class Controls:
    """What a learner fills in: answers, right sides by their place (from 1), or the text typed so far.

    ``parts`` is the HTML of the question's text cut where its answers stand in it; empty where they stand beneath.
    """

    options: tuple[OptionView, ...] = ()
    rights: tuple[tuple[int, str], ...] = ()
    value: str = ""
    parts: tuple[str, ...] = ()


@dataclass(frozen=True)
class OptionFeedback:
    """What is said about one answer: whether it is right (None: not told), its feedback, what it should have been.

    ``partly`` says of a right one that it is worth only a part of the points.
    """

    right: bool | None = None
    html: str = ""
    answer: str = ""
    partly: bool = False


@dataclass(frozen=True)
class FeedbackView:
    """What is said about a response. ``options`` goes by the value of the option; ``general`` is feedback on the
    whole in the order shown; ``answer`` is the right answer in words, or empty; ``nearly`` names the gaps in which only the
    spelling seems to be wrong, 0 for a response that is one text."""

    share: Fraction
    verdict: Verdict
    options: Mapping[int, OptionFeedback] = field(default_factory=dict)
    general: tuple[str, ...] = ()
    answer: str = ""
    nearly: frozenset[int] = frozenset()


@dataclass(frozen=True)
class QuestionView:
    """A question on a page; ``number`` counts questions from 1 and is 0 for information.

    ``original`` is the question as its source puts it now, where this is a translation of an older one.
    """

    key: str
    number: int
    kind: str
    html: str
    lang: str
    points: str
    options: tuple[OptionView, ...] = ()
    rights: tuple[tuple[int, str], ...] = ()
    value: str = ""
    parts: tuple[str, ...] = ()
    feedback: FeedbackView | None = None
    original: "QuestionView | None" = None

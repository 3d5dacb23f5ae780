"""What happens in this subject and is worth telling."""

from dataclasses import dataclass
from fractions import Fraction

from lms.kernel.facts import Act, Fact


class QuizStarted(Fact):
    """Somebody began an attempt; ``object`` is "<quiz>/<uid of the attempt>"."""

    verb = "started"


class QuizSubmitted(Fact):
    """Somebody submitted an attempt; ``result`` holds its mark as {"num", "den"}."""

    verb = "submitted"


@dataclass(frozen=True, kw_only=True)
class AttemptProgressed(Fact):
    """What the attempts at a quiz amount to now; ``object`` is the key of the quiz. Not itself recorded.

    ``score`` is the share by the quiz's grading, ``best`` the best share of a submitted attempt, ``submitted`` how many
    there are, ``unanswered`` how many questions of a practice are open. ``is_learners`` says that it is their doing: they
    were there just now. A regrade is not.
    """

    score: Fraction | None
    best: Fraction | None
    submitted: int
    unanswered: int
    is_learners: bool = True


class AttemptRegraded(Fact):
    """The mark of an attempt changed with a mended answer key; ``object`` is "<quiz>/<uid of the attempt>".

    ``result`` holds both marks as {"from": {"num", "den"}, "to": {"num", "den"}}.
    """

    verb = "regraded"


class MarksRegraded(Act):
    """Somebody mended an answer key, and marks changed; ``object`` is the key of the course.

    ``result`` holds the uid of the regrade, of how many attempts the marks changed, and whether they were let fall. Why
    stands in the regrade.
    """

    verb = "marks-regraded"

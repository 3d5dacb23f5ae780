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


class TextMarked(Fact):
    """A person marked a text of an attempt; ``object`` is "<quiz>/<uid of the attempt>".

    ``result`` holds the key of the question, the share that they gave, who it was, and the mark of the whole attempt as soon
    as nothing of it waits: {"question", "num", "den", "by", "whole"}.
    """

    verb = "marked-text"


class FurtherAttemptAsked(Fact):
    """Somebody asked for an attempt beyond those that a quiz allows; ``result`` holds {"request"}, and "again" for a reminder."""

    verb = "asked-for-attempt"


class FurtherAttemptDecided(Fact):
    """Somebody was given another attempt, or told why not; ``result`` holds {"request", "granted", "by"}."""

    verb = "decided-on-attempt"


@dataclass(frozen=True, kw_only=True)
class AttemptProgressed(Fact):
    """What the attempts at a quiz amount to now; ``object`` is the key of the quiz. Not itself recorded.

    ``score`` is the share by the quiz's grading, ``best`` the best share of a submitted attempt, ``submitted`` how many
    there are, ``unanswered`` how many questions of a practice are open. ``map_digest`` and ``line_id`` are those of the
    edition, known without asking. ``is_learners`` says that it is their doing: they were there just now. A regrade is not.

    Whoever announces it for a learner has changed or held the row of the enrolment before, so that on PostgreSQL two last
    steps taken at once wait for each other, and the later one sees both.
    """

    map_digest: str
    line_id: int
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

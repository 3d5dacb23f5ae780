"""What happens in this subject and is worth telling."""

from dataclasses import dataclass

from lms.kernel.facts import Act, Fact


@dataclass(frozen=True, kw_only=True)
class EditionPublished(Fact):
    """An edition of a course came into being; ``object`` is the key of the course.

    ``note`` says why; ``may_lower`` that marks may fall by it, if it is a key fix. Neither is recorded here.
    """

    verb = "published"

    note: str = ""
    may_lower: bool = False


class NoticePublished(Act):
    """Everybody who reads a course is told something from now on; ``object`` is its key, ``result`` holds the notice's uid."""

    verb = "notice-published"


class NoticeWithdrawn(Act):
    """A notice is shown no more; what was sent stays sent."""

    verb = "notice-withdrawn"


class TeachingGiven(Act):
    """An administrator let somebody teach a course; ``object`` is its key."""

    verb = "teaching-given"


class TeachingEnded(Act):
    """An administrator let somebody teach a course no more; ``object`` is its key."""

    verb = "teaching-ended"

"""What happens in this subject and is worth telling."""

from lms.kernel.facts import Fact


class EditionPublished(Fact):
    """An edition of a course came into being; ``object`` is the key of the course."""

    verb = "published"

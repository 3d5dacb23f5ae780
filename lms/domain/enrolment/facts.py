"""What happens in this subject and is worth telling."""

from lms.kernel.facts import Fact


class PersonEnrolled(Fact):
    """Somebody began to follow a course; ``object`` is its key."""

    verb = "enrolled"


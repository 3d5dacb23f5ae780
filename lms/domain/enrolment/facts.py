"""What happens in this subject and is worth telling."""

from lms.kernel.facts import Act, Fact


class PersonEnrolled(Fact):
    """Somebody began to follow a course; ``object`` is its key."""

    verb = "enrolled"


class PersonWithdrew(Fact):
    """Somebody follows a course no more; ``object`` is its key. What they have done stays in the record."""

    verb = "withdrew"


class EnrolledByOther(Act):
    """An administrator enrolled somebody; ``object`` is the key of the course."""

    verb = "enrolled-by-other"


class WithdrawnByOther(Act):
    """An administrator withdrew somebody from a course; ``object`` is its key."""

    verb = "withdrawn-by-other"

"""What happens in this subject and is worth telling."""

from lms.kernel.facts import Fact


class ActivityDone(Fact):
    """Somebody finished an activity; ``object`` is its key."""

    verb = "done"


class ActivityKnown(Fact):
    """Somebody showed that they know an activity already; ``object`` is its key, ``result`` the key of the check that they passed."""

    verb = "known"


class ActivityUndone(Fact):
    """Somebody took back that an activity is done."""

    verb = "undone"


class LineFollowed(Fact):
    """Somebody moved to a new edition of a course by their own choice; ``object`` is the key of the course.

    ``result`` says from which edition to which, as "<line>.<edition>".
    """

    verb = "moved"


class CourseCompleted(Fact):
    """Somebody reached all that a course asks for; ``object`` is the key of the course. Told once per enrolment."""

    verb = "completed"

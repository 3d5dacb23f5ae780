"""What happens to the site and is worth telling."""

from lms.kernel.facts import Act


class BarrierSettled(Act):
    """An administrator has dealt with a barrier that somebody had reported; ``object`` is its uid."""

    verb = "barrier-settled"

"""What happens to the site itself and is worth telling."""

from lms.kernel.facts import Act


class SettingChanged(Act):
    """An administrator changed a setting; ``object`` is its name, ``result`` the values where they are nobody's."""

    verb = "setting-changed"


class LetterTriedAgain(Act):
    """An administrator had a letter tried again at once."""

    verb = "letter-tried-again"


class LetterGivenUp(Act):
    """An administrator put aside a letter, so that it is never sent."""

    verb = "letter-given-up"


class FailedLettersTriedAgain(Act):
    """An administrator had all letters tried again that had failed."""

    verb = "failed-letters-tried-again"


class TrialLetterPosted(Act):
    """An administrator had a test letter sent to themselves."""

    verb = "test-letter-posted"


class BarrierSettled(Act):
    """An administrator has dealt with a barrier that somebody had reported; ``object`` is its uid."""

    verb = "barrier-settled"

"""What people read when something about an attempt is refused."""

from lms.domain.quizzes.rules import Refusal
from lms.kernel.words import N_

SENTENCES = {
    Refusal.NO_ATTEMPTS_LEFT: N_("You have used all your attempts at this quiz."),
    Refusal.SUBMITTED: N_("This attempt has been submitted; its answers can no longer be changed."),
    Refusal.TIME_IS_UP: N_("The time for this attempt is over. Everything saved before the end counts."),
    Refusal.NOT_AN_ANSWER: N_("This is not an answer to the question."),
    Refusal.TOO_LONG: N_("This answer is too long: %(most)s characters are kept at most."),
}

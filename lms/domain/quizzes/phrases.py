"""What people read when something about an attempt is refused."""

from lms.domain.quizzes import facts
from lms.domain.quizzes.rules import Refusal
from lms.kernel.words import N_

SENTENCES = {
    Refusal.NO_ATTEMPTS_LEFT: N_("You have used all your attempts at this quiz."),
    Refusal.SUBMITTED: N_("This attempt has been submitted; its answers can no longer be changed."),
    Refusal.TIME_IS_UP: N_("The time for this attempt is over. Everything saved before the end counts."),
    Refusal.NOT_AN_ANSWER: N_("This is not an answer to the question."),
    Refusal.NOT_THE_LAST: N_("You can still start an attempt; there is no need to ask for one."),
    Refusal.ASKED_ALREADY: N_("You have asked already. You get a letter as soon as somebody has decided."),
    Refusal.HELD_BY_ANOTHER: N_("Somebody else is marking this text just now."),
    Refusal.MARKED_ALREADY: N_("Somebody else has marked this text already."),
    Refusal.NOT_THESE_POINTS: N_("Give each criterion points between the fewest and the most that are written beside it."),
    Refusal.TOO_LONG: N_("This answer is too long: %(most)s characters are kept at most."),
    Refusal.NO_REASON: N_("Marks change with this. Say why: whoever is concerned is told so."),
    Refusal.OTHER_MARKS: N_("Something has changed in the meantime, so nothing was done yet. This is what would happen now."),
    Refusal.NOTHING_CHOSEN: N_("Choose at least one answer that is right too."),
    Refusal.NOT_A_NUMBER: N_("This is not a number. Write it in digits, or leave the question out."),
    Refusal.NOT_ASKED: N_("Something was answered that is not asked here any more. Look through your answers and send them again."),
}

TIMES = {
    0: N_("As everybody"),
    25: N_("A quarter more"),
    50: N_("Half as much again"),
    100: N_("Twice as much"),
}

# What the audit log says of each act, by its verb.
ACTS = {
    facts.MarksRegraded.verb: N_("Mended an answer key; marks changed"),
}

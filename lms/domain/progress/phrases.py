"""What people read when an activity cannot be begun."""

from lms.domain.progress.rules import Refusal
from lms.kernel.words import N_

SENTENCES = {
    Refusal.NOT_OPEN_YET: N_("This part opens when you have finished “%(first)s”."),
    Refusal.NO_ENDING: N_("This scenario does not end there. Go back to it, and go on to one of its endings."),
}

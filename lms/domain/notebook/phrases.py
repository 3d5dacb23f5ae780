"""What people read when a note is not kept."""

from lms.domain.notebook.rules import Refusal
from lms.kernel.words import N_

SENTENCES = {
    Refusal.TOO_LONG: N_("A note can have at most %(most)s characters; this one has %(length)s. Nothing of it is lost: shorten it and save it again."),
    Refusal.NOT_A_NOTE: N_("This could not be read as a note. Reload the page and try again."),
    Refusal.SOMEBODY_ELSES: N_("This note was written by somebody else who was signed in here. It can be saved when they are signed in again."),
}

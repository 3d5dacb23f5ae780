"""What people read when something about a course is refused."""

from lms.domain.courses.rules import Refusal
from lms.kernel.words import N_

SENTENCES = {
    Refusal.HAS_ERRORS: N_("Nothing was published: mend the errors above first."),
    Refusal.NOT_A_CORRECTION: N_("%(course)s: this cannot be published as a correction, for learners would notice: %(why)s. Publish it as a revision."),
    Refusal.NOT_A_KEY_FIX: N_("%(course)s: this is more than the mending of a wrong answer key: %(why)s. Publish it as a revision."),
    Refusal.NO_KEY_CHANGED: N_("%(course)s: no answer key changed, so there is nothing to mark again. Publish it as a correction."),
    Refusal.NEVER: N_("%(course)s: this can never be published: %(why)s."),
    Refusal.UID_IS_TAKEN: N_("%(course)s: its uid or its key belongs to another course of this site."),
    Refusal.HEAD_MOVED: N_("%(course)s: somebody else has published it in the meantime. Nothing was changed; please try again."),
}

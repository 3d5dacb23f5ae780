"""What people read when something about a course is refused."""

from lms.domain.courses import facts
from lms.domain.courses.rules import Refusal
from lms.kernel.words import N_

SENTENCES = {
    Refusal.HAS_ERRORS: N_("Nothing was published: mend the errors above first."),
    Refusal.NOT_A_CORRECTION: N_("%(course)s: this cannot be published as a correction, for learners would notice: %(why)s. Publish it as a revision."),
    Refusal.NOT_A_KEY_FIX: N_("%(course)s: this is more than the mending of a wrong answer key: %(why)s. Publish it as a revision."),
    Refusal.NO_KEY_CHANGED: N_("%(course)s: no answer key changed, so there is nothing to mark again. Publish it as a correction."),
    Refusal.NEVER: N_("%(course)s: this can never be published: %(why)s."),
    Refusal.UID_IS_TAKEN: N_("%(course)s: its uid or its key belongs to another course of this site."),
    Refusal.NO_SUCH_ACTIVITY: N_("The course has no activity %(key)s."),
    Refusal.NOTHING_SAID: N_("Write what people should know."),
    Refusal.NOT_A_LANGUAGE: N_("The course is not offered in the language %(language)s."),
    Refusal.NOT_IN_SOURCE: N_("Write it at least in %(language)s, the language in which the course is written: it is shown where another is missing."),
    Refusal.TOO_LONG: N_("This is too long: %(most)s signs at most."),
    Refusal.HEAD_MOVED: N_("%(course)s: somebody else has published it in the meantime. Nothing was changed; please try again."),
}

# What the audit log says of each act, by its verb.
ACTS = {
    facts.NoticePublished.verb: N_("Published a notice to the readers of a course"),
    facts.NoticeWithdrawn.verb: N_("Took back a notice to the readers of a course"),
}

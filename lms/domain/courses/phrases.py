"""What people read when something about a course is refused."""

from lms.domain.courses import facts
from lms.domain.courses.rules import Refusal
from lms.kernel.words import N_

SENTENCES = {
    Refusal.HAS_ERRORS: N_("Nothing was published: mend the errors above first."),
    Refusal.NOT_A_CORRECTION: N_("%(course)s: this cannot be published as a correction, for learners would notice: %(why)s. Publish it as a revision."),
    Refusal.NAME_FORGOTTEN: N_(
        "%(course)s: this cannot be published as a correction, for learners would notice: %(why)s. If one of %(new)s is what was called %(gone)s before, say so beneath it, as in formerly: [%(first)s]; else publish it as a revision."
    ),
    Refusal.NOT_A_KEY_FIX: N_("%(course)s: this is more than the mending of a wrong answer key: %(why)s. Publish it as a revision."),
    Refusal.NO_KEY_CHANGED: N_("%(course)s: no answer key changed, so there is nothing to mark again. Publish it as a correction."),
    Refusal.ACCEPTED_HERE: N_(
        "%(course)s: answers that were accepted as right on this site are not in these files: %(texts)s. Write them there, or say --as revision for a new edition without them; nobody's marks change by that."
    ),
    Refusal.NEVER: N_("%(course)s: this can never be published: %(why)s."),
    Refusal.UID_IS_TAKEN: N_("%(course)s: its uid or its key belongs to another course of this site."),
    Refusal.NO_SUCH_ACTIVITY: N_("The course has no activity %(key)s."),
    Refusal.NOTHING_SAID: N_("Write what people should know."),
    Refusal.NOT_A_LANGUAGE: N_("The course is not offered in the language %(language)s."),
    Refusal.NOT_IN_SOURCE: N_("Write it at least in %(language)s, the language in which the course is written: it is shown where another is missing."),
    Refusal.TOO_LONG: N_("This is too long: %(most)s signs at most."),
    Refusal.HEAD_MOVED: N_("%(course)s: somebody else has published it in the meantime. Nothing was changed; please try again."),
    Refusal.OF_A_FOLDER: N_(
        "%(course)s is published from the folder of its site alone. Edit a copy instead: give it a key and a uid of its own, with derived_from: %(uid)s."
    ),
    Refusal.OF_A_DRAFT: N_(
        "%(course)s is published from its draft alone, for it was written or imported here. A folder can hold a copy with a key and a uid of its own."
    ),
    Refusal.NO_UID: N_("%(course)s: its course.yaml has no uid of 32 hex digits, so nobody can tell which course it is. Nothing was changed."),
    Refusal.UID_OF_ANOTHER: N_("%(course)s: its uid is that of the course %(other)s of this site. A copy needs a uid of its own."),
    Refusal.KEY_OF_ANOTHER: N_("%(course)s: this key belongs to another course of this site, with the uid %(other)s. If it is the same course, put its uid back into course.yaml: uid: %(other)s; else choose another key."),
    Refusal.DRAFT_DIFFERS: N_("There is a draft of %(course)s already, and it is not the same. Nothing was changed; to give it up for this one, say --replace."),
    Refusal.DRAFT_IS_NEW: N_("%(course)s: somebody else has just begun a draft of it. Nothing was changed; please try again."),
}

# What the audit log says of each act, by its verb.
ACTS = {
    facts.NoticePublished.verb: N_("Published a notice to the readers of a course"),
    facts.NoticeWithdrawn.verb: N_("Took back a notice to the readers of a course"),
    facts.TeachingGiven.verb: N_("Let the person teach a course"),
    facts.TeachingEnded.verb: N_("Let the person teach a course no more"),
}

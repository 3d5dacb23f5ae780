"""What people read when they may not enrol."""

from lms.domain.enrolment import facts
from lms.domain.enrolment.rules import Refusal
from lms.kernel.words import N_

SENTENCES = {
    Refusal.NOT_VISIBLE: N_("This course is open to invited people only."),
    Refusal.NOT_PUBLISHED: N_("This course has not been published yet."),
    Refusal.IS_A_GUIDE: N_("This is a guide: it is read without enrolling."),
    Refusal.ALREADY_ENROLLED: N_("You are already enrolled in this course."),
    Refusal.NOTHING_TO_WITHDRAW: N_("This enrolment has ended already: the course was completed, or the person has withdrawn."),
}

ACTS = {
    facts.EnrolledByOther.verb: N_("Enrolled the person in a course"),
    facts.WithdrawnByOther.verb: N_("Withdrew the person from a course"),
}

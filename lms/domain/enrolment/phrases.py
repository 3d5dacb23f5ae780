"""What people read when they may not enrol."""

from lms.domain.enrolment.rules import Refusal
from lms.kernel.words import N_

SENTENCES = {
    Refusal.NOT_VISIBLE: N_("This course is open to invited people only."),
    Refusal.NOT_PUBLISHED: N_("This course has not been published yet."),
    Refusal.ALREADY_ENROLLED: N_("You are already enrolled in this course."),
}

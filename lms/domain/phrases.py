"""The sentence for every refusal of every subject; translated where it is shown."""

from enum import StrEnum

from lms.domain.certificates import phrases as certificates
from lms.domain.courses import phrases as courses
from lms.domain.enrolment import phrases as enrolment
from lms.domain.people import phrases as people
from lms.domain.quizzes import phrases as quizzes

SENTENCES: dict[StrEnum, str] = {
    **people.SENTENCES,
    **courses.SENTENCES,
    **enrolment.SENTENCES,
    **quizzes.SENTENCES,
    **certificates.SENTENCES,
}

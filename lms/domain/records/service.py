"""Writes the learning record: one row for every fact that has a verb, in the transaction of what it records."""

from lms.domain.certificates.facts import CertificateIssued, CertificateRevoked
from lms.domain.courses.facts import EditionPublished
from lms.domain.enrolment.facts import PersonEnrolled
from lms.domain.progress.facts import ActivityDone, ActivityUndone, CourseCompleted
from lms.domain.quizzes.facts import QuizStarted, QuizSubmitted
from lms.domain.records.models import Record
from lms.kernel.facts import Fact
from lms.platform.database import db

# The closed list: a fact that is not here leaves no record.
RECORDED: tuple[type[Fact], ...] = (
    EditionPublished,
    PersonEnrolled,
    ActivityDone,
    ActivityUndone,
    QuizStarted,
    QuizSubmitted,
    CourseCompleted,
    CertificateIssued,
    CertificateRevoked,
)


def follow(fact: Fact) -> None:
    """Record that something happened (follows every subject)."""
    db.session.add(
        Record(
            at=fact.at,
            recorded_at=fact.at,
            person_id=fact.person_id,
            enrolment_id=fact.enrolment_id,
            edition_id=fact.edition_id,
            verb=fact.verb,
            object=fact.object,
            result=fact.result,
        )
    )
    db.session.flush()

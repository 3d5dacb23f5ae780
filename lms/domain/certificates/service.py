"""What is done with certificates; called inside a unit of work."""

from datetime import datetime

from sqlalchemy import select, update

from lms.domain.certificates import rules
from lms.domain.certificates.facts import CertificateIssued, CertificateRevoked
from lms.domain.certificates.models import Certificate
from lms.domain.courses.queries import get_outline_of
from lms.domain.enrolment.models import Enrolment
from lms.domain.people.models import Person
from lms.domain.progress.facts import CourseCompleted
from lms.kernel.facts import announce
from lms.kernel.keys import new_uid
from lms.kernel.refusals import Refused
from lms.platform.database import change, db, insert_missing


def follow_completion(fact: CourseCompleted) -> None:
    """Issue the certificate that a completion earns, in its transaction (follows progress)."""
    outline = get_outline_of(fact.edition_id or 0)
    if outline.certificate is None:
        return
    uid = new_uid()
    issued = change(
        insert_missing(Certificate).values(
            uid=uid,
            enrolment_id=fact.enrolment_id,
            edition_id=fact.edition_id,
            name=select(Person.name).where(Person.id == fact.person_id).scalar_subquery(),
            issued_at=fact.at,
            expires_at=rules.expiry(fact.at, outline.certificate.valid_months),
        )
    )
    if issued:
        announce(CertificateIssued(at=fact.at, person_id=fact.person_id, enrolment_id=fact.enrolment_id, edition_id=fact.edition_id, object=uid))


def revoke(uid: str, reason: str, *, now: datetime) -> None:
    """Declare a certificate void, with a reason that everybody who checks it will read."""
    if not reason.strip():
        raise Refused(rules.Refusal.NO_REASON)
    row = db.session.execute(
        select(Certificate.id, Certificate.enrolment_id, Certificate.edition_id, Enrolment.person_id)
        .join(Enrolment, Enrolment.id == Certificate.enrolment_id)
        .where(Certificate.uid == uid)
    ).first()
    if row is None:
        raise Refused(rules.Refusal.NO_SUCH_CERTIFICATE, uid=uid)
    done = change(
        update(Certificate).where(Certificate.id == row.id, Certificate.revoked_at.is_(None)).values(revoked_at=now, reason=reason.strip())
    )
    if not done:
        raise Refused(rules.Refusal.ALREADY_REVOKED, uid=uid)
    announce(CertificateRevoked(at=now, person_id=row.person_id, enrolment_id=row.enrolment_id, edition_id=row.edition_id, object=uid))

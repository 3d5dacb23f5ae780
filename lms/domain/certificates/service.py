"""What is done with certificates; called inside a unit of work."""

from datetime import datetime

from sqlalchemy import select, update

from lms.domain.certificates import rules
from lms.domain.certificates.facts import CertificateIssued, CertificateRevoked
from lms.domain.certificates.models import Certificate
from lms.domain.certificates.queries import Completion, list_waiting
from lms.domain.courses.outline import Outline
from lms.domain.courses.queries import get_outline_of
from lms.domain.enrolment.models import Enrolment
from lms.domain.people import service as people
from lms.domain.people.models import Person
from lms.domain.people.rules import GUEST
from lms.domain.progress.facts import CourseCompleted
from lms.kernel.facts import announce
from lms.kernel.keys import new_uid
from lms.kernel.refusals import Refused
from lms.platform.database import change, db, insert_missing


def follow_completion(fact: CourseCompleted) -> None:
    """Issue the certificate that a completion earns, in its transaction (follows progress).

    It waits while nobody has asked its holder how their name is to stand on it; a guest never gets one.
    """
    outline = get_outline_of(fact.edition_id or 0)
    # On PostgreSQL the lock makes this wait for whoever is just answering that question, or they see this completion.
    asked = select(Person.certificate_name).where(Person.id == fact.person_id, Person.role != GUEST).with_for_update(key_share=True)
    name = db.session.scalar(asked) if outline.certificate else None
    if name is not None:
        _issue(Completion(fact.enrolment_id or 0, fact.edition_id or 0), outline, fact.person_id or 0, name, now=fact.at)


def settle_name(person_id: int, name: str, *, now: datetime) -> None:
    """Keep how somebody's name is to stand on certificates, and issue those that have waited for it. Raises Refused."""
    people.set_certificate_name(person_id, name, now=now)
    issue_waiting(person_id, now=now)


def issue_waiting(person_id: int, *, now: datetime) -> None:
    """Issue every certificate that somebody has earned and not been given yet, if it is known how their name stands."""
    name = db.session.scalar(select(Person.certificate_name).where(Person.id == person_id, Person.role != GUEST))
    for waiting in list_waiting(person_id) if name is not None else ():
        _issue(waiting, get_outline_of(waiting.edition_id), person_id, name or "", now=now)


def _issue(done: Completion, outline: Outline, person_id: int, name: str, *, now: datetime) -> None:
    if outline.certificate is None:
        return
    uid = new_uid()
    issued = change(
        insert_missing(Certificate).values(
            uid=uid,
            enrolment_id=done.enrolment_id,
            edition_id=done.edition_id,
            name=name,
            issued_at=now,
            expires_at=rules.expiry(now, outline.certificate.valid_months),
        )
    )
    if issued:
        announce(CertificateIssued(at=now, person_id=person_id, enrolment_id=done.enrolment_id, edition_id=done.edition_id, object=uid))


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

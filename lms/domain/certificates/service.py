"""What is done with certificates; called inside a unit of work."""

from datetime import datetime
from typing import Any

from sqlalchemy import Row, select, update

from lms.domain.certificates import rules
from lms.domain.certificates.facts import (
    CertificateIssued,
    CertificateReplaced,
    CertificateRevoked,
    Reissued,
    RevokedByHand,
)
from lms.domain.certificates.models import Certificate
from lms.domain.certificates.queries import Completion, list_waiting
from lms.domain.courses.outline import Outline
from lms.domain.courses.queries import get_outline_of
from lms.domain.enrolment.models import Enrolment
from lms.domain.people import service as people
from lms.domain.people.models import Person
from lms.domain.people.rules import GUEST, LONGEST_NAME, clean_name, why_not_name
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


def revoke(uid: str, reason: str, *, now: datetime, by: int | None = None) -> None:
    """Declare a certificate void, with a reason that everybody who checks it will read."""
    if not reason.strip():
        raise Refused(rules.Refusal.NO_REASON)
    row = _find(uid)
    done = change(
        update(Certificate).where(Certificate.id == row.id, Certificate.revoked_at.is_(None)).values(revoked_at=now, reason=reason.strip())
    )
    if not done:
        raise Refused(rules.Refusal.ALREADY_REVOKED, uid=uid)
    announce(CertificateRevoked(at=now, person_id=row.person_id, enrolment_id=row.enrolment_id, edition_id=row.edition_id, object=uid))
    announce(RevokedByHand(at=now, person_id=row.person_id, actor_id=by, object=uid))


def reissue(uid: str, name: str, *, by: int | None, now: datetime, keep_name: bool = False) -> str:
    """Issue a certificate once more with a corrected name and return its uid; the old one leads to it from now on.

    The new one is of the same enrolment, edition and days. ``keep_name`` puts the name on the person's later ones too.
    """
    cleaned = clean_name(name)
    reason = why_not_name(cleaned)
    if reason:
        raise Refused(reason, most=LONGEST_NAME)
    old = _find(uid)
    if old.name == cleaned:
        raise Refused(rules.Refusal.SAME_NAME)
    new = _put_in_place_of(old, cleaned)
    if keep_name:
        change(update(Person).where(Person.id == old.person_id).values(certificate_name=cleaned))
    about = {"at": now, "person_id": old.person_id, "enrolment_id": old.enrolment_id, "edition_id": old.edition_id}
    announce(CertificateReplaced(**about, object=uid, result={"by": new}))
    later = {"keep_name": [None, True]} if keep_name else {}
    announce(Reissued(**about, actor_id=by, object=new, result={"certificate": [uid, new], **later}))
    return new


def _find(uid: str) -> Row[*tuple[Any, ...]]:
    """Return a certificate and whose it is; refuse one that is not there."""
    columns = (Certificate.id, Certificate.enrolment_id, Certificate.edition_id, Certificate.name, Certificate.issued_at, Certificate.expires_at)
    found = select(*columns, Enrolment.person_id).join(Enrolment, Enrolment.id == Certificate.enrolment_id).where(Certificate.uid == uid)
    row = db.session.execute(found).first()
    if row is None:
        raise Refused(rules.Refusal.NO_SUCH_CERTIFICATE, uid=uid)
    return row


def _put_in_place_of(old: Row[*tuple[Any, ...]], name: str) -> str:
    """Write the new certificate and let the old one name it, so that at no moment two of the enrolment are valid.

    The new one begins as if the old one had replaced it, and becomes valid once the old one no longer is.
    """
    uid = new_uid()
    new = Certificate(
        uid=uid,
        enrolment_id=old.enrolment_id,
        edition_id=old.edition_id,
        name=name,
        issued_at=old.issued_at,
        expires_at=old.expires_at,
        replaced_by_id=old.id,
    )
    db.session.add(new)
    db.session.flush()
    valid = (Certificate.id == old.id, Certificate.revoked_at.is_(None), Certificate.replaced_by_id.is_(None))
    if not change(update(Certificate).where(*valid).values(replaced_by_id=new.id)):
        raise Refused(rules.Refusal.NOT_TO_REISSUE)
    change(update(Certificate).where(Certificate.id == new.id).values(replaced_by_id=None))
    return uid

"""Reading certificates: each one statement."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, Select, select
from sqlalchemy.orm import aliased

from lms.domain.certificates.models import Certificate
from lms.domain.courses.models import Course, Edition, Line
from lms.domain.enrolment.models import Enrolment
from lms.platform.database import db


@dataclass(frozen=True)
class Claims:
    """A certificate with everything it claims, as far as rows know it; the rest stands in its edition."""

    uid: str
    name: str
    issued_at: datetime
    expires_at: datetime | None
    revoked_at: datetime | None
    reason: str | None
    replaced_by: str | None
    person_id: int
    course_key: str
    edition_id: int
    edition: str  # "<line>.<edition>"


def _claims() -> Select[*tuple[Any, ...]]:
    other = aliased(Certificate)
    return (
        select(
            Certificate.uid,
            Certificate.name,
            Certificate.issued_at,
            Certificate.expires_at,
            Certificate.revoked_at,
            Certificate.reason,
            other.uid,
            Enrolment.person_id,
            Course.key,
            Edition.id,
            Line.number,
            Edition.number,
        )
        .select_from(Certificate)
        .join(Enrolment, Enrolment.id == Certificate.enrolment_id)
        .join(Edition, Edition.id == Certificate.edition_id)
        .join(Line, Line.id == Edition.line_id)
        .join(Course, Course.id == Line.course_id)
        .outerjoin(other, other.id == Certificate.replaced_by_id)
    )


def _from_row(row: Row[*tuple[Any, ...]]) -> Claims:
    *most, line, number = row
    return Claims(*[*most, f"{line}.{number}"])


def find_claims(uid: str) -> Claims | None:
    """Return the certificate with this uid, or None."""
    row = db.session.execute(_claims().where(Certificate.uid == uid)).first()
    return _from_row(row) if row else None


def list_claims(*, course: str | None = None, person_id: int | None = None) -> list[Claims]:
    """Return certificates, newest first, of one course or one person if asked."""
    wanted = _claims().order_by(Certificate.issued_at.desc(), Certificate.id.desc())
    if course is not None:
        wanted = wanted.where(Course.key == course)
    if person_id is not None:
        wanted = wanted.where(Enrolment.person_id == person_id)
    return [_from_row(row) for row in db.session.execute(wanted)]


def find_uid_of(enrolment_id: int) -> str | None:
    """Return the uid of the certificate that an enrolment holds and that was neither revoked nor replaced, or None."""
    return db.session.scalar(
        select(Certificate.uid).where(
            Certificate.enrolment_id == enrolment_id, Certificate.revoked_at.is_(None), Certificate.replaced_by_id.is_(None)
        )
    )

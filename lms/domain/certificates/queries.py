"""Reading certificates: each one statement."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, Select, func, or_, select
from sqlalchemy.orm import aliased

from lms.domain.certificates.models import Certificate
from lms.domain.courses.models import Course, Edition, Line
from lms.domain.enrolment.models import Enrolment
from lms.domain.people.models import Person
from lms.domain.people.queries import named
from lms.domain.people.rules import LONGEST_EMAIL, clean_name
from lms.platform.database import db
from lms.platform.searching import holds


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


@dataclass(frozen=True)
class Completion:
    """A completed enrolment, and the edition with which it was completed."""

    enrolment_id: int
    edition_id: int


def list_waiting(person_id: int) -> list[Completion]:
    """Return what somebody has completed without ever having been given a certificate for it."""
    given = select(Certificate.id).where(Certificate.enrolment_id == Enrolment.id).exists()
    rows = db.session.execute(
        select(Enrolment.id, Enrolment.completed_edition_id)
        .where(Enrolment.person_id == person_id, Enrolment.completed_edition_id.is_not(None), ~given)
        .order_by(Enrolment.completed_at, Enrolment.id)
    )
    return [Completion(enrolment_id, edition_id or 0) for enrolment_id, edition_id in rows]


@dataclass(frozen=True)
class ClaimsPage:
    """A page of certificates: how many there are on all pages, which page this is and of how many."""

    rows: tuple[Claims, ...]
    total: int
    page: int
    pages: int


def search_claims(text: str = "", *, course: str | None = None, page: int = 1, per_page: int = 50) -> ClaimsPage:
    """Return a page of certificates, newest first: of one course if asked, with this text in a name or address or as uid."""
    wanted = _claims().join(Person, Person.id == Enrolment.person_id)
    if course is not None:
        wanted = wanted.where(Course.key == course)
    text = clean_name(text)[:LONGEST_EMAIL]
    if text:
        uid = Certificate.uid.startswith(text.lower(), autoescape=True)
        wanted = wanted.where(or_(uid, holds(Certificate.name, text), named(text)))
    total = db.session.scalar(wanted.with_only_columns(func.count(Certificate.id), maintain_column_froms=True)) or 0
    pages = max(1, -(-total // per_page))
    page = min(max(page, 1), pages)
    ordered = wanted.order_by(Certificate.issued_at.desc(), Certificate.id.desc())
    found = db.session.execute(ordered.limit(per_page).offset((page - 1) * per_page))
    return ClaimsPage(tuple(map(_from_row, found)), total, page, pages)


def list_holders(course_id: int, *, now: datetime) -> list[int]:
    """Return who holds a certificate of a course that is valid now."""
    stands = (Certificate.revoked_at.is_(None), Certificate.replaced_by_id.is_(None))
    in_time = or_(Certificate.expires_at.is_(None), Certificate.expires_at > now)
    found = select(Enrolment.person_id).join(Certificate, Certificate.enrolment_id == Enrolment.id)
    return list(db.session.scalars(found.where(Enrolment.course_id == course_id, *stands, in_time).distinct().order_by(Enrolment.person_id)))


def find_uid_of(enrolment_id: int) -> str | None:
    """Return the uid of the certificate that an enrolment holds and that was neither revoked nor replaced, or None."""
    return find_held(enrolment_id).uid


@dataclass(frozen=True)
class Held:
    """What certificate an enrolment holds: the uid of the one that stands, None where ``ever`` there was one that does not."""

    uid: str | None
    ever: bool


def find_held(enrolment_id: int) -> Held:
    """Return the certificate that an enrolment holds, and whether it was ever given one."""
    rows = db.session.execute(
        select(Certificate.uid, Certificate.revoked_at, Certificate.replaced_by_id).where(Certificate.enrolment_id == enrolment_id)
    ).all()
    return Held(next((row.uid for row in rows if row.revoked_at is None and row.replaced_by_id is None), None), bool(rows))

"""When a certificate is valid, and until when: pure decisions.

A certificate states that a person completed an edition of a course. It belongs to the completion: it is written in the
same transaction, once per enrolment, and a later edition changes nothing about it. It stops being valid by being
revoked (always with a reason), by being replaced by a corrected one, or by the time that its course gave it.
"""

import calendar
from datetime import datetime
from enum import StrEnum


class Validity(StrEnum):
    """What anybody who checks a certificate is told."""

    VALID = "valid"
    REVOKED = "revoked"
    REPLACED = "replaced"
    EXPIRED = "expired"


class Refusal(StrEnum):
    """Why something about a certificate is refused."""

    NO_SUCH_CERTIFICATE = "no-such-certificate"
    NO_REASON = "no-reason"
    ALREADY_REVOKED = "already-revoked"
    NOT_TO_REISSUE = "not-to-reissue"
    SAME_NAME = "same-name"


def validity(*, revoked_at: datetime | None, replaced: bool, expires_at: datetime | None, now: datetime) -> Validity:
    """Return what a certificate is worth now; revocation outweighs everything else."""
    if revoked_at is not None:
        return Validity.REVOKED
    if replaced:
        return Validity.REPLACED
    return Validity.EXPIRED if expires_at is not None and now >= expires_at else Validity.VALID


def expiry(issued_at: datetime, valid_months: int | None) -> datetime | None:
    """Return the same day that many months later, or the last of that month where it has no such day; None is for ever."""
    if valid_months is None:
        return None
    months = issued_at.month - 1 + valid_months
    year, month = issued_at.year + months // 12, months % 12 + 1
    return issued_at.replace(year=year, month=month, day=min(issued_at.day, calendar.monthrange(year, month)[1]))

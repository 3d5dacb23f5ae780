"""Decisions about courses and editions, told the facts.

**An edition** is a course as it was published once. It never changes, and learners are only ever served editions. An
enrolment is bound to a line of editions and sees the line's head; an attempt stays for ever with the very edition with
which it began; a certificate names its own.
"""

from datetime import date
from enum import StrEnum
from typing import TypeVar

from lms.kernel.refusals import Missing

T = TypeVar("T", int, str)

class Refusal(StrEnum):
    """Why something about a course is refused."""

    HAS_ERRORS = "course-has-errors"
    NOT_A_CORRECTION = "not-a-correction"
    NEVER = "never-under-this-key"
    UID_IS_TAKEN = "uid-is-taken"
    HEAD_MOVED = "head-moved"


def is_overdue(review: date | None, today: date) -> bool:
    """Tell whether a page was to be reviewed by a day that has passed; on the day itself there is still time."""
    return review is not None and review < today


def which_edition(*, newest: T | None, line_head: T | None = None, attempt: T | None = None, certificate: T | None = None) -> T:
    """Return the edition that is to be shown: the certificate's, else the attempt's, else that at the head of the
    learner's line, else the newest one that the course offers to strangers.

    Whatever is published afterwards, an attempt and a certificate stay with theirs (data-model.md). Editions may be
    given by id or by the digest of their map. Raises Missing where there is none at all.
    """
    for edition in (certificate, attempt, line_head, newest):
        if edition is not None:
            return edition
    raise Missing("edition")

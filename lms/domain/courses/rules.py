"""Decisions about courses and editions, told the facts.

**An edition** is a course as it was published once. It never changes, and learners are only ever served editions. An
enrolment is bound to a line of editions and sees the line's head; an attempt stays for ever with the very edition with
which it began; a certificate names its own.
"""

from collections.abc import Collection, Iterable
from datetime import date
from enum import StrEnum
from typing import TypeVar

from lms.kernel.refusals import Missing, Refused

T = TypeVar("T", int, str)


class Refusal(StrEnum):
    """Why something about a course is refused."""

    HAS_ERRORS = "course-has-errors"
    NOT_A_CORRECTION = "not-a-correction"
    NAME_FORGOTTEN = "name-forgotten"
    NOT_A_KEY_FIX = "not-a-key-fix"
    NO_KEY_CHANGED = "no-answer-key-changed"
    ACCEPTED_HERE = "accepted-on-the-site"
    NEVER = "never-under-this-key"
    UID_IS_TAKEN = "uid-is-taken"
    HEAD_MOVED = "head-moved"
    NO_SUCH_ACTIVITY = "no-such-activity"
    NOTHING_SAID = "notice-without-text"
    NOT_A_LANGUAGE = "notice-in-another-language"
    NOT_IN_SOURCE = "notice-without-source-text"
    TOO_LONG = "notice-too-long"
    OF_A_FOLDER = "published-from-a-folder"
    OF_A_DRAFT = "published-from-a-draft"
    NO_UID = "course-without-uid"
    UID_OF_ANOTHER = "uid-of-another-course"
    KEY_OF_ANOTHER = "key-of-another-course"
    DRAFT_DIFFERS = "draft-differs"
    DRAFT_IS_NEW = "draft-is-new"


def check_owner(key: str, uid: str, origin: str, of_this: str) -> None:
    """Refuse to publish a course from elsewhere than it is owned by: the folder (``shipped``), or drafts (course-format §1)."""
    if origin == "shipped" and of_this != "shipped":
        raise Refused(Refusal.OF_A_FOLDER, course=key, uid=uid)
    if origin != "shipped" and of_this == "shipped":
        raise Refused(Refusal.OF_A_DRAFT, course=key)


def check_identity(key: str, uid: str, others: Iterable[tuple[str, str]], formerly: Collection[str] = ()) -> None:
    """Refuse a course whose key another course has, or whose uid; ``others`` are (key, uid) of what the site knows (N3).

    Under a key that it had ``formerly`` it is the same course.
    """
    for other_key, other_uid in others:
        if other_uid == uid and other_key != key and other_key not in formerly:
            raise Refused(Refusal.UID_OF_ANOTHER, course=key, other=other_key)
        if other_key == key and other_uid != uid:
            raise Refused(Refusal.KEY_OF_ANOTHER, course=key, other=other_uid)


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

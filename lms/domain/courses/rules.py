"""Decisions about courses and editions, told the facts.

**An edition** is a course as it was published once. It never changes, and learners are only ever served editions. An
enrolment is bound to a line of editions and sees the line's head; an attempt stays for ever with the very edition with
which it began; a certificate names its own.
"""

from enum import StrEnum

from lms.kernel.digest import digest_of
from lms.platform.markdown import RENDERER

# The version of what is kept of an outline or a quiz; a change makes everything be rendered again.
COMPILED = "1"


class Refusal(StrEnum):
    """Why something about a course is refused."""

    HAS_ERRORS = "course-has-errors"
    NOT_A_CORRECTION = "not-a-correction"
    NEVER = "never-under-this-key"
    UID_IS_TAKEN = "uid-is-taken"
    NOT_OPEN_YET = "activity-not-open-yet"


def which_edition(*, newest: int | None, line_head: int | None = None, attempt: int | None = None, certificate: int | None = None) -> int | None:
    """Return the edition that is to be shown: the certificate's, else the attempt's, else that at the head of the
    learner's line, else the newest one that the course offers to strangers.

    Whatever is published afterwards, an attempt and a certificate stay with theirs (data-model.md).
    """
    for edition in (certificate, attempt, line_head, newest):
        if edition is not None:
            return edition
    return None


def page_digest(kind: str, *parts: str) -> str:
    """Return the key under which something rendered is kept: a digest of all that it depends on, the renderer included."""
    return digest_of(kind, RENDERER, COMPILED, *parts)

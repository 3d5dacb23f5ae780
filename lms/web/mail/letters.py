"""What a letter is, and how a unit of work has one posted.

A letter is written when it is sent, not when it is asked for: the job holds ids only, and its writer looks whether there
still is somebody to write to. So nothing that a letter says lies about in the queue.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from lms.platform.jobs import add_jobs
from lms.platform.mail import JOB


@dataclass(frozen=True, kw_only=True)
class Letter:
    """A letter in one language; everything in it is plain text, made into HTML by the one template of all letters.

    ``to`` is the address, ``code`` six digits or empty, ``link`` a whole address, ``link_says`` the words on its button,
    ``after`` the paragraphs below it.
    """

    to: str
    language: str
    subject: str
    paragraphs: tuple[str, ...]
    name: str = ""
    code: str = ""
    link: str = ""
    link_says: str = ""
    after: tuple[str, ...] = ()


# Reads the facts of a job, and the database, when a letter is sent; None where there is nobody to write to any more.
# It calls languages.speak() with the reader's language before it says anything.
Writer = Callable[[Mapping[str, Any]], Letter | None]


def post(kind: str, key: str, facts: Mapping[str, Any], *, now: datetime, due: datetime | None = None) -> None:
    """Have a letter of this kind sent, once the unit of work is committed; the same ``key`` twice is one letter.

    ``kind`` is one of ``assembly.LETTERS``, ``facts`` what its writer needs: ids, never names, addresses or codes.
    """
    post_each(kind, {key: facts}, now=now, due=due)


def post_each(kind: str, letters: Mapping[str, Mapping[str, Any]], *, now: datetime, due: datetime | None = None) -> None:
    """Have a letter of this kind sent for each key with its facts; thousands take no longer than a page may."""
    add_jobs(JOB, {key: {"kind": kind, **facts} for key, facts in letters.items()}, now=now, due=due)

"""Writes the learning record and the audit log: a row for each fact, in the transaction of what it records."""

from collections.abc import Sequence
from datetime import datetime
from itertools import takewhile
from typing import Any

from sqlalchemy import update

from lms.domain.certificates.facts import CertificateIssued, CertificateReplaced, CertificateRevoked
from lms.domain.courses.facts import EditionPublished
from lms.domain.enrolment.facts import PersonEnrolled, PersonWithdrew
from lms.domain.enrolment.queries import list_followed_twice
from lms.domain.people.facts import Act, GuestGone, GuestKnown
from lms.domain.progress.facts import (
    ActivityDone,
    ActivityKnown,
    ActivityUndone,
    CourseCompleted,
    LineFollowed,
)
from lms.domain.quizzes.facts import (
    AttemptRegraded,
    FurtherAttemptAsked,
    FurtherAttemptDecided,
    QuizStarted,
    QuizSubmitted,
    TextMarked,
)
from lms.domain.records.models import Audit, AuditSeal, Record
from lms.domain.records.queries import entries_after, last_seal
from lms.domain.records.rules import SETTLED_AFTER, chained
from lms.kernel.facts import Fact
from lms.platform.database import add_later, change, db, insert_missing, write_what_waits

# The closed list: a fact that is not here leaves no record.
RECORDED: tuple[type[Fact], ...] = (
    EditionPublished,
    PersonEnrolled,
    PersonWithdrew,
    ActivityDone,
    ActivityKnown,
    ActivityUndone,
    QuizStarted,
    QuizSubmitted,
    TextMarked,
    FurtherAttemptAsked,
    FurtherAttemptDecided,
    AttemptRegraded,
    CourseCompleted,
    LineFollowed,
    CertificateIssued,
    CertificateRevoked,
    CertificateReplaced,
)


def follow(fact: Fact) -> None:
    """Record that something happened (follows every subject); the rows of one transaction are written together at its end."""
    add_later(Record, _row(fact))


def follow_each(facts: Sequence[Fact]) -> None:
    """Record that many things of one kind happened together, as one by one."""
    for fact in facts:
        add_later(Record, _row(fact))


def _row(fact: Fact) -> dict[str, Any]:
    what = {"at": fact.at, "recorded_at": fact.at, "verb": fact.verb, "object": fact.object, "result": fact.result}
    return what | {"person_id": fact.person_id, "enrolment_id": fact.enrolment_id, "edition_id": fact.edition_id}


def follow_act(act: Act) -> None:
    """Write into the audit log what somebody did to an account, a certificate or the site (follows every subject)."""
    db.session.add(
        Audit(at=act.at, actor_id=act.actor_id, person_id=act.person_id, action=act.verb, object=act.object, changes=act.result)
    )
    db.session.flush()


def follow_guest(fact: GuestKnown) -> None:
    """Let the record of what a guest did be that of their account: it is the same person (follows people)."""
    write_what_waits()
    for guests, accounts in list_followed_twice(fact.guest_id, fact.person_id or 0):
        change(update(Record).where(Record.enrolment_id == guests).values(enrolment_id=accounts))
    change(update(Record).where(Record.person_id == fact.guest_id).values(person_id=fact.person_id))


def follow_gone(fact: GuestGone) -> None:
    """Cut the link between the record and a guest who is removed; that something happened stays (follows people)."""
    write_what_waits()
    change(update(Record).where(Record.person_id == fact.person_id).values(person_id=None, enrolment_id=None))


def seal_audit(*, now: datetime) -> int:
    """Seal the rows of the audit log that are settled and not sealed yet, and return how many; called by the worker.

    Each row has a seal of its own, made of it and of the seal before, so that the first one that was changed can be told.
    A row that is still young waits, with all after it: on PostgreSQL one with a lower number may be committed later.
    """
    number, digest = last_seal()
    settled = takewhile(lambda entry: now - entry.at >= SETTLED_AFTER, entries_after(number))
    sealed = 0
    for entry in list(settled):
        digest = chained(digest, entry)
        sealed += change(insert_missing(AuditSeal).values(up_to=entry.id, digest=digest, sealed_at=now))
    return sealed

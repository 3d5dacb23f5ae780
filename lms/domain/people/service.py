"""What is done with accounts: made, signed in, signed out. Called inside a unit of work, hashes made before."""

import secrets
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import delete, select, update

from lms.domain.people import confirmations, rules
from lms.domain.people.facts import (
    CertificateNameSet,
    GuestGone,
    GuestKnown,
    OtherSignInsEnded,
    PasswordChanged,
    ProfileChanged,
)
from lms.domain.people.guessing import is_guessable
from lms.domain.people.models import Confirmation, Person, SignIn
from lms.domain.people.queries import Visitor, read_profile, token_digest
from lms.kernel.facts import announce
from lms.kernel.keys import new_uid
from lms.kernel.refusals import Refused
from lms.platform.database import change, db


def check_person(name: str, email: str, role: str) -> None:
    """Refuse a person whose name, address or role cannot stand."""
    reason = rules.why_not_person(rules.clean_name(name), email, role)
    if reason:
        raise Refused(reason, email=email, most=rules.LONGEST_NAME)


def check_password(password: str, about: Iterable[str] = (), *, on_demo: bool = False) -> None:
    """Refuse a password that is too short, too long, or easy to guess for who knows these texts about its owner."""
    reason = rules.why_not_password(password)
    if reason:
        raise Refused(reason, least=rules.SHORTEST_PASSWORD, most=rules.LONGEST_PASSWORD)
    if is_guessable(password, about, on_demo=on_demo):
        raise Refused(rules.Refusal.PASSWORD_GUESSABLE)


def add_person(
    name: str,
    email: str,
    *,
    role: str,
    password_hash: str | None,
    now: datetime,
    language: str | None = None,
    is_demo: bool = False,
    knows_certificate_name: bool = True,
) -> Person:
    """Make an account. The address must be free: the table's own constraint decides between two at once.

    The name stands on certificates as it is here; where whoever gave it did not know that (``knows_certificate_name``),
    its owner is asked before the first one.
    """
    check_person(name, email, role)
    person = Person(
        uid=new_uid(),
        name=rules.clean_name(name),
        email=email.strip(),
        email_key=rules.email_key(email),
        password_hash=password_hash,
        role=role,
        language=language,
        created_at=now,
        is_demo=is_demo,
        certificate_name=rules.clean_name(name) if knows_certificate_name else None,
    )
    db.session.add(person)
    db.session.flush()
    return person


def add_guest(*, now: datetime) -> int:
    """Make a guest, somebody without an account, and return their id."""
    guest = Person(uid=new_uid(), name="", role=rules.GUEST, created_at=now)
    db.session.add(guest)
    db.session.flush()
    return guest.id


def sign_in(person_id: int, *, instead_of: Visitor | None, now: datetime, agent: str = "", seen_as: int | None = None) -> str:
    """Begin a new sign-in, end the one that this browser had, and return the new token for its cookie.

    ``agent`` is what the browser says of itself, ``seen_as`` the person as whom an administrator looks at the site.
    """
    if instead_of:
        sign_out(instead_of)
    token = secrets.token_urlsafe(32)
    said = rules.clean_agent(agent) or None
    begun = SignIn(token_digest=token_digest(token), uid=new_uid(), person_id=person_id, began_at=now, last_seen=now, agent=said, seen_as_id=seen_as)
    db.session.add(begun)
    db.session.flush()
    if seen_as is None:
        change(update(Person).where(Person.id == person_id).values(signed_in_at=now))
    return token


def know_guest(guest_id: int, person_id: int, *, now: datetime) -> None:
    """Give an account what a guest has left here, and remove the guest; whoever keeps something of theirs follows."""
    announce(GuestKnown(at=now, person_id=person_id, result={"guest": guest_id}))
    change(delete(Person).where(Person.id == guest_id, Person.role == rules.GUEST))


def sign_out(visitor: Visitor) -> None:
    """End this sign-in; whoever still holds its token is a stranger from now on."""
    db.session.execute(delete(SignIn).where(SignIn.token_digest == visitor.token_digest))


def set_password(person_id: int, password_hash: str, *, by: str, now: datetime, actor_id: int | None = None) -> None:
    """Give an account another password; every sign-in that began with the old one ends, and no letter counts any more."""
    confirmations.set_all_aside(rules.email_key(read_profile(person_id).email), person_id=person_id, now=now)
    change(update(Person).where(Person.id == person_id).values(password_hash=password_hash))
    change(delete(SignIn).where(SignIn.person_id == person_id))
    announce(PasswordChanged(at=now, person_id=person_id, actor_id=actor_id, result={"by": [None, by]}))


def end_sign_ins(visitor: Visitor, uid: str | None, *, now: datetime) -> int:
    """End one other sign-in of somebody's, or all of them but the one with which they ask; return how many ended."""
    those = SignIn.uid == uid if uid else SignIn.token_digest != visitor.token_digest
    ended = change(delete(SignIn).where(SignIn.person_id == visitor.id, those))
    if ended:
        announce(OtherSignInsEnded(at=now, person_id=visitor.id, actor_id=visitor.id, result={"ended": [None, ended]}))
    return ended


def save_profile(person_id: int, *, now: datetime, **values: str | int | None) -> None:
    """Change a person's ``name``, ``language``, ``zone`` or ``extra_time`` (percent); what is the same already is no change."""
    before: dict[str, Any] = read_profile(person_id)._asdict()
    new = {name: value for name, value in values.items() if before[name] != value}
    if not new:
        return
    change(update(Person).where(Person.id == person_id).values(**new))
    # That the name or the time they need was changed is told, but no more: the rest is nobody's business but theirs.
    told = {name: ["*", "*"] if name in ("name", "extra_time") else [before[name], value] for name, value in new.items()}
    announce(ProfileChanged(at=now, person_id=person_id, actor_id=person_id, result=told))


def check_certificate_name(name: str) -> None:
    """Refuse a name that cannot stand on a certificate."""
    reason = rules.why_not_name(rules.clean_name(name))
    if reason:
        raise Refused(reason, most=rules.LONGEST_NAME)


def set_certificate_name(person_id: int, name: str, *, now: datetime) -> None:
    """Keep how somebody's name is to stand on certificates, in any script; a guest has none. Raises Refused.

    Those that wait for it are issued by whoever calls this: ``certificates.service.settle_name``.
    """
    check_certificate_name(name)
    was = db.session.scalar(select(Person.certificate_name).where(Person.id == person_id))
    kept = rules.clean_name(name)
    if change(update(Person).where(Person.id == person_id, Person.role != rules.GUEST).values(certificate_name=kept)) and was != kept:
        asked = {"certificate_name": ["asked" if was is None else "known", "known"]}
        announce(CertificateNameSet(at=now, actor_id=person_id, person_id=person_id, result=asked))


def note_visit(visitor: Visitor, *, now: datetime) -> None:
    """Write down that a sign-in is in use; an ended one stays ended (an update finds no row to bring back)."""
    db.session.execute(update(SignIn).where(SignIn.token_digest == visitor.token_digest).values(last_seen=now))


def remove_old_sign_ins(*, now: datetime) -> None:
    """Remove the sign-ins that are too old for any role."""
    oldest = max(altogether for _, altogether in rules.SIGN_IN_LASTS.values())
    db.session.execute(delete(SignIn).where(SignIn.began_at < now - oldest))


def remove_old_guests(*, now: datetime) -> int:
    """Remove guests whose browser can no longer be known again, with all that they left; return how many were removed."""
    idle, altogether = rules.SIGN_IN_LASTS[rules.GUEST]
    alive = select(SignIn.person_id).where(SignIn.last_seen >= now - idle, SignIn.began_at >= now - altogether)
    waits = select(Confirmation.guest_id).where(Confirmation.guest_id.is_not(None), Confirmation.used_at.is_(None), Confirmation.expires_at >= now)
    old = select(Person.id).where(
        Person.role == rules.GUEST, Person.created_at < now - idle, Person.id.not_in(alive), Person.id.not_in(waits)
    )
    gone = list(db.session.scalars(old.order_by(Person.id).limit(rules.GUESTS_AT_ONCE)))
    for guest_id in gone:
        announce(GuestGone(at=now, person_id=guest_id))
    change(delete(Person).where(Person.id.in_(gone)))
    return len(gone)

"""What is done with accounts: made, signed in, signed out. Called inside a unit of work, hashes made before."""

import secrets
from datetime import datetime

from sqlalchemy import delete, update

from lms.domain.people import rules
from lms.domain.people.models import Person, SignIn
from lms.domain.people.queries import Visitor, token_digest
from lms.kernel.keys import new_uid
from lms.kernel.refusals import Refused
from lms.platform.database import change, db


def check_person(name: str, email: str, role: str) -> None:
    """Refuse a person whose name, address or role cannot stand."""
    reason = rules.why_not_person(rules.clean_name(name), email, role)
    if reason:
        raise Refused(reason, email=email, most=rules.LONGEST_NAME)


def check_password(password: str) -> None:
    """Refuse a password that is too short or too long."""
    reason = rules.why_not_password(password)
    if reason:
        raise Refused(reason, least=rules.SHORTEST_PASSWORD, most=rules.LONGEST_PASSWORD)


def add_person(
    name: str, email: str, *, role: str, password_hash: str | None, now: datetime, language: str | None = None, is_demo: bool = False
) -> Person:
    """Make an account. The address must be free: the table's own constraint decides between two at once."""
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
    )
    db.session.add(person)
    db.session.flush()
    return person


def sign_in(person_id: int, *, instead_of: Visitor | None, now: datetime) -> str:
    """Begin a new sign-in, end the one that this browser had, and return the new token for its cookie."""
    if instead_of:
        sign_out(instead_of)
    token = secrets.token_urlsafe(32)
    db.session.add(SignIn(token_digest=token_digest(token), person_id=person_id, began_at=now, last_seen=now))
    return token


def sign_out(visitor: Visitor) -> None:
    """End this sign-in; whoever still holds its token is a stranger from now on."""
    db.session.execute(delete(SignIn).where(SignIn.token_digest == visitor.token_digest))


def set_password(person_id: int, password_hash: str) -> None:
    """Give an account another password, and end every sign-in that began with the old one."""
    change(update(Person).where(Person.id == person_id).values(password_hash=password_hash))
    change(delete(SignIn).where(SignIn.person_id == person_id))


def note_visit(visitor: Visitor, *, now: datetime) -> None:
    """Write down that a sign-in is in use; an ended one stays ended (an update finds no row to bring back)."""
    db.session.execute(update(SignIn).where(SignIn.token_digest == visitor.token_digest).values(last_seen=now))


def remove_old_sign_ins(*, now: datetime) -> None:
    """Remove the sign-ins that are too old for any role."""
    oldest = max(altogether for _, altogether in rules.SIGN_IN_LASTS.values())
    db.session.execute(delete(SignIn).where(SignIn.began_at < now - oldest))

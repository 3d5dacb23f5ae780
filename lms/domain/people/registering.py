"""What comes of a confirmed address: an account, a new password, another address. Called inside a unit of work.

The address itself must still be free, or still be that of the account: the database decides, in constraints and WHERE.
"""

from datetime import datetime

from sqlalchemy import delete, update

from lms.domain.people import confirmations, rules, service
from lms.domain.people.confirmations import Asked
from lms.domain.people.facts import (
    AddressChanged,
    PasswordChanged,
    Registered,
    RegistrationConfirmed,
    RegistrationRemoved,
)
from lms.domain.people.models import Person, SignIn
from lms.kernel.facts import announce
from lms.platform.database import change

LEARNER = "learner"


def register(asked: Asked, *, guest_here: int | None, is_demo: bool, now: datetime) -> int:
    """Make the account that somebody asked for and return the person's id; what they did as a guest stays theirs.

    The table's own constraint raises IntegrityError where somebody has the address meanwhile.
    """
    person_id = _make(asked, guest_here=guest_here, is_demo=is_demo, now=now)
    announce(Registered(at=now, person_id=person_id, actor_id=person_id))
    return person_id


def register_by_hand(asked: Asked, *, actor_id: int, is_demo: bool, now: datetime) -> int:
    """Make the account that somebody asked for because an administrator vouches for the address."""
    person_id = _make(asked, guest_here=None, is_demo=is_demo, now=now)
    announce(RegistrationConfirmed(at=now, person_id=person_id, actor_id=actor_id))
    return person_id


def remove_registration(asked: Asked, *, actor_id: int, now: datetime) -> None:
    """Remove a registration that waits."""
    if confirmations.remove(asked):
        announce(RegistrationRemoved(at=now, person_id=None, actor_id=actor_id, object=asked.uid))


def _make(asked: Asked, *, guest_here: int | None, is_demo: bool, now: datetime) -> int:
    guest_id = asked.guest_id or guest_here
    person_id = guest_id if guest_id and _becomes_somebody(guest_id, asked, is_demo=is_demo, now=now) else None
    if person_id is None:
        made = service.add_person(
            asked.name or "",
            asked.email,
            role=LEARNER,
            password_hash=asked.password_hash,
            now=now,
            language=asked.language,
            is_demo=is_demo,
            knows_certificate_name=False,
        )
        person_id = made.id
    if guest_here and guest_here != person_id:
        service.know_guest(guest_here, person_id, now=now)
    confirmations.set_all_aside(asked.email_key, person_id=person_id, now=now)
    return person_id


def _becomes_somebody(guest_id: int, asked: Asked, *, is_demo: bool, now: datetime) -> bool:
    """Make an account of a guest's row; tell whether it still was one.

    The guest's browser stays no sign-in to the account: else whoever had given it its token would be signed in as well.
    """
    service.check_person(asked.name or "", asked.email, LEARNER)
    known = {
        "name": asked.name,
        "email": asked.email,
        "email_key": asked.email_key,
        "password_hash": asked.password_hash,
        "language": asked.language,
        "role": LEARNER,
        "created_at": now,
        "is_demo": is_demo,
    }
    became = change(update(Person).where(Person.id == guest_id, Person.role == rules.GUEST).values(**known)) == 1
    if became:
        change(delete(SignIn).where(SignIn.person_id == guest_id))
    return became


def reset_password(asked: Asked, person_id: int, password_hash: str, *, now: datetime) -> bool:
    """Give the account that has the confirmed address another password; tell whether it still has it and may sign in.

    Every sign-in ends, and no other letter to the address counts any more.
    """
    confirmations.set_all_aside(asked.email_key, person_id=person_id, now=now)
    still = (Person.id == person_id, Person.email_key == asked.email_key, Person.suspended_at.is_(None))
    if change(update(Person).where(*still).values(password_hash=password_hash)) != 1:
        return False
    change(delete(SignIn).where(SignIn.person_id == person_id))
    announce(PasswordChanged(at=now, person_id=person_id, actor_id=person_id, result={"by": [None, "letter"]}))
    return True


def change_address(asked: Asked, former: str, *, now: datetime) -> Asked | None:
    """Give an account the address that was confirmed; return where its former address is kept for a notice.

    None where it has got another address meanwhile, or may not sign in. IntegrityError where somebody has the new one.
    """
    assert asked.person_id is not None, "an address for nobody"
    confirmations.set_all_aside(rules.email_key(former), person_id=asked.person_id, now=now)
    still = (Person.id == asked.person_id, Person.email_key == rules.email_key(former), Person.suspended_at.is_(None))
    if change(update(Person).where(*still).values(email=asked.email, email_key=asked.email_key)) != 1:
        return None
    announce(AddressChanged(at=now, person_id=asked.person_id, actor_id=asked.person_id))
    return confirmations.keep_former_address(asked.person_id, former, now=now)

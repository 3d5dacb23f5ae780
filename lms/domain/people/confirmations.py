"""What is done with addresses that wait to be confirmed: begun, tried, used. Called inside a unit of work.

What a letter holds is checked by whoever can make it (``platform/seals.py``); here stands what may happen once, and when.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import ColumnElement, Select, delete, func, or_, select, update

from lms.domain.people import rules
from lms.domain.people.models import Confirmation
from lms.kernel.keys import new_uid
from lms.platform.database import change, db, read
from lms.platform.jobs import Job


@dataclass(frozen=True)
class Asked:
    """An address that somebody said is theirs, what for, and how far it has come."""

    id: int
    uid: str
    purpose: str
    person_id: int | None
    guest_id: int | None
    email: str
    email_key: str
    name: str | None
    password_hash: str | None
    language: str | None
    browser_digest: str
    tries: int
    made_at: datetime
    expires_at: datetime
    used_at: datetime | None

    def counts(self, now: datetime) -> bool:
        """Tell whether its letter still counts, as far as its age and use go."""
        return rules.confirmation_counts(used_at=self.used_at, expires_at=self.expires_at, now=now)

    @property
    def tries_left(self) -> int:
        """How many wrong codes are still let pass."""
        return max(0, rules.MOST_TRIES - self.tries)


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """What somebody asks for: to register, to get a new password, or to change their address."""

    purpose: str
    email: str
    browser_digest: str = ""
    person_id: int | None = None
    guest_id: int | None = None
    name: str | None = None
    password_hash: str | None = None
    language: str | None = None


LETTER_KEY = Confirmation.purpose + ":" + Confirmation.uid
COLUMNS = tuple(getattr(Confirmation, name) for name in Asked.__dataclass_fields__)


def begin(wanted: Wanted, *, now: datetime, former_digest: str = "", is_empty: bool = False) -> Asked:
    """Write down what is asked for, and set aside what was asked for before; the same rows whoever has an account.

    ``former_digest`` is that of the token which the browser held until now. An empty one looks like any other and can never be used: it stands where too many letters have gone to the address.
    """
    key = rules.email_key(wanted.email)
    if not is_empty:
        _set_aside(wanted, key, former_digest, now)
    made = Confirmation(
        uid=new_uid(),
        purpose=wanted.purpose,
        person_id=wanted.person_id,
        guest_id=wanted.guest_id,
        email=wanted.email.strip(),
        email_key=key,
        name=rules.clean_name(wanted.name) if wanted.name else None,
        password_hash=wanted.password_hash,
        language=wanted.language,
        browser_digest=wanted.browser_digest,
        tries=rules.MOST_TRIES if is_empty else 0,
        made_at=now,
        expires_at=now + rules.CONFIRMATION_LASTS[wanted.purpose],
    )
    db.session.add(made)
    db.session.flush()
    return Asked(**{name: getattr(made, name) for name in Asked.__dataclass_fields__})


def _set_aside(wanted: Wanted, key: str, former_digest: str, now: datetime) -> None:
    """Let only the newest letter count: of this browser, of this account, or of this address.

    A registration sets aside only those of its own browser: else a stranger who registers somebody's address would undo
    the registration that its owner has under way.
    """
    whose = {
        rules.REGISTER: Confirmation.browser_digest == former_digest,
        rules.RESET: Confirmation.email_key == key,
        rules.EMAIL: Confirmation.person_id == wanted.person_id,
    }[wanted.purpose]
    those = whose & (Confirmation.purpose == wanted.purpose)
    _hold(those)
    change(update(Confirmation).where(those, Confirmation.used_at.is_(None)).values(used_at=now))


def take_try(asked: Asked) -> bool:
    """Count one more attempt before it is looked at, and tell whether it may be; of many at once only so many pass."""
    open_ = (Confirmation.id == asked.id, Confirmation.tries < rules.MOST_TRIES, Confirmation.used_at.is_(None))
    return change(update(Confirmation).where(*open_).values(tries=Confirmation.tries + 1)) == 1


def give_back_try(asked: Asked) -> None:
    """Take an attempt out of the count: it was right."""
    change(update(Confirmation).where(Confirmation.id == asked.id).values(tries=Confirmation.tries - 1))


def use(asked: Asked, *, now: datetime) -> bool:
    """Use a confirmation up, and tell whether this was the first and only time."""
    open_ = (Confirmation.used_at.is_(None), Confirmation.tries < rules.MOST_TRIES, Confirmation.expires_at > now)
    return change(update(Confirmation).where(Confirmation.id == asked.id, *open_).values(used_at=now)) == 1


def use_by_hand(asked: Asked, *, now: datetime) -> bool:
    """Use a registration up for its owner, even where its letter has run out or was tried too often."""
    return change(update(Confirmation).where(Confirmation.id == asked.id, Confirmation.used_at.is_(None)).values(used_at=now)) == 1


def hold(*email_keys: str, person_id: int | None) -> None:
    """Let nobody else work on the confirmations of these addresses and this account until the unit of work ends.

    It comes before anything about the account itself is written. So two that finish at once wait for each other in one
    order, and PostgreSQL has no circle to break; SQLite has one writer anyway.
    """
    _hold(_about(email_keys, person_id))


def set_all_aside(*email_keys: str, person_id: int, now: datetime) -> None:
    """Let no letter count any more that went to these addresses, or that is about an account."""
    those = _about(email_keys, person_id)
    _hold(those)
    change(update(Confirmation).where(those, Confirmation.used_at.is_(None)).values(used_at=now))


def _about(email_keys: Sequence[str], person_id: int | None) -> ColumnElement[bool]:
    of_addresses = Confirmation.email_key.in_(email_keys)
    return of_addresses if person_id is None else or_(of_addresses, Confirmation.person_id == person_id)


def _hold(those: ColumnElement[bool]) -> None:
    db.session.execute(select(Confirmation.id).where(those).order_by(Confirmation.id).with_for_update()).all()


def keep_former_address(person_id: int, email: str, *, now: datetime) -> Asked:
    """Keep an address that was given up for as long as a letter to it takes; it confirms nothing."""
    kept = begin(Wanted(purpose=rules.EMAIL, email=email, person_id=person_id), now=now, is_empty=True)
    change(update(Confirmation).where(Confirmation.id == kept.id).values(used_at=now, expires_at=now))
    return kept


def remove(asked: Asked) -> bool:
    """Remove a confirmation, and tell whether it was there."""
    return change(delete(Confirmation).where(Confirmation.id == asked.id)) == 1


def remove_old_confirmations(*, now: datetime) -> int:
    """Remove the confirmations that ran out more than a week ago, and return how many; a chore of the worker."""
    return change(delete(Confirmation).where(Confirmation.expires_at < now - rules.CONFIRMATIONS_KEPT))


def find_by_uid(uid: str) -> Asked | None:
    """Return the confirmation with this uid."""
    return _one(select(*COLUMNS).where(Confirmation.uid == uid))


def find_by_id(asked_id: int) -> Asked | None:
    """Return the confirmation with this number, for whoever writes its letter."""
    return _one(select(*COLUMNS).where(Confirmation.id == asked_id))


class Addressed(NamedTuple):
    """Whom a letter about a confirmation reaches: the address, and the name where one was told."""

    name: str | None
    email: str


def list_addressed(asked_ids: Collection[int]) -> dict[int, Addressed]:
    """Return whom the letters about these confirmations reach, by their numbers."""
    wanted = select(Confirmation.id, Confirmation.name, Confirmation.email).where(Confirmation.id.in_(sorted(asked_ids)))
    return {row.id: Addressed(row.name, row.email) for row in read(wanted)} if asked_ids else {}


def find_of_browser(digest: str) -> Asked | None:
    """Return what was begun last in the browser that holds the token of this digest."""
    return _one(select(*COLUMNS).where(Confirmation.browser_digest == digest).order_by(Confirmation.id.desc()).limit(1))


def letter_key(asked: Asked) -> str:
    """Return the key of the job by which the letter of a confirmation is sent."""
    return f"{asked.purpose}:{asked.uid}"


def count_letters(email: str, purposes: Sequence[str], *, since: datetime) -> int:
    """Return how many letters have been posted to an address for these purposes since then."""
    posted = (Confirmation.email_key == rules.email_key(email), Confirmation.purpose.in_(purposes), Confirmation.made_at > since)
    return read(select(func.count()).select_from(Confirmation).join(Job, Job.key == LETTER_KEY).where(*posted)).scalar_one()


def _one(statement: Select[*tuple[object, ...]]) -> Asked | None:
    row = read(statement).first()
    return Asked(*row) if row else None  # type: ignore[arg-type]

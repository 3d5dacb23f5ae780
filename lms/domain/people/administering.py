"""What administrators do with accounts: use cases inside a unit of work, each of which the audit log keeps.

``by`` is the administrator, None on the command line. Whoever changes who is an administrator first locks the rows of
all of them, so that two who remove each other at once do not leave a site that nobody can look after.
"""

from datetime import datetime

from sqlalchemy import Row, case, delete, or_, select, update

from lms.domain.people import confirmations, facts, rules
from lms.domain.people.confirmations import Asked, Wanted
from lms.domain.people.models import Person, SignIn
from lms.domain.people.queries import Visitor, token_digest
from lms.domain.people.rules import Looking, Refusal
from lms.domain.people.service import add_person, check_person, sign_in
from lms.kernel.facts import announce
from lms.kernel.refusals import Missing, Refused
from lms.platform.database import change, db


def add_account(name: str, email: str, *, role: str, language: str | None, by: int | None, now: datetime) -> Person:
    """Make an account without a password, for somebody who will choose one."""
    check_person(name, email, role)
    if db.session.scalar(select(Person.id).where(Person.email_key == rules.email_key(email))):
        raise Refused(Refusal.EMAIL_TAKEN, email=email.strip())
    person = add_person(name, email, role=role, password_hash=None, language=language, knows_certificate_name=False, now=now)
    announce(facts.AccountAdded(at=now, person_id=person.id, actor_id=by, result={"role": [None, role]}))
    return person


def begin_first_password(person_id: int, *, by: int | None, now: datetime) -> Asked:
    """Let somebody choose their first password by a link that an administrator hands over; it counts once, for an hour.

    Only where there is no password yet: else an administrator could take an account from whoever uses it.
    """
    free = (Person.id == person_id, Person.password_hash.is_(None), Person.suspended_at.is_(None), Person.email.is_not(None))
    email = db.session.scalar(select(Person.email).where(*free))
    if email is None:
        raise Refused(Refusal.HAS_PASSWORD)
    confirmations.hold(rules.email_key(email), person_id=person_id)
    asked = confirmations.begin(Wanted(purpose=rules.RESET, email=email, browser_digest="", person_id=person_id), now=now)
    announce(facts.FirstPasswordLinkMade(at=now, person_id=person_id, actor_id=by))
    return asked


def rename(person_id: int, name: str, *, by: int | None, now: datetime) -> bool:
    """Change the name of an account and tell whether it was another one; certificates keep the name they were issued with.

    Later certificates say the new name, unless the person has said that another one is to stand there.
    """
    cleaned = rules.clean_name(name)
    reason = rules.why_not_name(cleaned)
    if reason:
        raise Refused(reason, most=rules.LONGEST_NAME)
    later = case((Person.certificate_name == Person.name, cleaned), else_=Person.certificate_name)
    changed = change(update(Person).where(Person.id == person_id, Person.name != cleaned).values(name=cleaned, certificate_name=later))
    if changed:
        announce(facts.NameChanged(at=now, person_id=person_id, actor_id=by))
    return changed == 1


def change_role(person_id: int, role: str, *, by: int | None, now: datetime) -> bool:
    """Give an account another role and end its sign-ins; tell whether it had another one."""
    if role not in rules.ROLES:
        raise Refused(Refusal.UNKNOWN_ROLE)
    person = _locked(person_id, by=by)
    if person.role == role:
        return False
    change(update(Person).where(Person.id == person_id).values(role=role))
    _end_all(person_id)
    announce(facts.RoleChanged(at=now, person_id=person_id, actor_id=by, result={"role": [person.role, role]}))
    return True


def suspend(person_id: int, *, by: int | None, now: datetime) -> None:
    """Let nobody sign in to an account from now on, and end the sign-ins that it has."""
    person = _locked(person_id, by=by)
    if person.suspended_at is not None:
        raise Refused(Refusal.ALREADY_SUSPENDED)
    change(update(Person).where(Person.id == person_id).values(suspended_at=now))
    _end_all(person_id)
    announce(facts.AccountSuspended(at=now, person_id=person_id, actor_id=by))


def lift_suspension(person_id: int, *, by: int | None, now: datetime) -> None:
    """Let an account that was suspended be signed in to again."""
    lifted = change(update(Person).where(Person.id == person_id, Person.suspended_at.is_not(None)).values(suspended_at=None))
    if not lifted:
        raise Refused(Refusal.NOT_SUSPENDED)
    announce(facts.SuspensionLifted(at=now, person_id=person_id, actor_id=by))


def end_sign_in(person_id: int, uid: str, *, by: int | None, now: datetime) -> bool:
    """End one sign-in of somebody and tell whether it was still there."""
    ended = change(delete(SignIn).where(SignIn.person_id == person_id, SignIn.uid == uid))
    if ended:
        announce(facts.SignInEnded(at=now, person_id=person_id, actor_id=by, object=uid))
    return ended == 1


def end_sign_ins(person_id: int, *, by: int | None, now: datetime) -> bool:
    """End every sign-in of somebody and tell whether there was any."""
    ended = _end_all(person_id)
    if ended:
        announce(facts.SignInsEnded(at=now, person_id=person_id, actor_id=by))
    return ended > 0


def look_as(person_id: int, why: Looking, *, by: Visitor, agent: str, now: datetime) -> str:
    """Let an administrator look at the site as somebody else instead of as themselves; return the token of that sign-in."""
    person = _locked(person_id, by=by.id, may_remove=False)
    if not rules.may_be_looked_as(person.role, is_own=person_id == by.id, is_suspended=person.suspended_at is not None):
        raise Refused(Refusal.NOBODY_TO_LOOK_AS)
    token = sign_in(by.id, instead_of=by, seen_as=person_id, agent=agent, now=now)
    announce(facts.LookingBegan(at=now, person_id=person_id, actor_id=by.id, result={"reason": [None, why.value]}))
    return token


def end_looking(looking: Visitor, *, agent: str, now: datetime) -> str:
    """Give an administrator who looked as somebody else a sign-in of their own again, and return its token.

    It counts as begun before they typed their password, so that something grave asks for it again.
    """
    assert looking.looker_id is not None, "nobody is looking"
    token = sign_in(looking.looker_id, instead_of=looking, agent=agent, now=now)
    began = looking.began_at - rules.SURE_FOR
    change(update(SignIn).where(SignIn.token_digest == token_digest(token)).values(began_at=began))
    announce(facts.LookingEnded(at=now, person_id=looking.id, actor_id=looking.looker_id))
    return token


def _end_all(person_id: int) -> int:
    """End every sign-in of somebody, and of those who look at the site as them."""
    return change(delete(SignIn).where(or_(SignIn.person_id == person_id, SignIn.seen_as_id == person_id)))


def _locked(person_id: int, *, by: int | None, may_remove: bool = True) -> Row[int, str, datetime | None, str | None]:
    """Return an account whose row, with those of all administrators, nobody else changes until the end of this transaction.

    Raises Refused where whoever asks is no administrator any more, or where the last administrator would be removed.
    """
    columns = (Person.id, Person.role, Person.suspended_at, Person.password_hash)
    wanted = or_(Person.role == rules.ADMINISTRATOR, Person.id == person_id)
    found = db.session.execute(select(*columns).where(wanted).order_by(Person.id).with_for_update()).all()
    rows = {row.id: row for row in found}
    person = rows.get(person_id)
    if person is None or person.role == rules.GUEST:
        raise Missing("account")
    able = {row.id for row in found if row.role == rules.ADMINISTRATOR and row.suspended_at is None}
    if by is not None and by not in able:
        raise Refused(Refusal.NO_LONGER_ADMINISTRATOR)
    others = {each for each in able - {person_id} if rows[each].password_hash or each == by}
    if may_remove and person_id in able:
        reason = rules.why_not_demote(is_own=by == person_id, others=len(others))
        if reason:
            raise Refused(reason)
    return person

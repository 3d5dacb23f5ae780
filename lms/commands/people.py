"""Commands about people: make accounts, and let people in again who have lost their password."""

import sys

import click
from sqlalchemy.exc import IntegrityError

from lms.commands import edge
from lms.commands.edge import DONE_WITH_PROBLEMS, Unable, tell
from lms.domain.people import administering, rules, service
from lms.domain.people.models import Person
from lms.domain.people.passwords import hash_password, password_matches
from lms.domain.people.queries import count_demo_people, find_person_by_email
from lms.kernel.refusals import Refused
from lms.platform.database import end_reading, unit_of_work


@click.group("people")
def group() -> None:
    """Add people, give them passwords and roles, suspend them."""


@group.command("add")
@click.argument("email")
@click.option("--name", required=True, help="As it is printed on certificates.")
@click.option("--role", type=click.Choice(rules.ROLES), default="learner", show_default=True)
@click.option("--password-stdin", is_flag=True, help="Read the password from standard input, one line.")
@click.pass_context
def add(context: click.Context, email: str, name: str, role: str, password_stdin: bool) -> None:
    """Make an account for EMAIL; nothing is changed where it has one already.

    Somebody at a terminal is asked for a password. Without one the account cannot be signed in to.
    """
    service.check_person(name, email, role)
    password = _read_password(password_stdin)
    if password is not None:
        service.check_password(password, (name, email))
    with edge.site():
        if count_demo_people():
            raise Unable("This site is a demonstration with made-up people. Make real accounts in another folder: set LMS_INSTANCE.")
        person = find_person_by_email(email) or _add(name, email, role, password)
    if person is None:
        click.echo(f"added {email.strip()} {role}")
        if password is None:
            tell(f"The account has no password, so nobody can sign in to it. To give it one, run: lms people password {email.strip()}")
        return
    click.echo(f"unchanged {person.email} {person.role}")
    if (person.name, person.role) != (rules.clean_name(name), role):
        tell(f"{person.email} has an account already, as {person.name} ({person.role}); it was not changed.")
        context.exit(DONE_WITH_PROBLEMS)
    if password is not None and not password_matches(password, person.password_hash):
        tell(f"{person.email} has an account already; its password was not changed. To change it, run: lms people password {person.email}")
        context.exit(DONE_WITH_PROBLEMS)


@group.command("password")
@click.argument("email")
@click.option("--password-stdin", is_flag=True, help="Read the password from standard input, one line.")
def password_command(email: str, password_stdin: bool) -> None:
    """Give the account of EMAIL a new password, and sign it out everywhere."""
    password = _read_password(password_stdin)
    if password is None:
        raise Unable("No password was given. Type one at a terminal, or send it with --password-stdin.")
    service.check_password(password, (email,), on_demo=True)
    with edge.site():
        person = get_person(email)
        service.check_password(password, (person.name, email, edge.this_site().site_name), on_demo=person.is_demo)
        end_reading()
        kept = hash_password(password)
        with unit_of_work():
            service.set_password(person.id, kept, by="command", now=edge.now())
    click.echo(f"changed {person.email}")


@group.command("role")
@click.argument("email")
@click.argument("role", type=click.Choice(rules.ROLES))
def role_command(email: str, role: str) -> None:
    """Give the account of EMAIL another ROLE, and sign it out everywhere."""
    with edge.site():
        person = get_person(email)
        end_reading()
        with unit_of_work():
            changed = administering.change_role(person.id, role, by=None, now=edge.now())
    click.echo(f"{'changed' if changed else 'unchanged'} {person.email} {role}")


@group.command("suspend")
@click.argument("email")
def suspend_command(email: str) -> None:
    """Let nobody sign in to the account of EMAIL, and sign it out everywhere; everything in it is kept."""
    with edge.site():
        person = get_person(email)
        end_reading()
        with unit_of_work():
            administering.suspend(person.id, by=None, now=edge.now())
    click.echo(f"suspended {person.email}")


@group.command("lift")
@click.argument("email")
def lift_command(email: str) -> None:
    """Lift the suspension of the account of EMAIL."""
    with edge.site():
        person = get_person(email)
        end_reading()
        with unit_of_work():
            administering.lift_suspension(person.id, by=None, now=edge.now())
    click.echo(f"lifted {person.email}")


def get_person(email: str) -> Person:
    """Return the person with this address; refuse one that nobody has."""
    person = find_person_by_email(email)
    if person is None:
        raise Refused(rules.Refusal.NO_SUCH_PERSON, email=email)
    return person


def _add(name: str, email: str, role: str, password: str | None) -> Person | None:
    """Make the account; return the person who has it instead, if somebody was faster."""
    end_reading()
    kept = None if password is None else hash_password(password)
    try:
        with unit_of_work():
            service.add_person(name, email, role=role, password_hash=kept, now=edge.now())
    except IntegrityError:
        person = find_person_by_email(email)
        if person is None:
            raise
        return person
    return None


def _read_password(from_stdin: bool) -> str | None:
    if from_stdin:
        try:
            return sys.stdin.readline().rstrip("\r\n")
        except UnicodeDecodeError as error:
            raise Unable("The password on standard input is not UTF-8.") from error
    if not sys.stdin.isatty():
        return None
    typed: str = click.prompt(
        "Password (empty for none)",
        default="",
        show_default=False,
        hide_input=True,
        confirmation_prompt=True,
        err=True,
    )
    return typed or None

"""Enrols people in a course."""

from enum import StrEnum

import click

from lms.commands import edge
from lms.commands.edge import DONE_WITH_PROBLEMS, Unable, tell
from lms.domain.courses.queries import Published, find_published
from lms.domain.enrolment import service
from lms.domain.enrolment.rules import Refusal
from lms.domain.people import rules as people
from lms.domain.people.models import Person
from lms.domain.people.queries import find_person_by_email
from lms.kernel.refusals import Refused
from lms.platform.database import unit_of_work

ENROLLED, ALREADY, NO_ACCOUNT = "enrolled", "already enrolled", "no account"
OUTCOMES: dict[StrEnum, str] = {
    Refusal.ALREADY_ENROLLED: ALREADY,
    people.Refusal.NO_SUCH_PERSON: NO_ACCOUNT,
}


@click.command()
@click.argument("course")
@click.argument("emails", metavar="EMAIL...", nargs=-1, required=True)
@click.pass_context
def enrol(context: click.Context, course: str, emails: tuple[str, ...]) -> None:
    """Enrol everybody named by EMAIL in COURSE; who is in already stays in, and who has no account is named.

    Prints one line for each: enrolled, already enrolled, or no account.
    """
    with edge.site():
        published = find_published(course)
        if published is None:
            raise Unable(f"There is no published course {course}. Run: lms library publish")
        outcomes = [_enrol(published, email) for email in dict.fromkeys(emails)]
    unknown = outcomes.count(NO_ACCOUNT)
    if unknown:
        tell("Accounts are made with: lms people add EMAIL --name NAME")
    context.exit(0 if not unknown else DONE_WITH_PROBLEMS if unknown < len(outcomes) else Unable.exit_code)


def _enrol(published: Published, email: str) -> str:
    """Enrol one person, say what was done, and return it."""
    outcome = ENROLLED
    try:
        person = _get_person(email)
        with unit_of_work():
            service.enrol(person.id, published.course_id, now=edge.now())
    except Refused as refused:
        if refused.reason not in OUTCOMES:
            raise
        outcome = OUTCOMES[refused.reason]
        if outcome == NO_ACCOUNT:
            tell(edge.sentence(refused))
    click.echo(f"{outcome} {email}")
    return outcome


def _get_person(email: str) -> Person:
    person = find_person_by_email(email)
    if person is None:
        raise Refused(people.Refusal.NO_SUCH_PERSON, email=email)
    return person

"""Enrols people in a course."""

import click

from lms.commands import edge
from lms.commands.edge import DONE_WITH_PROBLEMS, Unable, tell
from lms.commands.people import get_person
from lms.domain.courses.queries import Published, find_published
from lms.domain.enrolment import service
from lms.domain.enrolment.rules import Refusal
from lms.kernel.refusals import Refused
from lms.platform.database import unit_of_work

ENROLLED, ALREADY, NO_ACCOUNT = "enrolled", "already enrolled", "no account"


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
    outcome = _outcome(published, email)
    click.echo(f"{outcome} {email}")
    return outcome


def _outcome(published: Published, email: str) -> str:
    try:
        person = get_person(email)
    except Refused as refused:
        tell(edge.sentence(refused))
        return NO_ACCOUNT
    try:
        with unit_of_work():
            service.enrol(person.id, published.course_id, now=edge.now())
    except Refused as refused:
        if refused.reason is not Refusal.ALREADY_ENROLLED:
            raise
        return ALREADY
    return ENROLLED

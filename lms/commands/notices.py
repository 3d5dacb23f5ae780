"""Notices to the readers of a course, on the command line: publish, list, take back."""

from datetime import date

import click

from lms.commands import edge
from lms.commands.edge import Unable, tell
from lms.domain.courses.notices import list_published_notices, publish_notice, withdraw_notice
from lms.domain.courses.queries import find_published, get_outline
from lms.platform.database import end_reading, unit_of_work


@click.command("notice")
@click.argument("course")
@click.option("--text", "texts", multiple=True, metavar="LANG=TEXT", help="What people should know, as plain text, once for each language: --text \"en=Since 1 March the deadline is 30 days.\"")
@click.option("--activity", help="The activity that it is about; without it, the whole course.")
@click.option("--day", metavar="DAY", callback=lambda _context, _option, said: _day(said), help="Since when it holds, as in 2026-03-01; today unless told.")
@click.option("--holders", is_flag=True, help="Write to everybody who holds a certificate of the course, too.")
@click.option("--withdraw", metavar="UID", help="Show the notice with this number no more.")
def notice_command(course: str, texts: tuple[str, ...], activity: str | None, day: date | None, holders: bool, withdraw: str | None) -> None:
    """Tell something to everybody who reads COURSE, in all its editions; without a text, list what is told."""
    with edge.site():
        published = find_published(course)
        if published is None:
            raise Unable(f"There is no course {course} on this site.")
        outline = get_outline(published.map_digest)
        known = list_published_notices(course)
        if withdraw and not any(each.uid == withdraw for each in known):
            raise Unable(f"{course} has no notice {withdraw}.")
        said = dict(_text(each) for each in texts)
        since = day or edge.now().date()
        end_reading()
        if withdraw:
            with unit_of_work():
                withdraw_notice(withdraw, by=None, now=edge.now())
            tell("The notice is shown no more.")
        elif said:
            with unit_of_work():
                click.echo(publish_notice(outline, published.course_id, day=since, texts=said, activity=activity, to_holders=holders, by=None, now=edge.now()))
            tell("The notice is published, and letters about it are on their way.")
        else:
            for each in known:
                state = "" if each.withdrawn_at is None else " (taken back)"
                click.echo(f"{each.uid} {each.day} {','.join(each.activity_keys[:1]) or 'course'}{state} {each.texts[outline.source]}")


def _day(said: str | None) -> date | None:
    try:
        return date.fromisoformat(said) if said else None
    except ValueError as error:
        raise click.BadParameter(f"{said}: write a day as in 2026-03-01.") from error


def _text(said: str) -> tuple[str, str]:
    language, sign, text = said.partition("=")
    if not sign:
        raise click.BadParameter(f"{said}: write the language first, as in en=…", param_hint="--text")
    return language.strip(), text

"""Says whether everything is in order: every setting and where it came from, then finding by finding what to do."""

import platform
from collections.abc import Iterator
from typing import Any

import click
from flask import current_app
from sqlalchemy import text

from lms.assembly import create_app
from lms.commands import edge
from lms.commands.database import faults
from lms.commands.doctor_disk import clock, on_disk
from lms.commands.doctor_mail import about_letters, way_of_mail
from lms.commands.edge import DONE_WITH_PROBLEMS, tell
from lms.commands.finding import GOOD, NOTE, WRONG, Finding
from lms.domain.courses.queries import list_published, list_unrendered
from lms.domain.people.queries import count_demo_people, has_administrator, has_real_people
from lms.domain.records.queries import check_chain
from lms.exchange.folders import course_keys
from lms.exchange.typesetting import font_for
from lms.kernel.clock import SystemClock
from lms.platform.database import DatabaseError, db
from lms.settings import CHECKOUT, Settings, read_settings, settings_of_people, where_from

LETTERS = "AÉñŁЖщЪΩάήß€□"
VISIBILITIES = ("public", "signed-in", "invited")


@click.command()
@click.pass_context
def doctor(context: click.Context) -> None:
    """Say whether everything is in order, and what to do where it is not; exit status 1 if anything is wrong."""
    settings = read_settings()
    click.echo("Settings")
    for line in settings_lines(settings, where_from()):
        click.echo(f"  {line}")
    click.echo("Findings")
    wrong = 0
    for finding in findings(settings):
        click.echo(f"  {finding.level:<5}  {finding.says}")
        if finding.advice:
            click.echo(f"         {finding.advice}")
        wrong += finding.level == WRONG
    tell(f"Wrong: {wrong}." if wrong else "Nothing is wrong.")
    context.exit(DONE_WITH_PROBLEMS if wrong else 0)


def settings_lines(settings: Settings, origins: dict[str, str]) -> Iterator[str]:
    """Yield every setting with its value, secrets masked, and where it came from."""
    for each in settings_of_people():
        value = getattr(settings, each.name)
        yield f"LMS_{each.name.upper():<13} = {_shown(value, secret=each.metadata.get('secret', False))}  ({origins[each.name]})"


def _shown(value: Any, *, secret: bool) -> str:
    if value in ("", ()):
        return "(not set)"
    if secret:
        return "********"
    return ",".join(value) if isinstance(value, tuple) else str(value)


def findings(settings: Settings) -> Iterator[Finding]:
    """Yield what was found, one thing after the other, however much of it is broken."""
    yield Finding(GOOD, f"Python {platform.python_version()} on {platform.system()}")
    yield from on_disk(settings, SystemClock().now())
    yield from _translations(settings)
    yield _fonts()
    yield _address(settings)
    yield _proxies(settings)
    yield _library(settings)
    yield from way_of_mail(settings)
    try:
        with edge.site(settings, any_schema=True, make=create_app):
            yield _limits(settings)
            yield from _database(settings)
    except DatabaseError as error:
        yield Finding(WRONG, "the database cannot be used", str(error))


def _translations(settings: Settings) -> Iterator[Finding]:
    folder = CHECKOUT / "translations"
    missing = [each for each in settings.languages if each != "en" and not (folder / each / "LC_MESSAGES" / "messages.mo").exists()]
    for language in missing:
        yield Finding(
            WRONG,
            f"the interface does not speak {language}, though LMS_LANGUAGES says so",
            "Run: lms translations compile",
        )
    spoken = [language for language in settings.languages if language not in missing]
    yield Finding(GOOD, f"languages of the interface: {', '.join(spoken)}")


def _fonts() -> Finding:
    missing = [letter for letter in LETTERS if font_for(letter) is None]
    if missing:
        return Finding(
            WRONG,
            f"the fonts of certificates lack {' '.join(missing)}",
            "Install the packages of the lock again.",
        )
    return Finding(GOOD, "certificates can be drawn in Latin, Cyrillic and Greek letters")


def _address(settings: Settings) -> Finding:
    if not settings.base_url:
        return Finding(
            NOTE,
            "this site is for this machine only",
            "To let others use it, set LMS_BASE_URL to its address: https://…",
        )
    if settings.is_loopback:
        return Finding(
            NOTE,
            f"{settings.base_url} leads to this machine only",
            "To let others use it, set LMS_BASE_URL to its address: https://…",
        )
    return Finding(GOOD, f"people use {settings.base_url}")


def _proxies(settings: Settings) -> Finding:
    if settings.is_https and not settings.proxies:
        return Finding(
            NOTE,
            "no server in front is trusted to say who asks, so everybody seems to have its address and shares its limits",
            "Where one stands in front and sets X-Forwarded-For, say how many there are: LMS_PROXIES=1",
        )
    says = f"servers in front that are believed who asks: {settings.proxies}" if settings.proxies else "people are known by the address they come from"
    return Finding(GOOD, says)


def _limits(settings: Settings) -> Finding:
    if not settings.redis_url:
        return Finding(GOOD, "limits are counted in the memory of each process; where several serve the site, set LMS_REDIS_URL")
    if current_app.extensions["limits"].is_shared():
        return Finding(GOOD, "limits are counted in Redis, for all processes together")
    return Finding(
        WRONG,
        "Redis does not answer as it should; until it does, each process counts limits by itself and allows its share",
        "Check LMS_REDIS_URL and that Redis runs.",
    )


def _library(settings: Settings) -> Finding:
    courses = course_keys(settings.library)
    if courses:
        return Finding(
            GOOD,
            f"the library {settings.library} holds these courses: {', '.join(courses)}",
            "To check them, run: lms library check",
        )
    return Finding(
        WRONG,
        f"the library {settings.library} holds no course",
        "Name a folder that holds modules/ and content/ in LMS_LIBRARY.",
    )


def _database(settings: Settings) -> Iterator[Finding]:
    yield Finding(GOOD, _kind_of_database())
    yield clock(db.engine, edge.now())
    found = faults(db.engine)
    for fault in found:
        yield Finding(WRONG, "the database is not in order", fault)
    if not found:
        yield Finding(
            GOOD, "the database keeps what it acknowledges, and its tables are those of this program"
        )
        yield _published()
        yield from _people(settings)
        yield about_letters(edge.now())
        yield _audit_log()
        yield _statement()


def _audit_log() -> Finding:
    """Say whether the audit log is as it was sealed; the end of its chain can be kept elsewhere, to be compared later."""
    chain = check_chain()
    if chain.unfit is not None:
        return Finding(
            WRONG,
            f"the audit log was changed from outside: entry {chain.unfit} is not as it was sealed, or is missing",
            "Compare it with a backup, and find out who could write to the database.",
        )
    if not chain.sealed:
        return Finding(GOOD, "the audit log holds nothing that is sealed yet")
    return Finding(GOOD, f"the audit log is as it was sealed: {chain.sealed} entries, ending in {chain.digest}")


def _statement() -> Finding:
    responsible = edge.this_site()
    missing = [
        words
        for words, said in (
            ("the responsible unit", responsible.responsible_unit.by_language),
            ("an address for questions", responsible.contact_address),
            ("the national body that enforces the law", responsible.enforcement_body.by_language),
        )
        if not said
    ]
    if missing:
        says = f"the accessibility statement does not yet name {', '.join(missing)}"
        return Finding(NOTE, says, "An administrator enters it in the settings of the site.")
    return Finding(GOOD, "the accessibility statement names who answers for the site and who watches over the law")


def _kind_of_database() -> str:
    if db.engine.dialect.name == "sqlite":
        return f"SQLite in {db.engine.url.database}"
    with db.engine.connect() as connection:
        version = connection.execute(text("SHOW server_version")).scalar()
    return f"PostgreSQL {version} at {db.engine.url.render_as_string(hide_password=True)}"


def _published() -> Finding:
    courses = [f"{published.key} {published.edition}" for published in list_published(VISIBILITIES)]
    if not courses:
        return Finding(WRONG, "no course is published", "Run: lms library publish")
    unrendered = list_unrendered()
    if unrendered:
        return Finding(WRONG, f"editions of which this version of the program has no pages: {len(unrendered)}", "Run: lms library render")
    return Finding(GOOD, f"published: {', '.join(courses)}")


def _people(settings: Settings) -> Iterator[Finding]:
    if count_demo_people() and not settings.is_loopback:
        yield Finding(
            WRONG,
            "there are demo people, whose password everybody knows",
            "Use another instance folder for a real site: LMS_INSTANCE.",
        )
    elif count_demo_people():
        yield Finding(
            NOTE, "there are demo people, so this site is served on this machine's own address only"
        )
    elif not has_real_people():
        yield Finding(NOTE, "nobody has an account yet", "Run: lms people add EMAIL --name NAME --role admin")
    elif not has_administrator():
        yield Finding(
            WRONG,
            "no administrator can sign in",
            "Run: lms people password EMAIL, or lms people add EMAIL --name NAME --role admin",
        )

"""Commands about certificates: list them, make files of them, check and revoke them."""

import json
from datetime import UTC, datetime
from pathlib import Path

import click
from flask_babel import force_locale, gettext, ngettext

from lms.assembly import create_app
from lms.commands import edge
from lms.commands.edge import DONE_WITH_PROBLEMS, LOCAL_ADDRESS, Unable, tell
from lms.commands.report import replace_file
from lms.domain.certificates import rules
from lms.domain.certificates.queries import Claims, find_claims, list_claims
from lms.domain.certificates.rules import Refusal, Validity
from lms.domain.certificates.service import revoke
from lms.domain.courses.queries import find_published, get_outline_of
from lms.exchange.claims import Issuer, Tongue, claims_in_words
from lms.exchange.pdf import certificate_pdf
from lms.kernel.refusals import Refused
from lms.platform.database import end_reading, unit_of_work


@click.group("certificate")
def group() -> None:
    """List, export, verify and revoke certificates."""


@group.command("list")
@click.option("--course", help="Only this course.")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
def list_(course: str | None, form: str) -> None:
    """List certificates, newest first."""
    with edge.site():
        if course is not None and find_published(course) is None:
            raise Unable(f"There is no published course {course}.")
        found = [_record(claims, edge.now()) for claims in list_claims(course=course)]
    if form == "json":
        click.echo(json.dumps(found, ensure_ascii=False, indent=2))
        return
    for each in found:
        click.echo(
            f"{each['uid']}  {str(each['issued_at'])[:10]}  {each['state']:<8}  {each['course']} {each['edition']}  {each['name']}"
        )
    tell(f"Certificates: {len(found)}.")


@group.command("export")
@click.argument("uid")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.option(
    "--lang", help="Language of the certificate, as in bg; default: the first language of the site."
)
def export(uid: str, file: Path, lang: str | None) -> None:
    """Write the certificate UID to FILE.pdf."""
    if file.suffix.lower() != ".pdf":
        raise click.UsageError("FILE must end in .pdf.")
    with edge.site(make=create_app):
        claims = _get(uid)
        if state_of(claims, edge.now()) is not Validity.VALID:
            tell(f"This certificate is {state_of(claims, edge.now())}.")
        replace_file(file, _pdf(claims, lang))
    tell(f"The certificate of {claims.name} was written to {file}.")


@group.command("verify")
@click.argument("uid", metavar="UID")
@click.pass_context
def verify(context: click.Context, uid: str) -> None:
    """Say what the certificate UID is worth: valid, revoked, replaced or expired; exit status 1 unless it is valid."""
    with edge.site():
        claims, now = find_claims(_uid_in(uid)), edge.now()
    if claims is None:
        click.echo("unknown")
        tell("There is no certificate with this number.")
        context.exit(DONE_WITH_PROBLEMS)
    state = state_of(claims, now)
    click.echo(f"{state} {claims.uid}")
    click.echo(f"{claims.name}, {claims.course_key} {claims.edition}, issued {_moment(claims.issued_at)}")
    if claims.reason:
        click.echo(f"Reason: {claims.reason}")
    context.exit(0 if state is Validity.VALID else DONE_WITH_PROBLEMS)


@group.command("revoke")
@click.argument("uid")
@click.option("--reason", required=True, help="Everybody who checks the certificate will read it.")
def revoke_(uid: str, reason: str) -> None:
    """Declare the certificate UID void, for good."""
    with edge.site():
        claims = _get(uid)
        with unit_of_work():
            revoke(claims.uid, reason, now=edge.now())
    click.echo(f"revoked {claims.uid}")


def _get(uid: str) -> Claims:
    claims = find_claims(_uid_in(uid))
    if claims is None:
        raise Refused(Refusal.NO_SUCH_CERTIFICATE, uid=uid)
    return claims


def _uid_in(text: str) -> str:
    """Return the uid in what people paste: the uid itself, or the address of the certificate's page."""
    return text.strip().rstrip("/").rpartition("/")[2].lower()


def state_of(claims: Claims, now: datetime) -> Validity:
    """Return what a certificate is worth now."""
    return rules.validity(
        revoked_at=claims.revoked_at,
        replaced=claims.replaced_by is not None,
        expires_at=claims.expires_at,
        now=now,
    )


def _record(claims: Claims, now: datetime) -> dict[str, str | None]:
    return {
        "uid": claims.uid,
        "name": claims.name,
        "course": claims.course_key,
        "edition": claims.edition,
        "issued_at": _moment(claims.issued_at),
        "expires_at": _moment(claims.expires_at),
        "state": state_of(claims, now).value,
        "revoked_at": _moment(claims.revoked_at),
        "reason": claims.reason,
        "replaced_by": claims.replaced_by,
    }


def _moment(at: datetime | None) -> str | None:
    """Return a moment as RFC 3339 in UTC."""
    return f"{at.astimezone(UTC).replace(microsecond=0, tzinfo=None).isoformat()}Z" if at else None


def _pdf(claims: Claims, lang: str | None) -> bytes:
    settings = edge.site_settings()
    if not settings.base_url:
        tell(
            f"LMS_BASE_URL is not set, so the certificate names {LOCAL_ADDRESS}, which leads nowhere on other machines."
        )
    here = edge.this_site()
    issuer = Issuer(here.site_name, settings.base_url or LOCAL_ADDRESS, here.zone)
    spoken = lang or settings.languages[0]
    if spoken not in settings.languages:
        raise click.UsageError(f"This site speaks {', '.join(settings.languages)}, not {spoken}.")
    outline = get_outline_of(claims.edition_id)
    end_reading()
    with force_locale(spoken.replace("-", "_")):
        return certificate_pdf(
            claims_in_words(claims, outline, issuer, Tongue(spoken, spoken, gettext, ngettext))
        )

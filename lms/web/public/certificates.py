"""Certificates as anybody may check them: everything that they claim, and whether it is valid."""

from dataclasses import dataclass

from flask import Blueprint, Response, current_app, g, render_template, request, url_for
from flask_babel import get_timezone

from lms.domain.certificates import rules
from lms.domain.certificates.queries import Claims, find_claims
from lms.domain.courses.outline import Outline, in_language
from lms.domain.courses.queries import get_outline_of
from lms.domain.courses.rules import which_edition
from lms.domain.progress.rules import activities_needed
from lms.exchange.pdf import CertificateClaims, CertificateWords, certificate_pdf
from lms.exchange.qr import qr_data_uri
from lms.kernel.keys import is_uid
from lms.kernel.refusals import Missing
from lms.web.learner.pages import Ring, Seat
from lms.web.shell.guards import public
from lms.web.shell.languages import course_language, ui_language
from lms.web.shell.templates import day
from lms.web.shell.visitors import now
from lms.web.shell.words import gettext as _
from lms.web.shell.words import ngettext

blueprint = Blueprint("certificates", __name__)


@dataclass(frozen=True)
class CertificatePage:
    """Everything that a certificate claims, in words, and whether it stands."""

    name: str
    course_title: str
    lang: str
    outcomes: tuple[str, ...]
    hours: int | float | None
    issued: str
    expires: str | None
    state: str
    reason: str | None
    replaced_url: str | None
    uid: str
    edition: str
    pdf_url: str
    issuer: str
    qr: str
    ring: Ring


def public_address(uid: str) -> str:
    """Return the address under which anybody can check a certificate: that of the site, never that of the request."""
    base = current_app.extensions["settings"].base_url or request.host_url.rstrip("/")
    return f"{base}{url_for('certificates.certificate', uid=uid)}"


def _get(uid: str) -> tuple[Claims, Outline]:
    claims = find_claims(uid) if is_uid(uid) else None
    if claims is None:
        raise Missing("certificate")
    return claims, get_outline_of(which_edition(newest=None, certificate=claims.edition_id))


@blueprint.get("/certificates/<string(maxlength=64):uid>/")
@public
def certificate(uid: str) -> str:
    """Show a certificate to whoever knows its address; an unknown one and a malformed one get the same answer."""
    claims, outline = _get(uid)
    lang = course_language(outline.languages, outline.source)
    g.course_languages, g.course_language = outline.languages, lang
    terms = outline.certificate
    title = (terms.title if terms else outline.title).in_(lang)
    seats = activities_needed(outline)
    page = CertificatePage(
        claims.name,
        title.text,
        title.lang,
        in_language(terms.outcomes, lang, outline.source)[0] if terms else (),
        outline.study_hours,
        day(claims.issued_at),
        day(claims.expires_at) if claims.expires_at else None,
        rules.validity(revoked_at=claims.revoked_at, replaced=claims.replaced_by is not None, expires_at=claims.expires_at, now=now()).value,
        claims.reason,
        url_for("certificates.certificate", uid=claims.replaced_by) if claims.replaced_by else None,
        claims.uid,
        claims.edition,
        url_for("certificates.pdf", uid=claims.uid),
        current_app.extensions["settings"].site_name,
        qr_data_uri(public_address(claims.uid)),
        Ring(tuple(Seat(True, activity.number) for activity in seats)),
    )
    return render_template("public/certificate.html", certificate=page)


@blueprint.get("/certificates/<string(maxlength=64):uid>.pdf")
@public
def pdf(uid: str) -> Response:
    """Send a certificate as PDF, in the language of the page; what is no longer valid says so on its page only."""
    claims, outline = _get(uid)
    response = Response(certificate_pdf(printed(claims, outline)), content_type="application/pdf")
    response.headers["Content-Disposition"] = f'attachment; filename="certificate-{outline.key}.pdf"'
    return response


def printed(claims: Claims, outline: Outline) -> CertificateClaims:
    """Return what the PDF of a certificate says, in the languages of this request."""
    lang = course_language(outline.languages, outline.source)
    terms = outline.certificate
    title = (terms.title if terms else outline.title).in_(lang)
    zone = get_timezone()
    hours = ngettext("about %(num)s hour", "about %(num)s hours", outline.study_hours) if outline.study_hours else None
    return CertificateClaims(
        lang=ui_language(),
        name=claims.name,
        course_title=title.text,
        course_lang=title.lang,
        outcomes=in_language(terms.outcomes, lang, outline.source)[0] if terms else (),
        hours=hours,
        issued=claims.issued_at.astimezone(zone).date(),
        expires=claims.expires_at.astimezone(zone).date() if claims.expires_at else None,
        uid=claims.uid,
        edition=claims.edition,
        address=public_address(claims.uid),
        site_name=current_app.extensions["settings"].site_name,
        seats=len(activities_needed(outline)),
        words=CertificateWords().translated(_),
    )

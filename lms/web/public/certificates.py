"""Certificates as anybody may check them: everything that they claim, and whether it is valid."""

from dataclasses import dataclass
from datetime import datetime

from flask import Blueprint, Response, g, render_template, url_for

from lms.domain.certificates import rules
from lms.domain.certificates.queries import Claims, find_claims
from lms.domain.courses.outline import Outline
from lms.domain.courses.queries import get_outline_of
from lms.domain.courses.rules import which_edition
from lms.domain.people.permissions import Permission, Relation
from lms.domain.people.queries import Visitor
from lms.domain.progress.rules import activities_needed
from lms.exchange.claims import Issuer, Tongue, address_of, claims_in_words
from lms.exchange.pdf import CertificateClaims, certificate_pdf
from lms.exchange.qr import qr_data_uri
from lms.kernel.keys import is_uid
from lms.kernel.refusals import Missing
from lms.web.learner.pages import Ring, Seat
from lms.web.shell.addresses import base_address
from lms.web.shell.guards import may
from lms.web.shell.languages import course_language, ui_language
from lms.web.shell.site import site
from lms.web.shell.templates import day
from lms.web.shell.visitors import now
from lms.web.shell.words import gettext as _
from lms.web.shell.words import ngettext

blueprint = Blueprint("certificates", __name__)


@dataclass(frozen=True)
class CertificatePage:
    """Everything that a certificate claims, in the words of its printed copy, and whether it stands."""

    said: CertificateClaims
    state: str
    expires: str | None
    reason: str | None
    replaced_url: str | None
    pdf_url: str
    qr: str
    ring: Ring


@dataclass(frozen=True)
class Held:
    """A certificate that an address is about, with the outline of its own edition."""

    claims: Claims
    outline: Outline
    relations: frozenset[Relation] = frozenset({Relation.HAS_ADDRESS})


def load_certificate(asking: Visitor | None, uid: str) -> Held:
    """Return the certificate with this uid: whoever names it knows its address; an unknown and a malformed one are missing alike."""
    claims = find_claims(uid) if is_uid(uid) else None
    if claims is None:
        raise Missing("certificate")
    return Held(claims, get_outline_of(which_edition(newest=None, certificate=claims.edition_id)))


@blueprint.get("/certificates/<string(maxlength=64):uid>/")
@may(Permission.SEE_CERTIFICATE, of=load_certificate)
def certificate(held: Held) -> str:
    """Show a certificate to whoever knows its address."""
    claims, outline = held.claims, held.outline
    g.course_languages, g.course_language = outline.languages, course_language(outline.languages, outline.source)
    page = CertificatePage(
        printed(claims, outline),
        rules.validity(revoked_at=claims.revoked_at, replaced=claims.replaced_by is not None, expires_at=claims.expires_at, now=now()).value,
        _issuers_day(claims.expires_at) if claims.expires_at else None,
        claims.reason,
        url_for("certificates.certificate", uid=claims.replaced_by) if claims.replaced_by else None,
        url_for("certificates.pdf", uid=claims.uid),
        qr_data_uri(address_of(claims.uid, base_address())),
        Ring(tuple(Seat(True, activity.number) for activity in activities_needed(outline))),
    )
    return render_template("public/certificate.html", certificate=page)


def _issuers_day(moment: datetime) -> str:
    """Return a day in the zone of the site, so that every reader and the printed page say the same."""
    return day(moment.astimezone(site().zone).date())


@blueprint.get("/certificates/<string(maxlength=64):uid>.pdf")
@may(Permission.SEE_CERTIFICATE, of=load_certificate)
def pdf(held: Held) -> Response:
    """Send a certificate as PDF, in the language of the page; what is no longer valid says so on its page only."""
    response = Response(certificate_pdf(printed(held.claims, held.outline)), content_type="application/pdf")
    response.headers["Content-Disposition"] = f'attachment; filename="certificate-{held.outline.key}.pdf"'
    return response


def printed(claims: Claims, outline: Outline) -> CertificateClaims:
    """Return what the PDF of a certificate says, in the languages of this request."""
    issuer = Issuer(site().site_name, base_address(), site().zone)
    tongue = Tongue(ui_language(), course_language(outline.languages, outline.source), _, ngettext)
    return claims_in_words(claims, outline, issuer, tongue)

"""What a certificate claims, put together for paper and for its page: its rows, its edition's texts, a language's words."""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import ROUND_CEILING, Decimal, InvalidOperation
from zoneinfo import ZoneInfo

from lms.domain.certificates.queries import Claims
from lms.domain.courses.outline import Outline, in_language
from lms.domain.progress.rules import activities_needed
from lms.exchange.pdf import CertificateClaims, CertificateWords


@dataclass(frozen=True)
class Issuer:
    """The site that stands behind a certificate: its name, the address people use, and the zone of its days."""

    site_name: str
    base_url: str
    zone: ZoneInfo


@dataclass(frozen=True)
class Tongue:
    """The language in which a certificate speaks, and that language's ``gettext`` and ``ngettext``."""

    lang: str
    gettext: Callable[[str], str]
    ngettext: Callable[..., str]


def claims_in_words(claims: Claims, outline: Outline, issuer: Issuer, tongue: Tongue) -> CertificateClaims:
    """Return everything that a certificate says; ``outline`` is that of the certificate's own edition.

    The course speaks the tongue's language where the edition has it, else its source language.
    """
    terms = outline.certificate
    title = (terms.title if terms else outline.title).in_(tongue.lang)
    expires = claims.expires_at
    return CertificateClaims(
        lang=tongue.lang,
        name=claims.name,
        course_title=title.text,
        course_lang=title.lang,
        outcomes=in_language(terms.outcomes, title.lang, outline.source)[0] if terms else (),
        hours=hours_in_words(outline.hours, tongue),
        issued=claims.issued_at.astimezone(issuer.zone).date(),
        expires=expires.astimezone(issuer.zone).date() if expires else None,
        uid=claims.uid,
        edition=claims.edition,
        address=address_of(claims.uid, issuer),
        site_name=issuer.site_name,
        seats=len(activities_needed(outline)),
        words=CertificateWords().translated(tongue.gettext),
    )


def address_of(uid: str, issuer: Issuer) -> str:
    """Return the address at which anybody can check the certificate."""
    return f"{issuer.base_url}/certificates/{uid}/"


def hours_in_words(hours: str | None, tongue: Tongue) -> str | None:
    """Return the workload as in "4 hours", or None where the course does not say it."""
    try:
        number = Decimal(hours or 0)
    except InvalidOperation:
        return hours
    if not number:
        return None
    shown = format(number.normalize(), "f")
    return tongue.ngettext("%(hours)s hour", "%(hours)s hours", int(number.to_integral_value(ROUND_CEILING)), hours=shown)

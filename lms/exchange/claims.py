"""What a certificate says, put together for paper: its row, the texts of its own edition, the words of a language."""

from collections.abc import Callable
from dataclasses import dataclass
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
    """The language of a certificate's own words with its ``gettext`` and ``ngettext``, and the one wished for the course's."""

    lang: str
    course_lang: str
    gettext: Callable[[str], str]
    ngettext: Callable[..., str]


def claims_in_words(claims: Claims, outline: Outline, issuer: Issuer, tongue: Tongue) -> CertificateClaims:
    """Return everything that a certificate says; ``outline`` is that of the certificate's own edition.

    The texts of the course are in the language wished where the edition has it, else in its source language. Days are
    those of the issuer's zone, so that whoever prints it gets the same ones.
    """
    terms = outline.certificate
    title = (terms.title if terms else outline.title).in_(tongue.course_lang)
    expires = claims.expires_at
    return CertificateClaims(
        lang=tongue.lang,
        name=claims.name,
        course_title=title.text,
        course_lang=title.lang,
        outcomes=in_language(terms.outcomes, title.lang, outline.source)[0] if terms else (),
        hours=_hours_in_words(outline, tongue),
        issued=claims.issued_at.astimezone(issuer.zone).date(),
        expires=expires.astimezone(issuer.zone).date() if expires else None,
        uid=claims.uid,
        edition=claims.edition,
        address=address_of(claims.uid, issuer.base_url),
        site_name=issuer.site_name,
        seats=len(activities_needed(outline)),
        words=CertificateWords().translated(tongue.gettext),
    )


def address_of(uid: str, base_url: str) -> str:
    """Return the address at which anybody can check the certificate."""
    return f"{base_url}/certificates/{uid}/"


def _hours_in_words(outline: Outline, tongue: Tongue) -> str | None:
    hours = outline.study_hours
    return tongue.ngettext("about %(num)s hour", "about %(num)s hours", hours) if hours else None

"""The certificate as a PDF: tagged (PDF/UA-1), for archives (PDF/A-2a), the same bytes for the same claims."""

import json
import re
from collections.abc import Callable
from dataclasses import dataclass, fields
from datetime import UTC, date, datetime, time
from importlib.resources import files
from typing import Any

from babel import Locale, UnknownLocaleError
from babel.dates import format_date

from lms.exchange.lettering import drawable, is_right_to_left, plain
from lms.exchange.qr import qr_svg
from lms.exchange.typesetting import can_draw, typeset
from lms.kernel.words import N_

TEMPLATE = files("lms.exchange").joinpath("certificate.typ").read_bytes()
SEATS = range(8, 241)  # fewer would be no ring, more could not be told apart
LANGUAGE = re.compile(r"([a-z]{2,3})(?:-[A-Z][a-z]{3})?(?:-([A-Z]{2}))?")


@dataclass(frozen=True)
class CertificateWords:
    """The fixed sentences of a certificate; as they stand here, in English."""

    title: str = N_("Certificate of completion")
    completed: str = N_("has completed the course")
    learnt: str = N_("What was learnt")
    issued: str = N_("Issued")
    hours: str = N_("Workload")
    expires: str = N_("Valid until")
    edition: str = N_("Edition")
    check: str = N_("Check this certificate at")
    qr: str = N_("QR code with the web address of this certificate")
    signs_missing: str = N_(
        "Some signs cannot be printed here and are left out or shown as □; the web address of this certificate has them."
    )

    def translated(self, translate: Callable[[str], str]) -> "CertificateWords":
        """Return the same sentences as ``translate`` gives each of them."""
        return CertificateWords(**{one.name: translate(getattr(self, one.name)) for one in fields(self)})


@dataclass(frozen=True)
class CertificateClaims:
    """Everything that a certificate says; texts as they are stored, dates as days, ``hours`` in words ("4 hours")."""

    lang: str
    name: str
    course_title: str
    course_lang: str
    outcomes: tuple[str, ...]
    hours: str | None
    issued: date
    expires: date | None
    uid: str
    edition: str
    address: str
    site_name: str
    seats: int
    words: CertificateWords = CertificateWords()


def certificate_pdf(claims: CertificateClaims) -> bytes:
    """Return the certificate on one A4 page; on two where the outcomes are too many for one.

    A name of any length and script is drawn as far as the fonts go; a □ stands for each other sign, a line says where
    to read it, and the title of the document has the name as given.
    """
    made_at = datetime.combine(claims.issued, time.min, UTC)
    return typeset(TEMPLATE, json.dumps(_sheet(claims), ensure_ascii=False), made_at)


def _sheet(claims: CertificateClaims) -> dict[str, Any]:
    """Return what the template reads, every text of it cleaned and drawable."""
    lang, region = _language(claims.lang)
    locale = _locale(claims.lang)
    name = _piece(claims.name, claims.lang)
    course = _piece(claims.course_title, claims.course_lang)
    outcomes = [_piece(outcome, claims.course_lang) for outcome in claims.outcomes]
    site = _piece(claims.site_name, claims.lang)
    return {
        "lang": lang,
        "region": region,
        "rtl": locale is not None and locale.text_direction == "rtl",
        "words": {one.name: drawable(getattr(claims.words, one.name), can_draw)[0] for one in fields(claims.words)},
        "document_title": " · ".join(map(plain, (claims.words.title, claims.name, claims.course_title))),
        "keywords": [claims.uid, claims.edition],
        "site": site,
        "site_name": plain(claims.site_name),
        "name": name,
        "course": course,
        "outcomes": outcomes,
        "facts": _facts(claims),
        "signs_missing": any(piece["signs_missing"] for piece in (name, course, site, *outcomes)),
        "seats": min(max(claims.seats, SEATS[0]), SEATS[-1]),
        "qr": qr_svg(claims.address),
        "address": claims.address,
        "address_lines": _address_lines(claims.address),
    }


def _piece(text: str, lang: str) -> dict[str, Any]:
    """Return a text as the template says it: what can be drawn of it, its language and its direction."""
    shown, signs_missing = drawable(text, can_draw)
    language, region = _language(lang)
    rtl = is_right_to_left(shown)
    return {"text": shown, "lang": language, "region": region, "rtl": rtl, "signs_missing": signs_missing}


def _facts(claims: CertificateClaims) -> list[dict[str, str]]:
    """Return the labelled facts of the last line, those left out that this certificate does not claim."""
    facts = [
        (claims.words.issued, _day(claims.issued, claims.lang)),
        (claims.words.expires, _day(claims.expires, claims.lang) if claims.expires else None),
        (claims.words.hours, claims.hours),
        (claims.words.edition, claims.edition),
    ]
    return [{"label": drawable(label, can_draw)[0], "text": drawable(text, can_draw)[0]} for label, text in facts if text]


def _day(day: date, lang: str) -> str:
    """Return the day as people write it in the language; as 2026-11-21 where Babel does not know the language."""
    locale = _locale(lang)
    return format_date(day, "long", locale) if locale else day.isoformat()


def _language(tag: str) -> tuple[str, str | None]:
    """Return language and region of a BCP 47 tag, as typst wants them apart; ``und`` for what is no tag."""
    match = LANGUAGE.fullmatch(tag)
    return (match[1], match[2]) if match else ("und", None)


def _locale(lang: str) -> Locale | None:
    """Return how the language writes; English is British here, with the day before the month."""
    try:
        return Locale.parse("en-GB" if lang == "en" else lang, sep="-")
    except (UnknownLocaleError, ValueError):
        return None


def _address_lines(address: str) -> list[str]:
    """Return the address in two lines, broken before its last part, the uid."""
    stem = address.rstrip("/")
    cut = stem.rfind("/") + 1
    return [line for line in (address[:cut], address[cut:]) if line]

"""The certificate as a PDF: tagged (PDF/UA-1), for archives (PDF/A-2a), the same bytes for the same claims."""

import re
from collections.abc import Callable
from dataclasses import dataclass, fields
from datetime import UTC, date, datetime, time
from importlib.resources import files
from typing import Any

from babel import Locale, UnknownLocaleError
from babel.dates import format_date

from lms.exchange.lettering import Lettering, is_right_to_left, lettered, not_drawn, plain
from lms.exchange.qr import qr_svg
from lms.exchange.typesetting import FONTS, european_font_for, font_for, typeset_first
from lms.kernel.words import N_

TEMPLATE = files("lms.exchange").joinpath("certificate.typ").read_bytes()
SEATS = range(8, 241)  # fewer would be no ring, more could not be told apart
LANGUAGE = re.compile(r"([a-z]{2,3})(?:-[A-Z][a-z]{3})?(?:-([A-Z]{2}))?")


@dataclass(frozen=True)
class CertificateWords:
    """The fixed sentences of a certificate, on paper and on its page alike; as they stand here, in English."""

    title: str = N_("Certificate of completion")
    completed: str = N_("has completed the course")
    learnt: str = N_("Learning outcomes")
    issued: str = N_("Issued on")
    hours: str = N_("Study time")
    expires: str = N_("Valid until")
    for_ever: str = N_("no end date")
    edition: str = N_("Edition of the course")
    check: str = N_("Check this certificate at")
    qr: str = N_("QR code with the web address of this certificate")
    signs_missing: str = N_(
        "Some signs cannot be printed here and are left out or shown as □; this certificate's page on the web has them."
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

    @property
    def facts(self) -> list[tuple[str, str]]:
        """The labelled facts, without those that this certificate does not claim; days as the language writes them."""
        facts = [
            (self.words.issued, _day(self.issued, self.lang)),
            (self.words.expires, _day(self.expires, self.lang) if self.expires else self.words.for_ever),
            (self.words.hours, self.hours),
            (self.words.edition, self.edition),
        ]
        return [(label, text) for label, text in facts if text]


def certificate_pdf(claims: CertificateClaims) -> bytes:
    """Return the certificate on one A4 page; on more where its outcomes are too many for one.

    A name of any length and script is drawn as far as the fonts go; a □ stands for each other sign, a line says where
    to read it, and the title of the document has the name as given. No text makes this fail: what typst cannot set
    even so is set once more with all but the plainest European letters replaced.
    """
    sheets = (_sheet(claims, fonts) for fonts in (font_for, european_font_for))
    return typeset_first(TEMPLATE, sheets, datetime.combine(claims.issued, time.min, UTC))


def missing_signs(name: str) -> tuple[str, ...]:
    """Return the signs of a name for which the certificate's fonts have no letter; takes a moment for rare ones."""
    return not_drawn(name, font_for)


def _sheet(claims: CertificateClaims, fonts: Callable[[str], str | None]) -> dict[str, Any]:
    """Return what the template reads, with a font for every sign that is to be drawn."""

    def piece(text: str, lang: str = claims.lang) -> dict[str, Any]:
        return _piece(lettered(text, fonts, FONTS[0]), lang)

    course_texts = [piece(text, claims.course_lang) for text in (claims.course_title, *claims.outcomes)]
    name, site = piece(claims.name), piece(claims.site_name)
    return {
        **_tongue(claims.lang),
        "font": FONTS[0],
        "words": {one.name: piece(getattr(claims.words, one.name)) for one in fields(claims.words)},
        "document_title": " · ".join(
            filter(None, map(plain, (claims.words.title, claims.name, claims.course_title)))
        ),
        "keywords": [claims.uid, claims.edition],
        "author": plain(claims.site_name),
        "site": site,
        "name": name,
        "course": course_texts[0],
        "outcomes": course_texts[1:],
        "facts": [{"label": piece(label), "text": piece(text)} for label, text in claims.facts],
        "whole": all(one["whole"] for one in (site, name, *course_texts)),
        "seats": min(max(claims.seats, SEATS[0]), SEATS[-1]),
        "qr": qr_svg(claims.address),
        "qr_alt": plain(claims.words.qr),
        "address": claims.address,
        "address_lines": [piece(line) for line in _address_lines(claims.address)],
    }


def _piece(lettering: Lettering, lang: str) -> dict[str, Any]:
    """Return a text as the template says it: its words, its language and its own direction."""
    tongue = _tongue(lang) | {"rtl": is_right_to_left(lettering.text)}
    return {"words": lettering.words, "whole": lettering.whole, **tongue}


def _day(day: date, lang: str) -> str:
    """Return the day as people write it in the language; as 2026-11-21 where Babel does not know the language."""
    locale = _locale(lang)
    return format_date(day, "long", locale) if locale else day.isoformat()


def _tongue(lang: str) -> dict[str, Any]:
    """Return language, region and direction of a BCP 47 tag as typst wants them; ``und`` for what is no tag."""
    match = LANGUAGE.fullmatch(lang)
    locale = _locale(lang)
    rtl = locale is not None and locale.text_direction == "rtl"
    return {"lang": match[1] if match else "und", "region": match[2] if match else None, "rtl": rtl}


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

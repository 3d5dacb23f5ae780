"""The settings that administrators change in the browser: what each may be, and what the site is called when none was.

Nothing here can lock anybody out or send anything elsewhere: keys, the database, the way of the mail and every path are
the operator's, in the environment or in ``settings.toml``.
"""

import re
import unicodedata
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, available_timezones

from lms.kernel.localtext import LocalText

LONGEST_SITE_NAME = 80
LONGEST_TEXT = 200
LONGEST_ADDRESS = 254
MOST_DOMAINS = 50
MOST_DAYS = 90
DOMAIN = re.compile(r"(?=.{1,253}\Z)[^\W_](?:[\w-]{0,61}[^\W_])?(?:\.[^\W_](?:[\w-]{0,61}[^\W_])?)+")


class Refusal(StrEnum):
    """Why a setting cannot have a value."""

    NO_NAME_OF_SITE = "no-name-of-site"
    TOO_LONG = "setting-too-long"
    NO_ZONE = "no-time-zone"
    NO_ADDRESS_OF_MAIL = "no-address-of-mail"
    NO_DOMAIN = "no-domain"
    TOO_MANY_DOMAINS = "too-many-domains"
    NOT_THESE_DAYS = "not-these-days"
    NO_ADDRESS_OF_PAGE = "no-address-of-page"


@dataclass(frozen=True)
class Site:
    """What the site says of itself, and how it behaves, as far as administrators decide it in the browser."""

    site_name: str
    timezone: str
    responsible_unit: LocalText
    contact_address: str
    registration_open: bool
    mail_domains: tuple[str, ...]  # those whose addresses may register; empty for all
    days_to_answer: int
    enforcement_body: LocalText
    enforcement_link: str
    privacy_name: LocalText
    privacy_email: str

    @property
    def zone(self) -> ZoneInfo:
        """The time zone of the site."""
        return ZoneInfo(self.timezone)


@dataclass(frozen=True)
class Setting:
    """A setting: what it is where nobody has said anything, how a value is tidied, and why it may be refused.

    ``is_private`` says that a value may be somebody's name or address, so that the audit log does not keep it.
    """

    default: Any
    tidy: Callable[[Any], Any]
    why_not: Callable[[Any], Refusal | None]
    is_private: bool = False


def one_line(text: Any) -> str:
    """Return a text in NFC and in one line."""
    visible = "".join(" " if unicodedata.category(sign).startswith(("C", "Zl", "Zp")) else sign for sign in str(text))
    return unicodedata.normalize("NFC", " ".join(visible.split()))


def _by_language(texts: Any) -> dict[str, str]:
    lines = {str(tag): one_line(text) for tag, text in dict(texts).items()}
    return {tag: text for tag, text in sorted(lines.items()) if text}


def _domains(names: Any) -> list[str]:
    tidy = (unicodedata.normalize("NFKC", str(name)).strip().removeprefix("@").casefold() for name in names)
    return sorted({name for name in tidy if name})


def _why_not_name(name: str) -> Refusal | None:
    if not name:
        return Refusal.NO_NAME_OF_SITE
    return Refusal.TOO_LONG if len(name) > LONGEST_SITE_NAME else None


@cache
def zones() -> frozenset[str]:
    """Return the names of all time zones."""
    return frozenset(available_timezones())


def _why_not_zone(name: str) -> Refusal | None:
    return None if name in zones() else Refusal.NO_ZONE


def _why_not_texts(texts: Mapping[str, str]) -> Refusal | None:
    return Refusal.TOO_LONG if any(len(text) > LONGEST_TEXT for text in texts.values()) else None


def _why_not_email(email: str) -> Refusal | None:
    if not email:
        return None
    local, _at, domain = email.rpartition("@")
    plain = len(email) <= LONGEST_ADDRESS and " " not in email and "@" not in local and local
    return None if plain and DOMAIN.fullmatch(domain) else Refusal.NO_ADDRESS_OF_MAIL


def _why_not_domains(names: list[str]) -> Refusal | None:
    if len(names) > MOST_DOMAINS:
        return Refusal.TOO_MANY_DOMAINS
    return None if all(DOMAIN.fullmatch(name) for name in names) else Refusal.NO_DOMAIN


def _why_not_days(days: int) -> Refusal | None:
    return None if 1 <= days <= MOST_DAYS else Refusal.NOT_THESE_DAYS


def _why_not_page(address: str) -> Refusal | None:
    if not address:
        return None
    try:
        parts = urlsplit(address)
    except ValueError:
        return Refusal.NO_ADDRESS_OF_PAGE
    sound = parts.scheme in ("http", "https") and parts.hostname and len(address) <= 2000 and " " not in address
    return None if sound else Refusal.NO_ADDRESS_OF_PAGE


SETTINGS: dict[str, Setting] = {
    "site_name": Setting("Isegoria", one_line, _why_not_name),
    "timezone": Setting("Europe/Brussels", one_line, _why_not_zone),
    "responsible_unit": Setting({}, _by_language, _why_not_texts, is_private=True),
    "contact_address": Setting("", one_line, _why_not_email, is_private=True),
    "registration_open": Setting(True, bool, lambda _: None),
    "mail_domains": Setting([], _domains, _why_not_domains),
    "days_to_answer": Setting(15, int, _why_not_days),
    "enforcement_body": Setting({}, _by_language, _why_not_texts),
    "enforcement_link": Setting("", one_line, _why_not_page),
    "privacy_name": Setting({}, _by_language, _why_not_texts, is_private=True),
    "privacy_email": Setting("", one_line, _why_not_email, is_private=True),
}


def put_together(said: Mapping[str, Any], kept: Mapping[str, Any], fixed: Collection[str]) -> Site:
    """Return the site as it is: what the operator said, else what was kept from the browser, else what is usual.

    ``said`` are the operator's settings, of which ``fixed`` were really given; the others are usual values. A kept value
    that cannot stand any more is passed over, so that nothing in the table can bring a page down.
    """
    values = {name: setting.default for name, setting in SETTINGS.items()} | {name: said[name] for name in SETTINGS if name in said}
    for name, value in kept.items():
        if name in SETTINGS and name not in fixed and _can_stand(SETTINGS[name], value):
            values[name] = value
    texts = {name: _text(value) for name, value in values.items() if isinstance(value, dict)}
    return Site(**{**values, **texts, "mail_domains": tuple(values["mail_domains"])})


def _text(by_language: Mapping[str, str]) -> LocalText:
    """Return a text that is there in every language once it is written in one."""
    return LocalText(by_language, "en" if "en" in by_language else next(iter(by_language), "en"))


def _can_stand(setting: Setting, value: Any) -> bool:
    """Tell whether a value has the form of the setting and is not refused."""
    return type(value) is type(setting.default) and setting.why_not(value) is None

"""Limits as pages ask for them: within the rule, or refused with 429, when to come back, and a sentence."""

import ipaddress
from datetime import timedelta
from math import ceil

from babel.dates import format_timedelta
from flask import Flask, current_app, request
from werkzeug.middleware.proxy_fix import ProxyFix

from lms.platform.limits import Budget, Limits, Rule
from lms.settings import Settings
from lms.web.shell import languages

NETWORK = 64  # bits: whoever has an address of version 6 usually has all of its network
A_MINUTE, TWO_HOURS = 60, 2 * 3600


class TooOften(Exception):
    """Something was asked for more often than a limit allows; ``seconds`` says when to come back."""

    def __init__(self, wait: float) -> None:
        super().__init__()
        self.seconds = ceil(wait)


def keep_limits(app: Flask) -> None:
    """Give the application its counts, and let it know from whom a request comes that was handed on."""
    settings: Settings = app.extensions["settings"]
    app.extensions["limits"] = Limits(app.extensions["clock"], secret=settings.secret_key, redis_url=settings.redis_url)
    if settings.proxies:
        # Host comes as it is and no address is made of the request, so nothing more is believed than who asks.
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=settings.proxies, x_proto=0, x_host=0)  # type: ignore[method-assign]


def limits() -> Limits:
    """Return the counts of this site."""
    found: Limits = current_app.extensions["limits"]
    return found


def within(rule: Rule, *key: str) -> bool:
    """Count one more of what the rule limits and tell whether it is still within it."""
    return limits().hit(rule, *key)


def refuse_beyond(rule: Rule, *key: str) -> None:
    """Count one more of what the rule limits; beyond it the request is refused. Raises TooOften, which has its page."""
    turn = limits().take(Budget(rule, key))
    if turn.wait:
        raise TooOften(turn.wait)


def client_address() -> str:
    """Return from where the request came, as limits count it: an address of version 4, a network of version 6."""
    said = (request.remote_addr or "").strip()
    host, _colon, _port = said.rpartition(":")  # some servers in front hand on a port too
    return _place_of(said) or _place_of(host.strip("[]")) or "unknown"


def _place_of(said: str) -> str:
    try:
        found = ipaddress.ip_address(said.partition("%")[0])
    except ValueError:
        return ""
    if isinstance(found, ipaddress.IPv4Address):
        return str(found)
    if found.ipv4_mapped:
        return str(found.ipv4_mapped)
    return str(ipaddress.ip_network((found, NETWORK), strict=False))


def in_words(seconds: int) -> str:
    """Return how long to wait, in the language of the page and never too short."""
    if seconds < A_MINUTE:
        return _so_many("second", 1, seconds)
    return _so_many("minute", 60, seconds) if seconds <= TWO_HOURS else _so_many("hour", 3600, seconds)


def _so_many(unit: str, length: int, seconds: int) -> str:
    whole = timedelta(seconds=ceil(seconds / length) * length)
    return format_timedelta(whole, granularity=unit, threshold=1000, locale=languages.habits())  # type: ignore[arg-type]

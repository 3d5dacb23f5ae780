"""Headers of every answer: nothing inline, nothing from elsewhere, nothing kept of what is private."""

from collections.abc import Callable
from typing import Any, TypeVar

from flask import Flask, Response, g, request
from flask_compress import Compress

from lms.web.shell.visitors import somebody

View = TypeVar("View", bound=Callable[..., Any])

CONTENT_SECURITY_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self';"
    " media-src 'self'; manifest-src 'self'; form-action 'self'; base-uri 'none'; object-src 'none'; frame-ancestors 'none';"
    " require-trusted-types-for 'script'"
)
# An SVG that is opened by itself is a document: it may use its own styles and nothing else.
SVG_POLICY = "default-src 'none'; style-src 'unsafe-inline'; sandbox"
# A film that is opened by itself is a document too, in which the browser plays it; in a sandbox it would be another site's.
FILM_POLICY = "default-src 'none'; style-src 'unsafe-inline'; media-src 'self'"

# What of a person's device and identity no page of ours asks for, so that no script on it ever could.
OFF = (
    "accelerometer autoplay browsing-topics camera clipboard-read display-capture encrypted-media gamepad geolocation gyroscope"
    " hid identity-credentials-get idle-detection keyboard-map local-fonts magnetometer microphone midi otp-credentials payment"
    " publickey-credentials-create publickey-credentials-get screen-wake-lock serial storage-access sync-xhr usb"
    " window-management xr-spatial-tracking"
).split()

ALWAYS = (
    ("Content-Security-Policy", CONTENT_SECURITY_POLICY),
    ("X-Content-Type-Options", "nosniff"),
    ("Referrer-Policy", "same-origin"),
    ("Cross-Origin-Opener-Policy", "same-origin"),
    ("Cross-Origin-Resource-Policy", "same-origin"),
    ("Permissions-Policy", ", ".join(f"{name}=()" for name in OFF)),
)
OVER_HTTPS = (*ALWAYS, ("Strict-Transport-Security", "max-age=31536000; includeSubDomains"))
PRIVATE, MINE = "no-store", "private, no-cache"
VARY = "Cookie, Accept-Language"


def secret_address(view: View) -> View:
    """Let no answer of this address be kept, or tell any other page where it was read: a token stands in it."""
    view.is_secret = True  # type: ignore[attr-defined]
    return view


def protect_answers(app: Flask) -> None:
    """Put the protecting headers on every answer of the application."""

    @app.after_request
    def add_headers(response: Response) -> Response:
        headers = response.headers
        if hasattr(app.view_functions.get(request.endpoint or ""), "is_secret"):
            headers["Referrer-Policy"], headers["Cache-Control"] = "no-referrer", PRIVATE
        there = {name.lower() for name, _value in headers}
        protecting = OVER_HTTPS if app.config["SESSION_COOKIE_SECURE"] else ALWAYS
        missing = [header for header in protecting if header[0].lower() not in there]
        if "indexable" not in g:
            missing.append(("X-Robots-Tag", "noindex"))  # but for what a view shares (sharing.py), nothing is for search engines
        if "cache-control" not in there:
            missing.append(("Cache-Control", PRIVATE if somebody() or request.method != "GET" else MINE))
        if "vary" in there:
            headers["Vary"] = f"{headers['Vary']}, {VARY}"
        else:
            missing.append(("Vary", VARY))
        headers.extend(missing)
        return response


def compress_answers(app: Flask, compress: Compress) -> None:
    """Compress pages, but none that holds both a form's token and something taken from the address (BREACH)."""

    @app.after_request
    def pack(response: Response) -> Response:
        if ("csrf_field" in g or "csrf_token" in g) and (request.query_string or request.method != "GET"):
            return response
        if not response.is_streamed and (response.content_length or 0) < app.config["COMPRESS_MIN_SIZE"]:
            return response
        return compress.after_request(response)

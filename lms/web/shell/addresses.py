"""Whole addresses of this site, as they stand in letters, on certificates and in what search engines read."""

from urllib.parse import urlencode

from flask import current_app, request

from lms.settings import Settings


def base_address() -> str:
    """Return the address of the site as people use it; that of the request only where the operator named none."""
    settings: Settings = current_app.extensions["settings"]
    return settings.base_url or request.host_url.rstrip("/")


def whole(path: str, language: str = "") -> str:
    """Return the whole address of a page, in one language where one is named."""
    return f"{base_address()}{path}?{urlencode({'lang': language})}" if language else f"{base_address()}{path}"

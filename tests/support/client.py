"""A browser without a window: every answer is looked over, every request must leave the database as a page may."""

import hashlib
import secrets
from collections.abc import Mapping
from typing import Any
from urllib.parse import urldefrag, urlsplit

from flask import Flask, has_app_context
from flask.testing import FlaskClient
from itsdangerous import URLSafeTimedSerializer
from werkzeug.test import TestResponse

from tests.support.pages import Page, Typed, read_page
from tests.support.slow_work import SlowWork
from tests.support.statements import Statements, Tidiness, changes_in

ORIGIN = "http://localhost"
READING = ("GET", "HEAD", "OPTIONS")
REDIRECTS = (301, 302, 303, 307, 308)
MOST_REDIRECTS = 5
Query = Mapping[str, str]


class PageClient(FlaskClient):
    """Fetches pages, follows links and fills in forms.

    ``quoted`` lists what a test has put into the school on purpose and that would else look like a leftover or a tag.
    """

    statements: Statements
    tidiness: Tidiness
    slow_work: SlowWork
    _seen: Page

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self.quoted: list[str] = []

    def open(self, *arguments: Any, **named: Any) -> TestResponse:
        """Send a request; fail if its page breaks a rule, or if it left work undone or wrote while reading."""
        assert not has_app_context(), (
            "leave the application's context before you send a request: it must have its own"
        )
        hops = MOST_REDIRECTS if named.pop("follow_redirects", False) else 0
        response = self._one_request(*arguments, **named | {"buffered": True})
        while hops and response.status_code in REDIRECTS:
            response, hops = self.resolve_redirect(response, buffered=True), hops - 1
        return response

    def _one_request(self, *arguments: Any, **named: Any) -> TestResponse:
        with self.statements.since() as ran:
            response = super().open(*arguments, **named)
        request = response.request
        faults = self.tidiness.of_request(self.application) + self.slow_work.of_request()
        if request.method in READING:
            faults += [
                f"reading changed something: {' '.join(statement.split())}" for statement in changes_in(ran)
            ]
        assert not faults, "\n".join([f"{request.method} {request.path}:", *faults])
        shown = response.status_code not in REDIRECTS and request.method not in ("HEAD", "OPTIONS")
        if response.mimetype == "text/html" and shown:
            self._seen = read_page(
                urldefrag(request.url).url, response.status_code, response.text, self.quoted
            )
        return response

    def page(self, url: str, status: int = 200, *, language: str = "", query: Query | None = None) -> Page:
        """Fetch a page, which must answer with ``status``, in ``language`` if one is given; redirects are not followed."""
        headers = {"Accept-Language": language} if language else {}
        return self._read(self.get(url, headers=headers, query_string=query), status, language)

    def send(self, url: str, fields: Mapping[str, Typed] | None = None, **named: Any) -> TestResponse:
        """Post fields with a good token, without a page; returns the bare answer."""
        values = {
            name: [value] if isinstance(value, str) else list(value or [])
            for name, value in (fields or {}).items()
        }
        return self.post(url, data={"csrf_token": self.token(), **values}, **named)

    def submit(
        self,
        page: Page,
        button: str,
        fields: Mapping[str, Typed] | None = None,
        *,
        status: int = 200,
        language: str = "",
    ) -> Page:
        """Press the button with these words on a page and return the page that follows, which must have ``status``."""
        sending = page.press(button, fields)
        headers = {"Origin": ORIGIN, "Referer": page.url, "Sec-Fetch-Site": "same-origin"}
        headers |= {"Accept-Language": language} if language else {}
        if sending.method == "GET":
            response = self.get(sending.url, query_string=sending.values(), headers=headers)
        else:
            response = self.post(sending.url, data=sending.values(), headers=headers, follow_redirects=True)
        return self._read(response, status, language)

    def follow(self, page: Page, text: str, status: int = 200, *, language: str = "") -> Page:
        """Follow the link with these words."""
        parts = urlsplit(page.link(text))
        assert f"{parts.scheme}://{parts.netloc}" == ORIGIN, (
            f"the link {text!r} leaves the site: {parts.geturl()}"
        )
        return self.page(
            f"{parts.path}?{parts.query}" if parts.query else parts.path, status, language=language
        )

    def token(self) -> str:
        """Return a token that forms of this client may carry, as Flask-WTF makes it."""
        with self.session_transaction() as session:
            kept = session.setdefault("csrf_token", hashlib.sha1(secrets.token_bytes(64)).hexdigest())
        signer = URLSafeTimedSerializer(str(self.application.secret_key), salt="wtf-csrf-token")
        return str(signer.dumps(kept))

    def _read(self, response: TestResponse, status: int, language: str) -> Page:
        where = f"{response.request.method} {response.request.path}"
        said = f" (to {response.location})" if response.status_code in REDIRECTS else ""
        assert response.status_code == status, f"{where} answered {response.status_code}{said}, not {status}"
        assert response.mimetype == "text/html", f"{where} answered with {response.mimetype}"
        assert not language or self._seen.lang == language, (
            f"{where} speaks {self._seen.lang}, not {language}"
        )
        return self._seen


def make_client(app: Flask) -> PageClient:
    """Return a new browser that knows nobody."""
    client = app.test_client()
    assert isinstance(client, PageClient)
    return client

"""A browser as far as bytes go: keeps cookies, takes compressed answers, over the network or inside this process."""

import json
import re
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPResponse
from http.cookies import SimpleCookie
from io import BytesIO
from typing import Any, Protocol
from urllib.parse import urlencode, urlsplit

import brotli
from flask import Flask
from werkzeug.test import EnvironBuilder, run_wsgi_app

# What a browser of 2026 says of itself.
HEADERS = {
    "User-Agent": "Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0",
    "Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
    "Accept-Language": "en-GB,en;q=0.5",
    "Sec-Fetch-Dest": "document",
    "Sec-Fetch-Mode": "navigate",
    "Sec-Fetch-Site": "same-origin",
}
PACKED = "gzip, deflate, br, zstd"
HOST = "127.0.0.1:8000"  # of requests that never leave this process
TOKEN = re.compile(r'name="csrf_token" value="([^"]+)"')
FORM = "application/x-www-form-urlencoded"
PATIENCE = 60.0  # seconds


@dataclass(frozen=True)
class Answer:
    """What came back; ``size`` is all that travelled for it: status line, headers and body as they were sent."""

    status: int
    headers: list[tuple[str, str]]
    body: bytes

    def header(self, name: str) -> str:
        """Return a header's value, or nothing."""
        return next((value for key, value in self.headers if key.lower() == name), "")

    @property
    def size(self) -> int:
        """Bytes of the whole answer."""
        head = sum(len(name) + len(value) + 4 for name, value in self.headers)
        return len(f"HTTP/1.1 {self.status} OK\r\n") + head + 2 + len(self.body)

    @property
    def text(self) -> str:
        """The body as text."""
        packed = self.header("content-encoding") == "br"
        return (brotli.decompress(self.body) if packed else self.body).decode()


class Way(Protocol):
    """How requests travel."""

    def send(self, method: str, path: str, headers: dict[str, str], body: bytes) -> Answer:
        """Send one request and return its answer."""
        ...


class Inside:
    """Straight into an application in this process."""

    def __init__(self, app: Flask) -> None:
        self._app = app

    def environ(self, method: str, path: str, headers: dict[str, str], body: bytes = b"") -> dict[str, Any]:
        """Return what a server would hand to the application."""
        parts = urlsplit(path)
        builder = EnvironBuilder(
            parts.path,
            f"http://{HOST}",
            query_string=parts.query,
            method=method,
            headers=list(headers.items()),
            input_stream=BytesIO(body),
            content_length=len(body),
            content_type=headers.get("Content-Type"),
        )
        return builder.get_environ()

    def send(self, method: str, path: str, headers: dict[str, str], body: bytes) -> Answer:
        """Send one request and return its answer."""
        parts, status, answered = run_wsgi_app(
            self._app, self.environ(method, path, headers, body), buffered=True
        )
        return Answer(int(status.split()[0]), list(answered), b"".join(parts))


class Network:
    """Over one connection that is kept open."""

    def __init__(self, address: str) -> None:
        parts = urlsplit(address)
        self._connection = HTTPConnection(parts.hostname or "", parts.port, timeout=PATIENCE)

    def send(self, method: str, path: str, headers: dict[str, str], body: bytes) -> Answer:
        """Send one request and return its answer."""
        self._connection.request(method, path, body or None, headers)
        response: HTTPResponse = self._connection.getresponse()
        return Answer(response.status, response.getheaders(), response.read())


@dataclass
class Browser:
    """Somebody's browser."""

    way: Way
    cookies: dict[str, str] = field(default_factory=dict)

    @classmethod
    def inside(cls, app: Flask, cookies: dict[str, str] | None = None) -> "Browser":
        """Return a browser for an application in this process."""
        return cls(Inside(app), dict(cookies or {}))

    @classmethod
    def at(cls, address: str, cookies: dict[str, str] | None = None) -> "Browser":
        """Return a browser for a site that is served."""
        return cls(Network(address), dict(cookies or {}))

    def headers(self, packed: str = PACKED, **more: str) -> dict[str, str]:
        """Return the headers of this browser; ``packed`` says which compressions it takes."""
        said = HEADERS | ({"Accept-Encoding": packed} if packed else {}) | more
        cookies = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        return said | ({"Cookie": cookies} if cookies else {})

    def get(self, path: str, packed: str = PACKED) -> Answer:
        """Fetch an address."""
        return self._keep(self.way.send("GET", path, self.headers(packed), b""))

    def post(self, path: str, body: bytes, media_type: str, **more: str) -> Answer:
        """Post a body."""
        return self._keep(
            self.way.send("POST", path, self.headers(**{"Content-Type": media_type}, **more), body)
        )

    def submit(self, path: str, fields: dict[str, str]) -> Answer:
        """Post a form."""
        return self.post(path, urlencode(fields).encode(), FORM)

    def post_json(self, path: str, event: dict[str, Any], token: str) -> Answer:
        """Post what a script sends."""
        return self.post(path, json.dumps(event).encode(), "application/json", **{"X-CSRFToken": token})

    def sign_in(self, email: str, password: str) -> None:
        """Sign in through the form."""
        address = "/account/sign-in"
        token = token_in(self.get(address))
        answer = self.submit(address, {"csrf_token": token, "email": email, "password": password})
        if answer.status != 303:
            raise RuntimeError(f"signing in answered {answer.status}")

    def _keep(self, answer: Answer) -> Answer:
        for name, value in answer.headers:
            if name.lower() == "set-cookie":
                for morsel in SimpleCookie(value).values():
                    self.cookies[morsel.key] = morsel.value
                    if not morsel.value:
                        del self.cookies[morsel.key]
        return answer


def token_in(answer: Answer) -> str:
    """Return the token that the forms of a page carry."""
    found = TOKEN.search(answer.text)
    if answer.status != 200 or found is None:
        raise RuntimeError(f"a page with a form answered {answer.status}")
    return found[1]

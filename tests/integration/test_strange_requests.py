"""Whatever is sent, to whatever address, by whomever: a page or a plain refusal, and never a traceback.

Every address of the program is met with places, parameters, fields and bodies that no page of ours would send. What a
scanner or a fuzzer once found is kept here as a case with a name.
"""

import json
from collections.abc import Mapping
from typing import Any
from urllib.parse import quote, urlencode

import pytest
from flask import Flask
from werkzeug.routing import Rule

from tests.contracts.test_access import World, address, make_world, rules_of
from tests.makers import Makers
from tests.support.client import PageClient

WHO = ("stranger", "owner", "admin")
# As they travel in an address: each is a value of one of its places.
PLACES = {
    "nothing at all": "%20",
    "a NUL": "a%00b",
    "no UTF-8": "%ff%fe",
    "half a surrogate": "%ed%a0%80",
    "a way out of the folder": "..%2f..%2fetc%2fpasswd",
    "a way out, twice encoded": "%252e%252e%252f",
    "a template": "%7b%7b7*7%7d%7d",
    "a tag": "%3Csvg%20onload%3Dx%3E",
    "a line end": "a%0d%0aSet-Cookie:x=1",
    "digits of another script": "%d9%a3",
    "a number beyond every integer": "9" * 25,
    "a negative number": "-1",
    "five thousand signs": "a" * 5000,
    "signs that run the other way": quote("\u202eabc\u2066"),
}
NAMES = ("q", "sort", "dir", "page", "state", "course", "text", "next", "lang", "checked", "person", "role", "day", "address", "code", "token")
VALUES = {
    "a quote": "'",
    "a bracket and a comment": ") ; --",
    "a percent sign": "%",
    "an underscore": "_",
    "a backslash": "\\",
    "a number that is infinite": "1e999",
    "minus one": "-1",
    "beyond every integer": str(2**63),
    "a NUL": "\x00",
    "no words": "   ",
    "a tag": '"><script>x</script>',
    "a template": "{{7*7}}",
    "a long word": "ab" * 5000,
    "digits of another script": "٣",
    "an object": "[object Object]",
}
FIELDS = (
    "name", "certificate_name", "email", "password", "present", "new", "password-present", "password-new", "email-email", "email-password", "chosen",
    "code", "language", "zone", "body", "page", "reply_to", "base", "person", "client", "seq", "question", "fields", "version", "role", "reason", "course",
    "site_name", "timezone", "contact_address", "mail_domains", "days_to_answer", "kept", "next", "then", "done", "q-truth", "q-short", "q-number",
)  # fmt: skip
FILES = b"".join(b'--x\r\nContent-Disposition: form-data; name="%s"; filename="a.txt"\r\n\r\na\r\n' % name.encode() for name in FIELDS) + b"--x--\r\n"
BODIES: dict[str, tuple[bytes, str]] = {
    "an empty body": (b"", "application/x-www-form-urlencoded"),
    "no UTF-8 in a field": (b"name=%ff%fe&email=%00", "application/x-www-form-urlencoded"),
    "a field a thousand times": (b"&".join([b"name=a"] * 1000), "application/x-www-form-urlencoded"),
    "a body over the limit": (b"body=" + b"a" * 300_000, "application/x-www-form-urlencoded"),
    "JSON that is a list": (b"[]", "application/json"),
    "JSON that is nothing": (b"null", "application/json"),
    "JSON that is broken": (b'{"a":', "application/json"),
    "JSON that is deep": (b"[" * 5000 + b"]" * 5000, "application/json"),
    "JSON with a number beyond every integer": (b'{"seq": 99999999999999999999999999, "client": "0123456789abcdef"}', "application/json"),
    "JSON with wrong types": (
        json.dumps({"client": {}, "seq": "1", "question": [], "fields": 7, "body": None, "version": []}).encode(),
        "application/json",
    ),
    "JSON with half a surrogate": (b'{"client": "\\ud800", "body": "\\ud800", "seq": 1}', "application/json"),
    "JSON with half a surrogate in every field": (json.dumps(dict.fromkeys(FIELDS, "\ud800")).encode(), "application/json"),
    "JSON with a NUL in every field": (json.dumps(dict.fromkeys(FIELDS, "a\x00b")).encode(), "application/json"),
    "JSON with a number in every field": (json.dumps(dict.fromkeys(FIELDS, 7)).encode(), "application/json"),
    "JSON with an object in every field": (json.dumps({name: {"a": ["\x00"]} for name in FIELDS}).encode(), "application/json"),
    "a NUL in every field": (urlencode(dict.fromkeys(FIELDS, "a\x00b")).encode(), "application/x-www-form-urlencoded"),
    "a NUL in a name": (b"na%00me=a", "application/x-www-form-urlencoded"),
    "half a surrogate in every field": ("&".join(f"{name}=%ed%a0%80" for name in FIELDS).encode(), "application/x-www-form-urlencoded"),
    "a file in place of every field": (FILES, "multipart/form-data; boundary=x"),
    "JSON that is not UTF-8": (b'{"client": "\xff"}', "application/json"),
    "a form in parts that never ends": (b"--x\r\nContent-Disposition: form-data; name=a", "multipart/form-data; boundary=x"),
    "a form in parts without a boundary": (b"--x", "multipart/form-data"),
    "plain text": (b"name=a", "text/plain"),
}
REFUSED = {400, 401, 403, 404, 405, 409, 410, 413, 414, 415, 422, 429}
FINE = {200, 302, 303, 308} | REFUSED


@pytest.fixture
def world(make: Makers) -> World:
    """Return a school with something behind every address; what is sent may stand in a page, made harmless."""
    made = make_world(make)
    for browser in made.browsers.values():
        browser.quoted += ["<svg onload=x>", "{{7*7}}", VALUES["a tag"]]
    return made


def send(browser: PageClient, method: str, where: str, **more: Any) -> int | str:
    """Send a request and return the status, or the traceback that people would never see."""
    try:
        return browser.open(where, method=method, **more).status_code
    except Exception as error:  # noqa: BLE001 – whatever it is, it is what is looked for
        return repr(error)


def with_place(rule: Rule, name: str, value: str) -> str:
    """Return an address of a rule with this value, as it travels, in one place and a word in the others."""
    parts = []
    for is_dynamic, text in rule._trace:
        if is_dynamic:
            parts.append(value if text == name else "a-word")
        else:
            parts.append(text.replace("|", ""))
    return "".join(parts)


def odd(found: Mapping[str, int | str]) -> dict[str, int | str]:
    return {what: status for what, status in found.items() if status not in FINE}


@pytest.mark.slow
@pytest.mark.parametrize("who", WHO)
def test_strange_places_in_an_address(app: Flask, world: World, who: str) -> None:
    browser, found = world.browsers[who], {}
    for (method, path), rule in rules_of(app).items():
        for name in rule.arguments:
            for what, value in PLACES.items():
                where = with_place(rule, name, value)
                found[f"{method} {path} with {what} for {name}"] = send(browser, method, where)
    assert len(found) > 300
    assert odd(found) == {}


@pytest.mark.parametrize(
    "asked", [pytest.param("q=a%00b", id="in a value"), pytest.param("a%00b=q", id="in a name"), pytest.param("q=a&q=%00", id="in the second of two")]
)
def test_a_nul_is_no_question(make: Makers, asked: str) -> None:
    """PostgreSQL keeps none, so on either database it is refused before anything is asked."""
    assert make.client().get(f"/courses/?{asked}").status_code == 400


@pytest.mark.slow
@pytest.mark.parametrize("who", WHO)
def test_strange_parameters(app: Flask, world: World, who: str) -> None:
    browser, found = world.browsers[who], {}
    for (method, path), rule in rules_of(app).items():
        if method != "GET":
            continue
        where = address(app, world, rule)
        for what, value in VALUES.items():
            everything = "&".join(f"{name}={quote(value)}" for name in NAMES)
            found[f"{path} with {what}"] = send(browser, "GET", f"{where}?{everything}")
        found[f"{path} with every name twice"] = send(browser, "GET", f"{where}?{'&'.join(f'{name}=a&{name}[]=b' for name in NAMES)}")
        found[f"{path} with broken escapes"] = send(browser, "GET", f"{where}?q=%&lang=%zz&next=%e0%80")
    assert len(found) > 200
    assert odd(found) == {}


@pytest.mark.slow
@pytest.mark.parametrize("who", WHO)
def test_strange_bodies(app: Flask, world: World, who: str) -> None:
    browser, found = world.browsers[who], {}
    for (method, path), rule in rules_of(app).items():
        if method != "POST" or path.endswith("sign-out"):
            continue
        for what, (body, kind) in BODIES.items():
            headers = {"X-CSRFToken": browser.token()}
            found[f"{path} with {what}"] = send(
                browser, "POST", address(app, world, rule), data=body, content_type=kind, headers=headers
            )
    assert len(found) > 100
    assert odd(found) == {}


@pytest.mark.parametrize("method", ["PUT", "PATCH", "DELETE", "TRACE", "PROPFIND"])
def test_methods_that_no_address_takes(app: Flask, world: World, method: str) -> None:
    browser = world.browsers["admin"]
    found = {path: send(browser, method, address(app, world, rule), headers={"X-CSRFToken": browser.token()}) for (_, path), rule in rules_of(app).items()}
    assert set(found.values()) == {405}


@pytest.mark.parametrize(
    "where",
    ["/install", "/setup", "/debug", "/console", "/.git/config", "/.env", "/metrics", "/admin.php", "/wp-login.php", "/static/../wsgi.py", "/%2e%2e/settings.toml"],
)
def test_what_scanners_ask_for_is_not_there(make: Makers, where: str) -> None:
    assert make.client().get(where).status_code in (308, 404)

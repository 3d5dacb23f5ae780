"""Every refusal is a page or a problem in JSON, has every header, and says when to come back where that helps."""

from collections.abc import Callable
from typing import Any, NoReturn

import pytest
from flask import Flask, Response, abort

from lms.domain.people.passwords import TooManyHashes
from lms.domain.people.rules import Refusal
from lms.kernel.refusals import Refused
from lms.web.shell.guards import OnlyLooking
from lms.web.shell.headers import secret_address
from lms.web.shell.limits import TooOften
from tests.makers import Makers
from tests.support.headers import ALWAYS, wrong

OF_SECRETS = ALWAYS | {"Referrer-Policy": "no-referrer", "Cache-Control": "no-store"}

REFUSALS = {
    "not understood": (lambda: abort(400), 400),
    "not signed in": (lambda: abort(401), 401),
    "not for you": (lambda: abort(403), 403),
    "only looking": (lambda: fail(OnlyLooking()), 403),
    "refused with a reason": (lambda: fail(Refused(Refusal.NO_NAME)), 409),
    "gone": (lambda: abort(410), 410),
    "a teapot": (lambda: abort(418), 418),
    "too often": (lambda: fail(TooOften(61)), 429),
    "busy": (lambda: abort(503), 503),
    "too many passwords at once": (lambda: fail(TooManyHashes()), 503),
}


def fail(error: Exception) -> NoReturn:
    raise error


@pytest.fixture
def answering(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Return what lets another view answer at the address of the catalogue."""

    def answer_with(view: Callable[[], Any]) -> None:
        monkeypatch.setitem(app.view_functions, "public.catalogue", view)

    return answer_with


@pytest.mark.mend("Mend what the failure names, or the expectation in tests/contracts/.")
@pytest.mark.parametrize("accept", ["text/html", "application/json"], ids=["a page", "JSON"])
@pytest.mark.parametrize("signed_in", [False, True], ids=["a stranger", "a learner"])
@pytest.mark.parametrize(("refuse", "status"), REFUSALS.values(), ids=REFUSALS)
def test_every_refusal_has_every_header(
    make: Makers, answering: Callable[..., None], refuse: Callable[[], Any], status: int, signed_in: bool, accept: str
) -> None:
    answering(lambda: refuse())
    response = make.client(make.person() if signed_in else None).get("/courses/", headers={"Accept": accept})
    kind = "application/problem+json" if accept == "application/json" else "text/html"
    assert (response.status_code, response.mimetype, wrong(response, ALWAYS)) == (status, kind, {})
    assert response.headers["Cache-Control"] == ("no-store" if signed_in else "private, no-cache")


@pytest.mark.mend("Mend what the failure names, or the expectation in tests/contracts/.")
@pytest.mark.parametrize("refuse", [None, lambda: abort(404), lambda: fail(TooOften(61))], ids=["its page", "a refusal", "too often"])
def test_no_answer_of_an_address_with_a_token_tells_where_it_was_read(
    make: Makers, answering: Callable[..., None], refuse: Callable[[], Any] | None
) -> None:
    answering(secret_address(lambda: refuse() if refuse else Response("a page", content_type="text/plain")))
    assert wrong(make.client().get("/courses/?token=0123"), OF_SECRETS) == {}


@pytest.mark.mend("Mend what the failure names, or the expectation in tests/contracts/.")
@pytest.mark.parametrize(("seconds", "wait", "language", "words"), [
    pytest.param(0.2, "1", "en", "Please wait 1 second, then try again.", id="a moment"),
    pytest.param(59.1, "60", "en", "Please wait 1 minute, then try again.", id="a minute"),
    pytest.param(61, "61", "en", "Please wait 2 minutes, then try again.", id="a little more than a minute"),
    pytest.param(86_400, "86400", "en", "Please wait 24 hours, then try again.", id="a day"),
    pytest.param(61, "61", "bg", "Изчакайте 2 минути и опитайте отново.", id="in Bulgarian"),
])  # fmt: skip
def test_who_asked_too_often_is_told_when_to_come_back(
    make: Makers, answering: Callable[..., None], seconds: float, wait: str, language: str, words: str
) -> None:
    answering(lambda: fail(TooOften(seconds)))
    browser = make.client()
    page = browser.page("/courses/", 429, language=language)
    assert words in page.text
    answer = browser.get("/courses/", headers={"Accept": "application/json", "Accept-Language": language})
    assert (answer.headers["Retry-After"], answer.status_code, set(answer.json or {})) == (wait, 429, {"type", "title", "status", "detail"})
    assert words in answer.json["detail"]  # type: ignore[index]

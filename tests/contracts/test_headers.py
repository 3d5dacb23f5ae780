"""The protecting headers are on every answer, letter for letter, errors included (security.md 6.3)."""

import re
from collections.abc import Iterator

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from lms import create_app
from lms.domain.people.models import SignIn
from lms.kernel.clock import SetClock
from lms.platform.database import db
from lms.settings import Settings
from tests.makers import COURSE, LESSONS, PASSAGE, PASSWORD, PRACTICE, TEST, Makers
from tests.support import a_guide
from tests.support.addresses import Address, every_address
from tests.support.client import PageClient, make_client
from tests.support.headers import ALWAYS, wrong
from tests.support.postbox import newest, path_of
from tests.support.registering import EMAIL, register

OF_MEDIA = ALWAYS | {"Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; sandbox"}
OF_CARDS = ALWAYS | {"Cross-Origin-Resource-Policy": "cross-origin"}  # other sites show them beside our addresses
FOR_EVER = "public, max-age=31536000, immutable"
HTTPS = "https://learn.example.org"


@pytest.fixture
def places(app: Flask, make: Makers) -> dict[str, str]:
    """Return what fills the places of addresses, in a school with a course, a learner in the middle of a test, and media."""
    course = make.course()
    learner = make.person(email="learner@example.org", password=PASSWORD)
    enrolment = make.enrolment(learner, course)
    browser = make.client(learner)
    begun = browser.submit(browser.page(f"/learn/{COURSE}/{TEST}/"), "Start now")
    picture = browser.page(f"/learn/{COURSE}/{LESSONS[0]}/").main.one("img")
    digest, name = picture.get("src").split("/")[2:]
    register(make.client())
    waiting, seal = path_of(newest(app, EMAIL)).rpartition("/")[2].split("-")
    card = make.client().page(f"/courses/{COURSE}/").one("meta", property="og:image").get("content")
    return {
        "course": COURSE,
        "guide": a_guide.publish(make),
        "guides.reading:activity": a_guide.FIRST,
        "trainer.document:course": a_guide.GUIDE,
        "document": a_guide.HANDOUT,
        "quiz": TEST,
        "activity": TEST,
        "learner.done:activity": LESSONS[0],
        "notebooks.save:activity": LESSONS[1],
        "passage": PASSAGE,
        "learner.go_on:activity": LESSONS[1],
        "quizzes.start:activity": PRACTICE,
        "further.decide:uid": "0" * 32,
        "question": "plan",
        "security.end:uid": make.rows(select(SignIn.uid).where(SignIn.person_id == learner.id))[0].uid,
        "registrations.confirm:uid": waiting,
        "registrations.remove:uid": waiting,
        "confirming.link:uid": waiting,
        "confirming.press:uid": waiting,
        "seal": seal,
        "uid": begun.url.rstrip("/").split("/")[-1],
        "person": learner.uid,
        "enrolment": enrolment.uid,
        "sign_in": "0" * 32,
        **{f"admin_certificates.{name}:uid": "0" * 32 for name in ("certificate", "revoke_it", "correct")},
        "certificates.certificate:uid": "0" * 32,
        "certificates.pdf:uid": "0" * 32,
        "key": "test:0",
        "lang": "en",
        "name": "methods",
        "card": "jury",
        "pictures.card:digest": card.rpartition("-")[2].removesuffix(".png"),
        "media.medium:digest": digest,
        "media.medium:name": name,
        "assets.static_file:digest": app.extensions["assets"]["app.css"].digest,
        "assets.static_file:name": "app.css",
    }


def ask(browser: PageClient, address: Address) -> TestResponse:
    return browser.get(address.path) if address.method == "GET" else browser.send(address.path)


@pytest.mark.parametrize(
    "role", [None, "learner", "admin"], ids=["a stranger", "a learner", "an administrator"]
)
@pytest.mark.mend(
    "Headers are set in one place for all answers: lms/web/shell/headers.py. A view sets none of these; a "
    "place in a new address gets its value in places() in tests/contracts/test_headers.py."
)
def test_every_address_answers_with_every_header(
    app: Flask, make: Makers, places: dict[str, str], role: str | None
) -> None:
    browser = make.client(make.person(role=role) if role else None)
    found = {}
    for address in every_address(app, places):
        response = ask(browser, address)
        assert response.status_code < 500, address
        special = {"media.medium": OF_MEDIA, "pictures.card": OF_CARDS} if response.status_code == 200 else {}
        expected = special.get(address.endpoint, ALWAYS)
        if address.endpoint in ("confirming.link", "confirming.press"):
            expected = ALWAYS | {"Referrer-Policy": "no-referrer"}
        if faults := wrong(response, expected):
            found[str(address)] = faults
        if address.endpoint == "account.sign_out" and role:
            browser = make.client(make.person(role=role))
    assert found == {}


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        pytest.param("GET", "/nowhere", 404, id="no such page"),
        pytest.param("GET", "/courses/nothing/", 404, id="no such course"),
        pytest.param("GET", "/courses", 308, id="a slash is missing"),
        pytest.param("POST", "/courses/", 405, id="a method that is not taken"),
        pytest.param("POST", "/account/sign-out", 400, id="a form without its token"),
        pytest.param("GET", "/reports/progress", 302, id="sign in first"),
        pytest.param("OPTIONS", "/courses/", 200, id="what can be done here"),
        pytest.param("HEAD", "/courses/", 200, id="headers only"),
        pytest.param("GET", "/courses/%ff%fe/", 404, id="bytes that are no text"),
        pytest.param("GET", "/static/0000000000000000/app.css", 404, id="a style sheet of yesterday"),
    ],
)
@pytest.mark.mend(
    "Answer errors through lms/web/shell/errors.py, and set headers in lms/web/shell/headers.py, for every "
    "status."
)
def test_every_error_has_every_header(client: PageClient, method: str, path: str, status: int) -> None:
    response = client.open(path, method=method)
    assert (response.status_code, wrong(response, ALWAYS)) == (status, {})


@pytest.mark.mend("Keep MAX_CONTENT_LENGTH in lms/assembly.py, and let lms/web/shell/errors.py answer 413.")
def test_a_form_that_is_too_large_is_refused_with_every_header(client: PageClient) -> None:
    response = client.send("/account/sign-in", {"email": "x" * 300_000})
    assert (response.status_code, wrong(response, ALWAYS)) == (413, {})


@pytest.fixture
def unguarded(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Flask:
    """Return the application as it runs in earnest: a bug becomes a page, not a traceback."""
    monkeypatch.setitem(app.config, "PROPAGATE_EXCEPTIONS", False)
    return app


@pytest.mark.parametrize("accept", ["text/html", "application/json"])
@pytest.mark.mend("Let lms/web/shell/errors.py answer for Exception, with no word of what was raised.")
def test_a_bug_shows_a_plain_page_with_every_header(
    unguarded: Flask, client: PageClient, monkeypatch: pytest.MonkeyPatch, accept: str
) -> None:
    def broken() -> str:
        raise ZeroDivisionError("secret words of a bug")

    broken.guard = True  # type: ignore[attr-defined]
    monkeypatch.setitem(unguarded.view_functions, "public.catalogue", broken)
    response = client.get("/courses/", headers={"Accept": accept})
    assert (response.status_code, wrong(response, ALWAYS)) == (500, {})
    assert "secret words" not in response.text
    assert "ZeroDivisionError" not in response.text


@pytest.mark.mend(
    "Let lms/web/shell/errors.py answer 503 for OperationalError, with a template that asks no database."
)
def test_a_database_that_is_gone_shows_a_page_with_every_header(
    unguarded: Flask, make: Makers, monkeypatch: pytest.MonkeyPatch
) -> None:
    browser = make.client(make.person())
    with unguarded.app_context():
        engine = db.engine

    def refuse(*_: object) -> None:
        raise engine.dialect.loaded_dbapi.OperationalError("connection refused")

    monkeypatch.setattr(engine.dialect, "do_execute", refuse)
    response = browser.get("/learn/")
    assert (response.status_code, wrong(response, ALWAYS)) == (503, {})


@pytest.mark.parametrize(
    ("path", "signed_in", "expected"),
    [
        pytest.param("/courses/", False, "private, no-cache", id="a public page"),
        pytest.param("/courses/", True, "no-store", id="the same page, signed in"),
        pytest.param("/learn/", True, "no-store", id="a page of one's own"),
        pytest.param("/nowhere", True, "no-store", id="an error, signed in"),
        pytest.param("/reports/progress", False, "private, no-cache", id="the way to the sign-in, too short to be compressed"),
    ],
)
@pytest.mark.mend(
    "Cache-Control and Vary are set in lms/web/shell/headers.py: no-store for whoever is signed in. A view "
    "sets Cache-Control only for what never changes."
)
def test_nothing_private_is_kept(make: Makers, path: str, signed_in: bool, expected: str) -> None:
    response = make.client(make.person() if signed_in else None).get(path)
    assert response.headers["Cache-Control"] == expected
    assert {"cookie", "accept-language"} <= {name.lower() for name in response.vary}


@pytest.mark.parametrize(
    ("method", "path", "packed"),
    [
        pytest.param("GET", "/courses/", True, id="a page without a form"),
        pytest.param("GET", "/courses/?lang=en", True, id="a page without a form that was asked something"),
        pytest.param("GET", "/account/sign-in", True, id="a form"),
        pytest.param("GET", "/account/sign-in?next=/courses/", False, id="a form beside something from its address"),
        pytest.param("POST", "/account/sign-in", False, id="a form with what was sent"),
    ],
)
@pytest.mark.mend(
    "Keep the condition of compress_answers in lms/web/shell/headers.py: no page that holds a token beside "
    "what others could choose is compressed."
)
def test_no_page_with_a_token_and_something_from_outside_is_compressed(
    app: Flask, make: Makers, method: str, path: str, packed: bool
) -> None:
    """Else whoever can make somebody's browser ask could find out the token from the sizes of the answers (BREACH)."""
    make.course()
    make.person(email="ana@example.org", password=PASSWORD)
    browser = FlaskClient(app, app.response_class)
    token = re.search('name="csrf_token" value="([^"]+)"', browser.get("/account/sign-in").text)
    assert token
    typed = {"csrf_token": token[1], "email": "ana@example.org", "password": PASSWORD, "kept-typed": "x" * 1000}
    sent = typed if method == "POST" else None  # whoever signs in again is shown what they had typed
    answer = browser.open(path, method=method, data=sent, headers={"Accept-Encoding": "gzip"})
    assert (answer.status_code, answer.headers.get("Content-Encoding")) == (200, "gzip" if packed else None)


@pytest.mark.mend(
    "Let lms/web/shell/assets.py and lms/web/public/media.py answer with Cache-Control: public, "
    "max-age=31536000, immutable, and set no cookie."
)
def test_static_files_and_public_media_are_kept_for_ever(
    app: Flask, make: Makers, places: dict[str, str]
) -> None:
    kept = [
        address
        for address in every_address(app, places)
        if address.endpoint in ("assets.static_file", "media.medium")
    ]
    for address in kept:
        response = make.client().get(address.path)
        assert (response.status_code, response.headers["Cache-Control"]) == (200, FOR_EVER)
        assert "Set-Cookie" not in response.headers


@pytest.fixture
def https(settings: Settings, app: Flask, clock: SetClock) -> Iterator[PageClient]:
    """Return a browser on a site that people reach over https; it has the same people and courses."""
    site = Settings(
        instance=settings.instance, database_url=settings.database_url, secret_key=settings.secret_key, base_url=HTTPS,
        library=settings.library,
    )  # fmt: skip
    secure = create_app(site, clock)
    secure.testing = True
    secure.test_client_class = PageClient
    yield make_client(secure)
    with secure.app_context():
        db.engine.dispose()


def cookies(response: TestResponse) -> list[list[str]]:
    """Return the cookies that an answer sets: each its name and then its attributes, in small letters and sorted."""
    found = []
    for header in response.headers.getlist("Set-Cookie"):
        first, *attributes = [part.strip() for part in header.split(";")]
        found.append([first.split("=")[0], *sorted(attribute.lower() for attribute in attributes)])
    return found


def sign_in(browser: PageClient, **named: str) -> TestResponse:
    return browser.send("/account/sign-in", {"email": "ana@example.org", "password": PASSWORD}, **named)


@pytest.mark.mend("Keep Strict-Transport-Security in lms/web/shell/headers.py for sites whose settings say https.")
def test_over_https_browsers_are_told_to_stay_there(https: PageClient) -> None:
    response = https.get("/courses/", base_url=HTTPS)
    assert (
        wrong(response, ALWAYS | {"Strict-Transport-Security": "max-age=31536000; includeSubDomains"}) == {}
    )


@pytest.mark.mend("In lms/web/shell/headers.py say Strict-Transport-Security only where settings.is_https.")
def test_without_https_nobody_is_told_so(client: PageClient) -> None:
    assert "Strict-Transport-Security" not in client.get("/courses/").headers


@pytest.mark.mend("Keep HttpOnly, SameSite=Lax and Path=/ where the cookie is set: lms/web/shell/visitors.py.")
def test_the_cookie_of_a_sign_in_is_for_this_site_and_for_no_script(client: PageClient, make: Makers) -> None:
    make.person(email="ana@example.org", password=PASSWORD)
    response = sign_in(client)
    assert response.status_code == 303
    assert ["sid", "httponly", "path=/", "samesite=lax"] in cookies(response)


@pytest.mark.mend("Keep the digest of the token and never the token: sign_in in lms/domain/people/service.py.")
def test_only_a_digest_of_the_cookie_is_kept(client: PageClient, make: Makers) -> None:
    make.person(email="ana@example.org", password=PASSWORD)
    sign_in(client)
    cookie = client.get_cookie("sid")
    assert cookie is not None
    assert cookie.value not in [digest for (digest,) in make.rows(select(SignIn.token_digest))]


@pytest.mark.mend("Keep HttpOnly, SameSite=Lax and a year where the cookie is set: lms/web/shell/languages.py.")
def test_the_choice_of_a_language_is_a_cookie_that_no_script_reads(client: PageClient) -> None:
    response = client.get("/courses/?lang=bg")
    assert ["lang", "httponly", "max-age=31536000", "path=/", "samesite=lax"] in [
        [part for part in cookie if not part.startswith("expires=")] for cookie in cookies(response)
    ]


def post_securely(browser: PageClient, path: str, **fields: str) -> TestResponse:
    """Send a form over https with the token of its page."""
    token = re.search('name="csrf_token" value="([^"]+)"', browser.get("/account/sign-in", base_url=HTTPS, follow_redirects=True).text)
    assert token
    headers = {"Origin": HTTPS, "Referer": f"{HTTPS}/account/sign-in"}
    return browser.post(path, data={"csrf_token": token[1], **fields}, base_url=HTTPS, headers=headers)


@pytest.mark.mend("Mend lms/web/shell/headers.py, or name the answer that differs in tests/contracts/test_headers.py.")
def test_over_https_every_cookie_is_for_this_host_alone(https: PageClient, make: Makers) -> None:
    make.person(email="ana@example.org", password=PASSWORD)
    found = [cookie for path in ("/account/sign-in", "/courses/?lang=bg") for cookie in cookies(https.get(path, base_url=HTTPS))]
    found += cookies(post_securely(https, "/account/sign-in", email="ana@example.org", password=PASSWORD))
    found += cookies(post_securely(https, "/account/sign-out"))
    assert {cookie[0] for cookie in found} == {"__Host-sid", "__Host-forms", "__Host-known", "__Host-lang"}
    needed = {"httponly", "path=/", "samesite=lax", "secure"}
    assert [cookie for cookie in found if not needed <= set(cookie) or any(part.startswith("domain") for part in cookie)] == []


@pytest.mark.mend("Mend lms/web/shell/headers.py, or name the answer that differs in tests/contracts/test_headers.py.")
def test_without_https_no_cookie_claims_it(client: PageClient, make: Makers) -> None:
    make.person(email="ana@example.org", password=PASSWORD)
    found = [cookie for path in ("/account/sign-in", "/courses/?lang=bg") for cookie in cookies(client.get(path))]
    found += cookies(sign_in(client))
    assert {cookie[0] for cookie in found} == {"sid", "forms", "known", "lang"}
    assert [cookie for cookie in found if "secure" in cookie or not {"httponly", "samesite=lax"} <= set(cookie)] == []


@pytest.mark.mend("Mend lms/web/shell/headers.py, or name the answer that differs in tests/contracts/test_headers.py.")
def test_over_https_a_cookie_without_its_prefix_opens_nothing(https: PageClient, make: Makers) -> None:
    make.sign_in(https, make.person())
    assert https.get("/learn/", base_url=HTTPS).status_code == 302


@pytest.mark.mend("Keep Clear-Site-Data in the view that signs out: lms/web/account/views.py.")
def test_signing_out_clears_what_the_browser_keeps(client: PageClient, make: Makers) -> None:
    """But not its storage: there waits, sealed, what others have not sent yet (decision 38); scripts clear what is their reader's."""
    make.sign_in(client, make.person())
    response = client.send("/account/sign-out")
    assert response.headers["Clear-Site-Data"] == '"cache"'

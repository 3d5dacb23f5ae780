"""Under which name the site is asked, and from where: what a client may say of itself and what not."""

from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest
from flask import Flask

from lms import create_app
from lms.kernel.clock import SetClock
from lms.platform.database import db
from lms.settings import Settings
from lms.web.shell.limits import client_address
from tests.conftest import NOW
from tests.support.headers import ALWAYS, wrong

Serve = Callable[..., Flask]


@pytest.fixture
def serve(settings: Settings) -> Iterator[Serve]:
    """Return what serves the site with other settings."""
    made: list[Flask] = []

    def serve_with(**others: str | int) -> Flask:
        app = create_app(replace(settings, **others), SetClock(NOW))  # type: ignore[arg-type]
        app.add_url_rule("/from", view_func=client_address)
        made.append(app)
        return app

    yield serve_with
    for app in made:
        with app.app_context():
            db.engine.dispose()


OURS = ("learn.example.org", "LEARN.example.org", "learn.example.org:8443", "127.0.0.1", "localhost:8000", "[::1]", "[::1]:8000")
FOREIGN = (
    "evil.example", "learn.example.org.evil.example", "evil-learn.example.org", "sub.learn.example.org", "learn.example.org@evil.example",
    "evil.example@learn.example.org", "learn.example.org, evil.example", "learn.example.org/evil", "learn.example.org.", "[::1",
    "learn.example.org:port", "", " ", "\u043b.example.org",
)  # fmt: skip


@pytest.mark.parametrize(("host", "status"), [*((host, 200) for host in OURS), *((host, 400) for host in FOREIGN)])
def test_the_site_is_served_under_its_own_names_alone(serve: Serve, host: str, status: int) -> None:
    browser = serve(base_url="https://learn.example.org").test_client()
    response = browser.get("/healthz", environ_overrides={"HTTP_HOST": host})
    needed = ALWAYS | {"Strict-Transport-Security": "max-age=31536000; includeSubDomains"}
    assert (response.status_code, wrong(response, needed)) == (status, {})
    assert "evil" not in response.text


def test_a_name_in_other_letters_is_known_as_browsers_send_it(serve: Serve) -> None:
    browser = serve(base_url="https://учене.example").test_client()
    assert [browser.get("/healthz", headers={"Host": host}).status_code for host in ("xn--e1aaxwu.example", "evil.example")] == [200, 400]


@pytest.mark.parametrize(
    ("path", "there"),
    [
        pytest.param("/courses?lang=bg", "/courses/?lang=bg", id="a slash is missing"),
        pytest.param("//courses", "/courses/", id="a slash too many"),
        pytest.param("/learn/", "/account/sign-in?next=/learn/", id="sign in first"),
    ],
)
def test_no_address_is_made_of_what_a_client_says(serve: Serve, path: str, there: str) -> None:
    browser = serve(base_url="https://learn.example.org", proxies=1).test_client()
    said = {"Host": "learn.example.org", "X-Forwarded-Host": "evil.example", "X-Forwarded-Proto": "gopher", "X-Forwarded-Port": "666", "X-Forwarded-Prefix": "/evil"}
    path, _question, query = path.partition("?")
    response = browser.get(base_url="https://learn.example.org", headers=said, environ_overrides={"PATH_INFO": path, "QUERY_STRING": query})
    assert (response.status_code // 100, response.location, "evil" in response.text) == (3, there, False)


CLIENT, NEAR, FAR = "198.51.100.7", "192.0.2.1", "192.0.2.2"


@pytest.mark.parametrize(
    ("proxies", "forwarded", "seen"),
    [
        pytest.param(0, None, NEAR, id="nobody in front"),
        pytest.param(0, CLIENT, NEAR, id="nobody in front, and a client that claims to be somebody else"),
        pytest.param(1, CLIENT, CLIENT, id="one in front"),
        pytest.param(1, f"{FAR}, {CLIENT}", CLIENT, id="one in front, and a client that claims to be somebody else"),
        pytest.param(1, None, NEAR, id="one in front that says nothing"),
        pytest.param(2, f"{CLIENT}, {FAR}", CLIENT, id="two in front"),
        pytest.param(2, f"1.2.3.4, {CLIENT}, {FAR}", CLIENT, id="two in front, and a client that claims to be somebody else"),
        pytest.param(2, CLIENT, NEAR, id="two in front, one of which says nothing"),
        pytest.param(1, f"{CLIENT}:40000", CLIENT, id="with a port"),
        pytest.param(1, "2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64", id="version 6: its network"),
        pytest.param(1, "[2001:db8:1:2:3:4:5:6]:40000", "2001:db8:1:2::/64", id="version 6 with a port"),
        pytest.param(1, f"::ffff:{CLIENT}", CLIENT, id="version 4 in the clothes of version 6"),
        pytest.param(1, "who knows", "unknown", id="no address"),
    ],
)
def test_who_asks_is_told_by_our_own_servers_alone(serve: Serve, proxies: int, forwarded: str | None, seen: str) -> None:
    browser = serve(proxies=proxies).test_client()
    headers = {"X-Forwarded-For": forwarded} if forwarded else {}
    assert browser.get("/from", headers=headers, environ_overrides={"REMOTE_ADDR": NEAR}).text == seen

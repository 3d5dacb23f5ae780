"""How letters leave the site, read from one setting."""

import pytest

from lms.platform.mail_route import Route, name_of, read_route, sender_at, why_not_sender

ROUTES = {
    "a folder": ("file:", Route("file")),
    "a relay": ("smtp://mail.example.eu", Route("smtp", "mail.example.eu", 25)),
    "with a port": ("smtp://mail.example.eu:2525/", Route("smtp", "mail.example.eu", 2525)),
    "with a user": ("smtp://ana:secret@mail.example.eu", Route("smtp", "mail.example.eu", 587, "ana", "secret")),
    "encrypted from the start": ("smtps://ana:secret@mail.example.eu", Route("smtps", "mail.example.eu", 465, "ana", "secret")),
    "strange signs": ("smtp://ana%40example.eu:p%3A%2F%23@h:26", Route("smtp", "h", 26, "ana@example.eu", "p:/#")),
    "version 6": ("smtp://[::1]:25", Route("smtp", "::1", 25)),
}


@pytest.mark.parametrize(("address", "expected"), ROUTES.values(), ids=ROUTES.keys())
def test_a_route_is_read_from_its_address(address: str, expected: Route) -> None:
    assert read_route(address) == expected


REFUSED = {
    "another way": "sendmail:",
    "a folder elsewhere": "file:/var/mail",
    "no host": "smtp://",
    "a port that is none": "smtp://h:70000",
    "a user alone": "smtp://hush@h",
    "a password alone": "smtp://:hush@h",
    "more than a host": "smtp://h/hush",
    "a password with a question mark": "smtp://ana:hu?sh@h",
    "a password with a hash": "smtp://ana:hu#sh@h",
    "a password with a slash": "smtp://ana:hu/sh@h",
    "a bracket too few": "smtp://[::1",
}


@pytest.mark.parametrize("address", REFUSED.values(), ids=REFUSED.keys())
def test_what_is_no_route_is_refused_without_telling_a_password(address: str) -> None:
    with pytest.raises(ValueError, match=r"^(is|must|names|ends) ") as refused:
        read_route(address)
    assert "hu" not in str(refused.value)
    assert refused.value.__cause__ is None


@pytest.mark.parametrize(
    ("address", "checks"),
    [
        pytest.param("smtp://relay.example.eu", False, id="a relay in the house"),
        pytest.param("smtp://ana:secret@mail.example.eu", True, id="a password to another machine"),
        pytest.param("smtps://mail.example.eu", True, id="encrypted from the start"),
        pytest.param("smtp://ana:secret@127.0.0.1", False, id="a password on this machine"),
        pytest.param("smtps://ana:secret@localhost", False, id="this machine by name"),
    ],
)
def test_a_server_must_prove_who_it_is_where_something_is_at_stake(address: str, checks: bool) -> None:
    assert read_route(address).checks_certificate is checks


def test_what_is_shown_holds_neither_user_nor_password() -> None:
    assert read_route("smtp://ana:secret@mail.example.eu").shown == "smtp://mail.example.eu:587"
    assert read_route("smtp://[::1]").shown == "smtp://[::1]:25"
    assert read_route("file:").shown == "file:"


@pytest.mark.parametrize(
    ("host", "name"),
    [("", "localhost"), ("127.0.0.1", "localhost"), ("::1", "localhost"), ("10.0.0.5", "[10.0.0.5]"), ("пример.example", "xn--e1afmkfd.example")],
)
def test_letters_come_from_the_host_of_the_site(host: str, name: str) -> None:
    assert (name_of(host), sender_at(host)) == (name, f"isegoria@{name}")


@pytest.mark.parametrize("sender", ["isegoria", "@example.eu", "a@", "Ana <a@example.eu>", "a@b.eu, c@d.eu", "a@b.eu\nBcc: c@d.eu", "a b@c.eu", "ана@b.eu"])
def test_what_is_no_plain_address_cannot_be_the_sender(sender: str) -> None:
    assert why_not_sender(sender).startswith("must be")
    assert why_not_sender("isegoria@learn.example.eu") == ""

"""Letters over an encrypted way: to a mail server that proves who it is, and to none that does not.

The server is a real one on this machine under an address that the program takes for another machine's.
"""

from collections.abc import Callable
from typing import Any

import pytest
from aiosmtpd.smtp import AuthResult, LoginPassword
from flask import Flask

from lms.kernel.clock import SetClock
from tests.makers import Makers
from tests.support.authority import Authority
from tests.support.letters import Post, send_through
from tests.support.mail_server import MailServer, mail_server

HERE = "0.0.0.0"  # leads to this very machine, and is no loopback address
WAYS = ["smtps", "starttls"]
NOT_PROVEN = "The mail server did not prove who it is: its certificate is not accepted here, so nothing was sent."


@pytest.fixture(scope="module")
def known(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    """Return the authority that this machine knows."""
    return Authority(tmp_path_factory.mktemp("tls") / "known")


@pytest.fixture(scope="module")
def unknown(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    """Return an authority that this machine does not know."""
    return Authority(tmp_path_factory.mktemp("tls") / "unknown")


@pytest.fixture
def mail(app: Flask, make: Makers, clock: SetClock, known: Authority, monkeypatch: pytest.MonkeyPatch) -> Post:
    """Return the way of letters in this school, on a machine that knows one authority."""
    monkeypatch.setenv("SSL_CERT_FILE", str(known.file))
    return Post(app, make, clock)


def take(password: str, seen: list[bool]) -> Callable[..., AuthResult]:
    """Return what lets in whoever has the password, and notes whether anybody gave one."""

    def check(_server: Any, _session: Any, _envelope: Any, _mechanism: str, given: LoginPassword) -> AuthResult:
        seen.append(given.password == password.encode())
        return AuthResult(success=seen[-1], handled=False)

    return check


def delivered(mail: Post, patch: pytest.MonkeyPatch, way: str, authority: Authority, name: str) -> tuple[MailServer, list[bool], str]:
    """Have a letter delivered to a server with such a certificate; return the server, the passwords given, and what the job says."""
    seen: list[bool] = []
    with_certificate = {"ssl_context" if way == "smtps" else "tls_context": authority.certificate_for(name)}
    with mail_server().open(**with_certificate, authenticator=take("right", seen), auth_require_tls=way == "starttls") as server:
        scheme = "smtps" if way == "smtps" else "smtp"
        send_through(mail.app, patch, mail_url=f"{scheme}://ana:right@{HERE}:{server.port}")
        mail.letters(1)
        mail.deliver()
    return server, seen, mail.jobs()[0].error or ""


@pytest.mark.parametrize("way", WAYS)
def test_a_server_that_proves_who_it_is_gets_the_letter(mail: Post, monkeypatch: pytest.MonkeyPatch, known: Authority, way: str) -> None:
    server, seen, error = delivered(mail, monkeypatch, way, known, f"IP:{HERE}")
    assert (len(server.arrived), seen, error, mail.still_waiting()) == (1, [True], "", 0)


@pytest.mark.parametrize("way", WAYS)
def test_a_server_of_an_unknown_authority_gets_neither_letter_nor_password(
    mail: Post, monkeypatch: pytest.MonkeyPatch, unknown: Authority, way: str
) -> None:
    server, seen, error = delivered(mail, monkeypatch, way, unknown, f"IP:{HERE}")
    assert (server.arrived, seen, mail.still_waiting()) == ([], [], 1)
    assert error == f"{NOT_PROVEN}\nunable to get local issuer certificate"


@pytest.mark.parametrize("way", WAYS)
def test_a_server_with_the_certificate_of_another_gets_neither_letter_nor_password(
    mail: Post, monkeypatch: pytest.MonkeyPatch, known: Authority, way: str
) -> None:
    server, seen, error = delivered(mail, monkeypatch, way, known, "DNS:mail.example.eu")
    assert (server.arrived, seen, mail.still_waiting()) == ([], [], 1)
    assert error == f"{NOT_PROVEN}\nIP address mismatch, certificate is not valid for '{HERE}'."

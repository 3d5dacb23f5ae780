"""Brings messages out of the house: into the outbox folder, or to a mail server."""

import os
import smtplib
import ssl
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path
from typing import Protocol

from lms.kernel.digest import digest_of
from lms.kernel.words import N_
from lms.platform.mail import READABLE, Message, Sender, routed_address, written
from lms.platform.mail_route import SMTPS, Route, name_of
from lms.platform.worker import Later, Never, Unreachable

SECONDS = 60.0  # that a server may take for one answer
MOST_SECONDS = 120.0  # until the text is handed over; with what follows this is less than the lease of a job
PARTING_SECONDS = 5.0
LONGEST_SAID = 300
GONE = 421  # the server closes the door
UNREACHABLE = N_("The mail server cannot be reached.")
NOT_IN = N_("The mail server does not let us in.")
NOT_PROVEN = N_("The mail server did not prove who it is: its certificate is not accepted here, so nothing was sent.")
NO_TLS = N_("The mail server offers no encryption, and the password must not travel without.")
NOT_NOW = N_("The mail server does not take this letter now.")
NOT_EVER = N_("The mail server does not take this letter.")
NO_SUCH_SIGNS = N_("The mail server takes no addresses with letters like these.")
NO_ANSWER = N_("The mail server did not say whether it has taken this letter.")
NO_ROOM = N_("The letter cannot be written into the outbox.")


class Office(Protocol):
    """Takes messages and brings them out of the house."""

    def send(self, message: Message, *, posted_at: datetime, now: datetime) -> None:
        """Send a message; raises Later, Unreachable or Never where that cannot be."""
        ...

    def close(self) -> None:
        """Let go of what is kept from one message to the next."""
        ...


class Outbox:
    """A folder that takes each letter as a file: for a look around, and where there is no mail server."""

    def __init__(self, folder: Path, sender: Sender) -> None:
        self._folder, self._sender = folder, sender

    def send(self, message: Message, *, posted_at: datetime, now: datetime) -> None:
        """Write the message whole or not at all; one that is written twice is still one file."""
        body = written(message, self._sender, at=now, body=READABLE)
        name = f"{posted_at:%Y%m%d-%H%M%S}-{digest_of(message.key)[:12]}.eml"
        try:
            self._folder.mkdir(mode=0o700, exist_ok=True)
            _write_whole(self._folder / name, body)
        except OSError as error:
            raise Unreachable(NO_ROOM, error.strerror or "") from error

    def close(self) -> None:
        """Do nothing: nothing is kept."""


def _write_whole(path: Path, body: bytes) -> None:
    part = path.with_name(f".{path.name}.part")
    with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
        file.write(body)
        file.flush()
        os.fsync(file.fileno())
    part.replace(path)
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


class MailServer:
    """A server that speaks SMTP. One conversation is kept for several letters, and ended by ``close()``."""

    def __init__(self, route: Route, sender: Sender, *, seconds: float = SECONDS) -> None:
        self._route, self._sender, self._seconds = route, sender, seconds
        self._open: smtplib.SMTP | None = None

    def send(self, message: Message, *, posted_at: datetime, now: datetime) -> None:
        """Hand the message over, or raise why that cannot be, now or ever."""
        began = time.monotonic()
        to = routed_address(message.to)
        body = written(message, self._sender, at=now)
        try:
            server = self._conversation()
            with _answers_in_words(message.to):
                if not to.isascii() and not server.has_extn("smtputf8"):
                    raise Never(NO_SUCH_SIGNS)
                _agreed(server.mail(self._sender.address, () if to.isascii() else ("SMTPUTF8", "BODY=8BITMIME")), message.to)
                _agreed(server.rcpt(to), message.to)
                if time.monotonic() - began > MOST_SECONDS:
                    raise Later(NOT_NOW)
                _agreed(server.data(body), message.to)
        except BaseException:
            self._break_off()  # whatever is half said must not be continued
            raise

    def greet(self) -> None:
        """Begin a conversation as for a letter and end it; raises Later where that cannot be."""
        self._conversation()
        self.close()

    def close(self) -> None:
        """End the conversation, if there is one, as the protocol wants it."""
        if self._open is not None and self._open.sock is not None:
            self._open.sock.settimeout(PARTING_SECONDS)
            with suppress(OSError, smtplib.SMTPException):
                self._open.docmd("QUIT")
        self._break_off()

    def _break_off(self) -> None:
        server, self._open = self._open, None
        if server is not None:
            with suppress(OSError, smtplib.SMTPException):
                server.close()

    def _conversation(self) -> smtplib.SMTP:
        """Return a conversation in which a letter can be handed over: the one that is open, or a new one."""
        if self._open is not None:
            with suppress(OSError, smtplib.SMTPException):
                if self._open.rset()[0] == 250:
                    return self._open
            self._break_off()
        try:
            self._open = self._connect()
            self._come_in(self._open)
        except BaseException:
            self._break_off()
            raise
        return self._open

    def _connect(self) -> smtplib.SMTP:
        route, us = self._route, name_of(self._sender.host)
        try:
            if route.scheme == SMTPS:
                return smtplib.SMTP_SSL(route.host, route.port, us, timeout=self._seconds, context=self._tls())
            return smtplib.SMTP(route.host, route.port, us, timeout=self._seconds)
        except ssl.SSLCertVerificationError as error:
            raise Unreachable(NOT_PROVEN, _on_one_line(error.verify_message)) from error
        except (OSError, smtplib.SMTPException, UnicodeError) as error:
            raise Unreachable(UNREACHABLE, said_by(error)) from error

    def _come_in(self, server: smtplib.SMTP) -> None:
        """Greet the server, let what follows be encrypted where it can be, and say who we are."""
        try:
            server.ehlo_or_helo_if_needed()
            if self._route.scheme != SMTPS and server.has_extn("starttls"):
                server.starttls(context=self._tls())
                server.ehlo_or_helo_if_needed()
            elif self._route.password and self._route.scheme != SMTPS and not self._route.is_loopback:
                raise Unreachable(NO_TLS)
            if self._route.password:
                server.login(self._route.user, self._route.password)
        except ssl.SSLCertVerificationError as error:
            raise Unreachable(NOT_PROVEN, _on_one_line(error.verify_message)) from error
        except smtplib.SMTPServerDisconnected as error:
            raise Unreachable(UNREACHABLE, said_by(error)) from error
        except (smtplib.SMTPException, OSError, UnicodeError) as error:
            raise Unreachable(NOT_IN, said_by(error)) from error

    def _tls(self) -> ssl.SSLContext:
        context = ssl.create_default_context()
        if not self._route.checks_certificate:  # better a cipher with a stranger than none at all
            context.check_hostname = False
            context.verify_mode = ssl.CERT_NONE
        return context


@contextmanager
def _answers_in_words(to: str) -> Iterator[None]:
    """Turn what breaks a conversation about a letter into the reason why it is tried again."""
    try:
        yield
    except smtplib.SMTPDataError as error:
        _agreed((error.smtp_code, _bytes(error.smtp_error)), to)
    except (smtplib.SMTPException, OSError) as error:
        raise Unreachable(NO_ANSWER, said_by(error)) from error


def _agreed(answer: tuple[int, bytes], to: str) -> None:
    """Go on where the server agrees; raise Never where it refuses the letter for good, Later where for now."""
    code, words = answer
    if 200 <= code < 300:
        return
    said = _on_one_line(f"{code} {words.decode('utf-8', 'replace')}", to)
    if code == GONE or code < 0:
        raise Unreachable(NOT_NOW, said)
    raise Never(NOT_EVER, said) if code >= 500 else Later(NOT_NOW, said)


def said_by(error: Exception) -> str:
    """Return in a line what a failure says of itself."""
    if isinstance(error, smtplib.SMTPResponseException):
        return _on_one_line(f"{error.smtp_code} {_bytes(error.smtp_error).decode('utf-8', 'replace')}")
    return _on_one_line(getattr(error, "strerror", None) or str(error) or type(error).__name__)


def _bytes(said: bytes | str) -> bytes:
    return said if isinstance(said, bytes) else said.encode()


def _on_one_line(said: str, but: str = "") -> str:
    """Return words of a server on one line, without the address that they are about: it is kept in the account alone."""
    plain = " ".join("".join(sign if sign.isprintable() else " " for sign in said).split())
    for address in filter(None, {but, but.lower()}):
        plain = plain.replace(address, "…")
    return plain[:LONGEST_SAID]

"""A real SMTP server on this machine, whose answers a test decides, and the letters that it has taken."""

import socket
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import SMTPUTF8
from typing import Any, cast

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

HOST = "127.0.0.1"
TAKEN = "250 Taken"


@dataclass(frozen=True)
class Arrived:
    """A letter that the server has taken: for whom, and what it says."""

    to: str
    body: bytes

    @property
    def message(self) -> EmailMessage:
        """The letter as a mail program reads it."""
        return cast(EmailMessage, message_from_bytes(self.body, policy=SMTPUTF8))

    @property
    def id(self) -> str:
        """Its Message-ID."""
        return str(self.message["Message-ID"])

    def text(self, kind: str) -> str:
        """Return its text of this kind: plain or html."""
        part = self.message.get_body((kind,))
        assert part is not None, f"the letter has no {kind} text"
        return str(cast(EmailMessage, part).get_content()).replace("\r\n", "\n")


@dataclass
class MailServer:
    """What the server answers, and what it has taken; ``on_rcpt`` and ``on_data`` are asked for each letter.

    ``conversations`` counts how often somebody came in.
    """

    port: int
    on_mail: Callable[[str], str] = lambda _sender: "250 OK"
    on_rcpt: Callable[[str], str] = lambda _to: "250 OK"
    on_data: Callable[[Arrived], str] = lambda _letter: TAKEN
    arrived: list[Arrived] = field(default_factory=list)
    seen: list[str] = field(default_factory=list)
    conversations: int = 0
    speaks_utf8: bool = False

    @property
    def url(self) -> str:
        """The setting that leads here."""
        return f"smtp://{HOST}:{self.port}"

    @property
    def readers(self) -> list[str]:
        """Whose letters have been taken, in order."""
        return [each.to for each in self.arrived]

    async def handle_EHLO(self, _server: SMTP, session: Session, _envelope: Envelope, name: str, answers: list[str]) -> list[str]:
        """Let somebody in."""
        session.host_name = name
        self.conversations += 1
        return answers

    async def handle_MAIL(self, _server: SMTP, _session: Session, envelope: Envelope, sender: str, options: list[str]) -> str:
        """Answer to the address from which a letter comes."""
        envelope.mail_from = sender
        envelope.mail_options.extend(options)
        return self.on_mail(sender)

    async def handle_RCPT(self, _server: SMTP, _session: Session, envelope: Envelope, to: str, _options: list[str]) -> str:
        """Answer to the address to which a letter goes."""
        answer = self.on_rcpt(to)
        self.seen.append(to)
        if answer.startswith("250"):
            envelope.rcpt_tos.append(to)
        return answer

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:
        """Take a letter, or not."""
        letter = Arrived(envelope.rcpt_tos[0], cast(bytes, envelope.original_content))
        answer = self.on_data(letter)
        if answer.startswith("250"):
            self.arrived.append(letter)
        return answer

    @contextmanager
    def open(self, **options: Any) -> Iterator["MailServer"]:
        """Be reachable for the length of the block."""
        controller = Controller(self, HOST, self.port, enable_SMTPUTF8=self.speaks_utf8, **options)
        controller.start()
        try:
            yield self
        finally:
            controller.stop()


def free_port() -> int:
    """Return a port at which nobody listens."""
    with closing(socket.create_server((HOST, 0))) as door:
        return int(door.getsockname()[1])


def mail_server(**answers: Any) -> MailServer:
    """Return a server that is not open yet."""
    return MailServer(free_port(), **answers)

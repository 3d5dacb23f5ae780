"""How letters leave the site, read from one address: into a folder, or to a mail server."""

import ipaddress
from dataclasses import dataclass
from email.utils import parseaddr
from urllib.parse import SplitResult, unquote, urlsplit

FILE, SMTP, SMTPS = "file", "smtp", "smtps"
RELAY_PORT, SUBMISSION_PORT, SECURE_PORT = 25, 587, 465


@dataclass(frozen=True)
class Route:
    """Where letters go; ``user`` and ``password`` are empty where the server asks for none."""

    scheme: str
    host: str = ""
    port: int = 0
    user: str = ""
    password: str = ""

    @property
    def is_file(self) -> bool:
        """Whether letters are only written into a folder."""
        return self.scheme == FILE

    @property
    def is_loopback(self) -> bool:
        """Whether the server is this very machine, so that nothing travels."""
        return is_loopback(self.host)

    @property
    def checks_certificate(self) -> bool:
        """Whether the server must prove who it is: always where a password travels to another machine."""
        return not self.is_loopback and (self.scheme == SMTPS or bool(self.password))

    @property
    def shown(self) -> str:
        """The address without user and password."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return "file:" if self.is_file else f"{self.scheme}://{host}:{self.port}"


def is_loopback(host: str) -> bool:
    """Tell whether a host is this very machine."""
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def read_route(address: str) -> Route:
    """Return the route that an address means.

    Raises ValueError with the rest of a sentence, which tells nothing of a password.
    """
    if address == "file:":
        return Route(FILE)
    try:
        parts = urlsplit(address)
        port = parts.port
    except ValueError:
        raise ValueError("is no address of a mail server: check its host and port") from None
    if parts.scheme not in (SMTP, SMTPS):
        raise ValueError("must be file:, for a folder in the instance, or begin with smtp:// or smtps://")
    if not parts.hostname:
        raise ValueError("names no mail server, as in smtp://mail.example.eu:25")
    if parts.path.strip("/") or parts.query or parts.fragment:
        raise ValueError("ends with more than host and port: write signs like / ? # in a password as %2F %3F %23")
    user, password = _credentials(parts)
    usual = SECURE_PORT if parts.scheme == SMTPS else SUBMISSION_PORT if user else RELAY_PORT
    return Route(parts.scheme, parts.hostname, port or usual, user, password)


def _credentials(parts: SplitResult) -> tuple[str, str]:
    user, password = unquote(parts.username or ""), unquote(parts.password or "")
    if bool(user) != bool(password):
        raise ValueError("must hold both a user and a password, or neither: smtp://user:password@host")
    return user, password


def why_not_sender(sender: str) -> str:
    """Return the rest of a sentence that says why letters cannot come from this address; empty where they can."""
    address = parseaddr(sender)[1]
    local, at, domain = address.rpartition("@")
    if sender != address or not (local and at and domain) or any(sign.isspace() or not sign.isprintable() for sign in sender):
        return "must be a plain e-mail address, as in isegoria@learn.example.eu"
    return "" if sender.isascii() else "must be in ASCII letters: write a domain as in xn--e1afmkfd.example"


def sender_at(host: str) -> str:
    """Return the address from which letters come where none is set."""
    return f"isegoria@{name_of(host)}"


def name_of(host: str) -> str:
    """Return the name of a host as it may stand in an address: in ASCII, a number as ``localhost`` or in brackets."""
    if not host or is_loopback(host):
        return "localhost"
    try:
        version = ipaddress.ip_address(host).version
    except ValueError:
        return host.encode("idna").decode("ascii")
    return f"[{host}]" if version == 4 else f"[IPv6:{host}]"

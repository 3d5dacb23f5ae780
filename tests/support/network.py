"""Keeps the tests on this machine: connecting or asking for a name anywhere else fails, and fails the test."""

import ipaddress
import sys
from collections.abc import Callable
from typing import Any

NAMES = ("localhost", "", "0.0.0.0")  # the last one leads nowhere else when somebody connects to it


class OutsideWorld(RuntimeError):
    """A test tried to reach something beyond this machine."""


class Fence:
    """Stands around the process once it was built, for an audit hook can never be taken away again.

    ``also`` is told of every connection that is tried, allowed or not.
    """

    def __init__(self, also: Callable[[str], None]) -> None:
        self.tried: list[str] = []
        self._also = also

    def build(self) -> None:
        """Refuse from now on whatever goes beyond this machine."""
        sys.addaudithook(self._look)

    def _look(self, what: str, arguments: tuple[Any, ...]) -> None:
        if what in ("socket.connect", "socket.sendto"):
            address = arguments[1]
            # Whatever is not a pair of host and port (a path, a number) is a socket of this machine.
            host = address[0] if isinstance(address, tuple) and isinstance(address[0], str | bytes) else None
        elif what in ("socket.getaddrinfo", "socket.gethostbyname"):
            host = arguments[0]
        else:
            return
        self._also(f"{what} {name_of(host)}")
        if not is_here(host):
            self.tried.append(f"{what} {name_of(host)}")
            raise OutsideWorld(f"tests stay on this machine, but one tried {what} with {host!r}")

    def what_was_tried(self) -> list[str]:
        """Return what was tried since the last question."""
        tried, self.tried = self.tried, []
        return tried


def name_of(host: str | bytes | None) -> str:
    """Return a host as text; empty for none."""
    return host.decode("ascii", "replace") if isinstance(host, bytes) else host or ""


def is_here(host: str | bytes | None) -> bool:
    """Tell whether a host is this machine itself."""
    name = name_of(host)
    if name in NAMES:
        return True
    try:
        return ipaddress.ip_address(name.split("%")[0]).is_loopback
    except ValueError:
        return False

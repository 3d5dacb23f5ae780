"""The door of the site and the server behind it: a bound socket, and gunicorn as a library."""

import ctypes
import errno
import ipaddress
import os
import socket
from collections.abc import Callable
from contextlib import AbstractContextManager, ExitStack, nullcontext
from dataclasses import dataclass
from typing import Any

from flask import Flask

from lms.commands.edge import Unable

if os.name != "posix":
    raise Unable(
        "Isegoria serves on Linux and macOS; on Windows use it inside WSL (Windows Subsystem for Linux)."
    )

from gunicorn.app.base import BaseApplication  # type: ignore[import-untyped]  # and not to be had on Windows

M_ARENA_MAX = -8  # by its number, as in glibc's malloc.h
HEAPS = 2


@dataclass(frozen=True)
class Door:
    """Where the site listens: a bound socket, and the address that leads to it from this machine."""

    socket: socket.socket
    host: str
    address: str

    @property
    def is_loopback(self) -> bool:
        """Whether only this very machine reaches it."""
        return ipaddress.ip_address(self.socket.getsockname()[0].partition("%")[0]).is_loopback


def open_door(host: str, port: int) -> Door:
    """Return a door at this host and port, 0 for any free one; nobody else can take it from now on.

    Raises Unable with a clear sentence when that is not possible, above all when the port is in use.
    """
    family, place = _place(host, port)
    bound = socket.socket(family, socket.SOCK_STREAM)
    bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        bound.bind(place)
        bound.listen()  # until now two could have the same port
    except OSError as error:
        bound.close()
        raise Unable(_why_closed(error, host, port)) from error
    return Door(bound, host, _address(host, bound.getsockname()[1]))


def _place(host: str, port: int) -> tuple[socket.AddressFamily, Any]:
    """Return family and address for a host; only a name is looked up."""
    try:
        version = ipaddress.ip_address(host).version
        return (socket.AF_INET if version == 4 else socket.AF_INET6), (host, port)
    except ValueError:
        pass
    try:
        family, _kind, _protocol, _name, place = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
    except (socket.gaierror, UnicodeError) as error:
        raise Unable(f"There is no address {host}: use 127.0.0.1, or an address of this machine.") from error
    return family, place


def _why_closed(error: OSError, host: str, port: int) -> str:
    if error.errno == errno.EADDRINUSE:
        return f"Port {port} of {host} is in use by another program. Stop that one, or choose another port: --port {port + 1 if port < 65535 else 8000}"
    if error.errno == errno.EADDRNOTAVAIL:
        return f"{host} is not an address of this machine. Use 127.0.0.1, or 0.0.0.0 for all of them."
    if error.errno == errno.EACCES:
        return (
            f"Port {port} is for the administrator of this machine only. Choose one above 1023: --port 8000"
        )
    return f"Port {port} of {host} cannot be opened: {error.strerror}."


def _address(host: str, port: int) -> str:
    """Return the address that leads there from this very machine."""
    reached = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104
    shown = f"[{reached}]" if ":" in reached else reached
    return f"http://{shown}" if port == 80 else f"http://{shown}:{port}"


def share_heaps() -> bool:
    """Let all threads of this process and its workers take memory from two heaps, not from one each; tell whether they will.

    Else what eight threads have let go of lies in eight places, ten megabytes a worker. Only glibc knows this (mallopt(3)).
    """
    mallopt = getattr(ctypes.CDLL(None), "mallopt", None)
    return mallopt is not None and mallopt(M_ARENA_MAX, HEAPS) == 1


class Server(BaseApplication):
    """gunicorn with threads, serving one application at an open door until it is stopped.

    ``beside`` is entered in each process that serves and left when that process ends.
    """

    def __init__(
        self,
        app: Flask,
        door: Door,
        *,
        workers: int,
        threads: int,
        when_ready: Callable[[], None],
        beside: Callable[[], AbstractContextManager[object]] = nullcontext,
    ) -> None:
        self._app, self._beside = app, ExitStack()
        self._options = {
            "bind": f"fd://{door.socket.detach()}",
            "worker_class": "gthread",
            "workers": workers,
            "threads": threads,
            "when_ready": lambda _arbiter: when_ready(),
            # A thread does not live through a fork, so what works beside the pages begins in the process that serves them.
            "post_worker_init": lambda _worker: self._beside.enter_context(beside()),
            "worker_exit": lambda _arbiter, _worker: self._beside.close(),
            "loglevel": "warning",
            "proc_name": "isegoria",
            "control_socket_disable": True,
        }
        share_heaps()
        super().__init__()

    def load_config(self) -> None:
        """Take the options; neither environment nor files of gunicorn's own are read."""
        for name, value in self._options.items():
            self.cfg.set(name, value)

    def load(self) -> Flask:
        """Return the application, which the workers share until they write to it."""
        return self._app

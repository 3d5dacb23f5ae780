"""Under which names the site is served, that of its address and those of this very machine; and no link is made of them."""

from functools import lru_cache
from urllib.parse import urlsplit

from flask import Flask, Response, request
from werkzeug.exceptions import SecurityError
from werkzeug.routing import RequestRedirect

LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})


def check_hosts(app: Flask, base_url: str) -> None:
    """Refuse what is asked for under any other name.

    Werkzeug refuses what is no name at all. Its own list of names knows no address of version 6 and takes a name in
    capital letters for another one, so the names are compared here.
    """
    ours = LOOPBACK | {name_in(base_url.partition("://")[2])} - {""}

    @app.before_request
    def check() -> None:
        if name_in(request.host) not in ours:
            raise SecurityError("asked for under a name that is not ours")

    @app.after_request
    def stay_here(response: Response) -> Response:
        """Lead to the address with its slash by its path alone: name and scheme are what somebody in between has said."""
        if isinstance(request.routing_exception, RequestRedirect):
            parts = urlsplit(request.routing_exception.new_url)
            path = f"/{parts.path.lstrip('/')}"  # two slashes would lead to another site
            response.location = f"{path}?{parts.query}" if parts.query else path
            response.set_data(b"")
        return response


@lru_cache(64)
def name_in(host: str) -> str:
    """Return the name of a host as browsers send it, without its port; empty for what is none."""
    try:
        return (urlsplit(f"//{host}").hostname or "").encode("idna").decode("ascii")
    except ValueError:
        return ""

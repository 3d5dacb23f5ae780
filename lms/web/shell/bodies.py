"""Bodies of requests in JSON, read so that none of them can be more than a bad request."""

from typing import Any

from flask import Flask
from flask.json.provider import DefaultJSONProvider


class SafeJSON(DefaultJSONProvider):
    """Flask's JSON, for which what is nested too deeply is as broken as what is cut off."""

    def loads(self, s: str | bytes, **kwargs: Any) -> Any:
        """Return what the text says. Raises ValueError where it is no JSON or nested too deeply."""
        try:
            return super().loads(s, **kwargs)
        except RecursionError as error:
            raise ValueError("nested too deeply") from error


def read_bodies(app: Flask) -> None:
    """Let the application read JSON so."""
    app.json = SafeJSON(app)

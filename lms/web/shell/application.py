"""The Flask application as this house uses it."""

from collections.abc import Callable
from typing import Any

from flask import Flask


class Application(Flask):
    """Flask, in which every view and hook is a plain function: it is not looked at for each request whether it is a coroutine."""

    def ensure_sync(self, func: Callable[..., Any]) -> Callable[..., Any]:
        """Return the function itself."""
        return func

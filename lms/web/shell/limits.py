"""Limits as pages ask for them: within the rule, or not."""

from flask import Flask, current_app, request

from lms.platform.limits import Limits, Rule


def keep_limits(app: Flask) -> None:
    """Give the application its counts."""
    app.extensions["limits"] = Limits()


def limits() -> Limits:
    """Return the counts of this site."""
    found: Limits = current_app.extensions["limits"]
    return found


def within(rule: Rule, *key: str) -> bool:
    """Count one more of what the rule limits and tell whether it is still within it."""
    return limits().hit(rule, *key)


def client_address() -> str:
    """Return the network address from which the request came."""
    return request.remote_addr or "unknown"

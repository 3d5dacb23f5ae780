"""Every address of the program, with its places filled in, for tests that go through all of them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from flask import Flask
from werkzeug.routing import Rule

METHODS = ("GET", "POST")


@dataclass(frozen=True)
class Address:
    """One address as a browser may ask for it."""

    endpoint: str
    method: str
    path: str

    def __str__(self) -> str:
        return f"{self.method} {self.path} ({self.endpoint})"


def every_address(app: Flask, places: Mapping[str, str]) -> Iterator[Address]:
    """Yield every address with each method it takes, its places filled in from ``places``.

    ``endpoint:name`` goes before ``name``. A place for which there is nothing is an error, so that a new kind of
    address cannot be forgotten.
    """
    for rule in sorted(app.url_map.iter_rules(), key=lambda rule: (rule.rule, rule.endpoint)):
        for method in METHODS:
            if method in (rule.methods or ()):
                yield Address(rule.endpoint, method, _filled(app, rule, places))


def _filled(app: Flask, rule: Rule, places: Mapping[str, str]) -> str:
    values = {}
    for name in rule.arguments:
        found = places.get(f"{rule.endpoint}:{name}", places.get(name))
        assert found is not None, f"{rule.rule} has a place {name}; say in the test what may stand there"
        values[name] = found
    with app.test_request_context():
        built = app.url_map.bind("localhost").build(
            rule.endpoint, values, method=next(iter(rule.methods or ["GET"]))
        )
    return str(built)

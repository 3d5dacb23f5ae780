"""Notices slow work that is done while the one writing transaction is open: rendering and hashing (data-model.md)."""

from typing import Any

import argon2
import markdown
import pytest
from flask import Flask, before_render_template, has_app_context

from lms.platform.database import is_writing


class SlowWork:
    """What was done inside a unit of work although it belongs before it."""

    def __init__(self) -> None:
        self.faults: list[str] = []

    def watch(self, app: Flask, patch: pytest.MonkeyPatch) -> None:
        """Look at every rendering and hashing from now on; each still does what it did."""
        before_render_template.connect(self._rendering, app)
        for owner, name in (
            (argon2.PasswordHasher, "hash"),
            (argon2.PasswordHasher, "verify"),
            (markdown.Markdown, "convert"),
        ):
            patch.setattr(owner, name, self._watched(getattr(owner, name), f"{owner.__name__}.{name}"))

    def _rendering(self, _app: Flask, template: Any, **_rest: Any) -> None:
        self.note(f"the template {template.name}")

    def _watched(self, work: Any, name: str) -> Any:
        def watched(*arguments: Any, **named: Any) -> Any:
            self.note(name)
            return work(*arguments, **named)

        return watched

    def note(self, what: str) -> None:
        """Note slow work if a writing transaction is open now."""
        if has_app_context() and is_writing():
            self.faults.append(f"{what} ran while a writing transaction was open")

    def of_request(self) -> list[str]:
        """Return what the request that just ended did, and forget it."""
        faults, self.faults = self.faults, []
        return faults

"""Isegoria: a learning platform for public administrations. ``create_app`` is all that is exported, ever."""

from lms.assembly import create_app

__all__ = ["create_app"]

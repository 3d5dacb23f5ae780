"""Isegoria: a learning platform for public administrations. ``create_app`` is all that is exported, ever."""

import gc

_collects = gc.isenabled()
gc.disable()  # what is loaded stays: looking through it for what could go takes a fifth of a start
try:
    from lms.assembly import create_app
finally:
    if _collects:
        gc.enable()

__all__ = ["create_app"]

"""The kinds of question that this site can serve, by name. A kind is one module here and one template of its name.

Whatever module lies here is a kind: nothing else need be told. ``tests/contracts/test_kinds.py`` says what it must offer.
``KNOWN`` are all kinds of the course format; those that are not in ``KINDS`` are reported as ``kind-not-served``.
"""

from importlib import import_module
from pkgutil import iter_modules
from typing import cast

from lms.domain.questions.kind import Kind

KINDS: dict[str, Kind] = {
    module.name: cast("Kind", import_module(f"{__name__}.{module.name}")) for module in iter_modules(__path__)
}
LATER = ("gaps", "essay", "reflection")
KNOWN = (*KINDS, *(name for name in LATER if name not in KINDS))

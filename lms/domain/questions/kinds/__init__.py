"""The kinds of question, by name. A kind is one module here and one template of its name.

Whatever module lies here is a kind: nothing else need be told. ``tests/contracts/test_kinds.py`` says what it must offer.
"""

from importlib import import_module
from pkgutil import iter_modules
from typing import cast

from lms.domain.questions.kind import Kind

KINDS: dict[str, Kind] = {
    module.name: cast("Kind", import_module(f"{__name__}.{module.name}")) for module in iter_modules(__path__)
}

"""A kind of question is one module and one template of its name; nothing else need be told of it."""

import inspect
from importlib import import_module
from typing import Any, get_type_hints

import pytest

from lms.domain.questions.kind import Kind
from lms.domain.questions.kinds import KINDS
from tests.support.source import LMS
from tests.unit.questions import test_leaks, test_templates

OFFERED = {name: each for name, each in vars(Kind).items() if inspect.isfunction(each) and not name.startswith("_")}
TEMPLATES = LMS / "web" / "learner" / "templates" / "learner" / "kinds"


def takes(function: Any, *, leave: int) -> list[tuple[str, str]]:
    """Return the names and manners of what a function takes, its first ``leave`` left out."""
    return [(each.name, each.kind.name) for each in list(inspect.signature(function).parameters.values())[leave:]]


@pytest.mark.mend(
    "Write what is missing into the module of the kind in lms/domain/questions/kinds/: every function of Kind "
    "in lms/domain/questions/kind.py, with the same names of what it takes; docs/first-hour.md shows one from start to end."
)
@pytest.mark.parametrize("kind", KINDS)
def test_a_kind_offers_all_that_a_kind_offers(kind: str) -> None:
    module = import_module(f"lms.domain.questions.kinds.{kind}")
    missing = [name for name in (*OFFERED, *get_type_hints(Kind)) if not hasattr(module, name)]
    assert missing == []
    other = {name: takes(getattr(module, name), leave=0) for name in OFFERED}
    wanted = {name: takes(each, leave=1) for name, each in OFFERED.items()}
    assert unnamed(other) == unnamed(wanted)


def unnamed(found: dict[str, list[tuple[str, str]]]) -> dict[str, list[str]]:
    """Return how things are taken: by their place, under whatever name, or by their name."""
    return {
        name: [each if manner == "KEYWORD_ONLY" else manner for each, manner in taken] for name, taken in found.items()
    }


@pytest.mark.mend(
    "Make the template of the kind, <kind>.html, in lms/web/learner/templates/learner/kinds/; short.html there is the "
    "shortest. A template without a module in lms/domain/questions/kinds/ goes."
)
def test_every_kind_has_its_template() -> None:
    there = {path.stem for path in TEMPLATES.glob("*.html") if not path.stem.startswith("_")}
    assert there == set(KINDS)


@pytest.mark.mend(
    "Add a row for the new kind to SECRETS in tests/unit/questions/test_leaks.py: answers in which every secret is "
    "marked, and a response. The tests then look whether anything of it can be reached before it may be."
)
def test_every_kind_is_searched_for_leaks() -> None:
    assert set(test_leaks.SECRETS) == set(KINDS)


@pytest.mark.mend(
    "Add a row for the new kind to BODIES in tests/unit/questions/test_templates.py: answers, and a response. The tests "
    "then look whether its template is sound, has labels and gives nothing away."
)
def test_every_kind_is_drawn() -> None:
    assert set(test_templates.BODIES) == set(KINDS)

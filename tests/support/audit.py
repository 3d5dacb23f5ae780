"""What is looked at on every page that any test fetches: each rule a function that yields what is wrong."""

from collections.abc import Callable, Iterator, Sequence

from tests.support import audit_reading as reading
from tests.support import audit_safety as safety
from tests.support.tree import Node

RULES: tuple[Callable[[Node, str], Iterator[str]], ...] = (
    reading.has_language_and_title,
    reading.has_one_h1_that_the_title_names,
    reading.has_headings_in_steps,
    reading.has_main_once,
    reading.has_help_at_its_end,
    reading.has_ids_once_and_references_that_resolve,
    reading.has_labels,
    reading.has_nothing_nameless,
    reading.has_headed_tables,
    safety.has_tokens,
    safety.has_nothing_inline,
    safety.has_nothing_foreign,
)


def audit(root: Node, address: str, quoted: Sequence[str] = ()) -> list[str]:
    """Return everything that is wrong with a page fetched from ``address`` that shows the texts ``quoted`` as they are."""
    faults = [fault for rule in RULES for fault in rule(root, address)]
    return faults + list(safety.has_no_leftovers(root, quoted))

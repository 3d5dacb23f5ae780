"""The kinds of question that this site can serve, by name. A kind is one module here and one template of its name.

``KNOWN`` are all kinds of the course format; those that are not in ``KINDS`` are reported as ``kind-not-served``.
"""

from lms.domain.questions.kind import Kind
from lms.domain.questions.kinds import information, matching, multiple, number, ordering, short, single, truth

KINDS: dict[str, Kind] = {
    "single": single,
    "multiple": multiple,
    "truth": truth,
    "short": short,
    "number": number,
    "matching": matching,
    "ordering": ordering,
    "information": information,
}
KNOWN = (*KINDS, "gaps", "essay", "reflection")

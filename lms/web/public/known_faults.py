"""What is known not to be accessible, in sentences for people: what happens, and what to do instead.

``docs/accessibility.md`` says which criteria suffer from which of these, and repeats the sentences in English; a test
holds that both say the same. The sentences stand here because here they are marked for translation.
"""

from lms.kernel.words import N_

KNOWN_FAULTS: dict[str, tuple[str, str]] = {
    "certificate-pdf": (N_("x"), N_("y")),
}

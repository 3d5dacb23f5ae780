"""The titles of the courses by key, in the reader's language."""

from lms.domain.courses.queries import get_outline, list_published
from lms.kernel.localtext import Spoken
from lms.web.shell.languages import ui_language

EVERY_VISIBILITY = ("public", "signed-in", "invited")


def titles() -> dict[str, Spoken]:
    """Return the title of every published course that has learners by its key: one statement, whatever is kept of their outlines."""
    outlines = {each.key: get_outline(each.map_digest) for each in list_published(EVERY_VISIBILITY)}
    return {key: outline.title.in_(ui_language()) for key, outline in outlines.items() if not outline.is_guide}

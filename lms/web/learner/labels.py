"""Puts labels in the reader's language ("Case study", "on another site") into what was rendered for everybody."""

from markupsafe import Markup

from lms.platform.markdown_labels import LABELS, put_in_labels
from lms.web.shell.languages import ui_language
from lms.web.shell.words import gettext as _

NOTHING = Markup()


def labelled(html: str, lang: str) -> Markup:
    """Return what our renderer made, with its labels in the reader's language; ``lang`` is that of the text."""
    spoken = ui_language()
    labels = {kind: _(word) for kind, word in LABELS.items()}
    return Markup(put_in_labels(html, labels, None if lang == spoken else spoken))  # noqa: S704 – our own renderer's

"""Labels of blocks of a lesson ("Case study"), put in by the page so that what was rendered stays the same for all."""

from functools import cache

from flask_babel import force_locale, gettext as _

from lms.platform.markdown import put_in_labels


def with_labels(html: str, lang: str) -> str:
    """Return the rendered text of a document with the labels of its blocks in the document's language."""
    return put_in_labels(html, _labels(lang))


@cache
def _labels(lang: str) -> dict[str, str]:
    with force_locale(lang.replace("-", "_")):
        return {
            "note": _("Note"),
            "tip": _("Tip"),
            "important": _("Important"),
            "warning": _("Warning"),
            "case": _("Case study"),
            "exercise": _("Exercise"),
            "reflect": _("Think about it"),
            "further": _("Read on"),
        }

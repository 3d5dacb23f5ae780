"""The words that a page puts into a rendered text, in the reader's language; they are not baked in (data-model)."""

import html as escaping
import re
from collections.abc import Mapping

from lms.kernel.words import N_

LABELS: dict[str, str] = {
    "note": N_("Note"),
    "tip": N_("Tip"),
    "important": N_("Important"),
    "warning": N_("Warning"),
    "case": N_("Case study"),
    "exercise": N_("Exercise"),
    "reflect": N_("Think about it"),
    "further": N_("Further reading"),
    "external": N_("(on another site)"),
    "table": N_("Table"),
    "footnotes": N_("Footnotes"),
    "back": N_("Back to the text"),
    "described": N_("The film with spoken description"),
    "transcript": N_("Transcript"),
    "task-open": N_("To do:"),
    "task-done": N_("Done:"),
}
PLACE = re.compile(r'(?P<tag><(?:p|span)(?: [a-z-]+="[^"]*")*? data-label="(?P<kind>[a-z-]+)"(?: [a-z-]+="[^"]*")*>)(?P<title>[^<]*+)')


def put_in_labels(html: str, labels: Mapping[str, str], lang: str | None = None) -> str:
    """Return rendered ``html`` with the word for each place that was left open, once; ``lang`` is the language of the words.

    Only a place that the renderer made can match: in a text the sign ``<`` is always written ``&lt;``.
    """
    language = f' lang="{escaping.escape(lang)}"' if lang else ""

    def put(place: re.Match[str]) -> str:
        word = labels.get(place["kind"])
        if word is None:
            return place.group()
        label = f'{place["tag"]}<span class="label"{language}>{escaping.escape(word, quote=False)}</span>'
        is_last, title = html.startswith("</", place.end()), place["title"]
        if is_last and escaping.unescape(title).strip().casefold() in ("", word.casefold()):
            return label  # a title that says the same again is not repeated
        return f"{label} {title}"

    return PLACE.sub(put, html)

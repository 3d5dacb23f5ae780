"""The text of a lesson as its page shows it: rendered when it was published, labelled once for each language, kept.

Labels of blocks ("Case study") are put in here, so that what was rendered stays the same for all.
"""

import json
from dataclasses import dataclass
from datetime import date

from lms.domain.courses.queries import get_page
from lms.kernel.digest import digest_of
from lms.platform.cache import Shelf
from lms.platform.markdown_labels import LABELS, put_in_labels
from lms.web.shell.languages import ui_language
from lms.web.shell.templates import macros
from lms.web.shell.words import gettext as _


@dataclass(frozen=True)
class LessonText:
    """A lesson in one language; ``html`` and ``sources`` are safe HTML, their labels in the reader's language.

    ``tongue`` is what says in the tag of an element in which language it is: nothing where it is the reader's.
    """

    tongue: str
    html: str
    sources_tongue: str
    sources: tuple[str, ...]
    checked: date | None


_texts: Shelf[LessonText] = Shelf(512)


def lesson_text(page: str, lang: str, source: str) -> LessonText:
    """Return the lesson in ``lang`` that was rendered under the digest ``page``; its sources are in the course's ``source``."""
    return _texts.get(digest_of(page, ui_language()), lambda: _labelled(page, lang, source))


def _labelled(page: str, lang: str, source_lang: str) -> LessonText:
    spoken = ui_language()
    in_text, in_sources = (None if spoken == each else spoken for each in (lang, source_lang))
    body, labels = json.loads(get_page(page)), {kind: _(word) for kind, word in LABELS.items()}
    tongue = macros().tongue
    return LessonText(
        tongue(lang),
        put_in_labels(body["html"], labels, in_text),
        tongue(source_lang),
        tuple(put_in_labels(source, labels, in_sources) for source in body["sources"]),
        date.fromisoformat(body["checked"]) if body["checked"] else None,
    )

"""The words of the interface in the language of the request: one look into a dictionary for each.

Templates and views say some hundred sentences on a page, so each language's catalogue is asked once for each sentence
and the answer kept. Sentences come from templates and code, never from people, so what is kept is bounded.
"""

from flask import g
from flask_babel import format_decimal, get_domain
from markupsafe import Markup

from lms.web.shell.languages import ui_language


class Words:
    """The sentences of one language that have been said so far."""

    def __init__(self) -> None:
        self._catalogue = get_domain().get_translations()
        self._templates: dict[str, str] = {}
        self._whole: dict[str, str] = {}
        self._html: dict[str, Markup] = {}

    def template(self, sentence: str) -> str:
        """Return a sentence with its ``%(name)s`` places still open."""
        found = self._templates.get(sentence)
        if found is None:
            found = self._templates[sentence] = self._catalogue.ugettext(sentence)
        return found

    def whole(self, sentence: str) -> str:
        """Return a sentence that has no places."""
        found = self._whole.get(sentence)
        if found is None:
            found = self._whole[sentence] = self.template(sentence).replace("%%", "%")
        return found

    def html(self, sentence: str) -> Markup:
        """Return a sentence that has no places as HTML: its signs are our own."""
        found = self._html.get(sentence)
        if found is None:
            found = self._html[sentence] = Markup(self.whole(sentence))  # noqa: S704 – the program's own, tested for tags
        return found

    def say(self, sentence: str, **places: object) -> Markup:
        """Return a sentence as HTML: its own signs are ours, what is put into its places is escaped."""
        if not places:
            return self.html(sentence)
        return Markup(self.template(sentence)) % places  # noqa: S704

    def plural(self, singular: str, plural: str, number: int | float) -> str:
        """Return the form of a sentence that goes with a number, its places still open."""
        counted = number if isinstance(number, int) else 2  # half an hour goes with the plural, as in "1.5 hours"
        return str(self._catalogue.ungettext(singular, plural, counted))


_by_language: dict[str, Words] = {}


def words() -> Words:
    """Return the words of this request's language."""
    spoken: Words | None = g.get("words")
    if spoken is None:
        language = ui_language()
        if language not in _by_language:
            _by_language[language] = Words()
        spoken = g.words = _by_language[language]
    return spoken


def gettext(sentence: str, **places: object) -> str:
    """Return a sentence in the language of the page."""
    return words().template(sentence) % places if places else words().whole(sentence)


def ngettext(singular: str, plural: str, num: int | float, **places: object) -> str:
    """Return the form of a sentence that goes with ``num``, in the language of the page."""
    return words().plural(singular, plural, num) % {"num": _spelled(num), **places}


def gettext_in_template(sentence: str, **places: object) -> Markup:
    """Return a sentence as HTML, in the language of the page."""
    return words().say(sentence, **places)


def ngettext_in_template(singular: str, plural: str, num: int | float, **places: object) -> Markup:
    """Return the form of a sentence that goes with ``num`` as HTML; what is put into its places is escaped."""
    return Markup(words().plural(singular, plural, num)) % {"num": _spelled(num), **places}  # noqa: S704


def _spelled(number: int | float) -> int | str:
    """Return a number as the language writes it: "1,5" in Bulgarian; what is counted stays as it is."""
    return number if isinstance(number, int) else str(format_decimal(number))

"""The words of the interface in the language of a visitor, by their English sentences."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from babel.support import NullTranslations, Translations

from lms.settings import CHECKOUT

TRANSLATIONS = Path(CHECKOUT) / "translations"


@cache
def _catalogue(lang: str) -> NullTranslations:
    found = Translations.load(TRANSLATIONS, [lang])
    assert lang == "en" or isinstance(found, Translations), "the catalogues are not compiled: lms translations compile"
    return found


@dataclass(frozen=True)
class Words:
    """What the interface says in one language."""

    lang: str

    def __call__(self, sentence: str, **places: object) -> str:
        """Return a sentence of the interface, with its places filled in."""
        said = str(_catalogue(self.lang).ugettext(sentence))
        return said % places if places else said.replace("%%", "%")

    def number(self, singular: str, plural: str, num: int, **places: object) -> str:
        """Return the form of a sentence that goes with a number."""
        return str(_catalogue(self.lang).ungettext(singular, plural, num)) % {"num": num, **places}

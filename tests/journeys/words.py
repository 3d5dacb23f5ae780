"""The words of the interface in the language of a visitor, by their English sentences."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from babel.support import NullTranslations, Translations

from lms.domain.courses.outline import Activity
from lms.settings import CHECKOUT

TRANSLATIONS = Path(CHECKOUT) / "translations"


@cache
def _catalogue(lang: str) -> NullTranslations:
    found = Translations.load(TRANSLATIONS, [lang])
    assert lang == "en" or isinstance(found, Translations), (
        "the catalogues are not compiled: lms translations compile"
    )
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

    def place(self, activity: Activity) -> str:
        """Return an activity as links name it: its number and title."""
        return f"{activity.number} {activity.title.in_(self.lang)}"

    def place_and_time(self, activity: Activity) -> str:
        """Return an activity as the one button names it: with the time that it takes, if that is known."""
        time = f", {self('%(minutes)s min', minutes=activity.minutes)}" if activity.minutes else ""
        return f"{self.place(activity)}{time}"

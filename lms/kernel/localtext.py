"""Texts that exist in several languages (course-format N8), and the choice among languages."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Spoken:
    """A text and the language that it is really in."""

    text: str
    lang: str

    def __str__(self) -> str:
        return self.text


@dataclass(frozen=True)
class LocalText:
    """One text in several languages; ``source`` is the one that must be there."""

    by_language: Mapping[str, str] = field(default_factory=dict)
    source: str = "en"

    def in_(self, language: str) -> Spoken:
        """Return the text in ``language``, or in the source language where it is missing there."""
        if self.by_language.get(language):
            return Spoken(self.by_language[language], language)
        return Spoken(self.by_language.get(self.source, ""), self.source)


def best_language(wished: Iterable[str], offered: Sequence[str]) -> str | None:
    """Return the first wish that is offered, by its full tag or else by its main language; None if none is.

    ``wished`` is in order of preference (BCP 47 tags); ``pt-BR`` is answered by ``pt`` where only that is offered.
    """
    for wish in wished:
        lowered = wish.lower()
        for tag in offered:
            if tag.lower() == lowered:
                return tag
        for tag in offered:
            if tag.lower().split("-")[0] == lowered.split("-")[0]:
                return tag
    return None

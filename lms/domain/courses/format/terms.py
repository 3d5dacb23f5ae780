"""The words of the glossary that are looked for in lessons: titles and forms of its cards (course-format §6, decision 26)."""

from collections.abc import Iterator

from lms.domain.courses.format.cards import GLOSSARY, Cards


def terms_of(cards: Cards, lang: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield each term that is there in ``lang``: the key of its card and all words that stand for it."""
    for (name, key, spoken), document in cards.documents.items():
        if name == GLOSSARY and spoken == lang and document.title:
            yield key, (document.title, *document.more.get("forms", ()))


def spelled(words: str) -> str:
    """Return words as they are compared, without regard to capitals and blanks."""
    return " ".join(words.split()).casefold()

"""Words as people look for them: without regard to capitals, to accents, or to how a sign happens to be encoded.

What is folded away is what people leave out when they type in a hurry: "Café" is found by "cafe", "Πολίτης" by
"πολιτης", "всё" by "все". What is a letter of its own in its alphabet stays one: й is not и, and ї is not і.
"""

import re
import unicodedata
from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import NamedTuple

# Cyrillic letters that Unicode can take apart and no reader does (Bulgarian, Russian, Ukrainian, Belarusian, Macedonian).
# Not among them: ё, which is mostly written е; ѝ; and vowels with a stress mark.
WHOLE_LETTERS = "йїўѓќ"
# Latin letters that Unicode does not take apart, and what people type who do not have them on the keyboard.
PLAIN_LETTERS = {"ø": "o", "ł": "l", "đ": "d", "ð": "d", "ħ": "h", "ı": "i", "æ": "ae", "œ": "oe", "þ": "th"}
LAST_MARK_OF_A_LETTER = 9  # combining classes up to here make a letter (Indic, kana); those above are accents and points
SIGNS_KEPT = 4096  # more than all alphabets of Europe have; beyond, a sign is looked up anew
STRETCHES_REMEMBERED = 16_384  # the words of some dozens of lessons
LONGEST_REMEMBERED = 60
NO_BLANKS = re.compile(r"\S+")


class Word(NamedTuple):
    """A stretch of a text without a blank or a dash in it, and what it is looked for by (mostly one word)."""

    start: int
    end: int
    folded: tuple[str, ...]


class _Signs(dict[int, str]):
    """What becomes of each sign when a text is folded: nothing of accents, a blank of what parts words."""

    def __missing__(self, code: int) -> str:
        found = _folded_sign(chr(code))
        if len(self) < SIGNS_KEPT:
            self[code] = found
        return found


class _Parting(dict[int, str]):
    """The same number of signs, with a blank for each that parts words."""

    def __missing__(self, code: int) -> str:
        sign = chr(code)
        return sign if _is_written(sign) or unicodedata.category(sign) == "Cf" else " "


_parting = _Parting()
_signs = _Signs({ord(letter): letter for letter in WHOLE_LETTERS} | {ord(letter): plain for letter, plain in PLAIN_LETTERS.items()})


def fold(text: str) -> list[str]:
    """Return the words of a text as they are looked for; hyphens and apostrophes part them, soft hyphens do not."""
    return unicodedata.normalize("NFC", unicodedata.normalize("NFKC", text).casefold()).translate(_signs).split()


def words_in(text: str) -> Iterator[Word]:
    """Yield the words of a text with where they stand in it."""
    for match in NO_BLANKS.finditer(text.translate(_parting)):
        if found := _folded(match.group()):
            yield Word(match.start(), match.end(), found)


def first_place(text: str, is_meant: Callable[[tuple[str, ...]], bool]) -> int | None:
    """Return where the first word of a text stands that is meant, as it is looked for; None where none is.

    A text has the same words again and again, so each is asked about once.
    """
    meant = {stretch for stretch in set(text.split()) if any(is_meant(word.folded) for word in _words_of(stretch))}
    found = next((match for match in NO_BLANKS.finditer(text) if match.group() in meant), None) if meant else None
    return found and found.start() + next(word.start for word in _words_of(found.group()) if is_meant(word.folded))


def _words_of(stretch: str) -> tuple[Word, ...]:
    """Return the words of a stretch without blanks; those that are long are rare, and are not remembered."""
    return _remembered(stretch) if len(stretch) <= LONGEST_REMEMBERED else tuple(words_in(stretch))


@lru_cache(maxsize=STRETCHES_REMEMBERED)
def _remembered(stretch: str) -> tuple[Word, ...]:
    return tuple(words_in(stretch))


@lru_cache(maxsize=SIGNS_KEPT)
def _folded(word: str) -> tuple[str, ...]:
    """Return a word as it is looked for; a text has the same words again and again."""
    return tuple(fold(word))


def _folded_sign(sign: str) -> str:
    if unicodedata.category(sign) == "Cf":
        return ""
    if not _is_written(sign):
        return " "
    return "".join(part for part in unicodedata.normalize("NFD", sign) if unicodedata.combining(part) <= LAST_MARK_OF_A_LETTER)


def _is_written(sign: str) -> bool:
    """Tell whether a sign belongs to a word: a letter, a digit, or a mark upon one."""
    return unicodedata.category(sign)[0] in "LNM"

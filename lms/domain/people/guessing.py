"""Passwords that are easy to guess: common ones, patterns, and what everybody knows of a person and of this site."""

from collections.abc import Iterable, Iterator
from importlib import import_module
from unicodedata import normalize

# Signs that are looked at: what they are worth must do, for the work grows with the square of their number. Forty take a
# few milliseconds, and a tenth of a second where somebody is out to make it long; sixty would take three times that.
LOOKED_AT = 40
# As a power of ten, how many guesses a password must withstand. Four words that do not belong together withstand 10^13
# and more; a word written twice, a row of keys or a word with a year stays below 10^9.
LEAST_GUESSES = 9.0
# What must be left beside the name, the address and the words of this site.
LEAST_OF_ONES_OWN = 8
OF_THE_SITE = ("isegoria", "course", "courses", "learning", "password", "исегория", "курс", "парола", "обучение")
COMMON_HERE = ("обичам", "българия", "левски", "цска", "софия", "майка", "любов", "слънце", "здравей", "тайна", "1q2w3e4r5t6y7u8i9o", "1q2w3e4r5t6y7u8i9o0p")
# Stand in our own documentation or in everybody's, so everybody tries them.
KNOWN = ("correct horse battery staple", "a short sentence is easy to remember")
BETWEEN_WORDS = " \t.,;:!?-_/@+'’"
OF_THE_DEMO = "an equal right to speak"
# Cyrillic letters and the Latin ones on the same keys: a row of keys is a row of keys in either alphabet.
_LAYOUTS = (
    str.maketrans("явертъуиопшщасдфгхйклзьцжбнм", "qwertyuiop[]asdfghjklzxcvbnm"),
    str.maketrans("йцукенгшщзхъфывапролджэячсмитьбю", "qwertyuiop[]asdfghjkl;'zxcvbnm,."),
    str.maketrans("уеишщксдзцьяаожгтнвмчюйъэфхпрлб", "wertyuiop[]asdfghjkl;'zxcvbnm,."),
)


def is_guessable(password: str, about: Iterable[str] = (), *, on_demo: bool = False) -> bool:
    """Tell whether a password is easy to guess for somebody who knows these texts about its owner.

    Blanks and stops between words count for nothing, as whoever guesses tries them all.
    """
    plain = _plain(password)
    if plain in map(_plain, KNOWN if on_demo else (*KNOWN, OF_THE_DEMO)):
        return True
    words = sorted({*_words(about), *OF_THE_SITE}, key=len, reverse=True)
    own = plain
    for word in words:
        own = own.replace(word, "")
    if len(own) < LEAST_OF_ONES_OWN:
        return True
    return min(_guesses(each, words) for each in _as_typed(own[:LOOKED_AT])) < LEAST_GUESSES


def _plain(text: str) -> str:
    return "".join(sign for sign in normalize("NFKC", text).casefold() if sign not in BETWEEN_WORDS)


def _words(about: Iterable[str]) -> Iterator[str]:
    for text in about:
        for word in "".join(sign if sign.isalnum() else " " for sign in normalize("NFKC", text).casefold()).split():
            if len(word) >= 3:
                yield word


def _as_typed(text: str) -> set[str]:
    """Return a text, and what the same keys write in Latin letters."""
    return {text, *(text.translate(layout) for layout in _LAYOUTS)}


def _guesses(text: str, words: list[str]) -> float:
    """Return how many guesses a text withstands, as a power of ten; the library's lists, 15 MB, are loaded when first needed."""
    return float(import_module("zxcvbn").zxcvbn(text, user_inputs=[*words, *COMMON_HERE])["guesses_log10"])

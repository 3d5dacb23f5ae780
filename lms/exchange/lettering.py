"""What people type, made fit to be drawn: controls out, stacks of marks cut, a font found for each sign or a □ set."""

import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import groupby

SUBSTITUTE = "□"
MARKS_ON_ONE_SIGN = 4  # polytonic Greek needs three, pointed Hebrew four; more run into other lines
ZERO_WIDTH_JOINER = "\u200d"
JOINERS = f"\u200c{ZERO_WIDTH_JOINER}"
SKIN_COLOURS = range(0x1F3FB, 0x1F400)  # of the emoji before them
FLAG_LETTERS = range(0x1F1E6, 0x1F200)  # two of them make a flag
TAGS = range(0xE0020, 0xE0080)  # spell out the flags of regions
VARIANTS = (*range(0xFE00, 0xFE10), *range(0xE0100, 0xE01F0))  # ask for another look of the same sign
GRAPHEME_JOINER = 0x034F  # a mark that is only ever looked up in word lists
NOT_DRAWN = dict.fromkeys((*TAGS, *VARIANTS, GRAPHEME_JOINER))


@dataclass(frozen=True)
class Lettering:
    """A text as words, each word as stretches of (font, text); ``whole`` unless something of it cannot be drawn."""

    words: tuple[tuple[tuple[str, str], ...], ...]
    whole: bool

    @property
    def text(self) -> str:
        """What will be seen."""
        return " ".join("".join(stretch for _, stretch in word) for word in self.words)


def lettered(text: str, font_for: Callable[[str], str | None], substitute_font: str) -> Lettering:
    """Return ``text`` with the font of each sign, and a □ for each sign for which ``font_for`` knows none.

    Invisible signs (controls, directions, soft hyphens, variation selectors) go without a trace; where nothing is
    left, a □ stands for all of it.
    """
    typed = unicodedata.normalize("NFC", plain(text).translate(NOT_DRAWN)).split()
    visible = [word.lstrip(JOINERS) for word in typed if word.strip(JOINERS)]
    whole, words = bool(visible), []
    for word in visible or [SUBSTITUTE]:
        lettering = []
        for sign in signs(word):
            shown = _few_marks(sign)
            font = font_for(shown)
            whole = whole and font is not None and shown == sign
            lettering.append((font, shown) if font else (substitute_font, SUBSTITUTE))
        stretches = groupby(lettering, key=lambda one: one[0])
        words.append(tuple((font, "".join(sign for _, sign in stretch)) for font, stretch in stretches))
    return Lettering(tuple(words), whole)


def not_drawn(text: str, font_for: Callable[[str], str | None]) -> tuple[str, ...]:
    """Return those signs of ``text``, each once, that would stand as a □ or would lose some of their marks."""
    typed = unicodedata.normalize("NFC", plain(text).translate(NOT_DRAWN)).split()
    visible = (sign for word in typed for sign in signs(word.lstrip(JOINERS)))
    return tuple(dict.fromkeys(sign for sign in visible if _few_marks(sign) != sign or font_for(sign) is None))


def plain(text: str) -> str:
    """Return ``text`` with single blanks, without what XML forbids and what steers the order of reading."""
    return " ".join("".join(" " if char.isspace() else char for char in text if _stays(char)).split())


def signs(text: str) -> Iterator[str]:
    """Yield what a reader sees as single signs: a letter with its marks, a flag, a family of joined emoji."""
    sign = ""
    for char in text:
        if sign and not _continues(sign, char):
            yield sign
            sign = ""
        sign += char
    if sign:
        yield sign


def is_right_to_left(text: str) -> bool:
    """Tell whether the first letter with a direction of its own is one written from right to left."""
    for char in text:
        direction = unicodedata.bidirectional(char)
        if direction in ("L", "R", "AL"):
            return direction != "L"
    return False


def _stays(char: str) -> bool:
    if char.isspace() or char in JOINERS or ord(char) in TAGS:
        return True
    no_character = ord(char) & 0xFFFE == 0xFFFE
    return not no_character and unicodedata.category(char) not in ("Cc", "Cf", "Cs")


def _continues(sign: str, char: str) -> bool:
    last = sign[-1]
    if unicodedata.category(char) in ("Mn", "Me", "Mc") or char in JOINERS or ord(char) in SKIN_COLOURS:
        return True
    if last == ZERO_WIDTH_JOINER and not char.isalpha():
        return True
    return ord(char) in FLAG_LETTERS and len(sign) == 1 and ord(last) in FLAG_LETTERS


def _few_marks(sign: str) -> str:
    kept, marks = "", 0
    for char in sign:
        marks = marks + 1 if unicodedata.category(char) in ("Mn", "Me") else 0
        if marks <= MARKS_ON_ONE_SIGN:
            kept += char
    return kept

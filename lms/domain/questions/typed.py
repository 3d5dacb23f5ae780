"""What people type: texts compared as people mean them, numbers read by the habits of a language (course-format G12).

Marks depend on what is computed here, so a change is a change of answer keys. Numbers are exact fractions throughout.
"""

import re
import unicodedata
from decimal import Decimal, localcontext
from fractions import Fraction
from functools import lru_cache

LONGEST = 1000  # characters of a typed answer that are kept
LONGEST_TEXT = 20_000  # and of a text of some length
OF_SOME_LENGTH = ("essay", "reflection")  # kinds whose texts are longer than a line
KEPT = 1024  # accepted texts that were taken apart lately: many answers are compared with the same ones

ESCAPE = re.compile(r"\\([!-/:-@\[-`{-~])")
PLAIN_NUMBER = re.compile(r"[+-]?[0-9]{1,30}(?:\.[0-9]{1,30})?")
STRAIGHT = str.maketrans(
    dict.fromkeys("‘’‚‛′´`‹›", "'") | dict.fromkeys("“”„‟″«»", '"') | dict.fromkeys("‐‑‒–—―−", "-")
)

FEWEST_LETTERS = 5  # of a word in which one letter may be a slip
FEWEST_IN_STEM = 4
# Bulgarian puts its article at the end of a word; with a short one, its full form or none it is the same word.
ENDINGS = (frozenset({"", "ът", "ят", "а", "я", "та", "то", "те"}), frozenset({"", "s", "es"}))

# Decimal sign and sign between groups of three; where a language is not named, comma and blank (as in Bulgarian).
POINT = (".", ",")
COMMA = (",", ".")
BLANK = (",", " ")
HABITS = {
    **dict.fromkeys(("en", "ga", "mt", "es-MX", "he", "ja", "ko", "zh", "th", "hi"), POINT),
    **dict.fromkeys(("bs", "da", "de", "el", "es", "hr", "id", "is", "it", "mk", "nl", "pt", "ro", "sl", "sr", "tr"), COMMA),
    "de-CH": (".", "'"),
    "it-CH": (".", "'"),
    "pt-PT": BLANK,
}  # fmt: skip


def longest_in(kind: str) -> int:
    """Return how many characters an answer to a question of this kind has at most."""
    return LONGEST_TEXT if kind in OF_SOME_LENGTH else LONGEST


def cleaned(text: str, *, longest: int = LONGEST) -> str:
    """Return what was typed without what no database or page can hold: control characters and halves of characters.

    Line ends and tabs stay; surrounding white space goes; what is longer than ``longest`` is cut.
    """
    kept = (sign for sign in text if unicodedata.category(sign) not in ("Cc", "Cs") or sign in "\n\t")
    return "".join(kept).strip()[:longest]


def unescaped(text: str) -> str:
    """Return plain text of a file without the backslashes before ASCII punctuation (G11)."""
    return ESCAPE.sub(r"\1", text)


def normalised(text: str, *, case: bool = False) -> str:
    """Return ``text`` as it is compared: NFKC, white space collapsed, quotes and dashes straight, and case folded
    unless ``case``. Accents count; invisible characters do not."""
    text = unicodedata.normalize("NFKC", text.translate(STRAIGHT))
    if not case:
        text = unicodedata.normalize("NFKC", text.casefold())
    visible = "".join(sign for sign in text if unicodedata.category(sign) != "Cf")
    return " ".join(visible.translate(STRAIGHT).split())


def matches(accepted: str, typed: str, *, case: bool = False) -> bool:
    """Tell whether ``typed`` is the accepted text, in which ``*`` is any run of characters and ``\\*`` a star.

    The parts between the stars are looked for one after the other, so the time is linear whatever the author wrote.
    """
    return fits(parts_of(accepted, case=case), normalised(typed, case=case))


@lru_cache(KEPT)
def parts_of(accepted: str, *, case: bool) -> tuple[str, ...]:
    """Return the parts of an accepted text between its stars, as they are compared."""
    parts = [_part(part, case=case) for part in _at_stars(accepted)]
    parts[0], parts[-1] = parts[0].lstrip(), parts[-1].rstrip()
    return tuple(parts)


def fits(parts: tuple[str, ...], given: str) -> bool:
    """Tell whether a normalised text has these parts, one after the other, from its beginning to its end."""
    if len(parts) == 1:
        return given == parts[0]
    first, *middle, last = parts
    if len(given) < len(first) + len(last) or not (given.startswith(first) and given.endswith(last)):
        return False
    position, end = len(first), len(given) - len(last)
    for part in middle:
        found = given.find(part, position, end)
        if found < 0:
            return False
        position = found + len(part)
    return True


def is_nearly(accepted: str, typed: str) -> bool:
    """Tell whether ``typed`` is an accepted text but for one slip in one word, or for the ending of one.

    It only ever says "look at your spelling", so it is silent rather than wrong. Numbers are never nearly right, nor are
    short words, of which one letter often makes another one. The first letter must be the same: people seldom mistake it
    (Pollock & Zamora, "Automatic spelling correction in scientific and scholarly text", CACM 27(4), 1984), and many words
    that mean the opposite differ there ("moral", "amoral"). Only capitals that differ are a slip as well.
    """
    if has_star(accepted):
        return False
    wanted, given = (normalised(text) for text in (unescaped(accepted), typed))
    words, said = wanted.split(" "), given.split(" ")
    if len(words) != len(said):
        return False
    differing = [(word, other) for word, other in zip(words, said, strict=True) if word != other]
    return len(differing) == 1 and _is_slip(*differing[0]) if differing else unescaped(accepted).strip() != typed.strip()


def _is_slip(word: str, other: str) -> bool:
    """Tell whether two different words differ by one edit, or by their endings alone."""
    if word[:1] != other[:1] or any(sign.isnumeric() for sign in word + other):
        return False
    is_long = min(len(word), len(other)) >= FEWEST_LETTERS
    return (is_long and abs(len(word) - len(other)) <= 1 and _is_one_edit(word, other)) or _is_other_ending(word, other)


def _is_one_edit(word: str, other: str) -> bool:
    """Tell whether one letter is missing, too many or another one, or two neighbours have changed places."""
    short, long = sorted((word, other), key=len)
    start = next((place for place, (ours, theirs) in enumerate(zip(short, long, strict=False)) if ours != theirs), len(short))
    if len(short) < len(long):
        return short[start:] == long[start + 1 :]
    swapped = short[start : start + 2] == long[start : start + 2][::-1] and short[start + 2 :] == long[start + 2 :]
    return swapped or short[start + 1 :] == long[start + 1 :]


def _is_other_ending(word: str, other: str) -> bool:
    """Tell whether both are one stem with or without an ending that makes no other word: an article, or an English plural."""
    return any(
        {word.removeprefix(stem), other.removeprefix(stem)} <= endings
        for endings in ENDINGS
        for stem in _stems(word, other)
    )


def _stems(word: str, other: str) -> list[str]:
    """Return the beginnings that both words have in common, of those long enough to be a stem, the longest first."""
    shared = next((place for place, (ours, theirs) in enumerate(zip(word, other, strict=False)) if ours != theirs), min(len(word), len(other)))
    return [word[:length] for length in range(shared, FEWEST_IN_STEM - 1, -1)]


def has_star(accepted: str) -> bool:
    """Tell whether an accepted text holds a ``*`` that stands for any run of characters."""
    return len(_at_stars(accepted)) > 1


def shown(accepted: str) -> str:
    """Return an accepted text as it is shown to people, three dots where it holds a star."""
    return "…".join(_at_stars(accepted)).strip()


def _at_stars(accepted: str) -> list[str]:
    """Return the parts of an accepted text between its stars, escapes undone."""
    parts, position = [""], 0
    while position < len(accepted):
        escape = ESCAPE.match(accepted, position)
        if escape:
            parts[-1] += escape[1]
        elif accepted[position] == "*":
            parts.append("")
        else:
            parts[-1] += accepted[position]
        position = escape.end() if escape else position + 1
    return parts


def _part(text: str, *, case: bool) -> str:
    """Return a part between stars normalised, one blank kept at either end where there was white space."""
    core = normalised(text, case=case)
    before = " " if text[:1].isspace() else ""
    after = " " if text[-1:].isspace() and core else ""
    return f"{before}{core}{after}"


def plain_number(text: str) -> Fraction | None:
    """Return a number as it is spelled in files: decimal point, no grouping, in every language; else None (G8)."""
    spelled = text.strip().replace("−", "-")
    return Fraction(spelled) if PLAIN_NUMBER.fullmatch(spelled) else None


def habits(language: str) -> tuple[str, str]:
    """Return the decimal sign and the group sign of a language (BCP 47 tag)."""
    return HABITS.get(language) or HABITS.get(language.split("-")[0].lower(), BLANK)


def typed_number(text: str, language: str) -> Fraction | None:
    """Return the number that somebody who writes ``language`` means by ``text``, exactly; None if it is none.

    The language's own habits go first, so that ``1,000`` is one thousand in English and one in Bulgarian. What has
    no meaning there is read by foreign habits: ``3.14`` is understood in Bulgarian, ``3,14`` in English. Blanks and
    apostrophes between groups of three are understood everywhere.
    """
    if len(text) > 100 or any(unicodedata.category(sign) == "No" for sign in text):
        return None  # ``10²`` is not 102
    spelled = " ".join(unicodedata.normalize("NFKC", text.translate(STRAIGHT)).split())
    sign = -1 if spelled.startswith("-") else 1
    spelled = spelled[1:].lstrip() if spelled[:1] in ("-", "+") else spelled
    decimal, group = habits(language)
    other = "," if decimal == "." else "."
    for reading in ((decimal, f"{group} '"), (other, f"{decimal} '"), (decimal, other)):
        value = _read(spelled, *reading)
        if value is not None:
            return sign * value
    return None


def _read(spelled: str, decimal: str, groups: str) -> Fraction | None:
    """Return the unsigned number that ``spelled`` is with this decimal sign and one of these signs between groups."""
    whole, _sign, rest = spelled.partition(decimal)
    if not re.fullmatch(r"[0-9]*", rest) or not (whole or rest):
        return None
    grouped = re.fullmatch(rf"[1-9][0-9]{{0,2}}([{re.escape(groups)}])[0-9]{{3}}(?:\1[0-9]{{3}})*", whole)
    if grouped:
        whole = whole.replace(grouped[1], "")
    elif not re.fullmatch(r"[0-9]*", whole):
        return None
    return Fraction(f"{whole or '0'}.{rest or '0'}")


def number_text(value: Fraction, language: str) -> str:
    """Return a finite decimal number as people who write ``language`` spell it, without groups."""
    with localcontext(prec=80):
        spelled = format((Decimal(value.numerator) / Decimal(value.denominator)).normalize(), "f")
    return spelled.replace(".", habits(language)[0])

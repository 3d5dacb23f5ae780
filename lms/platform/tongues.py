"""Languages by their own names, and sizes of files as people of a language write them."""

from functools import lru_cache

from babel import Locale, UnknownLocaleError
from babel.numbers import format_decimal

KEPT = 256
KB, MB = 1000, 1_000_000


@lru_cache(KEPT)
def own_name(tag: str) -> str:
    """Return a language's name in itself, as in "български"; empty for a tag that names none."""
    try:
        return (Locale.parse(tag, sep="-").get_display_name() or "").capitalize()
    except (UnknownLocaleError, ValueError):
        return ""


def size_in_words(size: int, lang: str) -> str:
    """Return a number of bytes as people read it: "240 KB", "1.2 MB"; a file that is there has one at least."""
    if size < MB:
        return f"{max(1, round(size / KB))} KB"
    try:
        return f"{format_decimal(size / MB, '#,##0.#', locale=lang.replace('-', '_'))} MB"
    except (UnknownLocaleError, ValueError):
        return f"{size / MB:.1f} MB"

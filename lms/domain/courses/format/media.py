"""The media of a course: which file a path means in a language, and which are asked for their twins (course-format L3)."""

from collections.abc import Collection
from pathlib import PurePosixPath
from urllib.parse import unquote

from lms.platform.markdown_targets import FILMS, SOUNDS, suffix_of

PICTURES = frozenset({"svg", "png", "jpg", "jpeg", "gif", "webp", "avif"})
CAPTIONS = frozenset({"vtt"})
WORDS_IN_DRAWING = b"<text"


def is_film(path: str) -> bool:
    """Tell whether a path names a film."""
    return suffix_of(path) in FILMS


def is_sound(path: str) -> bool:
    """Tell whether a path names a sound."""
    return suffix_of(path) in SOUNDS


def find_media(paths: Collection[str], course: str, target: str, lang: str) -> str | None:
    """Return the path in the map that ``target`` (``media/x.svg``) means in ``lang``, or None; its twin wins (L3)."""
    parts = PurePosixPath(unquote(target.partition("#")[0])).parts
    if len(parts) < 2 or parts[0] != "media" or ".." in parts:
        return None
    folder, rest = f"content/{course}/media", "/".join(parts[1:])
    for path in (f"{folder}/{lang}/{rest}", f"{folder}/{rest}"):
        if path in paths:
            return path
    return None


def needs_twin(path: str, body: bytes) -> bool:
    """Tell whether a file holds words, so that every language is asked for a twin of it."""
    return (
        suffix_of(path) in CAPTIONS or is_film(path) or is_sound(path) or _is_drawing_with_words(path, body)
    )


def _is_drawing_with_words(path: str, body: bytes) -> bool:
    return suffix_of(path) == "svg" and WORDS_IN_DRAWING in body

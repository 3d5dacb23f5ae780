"""The media of a course: which file a path means in a language, and which are asked for their twins (course-format L3)."""

import re
from collections.abc import Collection
from pathlib import PurePosixPath
from urllib.parse import unquote

from lms.domain.courses.format.frontmatter import in_lf, line_of
from lms.kernel.words import N_
from lms.platform.markdown_targets import FILMS, SOUNDS, suffix_of

PICTURES = frozenset({"svg", "png", "jpg", "jpeg", "gif", "webp", "avif"})
CAPTIONS = frozenset({"vtt"})
WORDS_IN_DRAWING = b"<text"
CUE = re.compile(r"(?:\d{2,}:)?[0-5]\d:[0-5]\d\.\d{3}[ \t]+-->[ \t]+(?:\d{2,}:)?[0-5]\d:[0-5]\d\.\d{3}(?:[ \t]|$)")


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


def fault_in_captions(body: bytes) -> tuple[int, str] | None:
    """Return the line and the sentence for what is wrong with a file of captions (WebVTT), or None."""
    try:
        text = body.decode("utf-8").removeprefix("\ufeff")
    except UnicodeDecodeError as error:
        return line_of(body, error.start), N_("this file is not UTF-8: save it as UTF-8")
    lines = in_lf(text).split("\n")
    if not re.match(r"WEBVTT(?:[ \t]|$)", lines[0]):
        return 1, N_("captions begin with a line WEBVTT; without it nothing is shown")
    if not any(CUE.match(line) for line in lines):
        return 1, N_("these captions are empty: write times, like 00:01.000 --> 00:04.000, and beneath them the words")
    return None


def needs_twin(path: str, body: bytes) -> bool:
    """Tell whether a file holds words, so that every language is asked for a twin of it."""
    return (
        suffix_of(path) in CAPTIONS or is_film(path) or is_sound(path) or _is_drawing_with_words(path, body)
    )


def _is_drawing_with_words(path: str, body: bytes) -> bool:
    return suffix_of(path) == "svg" and WORDS_IN_DRAWING in body

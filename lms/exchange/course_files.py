"""What may be a file of a course, wherever it lies: its place, its name, its size (course-format §1, §11)."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import accumulate

from lms.exchange.unreadable import Unreadable
from lms.kernel.refusals import Refused

TOPS = ("modules", "content", "quizzes")
TEXTS = (".md", ".yaml")
LEFT_BY_SYSTEMS = frozenset({"thumbs.db", "desktop.ini", "__macosx", "bundle.yaml"})
LONGEST_PATH = 400  # characters, as long as the database keeps one
MOST_PARTS = 16  # folders in folders, the file included
LONGEST_NAME = 255  # bytes of one part, as long as a disk keeps one
DRIVE = re.compile(r"[A-Za-z]:")


@dataclass(frozen=True)
class Limits:
    """How many files a course may have, and how many bytes; ``ratio`` is how many times smaller a bundle may pack them."""

    files: int = 5000
    text: int = 1024 * 1024
    medium: int = 512 * 1024 * 1024
    total: int = 2 * 1024 * 1024 * 1024
    ratio: int = 100

    def of(self, path: str) -> int:
        """Return how many bytes the file at a path may have."""
        return self.text if path.endswith(TEXTS) else self.medium


LIMITS = Limits()


def is_left_out(name: str) -> bool:
    """Tell whether a file or folder of this name is none of a course: hidden, or left behind by a system (T1)."""
    return name.startswith(".") or name.endswith("~") or name.lower() in LEFT_BY_SYSTEMS


def check_path(path: str) -> None:
    """Refuse a path that could lead out of the course, or that a disk or the database could not keep."""
    parts = path.split("/")
    if not path.isprintable():
        raise Refused(Unreadable.SIGNS, path=ascii(path))
    if "\\" in path:
        raise Refused(Unreadable.BACKSLASH, path=path)
    if path.startswith("/") or DRIVE.match(path):
        raise Refused(Unreadable.ABSOLUTE, path=path)
    if any(part in ("", ".", "..") for part in parts):
        raise Refused(Unreadable.UPWARD, path=path)
    if len(path) > LONGEST_PATH or any(len(part.encode()) > LONGEST_NAME for part in parts):
        raise Refused(Unreadable.LONG, path=path[:LONGEST_PATH], most=LONGEST_PATH)
    if len(parts) > MOST_PARTS:
        raise Refused(Unreadable.DEEP, path=path, most=MOST_PARTS)


def check_paths(paths: Iterable[str]) -> None:
    """Refuse paths that some disk could not keep beside each other: alike but for case or form, or a file that is a folder too."""
    known: dict[str, tuple[str, bool]] = {}  # as folded: as written, and whether it is a file
    for path in paths:
        for here in accumulate(path.split("/"), "{}/{}".format):
            is_file = here == path
            folded = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", here).casefold())
            there, was_file = known.setdefault(folded, (here, is_file))
            if there != here or was_file != is_file:
                raise Refused(Unreadable.CLASH, path=path, other=there)


def key_of(paths: Iterable[str]) -> str:
    """Return the key of the one course to which all of these paths belong."""
    keys: dict[str, None] = {}
    for path in paths:
        top, *inner = path.split("/")
        if top not in TOPS or len(inner) < 2:
            raise Refused(Unreadable.OUTSIDE, path=path)
        keys[inner[0]] = None
    if not keys:
        raise Refused(Unreadable.NO_COURSE)
    first, *others = keys
    if others:
        raise Refused(Unreadable.SEVERAL, path=first, other=others[0])
    return first
